"""A session: one guide kept in memory, for somebody who edits it and looks at its pages.

What was read, parsed, laid out and painted is held between two editions; what changed is made anew, and with the same outcome as
`./guide` has: the pages are those of its files, and the files are the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import RLock

from studyguide.art.viewing import Box, PrintedWord, ViewedPdf
from studyguide.book.backmatter import sections
from studyguide.html.pages import PageMap
from studyguide.nodes import Figure
from studyguide.nodes.tree import walk
from studyguide.pdf import Cache, LinkedBook, watch_for
from studyguide.publish.alignment import WORD, WrittenText, aligned, written
from studyguide.publish.compiled import Compiled, compile_sources
from studyguide.publish.names import pdf_path
from studyguide.publish.pdf import link_pdf
from studyguide.publish.store import STORE, memory
from studyguide.sources import files
from studyguide.sources.consequences import Mistake
from studyguide.sources.diagnostics import BuildFailed, Diagnostic, Problems, Span
from studyguide.sources.folder import Sources, read_sources
from studyguide.sources.look import renditions
from studyguide.sources.messages import of
from studyguide.sources.renditions import REFERENCE, RENDITIONS

WHOLE_LINE = (1, 1 << 30)
Explain = Callable[[Exception], BuildFailed]
"""What a failure is in words for a person: `studyguide.tasks.border.failure` knows."""


@dataclass(frozen=True)
class Edition:
    """What there is to be seen of the guide.

    `number` is another one whenever anything here is another. `messages` are the mistakes in the sources as they stand, in the
    order in which they are told, or the warnings of a good edition; `texts` are the sources that their excerpts quote
    (`messages.show(mistake, texts)`). `pages` are the numbers of pages of the renditions that were asked for, `changed` the first
    page of each that looks otherwise than in the edition before (none: it looks the same, but for page numbers). Pages count
    from 0. While the sources have mistakes, pages and `book` are the last good ones (None: there was none yet).
    """

    number: int = 0
    messages: tuple[Mistake, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    pages: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    book: Compiled | None = field(default=None, repr=False, compare=False)

    @property
    def faulty(self) -> bool:
        """Whether the sources as they stand make no guide."""
        return any(each.diagnostic.severity == "error" for each in self.messages)


@dataclass(frozen=True)
class PageArea:
    """A part of a page: its number from 0, and left, top, right and bottom in points from its top left."""

    page: int
    box: Box


@dataclass(frozen=True)
class ShownRendition:
    """A rendition as it can be looked at. `read` are the words of pages by what these show, `placed` where those are written."""

    book: Compiled
    linked: LinkedBook
    viewed: ViewedPdf
    read: dict[str, tuple[PrintedWord, ...]]
    placed: dict[int, list[Span | None]] = field(default_factory=dict)

    @classmethod
    def made(cls, book: Compiled, linked: LinkedBook, old: ShownRendition | None) -> ShownRendition:
        """A new edition, in which pages that look as in an old one have its words."""
        looks = {look for each in linked.looks.values() for look in each}
        known = old.read.items() if old else ()
        return cls(book, linked, ViewedPdf(linked.data), {look: words for look, words in known if look in looks})

    def unit(self, page: int) -> str:
        """The unit that a page belongs to."""
        return next((name for name, (first, count) in self.linked.pages.units.items() if first <= page < first + count), "")

    def words(self, page: int) -> tuple[PrintedWord, ...]:
        """The words on a page. Raises IndexError if there is no such page."""
        look = self.linked.looks[unit][page - self.linked.pages.units[unit][0]] if (unit := self.unit(page)) else ""
        if look not in self.read:
            self.read[look] = self.viewed.words(page)
        return self.read[look]

    def pages(self, unit: str) -> range:
        """The pages of a unit."""
        first, count = self.linked.pages.units[unit]
        return range(first, first + count)

    def places(self, page: int) -> list[Span | None]:
        """Where the words of a page are written."""
        if page not in self.placed:
            self.placed[page] = aligned([word.text for word in self.words(page)], list(_written(self.book, self.unit(page))))
        return self.placed[page]


class Session:
    """One guide, held in memory; for one process, and any of its threads: they wait for each other.

    `program` names the code, as `memory` asks for it, and `explain` puts into words what else fails than the sources. All that is
    asked of a rendition, but for `refresh`, raises KeyError if no good edition of it was made yet, and IndexError for a page that
    it does not have.
    """

    def __init__(self, root: Path, program: str, explain: Explain) -> None:
        self.root = root
        self._explain = explain
        self._memory = memory(root, program)
        self._kept = Cache(root / STORE / "fragments")
        self._shown: dict[str, ShownRendition] = {}
        self._glimpses: dict[tuple[str, int], ViewedPdf] = {}
        self._seen: dict[str, tuple[Sources, list[Diagnostic]]] = {}
        self._lock = RLock()  # of whoever makes pages
        self._view = RLock()  # of whoever looks at pages, or puts others in their place
        self.edition = Edition()

    def refresh(self, first: str = REFERENCE, seen: Callable[[int], None] | None = None) -> Edition:
        """The edition of the sources as they stand on the disk, with the pages of the rendition `first`; no other is laid out.

        `seen` is told the number of the page that was edited as soon as `picture` shows it, long before all the rest.

        Nothing that an editor, the disk or the program itself does wrong is raised: it is told in the edition, and what was good
        stays. Raises KeyError for a rendition that there is not.
        """
        RENDITIONS[first]
        with self._lock:
            try:
                self._read(first, seen)
            except Exception as error:  # noqa: BLE001 - a session outlives whatever fails
                self._tell(error)
            return self.edition

    def _read(self, name: str, seen: Callable[[int], None] | None) -> None:
        """Make an edition, if anything is otherwise than when the rendition was last asked for."""
        sources = read_sources(self.root, problems := Problems())
        if self._seen.get(name) == (sources, problems.found):
            return
        self._seen.pop(name, None)
        told = list(problems.found)
        try:
            book = compile_sources(sources, problems, self._memory)
            linked = self._linked(book, name, seen)
            self._show(name, ShownRendition.made(book, linked, self._shown.get(name)))
        except BuildFailed as failed:
            self._tell(failed)
        self._seen = {each: seen for each, seen in self._seen.items() if seen == (sources, told)} | {name: (sources, told)}
        self._memory.forget_unused()

    def read(self) -> Compiled:
        """The guide as its sources stand on the disk. Raises BuildFailed, whatever goes wrong.

        It waits for no pages: who looks at the text alone sees it before any is laid out.
        """
        try:
            return compile_sources(read_sources(self.root, problems := Problems()), problems, self._memory)
        except Exception as error:
            raise self._failed(error) from error

    def show(self, book: Compiled, name: str, seen: Callable[[int], None] | None = None) -> tuple[Diagnostic, ...]:
        """Make the pages of one rendition of a book that was read; returns the warnings. Raises BuildFailed, as `read`.

        `seen` is told the number of the page that was edited as soon as there is a picture of it, long before all the rest.
        """
        with self._lock:
            try:
                linked = self._linked(book, name, seen)
                self._show(name, ShownRendition.made(book, linked, self._shown.get(name)))
                self._memory.forget_unused()
            except Exception as error:
                raise self._failed(error) from error
            return linked.warnings

    def _linked(self, book: Compiled, name: str, seen: Callable[[int], None] | None) -> LinkedBook:
        old = self._shown.get(name)

        def tell(page: int, data: bytes) -> None:
            with self._view:
                self._glimpses[name, page] = ViewedPdf(data)
            if seen:
                seen(page)

        try:
            look = renditions(book.book.guide.look)[name]
            return link_pdf(book, look, self._kept, watch_for(old.linked, tell) if old and seen else None)
        except Exception:
            self._forget_glimpses()
            raise

    def _forget_glimpses(self) -> None:
        with self._view:
            while self._glimpses:
                self._glimpses.popitem()[1].close()

    def _failed(self, error: Exception) -> BuildFailed:
        return error if isinstance(error, BuildFailed) else self._explain(error)

    def _show(self, name: str, new: ShownRendition) -> None:
        with self._view:
            self._put(name, new)

    def _put(self, name: str, new: ShownRendition) -> None:
        old = self._shown.get(name)
        self._shown[name] = new
        pages = {name: each.viewed.count for name, each in self._shown.items()}
        change = first_change(old.linked, new.linked) if old else None
        messages = tuple(map(Mistake, new.linked.warnings))
        changed = {} if change is None else {name: change}
        self._publish(
            replace(self.edition, messages=messages, texts=new.book.sources.texts, pages=pages, changed=changed, book=new.book)
        )
        self._forget_glimpses()
        if old:
            old.viewed.close()

    def _tell(self, error: Exception) -> None:
        failed = self._failed(error)
        with self._view:
            self._publish(replace(self.edition, messages=tuple(of(failed)), texts=failed.texts, changed={}))

    def _publish(self, edition: Edition) -> None:
        if edition != self.edition:
            self.edition = replace(edition, number=self.edition.number + 1)

    def picture(self, rendition: str, page: int, scale: float = 1.5) -> bytes:
        """A page as the file has it, as PNG; `scale` are pixels in a point."""
        with self._view:
            glimpse = self._glimpses.get((rendition, page))
            return glimpse.picture(0, scale) if glimpse else self._shown[rendition].viewed.picture(page, scale)

    def size(self, rendition: str, page: int) -> tuple[float, float]:
        """Width and height of a page in points."""
        with self._view:
            return self._shown[rendition].viewed.size(page)

    def place_at(self, rendition: str, page: int, x: float, y: float) -> Span | None:
        """Where the word is written that stands at a point of a page, in points from its top left; None if that is not known."""
        with self._view:
            shown = self._shown[rendition]
            at = next((at for at, word in enumerate(shown.words(page)) if word.has(x, y)), None)
            return None if at is None else shown.places(page)[at]

    def areas_of(
        self, rendition: str, path: str, line: int, columns: tuple[int, int] = WHOLE_LINE, near: int = -1
    ) -> tuple[PageArea, ...]:
        """Where that stands which is written in a line of a source, or from one of its columns to another.

        These are the words of it that are known on the pages. The page `near` is looked at first, which may spare all others.
        """
        with self._view:
            return tuple(_areas(self._shown[rendition], path, line, columns, near))

    def label(self, rendition: str, page: int) -> str:
        """The number that is printed on a page."""
        with self._view:
            return self._shown[rendition].linked.pages.labels[page]

    def map(self, rendition: str) -> PageMap:
        """Where everything stands in a rendition."""
        with self._view:
            return self._shown[rendition].linked.pages

    def write(self, rendition: str) -> Path:
        """Write the file of a rendition, as `./guide` does; returns its path. Raises OSError, which names the path."""
        with self._lock:
            shown = self._shown[rendition]
            path = self.root / pdf_path(shown.book.book.guide.name, rendition)
            files.replace(path, shown.linked.finished().data)
            return path


def first_change(before: LinkedBook, after: LinkedBook) -> int | None:
    """The first page of a file that looks otherwise than before, but for the page numbers on it; None if there is none."""
    for unit, (first, count) in after.pages.units.items():
        old, new = before.looks.get(unit, ()), after.looks[unit]
        if old != new:
            return first + next((at for at, look in enumerate(new) if old[at : at + 1] != (look,)), count - 1)
    return None


def _areas(shown: ShownRendition, path: str, line: int, columns: tuple[int, int], near: int) -> Iterator[PageArea]:
    row = shown.book.sources.texts.get(path, "").split("\n")[line - 1 : line]
    words = [word.casefold() for word in WORD.findall("".join(row)[columns[0] - 1 : columns[1]])]
    for page in _likely(shown, path, words, near):
        for word, place in zip(shown.words(page), shown.places(page), strict=True):
            if place is not None and (place.path, place.line) == (path, line) and columns[0] <= place.col <= columns[1]:
                yield from (PageArea(page, box) for box in word.boxes)


def _likely(shown: ShownRendition, path: str, words: Sequence[str], near: int) -> list[int]:
    """The pages that may hold some words of a source: those with most of their runs, as far as any page has one."""
    runs = {"".join(words[at : at + RUN]) for at in range(max(len(words) - RUN + 1, 1))}
    if near in range(shown.viewed.count) and _held(runs, shown, near) * 2 > len(runs):  # markup and values break some
        return [near]
    units = [name for name in shown.linked.pages.units if path in _sources(shown.book, name)]
    pages = [page for name in units for page in _range(*shown.linked.pages.units[name])]
    held = {page: _held(runs, shown, page) for page in pages}
    most = max(held.values(), default=0)
    return [page for page in pages if not most or held[page] * ENOUGH >= most]


def _range(first: int, count: int) -> range:
    return range(first, first + count)


def _held(runs: Collection[str], shown: ShownRendition, page: int) -> int:
    """How many of the runs a page holds."""
    text = "".join(WORD.findall(shown.viewed.text(page))).casefold()
    return sum(run in text for run in runs if run)


RUN = 3
"""Words that follow each other, and are looked for on a page."""
ENOUGH = 5
"""The page that has a fifth of the runs that another one has may hold the rest of a sentence."""

ALL_OVER = ("chapters/safety.md", "chapters/glossary.md", "chapters/guide.toml", "chapters/values.toml")
"""What may be printed in any unit."""

OWN, DRAWN, OTHER = 1, 2, 3
"""Words in a row by which it is known that a unit prints them: of its own source, of its drawings, of any other."""


def _sources(book: Compiled, unit: str) -> dict[str, int]:
    """The paths of what a unit prints, with the number of words in a row that tell."""
    guide = book.book
    chapters = {chapter.id: chapter for chapter in guide.prose}
    own = chapters[unit].span.path if unit in chapters else next((each.source for each in sections(guide) if each.id == unit), "")
    drawn = [f"chapters/{node.src}" for node in walk(chapters.get(unit, ())) if isinstance(node, Figure)]
    drawings = [name for path in drawn for name in (path, path.removesuffix(".svg") + ".toml")]
    others = ALL_OVER if own else (*(each.span.path for each in guide.prose), *ALL_OVER)
    known = {**dict.fromkeys(others, OTHER), **dict.fromkeys(drawings, DRAWN), own: OWN}
    return {path: known[path] for path in (own, *drawings, *others) if path in book.sources.texts}


def _written(book: Compiled, unit: str) -> Iterator[tuple[WrittenText, int]]:
    return ((written(path, book.sources.texts[path]), least) for path, least in _sources(book, unit).items())
