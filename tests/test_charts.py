"""Charts follow their data, refuse what they do not know, and every figure keeps the rules of the house."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import ImageColor

from studyguide.art.axes import Axis, printed
from studyguide.art.chartdata import read_chart
from studyguide.art.chartparts import Chart, Scale
from studyguide.art.charts import bezier, draw, slopes
from studyguide.art.figures import ChartTools, draw_chart
from studyguide.art.fonts import guide_fonts
from studyguide.art.measure import SLIM, WIDE
from studyguide.art.named_values import chart_with_values, drawing_with_values
from studyguide.html import environment
from studyguide.sources.colour import contrast
from studyguide.sources.config import read_values
from studyguide.sources.diagnostics import Problems
from studyguide.sources.toml_places import toml_places
from studyguide.sources.value_text import Values
from tests.tinybook import tiny_sources

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "chapters/figures"
CHARTS = sorted(FIGURES.glob("*.toml"))
SHARED = ("cells",)  # files of symbols
OPENERS = tuple(path.stem for path in FIGURES.glob("opener-*.svg"))  # for the eye alone: they have no words
NAMES = sorted({path.stem for path in FIGURES.iterdir() if path.suffix in (".svg", ".toml")} - {*SHARED, *OPENERS})
SVG = "{http://www.w3.org/2000/svg}"
PAINTED = {"g", "rect", "circle", "ellipse", "path", "text", "tspan"}
ELEMENTS = {"svg", "title", "desc", "defs", "marker", "pattern", "clipPath", "use"} | PAINTED
HAIRLINE = "#C9CCD3"  # parts what stands apart already
WORDS, LINES = 7.0, 3.0  # contrast with white paper: WCAG 2.2, 1.4.6 (large print asks for it) and 1.4.11
CELLS = [symbol for name in SHARED for symbol in etree.parse(FIGURES / f"{name}.svg").iter(f"{SVG}symbol")]
WIDER = 1.08  # a fallback font may be so much wider
BARS: dict[str, Any] = {
    "id": "bars",
    "kind": "range-bars",
    "title": "Two bars",
    "desc": "Two bars for the tests.",
    "source": ["nobody"],
    "axis": {"ticks": [0, 50, 100], "label": "Per cent"},
    "row": [{"label": "A", "low": 10, "high": 30}, {"label": "B", "low": 40, "high": 90, "fill": "hatch"}],
}


@cache
def templates() -> Any:
    return environment(tiny_sources().under("styles/templates"))


def written(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return json.dumps(value).replace("NaN", "nan").replace("Infinity", "inf")


def toml(data: dict[str, Any]) -> str:
    """A data file, one line a key."""
    return "".join(f"{key} = {written(item)}\n" for key, item in data.items())


def read(text: str) -> tuple[Chart | None, list[str]]:
    """The chart of a data file, and what is wrong with it: line, message, hint."""
    problems = Problems()
    chart = read_chart("bars.toml", text, problems)
    return chart, [f"{d.span.line}:{d.span.col} {d.message} | {d.hint}" for d in problems.errors]


def svg(data: dict[str, Any]) -> str:
    """The drawing of faultless data."""
    chart, told = read(toml(data))
    assert chart is not None, told
    return draw(chart, templates())


def drawn(data: dict[str, Any]) -> Any:
    return etree.fromstring(svg(data).encode())


def figure(name: str) -> Any:
    """The root of a figure, drawn from its data where it has any, with the values that it names."""
    data = FIGURES / f"{name}.toml"
    if data.exists():
        return drawn(tomllib.loads(with_values(data)))
    drawing = drawing_with_values(f"{name}.svg", (FIGURES / f"{name}.svg").read_text("utf-8"), values(), Problems())
    return etree.fromstring(drawing.encode())


def with_values(data: Path) -> str:
    """A data file of the guide with the values that it names."""
    return chart_with_values(data.name, data.read_text("utf-8"), values(), Problems())


@cache
def values() -> Values:
    return read_values("values.toml", (FIGURES.parent / "values.toml").read_text("utf-8"), Problems())


def bars(data: dict[str, Any]) -> list[tuple[float, float]]:
    """The left edge and the width of each bar."""
    return [(float(rect.get("x")), float(rect.get("width"))) for rect in drawn(data).iter(f"{SVG}rect") if rect.get("stroke")]


def changed(path: str, value: object) -> dict[str, Any]:
    """The test bars with another value at a path such as `row.0.high`."""
    data = copy.deepcopy(BARS)
    *steps, last = path.split(".")
    part: Any = data
    for step in steps:
        part = part[int(step) if step.isdigit() else step]
    part[last] = value
    return data


def test_a_changed_number_moves_its_bar_and_no_other() -> None:
    """A bar stands where its numbers say: another upper end widens that bar alone."""
    (x, width), second = bars(BARS)
    (new_x, new_width), new_second = bars(changed("row.0.high", 50))
    assert (new_x, new_second) == (x, second)
    assert new_width == pytest.approx(2 * width)


def test_a_changed_number_changes_the_printed_range() -> None:
    """The range that is printed beside a bar is made from the numbers that draw it, so the two cannot disagree."""
    assert "10–30" in svg(BARS)
    assert "10–1,000" in svg(changed("row.0.high", 1000) | {"axis": {"ticks": [0, 1000]}})


def test_the_same_data_give_the_same_bytes() -> None:
    """A chart depends on its data alone, not on the order of the keys or on what was drawn before."""
    backwards = dict(reversed(BARS.items()))
    assert svg(BARS) == svg(BARS) == svg(backwards)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("colour", "blue", "unknown key “colour”"),
        ("row.0.hight", 3, "unknown key “hight” | did you mean “high”?"),
        ("title", " ", "“title” is empty"),
        ("kind", "pie", "“kind” must be one of: bars, columns, lines, points, ranges, shares, curves, range-bars, zones"),
        ("row.1.fill", "hatched", "“fill” must be one of: solid, dense, hatch, dots, tint, open | did you mean “hatch”?"),
        ("row.0.low", "10", "“low” must be a number, not “10”"),
        ("row.0.low", True, "“low” must be a number, not true"),
        ("row.0.low", float("nan"), "“low” must be a number that somebody can count"),
        ("row.0.high", float("inf"), "“high” must be a number that somebody can count"),
        ("row.1.high", 120, "120 is off the scale, which runs from 0 to 100"),
        ("row.1.mark", [50, -1], "-1 is off the scale, which runs from 0 to 100"),
        ("row.0.high", 5, "high must be above low"),
        ("row.0.names", ["x"], "names must hold one name for each mark"),
        ("axis.ticks", [0, 50, 50, 100], "ticks must rise"),
        ("axis", 3, "“axis” must be a table of keys, not 3"),
        ("title", "x" * 141, "title must have 140 characters or fewer"),
        ("pitch", 1e9, "pitch must be above 0 and at most 200"),
        ("label-width", -5, "label-width must be 0 to 500"),
        ("row", [], "a chart needs a row"),
        ("axis.ticks", list(range(100)), "an axis has at most 40 ticks"),
        ("row.0.label", "a\nb", "“label”: the text goes over several lines"),
        ("title", "a\u202eb", "“title” holds the character U+202E"),
    ],
)
def test_data_that_are_not_understood_are_refused_at_their_key(path: str, value: object, message: str) -> None:
    """Unknown keys, wrong words, wrong types and values off the scale are errors at the line and column of the key or value."""
    text = toml(changed(path, value))
    chart, told = read(text)

    assert chart is None
    assert [line for line in told if message in line], told
    place = toml_places(text)[tuple(int(step) if step.isdigit() else step for step in path.split("."))]
    assert any(line.startswith(f"{place[0]}:") for line in told)


def test_all_mistakes_of_a_chart_are_told_at_once() -> None:
    """Three misspelt keys are three messages, each at its line with the key that was meant."""
    mistaken = {"titel": "A title", "labl-width": 64, **{key: value for key, value in BARS.items() if key != "title"}}
    _, told = read(toml(mistaken | {"row": [{"label": "A", "colr": "blue"}]}))

    assert told == [
        "1:1 unknown key “titel” | did you mean “title”?",
        "2:1 unknown key “labl-width” | did you mean “label-width”?",
        "8:23 unknown key “colr” | did you mean “colour”?",
    ]


def test_mistakes_of_meaning_are_told_beside_mistakes_of_form() -> None:
    """A misspelt key in one row does not hide that another row falls, or that the ticks do."""
    rows = [{"label": "A", "low": 30, "high": 10}, {"label": "B", "lwo": 40}]
    _, told = read(toml(BARS | {"row": rows, "axis": {"ticks": [0, 9, 5]}}))

    assert [line.split(" ", 1)[1] for line in told] == [
        "ticks must rise | ",
        "high must be above low | ",
        "unknown key “lwo” | did you mean “low”?",
    ]


def drawing(data: dict[str, Any], known: tuple[str, ...] = ("nobody",)) -> tuple[str, list[str]]:
    """The drawing of a data file called bars.toml, and what is wrong with it."""
    problems = Problems()
    tools = ChartTools(templates(), guide_fonts(tiny_sources().blobs), known)
    made = draw_chart("chapters/figures/bars.toml", toml(data), None, tools, problems)
    return made, [f"{d.span.line} {d.code}: {d.message} | {d.hint}" for d in problems.errors]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (changed("row.0.label", "Far too long for it") | {"pitch": 40}, "“Far too long for it” would be printed over “10–30”"),
        (changed("axis.ticks", [0, 1, 2, 100]), "would be printed over"),
        (changed("axis.names", ["a", "x" * 90, "c"]), "would be printed over"),
        (changed("row.1.text", "x" * 200), "would leave the picture"),
        (BARS | {"note": ["x" * 200]}, "would leave the picture"),
        (
            BARS | {"row": [row | {"label": f"{i}"} for i in range(10) for row in BARS["row"]]},
            "units high, and at most 900 have room on a page",
        ),
        (BARS | {"source": ["nobdy"]}, "the source “nobdy” is not in the references | did you mean “nobody”?"),
        (BARS | {"id": "other"}, "the id “other” is not the file's name “bars”"),
    ],
)
def test_a_chart_whose_words_have_no_room_is_refused(data: dict[str, Any], message: str) -> None:
    """Words over words, beyond the edge or the page, sources that the guide does not have, another file's id: at their line."""
    made, told = drawing(data)

    assert made == ""
    assert any(message in line for line in told), told


