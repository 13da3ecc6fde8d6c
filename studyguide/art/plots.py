"""The charts of a table laid out: where bars, marks and words stand, in picture units. All room for words is measured first.

What is told apart by colour is told apart by pattern, mark or dash too: it can be read in grey, and without seeing colours.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from studyguide.art.axes import Axis, units
from studyguide.art.chartparts import Chart, Limit, Scale
from studyguide.art.measure import GAP, LINE, Measure, figures, log_ticks, round_ticks
from studyguide.art.plotdata import BarChart, ColumnChart, LineChart, PlotAxis, PointChart, RangeChart, ShareChart
from studyguide.html import Environment, fill

EDGE = 20
LABELS = 260  # the widest column of labels, and the highest room for those that are turned
THICK, SPACE, PITCH = 20, 4, 14  # of a bar; between bars of a row; between rows
TICK = 7  # its length
DOWN = 7  # from the middle of a line of words to its base line
FILLS = (("solid", "blue"), ("hatch", "orange"), ("dots", "green"), ("dense", "purple"), ("open", "grey"), ("solid", "grey"))
MARKS = ("disc", "diamond", "square", "triangle", "ring", "cross")
DASHES = ("", "12 6", "3 4", "14 5 3 5", "22 6", "8 3 8 8")
LIMITS = ("8 5", "2 5", "16 4")


class NoRoom(Exception):
    """Raised where a table has more rows than a kind of chart can show; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Painted:
    """A box: its place and size, and how it is filled."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    colour: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, with its colour (or “ink”, “faint”), width and dashes."""

    points: tuple[tuple[float, float], ...]
    colour: str = "ink"
    width: float = 1.5
    dash: str = ""


@dataclass(frozen=True, slots=True)
class PlotMark:
    """A mark of a shape of MARKS, around a place."""

    x: float
    y: float
    shape: str
    colour: str


@dataclass(frozen=True, slots=True)
class PlacedWords:
    """Lines of words: the base line of the first; `turned` ones are read from the foot to the head."""

    x: float
    y: float
    lines: tuple[str, ...]
    anchor: str = "start"
    weight: int = 400
    turned: bool = False


@dataclass
class Picture:
    """What is painted, in this order, and how far down the picture goes."""

    grid: list[Stroke] = field(default_factory=list)
    boxes: list[Painted] = field(default_factory=list)
    plates: list[Painted] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    marks: list[PlotMark] = field(default_factory=list)
    words: list[PlacedWords] = field(default_factory=list)
    foot: float = EDGE

    def say(self, x: float, y: float, lines: Sequence[str], anchor: str = "start", weight: int = 400) -> None:
        """Put lines of words, the first on the base line `y`."""
        if any(lines):
            self.words.append(PlacedWords(units(x), units(y), tuple(lines), anchor, weight))


def draw_plot(chart: Chart, env: Environment, measure: Measure) -> str:
    """The SVG of a table's chart. Raises NoRoom, TemplateFailed."""
    picture = Picture()
    KINDS[type(chart)](chart, measure, picture)
    notes = [line for note in chart.note for line in measure.wrapped(note, measure.sheet - 2 * EDGE)]
    height = math.ceil(picture.foot + LINE * len(notes) + EDGE)
    paints = sorted({(box.fill, box.colour) for box in picture.boxes if box.fill not in ("solid", "open")})
    shown = replace(chart, note=tuple(notes))
    return fill(
        env,
        "charts/plot.svg",
        chart=shown,
        width=measure.sheet,
        height=height,
        notes=units(picture.foot),
        paints=paints,
        picture=picture,
    )


# ---------------------------------------------------------------- what stands above and beside a plot


@dataclass(frozen=True, slots=True)
class Sample:
    """An entry of the legend: its words, and what they are for: a box, a line with a mark, or both."""

    name: str
    fill: tuple[str, str] | None = None
    stroke: tuple[str, str] | None = None  # colour, dash
    mark: tuple[str, str] | None = None  # shape, colour


