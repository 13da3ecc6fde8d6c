"""What was measured, as tables in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

ONE_SHOT = "WeasyPrint alone, in one piece"
COLD = "cold, 2 processes"


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds from its start to its end, memory in MB with that of its children, pages and bytes made.

    What cannot be told is 0.
    """

    seconds: float
    memory: float = 0.0
    pages: int = 0
    size: int = 0


Results = Sequence[Mapping[str, Sequence[Run]]]
"""For every book, the runs by name."""


def book_table(results: Results) -> str:
    """Medians, each with its part of the one-shot's in per cent."""
    head = [f"{result[COLD][0].pages} pages | %" for result in results]
    lines = ["| | " + " | ".join(head) + " |", "|---|" + "---:|---:|" * len(results)]
    lines += [_row(f"{name}, s", results, name, "seconds", "{:.2f}") for name in results[0]]
    lines += [_pages(results), _further_pages(results)]
    for name in (ONE_SHOT, COLD):
        lines.append(_row(f"peak memory, {name}, MB", results, name, "memory", "{:.0f}"))
    for name in results[0]:
        if all(result[name][0].size for result in results) and (name in (ONE_SHOT, COLD) or not results[0][name][0].memory):
            lines.append(_row(f"size, {name}, kB", results, name, "size", "{:.0f}", 1000))
    return "\n".join(lines)


def _median(result: Mapping[str, Sequence[Run]], name: str, field: str) -> float:
    values: list[float] = [getattr(each, field) for each in result[name]]
    return statistics.median(values)


def _row(label: str, results: Results, name: str, field: str, form: str, unit: float = 1) -> str:
    cells = []
    for result in results:
        value = _median(result, name, field)
        cells.append(f"{form.format(value / unit)} | {100 * value / _median(result, ONE_SHOT, field):.1f}")
    return f"| {label} | " + " | ".join(cells) + " |"


def _pages(results: Results) -> str:
    """Milliseconds a page of a cold build; the per cent are parts of those of the first book."""
    costs = [1000 * _median(result, COLD, "seconds") / result[COLD][0].pages for result in results]
    cells = [f"{cost:.1f} | ({100 * cost / costs[0]:.0f})" for cost in costs]
    return f"| {COLD}, ms a page (of the first book’s) | " + " | ".join(cells) + " |"


def _further_pages(results: Results) -> str:
    """Milliseconds for each page by which a book is longer than the one before it: what a page costs without the start."""
    cells = ["–"]
    for shorter, longer in pairwise(results):
        seconds = _median(longer, COLD, "seconds") - _median(shorter, COLD, "seconds")
        cells.append(f"{1000 * seconds / (longer[COLD][0].pages - shorter[COLD][0].pages):.1f}")
    return f"| {COLD}, ms for each page more than in the book before | " + " | | ".join(cells) + " | |"


def guide_table(found: Mapping[str, Sequence[float]]) -> str:
    """Medians of the real guide."""
    rows = [f"| {name} | {statistics.median(seconds):.2f} |" for name, seconds in found.items()]
    return "\n".join(["| the guide itself | s |", "|---|---:|", *rows])
