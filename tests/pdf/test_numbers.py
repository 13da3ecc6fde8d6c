"""Printed numbers and the page map."""

import pytest

from studyguide.pdf import LateUnit, Unit
from studyguide.pdf.numbers import filled, page_map, references
from studyguide.sources.numerals import roman

HTML = (
    '<p><a class="xref" href="#a">A</a> <a href="#b" id="x" class="toc wide">B</a> '
    '<a class="external" href="https://example.org/#a">C</a> '
    '<a class="term" href="#a">D</a> <a class="locator" href="#c"/></p>'
)


def test_references():
    """Links of four classes want a number, if they lead to an id."""
    assert [target for _, target in references(HTML)] == ["a", "b", "c"]


def test_filled():
    """The number goes into an attribute of the link; a target without a page gets none."""
    html = filled(HTML, {"a": "12", "b": "", "c": "iv"}.__getitem__)
    assert '<a class="xref" href="#a" data-page="12">A</a> <a href="#b" id="x" class="toc wide">B</a>' in html
    assert '<a class="locator" href="#c" data-page="iv"/>' in html


@pytest.mark.parametrize(
    ("number", "text"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix"), (388, "ccclxxxviii")]
)
def test_roman(number, text):
    """Roman figures are written the usual way."""
    assert roman(number) == text


def test_page_map():
    """Roman and arabic pages are counted apart; an id means its first place; pages without one have none."""
    units: list[Unit | LateUnit] = [Unit("front", "", "roman"), Unit("a", ""), LateUnit("index", lambda _: "")]
    pages = page_map(units, {"front": [["t"], []], "a": [["x", "y"], ["x", "z"]], "index": [["y"]]})
    assert pages.labels == ("i", "ii", "1", "2", "3")
    assert pages.firsts == ("t", "", "x", "z", "")
    assert (pages.label("y"), pages.label("z"), pages.label("none")) == ("1", "2", "")
    assert pages.units == {"front": (0, 2), "a": (2, 2), "index": (4, 1)}
