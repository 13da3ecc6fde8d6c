"""The summary: a table of what was made, where it lies, and what is doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from studyguide.sources.messages import counted
from studyguide.tasks.progress import on_screen

WIDTH = 80
NAME, GAP = 32, 3
"""So much of a file's name stands in one line; so much room is between columns."""
HEADS = ("pages", "size", "seconds", "reused", "warnings")
FRAME, CONTENTS = "html:frame", "build/html/contents.xhtml"
"""What goes with every web page, and the page of it that leads to all; a chapter that was made alone is opened itself."""
OPENED = (".pdf", ".epub", CONTENTS)


def show(root: Path, made: Sequence[Any], kept: Sequence[Any], warnings: int) -> None:
    """Print what was made, in at most as many columns as the screen has, and where output is no screen, 80."""
    screen = on_screen()
    console = Console(highlight=False, soft_wrap=False) if screen else Console(width=WIDTH, color_system=None, highlight=False)
    rows = [row for task in made for row in _rows(root, task)]
    with console.capture() as drawn:
        if rows:
            console.print("", _table(rows, console.width), sep="\n")
        for text in closing(made, kept, warnings):
            console.print(text, markup=False, soft_wrap=True)
    print("\n".join(line.rstrip() for line in drawn.get().splitlines()), flush=True)


def _table(rows: Sequence[tuple[str, ...]], width: int) -> Table:
    """The rows below their heads; on a narrow screen without the last columns."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    file = min(NAME, max(len(row[0]) for row in rows))
    heads = [head for i, head in enumerate(HEADS) if file + sum(len(each) + GAP for each in HEADS[: i + 1]) <= width]
    table.add_column("file", overflow="fold", min_width=file)
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*row[: 1 + len(heads)])
    return table


def _rows(root: Path, task: Any) -> list[tuple[str, ...]]:
    """A row for each file that a task is there to make."""
    facts = task.values["facts"]
    pages, made = facts.get("pages"), facts.get("made", 0)
    reused = f"{100 * (pages - made) // pages} %" if pages else ""
    numbers = str(pages or ""), f"{facts['seconds']:.1f}", reused, str(facts.get("warnings", ""))
    return [(path, numbers[0], size(root / path), *numbers[1:]) for path in task.targets]


def size(path: Path) -> str:
    """The size of a file as people read it; nothing where it is gone already."""
    try:
        count = path.stat().st_size
    except OSError:
        return ""
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.0f} kB"


def closing(made: Sequence[Any], kept: Sequence[Any], warnings: int) -> list[str]:
    """What was up to date, what is doubtful, and what to open."""
    from studyguide.tasks.reporter import files_of

    lines = []
    if before := [path for task in kept for path in task.targets]:
        lines.append(f"Up to date before: {', '.join(before)}")
    if warnings:
        lines.append(f"{counted(warnings, 'warning')} on the text; ./guide lint:text shows {'it' if warnings == 1 else 'them'}")
    written, chapters = files_of(made), files_of(task for task in made if task.name.startswith("html:") and task.name != FRAME)
    pages = [path for path in chapters if path.endswith(".xhtml")]
    opened = next((path for path in written if path.endswith(OPENED)), "")
    if len(pages) == 1 and opened in ("", CONTENTS):
        opened = pages[0]
    seconds = sum(task.values["facts"]["seconds"] for task in made)
    lines.append(f"Done in {seconds:.1f} s.{f' Open {opened}' if opened else ''}")
    return lines