def test_a_chart_that_has_room_is_drawn() -> None:
    """The measure of words finds nothing where nothing is wrong."""
    made, told = drawing(BARS)

    assert told == []
    assert made.startswith("<svg")


def test_two_points_in_one_place_are_drawn() -> None:
    """Points that are nearer to each other than the picture can show make a curve all the same."""
    assert slopes([(0, 0), (0, 1), (1, 2)]) == [0, 0, 1]


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
def test_a_chart_keeps_to_the_published_schema(path: Path) -> None:
    """The guide's own data files have no fault."""
    assert read(with_values(path))[1] == []


def test_a_compared_value_sorts_and_counts_the_bars() -> None:
    """With `compare`, the headings count the bars that hold the value and those that begin above it, from the numbers."""
    compare = {"value": 35, "label": "35", "inside": "inside: {count}", "below": "below: {count}"}
    assert "below: 1" in svg(BARS | {"compare": compare})
    assert "below: 2" in svg(BARS | {"compare": compare | {"value": 5}})


@pytest.mark.parametrize(("form", "value", "at"), [("linear", 5.5, 50), ("log", 10**0.5, 50), ("steps", 4, 50), ("steps", 7, 75)])
def test_a_scale_puts_a_value_where_it_belongs(form: Any, value: float, at: float) -> None:
    """Linear, logarithmic and stepped scales agree with arithmetic done by hand."""
    assert Axis(Scale(ticks=(1, 4, 10) if form == "steps" else (1, 10), scale=form), 0, 100).at(value) == at


