"""The format of a chart's data file: the kinds of chart that are drawn in a way of their own, and how every kind is read.

A chart is one TOML file beside the drawn figures; its numbers may stand in a CSV file of the same name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from functools import cache
from itertools import pairwise
from pathlib import PurePosixPath
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from studyguide.art.chartparts import (
    LOWEST,
    MOST_ITEMS,
    TALLEST,
    WIDEST,
    Chart,
    ChartPart,
    Colour,
    Fault,
    Fill,
    HeadedLimit,
    Ink,
    LabelledScale,
    Point,
    Scale,
)
from studyguide.art.plotdata import PLOTS, TableFile, read_table
from studyguide.sources.diagnostics import Problems, Span, did_you_mean
from studyguide.sources.schema import CheckedData, read_toml
from studyguide.sources.toml_places import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(ChartPart):
    """A value held against every bar: the rows fall into those that hold it and those that begin above it.

    `inside` and `below` are the headings of the two groups; `{count}` in them is the number of rows.
    """

    value: float
    label: str
    inside: str
    below: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(ChartPart):
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

    def faults(self) -> Iterator[Fault]:
        """A bar without width, marks that do not fit their names."""
        if self.low is not None and self.high is not None and self.low >= self.high:
            yield ("high",), "high must be above low"
        if self.names and len(self.names) != len(self.mark):
            yield ("names",), "names must hold one name for each mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone(ChartPart):
    """A stretch of an axis with a name."""

    low: float
    high: float
    label: str
    fill: Fill = "open"
    colour: Colour = "grey"

    def faults(self) -> Iterator[Fault]:
        """A stretch without width."""
        if self.low >= self.high:
            yield ("high",), "high must be above low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(ChartPart):
    """A shaded stretch of a plot, with lines of text above it."""

    low: float
    high: float
    text: tuple[str, ...]
    fill: Fill = "dots"
    colour: Colour = "grey"

    def faults(self) -> Iterator[Fault]:
        """A stretch without width."""
        if self.low >= self.high:
            yield ("high",), "high must be above low"


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRow(ChartPart):
    """Neighbouring zones under one heading; a bracket is a zone drawn as a span with two ends."""

    label: str
    zone: tuple[Zone, ...] = ()
    bracket: tuple[Zone, ...] = ()
    band: float = 14

    def faults(self) -> Iterator[Fault]:
        """A band that is none, or as high as a page; a row of nothing; zones that hide each other."""
        if not 1 <= self.band <= 200:
            yield ("band",), "band must be 1 to 200"
        if not (self.zone or self.bracket):
            yield ("label",), "this row has no zone"
        rising = sorted(range(len(self.zone)), key=lambda i: (self.zone[i].low, i))
        for before, i in pairwise(rising):
            if self.zone[i].low < self.zone[before].high:
                yield ("zone", i, "low"), f"this zone begins before “{self.zone[before].label}” ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLimit(HeadedLimit):
    """One whose label may stand somewhere else: above the line, at `at` on the other axis."""

    at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(ChartPart):
    """Lines of text at a point of the plot, in the `colour` of what they name; `to` is a point that a leader joins to them."""

    text: tuple[str, ...]
    at: Point
    to: Point | None = None
    colour: Ink = "black"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve(ChartPart):
    """A smooth line through its points that never overshoots them."""

    points: tuple[Point, ...]
    colour: Colour = "blue"
    dash: Literal["solid", "dashed", "dash-dot"] = "solid"

    def faults(self) -> Iterator[Fault]:
        """Points that make no curve."""
        if len(self.points) < 2 or any(right[0] <= left[0] for left, right in pairwise(self.points)):
            yield ("points",), "points must be two or more, with rising x"


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeBars(Chart):
    """One bar a row on a shared axis. `pitch` is the distance of rows and `label_width` the room for their labels, in units.

    `unit` follows the ranges that are printed (“%”). Rows closer than 44 units print label and range on one line.
    """

    axis: LabelledScale
    row: tuple[Row, ...]
    limit: tuple[HeadedLimit, ...] = ()
    compare: Compare | None = None
    mark_label: str = ""
    unit: str = ""
    pitch: float = 62
    label_width: float = 190

    def faults(self) -> Iterator[Fault]:
        """Bars, marks and lines off the axis; rows too far apart for a page, or twice the same; words for marks without any."""
        yield from Chart.faults(self)
        if not self.row:
            yield ("row",), "a chart needs a row"
        if self.mark_label and not any(row.mark for row in self.row):
            yield ("mark-label",), "no row has a mark"
        for i, row in enumerate(self.row):
            if row in self.row[:i]:
                yield ("row", i, "label"), f"this row of “{row.label}” stands twice"
        if not 0 < self.pitch <= 200:
            yield ("pitch",), "pitch must be above 0 and at most 200"
        if not 0 <= self.label_width <= WIDEST:
            yield ("label-width",), f"label-width must be 0 to {WIDEST}"
        for i, row in enumerate(self.row):
            marks = [(("row", i, "mark", j), value) for j, value in enumerate(row.mark)]
            yield from self.axis.off((("row", i, "low"), row.low), (("row", i, "high"), row.high), *marks)
        yield from self.axis.off(*((("limit", i, "value"), limit.value) for i, limit in enumerate(self.limit)))
        yield from self.axis.off((("compare", "value"), self.compare.value if self.compare else None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones(Chart):
    """Rows of zones above one ruler."""

    axis: Scale
    row: tuple[ZoneRow, ...]

    def faults(self) -> Iterator[Fault]:
        """Zones and brackets off the axis."""
        yield from Chart.faults(self)
        if not self.row:
            yield ("row",), "a chart needs a row"
        for i, row in enumerate(self.row):
            yield from self.axis.off(*_ends(row.zone, ("row", i, "zone")), *_ends(row.bracket, ("row", i, "bracket")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves(Chart):
    """Curves in a plot of `height` units, with shaded bands of x and limits of y. `label_width`: room for the ticks of y."""

    x: LabelledScale
    y: LabelledScale
    curve: tuple[Curve, ...]
    band: tuple[Band, ...] = ()
    limit: tuple[PlacedLimit, ...] = ()
    remark: tuple[Remark, ...] = ()
    height: float = 320
    label_width: float = 64

    def faults(self) -> Iterator[Fault]:
        """Points, bands, lines and remarks off their axes; a plot that is higher than a page."""
        yield from Chart.faults(self)
        points: list[tuple[Path, Point]] = [
            (("curve", i, "points", j), at) for i, curve in enumerate(self.curve) for j, at in enumerate(curve.points)
        ]
        points += [(("remark", i, "at"), remark.at) for i, remark in enumerate(self.remark)]
        points += [(("remark", i, "to"), remark.to) for i, remark in enumerate(self.remark) if remark.to]
        yield from self.x.off(*((where, at[0]) for where, at in points), *_ends(self.band, ("band",)))
        yield from self.y.off(*((where, at[1]) for where, at in points))
        for i, limit in enumerate(self.limit):
            yield from self.y.off((("limit", i, "value"), limit.value))
            yield from self.x.off((("limit", i, "at"), limit.at))
        if not self.curve:
            yield ("curve",), "a chart needs a curve"
        if not LOWEST <= self.height <= TALLEST:
            yield ("height",), f"height must be {LOWEST} to {TALLEST}"
        if not 0 <= self.label_width <= WIDEST:
            yield ("label-width",), f"label-width must be 0 to {WIDEST}"


def _ends(parts: tuple[Zone | Band, ...], where: Path) -> Iterator[tuple[Path, float]]:
    for i, part in enumerate(parts):
        yield (*where, i, "low"), part.low
        yield (*where, i, "high"), part.high


KINDS: Mapping[str, type[Chart]] = {**PLOTS, "curves": Curves, "range-bars": RangeBars, "zones": Zones}


# ---------------------------------------------------------------- reading


def read_chart(
    path: str, text: str, problems: Problems, known: Collection[str] | None = None, table: TableFile | None = None
) -> Chart | None:
    """The chart of a data file. Every mistake is reported at its key; then there is none to draw, and None is returned.

    `known` are the keys of the sources that it may name, if that is asked; `table` is the CSV file beside it, if there is one.
    """
    trial = Problems()
    read = read_toml(path, text, chart_schema(), trial)
    for found in trial.found:
        problems.error(found.span, found.code, found.message, found.hint)
    kind = KINDS.get(read.content.get("kind", "")) if isinstance(read.content.get("kind", ""), str) else None
    if kind is None:
        return None
    with_table = _with_table(read, table, problems) if table else read
    if with_table is None:
        return None
    read = with_table
    faulty = {(found.span.line, found.span.col) for found in trial.found}
    faults = list(_sound_faults(kind, read.content, (), {where for where, place in read.places.items() if place in faulty}))
    for where, message in faults:
        problems.error(read.span(*where), "bad-value", message)
    strangers = list(_strangers(read, known))
    for span, code, message, hint in strangers:
        problems.error(span, code, message, hint)
    return None if faults or strangers or not read.sound else _made(kind, read.content)


@dataclass(frozen=True)
class _WithTable(CheckedData):
    """A data file with the rows of the CSV file beside it, and the places of these."""

    cells: Mapping[Path, Span]

    def span(self, *where: str | int) -> Span:
        """The place of a key: in the table if it stands there."""
        starts = (where[:depth] for depth in range(len(where), 0, -1))
        return next((self.cells[start] for start in starts if start in self.cells), super().span(*where))


def _with_table(read: CheckedData, table: TableFile, problems: Problems) -> CheckedData | None:
    """The data file and its table as one, or None: the faults of the table, and a table where none belongs, are told."""
    kind = read.content["kind"]
    twice = next((key for key in ("row", "series") if key in read.content), None)
    if kind not in PLOTS:
        message, hint = f"a chart of the kind “{kind}” has no table", f"a table belongs to {', '.join(PLOTS)}"
        problems.error(Span(table.path, 1), "bad-csv", message, hint)
    elif twice:
        message = f"the rows of this chart stand in {table.path}, too"
        problems.error(read.span(twice), "duplicate-key", message, "keep one of the two")
    keys = read_table(table, kind, problems) if kind in PLOTS and not twice else None
    return _WithTable(read.path, {**read.content, **keys.keys}, read.places, read.sound, keys.places) if keys else None


def _strangers(read: CheckedData, known: Collection[str] | None) -> Iterator[tuple[Span, str, str, str]]:
    """The id, if it is not the file's name, and sources that the guide does not have."""
    if known is None:
        return
    stem, key, sources = PurePosixPath(read.path).stem, read.content.get("id"), read.content.get("source")
    if isinstance(key, str) and key != stem:
        yield read.span("id"), "bad-id", f"the id “{key}” is not the file's name “{stem}”", "make them the same"
    for i, source in enumerate(sources if isinstance(sources, list) else ()):
        if isinstance(source, str) and source not in known:
            message = f"the source “{source}” is not in the references"
            yield read.span("source", i), "unknown-reference", message, did_you_mean(source, known)


