"""The page list of the EPUB against the PDF that it counts: each page has its mark, before the words that open that page."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from studyguide.html.pagebreaks import fold
from studyguide.html.pagebreaks import marks as marks_of
from studyguide.html.pages import PageMap
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.finished import FinishedGuide, FinishedPdf, of_each_epub
from studyguide.proof.pdf.printed import as_read, read_pages
from studyguide.proof.report import Outcome, finding
from studyguide.publish.ebook import unpaged
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.wording import Wording

AGREE = 3  # words behind a mark that must be those of the printed page
OPENING = 12
PAPER = "with their page in the glossary"  # said of key terms where there are pages


@of_each_epub
def check(guide: FinishedGuide, epub: Path) -> Outcome:
    """Every printed page that the e-book has a counterpart of has its mark, in order, before the words that open that page."""
    pages, pdf, words = guide.pages, guide.reference, guide.compiled.book.guide.words
    outside = unpaged(guide.compiled.book, pages)
    marks = list(page_marks(OpenedBook.read(epub.read_bytes())))
    found = misplaced(epub.name, marks, pages, [label for label in pages.labels if label not in outside])
    printed = dict(zip(pages.labels, (_letters(text, words) for text in _texts(pdf)), strict=True))
    found += [
        finding(pdf.path.name, "page-words", f"page {label} does not hold the words that open it: {' '.join(opening)}")
        for label, opening in _openings(pages).items()
        if not _holds(printed[label], opening[:AGREE])
    ]
    detail = f"{len(marks)} page marks, each before the first words of its page in {pdf.path.name}"
    return Outcome(found, "", detail, looked=min(len(marks), len(printed)))


def misplaced(book: str, marks: Sequence[tuple[str, Sequence[str]]], pages: PageMap, expected: Sequence[str]) -> list[Diagnostic]:
    """What is wrong with the page marks of an e-book, each given with the folded words behind it.

    Where a page opens with a table or figure that was written before the page ahead of it, both have their marks in one place.
    """
    found = []
    seen, openings = [label for label, _ in marks], _openings(pages)
    if seen != list(expected):
        odd = ", ".join(sorted({*seen} ^ {*expected})[:9]) or "their order"
        found.append(finding(book, "page-list", f"{len(seen)} marks for {len(expected)} pages; differing: {odd}"))
    for before, (label, behind) in zip([(), *(words for _, words in marks)], marks, strict=False):
        wanted = " ".join(openings.get(label, [])).replace(PAPER, "").split()
        floats = wanted[1:2] and wanted[1].isdigit() and behind == before
        parts = wanted[:AGREE], wanted[1:AGREE]  # half a word may come first
        if not floats and not any(list(behind[: len(part)]) == part for part in parts):
            found.append(finding(book, "page-words", f"page {label} opens with {wanted[:AGREE]}, its mark with {behind[:AGREE]}"))
    return found


def page_marks(book: OpenedBook) -> Iterator[tuple[str, list[str]]]:
    """The page marks in the order of the spine, each with the folded words behind it."""
    for page in book.pages.values():
        yield from ((label, following[:OPENING]) for label, following in marks_of(page.root))


def _openings(pages: PageMap) -> dict[str, list[str]]:
    openings = dict(zip(pages.labels, pages.openings, strict=True))
    return {label: [word for word in map(fold, opening) if word] for label, opening in openings.items()}


def _texts(pdf: FinishedPdf) -> Iterator[str]:
    """The text of each page, as PDFium gives it; where lines run from right to left, as it is to be read."""
    rightwards = pdf.guide.compiled.book.guide.words.direction == "ltr"
    for page in read_pages(pdf.path) if rightwards else as_read(pdf.reading):
        yield "".join(page.pieces[mark] for mark in sorted(page.pieces))


def _letters(text: str, words: Wording) -> str:
    """The letters of a text without the page numbers that only paper has."""
    before, after = (re.escape(part.strip()).replace("\u00a0", r"\s") for part in words.page_reference)
    return re.sub(r"\d", "", fold(re.sub(rf"{before}\s*\w+{after}", "", text)))


def _holds(printed: str, opening: Sequence[str]) -> bool:
    """Whether a page holds some words one after the other; of a line of the contents, its Roman number may stand between."""
    letters = (re.escape(re.sub(r"\d", "", word)) for word in opening)
    return re.search("[ivxlc]*".join(letters), printed) is not None
