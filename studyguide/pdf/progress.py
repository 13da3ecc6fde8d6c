"""Progress: how far a layout is, for whoever waits for it. Nothing that is made hangs on it.

Processes that lay out count their pages in numbers that all of them share: a page costs a write or two, and no message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class LayoutProgress:
    """How far the layout of a rendition is: pages that stand or are on their way, and about how many there will be.

    `made` of them were laid out now, the others were kept. `linking` says that all stand.
    """

    pages: int
    total: int
    made: int
    linking: bool = False


Watcher = Callable[[LayoutProgress], None]
"""Called now and then while a rendition is laid out, in the process that asked for it."""

_TAKEN, _MADE, _FIRST = range(3)


def _nobody() -> None:
    """Who is told of pages where nobody waits in this process."""


class PageCounts:
    """Numbers of pages: how many were made, and for each process, how many stand of the unit that it has in hand."""

    current: ClassVar[PageCounts | None] = None
    """Where the pages of this process are counted."""

    def __init__(self, numbers: Any = None) -> None:
        self.numbers: Any = [0, 0, 0] if numbers is None else numbers
        self.place = _FIRST
        self.told: Callable[[], None] = _nobody

    @classmethod
    def shared(cls, processes: int) -> PageCounts:
        """Counts for so many processes, each of which joins."""
        from multiprocessing import Array

        return cls(Array("L", _FIRST + processes))

    @property
    def made(self) -> int:
        """The pages that were made, by all processes."""
        return int(self.numbers[_MADE])

    @property
    def in_hand(self) -> int:
        """The pages that stand of units that are being laid out."""
        return sum(self.numbers[_FIRST:])

    def join(self) -> None:
        """Count what this process does from now on, in a place of its own."""
        with self.numbers.get_lock():
            self.place = _FIRST + self.numbers[_TAKEN]
            self.numbers[_TAKEN] += 1
        PageCounts.current = self

    @contextmanager
    def here(self, told: Callable[[], None]) -> Iterator[None]:
        """Count what this process does meanwhile; `told` is called at every page."""
        before, PageCounts.current, self.told = PageCounts.current, self, told
        try:
            yield
        finally:
            PageCounts.current, self.told = before, _nobody

    def count(self, pages: int, made: int) -> None:
        """So many pages stand of the unit in hand, so many of them are new."""
        self.numbers[self.place] = pages
        if made:
            with getattr(self.numbers, "get_lock", nullcontext)():
                self.numbers[_MADE] += made
        self.told()


def reached(pages: int, made: int = 0) -> None:
    """Count that so many pages of a unit stand, and so many new ones; none of it is in hand any more when it is done."""
    if PageCounts.current is not None:
        PageCounts.current.count(pages, made)
