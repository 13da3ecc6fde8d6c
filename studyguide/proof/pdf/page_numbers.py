"""Every page number that is printed in a PDF is the right one: at the foot of a page, and wherever a link says where it leads.

The numbers are read back as a viewer shows them, by PDFium, and compared with the label of the page itself or of the page that
the link goes to. So the check knows nothing of how the numbers came there.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from studyguide.proof.others.tools import Tools
from studyguide.proof.pdf.audit import kids, named_destinations, page_of
from studyguide.proof.report import CheckResult, Finding, Outcome, measured

NUMBER = re.compile(r"\d+|[ivxlc]+")
REFERENCE = re.compile(r"\(p\.\s*(\w+)\)\Z")
MAX_DEPTH = 60
MAX_NAME = 64  # bytes of the name of a mark, as UTF-16; a longer one is none of those asked for


@dataclass(frozen=True, slots=True)
class PageText:
    """What is written on one page: the pieces of the text by the number of their mark, and what is outside the text."""

    pieces: dict[int, str]
    furniture: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedLink:
    """A link as it is printed: the pieces of its text, the page it stands on, where it leads, and the tags around it.

    Pages are counted from 0.
    """

    pieces: tuple[str, ...]
    page: int
    target: int
    within: frozenset[str]


def check_page_numbers(pdfs: Sequence[Path], tools: Tools) -> CheckResult:
    """Compare each printed page number with the page it means; a file in which no number is found at all is a finding too."""
    del tools  # needs no program; all checks are called alike

    def body() -> Outcome:
        findings: list[Finding] = []
        counts = []
        for path in pdfs:
            found, count = compare(path)
            findings += found
            counts.append(f"{path.name}: {count:,} numbers")
        return Outcome(findings, f"PDFium {pypdfium2.PDFIUM_INFO.build}", "; ".join(counts))

    return measured("Page numbers", body)


def compare(path: Path) -> tuple[list[Finding], int]:
    """What is wrong with the printed page numbers of a file, and how many there are."""
    with pikepdf.open(path) as pdf:
        labels = [page.label for page in pdf.pages]
        texts = read_pages(path)
        claims = [*_folios(texts, labels), *_references(printed_links(pdf, texts), labels)]
    findings = [
        Finding(f"{path.name}: page {labels[page]}", rule, f"“{text}” says {printed}, and it is page {true}")
        for page, rule, text, printed, true in claims
        if printed != true
    ]
    absent = {"folio", "reference"} - {claim[1] for claim in claims}
    findings += [Finding(path.name, rule, "no page number of this kind was found") for rule in sorted(absent)]
    return findings, len(claims)


Claim = tuple[int, str, str, str, str]  # page from 0, rule, the text, the number it prints, the true number


def _folios(texts: Sequence[PageText], labels: Sequence[str]) -> Iterator[Claim]:
    """The numbers that stand alone outside the text: each page's own."""
    for page, (text, label) in enumerate(zip(texts, labels, strict=True)):
        for piece in text.furniture:
            if NUMBER.fullmatch(piece):
                yield page, "folio", piece, piece, label


def _references(links: Iterator[PrintedLink], labels: Sequence[str]) -> Iterator[Claim]:
    """The page numbers that links print: “(p. 12)”, a number that follows a link's words, and those of contents and index."""
    for link in links:
        whole = " ".join(link.pieces)
        last = link.pieces[-1] if link.pieces else ""
        if found := REFERENCE.search(whole):
            yield link.page, "reference", whole, found[1], labels[link.target]
        elif NUMBER.fullmatch(last) and (len(link.pieces) > 1 or "/Index" in link.within):
            yield link.page, "reference", whole, last, labels[link.target]
        elif "/TOCI" in link.within:
            yield link.page, "reference", whole, "no number", labels[link.target]


def printed_links(pdf: pikepdf.Pdf, texts: Sequence[PageText]) -> Iterator[PrintedLink]:
    """The links within the document, in reading order, with their text as the structure tree gives it."""
    destinations = named_destinations(pdf)
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    def walk(element: Any, within: frozenset[str]) -> Iterator[PrintedLink]:
        if element.get("/S") == "/Link":
            targets = [
                page_of(kid.Obj.get("/Dest"), destinations) for kid in kids(element) if _is_dictionary(kid) and "/Obj" in kid
            ]
            if targets and targets[0] in numbers:
                places = list(_marks(element, numbers, None, 0))
                pieces = tuple(piece for page, mark in places if (piece := texts[page].pieces.get(mark, "").strip()))
                yield PrintedLink(pieces, places[0][0] if places else 0, numbers[targets[0]], within)
            return
        inner = within | {str(element.get("/S", ""))}
        for kid in kids(element):
            if _is_dictionary(kid) and "/S" in kid and len(inner) < MAX_DEPTH:
                yield from walk(kid, inner)

    yield from walk(pdf.Root.StructTreeRoot, frozenset())


def _marks(element: Any, numbers: dict[tuple[int, int], int], page: int | None, depth: int) -> Iterator[tuple[int, int]]:
    """The marked contents below a structure element: (page from 0, number of the mark)."""
    page = numbers.get(element.Pg.objgen, page) if "/Pg" in element else page
    for kid in kids(element):
        if isinstance(kid, int) and page is not None:
            yield page, kid
        elif _is_dictionary(kid) and "/MCID" in kid:
            own = numbers.get(kid.Pg.objgen, page) if "/Pg" in kid else page
            if own is not None:
                yield own, int(kid.MCID)
        elif _is_dictionary(kid) and "/S" in kid and depth < MAX_DEPTH:
            yield from _marks(kid, numbers, page, depth + 1)


def _is_dictionary(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary)


# ---------------------------------------------------------------- reading with PDFium


def read_pages(path: Path) -> list[PageText]:
    """The text of every page, as PDFium extracts it."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [_read_page(page) for page in document]
    finally:
        document.close()


def _read_page(page: Any) -> PageText:
    text_page = page.get_textpage()
    pieces: dict[int, str] = {}
    furniture = []
    for written in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
        text = _text(written, text_page)
        mark = pdfium.FPDFPageObj_GetMarkedContentID(written.raw)
        if mark >= 0:
            pieces[mark] = pieces.get(mark, "") + text
        elif "Artifact" in _mark_names(written):
            furniture.append(text.strip())
    return PageText(pieces, tuple(furniture))


def _text(written: Any, text_page: Any) -> str:
    """The characters of a text object. PDFium gives the number of bytes of UTF-16 first, with a closing zero."""
    size = pdfium.FPDFTextObj_GetText(written.raw, text_page.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(written.raw, text_page.raw, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def _mark_names(written: Any) -> Iterator[str]:
    """The names of the marks that enclose an object, e.g. “Artifact” or “P”."""
    for number in range(pdfium.FPDFPageObj_CountMarks(written.raw)):
        buffer, used = ctypes.create_string_buffer(MAX_NAME), ctypes.c_ulong()
        mark = pdfium.FPDFPageObj_GetMark(written.raw, number)
        wide = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
        if pdfium.FPDFPageObjMark_GetName(mark, wide, MAX_NAME, used):
            yield buffer.raw[: used.value].decode("utf-16-le").rstrip("\0")
