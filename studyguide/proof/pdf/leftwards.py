"""Text from right to left: its glyphs stand in a file in the order of the eye, and are read in that of the language."""

from collections.abc import Iterable
from dataclasses import replace

from studyguide.book.visual import RIGHT_TO_LEFT, logical
from studyguide.proof.pdf.values import Run

NEAR = 0.6  # of an em between two pieces that were set as one, in two fonts


def as_read(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The texts of a page in the order in which they are read; pieces that were set side by side as one text are one."""
    made: list[Run] = []
    for run in runs:
        if made and _goes_on(made[-1], run):
            made[-1] = _joined(made[-1], run)
        else:
            made.append(run)
    return tuple(replace(run, text=logical(run.text)) if RIGHT_TO_LEFT.search(run.text) else run for run in made)


def _goes_on(one: Run, other: Run) -> bool:
    level = min(one.box[3], other.box[3]) > max(one.box[1], other.box[1]) - NEAR * one.size  # marks stand above letters
    return one.belongs == other.belongs and level and abs(other.box[0] - one.box[2]) < NEAR * max(one.size, other.size)


def _joined(one: Run, other: Run) -> Run:
    box = (one.box[0], min(one.box[1], other.box[1]), other.box[2], max(one.box[3], other.box[3]))
    return replace(one, text=one.text + other.text, box=box, points=one.points + other.points, faults=one.faults + other.faults)