def _sound_faults(hint: Any, item: Any, where: Path, faulty: set[Path]) -> Iterator[Fault]:
    """The faults of every part that is of the right sort, though others beside it are not."""
    if isinstance(hint, UnionType):
        hint = get_args(hint)[0]
    if get_origin(hint) is tuple and isinstance(item, list):
        for i, each in enumerate(item):
            yield from _sound_faults(get_args(hint)[0], each, (*where, i), faulty)
    if not (isinstance(hint, type) and issubclass(hint, ChartPart) and isinstance(item, dict)):
        return
    if not any(path[: len(where)] == where for path in faulty):
        yield from ((path, message) for path, message in _faults(_made(hint, item), where))
        return
    hints = get_type_hints(hint)
    for field in fields(hint):
        if _key(field) in item:
            yield from _sound_faults(hints[field.name], item[_key(field)], (*where, _key(field)), faulty)


def place_of_words(path: str, text: str, words: str) -> Span:
    """Where in a data file the words stand, or a piece of them; else the line of its kind."""
    read = read_toml(path, text, {}, Problems())
    spans = (read.span(*where) for where, found in _texts(read.content, ()) if words and words in found)
    return next(spans, read.span("kind"))


def _texts(value: object, where: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield where, value
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _texts(item, (*where, key))


def _faults(value: object, where: Path) -> Iterator[Fault]:
    """The faults of a part and of the parts in it, each with its whole path."""
    if isinstance(value, ChartPart):
        yield from (((*where, *inner), message) for inner, message in value.faults())
        for field in fields(value):
            yield from _faults(getattr(value, field.name), (*where, _key(field)))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _faults(item, (*where, i))


@cache
def chart_schema() -> Mapping[str, Any]:
    """The JSON Schema of a data file: its kind decides what else it holds."""
    whole: dict[str, Any] = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": [*KINDS]}},
        "allOf": [
            {"if": {"required": ["kind"], "properties": {"kind": {"const": kind}}}, "then": _rules(cls)}
            for kind, cls in KINDS.items()
        ],
    }
    return whole


