"""Accepted data: whatever passes the border goes through every later stage, without an exception and without losing a word."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyguide.art.figures import ChartTools, draw_chart
from studyguide.art.fonts import guide_fonts
from studyguide.html import environment
from studyguide.html.units import Templates, ebook_documents
from studyguide.html.xhtml import serialise
from studyguide.publish.ebook import ebook_rendering
from studyguide.sources.bibliography import format_references
from studyguide.sources.config import FORMS, read_values
from studyguide.sources.csl import DATES, NAMES, without_markup
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.reference_files import read_references
from studyguide.sources.relators import RELATORS
from tests.tinybook import changed, compile_tiny, tiny_sources

OFTEN = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
SELDOM = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
WORDS = st.text(st.sampled_from("abcÉßαµ≥– &<>\"'/.,;:!?()[]{}%-_0123456789"), max_size=30)
ANY = st.text(max_size=12)
NUMBERS = st.one_of(st.integers(-(10**17), 10**17), st.floats(), st.sampled_from([0, 0.5, 38.0, 4000, -0.0]))
DAYS = st.one_of(st.dates(), st.sampled_from(["2026-02-30", "soon"])).map(str)
SCALARS = st.one_of(WORDS, ANY, NUMBERS, st.booleans(), st.none())
YEARS = st.integers(-5, 2030)
DATE = st.one_of(
    SCALARS,
    DAYS,
    st.sampled_from(["2026", "May 2026", "2019/2020", "2026-21", "1 May 2026", "199X", "2026?"]),
    st.fixed_dictionaries({"date-parts": st.lists(st.lists(YEARS | st.sampled_from(["2020", "5", ""])), max_size=3)}),
    st.fixed_dictionaries({"year": YEARS}, optional={"month": st.integers(0, 13), "season": SCALARS, "circa": SCALARS}),
    st.lists(st.fixed_dictionaries({"year": st.integers(1990, 2030)}, optional={"month": st.integers(1, 13)}), max_size=3),
)  # fmt: skip
PARTS = ("family", "given", "literal", "suffix", "non-dropping-particle", "dropping-particle")
NAME = st.fixed_dictionaries({}, optional=dict.fromkeys(PARTS, WORDS))
TITLES = st.one_of(WORDS, st.sampled_from(["<i>E. coli</i>", "a <b>b", "p < 0.05", '<span class="nocase">x</span>', "</i>"]))
ITEM = st.fixed_dictionaries(
    {
        "id": st.sampled_from("abc"),
        "type": st.sampled_from(["book", "article-journal", "thesis", "webpage", "x"]),
        "title": TITLES,
    },
    optional={
        **dict.fromkeys(("container-title", "publisher", "volume", "issue", "page", "edition", "abstract", "note"), SCALARS),
        **dict.fromkeys(("author", "editor", *sorted(NAMES)[:3]), st.lists(NAME, max_size=3)),
        **dict.fromkeys(sorted(DATES), DATE),
        "DOI": st.sampled_from(["10.1000/a<b>", "x"]),
        "URL": st.sampled_from(["https://a.org/ä", "https://"]),
        "PMID": SCALARS,
    },
)


def toml(data: dict[str, Any]) -> str:
    """A table of TOML, one line a key."""
    lines = [f"{key} = {written(value)}" for key, value in data.items() if value is not None]
    return "\n".join(lines) + "\n"


def written(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {written(item)}" for key, item in value.items() if item is not None) + "}"
    if isinstance(value, str):
        return json.dumps(re.sub("[\ud800-\udfff\x7f]", "", value), ensure_ascii=False)
    return repr(value) if isinstance(value, float) else json.dumps(value)


@OFTEN
@given(st.lists(ITEM, max_size=3))
def test_references_that_are_accepted_are_printed(items: list[dict[str, Any]]) -> None:
    """Every item of the list gives one line of XHTML that holds its title."""
    problems = Problems()
    text = json.dumps(items, ensure_ascii=True).replace("NaN", ".nan").replace("Infinity", ".inf")
    known = read_references("r.yaml", text, problems)
    if problems.errors:
        return
    shown = format_references(known.values(), tiny_sources().texts["styles/references.csl"])

    assert len(shown) == len(known)
    for row, source in zip(shown, known.values(), strict=True):
        plain = re.sub(r"<[^>]+>", "", row)
        words = set(re.findall(r"\w{3,}", without_markup(source.csl["title"])))
        assert not [word for word in words if word not in plain]


@OFTEN
@given(
    st.dictionaries(st.sampled_from(["a", "b", "c d", "e-f"]), st.fixed_dictionaries(
        {"label": WORDS, "value": NUMBERS | WORDS | st.lists(NUMBERS, max_size=3), "unit": WORDS, "source": st.just(["x"])},
        optional={"op": st.sampled_from(["≥", "=", ["≥", "<"], ["<", ">"]]), "quantity": WORDS},
    ), max_size=3)
)  # fmt: skip
def test_values_that_are_accepted_are_shown_in_every_form(data: dict[str, Any]) -> None:
    """A number, a pair or a text has a form for each place."""
    problems = Problems()
    values = read_values("v.toml", "".join(f"[t.{json.dumps(key)}]\n{toml(entry)}" for key, entry in data.items()), problems)
    if not problems.errors:
        assert len(values) == len(data)
        for value in values.values():
            assert all(value.show(form).text for form in FORMS)


FILL = st.sampled_from(["solid", "dots", "x"])
PLACE = st.integers(0, 120)
ROW = st.fixed_dictionaries(
    {"label": WORDS},
    optional={
        "low": NUMBERS | PLACE,
        "high": PLACE,
        "mark": st.lists(PLACE, max_size=2),
        "text": WORDS,
        "tail": st.booleans(),
        "fill": FILL,
    },
)
POINT = st.lists(st.floats(0, 100, allow_nan=False) | NUMBERS, min_size=2, max_size=2)
AXIS = st.fixed_dictionaries(
    {"ticks": st.sampled_from([[0, 50, 100], [1, 10, 100], [0, 1e-9, 100], [5, 4]]) | st.lists(NUMBERS, max_size=4)},
    optional={"scale": st.sampled_from(["linear", "log", "steps", "x"]), "label": WORDS, "names": st.lists(WORDS, max_size=3)},
)
CURVE = st.fixed_dictionaries({"points": st.lists(POINT, max_size=4)})
REMARK = st.fixed_dictionaries({"text": st.lists(WORDS, max_size=2), "at": POINT})
ZONE = st.fixed_dictionaries({"low": NUMBERS, "high": PLACE, "label": WORDS}, optional={"fill": FILL})
ZONES = st.fixed_dictionaries(
    {"label": WORDS, "zone": st.lists(ZONE, max_size=3)}, optional={"bracket": st.lists(ZONE, max_size=2)}
)
HEAD = {"id": st.just("c"), "title": WORDS, "desc": WORDS, "source": st.just([])}
CHART = st.one_of(
    st.fixed_dictionaries(
        {**HEAD, "kind": st.just("range-bars"), "axis": AXIS, "row": st.lists(ROW, max_size=4)},
        optional={"pitch": NUMBERS, "label-width": NUMBERS, "note": st.lists(WORDS, max_size=2)},
    ),
    st.fixed_dictionaries(
        {**HEAD, "kind": st.just("curves"), "x": AXIS, "y": AXIS, "curve": st.lists(CURVE, max_size=2)},
        optional={"height": NUMBERS, "remark": st.lists(REMARK, max_size=2)},
    ),
    st.fixed_dictionaries({**HEAD, "kind": st.just("zones"), "axis": AXIS, "row": st.lists(ZONES, max_size=3)}),
)


@cache
def chart_tools() -> ChartTools:
    sources = tiny_sources()
    return ChartTools(environment(sources.under("styles/templates")), guide_fonts(sources.blobs), ())


@OFTEN
@given(CHART)
def test_charts_that_are_accepted_are_drawn(data: dict[str, Any]) -> None:
    """A data file gives a drawing, or messages; never both, never neither."""
    problems = Problems()
    drawing = draw_chart("chapters/figures/c.toml", toml(data), None, chart_tools(), problems)

    assert bool(drawing) != bool(problems.errors)


@SELDOM
@given(
    st.fixed_dictionaries({
        "title": WORDS, "subtitle": WORDS, "edition": WORDS, "publisher": WORDS, "description": WORDS, "disclaimer": WORDS,
        "home": WORDS, "date": st.dates(),
    }),
    st.sampled_from(sorted(RELATORS)),
    st.lists(ITEM, max_size=2, unique_by=lambda item: item["id"]),
)  # fmt: skip
def test_a_guide_that_is_accepted_is_made(guide: dict[str, Any], role: str, items: list[dict[str, Any]]) -> None:
    """What guide.toml and references.yaml say comes through assembly, templates and the EPUB's documents."""
    texts = tiny_sources().texts
    text = texts["chapters/guide.toml"].replace('role = "aut"', f'role = "{role}"')
    for key, value in guide.items():
        line = f"{key} = {value if key == 'date' else written(value)}".replace("\\", r"\\")
        text = re.sub(rf"(?m)^{key} = .*$", line, text, count=1)
    references = texts["chapters/references.yaml"] + "".join(f"- {json.dumps(item, ensure_ascii=True)}\n" for item in items)
    sources = changed(**{"chapters/guide.toml": text, "chapters/references.yaml": references})
    try:
        compiled = compile_tiny(sources)
    except BuildFailed:  # told, which is what other tests look at
        return
    rendering = ebook_rendering(compiled.book, None, dict.fromkeys(compiled.figures, "images/x.png"))
    pages = {unit: serialise(root) for unit, _, root in ebook_documents(Templates.of(sources, compiled.book), rendering, None)}

    assert "imprint" in pages


def seconds(work: Callable[[int], object], size: int) -> float:
    """CPU seconds of a run."""
    start = time.process_time()
    work(size)
    return time.process_time() - start


GROWING: dict[str, Callable[[int], object]] = {
    "references": lambda size: read_references(
        "r", "".join(f"- {{id: r{i}, type: book, title: T{i}, issued: 2020}}\n" for i in range(size)), Problems()
    ),
    "values": lambda size: read_values(
        "v", "".join(f'[t.v{i}]\nlabel = "abc"\nvalue = {i}\nunit = ""\nsource = ["x"]\n' for i in range(size)), Problems()
    ),
    "one table": lambda size: read_values("v", "[t]\n" + "".join(f"k{i} = 1\n" for i in range(size)), Problems()),
}


@pytest.mark.parametrize("name", GROWING)
def test_data_cost_what_their_length_says(name: str) -> None:
    """Twice as many references or values take about twice as long: a quarter of the square would be three times as long."""
    work = GROWING[name]
    work(50)
    small = min(seconds(work, 400) for _ in range(2))

    assert any(seconds(work, 1600) < small * 4 * 1.8 + 0.1 for _ in range(3))
