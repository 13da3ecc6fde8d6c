"""The format of a chart's data file: frozen classes, and a reader that refuses whatever they do not know.

A chart is one TOML file beside the drawn figures. A key `label-width` is the field `label_width`; a field without a default must
be there. Lengths are picture units (720 units = the text column).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from itertools import pairwise
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Point = tuple[float, float]
Fill = Literal["solid", "dense", "hatch", "dots", "open"]
Colour = Literal["blue", "orange", "green", "purple", "grey"]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An axis. The ticks rise and bound it; `steps` gives each interval of the ticks the same room."""

    ticks: tuple[float, ...]
    label: str = ""
    scale: Literal["linear", "log", "steps"] = "linear"
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.ticks) < 2 or any(right <= left for left, right in pairwise(self.ticks)):
            raise ValueError("ticks must rise")
        if self.scale == "log" and self.ticks[0] <= 0:
            raise ValueError("ticks of a log scale must be above zero")
        if self.names and len(self.names) != len(self.ticks):
            raise ValueError("names must hold one name for each tick")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A reference line at a value; its label stands at the head of the line, or at `at` on the other axis."""

    value: float
    label: str
    anchor: Anchor = "middle"
    at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """A value held against every bar: the rows fall into those that hold it and those that begin above it.

    `inside` and `below` are the headings of the two groups; `{count}` in them is the number of rows.
    """

    value: float
    label: str
    inside: str
    below: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One bar. Without `low` it begins at the edge, without `high` it is a stub, and `tail` says with an arrow that it goes on.

    `text` stands under the label; without it the range does. `names` stand at the marks; `{value}` in them is the mark's number.
    """

    label: str
    text: str | None = None
    low: float | None = None
    high: float | None = None
    mark: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    fill: Fill = "solid"
    colour: Colour = "blue"
    tail: bool = False

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("high must be above low")
        if self.names and len(self.names) != len(self.mark):
            raise ValueError("names must hold one name for each mark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A stretch of an axis with a name."""

    low: float
    high: float
    label: str
    fill: Fill = "open"
    colour: Colour = "grey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A shaded stretch of a plot, with lines of text above it."""

    low: float
    high: float
    text: tuple[str, ...]
    fill: Fill = "dots"
    colour: Colour = "grey"


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRow:
    """Neighbouring zones under one heading; a bracket is a zone drawn as a span with two ends."""

    label: str
    zone: tuple[Zone, ...] = ()
    bracket: tuple[Zone, ...] = ()
    band: float = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Lines of text at a point of the plot; `to` is a point of a curve that a leader joins to them."""

    text: tuple[str, ...]
    at: Point
    to: Point | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A smooth line through its points that never overshoots them."""

    points: tuple[Point, ...]
    colour: Colour = "blue"
    dash: Literal["solid", "dashed", "dash-dot"] = "solid"

    def __post_init__(self) -> None:
        if len(self.points) < 2 or any(right[0] <= left[0] for left, right in pairwise(self.points)):
            raise ValueError("points must be two or more, with rising x")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What every chart has. `source` holds ids of the reference list; `note` the lines under the picture."""

    id: str
    kind: str
    title: str
    desc: str
    source: tuple[str, ...]
    note: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", self.id):
            raise ValueError("id must be a word of a-z, 0-9 and hyphens")
        if len(self.title) > 140:
            raise ValueError("title must have 140 characters or fewer")


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeBars(Chart):
    """One bar a row on a shared axis. `pitch` is the distance of rows and `label_width` the room for their labels, in units.

    `unit` follows the ranges that are printed (“%”). Rows closer than 44 units print label and range on one line.
    """

    axis: Scale
    row: tuple[Row, ...]
    limit: tuple[Limit, ...] = ()
    compare: Compare | None = None
    mark_label: str = ""
    unit: str = ""
    pitch: float = 62
    label_width: float = 190


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones(Chart):
    """Rows of zones above one ruler."""

    axis: Scale
    row: tuple[ZoneRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves(Chart):
    """Curves in a plot of `height` units, with shaded bands of x and limits of y. `label_width`: room for the ticks of y."""

    x: Scale
    y: Scale
    curve: tuple[Curve, ...]
    band: tuple[Band, ...] = ()
    limit: tuple[Limit, ...] = ()
    remark: tuple[Remark, ...] = ()
    height: float = 320
    label_width: float = 64


# ---------------------------------------------------------------- reading


def read(cls: type[T], data: object, where: str = "") -> T:
    """The data class `cls` made from a table. Raises ValueError naming the key that is unknown, missing or of the wrong sort."""
    if not isinstance(data, Mapping):
        raise ValueError(f"{where or 'the chart'} must be a table")  # noqa: TRY004 (one sort of error for one sort of mistake)
    hints, values = get_type_hints(cls), {}
    path = f"{where}." if where else ""
    for key, item in data.items():
        name = str(key).replace("-", "_")
        if name not in hints:
            raise ValueError(f"{path}{key} is not a key of this chart")
        values[name] = _value(hints[name], item, f"{path}{key}")
    for field in fields(cls):
        if field.name not in values and field.default is MISSING:
            raise ValueError(f"{path}{field.name} is missing")
    try:
        return cls(**values)
    except ValueError as error:
        raise ValueError(f"{path}{error}") from None


def _value(hint: Any, item: object, where: str) -> Any:
    """One value, checked against the type of its field."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is UnionType:  # "T | None": an absent key is the None
        return _value(parts[0], item, where)
    if isinstance(hint, type) and is_dataclass(hint):
        return read(hint, item, where)
    if origin is tuple and isinstance(item, list | tuple):
        kinds = [parts[0]] * len(item) if parts[-1] is Ellipsis else parts
        if len(kinds) == len(item):
            return tuple(_value(kind, part, f"{where}[{i}]") for i, (kind, part) in enumerate(zip(kinds, item, strict=True), 1))
    elif origin is Literal:
        if item in parts:
            return item
        raise ValueError(f"{where} must be one of: {', '.join(parts)}")
    elif isinstance(item, int | float if hint is float else hint) and (hint is bool or not isinstance(item, bool)):
        return item
    raise ValueError(f"{where} has a value of the wrong sort")
