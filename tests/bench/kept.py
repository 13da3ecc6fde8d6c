"""The kept process, measured: `python -m tests.bench.kept FOLDER FIRST EDITS` prints JSON.

For each of so many edits, of which the first has a number that no earlier one had: seconds, and seconds of processors, from the
saved word to the picture of its page and to the file.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from studyguide.sources.renditions import REFERENCE
from studyguide.tasks.stages import open_session
from tests.bench import edits

Moment = tuple[float, float]


def now() -> Moment:
    """The time, and the seconds that this process has worked."""
    return time.perf_counter(), time.process_time()


def main(folder: str, first: str, count: str) -> None:
    """Edit the guide below a folder so often, after an edit that is not counted: the first finds nothing ready."""
    root, told = Path(folder), []
    session = open_session(root)
    session.refresh(REFERENCE)
    for number in range(int(first), int(first) + int(count) + 1):
        edits.put(root, edits.word(root, number))
        start, seen = now(), list[Moment]()

        def show(page: int, seen: list[Moment] = seen) -> None:
            session.picture(REFERENCE, page)
            seen.append(now())

        edition = session.refresh(REFERENCE, show)
        if edition.faulty:
            raise RuntimeError(edition.messages[0].diagnostic.message)
        session.write(REFERENCE)
        told.append([(at[0] - start[0], at[1] - start[1]) for at in ((seen or [now()])[0], now())])
    sys.stdout.write(json.dumps(told[1:]))


if __name__ == "__main__":
    main(*sys.argv[1:])
