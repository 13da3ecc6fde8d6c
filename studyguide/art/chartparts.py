"""The parts that all charts have: frozen classes, of which the JSON Schema of a data file is made.

A key `label-width` is the field `label_width`; a field without a default must be there. Lengths are picture units: 720 units are
the text column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from studyguide.sources.toml_places import Path

Fault = tuple[Path, str]  # the key at fault, seen from the part it belongs to, and what is wrong
Point = tuple[float, float]
Fill = Literal["solid", "dense", "hatch", "dots", "tint", "open"]
Colour = Literal["blue", "orange", "green", "purple", "grey"]
Ink = Literal["black", "blue", "orange", "green", "purple", "grey"]
Anchor = Literal["start", "middle", "end"]
TALLEST = 900  # units: a figure fills a page at most
LOWEST = 40  # units of a plot
MOST_TICKS = 40
MOST_ITEMS = 500  # of a list: more could not be told apart in a picture
WIDEST = 500  # units of the room for labels


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPart:
    """A table of a data file."""

    def faults(self) -> Iterator[Fault]:
        """What is wrong though each value alone is of the right sort."""
        yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(ChartPart):
    """A ruler. The ticks rise and bound it; `steps` gives each interval of the ticks the same room."""

    ticks: tuple[float, ...]
    scale: Literal["linear", "log", "steps"] = "linear"
    names: tuple[str, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """Ticks that do not rise, or do not fit the scale or their names."""
        if len(self.ticks) > MOST_TICKS:
            yield ("ticks",), f"an axis has at most {MOST_TICKS} ticks"
        if len(self.ticks) < 2 or any(right <= left for left, right in pairwise(self.ticks)):
            yield ("ticks",), "ticks must rise"
        if max(map(abs, self.ticks), default=0) > 1e12:
            yield ("ticks",), "ticks must lie between minus and plus a million million"
        if self.scale == "log" and min(self.ticks, default=0) <= 0:
            yield ("ticks",), "ticks of a log scale must be above zero"
        if self.names and len(self.names) != len(self.ticks):
            yield ("names",), "names must hold one name for each tick"

    def off(self, *places: tuple[Path, float | None]) -> Iterator[Fault]:
        """The values, each with its place, that this scale does not reach; None is no value."""
        for where, value in places:
            if value is not None and self.ticks and not self.ticks[0] <= value <= self.ticks[-1]:
                yield where, f"{value:g} is off the scale, which runs from {self.ticks[0]:g} to {self.ticks[-1]:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledScale(Scale):
    """An axis: a ruler that says what it measures."""

    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(ChartPart):
    """A reference line at a value."""

    value: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadedLimit(Limit):
    """One whose label stands at the head of the line."""

    anchor: Anchor = "middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(ChartPart):
    """What every chart has. `source` holds ids of the reference list; `note` the lines under the picture."""

    id: str
    kind: str
    title: str
    desc: str
    source: tuple[str, ...]
    note: tuple[str, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """A title that is too long for a text alternative."""
        if len(self.title) > 140:
            yield ("title",), "title must have 140 characters or fewer"


def unlike(places: Iterable[tuple[Path, str]]) -> Iterator[Fault]:
    """The names, each with its place, that are none, or were given before: nobody could tell whose numbers are whose."""
    given = set[str]()
    for where, name in places:
        if not name.strip():
            yield where, "the name of these numbers is missing here"
        elif name in given:
            yield where, f"“{name}” stands for other numbers already"
        given.add(name)