SAMPLE = 38  # the room for what the words of an entry are for


def _legend(samples: Sequence[Sample], measure: Measure, picture: Picture) -> None:
    """Put the entries side by side, as many on a line as have room."""
    x, y = float(EDGE), picture.foot
    below = y
    for sample in samples:
        lines = measure.wrapped(sample.name, measure.sheet - 2 * EDGE - SAMPLE)
        width = SAMPLE + measure.widest(lines)
        if x > EDGE and x + width > measure.sheet - EDGE:
            x, y = EDGE, below
        _sample(sample, x, y + LINE / 2, picture)
        picture.say(x + SAMPLE, y + LINE / 2 + DOWN, lines)
        below = max(below, y + LINE * max(1, len(lines)))
        x += width + 2 * GAP
    picture.foot = below + (GAP if samples else 0)


def _sample(sample: Sample, x: float, middle: float, picture: Picture) -> None:
    if sample.fill:
        picture.boxes.append(Painted(units(x), units(middle - 8), 26, 16, *sample.fill))
    if sample.stroke:
        colour, dash = sample.stroke
        ends = ((units(x), units(middle)), (units(x + 30), units(middle)))
        picture.strokes.append(Stroke(ends, colour, 1.5 if colour == "ink" else 3, dash))
    if sample.mark:
        picture.marks.append(PlotMark(units(x + 14), units(middle), *sample.mark))


def _limits(limits: Sequence[Limit]) -> list[Sample]:
    return [Sample(limit.label, stroke=("ink", LIMITS[i % len(LIMITS)])) for i, limit in enumerate(limits)]


def _axis(axis: PlotAxis, shown: Iterable[float], place: tuple[float, float], fits: Callable[[Axis], bool], most: int) -> Axis:
    """A scale laid out: its own ticks, or as many round ones as have room for their numbers."""
    low, high = min(found := [*shown]), max(found)
    for count in range(most, 1, -1):
        ticks = axis.ticks or (log_ticks if axis.scale == "log" else round_ticks)(low, high, count)
        laid = Axis(Scale(ticks=ticks, scale=axis.scale), *place)
        if axis.ticks or fits(laid):
            return laid
    return laid


def _side_by_side(marks: Sequence[tuple[float, str]], measure: Measure) -> list[tuple[float, str]]:
    """The numbers below an axis that have room: those that would touch the one before are left out."""
    kept: list[tuple[float, str]] = []
    for at, name in marks:
        if not kept or at - measure.width(name) / 2 >= kept[-1][0] + measure.width(kept[-1][1]) / 2 + GAP:
            kept.append((at, name))
    return kept


def _numbers(axis: Axis) -> list[tuple[float, str]]:
    return [(axis.at(tick), figures(tick)) for tick in axis.scale.ticks]


def _below(axis: Axis, label: str, measure: Measure, picture: Picture, unit: str = "") -> None:
    """An axis that lies below a plot, with its numbers and its label."""
    foot = picture.foot
    picture.strokes.append(Stroke(((axis.start, units(foot)), (axis.end, units(foot)))))
    marks = [(at, name + unit) for at, name in _numbers(axis)]
    for at, _ in marks:
        picture.strokes.append(Stroke(((at, units(foot)), (at, units(foot + TICK)))))
    for at, name in _side_by_side(marks, measure):
        picture.say(at, foot + 27, [name], "middle")
    picture.foot = foot + 36
    _label(label, (axis.start + axis.end) / 2, measure, picture)


def _label(label: str, middle: float, measure: Measure, picture: Picture) -> None:
    """What is told of a level axis, below it: around its middle, but within the picture."""
    lines = measure.wrapped(label, measure.sheet - 2 * EDGE)
    half = measure.widest(lines) / 2
    picture.say(min(max(middle, EDGE + half), measure.sheet - EDGE - half), picture.foot + 20, lines, "middle")
    picture.foot += LINE * len(lines)


