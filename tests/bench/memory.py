"""How much memory a process and those that it starts take at most."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

EVERY, PART = 0.05, 50
"""Seconds between two looks, and how many times as long as the last look at least: looking takes time from the work."""


class Watch(threading.Thread):
    """Looks at a process again and again, while it works.

    On Linux what processes share is divided among them (PSS: what they take together is the sum); elsewhere the largest of them
    is what is known.
    """

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.seen = 0.0
        self._done = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        pause = EVERY
        while not self._done.wait(pause):
            start = time.perf_counter()
            self.seen = max(self.seen, sum(map(_proportional, family(self.process))))
            pause = max(EVERY, PART * (time.perf_counter() - start))

    def peak(self, largest: int) -> float:
        """Stop looking, and say what was seen, in MB; `largest` is what the system says of the largest of the processes."""
        self._done.set()
        self.join()
        return self.seen or largest / (1024 * 1024 if sys.platform == "darwin" else 1024)


def family(process: int) -> Iterator[int]:
    """A process and all that it, or one of these, has started; itself alone where that cannot be told."""
    yield process
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = path.read_text().split()
        except OSError:  # it has just ended
            continue
        for child in children:
            yield from family(int(child))


def _proportional(process: int) -> float:
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0.0
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("Pss:")), 0.0)