def _least(field: Field[Any], hint: Any) -> dict[str, Any]:
    """What must be there is not empty, and what is told apart by its name has one of its own."""
    needed = field.default is MISSING and field.default_factory is MISSING
    if field.name in ("series", "source"):
        return {"items": {"type": "string", "format": "line", "minLength": 1}, "uniqueItems": True}
    if hint == tuple[str, ...] and field.name != "names":  # a mark or tick may go without a name
        return {"items": {"type": "string", "format": "line", "minLength": 1}} | ({"minItems": 1} if needed else {})
    return {"minLength": 1} if needed and hint is str else {}


def _rules(hint: Any) -> dict[str, Any]:
    """The JSON Schema of a value by the type of its field."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is UnionType:  # "T | None": an absent key is the None
        return _rules(parts[0])
    if origin is Literal:
        return {"enum": [*parts]}
    if origin is tuple and parts[-1] is Ellipsis:
        return {"type": "array", "items": _rules(parts[0]), "maxItems": MOST_ITEMS}
    if origin is tuple:
        return {"type": "array", "items": _rules(parts[0]), "minItems": len(parts), "maxItems": len(parts)}
    if issubclass(hint, ChartPart):
        hints = get_type_hints(hint)
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [_key(field) for field in fields(hint) if field.default is MISSING and field.default_factory is MISSING],
            "properties": {_key(field): _rules(hints[field.name]) | _least(field, hints[field.name]) for field in fields(hint)},
        }
    return {"type": "string", "format": "line"} if hint is str else {"type": {bool: "boolean", float: "number"}[hint]}


def _made(hint: Any, item: Any) -> Any:
    """The value of a field from checked data."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return _made(parts[0], item)
    if origin is tuple:
        return tuple(_made(parts[0], part) for part in item)
    if isinstance(hint, type) and issubclass(hint, ChartPart):
        hints = get_type_hints(hint)
        return hint(**{field.name: _made(hints[field.name], item[_key(field)]) for field in fields(hint) if _key(field) in item})
    return item


def _key(field: Field[Any]) -> str:
    return field.name.replace("_", "-")


def _keys_of(kind: type) -> set[str]:
    """The keys of all parts of charts whose items are of a kind."""
    parts, found = [ChartPart], set[str]()
    while parts:
        part = parts.pop()
        parts += part.__subclasses__()
        hints = get_type_hints(part)
        found |= {_key(field) for field in fields(part) if kind in _kinds(hints[field.name])}
    return found


def _kinds(hint: Any) -> set[Any]:
    """The kinds of value that a type is made of."""
    return {kind for part in get_args(hint) for kind in _kinds(part)} or {hint}


@cache
def number_keys() -> frozenset[str]:
    """The keys at which a chart has numbers and never words."""
    return frozenset(_keys_of(float) - _keys_of(str))