# ---------------------------------------------------------------- lying bars


def _extent(axis: PlotAxis, values: Iterable[float | None], limits: Iterable[Limit]) -> list[float]:
    """All that an axis must reach: bars begin at nought, where there is one."""
    shown = [value for value in values if value is not None] + [limit.value for limit in limits]
    return shown if axis.scale == "log" else [*shown, 0.0]


def _lying(
    labels: Sequence[tuple[str, ...]], axis: PlotAxis, shown: list[float], rooms: tuple[float, float], measure: Measure
) -> Axis:
    """The axis of lying bars: right of their labels, with room at both ends for what is printed there."""
    start = EDGE + max(measure.widest(lines) for lines in labels) + GAP + 2 + rooms[0]
    return _level(axis, shown, start, rooms[1], measure)


def _level(axis: PlotAxis, shown: list[float], start: float, room: float, measure: Measure) -> Axis:
    """A level axis from `start` to the right edge less some room, or half of its last number, none of which touches another."""

    def fits(axis: Axis) -> bool:
        return _side_by_side(_numbers(axis), measure) == _numbers(axis)

    trial = _axis(axis, shown, (units(start), units(measure.sheet - EDGE - room)), fits, 8)
    first, last = (measure.width(figures(trial.scale.ticks[end]) + "%") / 2 for end in (0, -1))
    return _axis(axis, shown, (units(max(start, EDGE + first)), units(measure.sheet - EDGE - max(room, last))), fits, 8)


def _side_labels(names: Iterable[str], measure: Measure) -> list[tuple[str, ...]]:
    return [measure.wrapped(name, LABELS) or ("",) for name in names]


def _beside(lines: tuple[str, ...], axis: Axis, room: float, middle: float, picture: Picture) -> None:
    """The label of a row, at the left of the axis, around its middle."""
    picture.say(axis.start - GAP - room, middle + DOWN - LINE * (len(lines) - 1) / 2, lines, "end")


def _across(axis: Axis, top: float, limits: Sequence[Limit], picture: Picture) -> None:
    """Faint lines at the ticks, dashed ones at the limits."""
    for at, _ in _numbers(axis):
        picture.grid.append(Stroke(((at, units(top)), (at, units(picture.foot))), "faint", 0.75, "1 5"))
    for i, limit in enumerate(limits):
        at = axis.at(limit.value)
        picture.strokes.append(Stroke(((at, units(top)), (at, units(picture.foot))), dash=LIMITS[i % len(LIMITS)]))


def bars(chart: BarChart, measure: Measure, picture: Picture) -> None:
    """A group of bars for each row, each with its number behind its end."""
    _legend([*_boxes(chart.series), *_limits(chart.limit)], measure, picture)
    values = [value for row in chart.row for value in row.numbers if value is not None]
    left, right = (
        max((measure.width(figures(value) + chart.unit) + GAP for value in values if (value < 0) is below), default=0.0)
        for below in (True, False)
    )
    labels = _side_labels((row.label for row in chart.row), measure)
    axis = _lying(labels, chart.axis, _extent(chart.axis, values, chart.limit), (left, right), measure)
    zero = _zero(axis)
    top = picture.foot
    for row, lines in zip(chart.row, labels, strict=True):
        count = len(row.values)
        thick = count * THICK + (count - 1) * SPACE
        height = max(thick, LINE * len(lines))
        picture.foot += PITCH / 2
        _beside(lines, axis, left, picture.foot + height / 2, picture)
        y = picture.foot + (height - thick) / 2
        for i, value in enumerate(row.numbers):
            if value is not None:
                at = axis.at(value)
                picture.boxes.append(Painted(min(at, zero), units(y), units(abs(at - zero)), THICK, *FILLS[i]))
                end = (at - 8, "end") if value < 0 else (at + 8, "start")
                picture.say(end[0], y + THICK / 2 + DOWN, [figures(value) + chart.unit], end[1])
            y += THICK + SPACE
        picture.foot += height + PITCH / 2
    _across(axis, top, chart.limit, picture)
    picture.strokes.append(Stroke(((zero, units(top)), (zero, units(picture.foot)))))
    _below(axis, _told(chart.axis, chart.series), measure, picture)


