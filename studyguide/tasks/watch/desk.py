"""The desk: the guide as it is while it is written, and what of it is looked at.

What is looked at is made first, and what was good is shown until there is better. Whatever takes long is done in threads, so that
the windows are answered meanwhile: one thread reads the sources and makes documents, one makes pages.
"""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from studyguide.html.pages import PageMap
from studyguide.publish.compiled import Compiled
from studyguide.publish.positions import Positions
from studyguide.publish.screen_files import ScreenFiles
from studyguide.publish.session import PageArea
from studyguide.publish.store import STORE, reference_pages
from studyguide.sources.cache import Cache
from studyguide.sources.consequences import Mistake
from studyguide.sources.diagnostics import BuildFailed, Diagnostic, Problems, Span
from studyguide.sources.messages import of, place
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from studyguide.tasks.watch import told
from studyguide.tasks.watch.edits import edited
from studyguide.tasks.watch.stream import Stream, within

T = TypeVar("T")
IDLE = 1.0
"""Seconds without a save after which that is made which nobody looks at."""
GRACE = 0.04
"""Seconds in which windows ask for the documents that they show. These are made before pages, which take longer."""


class Printer(Protocol):
    """What the desk asks of a session."""

    def read(self) -> Compiled:
        """The guide as its sources stand. Raises BuildFailed."""

    def show(self, book: Compiled, name: str, seen: Callable[[int], None] | None = None) -> tuple[Diagnostic, ...]:
        """Make the pages of one rendition of a book; returns the warnings. Raises BuildFailed.

        `seen` is told the page that was edited as soon as there is a picture of it.
        """

    def map(self, rendition: str) -> PageMap:
        """Where everything stands in a rendition."""

    def size(self, rendition: str, page: int) -> tuple[float, float]:
        """Width and height of a page in points."""

    def picture(self, rendition: str, page: int, scale: float = 1.5) -> bytes:
        """A page as PNG."""

    def place_at(self, rendition: str, page: int, x: float, y: float) -> Span | None:
        """Where the word at a point of a page is written."""

    def areas_of(self, rendition: str, path: str, line: int, columns: tuple[int, int], near: int) -> tuple[PageArea, ...]:
        """Where that stands, perhaps near a page, which is written from one column to another in a line of a source."""


@dataclass(frozen=True)
class Readable:
    """A good state of the guide, ready to be read and searched."""

    book: Compiled
    files: ScreenFiles
    positions: Positions
    counts: Mapping[tuple[str, str], told.Counts]


@dataclass(frozen=True)
class MadeRendition:
    """The pages of a rendition, of which state of the guide they are (`number`, `book`), and what was said of them."""

    number: int
    book: Compiled
    pages: PageMap
    size: tuple[float, float]
    warnings: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Glimpse:
    """A page that can be seen before the others of its rendition: the one that was edited. `number` is the guide's."""

    rendition: str
    page: int
    number: int