def test_a_curve_stays_between_its_points() -> None:
    """The smoothing never invents a count lower or higher than the two points it joins."""
    points = [(0.0, 4500.0), (3.0, 4200.0), (10.0, 400.0), (12.0, 350.0), (14.0, 900.0), (28.0, 4500.0)]
    for (_, start), (_, y1, _, y2, _, end) in zip(points, bezier(points), strict=False):
        assert min(start, end) <= min(y1, y2) <= max(y1, y2) <= max(start, end)


def test_numbers_are_printed_as_in_the_text() -> None:
    """Thousands have commas, and a number keeps its own decimal places but no others."""
    assert [printed(1500), printed(3.5), printed(0.25)] == ["1,500", "3.5", "0.25"]
    assert [printed(3, places=1), printed(3.53, places=1)] == ["3.0", "3.53"]


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
def test_a_data_file_draws_the_figure_it_is_named_after(path: Path) -> None:
    """Each data file can be drawn, and its `id`, which starts every id in the drawing, is its file name."""
    assert tomllib.loads(path.read_text("utf-8"))["id"] == path.stem
    assert figure(path.stem).tag == f"{SVG}svg"


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_has_the_shape_of_the_house(name: str) -> None:
    """Every figure is as wide as its column and fits its page; it has title, description and role, and its ids its name."""
    root, base = figure(name), name.removesuffix(".narrow")
    x, y, width, height = map(int, root.get("viewBox").split())
    assert (x, y, width) == (0, 0, wide(name))
    assert height <= (830 if base == name else 780)  # large print, or a phone's page, has room for no more
    assert [etree.QName(child).localname for child in root[:2]] == ["title", "desc"]
    assert len(root[0].text) <= 140 < len(root[1].text)
    assert root.get("role") == "img"
    assert all(element.get("id", f"{base}-").startswith(f"{base}-") for element in root.iter(etree.Element))


