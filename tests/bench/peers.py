"""Other programs that make a book from the same text, where they are installed."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench.book import FONTS, Book, rendition

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
HEADLESS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], pdf_standards=['ua-1'])"
KEPT_TYPST = """
import json, pathlib, sys, time, typst
source = pathlib.Path(sys.argv[1])
compiler = typst.Compiler(str(source), font_paths=[sys.argv[3]])
compiler.compile(output=sys.argv[2], pdf_standards=["ua-1"])
text = source.read_text("utf-8")
middle = text.index(".\\n", len(text) // 2)
source.write_text(text[:middle] + " measured" + text[middle:], "utf-8")
seconds, cpu = time.perf_counter(), time.process_time()
compiler.compile(output=sys.argv[2], pdf_standards=["ua-1"])
print(json.dumps({"seconds": time.perf_counter() - seconds, "cpu": time.process_time() - cpu}))
"""
"""What `typst watch` does at an edit: a compiler that has made the book makes it again with a word more."""


@dataclass(frozen=True)
class Peer:
    """A program: its name, what its result lacks, its version (“” where it is missing), its source, and how it is called.

    `command` gives the command line from the source file and the result file. One that is `timed` prints as JSON what it took.
    """

    name: str
    version: str
    lacks: str
    source: Callable[[Book], str]
    suffixes: tuple[str, str]
    command: Callable[[Path, Path], list[str]]
    timed: bool = False

    @property
    def title(self) -> str:
        """Its row in a table."""
        return f"{self.name}{' (' + self.lacks + ')' if self.lacks else ''}"

    def __str__(self) -> str:
        """The name with the version, or loudly that it is missing."""
        return f"{self.name} {self.version or 'NOT INSTALLED'}"


def peers() -> tuple[Peer, ...]:
    """All peers, those that are missing too."""
    chromium, pandoc = next(filter(None, map(shutil.which, CHROMIUM)), ""), shutil.which("pandoc") or ""
    return (
        Peer("Typst, PDF/UA-1", _package("typst"), "", Book.typst, (".typ", ".pdf"), partial(_typst, TYPST)),
        Peer(
            "Typst kept in memory, one word",
            _package("typst"),
            "",
            Book.typst,
            (".typ", ".pdf"),
            partial(_typst, KEPT_TYPST),
            timed=True,
        ),
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


def _typst(program: str, source: Path, result: Path) -> list[str]:
    return [sys.executable, "-c", program, str(source), str(result), str(FONTS)]


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