@dataclass(repr=False)  # asyncio writes the arguments of a task's callbacks out at every save, and here that were the whole guide
class Desk:
    """The guide below `root` while it is written; `say` tells a line to the person at the terminal.

    `looked` is the rendition whose pages are made first, `opened` are those that were looked at, the last one first. `changed` is
    where the last save differs from the one before; `findings` are what the lints have to say of the book.
    """

    root: Path
    printer: Printer
    say: Callable[[str], None] = print
    stream: Stream = field(default_factory=Stream)
    opened: list[str] = field(default_factory=lambda: [REFERENCE])
    readable: Readable | None = None
    changed: Span | None = None
    findings: tuple[Diagnostic, ...] = ()
    number: int = 0
    glimpse: Glimpse | None = None
    _made: dict[str, MadeRendition] = field(default_factory=dict)
    _unread: BuildFailed | None = None
    _unmade: dict[str, tuple[Compiled, BuildFailed]] = field(default_factory=dict)
    _linted: Compiled | None = None
    _saved: float = 0
    _seen: float = 0
    _save: asyncio.Event = field(default_factory=asyncio.Event)
    _work: asyncio.Event = field(default_factory=asyncio.Event)
    _reader: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "reader"))
    _pages: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "pages"))

    @property
    def looked(self) -> str:
        """The rendition that is looked at."""
        return self.opened[0]

    def saved(self, noticed: float) -> None:
        """Something was saved; the time is one of `time.perf_counter`."""
        self._saved = noticed
        self._save.set()

    def look(self, rendition: str, *, first: bool = True) -> None:
        """A window looks at a rendition, first of all or besides. Raises KeyError for one that there is not."""
        name = RENDITIONS[rendition].id
        if first and name != self.looked:
            self.opened = [name, *(other for other in self.opened if other != name)]
        elif name not in self.opened:
            self.opened.append(name)
        self._work.set()

    async def read(self) -> None:
        """Read the sources whenever they were saved. Never ends by itself."""
        self._save.set()
        while True:
            await self._save.wait()
            await self.take()

    async def take(self) -> None:
        """Read the sources, and tell what they have become."""
        self._save.clear()
        try:
            book, failed = await self.reading(self.printer.read), None
        except BuildFailed as reason:
            book, failed = None, reason
        if self._save.is_set():
            return  # what was read is old already: half of a save is no mistake
        mended, number = self._unread is not None and not failed, self.number
        if book:
            await self.reading(partial(self._take, book))
        self._unread = failed
        if failed:
            self._report()
        elif mended and number == self.number:  # no page will be made, whose time could be told
            self._saved = 0
            self.say(f"{_clock()}  the guide  is as it was, without a mistake")
        self.tell()
        self._work.set()

    def _take(self, book: Compiled) -> None:
        old = self.readable.book if self.readable else None
        if old and old.sources == book.sources:
            return
        self.changed = edited(old.sources, book.sources) if old else None
        self.number += 1
        files = ScreenFiles(book, self._reference(), Cache(self.root / STORE / "pictures"))
        counts = told.counts(book.book, self.readable.counts if self.readable else {})
        known = vars(self.readable.positions).get("units", {}) if self.readable else {}
        self.readable = Readable(book, files, Positions(book, known), counts)

    def _reference(self) -> PageMap | None:
        """The pages that the EPUB names."""
        if REFERENCE in self._made:
            return self._made[REFERENCE].pages
        try:
            return reference_pages(self.root)
        except OSError:
            return None

    async def print(self) -> None:
        """Make pages whenever there is something new to make. Never ends by itself."""
        while True:
            await self._work.wait()
            await self.make()

    async def make(self) -> None:
        """Make the pages that are looked at, and as long as nobody waits for anything, what else there is to be made."""
        self._work.clear()
        if self.stream.heard:
            await asyncio.sleep(GRACE)
            await self.reading(lambda: None)  # behind the documents that were asked for
        await self._show(self.looked)
        while not self._work.is_set() and (task := self._left()):
            if not await within(self._work, IDLE):
                await task()

    async def _show(self, name: str) -> None:
        """Make the pages of a rendition, if they are not those of the guide as it is."""
        if self.readable is None or self._unread or self._fresh(name):
            return
        book, number, loop = self.readable.book, self.number, asyncio.get_running_loop()

        def seen(page: int) -> None:
            loop.call_soon_threadsafe(self._glimpsed, Glimpse(name, page, number))

        try:
            self._made[name] = await loop.run_in_executor(self._pages, self._make, name, book, number, seen)
            self._unmade.pop(name, None)
            self._number_pages(book)
        except BuildFailed as failed:
            self._unmade[name] = book, failed
        self._report()
        self.tell()

    def _number_pages(self, book: Compiled) -> None:
        """The e-book names the pages as they now are."""
        if self.readable and self.readable.book is book and REFERENCE in self._made and self._made[REFERENCE].book is book:
            files = ScreenFiles(book, self._made[REFERENCE].pages, Cache(self.root / STORE / "pictures"))
            self.readable = replace(self.readable, files=files)

    def _glimpsed(self, glimpse: Glimpse) -> None:
        self.glimpse = glimpse
        self._report()
        self.tell()

    def _make(self, name: str, book: Compiled, number: int, seen: Callable[[int], None]) -> MadeRendition:
        warnings = self.printer.show(book, name, seen)
        return MadeRendition(number, book, self.printer.map(name), self.printer.size(name, 0), warnings)

    def _fresh(self, name: str) -> bool:
        """Whether the pages of a rendition are those of the guide as it is, or cannot be made of it."""
        book = self.readable.book if self.readable else None
        tried = [self._made[name].book] if name in self._made else []
        tried += [self._unmade[name][0]] if name in self._unmade else []
        return book is not None and any(each is book for each in tried)

    def _left(self) -> Callable[[], Awaitable[None]] | None:
        """What may be made while nobody waits."""
        if self.readable is None or self._unread:
            return None
        stale = next((name for name in self.opened if not self._fresh(name)), None)
        if stale:
            return lambda: self._show(stale)
        return self._lint if self._linted is not self.readable.book else None

    async def _lint(self) -> None:
        if self.readable:
            book = self.readable.book
            self.findings = await asyncio.to_thread(lints, book, self.root)
            self._linted = book
            self.tell()

    async def reading(self, work: Callable[[], T]) -> T:
        """What work gives that is done where the sources are read, one after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, work)

    def tell(self) -> None:
        """Tell all windows how things stand."""
        self.stream.tell(self.state())

    def mistakes(self) -> tuple[list[Mistake], Mapping[str, str]]:
        """What is wrong, or warned of, in what is looked at, and the sources that it is told with."""
        failed = self._unread or self._unmade.get(self.looked, (None, None))[1]
        if failed:
            return of(failed), failed.texts
        made = self._made.get(self.looked)
        return (list(map(Mistake, made.warnings)), made.book.sources.texts) if made else ([], {})

    def state(self) -> told.Facts:
        """How things stand, as plain values."""
        ready = self.readable
        book, texts = (ready.book.book, ready.book.sources.texts) if ready else (None, {})
        mistakes, sources = self.mistakes()
        found = [each.diagnostic for each in mistakes] + list(self.findings)
        return {
            "number": self.number,
            "numbered": self._made[REFERENCE].number if REFERENCE in self._made else 0,
            "title": book.guide.title if book else "",
            "messages": told.messages(mistakes, sources, texts),
            "findings": told.messages(map(Mistake, self.findings), texts, texts),
            "changed": told.place(self.changed),
            "goal": told.place(ready.positions.seen(self.changed)) if ready and self.changed else None,
            "documents": told.documents(book) if book else [],
            "chapters": told.chapters(book, ready.counts, found) if book and ready else [],
            "renditions": {name: self._rendition(name) for name in RENDITIONS},
            "glimpse": asdict(self.glimpse) if self.glimpse else None,
            "seconds": round(self._seen, 3),
        }

    def _rendition(self, name: str) -> told.Facts:
        look, made = RENDITIONS[name], self._made.get(name)
        if made is None:
            return {"title": look.title, "made": 0}
        facts = told.rendition(look.title, made.pages, made.size, recto=look.recto)
        return {**facts, "made": made.number, "fresh": made.number == self.number}

    def _report(self) -> None:
        """Tell the person at the terminal what became of a save."""
        if not self._saved:
            return
        seconds, self._saved = time.perf_counter() - self._saved, 0
        faults = [each.diagnostic for each in self.mistakes()[0] if each.diagnostic.severity == "error"]
        self._seen = 0 if faults else seconds
        where = faults[0].span if faults else self.changed
        what = f"{faults[0].message}{f', and {len(faults) - 1} more' if faults[1:] else ''}" if faults else f"in {seconds:.2f} s"
        self.say(f"{_clock()}  {place(where) if where else 'the guide'}  {what}")


def _clock() -> str:
    """The time of day."""
    return f"{datetime.datetime.now().astimezone():%H:%M:%S}"


def lints(book: Compiled, root: Path) -> tuple[Diagnostic, ...]:
    """What the lints find in the book of a folder, by place; what they found of it before is remembered."""
    from studyguide.lint.run import lint
    from studyguide.publish.earlier_values import earlier_numbers

    problems, earlier = Problems(), earlier_numbers(root, book.book.values)
    today = datetime.datetime.now(datetime.UTC).date()
    lint(book.book, book.sources, today, problems, book.remembered, earlier)
    return tuple(sorted(problems.found))
