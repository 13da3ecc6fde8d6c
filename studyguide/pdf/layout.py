"""Lay out one unit with WeasyPrint, in one pass: nothing in it depends on where its own text falls."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studyguide.pdf.floating import LaidOut, floated
from studyguide.pdf.model import Rendition, Stylesheet
from studyguide.sources.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from studyguide.pdf.resume import LaidOutSheets, PageNumbers
    from studyguide.pdf.sheets import SheetStore
    from studyguide.pdf.weasyprint70 import PaintedDocument

_RECTO_END = '<div class="unit-end" style="break-before: recto"></div></body>'
"""After the end of a unit on paper: makes WeasyPrint add the blank left-hand page if one is due. Its own page is dropped."""


UNIT = Span("", 0)
"""Stands for the place of a unit, which it does not know itself."""

_AT = re.compile(r" at (\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class StyleSet:
    """What every unit of a rendition is laid out with, in a form that can be sent to another process.

    `files` are those that the stylesheets may fetch: fonts, mostly.
    """

    stylesheets: tuple[Stylesheet, ...]
    files: Mapping[str, bytes]
    recto: bool

    @classmethod
    def of(cls, rendition: Rendition) -> StyleSet:
        """The part of a rendition that every layout depends on. A stylesheet names its files by their last part at least."""
        text = "\n".join(sheet.text for sheet in rendition.stylesheets)
        files = {name: data for name, data in rendition.files.items() if name.rpartition("/")[2] in text}
        return cls(rendition.stylesheets, files, rendition.recto)

    @property
    def digest(self) -> str:
        """A name for the value: equal digests lay out alike."""
        parts = [sheet.name + "\0" + sheet.text for sheet in self.stylesheets]
        parts += [name + "\0" + hashlib.sha256(data).hexdigest() for name, data in sorted(self.files.items())]
        return hashlib.sha256("\0\0".join([str(self.recto), *parts]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LaidOutUnit:
    """A laid out unit: WeasyPrint's document, its DOM, and what WeasyPrint had to say."""

    document: Any
    root: Any
    complaints: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class PaintedUnit:
    """A unit that was laid out and painted, with its DOM, and what WeasyPrint had to say."""

    painted: PaintedDocument
    root: Any
    complaints: tuple[Diagnostic, ...]

    @property
    def wide(self) -> tuple[str, ...]:
        """The ids of the tables that are wider than what they stand in; they stand on the elements around these."""
        tables = {table for page in self.painted.pages for table in page.wide}
        return tuple(each.get("id") for each in self.root.iter() if each.get("id") and not tables.isdisjoint(each))


