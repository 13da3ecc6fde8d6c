"""Drawings for columns of 80 mm: the same words, 10 points at least, on the pages and screens that are so narrow."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from studyguide.art.figures import ChartTools
from studyguide.art.fonts import guide_fonts
from studyguide.art.measure import Measure
from studyguide.art.narrow_drawings import WORDS, draw_narrow_chart, is_low, points, said
from studyguide.art.raster import view_size
from studyguide.html import environment
from studyguide.proof.epub.figures import small_in_columns
from studyguide.publish.pdf import print_job
from studyguide.sources.cache import Cache
from studyguide.sources.diagnostics import Problems
from studyguide.sources.renditions import RENDITIONS
from tests.test_charts import toml
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

HEAD = {"id": "c", "title": "A chart", "desc": "A chart for tests.", "source": ["nobody"]}
SCALE = {"ticks": [0, 5, 10, 20, 40, 80, 100], "label": "Per cent of what was counted"}
LONG = "A name that is longer than the room beside it"
BARS = [
    {"label": LONG, "text": "from the first day to the hundredth", "low": 10, "high": 30},
    {"label": "B", "low": 40, "high": 90},
]
ZONES = [{"low": 0, "high": 5, "label": "Nothing to speak of"}, {"low": 5, "high": 100, "label": "Some"}]
CURVE = [[0, 80], [10, 20], [20, 70], [100, 90]]
CHARTS: dict[str, dict[str, Any]] = {
    "bars with words above": {"kind": "range-bars", "axis": SCALE, "row": BARS},
    "bars with limits": {
        "kind": "range-bars",
        "axis": SCALE,
        "row": BARS,
        "limit": [{"value": 5, "label": "the usual limit of most", "anchor": "end"}, {"value": 20, "label": "and of some"}],
    },
    "close bars": {
        "kind": "range-bars",
        "pitch": 31,
        "label-width": 120,
        "axis": SCALE,
        "row": [{"label": "A", "low": 3, "high": 9}],
    },
    "marks": {
        "kind": "range-bars",
        "axis": SCALE,
        "mark-label": "A diamond is the median of all that were ever counted anywhere.",
        "row": [{"label": LONG, "low": 10, "high": 30, "mark": [20], "names": ["{value}"]}, {"label": "none", "mark": [50]}],
    },
    "zones with names below": {
        "kind": "zones",
        "axis": {"ticks": SCALE["ticks"]},
        "row": [{"label": f"{LONG}, twice: {LONG}", "zone": ZONES}],
    },
    "a curve": {"kind": "curves", "x": SCALE, "y": {"ticks": [0, 50, 100]}, "curve": [{"points": CURVE}]},
    "curves with names": {
        "kind": "curves",
        "x": SCALE,
        "y": {"ticks": [0, 100], "label": LONG},
        "band": [{"low": 80, "high": 100, "text": ["the end of the time", "that was looked at"]}],
        "limit": [{"value": 30, "label": "a limit", "at": 100, "anchor": "end"}],
        "curve": [{"points": CURVE}, {"points": [[0, 10], [100, 60]], "colour": "orange", "dash": "dashed"}],
        "remark": [
            {"text": ["the first"], "colour": "blue", "at": [50, 80]},
            {"text": ["the second, which", "goes up"], "colour": "orange", "at": [50, 40]},
            {"text": ["here it is lowest of all"], "at": [60, 25], "to": [10, 20]},
        ],
    },
}
SLIM = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 90" role="img" font-family="Guide Sans, sans-serif" '
    'font-size="22"><title>Ruler</title><desc>A mark at 500.</desc><rect width="{width}" height="90" fill="#FFFFFF"/>'
    '<text x="9" y="40" fill="#1A1A1A">{words}</text></svg>'
)
RULER, BESIDE = "chapters/figures/ruler.svg", "chapters/figures/ruler.narrow.svg"


@cache
def tools() -> ChartTools:
    """What the charts are drawn with."""
    return ChartTools(environment(tiny_sources().under("styles/templates")), guide_fonts(tiny_sources().blobs), ("nobody",))


def narrow(keys: dict[str, Any]) -> str:
    """A chart for narrow columns, with a note."""
    note = ["What is said below a chart is set again as wide as the chart is."]
    return draw_narrow_chart("chapters/figures/c.toml", toml({**HEAD, **keys, "note": note}), None, tools(), Problems())


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_drawn_narrower_from_its_data(name: str) -> None:
    """No words are over others or outside, none is lost, all have 10 points in a column of 80 mm."""
    made = narrow(CHARTS[name])
    keys = CHARTS[name]
    assert made
    assert points(made) >= WORDS
    assert view_size(made.encode())[0] == 496
    rows = [*keys.get("row", ()), *(zone for row in keys.get("row", ()) for zone in row.get("zone", ()))]
    written = [each["label"] for each in (*rows, *keys.get("limit", ()))]
    written += [" ".join(each["text"]) for each in (*keys.get("remark", ()), *keys.get("band", ()))]
    assert {word for words in written for word in words.split()} <= {*said(made)}
    assert {"What", "is.", *map(str, SCALE["ticks"])} <= {*said(made)}


def test_a_number_stays_with_its_unit() -> None:
    """Where words are set again, no line ends within a value."""
    lines = Measure(tools().faces, 496).wrapped("At 38\u00a0°C or more", 60)
    assert "38\u00a0°C" in lines


def test_what_has_no_room_is_left_as_it_is() -> None:
    """A chart whose names cannot stand side by side in a narrow column has no narrow drawing; nothing is printed over another."""
    assert narrow({"kind": "range-bars", "axis": SCALE, "row": [dict(BARS[0], label=f"{n}") for n in range(14)]}) == ""


@pytest.mark.parametrize(
    ("drawing", "told"),
    [
        (SLIM.format(width=498, words="500"), ""),
        (SLIM.format(width=498, words="600"), "the drawing beside it says “500” more often than this one"),
        (SLIM.format(width=498, words="500 more"), "the drawing beside it does not say “more”"),
        (SLIM.format(width=600, words="500"), "its smallest words have 8.3 points where it is 80 mm wide, not 10"),
        (SLIM.format(width=498, words="500").replace("<text", "<script/><text"), "bad-svg"),
    ],
)
def test_a_narrow_drawing_says_the_same(drawing: str, told: str) -> None:
    """A narrow master with other words than the drawing beside it, or with small ones, is an error in its file."""
    said = complaints(changed(**{BESIDE: drawing}))
    assert (f"{BESIDE}:1" in said and told in said) if told else said == ""


def test_a_narrow_drawing_of_nothing_is_told() -> None:
    """A narrow master beside no drawing is a picture that no figure shows."""
    said = complaints(changed(**{"chapters/figures/rule.narrow.svg": SLIM.format(width=498, words="500")}))
    assert "chapters/figures/rule.narrow.svg: error[stray-file]: no figure shows this picture" in said


def test_narrow_columns_have_it() -> None:
    """It stands in the PDF for phones, and in no other."""
    compiled = compile_tiny(changed(**{BESIDE: SLIM.format(width=498, words="500")}))
    slim = compiled.narrow["figures/ruler.svg"]
    assert 'viewBox="0 0 498' in slim
    assert compiled.narrowed["figures/ruler.svg"] == slim
    for key in ("a4", "large-print", "phone"):
        _, look, _ = print_job(compiled, RENDITIONS[key], kept=Cache())
        assert (look.files[RULER].decode() == slim) == (key == "phone")


def test_small_words_are_found() -> None:
    """The gate finds a narrow drawing whose words are too small, whoever made it."""
    drawings = {"a": SLIM.format(width=498, words="500"), "b": SLIM.format(width=510, words="500")}
    assert [(found.span.path, found.code) for found in small_in_columns(drawings)] == [("b", "narrow-letters")]


@pytest.mark.parametrize(("height", "low"), [(596, False), (595, True)])
def test_a_page_of_a_phone_shows_what_leaves_room_for_text(height: int, low: bool) -> None:
    """A drawing that is higher than 1.2 times its width would leave the page before it half empty."""
    assert is_low(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 496 {height}"/>') is low
