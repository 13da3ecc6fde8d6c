"""What was measured, as tables in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tests.bench import guide
from tests.bench.process import Run

ONE_SHOT, ONE, TWO = "WeasyPrint alone, in one piece", guide.ONE, guide.TWO
MISSING = "NOT INSTALLED"

Result = Mapping[str, Sequence[Run]]
"""The runs of one book by name; none of a program that is missing."""


def guide_table(result: Result) -> str:
    """Medians of the real guide: seconds of processors with their part of the one-shot's, seconds, memory."""
    lines = ["| the guide itself | CPU s | % | s | MB |", "|---|---:|---:|---:|---:|"]
    for name in result:
        cpu, seconds, memory = (median(result, name, field) for field in ("cpu", "seconds", "memory"))
        part = f"{100 * cpu / median(result, guide.ONE_SHOT, 'cpu'):.1f}" if guide.ONE_SHOT in result else "–"
        lines.append(f"| {name} | {cpu:.2f} | {part} | {seconds:.2f} | {memory:.0f} |")
    return "\n".join(lines)


def book_table(results: Sequence[Result]) -> str:
    """Medians of generated books, the shortest first, each with its part of the one-shot's in per cent."""
    head = [f"{result[ONE][0].pages} pages | %" for result in results]
    lines = ["| generated books | " + " | ".join(head) + " |", "|---|" + "---:|---:|" * len(results)]
    names = list(dict.fromkeys(name for result in results for name in result))
    lines += [_row(f"{name}, CPU s", results, name, "cpu", "{:.2f}") for name in names]
    lines += [_row(f"{TWO}, s", results, TWO, "seconds", "{:.2f}"), _pages(results), _further_pages(results)]
    lines += [_row(f"peak memory, {name}, MB", results, name, "memory", "{:.0f}") for name in (ONE_SHOT, ONE, TWO)]
    sized = [name for name in names if name in (ONE_SHOT, TWO) or not any(run.pages for run in results[0].get(name, ()))]
    lines += [_row(f"size, {name}, kB", results, name, "size", "{:.0f}", 1000) for name in sized if results[0].get(name)]
    return "\n".join(lines)


def median(result: Result, name: str, field: str) -> float:
    """The median of one figure of the runs of a name."""
    values: list[float] = [getattr(each, field) for each in result[name]]
    return statistics.median(values)


def _row(label: str, results: Sequence[Result], name: str, field: str, form: str, unit: float = 1) -> str:
    return f"| {label} | " + " | ".join(_cell(result, name, field, form, unit) for result in results) + " |"


def _cell(result: Result, name: str, field: str, form: str, unit: float) -> str:
    if not result.get(name):
        return f"{MISSING if name in result else '–'} | –"
    value = median(result, name, field)
    part = f"{100 * value / median(result, ONE_SHOT, field):.1f}" if result.get(ONE_SHOT) else "–"
    return f"{form.format(value / unit)} | {part}"


def costs(results: Sequence[Result]) -> list[float]:
    """Milliseconds of processors that a page of each book costs, from nothing and in one process."""
    return [1000 * median(result, ONE, "cpu") / result[ONE][0].pages for result in results]


def _pages(results: Sequence[Result]) -> str:
    """What a page costs; the per cent are parts of what it costs in the first book."""
    pages = costs(results)
    cells = [f"{cost:.1f} | ({100 * cost / pages[0]:.0f})" for cost in pages]
    return f"| {ONE}, CPU ms a page (of the first book’s) | " + " | ".join(cells) + " |"


def _further_pages(results: Sequence[Result]) -> str:
    """What each page costs by which a book is longer than the one before it: a page without the start."""
    cells = ["–"]
    for shorter, longer in pairwise(results):
        more = median(longer, ONE, "cpu") - median(shorter, ONE, "cpu")
        cells.append(f"{1000 * more / (longer[ONE][0].pages - shorter[ONE][0].pages):.1f}")
    return f"| {ONE}, CPU ms for each page more than in the book before | " + " | | ".join(cells) + " | |"
