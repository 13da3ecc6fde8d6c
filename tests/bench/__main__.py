"""Measure the linker against WeasyPrint alone and its peers: tables in Markdown, printed and put into docs/benchmark.md."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.book import HERE, Book
from tests.bench.guide import measure
from tests.bench.machine import described
from tests.bench.peers import Peer, peers
from tests.bench.table import COLD, ONE_SHOT, Run, book_table, guide_table

ROOT = HERE.parents[1]


def run(mode: str, chapters: int, edits: dict[int, str], folder: Path) -> Run:
    """Make a book in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.run", mode, str(chapters), json.dumps(edits), str(folder)]
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    return Run(seconds=seconds, **json.loads(done.stdout))


def run_peer(peer: Peer, chapters: int, folder: Path) -> Run:
    """Make a book with another program; its source file is there before."""
    source, result = (folder / f"peer{suffix}" for suffix in peer.suffixes)
    source.write_text(peer.source(Book(chapters)), "utf-8")
    start = time.perf_counter()
    subprocess.run(peer.command(source, result), check=True, capture_output=True)
    return Run(time.perf_counter() - start, size=result.stat().st_size)


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
    for peer in peers():
        if peer.version:
            yield f"{peer.name}{' (' + peer.lacks + ')' if peer.lacks else ''}", run_peer(peer, chapters, folder)


def measured(chapters: int, repeats: int) -> dict[str, list[Run]]:
    """All runs, repeated round after round, so that a busy minute of the machine does not fall on one kind alone."""
    found: dict[str, list[Run]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(repeats):
            for name, result in runs(chapters, Path(folder)):
                found.setdefault(name, []).append(result)
    return found


def main() -> None:
    """Measure, print, and write docs/benchmark.md if there is a folder docs here."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--chapters", type=int, nargs="+", default=[4, 17, 42], help="lengths of the books (about 14 pages a chapter)"
    )
    parser.add_argument("--repeats", type=int, default=3, help="how often each is measured; medians are shown")
    arguments = parser.parse_args()
    about = (HERE / "about.md").read_text("utf-8").format(repeats=arguments.repeats, **described())
    versions = "; ".join(f"{peer.name}: {peer.version or 'absent'}" for peer in peers())
    with tempfile.TemporaryDirectory() as folder:
        guide = guide_table(measure(ROOT, Path(folder), arguments.repeats))
    books = book_table([measured(chapters, arguments.repeats) for chapters in arguments.chapters])
    text = f"{about}\nOther programs on the same text: {versions}.\n\n{books}\n\n{guide}\n"
    sys.stdout.write(text)
    if Path("docs").is_dir():
        Path("docs/benchmark.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
