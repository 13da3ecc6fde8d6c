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
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from studyguide.html.pages import PageMap
from studyguide.publish.compiled import Compiled
from studyguide.publish.positions import Positions
from studyguide.publish.reading import Reading
from studyguide.publish.session import Edition, PageArea
from studyguide.publish.store import STORE, reference_pages
from studyguide.sources.cache import Cache
from studyguide.sources.consequences import Mistake
from studyguide.sources.diagnostics import Diagnostic, Problems, Span
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from studyguide.tasks.watch import told
from studyguide.tasks.watch.edits import edited
from studyguide.tasks.watch.stream import Stream, within

T = TypeVar("T")
IDLE = 1.0
"""Seconds without a save after which that is made which nobody looks at."""


class Printer(Protocol):
    """What the desk asks of a session."""

    edition: Edition

    def read(self) -> Compiled | None:
        """The guide as its sources stand; None, and told in the edition, where they have mistakes."""

    def show(self, book: Compiled, rendition: str) -> Edition:
        """The edition with the pages of one rendition of a book."""

    def map(self, rendition: str) -> PageMap:
        """Where everything stands in a rendition."""

    def size(self, rendition: str, page: int) -> tuple[float, float]:
        """Width and height of a page in points."""

    def picture(self, rendition: str, page: int, scale: float = 1.5) -> bytes:
        """A page as PNG."""

    def place_at(self, rendition: str, page: int, x: float, y: float) -> Span | None:
        """Where the word at a point of a page is written."""

    def areas_of(self, rendition: str, path: str, line: int, columns: tuple[int, int]) -> tuple[PageArea, ...]:
        """Where that stands which is written from one column to another in a line of a source."""


@dataclass(frozen=True)
class Readable:
    """A good state of the guide, ready to be read and searched."""

    book: Compiled
    reading: Reading
    positions: Positions
    counts: Mapping[tuple[str, str], told.Counts]


@dataclass
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
    _made: dict[str, tuple[int, Compiled]] = field(default_factory=dict)
    _linted: Compiled | None = None
    _saved: float = field(default_factory=time.perf_counter)
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

    def look(self, rendition: str) -> None:
        """A window looks at a rendition from now on. Raises KeyError for one that there is not."""
        name = RENDITIONS[rendition].id
        if name != self.looked:
            self.opened = [name, *(other for other in self.opened if other != name)]
            self._work.set()

    async def read(self) -> None:
        """Read the sources whenever they were saved. Never ends by itself."""
        self._save.set()
        while True:
            await self._save.wait()
            self._save.clear()
            book = await self.reading(self.printer.read)
            if self._save.is_set():
                continue  # what was read is old already; half of a save is no mistake
            if book:
                await self.reading(partial(self._take, book))
            self.tell()
            self._work.set()

    def _take(self, book: Compiled) -> None:
        old = self.readable.book if self.readable else None
        if old and old.sources == book.sources:
            return
        self.changed = edited(old.sources, book.sources) if old else None
        self.number += 1
        pages = self._reference()
        counts = told.counts(book.book, self.readable.counts if self.readable else {})
        self.readable = Readable(book, Reading(book, pages, Cache(self.root / STORE / "pictures")), Positions(book), counts)

    def _reference(self) -> PageMap | None:
        """The pages that the EPUB names."""
        if REFERENCE in self._made:
            return self.printer.map(REFERENCE)
        try:
            return reference_pages(self.root)
        except OSError:
            return None

    async def print(self) -> None:
        """Make the pages that are looked at, and when nobody waits for anything, the others. Never ends by itself."""
        while True:
            await self._work.wait()
            self._work.clear()
            await self._show(self.looked)
            while not self._work.is_set() and (task := self._left()):
                if not await within(self._work, IDLE):
                    await task()

    async def _show(self, name: str) -> None:
        """Make the pages of a rendition, if they are not those of the guide as it is."""
        if self.readable is None or self._fresh(name):
            return
        book, number = self.readable.book, self.number
        await asyncio.get_running_loop().run_in_executor(self._pages, self.printer.show, book, name)
        if not self.printer.edition.faulty:
            self._made[name] = number, book
        self.tell()
        self._report()

    def _fresh(self, name: str) -> bool:
        return self.readable is not None and name in self._made and self._made[name][1] is self.readable.book

    def _left(self) -> Callable[[], Awaitable[None]] | None:
        """What may be made while nobody waits."""
        if self.readable is None or self.printer.edition.faulty:
            return None
        stale = next((name for name in self.opened if not self._fresh(name)), None)
        if stale:
            return lambda: self._show(stale)
        return self._lint if self._linted is not self.readable.book else None

    async def _lint(self) -> None:
        if self.readable:
            book = self.readable.book
            self.findings = await asyncio.to_thread(lints, book)
            self._linted = book
            self.tell()

    async def reading(self, work: Callable[[], T]) -> T:
        """What work gives that is done where the sources are read, one after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, work)

    def tell(self) -> None:
        """Tell all windows how things stand."""
        self.stream.tell(self.state())

    def state(self) -> told.Facts:
        """How things stand, as plain values."""
        edition, ready = self.printer.edition, self.readable
        book, texts = (ready.book.book, ready.book.sources.texts) if ready else (None, {})
        found = [each.diagnostic for each in edition.messages] + list(self.findings)
        return {
            "number": self.number,
            "title": book.guide.title if book else "",
            "faulty": edition.faulty,
            "messages": told.messages(edition.messages, edition.texts, texts),
            "findings": told.messages(map(Mistake, self.findings), texts, texts),
            "changed": told.place(self.changed),
            "documents": told.documents(book) if book else [],
            "chapters": told.chapters(ready.book.book, ready.counts, found) if ready else [],
            "renditions": {name: self._rendition(name) for name in RENDITIONS},
            "seconds": round(self._seen, 3),
        }

    def _rendition(self, name: str) -> told.Facts:
        look = RENDITIONS[name]
        if name not in self._made:
            return {"title": look.title, "made": 0}
        pages, size = self.printer.map(name), self.printer.size(name, 0)
        made = self._made[name][0]
        return {**told.rendition(look.title, pages, size, recto=look.recto, fresh=self._fresh(name)), "made": made}

    def _report(self) -> None:
        """Tell the person at the terminal what became of a save."""
        if self._saved:
            self._seen, self._saved = time.perf_counter() - self._saved, 0
            where = f"{self.changed.path}:{self.changed.line}" if self.changed else "the guide"
            faults = sum(each.diagnostic.severity == "error" for each in self.printer.edition.messages)
            what = f"{faults} mistakes, see the window" if faults else f"in {self._seen:.2f} s"
            self.say(f"{datetime.datetime.now().astimezone():%H:%M:%S}  {where}  {what}")


def lints(book: Compiled) -> tuple[Diagnostic, ...]:
    """What the lints find in a book, by place."""
    from studyguide.lint.run import lint

    problems = Problems()
    lint(book.book, book.sources, datetime.datetime.now(datetime.UTC).date(), problems)
    return tuple(sorted(problems.found))
