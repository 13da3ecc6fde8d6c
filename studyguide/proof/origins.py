"""Origins: where in the sources that stands which a check finds at fault in a finished file.

A check, or a program, names a document of the EPUB with a line, or a page of a PDF, and often quotes the words there. Ids that
stand before that place lead to the nodes that they were made of, and these know their places in the sources.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

import pikepdf

from studyguide.book.backmatter import sections
from studyguide.html.pages import UnitPlace
from studyguide.lint.rules import known_sources
from studyguide.proof.epub.opened import FOLDER, OpenedBook
from studyguide.proof.pdf.values import Reading
from studyguide.publish.compiled import Compiled
from studyguide.publish.places import Places
from studyguide.sources.diagnostics import Diagnostic, Span
from studyguide.sources.identifiers import SPLIT
from studyguide.sources.messages import place
from studyguide.sources.reference_files import REFERENCE_FILES

ID = re.compile(r"""\sid=["']([^"']+)["']""")
QUOTED = re.compile(r"“([^”]{3,})”")
TEXT = re.compile(r"(?:\A|>|\b|(?<=\s))\s*([^<>\s][^<>]{2,})(?=<)")
LAST_TEXT = re.compile(r">\s*([^<>\s][^<>]+)(?:<[^<>]*>?\s*)*\Z")
OBJECT = re.compile(r"\((\d+) \d+ obj")
PAGE = re.compile(r"pages\[(\d+)\]")
DESIGN = {
    "book.css": "styles/epub.css",
    **{name: f"styles/templates/epub/{name}" for name in ("package.opf", "nav.xhtml", "toc.ncx", "cover.xhtml")},
}
"""What files of the EPUB are made from that no author writes."""
FRONT = "styles/templates/front.html"
"""What the first pages of a PDF are made from, before any id."""
WORDS = 40  # characters of the text at a place that are looked for
NEAR = 12  # ids before a place that are asked what they were made of


@dataclass(frozen=True)
class Origins:
    """Where the text of a book was written."""

    compiled: Compiled

    @cached_property
    def _places(self) -> Places:
        return Places(self.compiled)

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        """The file that each unit is made from."""
        book = self.compiled.book
        chapters = [chapter for chapter in (book.emergency, *book.body) if chapter]
        return {each.id: each.span.path for each in chapters} | {s.id: s.source for s in sections(book) if s.source}

    def of_epub(self, found: Diagnostic, book: OpenedBook) -> Diagnostic:
        """A fault of the EPUB at the place of its source; as it is, if that is not known."""
        name = PurePosixPath(found.span.path.rpartition(":")[2]).as_posix().removeprefix(FOLDER)
        if name in DESIGN:
            return _moved(found, Span(DESIGN[name], found.span.line if name.endswith(".css") else 0))
        if picture := re.fullmatch(r"images/(.+)\.png", name):
            return _moved(found, Span(self._drawing(picture[1]), 1))
        if name not in book.pages:
            return found
        ids, words = self._in_document(found, book.pages[name].data.decode())
        return self._found(found, PurePosixPath(name).stem, ids, words)

    def _in_document(self, found: Diagnostic, text: str) -> tuple[Sequence[str], str]:
        """The ids before a place in a document, the nearest first, and the words at it."""
        quoted = _quoted(found.message)
        if isinstance(found.span, UnitPlace):
            return found.span.ids, found.span.words or quoted
        offset = _offset(text, found.span) if found.span.line else _search(text, quoted)
        return _ids_before(text, offset), quoted or (_words_at(text, offset) if found.span.line else "")

    def of_pdf(self, found: Diagnostic, reading: Reading, path: Path) -> Diagnostic:
        """A fault of a PDF at the place of its source; as it is, if that is not known."""
        labels = {f"p. {page.label}": number for number, page in enumerate(reading.pages)}
        ids, page = _told_object(found.message, path)
        page = labels.get(found.span.path, page)
        if found.code == "metadata":
            return _moved(found, Span("chapters/guide.toml", 0))
        if page is None and not ids:
            return found
        words = _quoted(found.message)
        ids += _ids_on(reading, page or 0, words)
        return self._found(found, "", ids, words) if ids or words else _moved(found, Span(FRONT, 0))

    def _found(self, found: Diagnostic, unit: str, ids: Sequence[str], words: str) -> Diagnostic:
        source = self._sources.get(unit) or self._sources.get(next(filter(None, map(self._unit, ids)), ""), "")
        owners = dict.fromkeys(name for each in ids for name in (each, each.partition(SPLIT)[0]))
        if reference := next((name for name in owners if name.startswith("ref-")), ""):
            return _moved(found, self._reference(reference.removeprefix("ref-")))
        whole = (self._written(source, owners, part) for part in _parts(words) if part)
        span = next(filter(None, whole), None) or self._places.find(source, UnitPlace("", 0, ids=tuple(owners), words=words))
        return _moved(found, span) if span.path else found

    def _written(self, source: str, ids: Iterable[str], words: str) -> Span | None:
        """Where words stand just so in what the first of the ids was made of that has them."""
        spans = (self._places.find(source, UnitPlace("", 0, ids=(name,), words=words)) for name in ids)
        return next((span for span in spans if span.length == len(words)), None)

    def _reference(self, key: str) -> Span:
        """Where a source stands among the references."""
        source = known_sources(self.compiled.sources).get(key)
        return source.span if source else Span(REFERENCE_FILES[0], 0)

    def _unit(self, anchor: str) -> str:
        return self.compiled.book.units.get(anchor, "")

    def _drawing(self, stem: str) -> str:
        drawn = f"chapters/figures/{stem}.svg"
        return drawn if drawn in self.compiled.sources.texts else f"chapters/figures/{stem}.toml"


def _moved(found: Diagnostic, span: Span) -> Diagnostic:
    """The same fault at another place, with the one where it was found in its message."""
    return replace(
        found, span=Span(span.path, span.line, span.col, span.length), message=f"{found.message} (in {place(found.span)})"
    )


def _parts(words: str) -> list[str]:
    """Words, and their beginnings: what is printed in one piece need not be written so."""
    each = words.split(" ")
    return [words, *(" ".join(each[:count]) for count in (4, 2) if count < len(each))]


def _quoted(message: str) -> str:
    """The first words that a message quotes."""
    quoted = QUOTED.search(message)
    return quoted[1].strip(" …") if quoted else ""


def _offset(text: str, span: Span) -> int:
    """Where a line and a column, which counts from 1 and may be unknown, stand in a text."""
    rows = text.split("\n")
    return sum(len(row) + 1 for row in rows[: span.line - 1]) + max(span.col - 1, 0)


def _words_at(text: str, offset: int) -> str:
    """The words at an offset of a document: those behind it, or before it if they are nearer, as at the end of an element."""
    behind, before = TEXT.search(text, offset), LAST_TEXT.search(text, 0, offset)
    nearer = before and (not behind or offset - before.end(1) < behind.start(1) - offset)
    words = (before if nearer else behind) or before
    return html.unescape(words[1]).strip()[:WORDS] if words else ""


def _search(text: str, words: str) -> int:
    """Where words stand in a document; its start, where they do not stand in one piece."""
    at = text.find(words) if words else -1
    return max(at, 0)


def _ids_before(text: str, offset: int) -> list[str]:
    """The ids in a document before an offset, the nearest first."""
    return [found[1] for found in ID.finditer(text, 0, offset)][: -NEAR - 1 : -1]


def _ids_on(reading: Reading, page: int, words: str) -> Iterator[str]:
    """The ids above some words on a page, the nearest first; then those on the pages before."""
    runs = [
        run for run in reading.pages[page].runs if words and (words in run.text or run.text.strip() in words) and not run.blank
    ]
    top = max((run.box[3] for run in runs), default=float("inf"))
    above = [
        (-place.page, place.y or 0, name)
        for name, place in reading.names.items()
        if place.page < page or (place.page == page and (not runs or (place.y or 0) >= top - 1))
    ]
    yield from (name for _, _, name in sorted(above)[:NEAR])


def _told_object(message: str, path: Path) -> tuple[list[str], int | None]:
    """The ids and the page of the object that veraPDF names last, as far as they are known."""
    pages, objects = PAGE.findall(message), OBJECT.findall(message)
    page = int(pages[-1]) if pages else None
    if page is not None or not objects:
        return [], page
    with pikepdf.open(path) as pdf:
        numbers = {each.obj.objgen: number for number, each in enumerate(pdf.pages)}
        element = pdf.get_object(int(objects[-1]), 0)
        ids = [str(element.ID)] if isinstance(element, pikepdf.Dictionary) and "/ID" in element else []
        return ids, numbers.get(_page_of(element))


def _page_of(element: pikepdf.Object) -> tuple[int, int]:
    """The page on which an element of the structure begins, or (0, 0)."""
    while isinstance(element, pikepdf.Dictionary):
        if "/Pg" in element:
            return element.Pg.objgen
        kids = element.get("/K")
        first = kids[0] if isinstance(kids, pikepdf.Array) and len(kids) else kids
        if not isinstance(first, pikepdf.Dictionary):
            return 0, 0
        element = first
    return 0, 0