def _boxes(series: Sequence[str]) -> list[Sample]:
    """What the fills stand for; one series needs no telling apart."""
    return [Sample(name, fill=FILLS[i]) for i, name in enumerate(series) if name] if len(series) > 1 else []


def _told(axis: PlotAxis, series: Sequence[str]) -> str:
    """What is told of an axis: its label, or for want of it the name of the only series."""
    return axis.label or (series[0] if len(series) == 1 else "")


def _zero(axis: Axis) -> float:
    """Where bars begin: at nought, or at the end of the axis that is nearest to it."""
    ticks = axis.scale.ticks
    return axis.start if axis.scale.scale == "log" else axis.at(max(min(0.0, ticks[-1]), ticks[0]))


def ranges(chart: RangeChart, measure: Measure, picture: Picture) -> None:
    """A range for each row, in words behind its end."""
    middle = [Sample(chart.middle_label, mark=("diamond", "white"))] if chart.middle_label else []
    _legend([*middle, *_limits(chart.limit)], measure, picture)
    said = [f"{figures(row.low)}–{figures(row.high)}{chart.unit}" for row in chart.row]
    labels = _side_labels((row.label for row in chart.row), measure)
    shown = [end for row in chart.row for end in (row.low, row.high)] + [limit.value for limit in chart.limit]
    axis = _lying(labels, chart.axis, shown, (0.0, measure.widest(said) + GAP), measure)
    top = picture.foot
    for row, lines, words in zip(chart.row, labels, said, strict=True):
        height = max(THICK, LINE * len(lines))
        y = picture.foot + PITCH / 2 + height / 2
        _beside(lines, axis, 0.0, y, picture)
        start, end = axis.at(row.low), axis.at(row.high)
        picture.boxes.append(Painted(start, units(y - THICK / 2), units(end - start), THICK, *FILLS[0]))
        if row.middle is not None:
            picture.marks.append(PlotMark(axis.at(row.middle), units(y), "diamond", "white"))
        picture.say(end + 8, y + DOWN, [words])
        picture.foot += height + PITCH
    _across(axis, top, chart.limit, picture)
    _below(axis, chart.axis.label, measure, picture)


def shares(chart: ShareChart, measure: Measure, picture: Picture) -> None:
    """A bar of a hundred per cent for each row; a part says its share where it has room for that."""
    _legend(_boxes(chart.series), measure, picture)
    labels = _side_labels((row.label for row in chart.row), measure)
    axis = _lying(labels, PlotAxis(ticks=(0, 25, 50, 75, 100)), [0.0, 100.0], (0.0, 0.0), measure)
    top = picture.foot
    for row, lines in zip(chart.row, labels, strict=True):
        height = max(THICK + 10, LINE * len(lines))
        y = picture.foot + PITCH / 2 + height / 2
        _beside(lines, axis, 0.0, y, picture)
        _parts([value or 0.0 for value in row.numbers], axis, y, measure, picture)
        picture.foot += height + PITCH
    _across(axis, top, (), picture)
    _below(axis, "", measure, picture, "%")


def _parts(values: list[float], axis: Axis, y: float, measure: Measure, picture: Picture) -> None:
    total, done = math.fsum(values), 0.0
    for i, value in enumerate(values):
        start, end = axis.at(100 * done / total), axis.at(min(100.0, 100 * (done + value) / total))
        done += value
        if value:
            picture.boxes.append(Painted(start, units(y - THICK / 2 - 5), units(end - start), THICK + 10, *FILLS[i]))
        words = f"{figures(round(100 * value / total))}%"
        width = measure.width(words)
        if end - start >= width + 2 * GAP:
            middle = (start + end) / 2
            picture.plates.append(Painted(units(middle - width / 2 - 4), units(y - 12), units(width + 8), 24, "open", "grey"))
            picture.say(middle, y + DOWN, [words], "middle")


