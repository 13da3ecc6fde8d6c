"""How much memory a process and its children take at most."""

from __future__ import annotations

import resource
import sys
import threading
import time
from pathlib import Path

EVERY, PART = 0.05, 50
"""Seconds between two looks, and how many times as long as the last look at least: looking takes time from the work."""


class Watch(threading.Thread):
    """Looks again and again, while the work goes on. `peak` is in MB.

    On Linux what processes share is divided among them (PSS: what they take together is the sum); elsewhere a child's whole size
    is taken for each of the children.
    """

    def __init__(self, children: int) -> None:
        super().__init__(daemon=True)
        self.children = children
        self.seen = 0.0
        self._done = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        pause = EVERY
        while not self._done.wait(pause):
            start = time.perf_counter()
            self.seen = max(self.seen, _together())
            pause = max(EVERY, PART * (time.perf_counter() - start))

    def peak(self) -> float:
        """Stop looking, and say what was seen."""
        self._done.set()
        self.join()
        if self.seen:
            return self.seen
        own, other = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return (own + self.children * other) / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _together() -> float:
    """The memory of this process and its children now, in MB; 0 where it cannot be told."""
    try:
        children = "".join(path.read_text() for path in Path("/proc/self/task").glob("*/children")).split()
    except OSError:
        return 0.0
    return sum(_proportional(process) for process in ("self", *children))


def _proportional(process: str) -> float:
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0.0
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("Pss:")), 0.0)
