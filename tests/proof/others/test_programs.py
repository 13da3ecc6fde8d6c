"""EPUBCheck, Ace and calibre are started as they should be, and what they leave is read; a breakdown is no pass."""

from __future__ import annotations

import pytest

from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others import ace, calibre, epubcheck, spelling
from studyguide.proof.others.tools import Tools
from studyguide.sources.messages import show
from tests.proof.epub.faults import Files, rezipped, sound
from tests.proof.programs import ACE, BROKEN, CALIBRE_DEBUG, CONVERT, EPUBCHECK, node_tools, program


@pytest.fixture
def book(tmp_path):
    """The sound book as a file."""
    path = tmp_path / "tiny.epub"
    path.write_bytes(sound())
    return path


def java(tmp_path, text):
    return Tools(tmp_path, java=program(tmp_path / "bin" / "java", text), epubcheck=tmp_path / "epubcheck.jar")


def test_epubchecks_report_is_read(tmp_path, book):
    """A report without messages passes, with EPUBCheck's version."""
    outcome = epubcheck.check(FinishedGuide(java(tmp_path, EPUBCHECK), book))
    assert (outcome.findings, outcome.version, outcome.detail) == ([], "5.3.0", "tiny.epub: 3 files")


def test_epubcheck_without_a_report_is_no_pass(tmp_path, book):
    """If EPUBCheck writes nothing, its last words are told."""
    with pytest.raises(RuntimeError, match="out of memory"):
        epubcheck.check(FinishedGuide(java(tmp_path, BROKEN), book))


def test_aces_report_is_read(tmp_path, book):
    """Ace gets a home that is thrown away; its verdict and version are read."""
    outcome = ace.check(FinishedGuide(node_tools(tmp_path, ACE), book))
    assert (outcome.findings, outcome.version, outcome.detail) == ([], "1.4.6", "tiny.epub: 12 documents")


def test_a_document_that_ace_passes_over_is_a_finding(tmp_path, book):
    """Ace must have looked at every document of the spine."""
    outcome = ace.check(FinishedGuide(node_tools(tmp_path, ACE.replace("in names]", "in names[1:]]")), book))
    assert [(found.span.path, found.code) for found in outcome.findings] == [("tiny.epub:nav.xhtml", "passed-over")]


def test_ace_without_a_report_is_no_pass(tmp_path, book):
    """If Ace writes nothing, its last words are told."""
    with pytest.raises(RuntimeError, match="out of memory"):
        ace.check(FinishedGuide(node_tools(tmp_path, BROKEN), book))


def calibre_tools(tmp_path, convert):
    program(tmp_path / "bin" / "ebook-convert", convert)
    return Tools(tmp_path, calibre=program(tmp_path / "bin" / "calibre-debug", CALIBRE_DEBUG))


def test_calibres_messages_are_findings(tmp_path, book):
    """Every message of calibre's check is a finding at its file and line."""
    outcome = calibre.check_book(FinishedGuide(calibre_tools(tmp_path, CONVERT), book))
    assert [show(found, {}) for found in outcome.findings] == ["tiny.epub:EPUB/a.xhtml:3: error[CSSError]: margin"]
    assert outcome.version == "6.13.0"


def test_a_conversion_that_loses_nothing_passes(tmp_path, book):
    """A book that comes back whole has no findings, and its characters and contents are counted."""
    outcome = calibre.check_kindle(FinishedGuide(calibre_tools(tmp_path, CONVERT), book))
    assert outcome.findings == []
    assert outcome.detail.endswith(" 16 contents")


def test_a_conversion_that_loses_words_is_found(tmp_path, book):
    """Of a book that comes back without a word and a label, both are told."""
    other = tmp_path / "other.epub"
    other.write_bytes(rezipped(shortened))
    outcome = calibre.check_kindle(FinishedGuide(calibre_tools(tmp_path, f'shutil.copy("{other}", sys.argv[2])'), book))
    assert [found.message for found in outcome.findings] == [
        "“2.1 Medicines” is lost from the contents, or new there",
        "“Drugs” is lost from the contents, or new there",
        "“Someinfectionsthatloweritare.Figuredescr” has become “infectionsthatloweritare.Figuredescripti”",
    ]


def shortened(files: Files) -> None:
    """Lose a word of a document, and call a chapter by another name in the contents."""
    files["EPUB/toc.ncx"] = files["EPUB/toc.ncx"].replace(b"<text>2.1 Medicines</text>", b"<text>Drugs</text>")
    files["EPUB/faq.xhtml"] = files["EPUB/faq.xhtml"].replace(b"Some infections", b"infections")


def test_a_calibre_that_fails_is_no_pass(tmp_path, book):
    """If a program of calibre fails, its last words are told."""
    with pytest.raises(RuntimeError, match="ebook-convert failed: out of memory"):
        calibre.check_kindle(FinishedGuide(calibre_tools(tmp_path, BROKEN), book))


CODESPELL = """
import sys
print("README.md:2: recieve ==> receive")
sys.exit({status})
"""


@pytest.fixture
def codespell(tmp_path, monkeypatch):
    """A project with a codespell of its own, that ends with the status given."""
    monkeypatch.setattr(spelling, "package_version", lambda name: "2.4.3")

    def make(text):
        (tmp_path / "codespell_lib.py").write_text(text)
        (tmp_path / "README.md").write_text("one\nrecieve\n")
        return spelling.check_misspellings(FinishedGuide(Tools(tmp_path, codespell=True), tmp_path))

    return make


def test_codespells_lines_are_findings(codespell):
    """A line of codespell's is a finding at its place."""
    outcome = codespell(CODESPELL.format(status=65))
    assert [show(found, {}) for found in outcome.findings] == ["README.md:2: error[misspelling]: recieve ==> receive"]
    assert (outcome.version, outcome.detail) == ("codespell 2.4.3", "1 files")


def test_a_codespell_that_fails_is_no_pass(codespell):
    """If codespell ends badly and names nothing, its last words are told."""
    with pytest.raises(RuntimeError, match="no dictionary"):
        codespell('raise SystemExit("no dictionary")')