class LayoutEngine:
    """The stylesheets of a set, read once, and the fonts they load. Lives in one process; cannot be sent to another."""

    def __init__(self, style_set: StyleSet) -> None:
        from studyguide.art import engine
        from studyguide.pdf import boxtree, margin_notes, movable, pagination, resume, weasyprint70

        self.style_set, self._weasyprint, self._inside, self._render = style_set, engine, weasyprint70, pagination.render
        self._resume, self._margins, self._digests = resume, margin_notes, boxtree.Digests()
        self._boxed, self._box_digests = movable.MovableBoxes, boxtree.BoxDigests
        self.fonts = {hashlib.sha256(data).hexdigest(): data for name, data in style_set.files.items()}
        self._text = "".join(sheet.text for sheet in style_set.stylesheets)
        self._fetcher = engine.MemoryFetcher(style_set.files)
        self._fonts, self._counters = engine.FontConfiguration(), engine.CounterStyle()
        self.complaints: tuple[Diagnostic, ...] = ()
        self._sheets = [self._read(sheet) for sheet in style_set.stylesheets]

    def _read(self, sheet: Stylesheet) -> Any:
        with self._weasyprint.logged() as heard:
            css = self._css(sheet.text, self._weasyprint.BASE + sheet.name)
        self.complaints += tuple(_stylesheet_problem(sheet.name, message) for message in heard)
        return css

    def _css(self, text: str, address: str) -> Any:
        return self._weasyprint.CSS(
            string=text, base_url=address, url_fetcher=self._fetcher, font_config=self._fonts, counter_style=self._counters
        )

    def lay_out(self, html: str, first: int, files: Mapping[str, bytes], *, last: bool = False) -> LaidOutUnit:
        """Lay a unit out; its first page gets the number `first`. Its HTML may fetch `files` and what the stylesheets may.

        `last` spares the blank page after the last unit of a book that starts units on right-hand pages.
        """
        book, options = self._opened(html, first, files, last=last)

        boxed = self._boxed(book, **options)

        def made() -> LaidOut:
            with self._weasyprint.logged() as heard:
                document = self._render(boxed.now(), **options)
            return self._inside.laid_out_pages(document), (document, heard)

        with self._margins.beside_their_words(book.etree_element):
            document, heard = floated(book.etree_element, made)
        if self._padded(last=last):
            document.pages.pop()
        return LaidOutUnit(document, book.etree_element, tuple(map(layout_problem, heard)))

    def paint(
        self, html: str, numbers: PageNumbers, files: Mapping[str, tuple[str, bytes]], store: SheetStore, *, last: bool = False
    ) -> PaintedUnit:
        """Lay a unit out and paint it, but for the pages that the store has. `files` have a digest each."""
        from studyguide.pdf.boxtree import Untold

        store.fonts, store.sided = frozenset(self.fonts), self._resume.sided(self._text)
        with suppress(Untold):
            return self._painted(html, numbers, files, store, last=last)
        return self.painted_whole(self.lay_out(html, numbers.first, {name: data for name, (_, data) in files.items()}, last=last))

    def painted_whole(self, laid: LaidOutUnit) -> PaintedUnit:
        """A laid out unit, every page of it painted."""
        with self._weasyprint.logged() as heard:
            painted = self._inside.paint(laid.document)
        return PaintedUnit(painted, laid.root, (*laid.complaints, *map(layout_problem, heard)))

    def _painted(
        self, html: str, numbers: PageNumbers, files: Mapping[str, tuple[str, bytes]], store: SheetStore, *, last: bool
    ) -> PaintedUnit:
        data = {name: content for name, (_, content) in files.items()}
        digests = {name: digest for name, (digest, _) in files.items()}
        book, options = self._opened(html, numbers.laid_out(0), data, last=last)
        self._resume.ask(html + self._text)
        boxed, told = self._boxed(book, **options), self._box_digests(digests, self._digests)

        def made() -> LaidOut:
            laid = self._resume.lay_out(boxed, numbers, told, store)
            return laid, laid

        with self._margins.beside_their_words(book.etree_element):
            laid: LaidOutSheets = floated(book.etree_element, made)
            while unpainted := laid.unpainted():
                store.forget(unpainted)
                laid = floated(book.etree_element, made)
        pages, fonts = laid.painted()
        store.close()
        if self._padded(last=last):
            pages.pop()
        document = self._inside.PaintedDocument(pages, {**self.fonts, **fonts})
        return PaintedUnit(document, book.etree_element, tuple(map(layout_problem, [*laid.loop.heard, *store.complaints])))

    def _padded(self, *, last: bool) -> bool:
        return self.style_set.recto and not last

    def _opened(self, html: str, first: int, files: Mapping[str, bytes], *, last: bool) -> tuple[Any, dict[str, Any]]:
        """The HTML as WeasyPrint takes it, and the options to lay it out with."""
        sheets = [*self._sheets, self._css(f"@page :first {{ counter-reset: page {first} }}", self._weasyprint.BASE)]
        book = self._weasyprint.HTML(
            string=html.replace("</body>", _RECTO_END) if self._padded(last=last) else html,
            base_url=self._weasyprint.BASE,
            url_fetcher=self._weasyprint.MemoryFetcher({**self.style_set.files, **files}),
        )
        fonts = {"font_config": self._fonts, "counter_style": self._counters}
        return book, {"stylesheets": sheets, "pdf_variant": "pdf/ua-1", **fonts}


def layout_problem(message: str) -> Diagnostic:
    """What WeasyPrint logged about a unit."""
    if message.startswith(".notdef glyph"):
        return Diagnostic(
            UNIT, "missing-glyph", f"no font has {message.rpartition(': ')[2]}", "use other characters, or add a font"
        )
    return Diagnostic(UNIT, "layout", message)


def _stylesheet_problem(name: str, message: str) -> Diagnostic:
    """What WeasyPrint logged about a stylesheet: it says line and column, and this function which sheet."""
    at = _AT.search(message)
    if at is None:
        return Diagnostic(Span(name, 0), "stylesheet", message)
    return Diagnostic(Span(name, int(at[1]), int(at[2])), "stylesheet", message[: at.start()] + message[at.end() :])


def anchors(document: Any) -> tuple[tuple[str, ...], ...]:
    """The ids that begin on each page, in the order of the text."""
    seen: set[str] = set()
    pages = []
    for page in document.pages:
        new = tuple(name for name in page.anchors if name not in seen)
        seen.update(new)
        pages.append(new)
    return tuple(pages)
