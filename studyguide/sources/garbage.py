"""Garbage: when Python searches for values that only refer to each other, and among which."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

GROWN = 256 * 1024**2  # bytes of memory, after which a process that is kept looks through all it has
SELDOM = 100  # times, where nobody knows how much memory that is
STATISTICS = Path("/proc/self/statm")  # proc(5): sizes in pages, the resident set second
PAGE = 4096


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without a search, where much is made that stays, or all of it goes at the end.

    A search of the young (`gc.collect(0)`) finds in here what was made in here; the next one passes over all that is there now.
    """
    enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # all of it is old now
        if enabled:
            gc.enable()


class Searches:
    """The searches of a process that does one thing again and again: of all that it has, whenever that has grown by much."""

    def __init__(self) -> None:
        self._times = count(1)
        self._least: int | None = None

    def after_a_time(self) -> None:
        """Search, if it is worth it: nothing else looks through what `undisturbed` made old."""
        now, times = resident(), next(self._times)
        if self._least is None:
            self._least = now
        elif now > self._least + GROWN or (not now and times % SELDOM == 0):
            gc.collect()
            self._least = resident()


def resident() -> int:
    """The bytes of memory that this process has now; 0 where nobody knows."""
    try:
        return int(STATISTICS.read_text("ascii").split()[1]) * PAGE
    except (OSError, IndexError, ValueError):
        return 0
