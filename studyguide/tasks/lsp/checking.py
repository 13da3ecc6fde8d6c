"""Checking: the guide is compiled as it stands in the editor, again and again; what did not change is not made again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from studyguide.book import Book, assemble
from studyguide.lint import lint
from studyguide.publish.compiled import compile_sources
from studyguide.publish.earlier_values import earlier_numbers
from studyguide.publish.store import memory
from studyguide.sources import messages
from studyguide.sources.consequences import Mistake
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.folder import Sources
from studyguide.sources.remembered import Shelf
from studyguide.tasks.border import failure
from studyguide.tasks.lsp.known import KnownNames
from studyguide.tasks.lsp.overlay import laid_over
from studyguide.tasks.record import made_by

NO_SOURCES = Sources({}, {})


@dataclass(frozen=True)
class ReadOnly:
    """A shelf on which earlier builds put what they made: it is read, and what is made of half a sentence is not added to it."""

    shelf: Shelf

    def get(self, name: str) -> bytes | None:
        """The bytes under a name, or None."""
        return self.shelf.get(name)

    def put(self, name: str, data: bytes) -> None:
        """Nothing: whoever made them holds them."""


@dataclass(frozen=True)
class CheckedGuide:
    """What was found out about the texts of an editor: the mistakes in them, and the names that may be written.

    `book` is the book of these texts, if it has no mistakes. What is `known` is that of the last good book, and beside it what
    could be understood of these texts.
    """

    sources: Sources = NO_SOURCES
    mistakes: tuple[Mistake, ...] = ()
    book: Book | None = None
    known: KnownNames = field(default_factory=KnownNames)

    @property
    def sound(self) -> bool:
        """Whether these texts make a book."""
        return self.book is not None


class GuideChecker:
    """The compiler in a process that stays. It is called by one thread at a time; others wait."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._memory = memory(root, made_by())
        self._memory.shelf = ReadOnly(self._memory.shelf) if self._memory.shelf else None
        self._good = KnownNames()
        self._lock = Lock()

    def check(self, texts: Mapping[str, str]) -> CheckedGuide:
        """Compile the guide with these texts in the place of those on the disk. What breaks down is told as a mistake."""
        with self._lock:
            problems = Problems()
            try:
                return self._checked(laid_over(self.root, texts, problems), problems)
            except Exception as error:  # noqa: BLE001 - the server outlives whatever fails
                return CheckedGuide(mistakes=tuple(messages.of(failure(error, "lsp", self.root)[1])), known=self._good)

    def _checked(self, sources: Sources, problems: Problems) -> CheckedGuide:
        told = list(problems.found)
        try:
            compiled = compile_sources(sources, problems, self._memory)
        except BuildFailed as failed:
            attempt = assemble(sources, Problems(told), self._memory)
            known = self._good | KnownNames.of(attempt, sources.named, self._memory) if attempt else self._good
            return CheckedGuide(sources, tuple(messages.of(failed)), None, known)
        finally:
            self._memory.forget_unused()
        self._good = KnownNames.of(compiled.book, sources.named, self._memory)
        return CheckedGuide(sources, tuple(map(Mistake, problems.found)), compiled.book, self._good)

    def doubts(self, checked: CheckedGuide) -> tuple[Mistake, ...]:
        """What the lints have to say of a good book; nothing of one with mistakes, or where a lint breaks down."""
        if checked.book is None:
            return ()
        with self._lock:
            problems, today = Problems(), datetime.datetime.now().astimezone().date()
            try:
                earlier = earlier_numbers(self.root, checked.book.values)
                lint(checked.book, checked.sources, today, problems, self._memory, earlier)
            except Exception as error:  # noqa: BLE001 - as above
                return tuple(messages.of(failure(error, "lsp", self.root)[1]))
            return tuple(map(Mistake, problems.found))
