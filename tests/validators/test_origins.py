"""What EPUBCheck, Ace and veraPDF find in the finished tiny guide is told at the line of the source."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.finished import FinishedGuide
from studyguide.proof.origins import Origins
from studyguide.proof.others import ace, epubcheck, verapdf
from studyguide.proof.others.tools import Tools
from studyguide.proof.pdf.reader import read
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import make_pdf
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.tinybook import tiny_book, tiny_sources


def line(path: str, words: str) -> tuple[str, int]:
    """Where words stand in a source of the tiny guide."""
    text = tiny_sources().texts[path]
    return path, text[: text.index(words)].count("\n") + 1


def seeded(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """An EPUB with one of its documents changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            new.writestr(entry, change(text.decode()).encode() if entry.filename == name else text)
    return made.getvalue()


CALM, COUNTING = "EPUB/calm.xhtml", "EPUB/counting.xhtml"
FAULTS = {
    "EPUBCheck": (
        epubcheck.check,
        CALM,
        lambda text: text.replace("Fever</", "Fever<blink/></", 1),
        ("chapters/02-calm.md", "Fever"),
    ),
    "Ace": (
        ace.check,
        COUNTING,
        lambda text: text.replace('aria-label="A ruler', 'data-x="A ruler', 1),
        ("chapters/01-counting.md", "::::{fig"),
    ),
}


@pytest.mark.parametrize("program", FAULTS)
def test_a_fault_of_the_epub_is_told_at_the_line_that_was_written(program: str, tools: Tools, tmp_path: Path) -> None:
    """An element that there is not, and a picture without its alternative, are told at their chapter and line."""
    check, name, change, (path, words) = FAULTS[program]
    data = seeded(make_epub(tiny_book(), None, tmp_path / "pictures"), name, change)
    (tmp_path / "tiny.epub").write_bytes(data)

    found = check(FinishedGuide(tools, tmp_path / "tiny.epub")).findings
    told = [Origins(tiny_book()).of_epub(each, OpenedBook.read(data)) for each in found]

    assert line(path, words) in [(each.span.path, each.span.line) for each in told], told


def test_a_fault_of_the_pdf_is_told_at_the_line_that_was_written(tools: Tools, tmp_path: Path) -> None:
    """A drawing whose alternative is lost is told at its chapter and line."""
    path = tmp_path / "tiny.pdf"
    path.write_bytes(make_pdf(tiny_book(), RENDITIONS[REFERENCE], tmp_path / "cache").data)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure" and "ruler" in str(each.get("/Alt")):
                del each["/Alt"]
        pdf.save(path)

    [outcome] = verapdf.verdicts((path,), tools, ("ua1",)).values()
    told: list[Diagnostic] = [Origins(tiny_book()).of_pdf(each, read(path), path) for each in outcome.findings]

    assert [each.span.path for each in told if each.code == "7.3-1"] == ["chapters/01-counting.md"]
    assert all(each.span.line for each in told)