# ---------------------------------------------------------------- plots with an axis at their side


def _standing(
    chart: LineChart | ColumnChart, samples: list[Sample], shown: list[float], measure: Measure, picture: Picture
) -> Axis:
    """The upright axis of a plot, below its label and the legend, with faint lines across at its ticks, and the limits."""
    spec, height = chart.measured, chart.height
    _legend([*samples, *_limits(chart.limit)], measure, picture)
    lines = measure.wrapped(_told(spec, chart.series), measure.sheet - 2 * EDGE, 600)
    picture.say(EDGE, picture.foot + 18, lines, weight=600)
    picture.foot += LINE * len(lines) + LINE
    most = max(2, min(8, int(height / 44) + 1))
    axis = _axis(spec, shown, (units(picture.foot + height), units(picture.foot)), lambda _: True, most)
    start = units(EDGE + measure.widest([name for _, name in _numbers(axis)]) + TICK + 5)
    last = picture.foot + height + 2 * LINE
    for at, name in _numbers(axis):
        picture.grid.append(Stroke(((start, at), (measure.sheet - EDGE, at)), "faint", 0.75, "1 5"))
        picture.strokes.append(Stroke(((units(start - TICK), at), (start, at))))
        if last - at >= LINE - 4:
            picture.say(start - TICK - 5, at + DOWN, [name], "end")
            last = at
    for i, limit in enumerate(chart.limit):
        at = axis.at(limit.value)
        picture.strokes.append(Stroke(((start, at), (measure.sheet - EDGE, at)), dash=LIMITS[i % len(LIMITS)]))
    picture.strokes.append(Stroke(((start, axis.start), (start, axis.end))))
    picture.foot += height
    return axis


def _under(labels: Sequence[str], centres: Sequence[float], slot: float, measure: Measure, picture: Picture) -> None:
    """Labels below the places of a plot: level where all have room, else turned. Raises NoRoom."""
    foot = picture.foot
    level = [measure.wrapped(label, slot - GAP) or ("",) for label in labels]
    whole = all(measure.width(word) <= slot - GAP for label in labels for word in label.split())
    if whole:
        for centre, lines in zip(centres, level, strict=True):
            picture.say(centre, foot + 27, lines, "middle")
        picture.foot = foot + 10 + LINE * max(len(lines) for lines in level)
        return
    most = int((slot + 4) / LINE)
    turned = [measure.wrapped(label, LABELS) or ("",) for label in labels]
    if most < 1 or any(len(lines) > most for lines in turned):
        raise NoRoom('use kind = "bars", in which labels stand beside their rows, fewer rows, or shorter labels')
    for centre, lines in zip(centres, turned, strict=True):
        x = units(centre + DOWN - LINE * (len(lines) - 1) / 2)
        picture.words.append(PlacedWords(x, units(foot + 12), lines, "end", turned=True))
    picture.foot = foot + 16 + max(measure.widest(lines) for lines in turned)


