"""Every page number that a PDF prints is the right one: at the foot of a page, and wherever a link says where it leads.

The numbers are read back as a viewer shows them, by PDFium, and compared with the label of the page itself or of the page that
the link goes to: a second pair of eyes beside the gates, which read with pikepdf.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from studyguide.proof.finished import FinishedPdf
from studyguide.proof.pdf.speech import pieces
from studyguide.proof.pdf.values import Element, Reading
from studyguide.proof.report import Outcome, finding
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.numerals import plain_figures
from studyguide.sources.wording import ENGLISH, Wording

NUMBER = re.compile(r"\d+|[ivxlc]+")
MAX_NAME = 32  # characters of the name of a mark; a longer one is none of those asked for
LINE = 3  # points: letters with and without descenders still stand on one line


def reference(words: Wording) -> re.Pattern[str]:
    """What a link to a page ends in: “(p. 12)”."""
    before, after = (r"\s*".join(map(re.escape, part.split())) for part in words.page_reference)
    return re.compile(rf"{before}\s*(\w+){after}\Z")


@dataclass(frozen=True, slots=True)
class PageText:
    """What is written on one page: the pieces of the text by the number of their mark, and the lowest line outside the text."""

    pieces: dict[int, str]
    foot: tuple[str, ...]


def check(pdf: FinishedPdf) -> Outcome:
    """Compare each printed page number with the page it means; a file in which no number is found at all is a finding too."""
    words = pdf.guide.compiled.book.guide.words
    findings, count = compare(pdf.reading, read_pages(pdf.path) if words.direction == "ltr" else as_read(pdf.reading), words)
    return Outcome(findings, f"PDFium {pypdfium2.PDFIUM_INFO.build}", f"{pdf.path.name}: {count:,} numbers", looked=count)


def compare(reading: Reading, texts: Sequence[PageText], words: Wording = ENGLISH) -> tuple[list[Diagnostic], int]:
    """What is wrong with the printed page numbers of a file, and how many there are."""
    claims = [*_folios(reading, texts), *_references(reading, reading.tree, texts, reference(words))]
    findings = [
        finding(f"p. {reading.pages[page].label}", rule, f"“{text}” says {printed}, and it is page {true}")
        for page, rule, text, printed, true in claims
        if plain_figures(printed) != true
    ]
    absent = {"folio", "page-number"} - {claim[1] for claim in claims}
    findings += [finding(reading.name, rule, "no page number of this kind was found") for rule in sorted(absent)]
    return findings, len(claims)


Claim = tuple[int, str, str, str, str]  # page from 0, rule, the text, the number it prints, the true number


def _folios(reading: Reading, texts: Sequence[PageText]) -> Iterator[Claim]:
    """The numbers that stand alone in the foot: each page's own."""
    for number, (page, text) in enumerate(zip(reading.pages, texts, strict=True)):
        for piece in text.foot:
            if NUMBER.fullmatch(piece):
                yield number, "folio", piece, piece, page.label


def _references(
    reading: Reading, element: Element, texts: Sequence[PageText], said: re.Pattern[str], within: frozenset[str] = frozenset()
) -> Iterator[Claim]:
    """The page numbers that the links below an element print; `within` are the roles of the elements around it."""
    if element.role == "Link":
        yield from _claims(reading, element, texts, said, within)
        return
    for kid in element.elements:
        yield from _references(reading, kid, texts, said, within | {element.role})


def _claims(
    reading: Reading, link: Element, texts: Sequence[PageText], said: re.Pattern[str], within: frozenset[str]
) -> Iterator[Claim]:
    """What a link prints: “(p. 12)”, a number that follows its words, and in contents and index a number in any case."""
    place = next((reading.annotations[area].destination for area in link.kids if isinstance(area, int) and area >= 0), None)
    if place is None:
        return
    marks = list(link.contents())
    pieces = [text for mark in marks if (text := texts[mark.page].pieces.get(mark.mark, "").strip())]
    page, whole, true = marks[0].page if marks else 0, " ".join(pieces), reading.pages[place.page].label
    if found := said.search(whole):
        yield page, "page-number", whole, found[1], true
    elif pieces and NUMBER.fullmatch(pieces[-1]) and (len(pieces) > 1 or "Index" in within or link.holds("Formula")):
        yield page, "page-number", whole, pieces[-1], true
    elif "TOCI" in within:
        yield page, "page-number", whole, "no number", true


# ---------------------------------------------------------------- reading with PDFium


def read_pages(path: Path) -> list[PageText]:
    """The text of every page, as PDFium extracts it."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        return [_read_page(page) for page in document]


def as_read(reading: Reading) -> list[PageText]:
    """The text of every page as the gates read it: PDFium turns round the figures of lines from right to left."""
    texts: list[dict[int, str]] = [{} for _ in reading.pages]
    for mark, runs in pieces(reading.pages).items():
        texts[mark.page][mark.mark] = "".join(text for text, _ in runs)
    feet = [tuple(run.text.strip() for run in page.runs if run.belongs.artifact == "Footer") for page in reading.pages]
    return [PageText(*each) for each in zip(texts, feet, strict=True)]


def _read_page(page: Any) -> PageText:
    pieces: dict[int, str] = {}
    outside: list[tuple[float, str]] = []
    for written in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage()):
        mark = pdfium.FPDFPageObj_GetMarkedContentID(written.raw)
        if mark >= 0:
            pieces[mark] = pieces.get(mark, "") + written.extract()
        elif "Artifact" in _mark_names(written):
            outside.append((written.get_bounds()[1], written.extract().strip()))
    foot = min((bottom for bottom, _ in outside), default=0) + LINE
    return PageText(pieces, tuple(text for bottom, text in outside if bottom <= foot))


def _mark_names(written: Any) -> Iterator[str]:
    """The names of the marks that enclose an object, e.g. “Artifact” or “P”; in a drawing it may have none."""
    for number in range(pdfium.FPDFPageObj_CountMarks(written.raw)):
        buffer, used = (pdfium.FPDF_WCHAR * MAX_NAME)(), ctypes.c_ulong()
        mark = pdfium.FPDFPageObj_GetMark(written.raw, number)
        if pdfium.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), used):
            yield bytes(buffer)[: used.value].decode("utf-16-le").rstrip("\0")
