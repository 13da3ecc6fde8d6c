"""Charts made of a table: no words over others whatever the numbers and labels, and mistakes told at their cell."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from studyguide.art.chartdata import KINDS
from studyguide.art.figures import ChartTools, draw_chart
from studyguide.art.fonts import guide_fonts
from studyguide.art.lettering import overprints, set_lines, words_outside
from studyguide.art.measure import figures, log_ticks, round_ticks
from studyguide.art.plotdata import PLOTS, TableFile
from studyguide.html import environment
from studyguide.proof.pictures import EXAMPLE, EXAMPLE_SOURCE, chart_examples
from studyguide.sources.config import Quantity
from studyguide.sources.diagnostics import Problems, Span
from studyguide.tasks.editing.new import filled
from tests.tinybook import assemble_tiny, changed, complaints, tiny_sources

DOCS = Path(__file__).parent.parent / "docs/charts.md"
DATA, CSV = "chapters/figures/c.toml", "chapters/figures/c.csv"
HEAD = {"id": "c", "title": "T", "desc": "D", "source": [EXAMPLE_SOURCE]}
VALUES = {
    "anc.severe": Quantity("anc.severe", "", 500, "/µL", (), None, Span("", 0), op=("<",)),
    "wbc": Quantity("wbc", "", (4000, 11000), "/µL", (), None, Span("", 0)),
}


@cache
def tools() -> ChartTools:
    return ChartTools(environment(tiny_sources().under("styles/templates")), guide_fonts(tiny_sources().blobs), (EXAMPLE_SOURCE,))


def drawn(table: str | None = None, /, **keys: Any) -> tuple[str, list[str]]:
    """The drawing of a data file, with a table beside it, and what is wrong: file, line, column, message."""
    written = "".join(f"{key.replace('_', '-')} = {toml(value)}\n" for key, value in (HEAD | keys).items())
    problems = Problems()
    made = draw_chart(DATA, written, TableFile(CSV, table, VALUES) if table is not None else None, tools(), problems)
    return made, [f"{d.span.path[-4:]}:{d.span.line}:{d.span.col} {d.message} | {d.hint}" for d in problems.errors]


def toml_lines(keys: dict[str, Any]) -> str:
    return "\n".join(f"{key} = {toml(value)}" for key, value in keys.items())


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
    return "[" + ", ".join(map(toml, value)) + "]" if isinstance(value, list) else json.dumps(value)


def words(drawing: str) -> list[str]:
    return [line.words for line in set_lines(etree.fromstring(drawing.encode()), tools().faces)]


LONG = "of the people who have waited for more than a year"
GERMAN, HEBREW, ARABIC, CHINESE = (
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "כדוריות דם לבנות",
    "كريات الدم البيضاء",
    "白血球減少症の原因" * 3,
)
LABELS = {
    "short": ["a", "b", "c"],
    "long": [LONG, f"{LONG} {LONG}", "x"],
    "without spaces": [GERMAN, "W" * 60, CHINESE],
    "right to left": [HEBREW, ARABIC, f"{HEBREW} (12) {ARABIC}"],
}
NUMBERS = {
    "plain": [4200.0, 1900.0, 400.0],
    "tiny": [3e-7, 1.25e-9, 4e-8],
    "tiny beside huge": [3e-7, 4.2e13, 1.0],
    "negative": [-5.0, -12.25, -1e9],
    "both signs": [-131452.0, 0.0, 21.125],
    "noughts": [0.0, 0.0, 0.0],
}
LIMITS = [{"value": 1, "label": LONG}, {"value": 2, "label": GERMAN}, {"value": 2, "label": "b"}]


def keys_of(kind: str, labels: list[str], numbers: list[float], series: int) -> dict[str, Any]:
    if kind == "ranges":
        rows = [{"label": a, "low": v, "high": v + abs(v) + 1, "middle": v + 0.5} for a, v in zip(labels, numbers, strict=True)]
        return {"kind": kind, "row": rows, "middle_label": LONG, "unit": " µmol/L", "axis": {"label": LONG}}
    rows = [{"label": a, "values": [v / (j + 1) for j in range(series)]} for a, v in zip(labels, numbers, strict=True)]
    names = {"series": [LONG, GERMAN, HEBREW, "d", "e", "f"][:series]}
    return {"kind": kind, "row": rows, "note": [f"{LONG} {LONG}"], **names, **({} if kind == "shares" else {"limit": LIMITS})}


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("numbers", NUMBERS)
@pytest.mark.parametrize("kind", PLOTS)
def test_no_words_are_printed_over_others(kind: str, numbers: str, labels: str) -> None:
    """Every kind with every sort of label and number, one series and six: drawn without a touch, or refused for want of room."""
    for series in (2 if kind == "shares" else 1, 6):
        if kind == "shares" and min(NUMBERS[numbers]) <= 0:
            continue
        drawing, told = drawn(**keys_of(kind, LABELS[labels], NUMBERS[numbers], series))
        if told:
            assert re.search("have no room|units high", told[0]), told
            assert "without" in labels or kind in ("columns", "lines", "points") or series == 6
            continue
        root = etree.fromstring(drawing.encode())

        assert [*overprints(root, tools().faces)] == []
        assert [*words_outside(root, tools().faces)] == []


@pytest.mark.parametrize(("count", "fine"), [(2, True), (12, True), (24, True), (40, False)])
def test_many_columns_turn_their_labels(count: int, fine: bool) -> None:
    """Two dozen columns have room for names of months; forty are told to lie down instead."""
    drawing, told = drawn(kind="columns", row=[{"label": f"September {i}", "values": [i]} for i in range(count)])

    assert bool(drawing) is fine
    assert fine or 'use kind = "bars"' in told[0]
    assert count < 12 or not fine or "rotate(-90" in drawing


def test_a_log_scale_and_a_legend_hold_what_stands_in_the_table() -> None:
    """Ticks are powers of ten, limits are named in the legend, an empty cell parts a line."""
    table = "day;One;Two\n0;4500;4100\n5;3000;\n10;400;2,5\n"
    drawing, told = drawn(table, kind="lines", y={"scale": "log", "label": "Count"}, limit=[{"value": 500, "label": "severe"}])

    assert told == []
    assert {"One", "Two", "severe", "Count", "1", "10", "100", "1,000", "10,000"} <= set(words(drawing))
    assert drawing.count('stroke="#C4561B" stroke-width="3" stroke-dasharray') == 1  # its sample: one point has no line


def test_series_differ_without_colour() -> None:
    """Six series have six patterns or colours of fill, six marks and six dashes."""
    rows = [{"label": str(x), "values": [x + j for j in range(6)]} for x in range(3)]
    series = {"series": list("abcdef"), "row": rows}
    filled, lined = drawn(kind="bars", **series)[0], drawn(kind="lines", **series)[0]

    assert len(set(re.findall(r'height="20" fill="([^"]+)"', filled))) == 6
    assert len(set(re.findall(r'stroke-width="3"(?: stroke-dasharray="([^"]+)")?', lined))) == 6


def test_values_stand_by_name_in_a_table() -> None:
    """A value is a number where one is wanted, of a range one end; in a label it is printed with its comparator and unit."""
    table = "Who,Count\nsevere: {value}`anc.severe`,{value}`anc.severe`\nusual,{value}`wbc|low`\n"
    drawing, told = drawn(table, kind="bars")

    assert told == []
    assert {"severe: < 500/µL", "500", "4,000"} <= set(words(drawing))


FAULTS = [
    ("a,b\nx,1,2\n", "bars", ".csv:2:1 this row has 3 cells, the head has 2"),
    ("a,b,c\nx,1\ny,1,2\nz,1\n", "bars", ".csv:2:1 this row and 1 more have 2 cells, the head has 3"),
    ("a,b\nx,1\nx,2\n", "bars", ".csv:3:1 “x” stands for other numbers already"),
    ("a,b\nMay,1\nMay,2\n", "lines", ".csv:3:1 “May” stands for other numbers already"),
    ("a,b\n,1\nx,2\n", "columns", ".csv:2:1 the name of these numbers is missing here"),
    ("a,b,b\nx,1,2\n", "bars", ".csv:1:5 “b” stands for other numbers already"),
    ("a,b,\nx,1,2\n", "bars", ".csv:1:5 the name of these numbers is missing here"),
    ("a,b,c\nx,1,\n", "bars", ".csv:1:5 “c” has no number in any row"),
    ("a,low,high,high\nx,1,2,3\n", "ranges", ".csv:1:12 the column “high” stands twice"),
    ("a,low,high\nx,1,2\nx,1,3\n", "ranges", ".csv:3:1 “x” stands for other numbers already"),
    ("a;b\nx;1.500\ny;2,5\n", "bars", ".csv:2:3 “1.500” may be 1500 or 1,500 | write it without a point"),
    ("a,b\nx,<5\n", "bars", ".csv:2:3 “<5” is not a number | leave the cell empty"),
    ("a,b\nx,12%\n", "bars", ".csv:2:3 “12%” is not a number | write the number alone"),
    ("a,b,c\nx,12%,3 %\ny,8%,1\n", "bars", ".csv:2:3 “12%” is not a number, and so with 2 more | write the number alone"),
    ('a,b\nx,"1,234"\n', "bars", ".csv:2:4 “1,234” is not a number | write 1234"),
    ("a,b\nx,much\n", "bars", ".csv:2:3 “much” is not a number | leave the cell empty"),
    ('a,b\n"x,1\n', "bars", ".csv:2:1 a quotation mark is never closed"),
    ("a,b\n", "bars", ".csv:1:0 this file holds no table"),
    ("", "bars", ".csv:1:0 this file holds no table"),
    ("a,low,hihg\nx,1,2\n", "ranges", ".csv:1:7 unknown column “hihg” | did you mean “high”?"),
    ("a,low,high\nx,3,2\n", "ranges", ".csv:2:5 high must be above low"),
    ("a,low,high\nx,,2\n", "ranges", ".csv:2:3 “” is not a number"),
    ("a,b,c,d,e,f,g,h\nx,1,1,1,1,1,1,1\n", "bars", ".csv:1:3 more than 6 series cannot be told apart"),
    ("a,b\nx,1e20\n", "bars", ".csv:2:3 a number must lie between"),
    ("a,b,c\nx,-1,1\n", "shares", ".csv:2:3 -1 is no share"),
    ("a,b,c\nx,0,0\n", "shares", ".csv:2:3 a row of noughts has no shares"),
    ("a,b\nx,60\n", "shares", ".csv:1:3 a whole has two parts or more"),
    ("a,b,c\nx,60,40\ny,60,4\n", "shares", ".csv:3:3 these parts come to 64, not to 100: mend them, or write counts = true"),
    ("a,b,c\nx,57.1,42.7\n", "shares", ".csv:2:3 these parts come to 99.8, not to 100"),
    ("a,b,c,Sum\nx,6,4,10\ny,5,1,6\n", "shares", ".csv:1:7 “Sum” is the sum of the others"),
    ("a,b\n3,1\n2,1\n", "lines", ".csv:3:1 2 does not follow 3"),
    ("a,b\nx,{value}`anc.sever`\n", "bars", ".csv:2:3 “anc.sever” is not in values.toml | did you mean “anc.severe”?"),
    ("a,b\nx,{value}`wbc`\n", "bars", ".csv:2:3 “wbc” is a range, and one number is wanted here"),
    ("a,b\nx,1\n", "zones", ".csv:1:0 a chart of the kind “zones” has no table"),
]


@pytest.mark.parametrize(("table", "kind", "message"), FAULTS)
def test_a_mistake_in_a_table_is_told_at_its_cell(table: str, kind: str, message: str) -> None:
    """Ragged rows, cells that hold no number, signs behind it, columns that are not known, values that there are not."""
    drawing, told = drawn(table, kind=kind)

    assert drawing == ""
    assert any(line.startswith(message) for line in told), told
    assert len(told) == 1 or kind in ("zones", "ranges")


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("a,b,\nx,1,\ny,2,,\n", {"kind": "bars"}),
        ("a;b\nx;1.500\ny;0.25\n", {"kind": "bars"}),
        ("a,b,c\nx,33.3,66.6\ny,50,50\n", {"kind": "shares"}),
        ("a,b,c\nx,60,40\ny,60,4\n", {"kind": "shares", "counts": True}),
        ("a,b,c\nx,12,4\ny,60,4\n", {"kind": "shares"}),
        ("a,b\n1,2\n1,3\n", {"kind": "points"}),
    ],
)
def test_a_table_that_only_looks_wrong_is_drawn(table: str, keys: dict[str, Any]) -> None:
    """Empty cells behind the last column, rounded per cent, shares of what was counted, two marks at one place."""
    drawing, told = drawn(table, **keys)

    assert drawing
    assert told == []


ROW = {"label": "a", "values": [1]}
ZONE = {"low": 0, "high": 6, "label": "a"}
SCALE = {"ticks": [0, 10]}


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"row": [ROW, {"label": "b", "values": [1, 2]}]}, "this row has 2 numbers, and there are 1 series"),
        ({"row": [{"label": "a", "values": [1, 2]}]}, "with more than one number a row, series must name them"),
        ({"row": [{"label": "a", "values": [0]}], "axis": {"scale": "log"}}, "0 has no place on a log scale"),
        ({"row": [{"label": "a", "values": [9]}], "axis": {"ticks": [0, 5]}}, "9 is off the scale, which runs from 0 to 5"),
        ({}, "a chart needs a row with a number, here or in a CSV file of the same name"),
    ],
)
def test_a_mistake_in_the_rows_is_told(keys: dict[str, Any], message: str) -> None:
    """Unequal rows, series without names, numbers that the scale does not reach, no rows at all."""
    drawing, told = drawn(kind="bars", **keys)

    assert drawing == ""
    assert message in told[0]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"kind": "bars", "row": [ROW, ROW]}, "“a” stands for other numbers already"),
        ({"kind": "shares", "row": [ROW], "limit": [{"value": 1, "label": "a"}]}, "unknown key “limit”"),
        ({"kind": "lines", "row": [ROW], "unit": "%"}, "unknown key “unit”"),
        ({"kind": "zones", "row": [{"label": "a", "zone": [ZONE]}], "axis": SCALE | {"label": "a"}}, "unknown key “label”"),
        ({"kind": "zones", "row": [{"label": "a", "zone": [ZONE, ZONE | {"low": 5}]}], "axis": SCALE}, "this zone begins before"),
        ({"kind": "zones", "row": [{"label": "a"}], "axis": SCALE}, "this row has no zone"),
        ({"kind": "range-bars", "row": [{"label": "a"}], "axis": SCALE, "mark_label": "b"}, "no row has a mark"),
        ({"kind": "range-bars", "row": [{"label": "a"}] * 2, "axis": SCALE}, "this row of “a” stands twice"),
        ({"kind": "ranges", "row": [ZONE], "middle_label": "b"}, "no row has a middle"),
        ({"kind": "bars", "row": [ROW], "note": [""]}, "“note” is empty"),
    ],
)
def test_a_key_that_a_chart_would_not_show_is_told(keys: dict[str, Any], message: str) -> None:
    """Limits of shares, units of lines, labels of rulers, words for marks that there are not, what would hide something else."""
    drawing, told = drawn(**keys)

    assert drawing == ""
    assert len(told) == 1
    assert message in told[0]


def test_rows_stand_in_one_place() -> None:
    """Rows in the data file and in a table beside it are an error; so is a table of no chart."""
    told = drawn("a,b\nx,1\n", kind="bars", row=[ROW])[1]
    problems = Problems()
    assemble_tiny(changed(**{"chapters/figures/alone.csv": "a,b\nx,1\n"}), problems)

    assert "the rows of this chart stand in chapters/figures/c.csv, too" in told[0]
    assert [d.message for d in problems.errors] == ["no chart is made of this table"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("charts/frame.svg", "</svg>", ""),
        ("charts/frame.svg", "viewBox", "box"),
        ("charts/plot.svg", "picture.grid", "grid"),
        ("charts/parts.svg", "{%- endmacro %}", ""),
    ],
)
def test_a_torn_template_of_charts_is_named(path: str, old: str, new: str) -> None:
    """A template that cannot be filled, or makes no drawing, is told as what it is."""
    template, rows = f"styles/templates/{path}", '\nrow = [{ label = "a", values = [1] }]\n'
    data = toml_lines(HEAD | {"kind": "bars", "id": "ruler", "source": ["book-a"]}) + rows
    texts = {"chapters/figures/ruler.toml": data, template: tiny_sources().texts[template].replace(old, new, 1)}

    assert "error[bad-template]" in complaints(changed(**texts))


def test_every_file_of_the_folder_is_shown() -> None:
    """A drawing that no figure shows, and a chart that none shows: each is named."""
    drawing, head = tiny_sources().texts["chapters/figures/ruler.svg"], toml_lines(HEAD | {"kind": "bars", "source": ["book-a"]})
    rows = '\nrow = [{ label = "a", values = [1] }]\n'
    extra = {"chapters/figures/draft.svg": drawing, "chapters/figures/old.toml": head.replace('"c"', '"old"') + rows}
    told = complaints(changed(**extra))

    assert "figures/draft.svg: error[stray-file]: no figure shows this picture" in told
    assert "figures/old.toml: error[stray-file]: no figure shows this picture" in told
    assert "show it: :::{figure} figures/old.svg, or keep it outside this folder" in told
    assert "2 errors;" in told


def test_a_table_beside_a_data_file_is_drawn_in_a_guide() -> None:
    """A chart takes its rows from a CSV file, and values from values.toml; what is wrong there is told at its cell."""
    keys = HEAD | {"id": "ruler", "kind": "bars", "source": ["book-a"]}
    data = toml_lines(keys)

    def told(table: str) -> str:
        return complaints(changed(**{"chapters/figures/ruler.toml": data, "chapters/figures/ruler.csv": table}))

    wrong = data + '\nrow = [{ label = "a", values = ["{value}`anc.sever`"] }]\n'
    alone = complaints(changed(**{"chapters/figures/ruler.toml": wrong}))

    assert "error[unknown-value]: “anc.sever” is not in values.toml" in alone
    assert "1 error;" in alone
    assert told("a,b\nx,{value}`anc.severe`\n") == ""
    assert "chapters/figures/ruler.csv:2:3: error[unknown-value]" in told("a,b\nx,{value}`anc.nothing`\n")
    assert "chapters/figures/ruler.csv:2:1: error[bad-csv]" in told("a,b\nx,1,2\n")


@pytest.mark.parametrize(
    ("found", "ticks"),
    [
        (round_ticks(0, 100, 6), (0, 20, 40, 60, 80, 100)),
        (round_ticks(-3, 12, 6), (-5, 0, 5, 10, 15)),
        (round_ticks(0, 1e-7, 5), (0, 2.5e-8, 5e-8, 7.5e-8, 1e-7)),
        (round_ticks(0, 0, 4), (-1, 0, 1)),
        (log_ticks(1, 1000, 6), (1, 10, 100, 1000)),
        (log_ticks(20, 90, 8), (10, 20, 50, 100)),
        (log_ticks(1e-6, 1e6, 6), (1e-6, 1e-3, 1, 1e3, 1e6)),
    ],
)
def test_ticks_are_round_and_around_all(found: tuple[float, ...], ticks: tuple[float, ...]) -> None:
    """As many as have room, of one, two, two and a half or five."""
    assert found == pytest.approx(ticks)


def test_numbers_in_a_picture_are_short() -> None:
    """A minus is a minus, thousands have commas, tiny and huge numbers a power of ten."""
    shown = [figures(value) for value in (-1500, 0.25, 3e-7, 1e-7, 4.2e13, 1e11, 0.1 + 0.2)]
    assert shown == ["−1,500", "0.25", "3 × 10⁻⁷", "10⁻⁷", "4.2 × 10¹³", "100,000,000,000", "0.3"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_chart_has_a_skeleton(kind: str) -> None:
    """What `./guide new chart` writes is a chart, but for its blanks."""
    problems = Problems()

    assert draw_chart(DATA, filled(f"chart-{kind}.toml", name="c"), None, tools(), problems)
    assert problems.found == []


def test_every_kind_of_chart_is_shown_in_the_docs() -> None:
    """docs/charts.md has an example of each, which is drawn without a fault, and its picture."""
    text, problems = DOCS.read_text("utf-8"), Problems()
    made = chart_examples(text, tools(), problems)

    assert problems.errors == []
    assert {name for name, drawing in made.items() if drawing} == {*KINDS}
    assert {found[2] for found in EXAMPLE.finditer(text)} == {*KINDS}
    assert all((DOCS.parent / f"pictures/chart-{kind}.png").is_file() and f"pictures/chart-{kind}.png" in text for kind in KINDS)
