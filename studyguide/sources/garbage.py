"""Garbage: when Python searches for values that only refer to each other, and among which."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
