"""Measure the guide and generated books, beside WeasyPrint alone and other programs: tables for docs/benchmark.md.

`python -m tests.bench guide book-60` measures some parts alone; the tables show them with what is kept of the others.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from tests.bench import guide, results
from tests.bench.book import HERE, Book
from tests.bench.machine import described
from tests.bench.peers import Peer, peers
from tests.bench.process import Run, measured
from tests.bench.table import ONE, ONE_SHOT, TWO

ROOT = HERE.parents[1]
Measure = Callable[[Path], Iterator[tuple[str, Run]]]
PEERS_ENOUGH = 60
"""Chapters of the longest book that other programs make, and WeasyPrint alone: longer ones take it a machine's memory."""


def run(mode: str, chapters: int, edits: dict[int, str], folder: Path) -> Run:
    """Make a book in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.run", mode, str(chapters), json.dumps(edits), str(folder)]
    took, said = measured(command, ROOT)
    return Run(took.seconds, took.cpu, took.memory, **json.loads(said))


def run_peer(peer: Peer, chapters: int, folder: Path) -> Iterator[Run]:
    """Make a book with another program, if it is there; its source file is there before."""
    if not peer.version:
        return
    source, result = (folder / f"peer{suffix}" for suffix in peer.suffixes)
    source.write_text(peer.source(Book(chapters)), "utf-8")
    took, said = measured(peer.command(source, result), folder)
    kept = json.loads(said) if peer.timed else {"seconds": took.seconds, "cpu": took.cpu}
    yield Run(memory=took.memory, size=result.stat().st_size, **kept)


def book(chapters: int, folder: Path) -> Iterator[tuple[str, Run]]:
    """Every way to make a book of so many chapters, each once. Edits are made in the middle, after a build from nothing."""
    if chapters <= PEERS_ENOUGH:
        yield ONE_SHOT, run("one-shot", chapters, {}, folder)
    yield ONE, run("one process", chapters, {}, folder)
    shutil.rmtree(folder / "cache")
    yield TWO, run("two processes", chapters, {}, folder)
    shutil.copytree(folder / "cache", folder / "kept")
    yield "nothing changed", run("two processes", chapters, {}, folder)
    for kind, name in (("sentence", "one sentence more in a chapter"), ("pages", "two pages more in a chapter")):
        yield name, run("two processes", chapters, {chapters // 2: kind}, folder)
        shutil.rmtree(folder / "cache")
        shutil.copytree(folder / "kept", folder / "cache")
    shutil.rmtree(folder / "cache")
    shutil.rmtree(folder / "kept")
    if chapters <= PEERS_ENOUGH:
        yield from ((peer.title, run) for peer in peers() for run in run_peer(peer, chapters, folder))


def of_guide(repeats: int, folder: Path) -> Iterator[tuple[str, Run]]:
    """The guide: what takes minutes once, an edit so often."""
    yield from guide.cold(ROOT, folder / "cold")
    yield from guide.warm(ROOT, folder / "warm", repeats)


def parts(repeats: int) -> dict[str, Measure]:
    """The parts by name. Books are made round after round: so a busy minute of the machine does not fall on one kind alone."""
    books = {"book-60": 4, "book-230": 17, "book-570": 42, "book-1500": 110}
    often = {name: 1 if chapters > PEERS_ENOUGH else repeats for name, chapters in books.items()}
    rounds = {
        name: lambda folder, name=name, chapters=chapters: chain.from_iterable(book(chapters, folder) for _ in range(often[name]))
        for name, chapters in books.items()
    }
    return {results.GUIDE: partial(of_guide, repeats), **rounds}


def gathered(runs: Iterable[tuple[str, Run]]) -> dict[str, list[Run]]:
    """Runs by name, each told as soon as it is there; and the names of the programs that are missing."""
    found: dict[str, list[Run]] = {}
    for name, result in runs:
        sys.stderr.write(f"{name}: {result.cpu:.2f} CPU s, {result.seconds:.2f} s, {result.memory:.0f} MB\n")
        found.setdefault(name, []).append(result)
    return found


def main() -> None:
    """Measure, print, and write docs/benchmark.md if there is a folder docs here."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--repeats", type=int, default=3, help="how often each is measured; medians are shown")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what is measured: {', '.join(parts(0))}; without any, all")
    arguments = parser.parse_args()
    every = parts(arguments.repeats)
    for missing in [peer for peer in peers() if not peer.version]:
        sys.stderr.write(f"{missing.name}: NOT INSTALLED; its row stays empty\n")
    for part in arguments.parts or every:
        about = described() | {"repeats": str(arguments.repeats), "peers": "; ".join(map(str, peers()))}
        with tempfile.TemporaryDirectory() as folder:
            runs = gathered(every[part](Path(folder)))
        absent = {peer.title: list[Run]() for peer in peers() if not peer.version and part != results.GUIDE}
        results.keep(part, results.Measured(about, {**runs, **absent}))
    told = "\n".join((HERE / name).read_text("utf-8") for name in ("about.md", "profile.md"))
    text = results.document(results.kept(every), told)
    sys.stdout.write(text)
    if Path("docs").is_dir():
        Path("docs/benchmark.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
