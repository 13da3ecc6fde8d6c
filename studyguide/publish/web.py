"""Web pages: the units as XHTML files that a browser opens from the disk.

A preview for editors; the EPUB is the published e-book.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from studyguide.book import Book
from studyguide.html import Rendering, document_name
from studyguide.html.units import ebook_documents, failures_reported
from studyguide.html.xhtml import serialise_file
from studyguide.nodes import Chapter
from studyguide.publish.compiled import Compiled
from studyguide.sources.diagnostics import Problems
from studyguide.sources.renditions import LANGUAGE_SHEET

SHEET = "guide.css"
SHEETS = ("styles/tokens.css", LANGUAGE_SHEET, "styles/content.css", "styles/web.css")


def web_pages(compiled: Compiled, unit: str) -> dict[str, bytes]:
    """The files of the preview by name: the page of one chapter, or (“frame”) all others, with contents, figures and style sheet.

    Raises BuildFailed.
    """
    book, images = compiled.book, _images(compiled)
    homes = {anchor: document_name(home) for anchor, home in book.units.items()} | {"contents": "contents.xhtml"}
    rendering = Rendering(medium="epub", files=homes, images=images, pages=False, margin=False, stylesheets=(SHEET,))
    chapters = {chapter.id for chapter in book.chapters}
    with failures_reported(Problems(), compiled.sources.texts):
        templates = compiled.templates
        made = ebook_documents(templates, rendering, None, skip=chapters.__contains__ if unit == "frame" else unit.__ne__)
        pages = {document_name(name): serialise_file(root) for name, _, root in made}
        if unit != "frame":
            return pages
        pages["contents.xhtml"] = serialise_file(templates.make("contents", rendering, **book.contents))
        for old, chapter in _moved(book):
            page = templates.make("moved", rendering, chapter=chapter, href=document_name(chapter.id))
            pages[document_name(old)] = serialise_file(page)
    return {**pages, **dressing(compiled)}


def dressing(compiled: Compiled) -> dict[str, bytes]:
    """The style sheet and the pictures of the preview by name."""
    images = _images(compiled)
    figures = {images[src]: svg.encode() for src, svg in compiled.figures.items()}
    photographs = {images[src]: made.screen for src, made in compiled.photographs.items()}
    return {SHEET: "\n".join(compiled.sources.texts[sheet] for sheet in SHEETS).encode(), **figures, **photographs}


def _images(compiled: Compiled) -> dict[str, str]:
    """The names of pictures by their sources."""
    drawn = {src: f"images/{Path(src).name}" for src in compiled.figures}
    return drawn | {src: f"images/{Path(src).stem}.{made.ending}" for src, made in compiled.photographs.items()}


def _moved(book: Book) -> Iterator[tuple[str, Chapter]]:
    """The old names of chapters, whose addresses are files of their own, with the chapters."""
    chapters = {chapter.id: chapter for chapter in book.chapters}
    return ((old, chapters[new]) for old, new in book.old_addresses.items() if new in chapters)