def wide(name: str) -> int:
    """How wide a drawing is: for the text column, or for one of 80 mm."""
    return SLIM if name.endswith(".narrow") else WIDE


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_drawn_with_plain_means(name: str) -> None:
    """Figures hold plain shapes, text and cells of the library: no styles, gradients, opacity, scripts or references outwards."""
    for element in figure(name).iter(etree.Element):
        assert etree.QName(element).localname in ELEMENTS
        for key, value in element.attrib.items():
            assert key not in ("style", "class", "opacity", "fill-opacity", "filter", "mask"), key
            assert key != "href" or value.partition("#")[0] in {f"{shared}.svg" for shared in SHARED}
            assert "url(" not in value or value.startswith(f"url(#{name.removesuffix('.narrow')}-"), value


@pytest.mark.parametrize("name", NAMES)
def test_words_and_lines_of_a_figure_stand_out_from_paper(name: str) -> None:
    """Words at 7:1, unless they are white on a dark shape; outlines, which tell in grey as well, at 3:1."""
    for element in figure(name).iter(*(SVG + each for each in PAINTED)):
        kind, fill, stroke = etree.QName(element).localname, element.get("fill", "none"), element.get("stroke", "none")
        words = kind in ("text", "tspan") or (kind == "g" and element.find(f".//{SVG}text") is not None)
        assert not words or fill in ("none", "#FFFFFF") or seen(fill) >= WORDS, fill
        assert not stroke.startswith("#") or stroke in (HAIRLINE, "#FFFFFF") or seen(stroke) >= LINES, stroke


@pytest.mark.parametrize("symbol", CELLS, ids=lambda symbol: symbol.get("id"))
def test_each_cell_has_an_outline_that_is_seen(symbol: Any) -> None:
    """The tint of a stain is soft, so the first shape of a cell is edged at 3:1, on white paper and on black."""
    edge = next(each.get("stroke") for each in symbol if each.get("stroke"))

    assert seen(edge) >= LINES
    assert seen(edge, "#000000") >= LINES


def seen(colour: str, ground: str = "#FFFFFF") -> float:
    return contrast(ImageColor.getrgb(colour)[:3], ImageColor.getrgb(ground)[:3], 255)


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_a_figure_are_large_enough_and_stay_inside(name: str) -> None:
    """No text is under 22 units, and none comes nearer than 4 units to an edge, even where the font is 8% wider."""
    for size, left, right, words in lines_of(figure(name)):
        assert size >= 22, words
        assert left >= 4, words
        assert right <= wide(name) - 4, words


def lines_of(root: Any) -> list[tuple[float, float, float, str]]:
    """Size, left and right end of every line of text; a tspan with its own x begins a line."""
    found = []
    for text in root.iter(f"{SVG}text"):
        runs = [(text, text.text, True)]
        for span in text:
            runs += [(span, span.text, span.get("x") is not None), (text, span.tail, False)]
        line: list[tuple[Any, str]] = []
        for element, words, starts in [*runs, (text, None, True)]:
            if starts and any(part.strip() for _, part in line):
                found.append(extent(line))
            line = ([] if starts else line) + ([(element, words)] if words else [])
    return found


def extent(line: list[tuple[Any, str]]) -> tuple[float, float, float, str]:
    width = WIDER * sum(
        advance(words, inherited(e, "font-weight", "400")) * float(inherited(e, "font-size")) for e, words in line
    )
    first = line[0][0]
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[inherited(first, "text-anchor", "start")]
    left = float(inherited(first, "x")) - share * width
    return min(float(inherited(e, "font-size")) for e, _ in line), left, left + width, "".join(words for _, words in line)


def inherited(element: Any, key: str, default: str | None = None) -> str:
    while element is not None:
        if element.get(key) is not None:
            return str(element.get(key))
        element = element.getparent()
    assert default is not None, key
    return default


def advance(words: str, weight: str) -> float:
    """The width of a text at size 1; fails for a character that the font lacks."""
    characters, widths, em = metrics({"400": "Regular", "600": "Semibold", "700": "Bold"}[weight])
    return sum(float(widths[characters[ord(character)]][0]) for character in re.sub(r"\s+", " ", words)) / em


@cache
def metrics(style: str) -> tuple[dict[int, str], Any, int]:
    font = TTFont(ROOT / f"styles/fonts/SourceSans3-{style}.ttf")
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
