"""Our own checks of the EPUB: rules of craft, families of readers, figures on reading grounds, pages against the PDF."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree

from studyguide.art.raster import smallest_capital
from studyguide.epub.publication import content_digest
from studyguide.html.pagebreaks import fold, marks
from studyguide.html.pages import PageMap
from studyguide.proof.epub.fit import LARGEST, VIEWS, misfits
from studyguide.proof.epub.grounds import proofs
from studyguide.proof.epub.inspect import inspect
from studyguide.proof.epub.opened import FOLDER, OpenedBook, documents
from studyguide.proof.epub.profiles import PROFILES, judge
from studyguide.proof.epub.reread import unread
from studyguide.proof.epub.rules import RULES
from studyguide.proof.epub.screens import Browser
from studyguide.proof.others.ace import CHROMIUM_REMEDY
from studyguide.proof.others.tools import Tools, node_folder, package_version, required
from studyguide.proof.pdf.page_numbers import PageText, read_pages
from studyguide.proof.report import CheckResult, Finding, Outcome, measured

CAPITAL = 22  # pixels of a figure that is 1,600 wide: 2 mm on a six-inch screen
AGREE = 3  # words behind a mark that must be those of the printed page
OPENING = 12
PAPER = "with their page in the glossary"  # said of key terms where there are pages


def check_rules(epub: Path) -> CheckResult:
    """Every inspection rule of `studyguide.proof.epub.rules` on the finished file."""

    def body() -> Outcome:
        data = epub.read_bytes()
        found = [Finding(f.file or epub.name, f.code, f.message) for f in inspect(data)]
        files = {name.removeprefix(FOLDER): part for name, part in OpenedBook.read(data).files.items() if name.startswith(FOLDER)}
        return Outcome(found, "", f"{epub.name}: {len(RULES)} rules; content {content_digest(files)}")

    return measured("EPUB rules", body)


def check_rereading(epub: Path) -> CheckResult:
    """Ebooklib's own reader opens the file and gives back title, spine, contents and every document."""

    def body() -> Outcome:
        found = [Finding(file or epub.name, "reread", message) for file, message in unread(epub.read_bytes())]
        return Outcome(found, package_version("ebooklib"), epub.name)

    return measured("EPUB re-read", body)


def check_readers(epub: Path) -> CheckResult:
    """What Kindle, Kobo, Apple Books, KOReader and RMSDK need, by the profiles of `studyguide.proof.epub.profiles`."""

    def body() -> Outcome:
        data = epub.read_bytes()
        found = [
            Finding(f.file or epub.name, f"{name}/{f.code}", f.message) for name, p in PROFILES.items() for f in judge(data, p)
        ]
        return Outcome(found, "", ", ".join(PROFILES))

    return measured("EPUB readers", body)


def check_figures(epub: Path, masters: Mapping[str, str]) -> CheckResult:
    """Every figure on white, sepia and black: marks and frame have at least 3:1 (WCAG 2.2, 1.4.11).

    `masters` are the SVG drawings by name: their smallest letters must be large enough in the picture.
    """

    def body() -> Outcome:
        with zipfile.ZipFile(epub) as book:
            pictures = {name: book.read(name) for name in sorted(book.namelist()) if name.endswith(".png")}
        found = [*_weak(pictures), *_small(masters)]
        return Outcome(found, "", f"{len(pictures)} figures on 3 grounds")

    return measured("EPUB figures", body)


def check_screens(epub: Path, tools: Tools) -> CheckResult:
    """Every document on a phone at 200 % text: nothing cut off (WCAG 2.2, 1.4.4), everything at least 3:1 on every ground."""

    def body() -> Outcome:
        chromium = required(tools.chromium, "Chromium", CHROMIUM_REMEDY)
        browser = Browser(node_folder(tools) / "node_modules", chromium, str(tools.node), tools.root / "styles" / "fonts")
        found, texts = misfits(epub.read_bytes(), browser)
        return Outcome(
            [Finding(f"{m.document} ({m.view})", m.code, m.message) for m in found],
            "",
            f"{texts:,} runs of text at {LARGEST} % on a phone, in {VIEWS} colourings",
        )

    return measured("EPUB screens", body)


def _weak(pictures: Mapping[str, bytes]) -> Iterator[Finding]:
    for name, picture in pictures.items():
        for proof in proofs(picture):
            if not proof.passes:
                mark = f"{proof.weakest.contrast:.2f}:1" if proof.weakest else "no mark"
                yield Finding(name, "contrast", f"on {proof.ground}: weakest mark {mark}, frame {proof.frame:.2f}:1")


def _small(masters: Mapping[str, str]) -> Iterator[Finding]:
    for name, svg in masters.items():
        if 0 < (height := smallest_capital(svg.encode())) < CAPITAL:
            yield Finding(name, "letters", f"a capital is only {height:.0f} pixels tall in the picture, not {CAPITAL}")


def check_page_list(epub: Path, pdf: Path, pages: PageMap, outside: frozenset[str]) -> CheckResult:
    """Every page of the printed guide has its mark, in order, and behind the mark stand the words that open that page.

    `pages` is the page map of the PDF; `outside` are the printed pages that the e-book has no counterpart of: cover, its back,
    contents.
    """

    def body() -> Outcome:
        printed = dict(zip(pages.labels, map(_page_text, read_pages(pdf)), strict=True))
        marks = list(page_marks(epub))
        found = misplaced(epub.name, marks, pages, [label for label in pages.labels if label not in outside])
        found += [
            Finding(pdf.name, "page-words", f"page {label} does not hold the words that open it: {' '.join(opening)}")
            for label, opening in _openings(pages).items()
            if _letters("".join(opening[:AGREE])) not in printed[label]
        ]
        return Outcome(found, "", f"{len(marks)} page marks, each before the first words of its page in {pdf.name}")

    return measured("EPUB page list", body)


def misplaced(book: str, marks: Sequence[tuple[str, Sequence[str]]], pages: PageMap, expected: Sequence[str]) -> list[Finding]:
    """What is wrong with the page marks of an e-book, each given with the folded words behind it."""
    found = []
    seen, openings = [label for label, _ in marks], _openings(pages)
    if seen != list(expected):
        odd = ", ".join(sorted({*seen} ^ {*expected})[:9]) or "their order"
        found.append(Finding(book, "page-list", f"{len(seen)} marks for {len(expected)} pages; differing: {odd}"))
    for label, behind in marks:
        wanted = " ".join(openings.get(label, [])).replace(PAPER, "").split()
        if not any(list(behind[: len(part)]) == part for part in (wanted[:AGREE], wanted[1:AGREE])):  # half a word may come first
            found.append(Finding(book, "page-words", f"page {label} opens with {wanted[:AGREE]}, its mark with {behind[:AGREE]}"))
    return found


def page_marks(epub: Path) -> Iterator[tuple[str, list[str]]]:
    """The page marks in the order of the spine, each with the folded words behind it."""
    for _, data in documents(epub):
        yield from ((label, following[:OPENING]) for label, following in marks(etree.fromstring(data)))


def _openings(pages: PageMap) -> dict[str, list[str]]:
    openings = dict(zip(pages.labels, pages.openings, strict=True))
    return {label: [word for word in map(fold, opening) if word] for label, opening in openings.items()}


def _page_text(page: PageText) -> str:
    return _letters("".join(page.pieces[mark] for mark in sorted(page.pieces)))


def _letters(text: str) -> str:
    """The letters of a text; numbers of pages come in between."""
    return re.sub(r"\d", "", fold(text))
