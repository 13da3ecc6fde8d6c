"""Saves: the files of the guide that were written, as soon as they are."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from watchfiles import awatch

from studyguide.sources.folder import FOLDERS, SCRATCH

QUIET = 8
"""Milliseconds without another write after which a save is looked at; programs write a file in several steps."""
LONGEST = 40
"""Milliseconds after which it is looked at in any case."""


async def saves(root: Path) -> AsyncIterator[float]:
    """The time (`time.perf_counter`) at which each save in the folders of the sources was noticed. Never ends by itself."""
    folders = [root / folder for folder in FOLDERS if (root / folder).is_dir()]
    async for changes in awatch(*folders, step=QUIET, debounce=LONGEST, watch_filter=None, ignore_permission_denied=True):
        if matters(path for _, path in changes):
            yield time.perf_counter()


def matters(paths: Iterable[str]) -> bool:
    """Whether any of the files that were written, moved or taken away is more than what programs leave lying about."""
    return any(not SCRATCH.fullmatch(Path(path).name) for path in paths)
