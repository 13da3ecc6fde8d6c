"""Our own checks of the EPUB: rules of craft, families of readers, figures on reading grounds, pages against the PDF."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from studyguide.checks.ace import CHROMIUM_REMEDY
from studyguide.checks.report import CheckResult, Finding, Outcome, measured
from studyguide.checks.tools import Tools, node_folder, required
from studyguide.epub.fit import misfits
from studyguide.epub.grounds import proofs
from studyguide.epub.inspect import inspect
from studyguide.epub.opened import FOLDER, OpenedBook
from studyguide.epub.profiles import PROFILES, judge
from studyguide.epub.publication import content_digest
from studyguide.epub.rules import RULES
from studyguide.epub.screens import Browser
from studyguide.pagebreaks import fold
from studyguide.pdf.model import PageMap

MARK = re.compile(r'<span[^>]*\bid="page-([^"]+)"[^>]*></span>')
AGREE = 3  # words behind a mark that must be those of the printed page


def check_rules(epub: Path) -> CheckResult:
    """Every inspection rule of `studyguide.epub.rules` on the finished file."""

    def body() -> Outcome:
        data = epub.read_bytes()
        found = [Finding(f.file or epub.name, f.code, f.message) for f in inspect(data)]
        files = {name.removeprefix(FOLDER): part for name, part in OpenedBook.read(data).files.items() if name.startswith(FOLDER)}
        return Outcome(found, "", f"{epub.name}: {len(RULES)} rules; content {content_digest(files)}")

    return measured("EPUB rules", body)


def check_readers(epub: Path) -> CheckResult:
    """What Kindle, Kobo, Apple Books, KOReader and RMSDK need, by the profiles of `studyguide.epub.profiles`."""

    def body() -> Outcome:
        data = epub.read_bytes()
        found = [
            Finding(f.file or epub.name, f"{name}/{f.code}", f.message) for name, p in PROFILES.items() for f in judge(data, p)
        ]
        return Outcome(found, "", ", ".join(PROFILES))

    return measured("EPUB readers", body)


def check_figures(epub: Path) -> CheckResult:
    """Every figure on white, sepia and black: marks and frame have at least 3:1 (WCAG 2.2, 1.4.11)."""

    def body() -> Outcome:
        with zipfile.ZipFile(epub) as book:
            pictures = {name: book.read(name) for name in sorted(book.namelist()) if name.endswith(".png")}
        return Outcome(list(_weak(pictures)), "", f"{len(pictures)} figures on 3 grounds")

    return measured("EPUB figures", body)


def check_screens(epub: Path, tools: Tools) -> CheckResult:
    """Every document on a phone at 200 % text: nothing cut off (WCAG 2.2, 1.4.4), everything at least 3:1 on every ground."""

    def body() -> Outcome:
        chromium = required(tools.chromium, "Chromium", CHROMIUM_REMEDY)
        browser = Browser(node_folder(tools) / "node_modules", chromium, str(tools.node), tools.root / "styles" / "fonts")
        found, texts = misfits(epub.read_bytes(), browser)
        return Outcome(
            [Finding(f"{m.document} ({m.view})", m.code, m.message) for m in found], "", f"{epub.name}: {texts:,} runs of text"
        )

    return measured("EPUB screens", body)


def _weak(pictures: Mapping[str, bytes]) -> Iterator[Finding]:
    for name, picture in pictures.items():
        for proof in proofs(picture):
            if not proof.passes:
                mark = f"{proof.weakest.contrast:.2f}:1" if proof.weakest else "no mark"
                yield Finding(name, "contrast", f"on {proof.ground}: weakest mark {mark}, frame {proof.frame:.2f}:1")


def check_page_list(epub: Path, pages: PageMap, outside: frozenset[str]) -> CheckResult:
    """Every page of the printed guide has its mark, in order, and behind the mark stand the words that open that page.

    `outside` are the printed pages that the e-book has no counterpart of: cover, its back, contents.
    """

    def body() -> Outcome:
        found, seen = [], []
        openings = dict(zip(pages.labels, pages.openings, strict=True))
        agreed = 0
        for label, behind in _marks(epub):
            seen.append(label)
            wanted = [word for word in map(fold, openings.get(label, ())) if word][:AGREE]
            agreed += behind[: len(wanted)] == wanted or behind[: len(wanted) - 1] == wanted[1:]
        expected = [label for label in pages.labels if label not in outside]
        if seen != expected:
            odd = sorted(set(seen) ^ set(expected))
            found.append(
                Finding(
                    epub.name,
                    "page-list",
                    f"{len(seen)} marks for {len(expected)} pages; differing: {', '.join(odd[:9]) or 'their order'}",
                )
            )
        if agreed < 0.9 * len(expected):  # pages that open with a table set as records, or a figure, open with other words
            found.append(
                Finding(epub.name, "page-words", f"only {agreed} of {len(expected)} marks stand before the words of their page")
            )
        return Outcome(found, "", f"{len(seen)} page marks, {agreed} before the first words of their printed page")

    return measured("EPUB page list", body)


def _marks(epub: Path) -> Iterator[tuple[str, list[str]]]:
    """The page marks in the order of the spine, each with the folded words behind it."""
    with zipfile.ZipFile(epub) as book:
        opf = book.read("EPUB/package.opf").decode()
        files = dict(re.findall(r'<item\b[^>]*?\bid="([^"]+)"[^>]*?\bhref="([^"]+)"', opf))
        files |= {i: h for h, i in re.findall(r'<item\b[^>]*?\bhref="([^"]+)"[^>]*?\bid="([^"]+)"', opf)}
        for ref in re.findall(r'<itemref\b[^>]*?\bidref="([^"]+)"', opf):
            text = book.read(f"EPUB/{files[ref]}").decode()
            for mark in MARK.finditer(text):
                behind = unescape(re.sub(r"<[^>]*>", " ", text[mark.end() : mark.end() + 4000]))
                yield mark[1], [word for word in map(fold, behind.split()) if word]
