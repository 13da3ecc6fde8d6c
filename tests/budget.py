"""What the suite costs, and what it may cost: the closing line of `./guide test`. It tells, and fails nothing.

Seconds are those of processors, in this process and in all that it started and waited for: they are nearly the same on a computer
that is busy with other things, and depend on nothing but the computer and the tests.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

BUDGET = 240
"""Processor seconds that the whole suite may cost on the computers of CI, where coverage is not measured."""
NAMED = 5
"""So many files are named where it costs more."""


def spent() -> float:
    """Processor seconds of this process until now, and of those that it has waited for."""
    return sum(os.times()[:4])


def told(seconds: float, files: Mapping[str, float], *, whole: bool, measured: bool) -> str:
    """The line for so many seconds, and for what each file took of them; of a part of the suite, nothing but the sum."""
    if not whole:
        return f"{seconds:.0f} CPU seconds"
    if measured:
        return f"{seconds:.0f} CPU seconds, with coverage measured; without, {BUDGET} are the budget"
    if seconds <= BUDGET:
        return f"{seconds:.0f} CPU seconds of a budget of {BUDGET}"
    costly = sorted(files, key=lambda path: -files[path])[:NAMED]
    most = ", ".join(f"{path} ({files[path]:.0f})" for path in costly)
    return f"{seconds:.0f} CPU seconds, {seconds - BUDGET:.0f} over the budget of {BUDGET}. Most cost: {most}"
