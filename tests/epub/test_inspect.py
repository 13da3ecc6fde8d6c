"""Inspection: a sound book is clean, and every seeded fault is caught by the gate that is there for it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest
from PIL import Image

from studyguide.epub.inspect import inspect
from studyguide.epub.pack import pack
from studyguide.epub.rules import RULES
from tests.epub.synthetic import publication

Files = dict[str, bytes]


@dataclass(frozen=True)
class Fault:
    """One seeded fault: the file, what is replaced by what (None: the file is deleted), and the rule that must speak."""

    code: str
    file: str
    old: str = ""
    new: str | None = ""

    def seed(self, files: Files) -> None:
        """Put the fault into the files of a book."""
        name = f"EPUB/{self.file}" if not self.file.startswith(("META-INF", "mimetype")) else self.file
        if self.new is None:
            del files[name]
        elif not self.old:
            files[name] = files.get(name, b"") + self.new.encode()
        else:
            assert self.old.encode() in files[name], f"{self.old} is not in {name}"
            files[name] = files[name].replace(self.old.encode(), self.new.encode(), 1)


CHAPTER, OPF, NAV, NCX, CSS = "counting.xhtml", "package.opf", "nav.xhtml", "toc.ncx", "book.css"
FAULTS = (
    # container
    Fault("mimetype", "mimetype", "application/epub+zip", "application/zip"),
    Fault("manifest", "images/ruler.png", new=None),
    Fault("manifest", "ghost.css", new="p { margin: 0 }"),
    Fault("manifest", "images/.DS_Store", new="x"),
    Fault("file-name", OPF, 'href="faq.xhtml"', 'href="FAQ 1.xhtml"'),
    Fault("encryption", "META-INF/encryption.xml", new="<encryption/>"),
    Fault("rootfile", "META-INF/container.xml", "EPUB/package.opf", "EPUB/content.opf"),
    # package
    Fault("package", OPF, ' xml:lang="en-GB" dir="ltr"'),
    Fault("identifier", NCX, "urn:uuid:6f0d2c1e", "urn:uuid:7f0d2c1e"),
    Fault("identifier", OPF, "urn:uuid:6f0d2c1e-5a44-5a1f-9b1b-2f5b5d6b7c01", "isbn:9780000000000"),
    Fault("modified", OPF, "2026-11-23T12:00:00Z", "2026-11-23T12:00:00"),
    Fault("bibliography", OPF, "<dc:publisher>Study Guide Project</dc:publisher>"),
    Fault("bibliography", OPF, 'property="file-as">Reviewer', 'property="file-as" scheme="marc:relators">Reviewer'),
    Fault("bibliography", OPF, '<meta refines="#subject-1" property="authority">MeSH</meta>'),
    Fault("discovery", OPF, 'property="schema:accessibilitySummary"', 'property="schema:description"'),
    Fault("claim", OPF, 'accessibilityFeature">index<', 'accessibilityFeature">MathML<'),
    Fault("claim", OPF, 'accessibilityFeature">index<', 'accessibilityFeature">printPageNumbers<'),
    Fault("claim", "index.xhtml", 'epub:type="index" role="doc-index" ', 'role="region" '),
    Fault(
        "conformance",
        OPF,
        '<meta property="pageBreakSource"',
        '<meta property="dcterms:conformsTo" id="c">WCAG 2.2 AA</meta><meta property="pageBreakSource"',
    ),
    Fault("page-source", OPF, "pageBreakSource", "a11y:pageBreakSource"),
    Fault("cover", OPF, '<meta name="cover" content="cover-image"/>', '<meta content="cover-image" name="cover"/>'),
    Fault("cover", "cover.xhtml", "<img src", "<p>Welcome</p><img src"),
    Fault(
        "properties",
        OPF,
        'href="faq.xhtml" media-type="application/xhtml+xml"',
        'href="faq.xhtml" media-type="application/xhtml+xml" properties="scripted"',
    ),
    # navigation
    Fault("contents", NAV, ">1.2 What a count cannot say<", ">1.2 What counts say<"),
    Fault("contents", NAV, '<li><a href="faq.xhtml#faq">Questions people ask</a></li>'),
    Fault("contents", NAV, "counting.xhtml#sec-myth", "answers.xhtml#answers-counting"),
    Fault(
        "contents",
        "causes.xhtml",
        "</section>\n</section>",
        '</section>\n<section class="sec level-2" id="sec-new"><h2 id="sec-new-title">More</h2></section></section>',
    ),
    Fault("visible-contents", OPF, '<itemref idref="nav"/>'),
    Fault("landmarks", NAV, 'epub:type="bodymatter"', 'epub:type="bodymatter chapter"'),
    Fault("landmarks", NAV, '<li><a epub:type="index" href="index.xhtml#index">Index</a></li>'),
    Fault("landmarks", NAV, ' hidden="hidden"'),
    Fault("page-list", NAV, '<li><a href="counting.xhtml#page-2">2</a></li>'),
    Fault("page-list", CHAPTER, 'aria-label="2"', 'aria-label="3"'),
    Fault("page-marker", CHAPTER, 'aria-label="2"></span>', 'aria-label="2">2</span>'),
    Fault("ncx", NCX, "<text>2.1 Medicines</text>", "<text>Medicines</text>"),
    Fault("ncx", NCX, 'name="dtb:depth" content="3"', 'name="dtb:depth" content="0"'),
    Fault("ncx", OPF, '<spine toc="ncx">', "<spine>"),
    Fault("guide", OPF, '<reference type="text"', '<reference type="preface"'),
    Fault("link", CHAPTER, 'href="causes.xhtml#sec-drugs"', 'href="causes.xhtml#sec-medicines"'),
    Fault("link", CHAPTER, "images/ruler.png", "images/rule.png"),
    # documents
    Fault("xml", CHAPTER, "</h1>", "</h2>"),
    Fault("xml", CHAPTER, "Five kinds", "&nbsp;Five kinds"),
    Fault("document", CHAPTER, "<!DOCTYPE html>"),
    Fault("document", CHAPTER, ' lang="en-GB"'),
    Fault("document", CHAPTER, "<title>What the numbers mean", "<title>Chapter 1"),
    Fault(
        "heading-order",
        "answers.xhtml",
        '<h3 id="a-q-bands-title">Question 1.1</h3>',
        '<h5 id="a-q-bands-title">Question 1.1</h5>',
    ),
    Fault("id", "causes.xhtml", 'id="ix-2"', 'id="ix-1"'),
    Fault("self-closed", CHAPTER, 'id="ix-1"></span>', 'id="ix-1"/>'),
    Fault("html", CHAPTER, "<p>The steps", "<p>The steps<table><tr><td>kinds</td></tr></table>"),
    Fault("html", CHAPTER, "<code>WBC 2.4 L</code>", "<code/>WBC 2.4 L"),
    Fault("document-size", "faq.xhtml", "Some infections", "word " * 60_000),
    Fault("heading-first", "faq.xhtml", '<header class="opener">', "<p>Welcome to the questions that people ask.</p><header>"),
    Fault("abbreviation", CHAPTER, "The absolute neutrophil count (<abbr", "The count (<abbr"),
    Fault("foreign", CHAPTER, 'lang="la" xml:lang="la"', 'lang="la"'),
    Fault("character", CHAPTER, "Duffy-null", "Duffy\u2011null"),
    Fault("character", CHAPTER, ">Back</a>", ">\u21a9</a>"),
    Fault("active", CHAPTER, "<p>The steps", '<p style="color: red">The steps'),
    Fault("active", CHAPTER, "<p>The steps", "<script>0</script><p>The steps"),
    Fault("active", CHAPTER, 'src="images/ruler.png"', 'src="https://example.org/ruler.png"'),
    # semantics
    Fault("role", CHAPTER, 'role="doc-glossref"', 'role="doc-noteref"'),
    Fault("role", CHAPTER, 'class="question single"', 'class="question single" epub:type="question"'),
    Fault("role", CHAPTER, '<aside class="callout key-point"', '<aside role="doc-notice" class="callout key-point"'),
    Fault("label", "glossary.xhtml", ' aria-labelledby="glossary-title"'),
    Fault("label", "glossary.xhtml", 'aria-labelledby="glossary-title"', 'aria-labelledby="glossary-heading"'),
    Fault(
        "box-label",
        CHAPTER,
        '<p class="label" id="counting-box-5-label">Red flag</p>',
        '<p class="label" id="counting-box-5-label"></p>',
    ),
    # notes
    Fault("note", CHAPTER, 'href="#fn-counting-1"', 'href="#fn-counting-2"'),
    Fault("note", CHAPTER, 'href="#fnr-counting-1"', 'href="#sec-units"'),
    Fault("notes-last", CHAPTER, '<section class="footnotes" epub:type="footnotes" aria-label="Notes">', "<section>"),
    Fault("notes-last", CHAPTER, "</aside>\n</section>\n</section>", "</aside>\n</section>\n<p>The end.</p></section>"),
    Fault("glossary-link", "glossary.xhtml", ' id="g-leukopenia"'),
    Fault("glossary-link", CHAPTER, "glossary.xhtml#g-leukocyte", "glossary.xhtml#g-leukopenia"),
    Fault("citation", CHAPTER, ' aria-label="Reference 1"'),
    Fault("citation", CHAPTER, "references.xhtml#ref-msd", "glossary.xhtml#g-leukocyte"),
    Fault("index-locator", "index.xhtml", 'href="counting.xhtml#ix-1"', 'href="#ie-medicines"'),
    # questions
    Fault("answer", CHAPTER, "answers.xhtml#a-q-bands", "answers.xhtml#answers"),
    Fault("answer", "answers.xhtml", 'href="counting.xhtml#q-case"', 'href="counting.xhtml#q-calc"'),
    Fault(
        "answer-distance",
        CHAPTER,
        '<p class="to-answer">',
        '<section class="answer" id="a-near">1,080</section><p class="to-answer">',
    ),
    Fault(
        "answer-distance", CHAPTER, '<p class="to-answer">', '<details><summary>Answer</summary>B</details><p class="to-answer">'
    ),
    # tables
    Fault("table", CHAPTER, '<th scope="row">Mild', "<th>Mild"),
    Fault("table", CHAPTER, '<td class="n">499</td></tr>', "</tr>"),
    Fault("table", CHAPTER, '<b class="number">Table 1.1</b> Names for low counts'),
    Fault(
        "table-width",
        CHAPTER,
        '<th scope="col" class="n">From',
        '<th scope="col"></th><th scope="col"></th><th scope="col" class="n">From',
    ),
    Fault("table-width", CHAPTER, '<td class="n">499</td>', f'<td class="n">{"499 and fewer " * 20}</td>'),
    Fault("table-words", CHAPTER, '<td class="n">499</td>', '<td class="n">1234567890123456789012345</td>'),
    Fault("record", CHAPTER, '<dd><b class="field">Share:</b>', "<dd>"),
    # figures
    Fault("alt", CHAPTER, 'alt="A ruler of', 'alt="Image of a ruler of'),
    Fault("alt", CHAPTER, 'alt="A ruler', f'alt="{"A very long ruler " * 9}'),
    Fault("alt", CHAPTER, ' aria-labelledby="fig-ruler-caption"'),
    Fault("description", "figure-descriptions.xhtml", 'href="counting.xhtml#fig-ruler-more"', 'href="counting.xhtml#fig-ruler"'),
    Fault(
        "description",
        "figure-descriptions.xhtml",
        "A horizontal ruler shows",
        "</p></section><section><p>A horizontal ruler shows",
    ),
    Fault("inline-svg", CHAPTER, "<p>The steps", '<svg xmlns="http://www.w3.org/2000/svg" viewbox="0 0 9 9"></svg><p>The steps'),
    # style sheet
    Fault("css", CSS, new="p { margin }"),
    Fault("css", CSS, new="@import url(other.css);"),
    Fault("colour", CSS, new=".key-point { color: #005A9C }"),
    Fault("colour", CSS, new=".red-flag { border-left: 0.2em solid red }"),
    Fault("colour", CSS, new=".note { background: rgba(200, 220, 255, 0.1) }"),
    Fault("link-style", CSS, new=".term a { text-decoration: none }"),
    Fault("reader-setting", CSS, new="p { line-height: 1.5 }"),
    Fault("reader-setting", CSS, new="li { font-size: 0.9em }"),
    Fault("reader-setting", CSS, new=".summary { text-align: justify }"),
    Fault("reader-setting", CSS, new="h1 { font-family: Arial }"),
    Fault("unit", CSS, new=".note { padding: 12px }"),
    Fault("unit", CSS, new=".note { margin-left: 3em }"),
    Fault("unit", CSS, new="figure { float: right; width: 50% }"),
    Fault("unit", CSS, new=".note { margin: 0 !important }"),
    Fault("old-engine", CSS, "section, aside, figure,", "section, figure,"),
    Fault("old-engine", CSS, new=".note { break-inside: avoid }"),
    Fault("old-engine", CSS, new="div { margin: 0 }"),
    Fault("generated", CSS, new='.red-flag::before { content: "Danger" }'),
    Fault("font", CSS, new="@font-face { font-family: X; src: url(x.ttf) }"),
)


@cache
def sound() -> bytes:
    """The synthetic book."""
    return pack(publication())


def rezipped(change: Callable[[Files], None]) -> bytes:
    """The synthetic book with its files changed, zipped again exactly as `pack` does."""
    with zipfile.ZipFile(io.BytesIO(sound())) as archive:
        entries = {info.filename: info for info in archive.infolist()}
        files = {name: archive.read(name) for name in entries}
    change(files)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(_entry(name, entries.get(name)), data)
    return buffer.getvalue()


def _entry(name: str, like: zipfile.ZipInfo | None) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.external_attr, entry.create_system = 0o644 << 16, 3
    entry.compress_type = like.compress_type if like else zipfile.ZIP_DEFLATED
    return entry


def test_the_synthetic_book_is_clean():
    """The negative control: no rule speaks of a sound book, packed once or zipped again."""
    assert inspect(sound()) == ()
    assert inspect(rezipped(lambda files: None)) == ()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{FAULTS.index(fault)}")
def test_a_seeded_fault_is_caught(fault):
    """A book with one fault has a finding of the code that stands for it."""
    assert fault.code in {found.code for found in inspect(rezipped(fault.seed), [RULES[fault.code]])}


def test_every_rule_has_a_seeded_fault():
    """No rule is only believed to work: each has a fault in the table, or a test of its own below."""
    own = {"entry", "size", "picture"}
    assert RULES.keys() - own == {fault.code for fault in FAULTS}


def test_another_date_order_or_permission_of_an_entry_is_caught():
    """Entries that could differ from build to build are findings: date, order, permissions."""
    today, epoch = (2026, 1, 1, 0, 0, 0), (1980, 1, 1, 0, 0, 0)
    for stamp, mode, order in ((today, 0o644, 1), (epoch, 0o600, 1), (epoch, 0o644, -1)):
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(sound())) as source, zipfile.ZipFile(buffer, "w") as archive:
            first, *rest = source.infolist()
            for info in (first, *rest[::order]):
                entry = zipfile.ZipInfo(info.filename, stamp)
                entry.external_attr, entry.create_system = mode << 16, 3
                archive.writestr(entry, source.read(info))
        assert "entry" in {found.code for found in inspect(buffer.getvalue())}


def test_a_compressed_mimetype_is_caught():
    """The first entry must be stored: compressed, no gateway knows the file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound())) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            archive.writestr(_entry(info.filename, None), source.read(info))
    assert "mimetype" in {found.code for found in inspect(buffer.getvalue())}


