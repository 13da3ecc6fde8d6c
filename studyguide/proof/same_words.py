"""PDF and EPUB say the same: the words of both, in order, are equal but for the differences declared here.

The gate on words proves that the PDF says what its units say. So it is the units, as the PDF has them, that are held against the
documents of the EPUB.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from studyguide.epub.parts import whole
from studyguide.html.omissions import WrittenPassage, passages, unsaid
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.finished import FinishedGuide, of_each_epub
from studyguide.proof.pdf.alignment import align
from studyguide.proof.pdf.facts import short, texts_of
from studyguide.proof.pdf.reader import read_page_map
from studyguide.proof.pdf.source import ReadingOptions, source_words
from studyguide.proof.report import Outcome, finding
from studyguide.publish.ebook import ebook_name
from studyguide.publish.pdf import stacked_tables, units_of
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.renditions import REFERENCE, RENDITIONS

DIFFERENCES = {
    "cover": "in the EPUB the words of the cover are painted in its picture, and its alternative text is worded by the packer",
    "on-paper": "the emergency line beside the title is for those who hold paper",
    "home-code": "a code for the cameras of those who hold paper; in the EPUB its address is a link",
    "nav": "page furniture: the contents of the EPUB are its navigation document",
    "margin-notes": "page furniture: definitions stand in the margin; in the EPUB the term leads to the glossary",
    "label-note": "says that page numbers follow, which only print has",
    "thead": "record view: the names of columns stand once over a table …",
    "field": "… and with every value of a record",
    "again": "a cell that spans rows stands in each of them where a screen is narrow",
    "continued": "the title of a document of the EPUB that goes on from one that would be too large",
    "footnotes": "the notes of the EPUB stand at the end of a file; they are read where they are called, as in print",
    "note-number": "made by the layout in print",
    "item-sign": "the lists in a note of print are runs of text, with the signs that the EPUB leaves to its reader",
    "backlink": "a note in print stands on the page that calls it",
}
"""What is left out on both sides, by class or tag, and why. Page numbers behind links, too, are in print alone."""


@of_each_epub
def check(guide: FinishedGuide, epub: Path) -> Outcome:
    """Hold an EPUB against the PDF whose page numbers its index gives."""
    pdf, compiled, book = guide.reference.path, guide.compiled, OpenedBook.read(epub.read_bytes())
    pages = read_page_map(pdf)
    labels = {name: compiled.book.guide.words.figures(pages.label(name)) for name in pages.anchors}
    packed = [(page.name, page.data) for page in book.pages.values()]
    units = units_of(compiled, RENDITIONS[REFERENCE], stacked_tables(compiled.book, pages.anchors))
    findings, count = compared(texts_of(units, pages, compiled.book.digest), packed, labels)
    written = list(passages(compiled.book))
    detail = f"{epub.name}, {pdf.name}: {count:,} words; {len(written):,} passages of the chapters"
    units_by_name = {ebook_name(compiled.book, unit): unit for unit in compiled.book.units.values()}
    by_unit = [(units_by_name.get(whole(name), name), data) for name, data in packed]
    return Outcome([*findings, *lost(written, by_unit)], "", detail, looked=min(count, len(written)))


def compared(printed: list[str], packed: list[tuple[str, bytes]], labels: Mapping[str, str]) -> tuple[list[Diagnostic], int]:
    """Where the documents of an EPUB, by name, differ from the units of a PDF; and how many words were compared."""
    options = ReadingOptions(numbers=False, without=frozenset(DIFFERENCES))
    one = source_words(printed, replace(options, labels=labels))
    other = source_words([data for _, data in packed], options)
    found = align(one.words, other.words)
    places = [name for name, data in packed for _ in source_words([data], options).words]
    findings = []
    for part in found.extra:
        text = short(" ".join(other.words[part.start : part.stop]))
        findings.append(finding(places[part.start], "ebook-extra", f"“{text}” is not in the PDF in its place"))
    for part in found.missing:
        before = next((partner for partner in reversed(found.partners[: part.start]) if partner >= 0), 0)
        text = short(" ".join(one.words[part.start : part.stop]))
        findings.append(finding(places[before], "ebook-missing", f"“{text}” is in the PDF, and not in the EPUB in its place"))
    return findings, len(one.words)


def lost(written: Iterable[WrittenPassage], packed: Iterable[tuple[str, bytes]]) -> list[Diagnostic]:
    """The passages that no document of an EPUB holds whole; the documents by their units."""
    documents: dict[str, Any] = {}
    for unit, data in packed:
        root = etree.fromstring(data)
        if unit in documents:  # a document goes on in others
            documents[unit].find("{*}body").extend(root.find("{*}body"))
        documents.setdefault(unit, root)
    return [
        Diagnostic(each.span, "ebook-lost", f"“{short(each.text)}” is not in the EPUB") for each in unsaid(written, documents)
    ]