def columns(chart: ColumnChart, measure: Measure, picture: Picture) -> None:
    """A group of columns for each row, with its numbers above where all have room. Raises NoRoom."""
    values = [value for row in chart.row for value in row.numbers if value is not None]
    shown = _extent(chart.axis, values, chart.limit)
    axis = _standing(chart, _boxes(chart.series), shown, measure, picture)
    start = picture.strokes[-1].points[0][0]
    slot = (measure.sheet - EDGE - start) / len(chart.row)
    count = len(chart.row[0].values)
    width = slot * 0.76 / count
    zero = _zero(axis)
    roomy = all(measure.width(figures(value) + chart.unit) <= (slot if count == 1 else width) - 4 for value in values)
    for i, row in enumerate(chart.row):
        x = start + slot * (i + 0.5) - width * count / 2
        for j, value in enumerate(row.numbers):
            if value is not None:
                at = axis.at(value)
                picture.boxes.append(Painted(units(x), min(at, zero), units(width), units(abs(at - zero)), *FILLS[j]))
                if roomy:
                    picture.say(x + width / 2, at + (20 if value < 0 else -6), [figures(value) + chart.unit], "middle")
            x += width
    picture.strokes.append(Stroke(((start, zero), (measure.sheet - EDGE, zero))))
    low = max((axis.at(value) for value in values if value < 0), default=0.0)
    picture.foot = max(picture.foot, low + 22 if roomy else low)
    centres = [start + slot * (i + 0.5) for i in range(len(chart.row))]
    _under([row.label for row in chart.row], centres, slot, measure, picture)
    picture.foot += GAP


def lines(chart: LineChart, measure: Measure, picture: Picture) -> None:
    """A line for each series, through a mark for each number. Raises NoRoom."""
    _places(chart, measure, picture, joined=True)


def points(chart: PointChart, measure: Measure, picture: Picture) -> None:
    """A mark for each number. Raises NoRoom."""
    _places(chart, measure, picture, joined=False)


def _places(chart: LineChart, measure: Measure, picture: Picture, *, joined: bool) -> None:
    values = [value for row in chart.row for value in row.numbers if value is not None] + [limit.value for limit in chart.limit]
    samples = [
        Sample(name, stroke=(FILLS[i][1], DASHES[i]) if joined else None, mark=(MARKS[i], FILLS[i][1]))
        for i, name in enumerate(chart.series)
        if name and len(chart.series) > 1
    ]
    y = _standing(chart, samples, values, measure, picture)
    start, foot = picture.strokes[-1].points[0][0], picture.foot
    axis = None
    if (places := chart.places) is not None:
        axis = _level(chart.x, [*places], start + 12, 12, measure)
        across = [axis.at(place) for place in places]
    else:
        slot = (measure.sheet - EDGE - start) / len(chart.row)
        across = [start + slot * (i + 0.5) for i in range(len(chart.row))]
    for j in range(len(chart.row[0].values)):
        spots = [(x, row.numbers[j]) for x, row in zip(across, chart.row, strict=True)]
        placed = [(units(x), y.at(value)) if value is not None else None for x, value in spots]
        colour = FILLS[j][1]
        picture.strokes += [Stroke(run, colour, 3, DASHES[j]) for run in _runs(placed) if joined and len(run) > 1]
        picture.marks += [PlotMark(*spot, MARKS[j], colour) for spot in placed if spot]
    if axis is None:
        picture.strokes.append(Stroke(((start, units(foot)), (measure.sheet - EDGE, units(foot)))))
        _under([row.label for row in chart.row], across, slot, measure, picture)
        picture.foot += GAP
        _label(chart.x.label, (start + measure.sheet - EDGE) / 2, measure, picture)
    else:
        picture.strokes.append(Stroke(((start, units(foot)), (axis.start, units(foot)))))
        _below(axis, chart.x.label, measure, picture)


def _runs(spots: Iterable[tuple[float, float] | None]) -> list[tuple[tuple[float, float], ...]]:
    """The points between gaps."""
    runs: list[list[tuple[float, float]]] = [[]]
    for spot in spots:
        if spot:
            runs[-1].append(spot)
        else:
            runs.append([])
    return [tuple(run) for run in runs]


KINDS: Mapping[type[Chart], Callable[[Any, Measure, Picture], None]] = {
    BarChart: bars,
    ColumnChart: columns,
    LineChart: lines,
    PointChart: points,
    RangeChart: ranges,
    ShareChart: shares,
}
