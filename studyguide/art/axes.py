"""Axes: where the values of a scale stand in a picture, in its units."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from studyguide.art.chartparts import Scale
from studyguide.sources.wording import ENGLISH, Wording


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale laid from `start` to `end`, in units."""

    scale: Scale
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value of the scale stands."""
        return units(self.start + (self.end - self.start) * self._share(value))

    def _share(self, value: float) -> float:
        ticks = self.scale.ticks
        low, high = ticks[0], ticks[-1]
        if self.scale.scale == "log":
            return math.log(value / low) / math.log(high / low)
        if self.scale.scale == "linear":
            return (value - low) / (high - low)
        step = next(place for place, top in enumerate(ticks[1:]) if value <= top)
        return (step + (value - ticks[step]) / (ticks[step + 1] - ticks[step])) / (len(ticks) - 1)

    @property
    def marks(self) -> list[tuple[float, str]]:
        """Place and words of each tick: its own name, or the number."""
        names = self.scale.names or tuple(printed(value) for value in self.scale.ticks)
        return [(self.at(value), name) for value, name in zip(self.scale.ticks, names, strict=True)]


def units(value: float) -> float:
    """A place to a tenth of a unit; whole numbers lose the point."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def printed(value: float, places: int = 0) -> str:
    """A number as the guide prints it, with at least so many decimal places: 1500 → 1,500 and 3.50 → 3.5 in English."""
    return written(max(f"{value:,.10g}", f"{value:,.{places}f}", key=len) if places else f"{value:,.10g}")


LANGUAGE = ContextVar("LANGUAGE", default=ENGLISH)
"""The words of the guide whose chart is drawn."""


@contextmanager
def in_language(words: Wording) -> Iterator[None]:
    """All charts that are drawn meanwhile have their numbers in a language."""
    before = LANGUAGE.set(words)
    try:
        yield
    finally:
        LANGUAGE.reset(before)


def written(number: str) -> str:
    """A number of a chart, given as in English, as its guide writes it."""
    return LANGUAGE.get().number(number)
