"""The real guide, in a copy of the project, so that nobody's text is touched: what a build of it takes, and what an edit."""

from __future__ import annotations

import compileall
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from studyguide.publish.names import finished, guide_name, pdf_path
from studyguide.sources.renditions import REFERENCE
from tests.bench import edits
from tests.bench.process import Run, measured

COPIED = (
    "chapters",
    "styles",
    "studyguide",
    "requirements",
    "tests/__init__.py",
    "tests/bench",
    "dodo.py",
    "guide",
    "pyproject.toml",
)
A4, ALL = (f"pdf:{REFERENCE}",), ()
KEPT = 5
"""So many edits are made in the kept process for one figure."""

ONE_SHOT, ONE, TWO = "WeasyPrint alone, `--one-pass`", "from nothing, 1 process", "from nothing, 2 processes"
EDITS: tuple[tuple[str, tuple[str, ...], Callable[[Path, int], edits.Texts]], ...] = (
    ("one word, the A4 file", A4, edits.word),
    ("a paragraph that grows a chapter, the A4 file", A4, edits.paragraph),
    ("a value in five chapters, the A4 file", A4, edits.value),
    ("the definition of a glossary entry, the A4 file", A4, edits.definition),
    ("one more glossary entry, the A4 file", A4, edits.entry),
    ("a new chapter in the middle, the A4 file", A4, edits.chapter),
    ("a style token, the A4 file", A4, edits.token),
    ("one word, all six PDFs and the EPUB", ALL, lambda root, number: edits.word(root, number, 2)),
)
"""What is done, the files that are built then, and the texts that it leaves."""


def copied(root: Path, folder: Path, *, built: bool) -> Path:
    """A copy of the project in a folder, with what was built of it or without."""
    for name in (*COPIED, *(("build",) if built else ())):
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
        elif (root / name).is_dir():
            shutil.copytree(root / name, folder / name, dirs_exist_ok=True)
    return folder


def cold(root: Path, folder: Path) -> Iterator[tuple[str, Run]]:
    """From nothing: by WeasyPrint alone, on one processor, on all. The program itself is compiled before, as it is for a user."""
    copied(root, folder, built=False)
    compileall.compile_dir(folder / "studyguide", quiet=1)
    ways = ((ONE_SHOT, ("--one-pass",), 0), (ONE, (), 1), (TWO, (), 2))
    for name, more, processors in ways:
        shutil.rmtree(folder / "build", ignore_errors=True)
        yield name, build(folder, (*A4, *more), processors)


def warm(root: Path, folder: Path, repeats: int) -> Iterator[tuple[str, Run]]:
    """Edits of a guide that was built, each so often, and each of the guide as it was; then those in a kept process."""
    copied(root, folder, built=True)
    build(folder)
    for number in range(1, repeats + 1):
        yield "nothing changed, all seven files", build(folder)
        for name, tasks, edit in EDITS:
            before = edits.put(folder, edit(folder, number))
            yield name, build(folder, tasks)
            edits.put(folder, before)
            build(folder, tasks)
        yield from kept(folder, 100 * number)


def kept(folder: Path, first: int) -> Iterator[tuple[str, Run]]:
    """Edits in the process that `./guide watch` keeps, from a number on: what was built before would be found."""
    whole, said = measured([sys.executable, "-X", "utf8", "-m", "tests.bench.kept", str(folder), str(first), str(KEPT)], folder)
    for seen, written in json.loads(said):
        yield "one word in the kept process, its page seen", Run(seen[0], seen[1], whole.memory)
        yield "one word in the kept process, the A4 file", Run(written[0], written[1], whole.memory)


def build(folder: Path, tasks: tuple[str, ...] = (), processors: int = 0) -> Run:
    """What `./guide` takes for some tasks, or for all files."""
    run, _ = measured([sys.executable, "-X", "utf8", "-m", "studyguide.tasks", *tasks], folder, processors)
    name = guide_name(folder)
    made = [folder / path for path in ([pdf_path(name, REFERENCE)] if tasks else finished(name))]
    return Run(run.seconds, run.cpu, run.memory, size=sum(path.stat().st_size for path in made if path.exists()))
