"""Measure the linker against WeasyPrint alone on generated books: a table in Markdown, printed and put into docs/benchmark.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studyguide.pdf.bench.book import HERE

ONE_SHOT = "WeasyPrint alone, in one piece"
COLD = "cold, 2 processes"


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds from its start to its end, memory in MB with that of its children, pages and bytes made."""

    seconds: float
    memory: float
    pages: int
    size: int


def run(mode: str, chapters: int, edits: dict[int, str], folder: Path) -> Run:
    """Make a book in a process of its own."""
    command = [sys.executable, "-m", "studyguide.pdf.bench.run", mode, str(chapters), json.dumps(edits), str(folder)]
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    return Run(seconds=seconds, **json.loads(done.stdout))


def runs(chapters: int, folder: Path) -> Iterator[tuple[str, Run]]:
    """Every way to make a book of so many chapters, each once. Edits are made in the middle, after a cold build."""
    yield ONE_SHOT, run("one-shot", chapters, {}, folder)
    yield "cold, 1 process", run("one process", chapters, {}, folder)
    shutil.rmtree(folder / "cache")
    yield COLD, run("two processes", chapters, {}, folder)
    shutil.copytree(folder / "cache", folder / "kept")
    yield "nothing changed", run("two processes", chapters, {}, folder)
    for kind, name in (("sentence", "one sentence more in a chapter"), ("pages", "two pages more in a chapter")):
        yield name, run("two processes", chapters, {chapters // 2: kind}, folder)
        shutil.rmtree(folder / "cache")
        shutil.copytree(folder / "kept", folder / "cache")
    shutil.rmtree(folder / "cache")
    shutil.rmtree(folder / "kept")


def measured(chapters: int, repeats: int) -> dict[str, list[Run]]:
    """All runs, repeated round after round, so that a busy minute of the machine does not fall on one kind alone."""
    found: dict[str, list[Run]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(repeats):
            for name, result in runs(chapters, Path(folder)):
                found.setdefault(name, []).append(result)
    return found


def table(results: Sequence[dict[str, list[Run]]]) -> str:
    """Medians in Markdown, each with its part of the one-shot's in per cent."""
    head = [f"{result[COLD][0].pages} pages | %" for result in results]
    lines = ["| | " + " | ".join(head) + " |", "|---|" + "---:|---:|" * len(results)]
    lines += [_row(f"{name}, s", results, name, "seconds", "{:.2f}") for name in results[0]]
    lines.append(_row(f"peak memory, {ONE_SHOT}, MB", results, ONE_SHOT, "memory", "{:.0f}"))
    lines.append(_row(f"peak memory, {COLD}, MB", results, COLD, "memory", "{:.0f}"))
    lines.append(_row(f"size, {ONE_SHOT}, kB", results, ONE_SHOT, "size", "{:.0f}", 1000))
    lines.append(_row("size, linked, kB", results, COLD, "size", "{:.0f}", 1000))
    return "\n".join(lines)


def _row(label: str, results: Sequence[dict[str, list[Run]]], name: str, field: str, form: str, unit: float = 1) -> str:
    cells = []
    for result in results:
        value, whole = (statistics.median(getattr(each, field) for each in result[key]) for key in (name, ONE_SHOT))
        cells.append(f"{form.format(value / unit)} | {100 * value / whole:.1f}")
    return f"| {label} | " + " | ".join(cells) + " |"


def main() -> None:
    """Measure, print, and write docs/benchmark.md if there is a folder docs here."""
    parser = argparse.ArgumentParser(prog="python -m studyguide.pdf.bench", description=__doc__)
    parser.add_argument(
        "--chapters", type=int, nargs="+", default=[4, 17, 43], help="lengths of the books (about 14 pages a chapter)"
    )
    parser.add_argument("--repeats", type=int, default=3, help="how often each is measured; medians are shown")
    arguments = parser.parse_args()
    results = [measured(chapters, arguments.repeats) for chapters in arguments.chapters]
    about = (HERE / "about.md").read_text("utf-8").format(
        repeats=arguments.repeats, processors=os.cpu_count(), python=platform.python_version(), system=platform.system()
    )  # fmt: skip
    text = f"{about}\n{table(results)}\n"
    sys.stdout.write(text)
    if Path("docs").is_dir():
        Path("docs/benchmark.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
