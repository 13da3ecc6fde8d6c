"""Charts: figures drawn from data, so that a changed number changes the picture.

`draw` turns a data file (format: `chartdata`) into SVG, as wide as the text column (720 units) or for one of 80 mm (496), where
words stand above what has no room beside them. Scales, ticks and positions are worked out here, in picture units; shapes,
colours and patterns are the business of the Jinja templates `charts/<kind>.svg`. The same data give the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from studyguide.art.axes import Axis, printed, units
from studyguide.art.chartdata import Band, Curve, Curves, RangeBars, Remark, Row, Zone, ZoneRow, Zones
from studyguide.art.chartparts import Chart, HeadedLimit, Point
from studyguide.art.fonts import FontFace
from studyguide.art.measure import GAP, WIDE, Measure
from studyguide.art.plots import PlacedWords, draw_plot
from studyguide.html import Environment, fill

EDGE, LINE = 20, 26  # the free edge of a picture; from one base line of text to the next
BESIDE, DROP = 44, 24  # from this distance of rows on their words stand above each other; how much lower a second row of ticks is
ASIDE, SPOTS = 13, 8  # by how much a remark is moved to find room; so many spots of a piece of a curve are kept free
SAMPLE = 42  # the room for a sample before a name
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
    """A row of a range chart in its place: `y` its middle, `x` and `end` the bar, `tail` the point of the arrow that goes on.

    `heads` are its words where they stand above it, in a narrow picture.
    """

    row: Row
    y: float
    height: float
    x: float
    end: float
    tail: float | None
    text: str
    marks: tuple[tuple[float, str], ...]
    heads: tuple[PlacedWords, ...] = ()

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
    """A row of zones in its place: its heading, top and height of the zones; where their names stand, if it is below."""

    data: ZoneRow
    heading: PlacedWords
    top: float
    height: float
    zones: tuple[Stretch, ...]
    brackets: tuple[Stretch, ...]
    keys: tuple[tuple[Point, Zone], ...] = ()


def range_bars(chart: RangeBars, measure: Measure) -> View:
    """Rows of bars above one axis; with `compare`, in two groups under headings that count them."""
    above = measure.slim and chart.pitch >= BESIDE  # words above their bars
    end = measure.sheet - (
        max(EDGE, measure.width(chart.axis.names[-1] if chart.axis.names else "1,000") / 2 + 8) if above else 46
    )
    axis = Axis(chart.axis, EDGE + (10 if above else chart.label_width), units(end))
    limits = (
        chart.limit
        if chart.compare is None
        else (*chart.limit, HeadedLimit(value=chart.compare.value, label=chart.compare.label))
    )
    named = _limit_names(axis, limits, measure)
    rows = [row for row, _ in named]
    top = y = EDGE + (LINE * (1 + max(rows)) + 8 if limits else 0.0)
    bars, headings = [], []
    for heading, group in _groups(chart):
        if heading:
            headings.append((units(y), heading))
            y += LINE + 10
        for row in group:
            text = _range(row, chart)
            if above:
                heads = _heads(row, text, y, measure)
                y += LINE * sum(len(words.lines) for words in heads if words.x == EDGE) + (
                    LINE if row.names and not (row.low is row.high is None) else 0
                )
                bars.append(replace(_bar(row, axis, units(y + 18), 22, text), heads=heads))
                y += 42
            else:
                bars.append(_bar(row, axis, units(y + chart.pitch / 2), min(22, round(chart.pitch * 0.62)), text))
                y += chart.pitch
    low = _lower(axis, measure)
    under = 62 + (DROP if low else 0)
    marked = measure.wrapped(chart.mark_label, measure.sheet - 2 * EDGE - 24) if measure.slim else (chart.mark_label,)
    return {
        "axis": axis,
        "bars": bars,
        "headings": [(y, _within(lines_at(axis, limits) + 8, heading, measure)) for y, heading in headings],
        "lines": [
            (axis.at(limit.value), limit, units(top - 12 - LINE * (max(rows) - row)), x)
            for limit, (row, x) in zip(limits, named, strict=True)
        ],
        "grid": [(bar.top - 6, bar.top + bar.height + 6) for bar in bars] if above else [(units(top), units(y))],
        "low": low,
        "axis_label": ((axis.start + axis.end) / 2, units(y) + under - 6, (chart.axis.label,)),
        "mark_label": (units(y) + under + 22, marked),
        "paints": _paints(bar.row for bar in bars),
        "top": units(top),
        "foot": units(y),
        "notes": units(y + under + (LINE * len(marked) + 10 if chart.mark_label else 0)),
    }


def _limit_names(axis: Axis, limits: Sequence[HeadedLimit], measure: Measure) -> list[tuple[int, float]]:
    """In which line above the bars the name of each limit stands, and where.

    In a narrow picture a name stays in it, and stands below those that it would touch.
    """
    found: list[tuple[int, float]] = []
    ends = [-math.inf] * len(limits)
    for limit in limits:
        x = axis.at(limit.value) + {"start": -4, "middle": 0, "end": 4}[limit.anchor]
        width = measure.width(limit.label, 600)
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[limit.anchor] * width
        moved = min(max(left, EDGE), measure.sheet - EDGE - width) - left if measure.slim else 0.0
        row = next(n for n, end in enumerate(ends) if left + moved > end + GAP) if measure.slim else 0
        ends[row] = left + moved + width
        found.append((row, units(x + moved)))
    return found


def lines_at(axis: Axis, limits: Sequence[HeadedLimit]) -> float:
    """Where the last of the limits stands, behind which the headings begin."""
    return axis.at(limits[-1].value) if limits else 0.0


def _within(x: float, words: str, measure: Measure) -> PlacedWords:
    """Words that begin at `x`, or so far before it that they stay in a narrow picture."""
    most = measure.sheet - EDGE - measure.width(words, 600)
    return PlacedWords(units(min(x, most) if measure.slim else x), 0, (words,))


def _heads(row: Row, text: str, y: float, measure: Measure) -> tuple[PlacedWords, ...]:
    """The words above a bar that begins at `y`: its label, and its text beside it or, if it has no room there, below."""
    room = measure.sheet - 2 * EDGE
    label, width = measure.wrapped(row.label, room, 600), measure.width(row.label, 600) + GAP
    first = PlacedWords(EDGE, units(y + LINE - 4), label, weight=600)
    if len(label) == 1 and width + measure.width(text) <= room:
        return first, PlacedWords(units(EDGE + width), first.y, (text,))
    return first, PlacedWords(EDGE, units(first.y + LINE * len(label)), measure.wrapped(text, room))


def _lower(axis: Axis, measure: Measure) -> tuple[float, ...]:
    """The ticks of a level axis whose names stand a line lower in a narrow picture, lest they touch those before them."""
    found, ends = [], [-math.inf, -math.inf]
    for at, name in axis.marks if measure.slim else ():
        half = measure.width(name) / 2
        row = 0 if at - half >= ends[0] + 4 else 1
        if name:
            ends[row] = at + half
            found += [at] * row
    return tuple(found)


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


def zones(chart: Zones, measure: Measure) -> View:
    """Rows of neighbouring zones; the numbers of the ruler stand under the first."""
    axis = Axis(chart.axis, EDGE + 8, measure.sheet - 32)
    low = _lower(axis, measure)
    y = float(EDGE)
    rows: list[Strip] = []
    for row in chart.row:
        parts = (_stretches(row.zone, axis), _stretches(row.bracket, axis))
        below = measure.slim and any(measure.width(each.part.label) > each.width - 4 for each in parts[0])  # type: ignore[union-attr]
        heading = measure.wrapped(row.label, measure.sheet - 2 * EDGE, 600) if measure.slim else (row.label,)
        height = row.band + (0 if below else 34 if row.zone else 10)
        top = y + 30 + LINE * (len(heading) - 1)
        foot = top + height + (24 if rows else 52 + (DROP if low else 0))
        keys = _keys(row.zone, foot + 8, measure) if below else ()
        rows.append(Strip(row, PlacedWords(EDGE, units(y + 17), heading), units(top), units(height), *parts, keys))
        y = keys[-1][0][1] + LINE if keys else foot
    paints = _paints(zone for row in chart.row for zone in (*row.zone, *row.bracket))
    return {"axis": axis, "rows": rows, "low": low, "paints": paints, "foot": units(y - 24), "notes": units(y - 14)}


def _keys(zones: Sequence[Zone], y: float, measure: Measure) -> tuple[tuple[Point, Zone], ...]:
    """Where the names of zones stand below them, behind a sample of each: in two columns, or in one if a name needs both."""
    half = (measure.sheet - 2 * EDGE) / 2
    columns = 2 if all(measure.width(zone.label) <= half - SAMPLE - GAP for zone in zones) else 1
    places = ((EDGE + n % columns * half, y + LINE * (n // columns)) for n in range(len(zones)))
    return tuple(((units(x), units(at)), zone) for (x, at), zone in zip(places, zones, strict=True))


def _stretches(parts: Iterable[Zone | Band], axis: Axis) -> tuple[Stretch, ...]:
    return tuple(Stretch(part, axis.at(part.low), axis.at(part.high)) for part in parts)


def curves(chart: Curves, measure: Measure) -> View:
    """A plot: bands behind, limits across, curves, then remarks."""
    room = measure.sheet - 2 * EDGE
    said = measure.wrapped(chart.y.label, room, 600) if measure.slim else (chart.y.label,)
    heads = [measure.wrapped(" ".join(band.text), room, 600) if measure.slim else band.text for band in chart.band]
    top = EDGE + LINE * (len(said) + max(map(len, heads), default=0)) + 10
    x = Axis(chart.x, EDGE + chart.label_width, measure.sheet - 40)
    y = Axis(chart.y, top + chart.height, top)
    low, foot = _lower(x, measure), units(top + chart.height)
    under = DROP if low else 0

    def place(point: Point) -> Point:
        return x.at(point[0]), y.at(point[1])

    lines = [[place(point) for point in curve.points] for curve in chart.curve]
    bands = _stretches(chart.band, x)
    limits = [(y.at(limit.value), x.start if limit.at is None else x.at(limit.at), limit) for limit in chart.limit]
    named = _named_curves(chart) if measure.slim else {}
    there = [_box(at, at_y - 8, (limit.label,), limit.anchor, 400, measure) for at_y, at, limit in limits]
    there += [spot for line in lines for spot in _on(line)]
    free = [remark for remark in chart.remark if remark not in named]
    return {
        "x": x,
        "y": y,
        "bands": [(band, _around(band.middle, words, measure)) for band, words in zip(bands, heads, strict=True)],
        "limits": limits,
        "curves": [(curve, line[0], bezier(line)) for curve, line in zip(chart.curve, lines, strict=True)],
        "remarks": [_remark(place(remark.at), remark.to and place(remark.to), remark, foot, there, measure) for remark in free],
        "keys": [
            (units(foot + 66 + under + LINE * n), curve, " ".join(remark.text))
            for n, (remark, curve) in enumerate(named.items(), 1)
        ],
        "paints": _paints(chart.band),
        "top": top,
        "foot": foot,
        "low": low,
        "y_label": said,
        "x_label": ((x.start + x.end) / 2, foot + 56 + under, (chart.x.label,)),
        "notes": units(top + chart.height + 62 + under + (LINE * len(named) + GAP if named else 0)),
    }


def _named_curves(chart: Curves) -> dict[Remark, Curve]:
    """The remarks that name a curve by its colour, which in a narrow picture stand below it, behind a piece of the curve."""
    curves = {curve.colour: curve for curve in chart.curve}
    plain = [remark for remark in chart.remark if remark.to is None and remark.colour in curves]
    return {remark: curves[remark.colour] for remark in plain} if len(curves) == len(chart.curve) > 1 else {}  # type: ignore[index]


def _around(x: float, lines: Sequence[str], measure: Measure) -> PlacedWords:
    """Lines around a middle, or so far off it that they stay in a narrow picture."""
    half = measure.widest(lines, 600) / 2
    inside = min(max(x, EDGE + half), measure.sheet - EDGE - half)
    return PlacedWords(units(inside if measure.slim else x), 0, tuple(lines))


Box = tuple[float, float, float, float]
"""Left, top, right and bottom of words."""


def _box(x: float, y: float, lines: Sequence[str], anchor: str, weight: int, measure: Measure) -> Box:
    width = measure.widest(lines, weight)
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * width
    return left, y - LINE + 4, left + width, y + LINE * (len(lines) - 1) + 6


def _remark(
    at: Point, to: Point | None, remark: Remark, foot: float, there: list[Box], measure: Measure
) -> tuple[Point, Point | None, Remark]:
    """A remark at its place; in a narrow picture in more lines, above the axis and what is `there`, to which it is added."""
    if not measure.slim:
        return at, to, remark
    weight = 400 if remark.colour == "black" else 600
    room = measure.sheet - EDGE - at[0]
    lines = remark.text if measure.widest(remark.text, weight) <= room else measure.wrapped(" ".join(remark.text), room, weight)
    lowest = min(at[1], foot - 16 - LINE * (len(lines) - 1))
    width, steps = measure.widest(lines, weight), int(lowest / ASIDE)
    tried = [(at[0] + ASIDE * right, lowest - ASIDE * up) for up in range(steps) for right in range(4)]
    inside = [spot for spot in tried if spot[0] + width <= measure.sheet - 4]
    boxes = ((spot, _box(spot[0], spot[1] + 7, lines, "start", weight, measure)) for spot in inside)
    spot = next((spot for spot, box in boxes if not any(_touch(box, other) for other in there)), (at[0], lowest))
    there.append(_box(spot[0], spot[1] + 7, lines, "start", weight, measure))
    return (units(spot[0]), units(spot[1])), to, replace(remark, text=tuple(lines))


def _on(line: Sequence[Point]) -> Iterator[Box]:
    """Spots of a curve that words must leave free."""
    for (x0, y0), (x1, y1) in pairwise(line):
        for part in range(SPOTS):
            x, y = x0 + (x1 - x0) * part / SPOTS, y0 + (y1 - y0) * part / SPOTS
            yield x - 3, y - 3, x + 3, y + 3


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _paints(parts: Iterable[Row | Zone | Band]) -> list[tuple[str, str]]:
    """The patterns that must be defined: each fill that is one, with its colour."""
    return sorted({(part.fill, part.colour) for part in parts if part.fill not in ("solid", "tint", "open")})


LAYOUTS: Mapping[type[Chart], Callable[[Any, Measure], View]] = {Curves: curves, RangeBars: range_bars, Zones: zones}


def draw(chart: Chart, env: Environment, faces: tuple[FontFace, ...] = (), sheet: int = WIDE) -> str:
    """The SVG of a chart, `sheet` units wide.

    `env` must find the templates `charts/<kind>.svg`, and `faces` are what its words are measured with.
    Raises NoRoom where a table has more rows than its kind of chart can show.
    """
    measure = Measure(faces, sheet)
    if type(chart) not in LAYOUTS:
        return draw_plot(chart, env, measure)
    view = LAYOUTS[type(chart)](chart, measure)
    if measure.slim:
        chart = replace(chart, note=measure.wrapped(" ".join(chart.note), sheet - 2 * EDGE))
    height = math.ceil(view["notes"] + LINE * len(chart.note) + EDGE)
    return fill(env, f"charts/{chart.kind}.svg", chart=chart, width=sheet, height=height, **view)
