"""A line for what is being made: on a screen it is redrawn as pages stand; elsewhere it is plain, and written once."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from studyguide.sources.messages import counted
from studyguide.tasks.arguments import OUTPUT
from studyguide.tasks.border import in_json
from studyguide.tasks.record import TaskFiles, last_facts

if TYPE_CHECKING:
    from studyguide.pdf.progress import LayoutProgress

T = TypeVar("T")

REDRAWN = 0.1
"""Seconds between two states of a line on a screen, at least."""
TOLD = 10
"""Seconds between two states that are told in lines of their own, with --verbose."""
ENOUGH = 20
"""So many pages must have been laid out before their time is taken for that of others."""
BAR = 18


def output() -> str:
    """How much is said: quiet, normal or verbose."""
    return "quiet" if in_json() else os.environ.get(OUTPUT, "normal")


def on_screen() -> bool:
    """Whether a person watches a screen on which lines can be redrawn."""
    asked = os.environ.get("CI") or os.environ.get("TERM", "") in ("", "dumb") or output() == "quiet"
    return not asked and sys.stdout.isatty() and sys.stderr.isatty() and _alone()


def _alone() -> bool:
    """Whether no other task writes to the same screen."""
    parent = getattr(sys.modules.get("multiprocessing.process"), "parent_process", lambda: None)
    return parent() is None


@dataclass
class ProgressLine:
    """What is being made, and how far it is. `last` are the facts of the last time; `draw` shows a state, in words and whole."""

    title: str
    last: Mapping[str, Any]
    draw: Callable[[str, LayoutProgress], None]
    pause: float
    began: float = field(default_factory=time.monotonic)
    seen: LayoutProgress | None = None
    stood: float = 0
    drawn: float = 0

    def __call__(self, progress: LayoutProgress) -> None:
        """Show how far a layout is, unless that was shown just now."""
        now = time.monotonic()
        if progress.linking:
            self.stood = now
        elif last := self.last.get("pages"):  # closer than an estimate by the length of the texts
            progress = replace(progress, total=max(progress.pages, last))
        self.seen = progress
        if now - self.drawn >= self.pause or progress.linking:
            self.drawn = now
            words = "linking" if progress.linking else state(progress, self.left(progress, now - self.began))
            self.draw(words, progress)

    def left(self, progress: LayoutProgress, elapsed: float) -> float | None:
        """About how many seconds it takes from now on, by the pages of this time or of the last; None where nobody can know."""
        pace = elapsed / progress.made if progress.made >= ENOUGH else self.last.get("pace")
        return None if pace is None else (progress.total - progress.pages) * pace + self.last.get("linking", 0)

    def facts(self) -> dict[str, Any]:
        """What is told of it in the end, and kept for the next time: seconds in all, a page's, and those of linking."""
        now = time.monotonic()
        told: dict[str, Any] = {"seconds": round(now - self.began, 2)}
        if self.seen:
            told |= {"pages": self.seen.pages, "made": min(self.seen.made, self.seen.pages)}
            if self.seen.made >= ENOUGH:
                told["pace"] = round((self.stood - self.began) / self.seen.made, 4)
                told["linking"] = round(now - self.stood, 2)
            else:
                told |= {key: self.last[key] for key in ("pace", "linking") if key in self.last}
        return told


def state(progress: LayoutProgress, left: float | None) -> str:
    """How far a layout is, in words."""
    kept = progress.pages - min(progress.made, progress.pages)
    rest = f", {duration(max(left, 1), 0)} left" if left is not None else ""
    return f"{progress.pages} of about {progress.total} pages{f', {kept} kept' if kept else ''}{rest}"


def finished(facts: Mapping[str, Any]) -> str:
    """What was made, in words."""
    pages = facts.get("pages")
    kept = (pages or 0) - facts.get("made", 0)
    parts = [counted(pages, "page") if pages else "", f"{kept} kept" if pages and kept else "", duration(facts["seconds"])]
    return ", ".join(filter(None, parts))


def duration(seconds: float, digits: int = 1) -> str:
    """A time in words, with so many digits behind the point if it is short."""
    if seconds < 9.95:
        return f"{seconds:.{digits}f} s"
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def lined(work: Callable[[], T], title: str, disk: TaskFiles) -> T:
    """Do the work of a task with a line that tells how far it is; then say what there is to say of it."""
    with line(title, last_facts(disk.root, title)) as made:
        disk.watch = made
        result = work()
        disk.facts |= made.facts()
    if output() != "quiet":
        print("".join(f"   {said}\n" for said in disk.said), end="", flush=True)
    return result


@contextmanager
def line(title: str, last: Mapping[str, Any]) -> Iterator[ProgressLine]:
    """A line for what is made meanwhile. What is printed must wait until it is over."""
    if on_screen():
        with drawn(title, last) as made:
            yield made
        return
    if output() != "quiet":
        print(f"{title} …", flush=True)

    def told(words: str, _: LayoutProgress) -> None:
        if output() == "verbose":
            print(f"{title}: {words}", flush=True)

    yield ProgressLine(title, last, told, TOLD)


@contextmanager
def drawn(title: str, last: Mapping[str, Any]) -> Iterator[ProgressLine]:
    """A line on a screen. If what is made fails, it is taken away: the mistakes are what counts then."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = TextColumn("{task.description:16}", markup=False), BarColumn(BAR), TextColumn("{task.fields[text]}", markup=False)
    console = Console(highlight=False)
    bar = Progress(*columns, console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False)
    with bar:
        console.show_cursor(True)  # if this process is ended from outside, nobody would bring it back
        task = bar.add_task(title, total=1, text="")

        def redraw(words: str, progress: LayoutProgress) -> None:
            bar.update(task, completed=progress.pages, total=progress.total, text=words, refresh=True)

        bar.refresh()
        made = ProgressLine(title, last, redraw, REDRAWN)
        try:
            yield made
        except BaseException:
            bar.live.transient = True
            raise
        bar.update(task, completed=1, total=1, text=finished(made.facts()), refresh=True)
