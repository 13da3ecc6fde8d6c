"""Garbage: when Python searches for values that only refer to each other, and among which."""

from __future__ import annotations

import gc
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager

GROWN = 512 * 1024  # kilobytes of memory, after which a process that is kept looks through all it has
_seen = [0]
"""The most memory that the process had when it was searched last."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without a search, where much is made that stays, or all of it goes at the end.

    A search of the young (`gc.collect(0)`) finds in here what was made in here; the next one passes over all that is there now.
    Nothing else looks through what is old. So a process that goes on growing is searched as a whole, lest it grow without end.
    """
    enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # all of it is old now
        if _most_memory() > _seen[0] + GROWN:
            gc.collect()
            _seen[0] = _most_memory()
        if enabled:
            gc.enable()


def _most_memory() -> int:
    """The most memory that this process has had, in kilobytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform == "darwin" else most
