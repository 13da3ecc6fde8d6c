"""Drawings as parts of a page: what they paint holds on every ground, and what they say is text."""

from __future__ import annotations

import pytest

from studyguide.art.live_drawings import ACCENTS, live
from studyguide.sources.colour import contrast, css_colour, from_css
from studyguide.sources.diagnostics import Problems

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 90"><title>T</title>{shapes}</svg>'


def drawn(shapes: str, width: int = 720) -> str:
    """What stands in the page of a drawing of some shapes."""
    return live(DRAWING.format(width=width, shapes=shapes), Problems()).shapes


@pytest.mark.parametrize(
    ("shapes", "kept"),
    [
        ('<text fill="#1A1A1A">a</text>', 'fill="currentColor"'),
        ('<text fill="#8E1B10">a</text>', 'fill="currentColor"'),
        ('<text fill="#FFFFFF">a</text>', 'fill="#FFFFFF"'),
        ('<g fill="#333B44"><text>a</text></g>', '<g fill="currentColor"><text>'),
        ('<rect width="9" height="9" fill="#FFFFFF"/>', 'fill="none"'),
        ('<rect width="9" height="9" fill="#333B44"/>', 'fill="#6B7785"'),
        ('<rect width="9" height="9" fill="#005A9C"/>', 'fill="#2E75B6"'),
        ('<rect width="9" height="9" fill="#E4EFF8"/>', 'fill="#2E75B6" '),
        ('<circle r="9" fill="#EFA599"/>', 'fill="#EFA599"'),
        ('<path d="M0 0H9" stroke="#00497F"/>', 'stroke="#2E75B6"'),
        ('<path d="M0 0H9" stroke="#1A1A1A"/>', 'stroke="currentColor"'),
        ('<path d="M0 0H9" stroke="#767676"/>', 'stroke="currentColor" stroke-opacity="0.6"'),
        ('<marker id="m"><path d="M0 0L9 9" fill="#1A1A1A"/></marker>', 'id="this-figure--m"'),
        ('<path d="M0 0H9" marker-end="url(#m)"/>', 'marker-end="url(#this-figure--m)"'),
        ('<text font-family="Guide Sans, Source Sans 3, serif">a</text>', "font-family=\"'Guide Sans', 'Source Sans 3', serif\""),
    ],
)
def test_a_paint_keeps_its_role(shapes, kept):
    """Words and lines take the colour of the text, tints let the ground through, the dark becomes an accent, ids stay apart."""
    assert kept in drawn(shapes)


def test_a_white_sheet_is_the_page_itself():
    """A sheet behind all else is gone, and so is what only says what is drawn."""
    assert drawn('<rect width="720" height="90" fill="#FFFFFF"/><text>a</text>').count("rect") == 0
    assert "T<" not in drawn("<text>a</text>")


def test_one_drawing_can_stand_twice_in_a_page():
    """Its ids begin with that of the figure."""
    drawing = live(DRAWING.format(width=480, shapes='<marker id="m"/>'), Problems())
    assert drawing.narrow
    assert 'id="fig-a--m"' in drawing.of("fig-a")


@pytest.mark.parametrize("accent", ACCENTS, ids=css_colour)
@pytest.mark.parametrize("ground", ["#FFFFFF", "#FBF0D9", "#000000"])
def test_an_accent_holds_on_every_ground(accent, ground):
    """Each of the five has at least 3:1 on white, sepia and black (WCAG 2.2, 1.4.11)."""
    assert contrast(accent, from_css(ground)) >= 3
