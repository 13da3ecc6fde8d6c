"""Other programs that make a book from the same text, where they are installed."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.book import FONTS, Book, rendition

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
HEADLESS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], pdf_standards=['ua-1'])"


@dataclass(frozen=True)
class Peer:
    """A program: its name, what its result lacks, its version (“” where it is missing), its source, and how it is called.

    `command` gives the command line from the source file and the result file.
    """

    name: str
    version: str
    lacks: str
    source: Callable[[Book], str]
    suffixes: tuple[str, str]
    command: Callable[[Path, Path], list[str]]


def peers() -> tuple[Peer, ...]:
    """All peers, those that are missing too."""
    chromium, pandoc = next(filter(None, map(shutil.which, CHROMIUM)), ""), shutil.which("pandoc") or ""
    return (
        Peer("Typst, PDF/UA-1", _package("typst"), "", Book.typst, (".typ", ".pdf"), _typst),
        Peer(
            "Chromium, print",
            _said(chromium),
            "no footnotes, page references, contents with numbers",
            _page,
            (".html", ".pdf"),
            lambda source, result: [chromium, *HEADLESS, f"--print-to-pdf={result}", str(source)],
        ),
        Peer(
            "Pandoc, EPUB",
            _said(pandoc),
            "no pages at all",
            _page,
            (".html", ".epub"),
            lambda source, result: [pandoc, str(source), "-o", str(result)],
        ),
    )


def _typst(source: Path, result: Path) -> list[str]:
    return [sys.executable, "-c", TYPST, str(source), str(result), str(FONTS)]


def _page(book: Book) -> str:
    """The one-shot's HTML with its stylesheets in it."""
    css = "\n".join(sheet.text for sheet in rendition("one-shot.css").stylesheets).replace(
        'url("fonts/', f'url("{FONTS.as_uri()}/'
    )
    return book.whole().replace("</head>", f"<style>{css}</style></head>")


def _package(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _said(program: str) -> str:
    """The version that a program tells, “” if there is no such program."""
    if not program:
        return ""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return next((word for word in said.split() if word[:1].isdigit()), "?")
