"""The store: where the project keeps what it made, and where the finished files stand."""

from __future__ import annotations

import hashlib
import json
import pickle
from functools import lru_cache
from pathlib import Path

from studyguide.book.model import Book
from studyguide.html.pages import PageMap
from studyguide.publish import names
from studyguide.publish.compiled import Compiled, compile_book
from studyguide.sources import files
from studyguide.sources.renditions import REFERENCE

STORE = "build/.cache"


def store_book(root: Path) -> None:
    """Compile the sources and keep the outcome for the tasks that publish it."""
    files.replace(root / STORE / "book.pickle", pickle.dumps(compile_book(root)))


def stored_book(root: Path) -> Compiled:
    """What `store_book` kept; read once in a process."""
    path = root / STORE / "book.pickle"
    return _unpickled(path, hashlib.sha256(path.read_bytes()).hexdigest())


@lru_cache(maxsize=1)
def _unpickled(path: Path, digest: str) -> Compiled:
    compiled: Compiled = pickle.loads(path.read_bytes())  # noqa: S301 (our own file, written by store_book)
    return compiled


def reference_pages(root: Path) -> PageMap:
    """The page map that the last build of the reference rendition left."""
    data = json.loads((root / STORE / f"pages-{REFERENCE}.json").read_text("utf-8"))
    units = {name: (first, count) for name, (first, count) in data["units"].items()}
    openings = tuple(tuple(words) for words in data["openings"])
    return PageMap(tuple(data["labels"]), data["anchors"], tuple(data["firsts"]), units, openings)


def pdf_path(book: Book, rendition: str) -> str:
    """Where a PDF of a book stands, relative to the project."""
    return names.pdf_path(book.guide.name, rendition)


def epub_path(book: Book) -> str:
    """Where the EPUB of a book stands, relative to the project."""
    return names.epub_path(book.guide.name)
