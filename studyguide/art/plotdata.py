"""The kinds of chart that are made of a table: bars, columns, lines, points, ranges, shares.

A table has a row a label, with a number for each series; it stands in the data file, or in a CSV file of the same name. The room
in these charts is measured, so that nothing need be told of it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from studyguide.art.chartparts import LOWEST, TALLEST, Chart, ChartPart, Fault, Limit, Scale, unlike
from studyguide.sources.config import Quantity
from studyguide.sources.csv_text import CsvCell, CsvTable, load_csv
from studyguide.sources.diagnostics import WHOLE_FILE, Problems, Span, did_you_mean
from studyguide.sources.toml_places import Path
from studyguide.sources.unreadable import Unreadable
from studyguide.sources.value_text import ValueFault, number_of, with_values

MOST_SERIES = 6  # that can be told apart by pattern, mark and dash
LARGEST = 1e15
GROUPED = re.compile(r"[+\-−]?[1-9]\d{0,2}(\.\d{3})+")  # a decimal point, or points between thousands
NUMBER = re.compile(r"[+\-−]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotAxis(ChartPart):
    """An axis of a table's chart. Without `ticks` they are chosen: round numbers around all that is shown."""

    label: str = ""
    ticks: tuple[float, ...] = ()
    scale: Literal["linear", "log"] = "linear"

    def faults(self) -> Iterator[Fault]:
        """Ticks that make no scale."""
        if self.ticks:
            yield from Scale(ticks=self.ticks, scale=self.scale).faults()

    def off(self, *places: tuple[Path, float | None]) -> Iterator[Fault]:
        """The values, each with its place, that have no place on this axis."""
        for where, value in places:
            if value is not None and abs(value) > LARGEST:
                yield where, "a number must lie between minus and plus a thousand million million"
            elif value is not None and self.scale == "log" and value <= 0:
                yield where, f"{value:g} has no place on a log scale: it must be above zero"
            elif self.ticks:
                yield from Scale(ticks=self.ticks, scale=self.scale).off((where, value))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotRow(ChartPart):
    """A row of a table: its label, and a number for each series; None where a cell is empty."""

    label: str
    values: tuple[float, ...]

    @property
    def numbers(self) -> tuple[float | None, ...]:
        """The numbers, or None where a cell is empty."""
        return self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot(Chart):
    """What the charts of a table have: the names of its series, and its rows."""

    series: tuple[str, ...] = ()
    row: tuple[PlotRow, ...] = ()

    @property
    def measured(self) -> PlotAxis:
        """The axis along which the numbers are measured."""
        return PlotAxis()

    def cells(self) -> list[tuple[Path, float | None]]:
        """Every number of the table with its place."""
        return [(("row", i, "values", j), value) for i, row in enumerate(self.row) for j, value in enumerate(row.numbers)]

    @property
    def named(self) -> bool:
        """Whether a label is a name, and not a place on an axis."""
        return True

    def faults(self) -> Iterator[Fault]:
        """A table without numbers, of unequal rows, with too many series, or with two of one name; numbers off the axis."""
        yield from Chart.faults(self)
        if not any(value is not None for _, value in self.cells()):
            yield ("row",) if self.row else ("kind",), "a chart needs a row with a number, here or in a CSV file of the same name"
            return
        if len(self.series) > MOST_SERIES:
            yield ("series",), f"more than {MOST_SERIES} series cannot be told apart: make two charts of them"
        count = len(self.series) or len(self.row[0].values)
        if not self.series and count > 1:
            yield ("row", 0, "values"), "with more than one number a row, series must name them"
        yield from unlike((("series", j), name) for j, name in enumerate(self.series))
        if self.named:
            yield from unlike((("row", i, "label"), row.label) for i, row in enumerate(self.row))
        for i, row in enumerate(self.row):
            if len(row.values) != count:
                yield ("row", i, "values"), f"this row has {len(row.values)} numbers, and there are {count} series"
        for j, name in enumerate(self.series):
            if all(row.numbers[j : j + 1] == (None,) for row in self.row):
                yield ("series", j), f"“{name}” has no number in any row"
        yield from self.measured.off(*self.cells())


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart(Plot):
    """A group of lying bars for each row, a bar a series. They begin at nought; on a log scale at its first tick.

    `unit` stands behind each number (“%”).
    """

    axis: PlotAxis = field(default_factory=PlotAxis)
    unit: str = ""
    limit: tuple[Limit, ...] = ()

    @property
    def measured(self) -> PlotAxis:
        """The axis below the bars."""
        return self.axis

    def faults(self) -> Iterator[Fault]:
        """Lines off the axis, too."""
        yield from Plot.faults(self)
        yield from _limits(self.limit, self.axis)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChart(BarChart):
    """A group of standing columns for each row, in a plot of `height` units."""

    height: float = 320

    def faults(self) -> Iterator[Fault]:
        """A plot that is higher than a page, too."""
        yield from BarChart.faults(self)
        yield from _height(self.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart(Plot):
    """A line for each series over rows whose labels are numbers, rising, or words side by side. An empty cell is a gap."""

    x: PlotAxis = field(default_factory=PlotAxis)
    y: PlotAxis = field(default_factory=PlotAxis)
    limit: tuple[Limit, ...] = ()
    height: float = 320

    @property
    def measured(self) -> PlotAxis:
        """The axis beside the lines."""
        return self.y

    @property
    def places(self) -> tuple[float, ...] | None:
        """The labels as numbers, if all are."""
        found = [_number(row.label, comma_is_point=False) for row in self.row]
        return None if None in found else tuple(number for number in found if number is not None)

    def faults(self) -> Iterator[Fault]:
        """Lines and labels off the axes, or labels not rising, too."""
        yield from Plot.faults(self)
        yield from _limits(self.limit, self.y)
        yield from _height(self.height)
        for i, place in enumerate(self.places or ()):
            yield from self.x.off((("row", i, "label"), place))
            if i and self.in_order and place <= (self.places or ())[i - 1]:
                yield ("row", i, "label"), f"{place:g} does not follow {(self.places or ())[i - 1]:g}: the rows of a line rise"
        if self.places is None and (self.x.ticks or self.x.scale != "linear"):
            yield ("x",), "x has a scale, but not every label is a number"

    @property
    def named(self) -> bool:
        """Labels that are not all numbers are names."""
        return self.places is None

    @property
    def in_order(self) -> bool:
        """Whether the rows must rise, for a line to go through them."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class PointChart(LineChart):
    """A mark for each number, at the place that its label says."""

    @property
    def in_order(self) -> bool:
        """Marks may stand in any order."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareChart(Plot):
    """A lying bar for each row, of a hundred per cent, parted by the numbers of the series; these may be `counts`."""

    counts: bool = False

    def faults(self) -> Iterator[Fault]:
        """Parts below nought, no part or a single one, a sum among the parts, per cent that miss the hundred, too."""
        yield from Plot.faults(self)
        if len(self.series) == 1 or (self.row and len(self.row[0].values) == 1):
            yield ("series",) if self.series else ("row",), "a whole has two parts or more, each with a column of its own"
            return
        for i, row in enumerate(self.row):
            for j, value in enumerate(row.numbers):
                if value is not None and value < 0:
                    yield ("row", i, "values", j), f"{value:g} is no share: it must be nought or more"
            if not any(row.numbers):
                yield ("row", i, "values"), "a row of noughts has no shares"
        for j, name in enumerate(self.series if len(self.series) > 2 else ()):
            if all(math.isclose(2 * (row.numbers[j] or 0), math.fsum(value or 0 for value in row.numbers)) for row in self.row):
                yield ("series", j), f"“{name}” is the sum of the others, and no part of the whole: leave it out"
                return
        totals = [math.fsum(value or 0 for value in row.numbers) for row in self.row]
        whole = [abs(total - 100) <= _rounding(row) for total, row in zip(totals, self.row, strict=True)]
        if not self.counts and (sum(whole) * 2 >= len(whole) or all(90 <= total <= 110 for total in totals)):
            for i in (i for i, right in enumerate(whole) if not right):
                known = f"these parts come to {totals[i]:.10g}, not to 100"
                yield ("row", i, "values"), f"{known}: mend them, or write counts = true if they are no per cent"


def _rounding(row: PlotRow) -> float:
    """By how much the sum of rounded numbers may miss the whole: by half a unit of the last decimal place for each."""
    places = max(len(f"{value or 0:.10g}".partition(".")[2]) for value in row.numbers)
    return len(row.values) / 2 * 10.0**-places + 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRow(ChartPart):
    """A range from `low` to `high`, with a mark at `middle` if there is one."""

    label: str
    low: float
    high: float
    middle: float | None = None

    def faults(self) -> Iterator[Fault]:
        """A range without width, or a middle outside of it."""
        if self.low >= self.high:
            yield ("high",), "high must be above low"
        elif self.middle is not None and not self.low <= self.middle <= self.high:
            yield ("middle",), "middle must lie between low and high"


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeChart(Chart):
    """A range for each row, above one axis; `middle_label` says what the marks in them are."""

    row: tuple[RangeRow, ...] = ()
    axis: PlotAxis = field(default_factory=PlotAxis)
    unit: str = ""
    middle_label: str = ""
    limit: tuple[Limit, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """No rows, or two of one name; words for marks without any; numbers off the axis."""
        yield from Chart.faults(self)
        if not self.row:
            yield ("kind",), "a chart needs a row, here or in a CSV file of the same name"
        yield from unlike((("row", i, "label"), row.label) for i, row in enumerate(self.row))
        if self.middle_label and all(row.middle is None for row in self.row):
            yield ("middle-label",), "no row has a middle"
        for i, row in enumerate(self.row):
            ends = {"low": row.low, "high": row.high, "middle": row.middle}
            yield from self.axis.off(*((("row", i, name), value) for name, value in ends.items()))
        yield from _limits(self.limit, self.axis)


def _limits(limits: Iterable[Limit], axis: PlotAxis) -> Iterator[Fault]:
    yield from axis.off(*((("limit", i, "value"), limit.value) for i, limit in enumerate(limits)))


def _height(height: float) -> Iterator[Fault]:
    if not LOWEST <= height <= TALLEST:
        yield ("height",), f"height must be {LOWEST} to {TALLEST}"


PLOTS: Mapping[str, type[Chart]] = {
    "bars": BarChart,
    "columns": ColumnChart,
    "lines": LineChart,
    "points": PointChart,
    "ranges": RangeChart,
    "shares": ShareChart,
}
"""The kinds of chart that are made of a table, by the name that a data file calls them by."""


# ---------------------------------------------------------------- a CSV file


@dataclass(frozen=True)
class TableKeys:
    """The table of a CSV file as the keys of a data file that it stands for, and the places of these."""

    keys: Mapping[str, Any]
    places: Mapping[Path, Span]


@dataclass(frozen=True)
class TableFile:
    """A CSV file, and the values that its cells may name: {value}`…`."""

    path: str
    text: str
    values: Mapping[str, Quantity]


def read_table(file: TableFile, kind: str, problems: Problems) -> TableKeys | None:
    """The rows of a CSV file for a kind of chart, or None where it has faults: each is told at its cell."""
    path = file.path
    try:
        table = load_csv(file.text)
    except Unreadable as fault:
        problems.error(Span(path, fault.line, fault.col, fault.length), "bad-csv", fault.message, fault.hint, lost=WHOLE_FILE)
        return None
    if len(table.rows) < 2 or len(table.rows[0]) < 2:
        message, hint = "this file holds no table", "a head and rows: label,First,Second and below it Monday,12,34"
        problems.error(Span(path, 1), "bad-csv", message, hint)
        return None
    before = len(problems.errors)
    reader = _Cells(path, table, file.values, problems)
    if not reader.even():
        return None
    made = reader.ranges() if kind == "ranges" else reader.series()
    reader.tell_strange()
    return made if len(problems.errors) == before else None


@dataclass(frozen=True)
class _Cells:
    """The cells of a file, and what they are read with."""

    path: str
    table: CsvTable
    values: Mapping[str, Quantity]
    problems: Problems
    strange: dict[str, list[CsvCell]] = field(default_factory=dict)

    def even(self) -> bool:
        """Whether every row has as many cells as the head; of rows that have the same wrong number the first is told."""
        head, *rows = self.table.rows
        widths = Counter(len(row) for row in rows if len(row) != len(head))
        for width, count in widths.items():
            first = next(row[0] for row in rows if len(row) == width)
            which = "this row has" if count == 1 else f"this row and {count - 1} more have"
            message = f"{which} {width} cells, the head has {len(head)}"
            hint = "an empty cell needs its comma; a cell that holds one, quotation marks"
            self.problems.error(Span(self.path, first.line, 1), "bad-csv", message, hint, lost=WHOLE_FILE)
        return not widths

    def series(self) -> TableKeys:
        """A column a series, named by the head."""
        (_, *names), *rows = self.table.rows
        series = [self.words(name) for name in names]
        made = [{"label": self.words(label), "values": [self.number(cell) for cell in cells]} for label, *cells in rows]
        places: dict[Path, Span] = {("series",): self.span(names[0])}
        for j, name in enumerate(names):
            places["series", j] = self.span(name)
        for i, (label, *cells) in enumerate(rows):
            places["row", i] = places["row", i, "label"] = self.span(label)
            places["row", i, "values"] = self.span(cells[0])
            for j, cell in enumerate(cells):
                places["row", i, "values", j] = self.span(cell)
        return TableKeys({"series": series if any(series) or len(series) > 1 else [], "row": made}, places)

    def ranges(self) -> TableKeys:
        """Columns called low, high and, if there is one, middle."""
        (_, *heads), *rows = self.table.rows
        for i, head in enumerate(heads):
            if head.text.lower() not in ("low", "high", "middle"):
                hint = did_you_mean(head.text.lower(), ("low", "high", "middle")) or "there are low, high and middle"
                self.problems.error(self.span(head), "unknown-key", f"unknown column “{head.text}”", hint)
            elif head.text.lower() in [other.text.lower() for other in heads[:i]]:
                self.problems.error(
                    self.span(head), "duplicate-key", f"the column “{head.text}” stands twice", "keep one of the two"
                )
        for name in ("low", "high"):
            if name not in [head.text.lower() for head in heads] and len(heads) < 3:
                self.problems.error(self.span(heads[0]), "missing-key", f"the column “{name}” is missing here", f"add {name}")
        made: list[dict[str, Any]] = []
        places: dict[Path, Span] = {("row",): self.span(rows[0][0])}
        for i, (label, *cells) in enumerate(rows):
            named = {head.text.lower(): cell for head, cell in zip(heads, cells, strict=True)}
            numbers = {name: self.number(cell, empty=name == "middle") for name, cell in named.items()}
            made.append({"label": self.words(label), **{name: number for name, number in numbers.items() if number is not None}})
            places["row", i] = places["row", i, "label"] = self.span(label)
            for name, cell in named.items():
                places["row", i, name] = self.span(cell)
        return TableKeys({"row": made}, places)

    def span(self, cell: CsvCell) -> Span:
        return Span(self.path, cell.line, cell.col, max(1, len(cell.text)))

    def words(self, cell: CsvCell) -> str:
        try:
            return with_values(cell.text, self.values)
        except ValueFault as fault:
            return self.fault(cell, fault)

    def number(self, cell: CsvCell, *, empty: bool = True) -> float | None:
        """The number of a cell; None for an empty one, and for one that holds no number, which is told."""
        try:
            named = number_of(cell.text, self.values)
        except ValueFault as fault:
            self.fault(cell, fault)
            return None
        if self.table.comma_is_point and GROUPED.fullmatch(cell.text) and not self._points:
            plain, point = cell.text.replace(".", ""), cell.text.replace(".", ",", 1)
            message, hint = (
                f"“{cell.text}” may be {plain} or {point}",
                "write it without a point; a decimal point is a comma here",
            )
            self.problems.error(self.span(cell), "bad-value", message, hint)
        number = _number(cell.text, comma_is_point=self.table.comma_is_point) if named is None else named
        if number is None and (cell.text or not empty):
            self.strange.setdefault(_meant(cell.text) or cell.text, []).append(cell)
        return number

    def tell_strange(self) -> None:
        """Report the cells that hold no number; where the same is wrong with many, at the first of them."""
        for meant, (first, *others) in self.strange.items():
            more = f", and so with {len(others)} more" if others else ""
            hint = meant if meant != first.text else "leave the cell empty where there is no number"
            self.problems.error(self.span(first), "bad-value", f"“{first.text}” is not a number{more}", hint)

    @cached_property
    def _points(self) -> bool:
        """Whether a cell shows that a point stands before decimals: 0.125, 1.5."""
        numbers = (cell.text for row in self.table.rows for cell in row if NUMBER.fullmatch(cell.text))
        return any("." in number and not GROUPED.fullmatch(number) for number in numbers)

    def fault(self, cell: CsvCell, fault: ValueFault) -> str:
        self.problems.error(self.span(cell), fault.code, fault.message, fault.hint)
        return cell.text


def _number(text: str, *, comma_is_point: bool) -> float | None:
    written = text.replace(",", ".") if comma_is_point and re.fullmatch(r"[^.,]*,\d+", text) else text
    return float(written.replace("−", "-")) if NUMBER.fullmatch(written) else None


def _meant(text: str) -> str:
    """What to write for what looks like a number to a person; “” for what does not."""
    if re.fullmatch(r"[+\-−]?\d{1,3}([,.  ’']\d{3})+", text):
        return "write 1234 for a number, without signs between its figures"
    if re.search(r"\d\s*\D+$", text):
        return 'write the number alone; what stands behind all of them is the key unit of the data file: unit = "%"'
    return ""
