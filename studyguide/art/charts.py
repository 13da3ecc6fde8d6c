"""Charts: figures drawn from data, so that a changed number changes the picture.

`draw` turns a data file (format: `chartdata`) into SVG. Scales, ticks and positions are worked out here, in picture
units (720 units = the text column); shapes, colours and patterns are the business of the Jinja templates `charts/<kind>.svg`.
The same data give the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from studyguide.art.axes import Axis, printed, units
from studyguide.art.chartdata import Band, Curves, RangeBars, Row, Zone, ZoneRow, Zones
from studyguide.art.chartparts import Chart, HeadedLimit, Point
from studyguide.art.fonts import FontFace
from studyguide.art.measure import Measure
from studyguide.art.plots import draw_plot
from studyguide.html import Environment, fill

WIDTH, EDGE, LINE = 720, 20, 26  # of the picture; its free edge; from one base line of text to the next
STUB, TAIL = 14, 46  # a bar without an upper end, and the arrow that goes on from it

View = dict[str, Any]
"""What a template is given: the chart and its placed parts."""


def slopes(points: Sequence[Point]) -> list[float]:
    """Slopes at the points that keep a cubic through them monotone between neighbours (Fritsch and Carlson, 1980)."""
    steps = [(y1 - y0) / (x1 - x0) if x1 > x0 else 0.0 for (x0, y0), (x1, y1) in pairwise(points)]  # two may stand in one place
    inner = [0.0 if left * right <= 0 else 2 * left * right / (left + right) for left, right in pairwise(steps)]
    return [steps[0], *inner, steps[-1]]


def bezier(points: Sequence[Point]) -> list[tuple[float, ...]]:
    """The curve through points in units: for each neighbour two control points and the end, six numbers."""
    found = []
    tangents = slopes(points)
    for ((x0, y0), (x1, y1)), (left, right) in zip(pairwise(points), pairwise(tangents), strict=True):
        third = (x1 - x0) / 3
        found.append(tuple(units(part) for part in (x0 + third, y0 + third * left, x1 - third, y1 - third * right, x1, y1)))
    return found


# ---------------------------------------------------------------- kinds


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a range chart in its place: `y` its middle, `x` and `end` the bar, `tail` the point of the arrow that goes on."""

    row: Row
    y: float
    height: float
    x: float
    end: float
    tail: float | None
    text: str
    marks: tuple[tuple[float, str], ...]

    @property
    def width(self) -> float:
        """From `x` to `end`."""
        return units(self.end - self.x)

    @property
    def top(self) -> float:
        """The upper edge of the bar."""
        return units(self.y - self.height / 2)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A zone or band in its place."""

    part: Zone | Band
    x: float
    end: float

    @property
    def width(self) -> float:
        """From `x` to `end`."""
        return units(self.end - self.x)

    @property
    def middle(self) -> float:
        """Where a centred label stands."""
        return units((self.x + self.end) / 2)


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of zones in its place: base line of the heading, top and height of the zones."""

    data: ZoneRow
    heading: float
    top: float
    height: float
    zones: tuple[Stretch, ...]
    brackets: tuple[Stretch, ...]


def range_bars(chart: RangeBars) -> View:
    """Rows of bars above one axis; with `compare`, in two groups under headings that count them."""
    axis = Axis(chart.axis, EDGE + chart.label_width, WIDTH - 46)
    limits = (
        chart.limit
        if chart.compare is None
        else (*chart.limit, HeadedLimit(value=chart.compare.value, label=chart.compare.label))
    )
    top = y = EDGE + (LINE + 8 if limits else 0.0)
    bars, headings = [], []
    for heading, rows in _groups(chart):
        if heading:
            headings.append((units(y), heading))
            y += LINE + 10
        for row in rows:
            bars.append(_bar(row, axis, units(y + chart.pitch / 2), min(22, round(chart.pitch * 0.62)), _range(row, chart)))
            y += chart.pitch
    return {
        "axis": axis,
        "bars": bars,
        "headings": headings,
        "lines": [(axis.at(limit.value), limit) for limit in limits],
        "paints": _paints(bar.row for bar in bars),
        "top": units(top),
        "foot": units(y),
        "notes": units(y + 62 + (LINE + 10 if chart.mark_label else 0)),
    }