def test_a_file_too_large_for_the_mail_is_caught():
    """More than 25 MB is a finding."""
    heavy = rezipped(lambda files: files.update({"EPUB/images/ruler.png": bytes(26_000_000)}))
    assert "size" in {found.code for found in inspect(heavy, [RULES["size"]])}


@pytest.mark.parametrize(("mode", "width"), [("RGBA", 1600), ("RGB", 400), ("RGB", 3200), ("CMYK", 1600)])
def test_a_picture_that_readers_cannot_show_is_caught(mode, width):
    """Transparency, other colour spaces, and pictures too small or too large are findings."""
    buffer = io.BytesIO()
    Image.new(mode, (width, width // 2)).save(buffer, "JPEG" if mode == "CMYK" else "PNG")
    data = rezipped(lambda files: files.update({"EPUB/images/ruler.png": buffer.getvalue()}))
    assert "picture" in {found.code for found in inspect(data)}


def test_what_is_no_zip_file_is_unreadable():
    """Bytes that are no EPUB at all are a finding, not an exception."""
    assert [found.code for found in inspect(b"not a book")] == ["unreadable"]


def test_a_book_without_its_package_is_full_of_findings_and_raises_nothing():
    """However broken the book, inspection reports and goes on."""
    broken = rezipped(lambda files: files.update({"EPUB/package.opf": b"<package"}))
    codes = {found.code for found in inspect(broken)}
    assert {"xml", "identifier", "bibliography"} <= codes


def test_every_rule_says_why_it_stands():
    """A rule has a reason that names who breaks without it, and a check with a sentence of its own."""
    assert all(len(rule.reason) > 20 and rule.check.__doc__ for rule in RULES.values())
