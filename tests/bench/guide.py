"""The real guide: how long an idle build takes, and how long it is from saving a changed word to the finished files.

Measured in a copy of the project, so that nobody's text is touched. Needs chapters; without them there is nothing to measure.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

COPIED = ("chapters", "styles", "studyguide", "requirements", "build/.cache", "dodo.py")
PARAGRAPH = re.compile(r"(?<=\n\n)[A-Z][^\n]+\.(?=\n\n)")

IDLE, ONE, ALL = "nothing changed: all files", "one word changed: the A4 PDF", "one word changed: all six PDFs and the EPUB"
TASKS: dict[str, tuple[str, ...]] = {IDLE: (), ONE: ("pdf:a4",), ALL: ()}


def measure(root: Path, folder: Path, repeats: int) -> dict[str, list[float]]:
    """Seconds by what was done, each so many times."""
    for name in COPIED:
        if (root / name).is_file():
            shutil.copy2(root / name, folder / name)
        elif (root / name).is_dir():  # a cache is there only after a build
            shutil.copytree(root / name, folder / name)
    chapter = sorted((folder / "chapters").glob("[0-9][0-9]-*.md"))[1]
    text = chapter.read_text("utf-8")
    _build(folder)
    found: dict[str, list[float]] = {}
    for number in range(repeats):
        found.setdefault(IDLE, []).append(_build(folder))
        for name, place in ((ONE, 0.4), (ALL, 0.7)):
            chapter.write_text(next(edited(text, place, f"measured{number}")), "utf-8")
            found.setdefault(name, []).append(_build(folder, TASKS[name]))
            chapter.write_text(text, "utf-8")
            _build(folder)
    return found


def edited(text: str, place: float, word: str) -> Iterator[str]:
    """The text with a word more at the end of a plain paragraph behind a place."""
    for found in PARAGRAPH.finditer(text, int(len(text) * place)):
        yield f"{text[: found.end() - 1]} {word}{text[found.end() - 1 :]}"


def _build(folder: Path, tasks: Sequence[str] = ()) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "doit", *tasks], cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start