def _groups(chart: RangeBars) -> list[tuple[str, tuple[Row, ...]]]:
    """Headings with their rows; the bars that begin above the compared value are hatched: the groups differ in grey too."""
    if chart.compare is None:
        return [("", chart.row)]
    value = chart.compare.value
    below = tuple(row for row in chart.row if row.low is not None and row.low > value)
    inside = tuple(row for row in chart.row if row not in below)
    hatched = tuple(replace(row, fill="hatch") for row in below)
    groups = [(chart.compare.inside, inside), (chart.compare.below, hatched)]
    return [(heading.replace("{count}", str(len(rows))), rows) for heading, rows in groups]


def _bar(row: Row, axis: Axis, y: float, height: float, text: str) -> Bar:
    x = axis.start if row.low is None else axis.at(row.low)
    end = x + STUB if row.high is None else axis.at(row.high)
    names = row.names or ("",) * len(row.mark)
    marks = tuple((axis.at(value), name.replace("{value}", printed(value))) for value, name in zip(row.mark, names, strict=True))
    return Bar(row, y, height, x, units(end), units(end + TAIL) if row.tail else None, text, marks)


def _range(row: Row, chart: RangeBars) -> str:
    """The text of a row, or its range; where any row has a fraction, 3 is printed 3.0."""
    if row.text is not None or row.low is None or row.high is None:
        return row.text or ""
    places = 1 if any(end is not None and end % 1 for each in chart.row for end in (each.low, each.high)) else 0
    return f"{printed(row.low, places)}–{printed(row.high, places)}{chart.unit}"


def zones(chart: Zones) -> View:
    """Rows of neighbouring zones; the numbers of the ruler stand under the first."""
    axis = Axis(chart.axis, EDGE + 8, WIDTH - 32)
    y = float(EDGE)
    rows: list[Strip] = []
    for row in chart.row:
        height = row.band + (34 if row.zone else 10)
        parts = (_stretches(row.zone, axis), _stretches(row.bracket, axis))
        rows.append(Strip(row, units(y + 17), units(y + 30), units(height), *parts))
        y += 30 + height + (24 if rows[1:] else 52)
    paints = _paints(zone for row in chart.row for zone in (*row.zone, *row.bracket))
    return {"axis": axis, "rows": rows, "paints": paints, "foot": units(y - 24), "notes": units(y - 14)}


def _stretches(parts: Iterable[Zone | Band], axis: Axis) -> tuple[Stretch, ...]:
    return tuple(Stretch(part, axis.at(part.low), axis.at(part.high)) for part in parts)


def curves(chart: Curves) -> View:
    """A plot: bands behind, limits across, curves, then remarks."""
    top = EDGE + LINE * (1 + max((len(band.text) for band in chart.band), default=0)) + 10
    x = Axis(chart.x, EDGE + chart.label_width, WIDTH - 40)
    y = Axis(chart.y, top + chart.height, top)

    def place(point: Point) -> Point:
        return x.at(point[0]), y.at(point[1])

    lines = [[place(point) for point in curve.points] for curve in chart.curve]
    return {
        "x": x,
        "y": y,
        "bands": _stretches(chart.band, x),
        "limits": [(y.at(limit.value), x.start if limit.at is None else x.at(limit.at), limit) for limit in chart.limit],
        "curves": [(curve, line[0], bezier(line)) for curve, line in zip(chart.curve, lines, strict=True)],
        "remarks": [(place(remark.at), remark.to and place(remark.to), remark) for remark in chart.remark],
        "paints": _paints(chart.band),
        "top": top,
        "foot": units(top + chart.height),
        "notes": units(top + chart.height + 62),
    }


def _paints(parts: Iterable[Row | Zone | Band]) -> list[tuple[str, str]]:
    """The patterns that must be defined: each fill that is one, with its colour."""
    return sorted({(part.fill, part.colour) for part in parts if part.fill not in ("solid", "tint", "open")})


LAYOUTS: Mapping[type[Chart], Callable[[Any], View]] = {Curves: curves, RangeBars: range_bars, Zones: zones}


def draw(chart: Chart, env: Environment, faces: tuple[FontFace, ...] = ()) -> str:
    """The SVG of a chart; `env` must find the templates `charts/<kind>.svg`, and `faces` are what its words are measured with.

    Raises NoRoom where a table has more rows than its kind of chart can show.
    """
    if type(chart) not in LAYOUTS:
        return draw_plot(chart, env, Measure(faces))
    view = LAYOUTS[type(chart)](chart)
    height = math.ceil(view["notes"] + LINE * len(chart.note) + EDGE)
    return fill(env, f"charts/{chart.kind}.svg", chart=chart, height=height, **view)
