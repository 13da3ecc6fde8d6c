"""Vertical justification: pages end alike, and their text stands on one grid."""

from typing import Any

import pytest

from studyguide.pdf.justification import Leaf, moves
from studyguide.pdf.layout import LayoutEngine, StyleSet
from tests.pdf.sample import PROSE, document, look

CSS = """html { align-content: space-between; line-height: 20px } p { margin: 0; line-height: 20px; orphans: 2; widows: 2 }
h2 { margin: 25px 0 0; line-height: 25px; break-after: avoid } figure { margin: 10px 0; height: 33px; break-inside: avoid }"""


@pytest.mark.parametrize(
    ("blocks", "blank", "expected"),
    [
        ([(0, 0), (0, 20), (0, 40)], 15, [0, 0, 0]),
        ([(0, 0), (1, 20), (1, 40)], 0, [0, 0, 0]),
        ([(0, 0), (1, 20), (1, 40)], 40, [0, 20, 40]),
        ([(0, 0), (1, 20), (1, 40)], 90, [0, 20, 40]),
        ([(0, 0), (1, None), (1, 47)], 20, [0, 10, 13]),
        ([(0, 0), (1, None), (1, 53)], 30, [0, 15, 27]),
        ([(0, 0), (1, None), (1, 55)], 3, [0, 0, 0]),
        ([(0, None), (0, 25), (0, 45)], 30, [0, 0, 0]),
        ([(0, None), (0, 35), (0, 55)], 30, [0, 5, 5]),
    ],
)
def test_how_far_blocks_are_moved(blocks, blank, expected):
    """Blocks that may be apart share what is blank; paragraphs come on the grid of 20, and nothing runs over the foot."""
    leaves = [Leaf(None, room, None if place is None else float(place)) for room, place in blocks]
    assert moves(leaves, blank, 20, 0) == pytest.approx(expected)


def test_pages_end_alike_on_one_grid():
    """Most pages with headings and figures end within a line of each other, and most of their lines stand on the grid.

    A page that is full as it is cannot be helped.
    """
    part = f"<h2>Head</h2><p>{PROSE}</p><p>{PROSE * 2}</p><figure>x</figure><p>{PROSE * 3}</p>"
    laid = LayoutEngine(StyleSet.of(look(CSS))).lay_out(document(part * 12), 1, {})
    ends, off = [], []
    for page in laid.document.pages[:-1]:
        box: Any = page._page_box
        lines = [each for each in box.children[0].descendants() if type(each).__name__ == "LineBox"]
        ends.append(lines[-1].position_y + lines[-1].height)
        off += [(each.position_y - box.content_box_y()) % 20 for each in lines if each.element_tag == "p"]
    assert len(ends) > 5
    assert sum(max(ends) - end <= 23 for end in ends) >= 0.7 * len(ends)
    assert sum(0.1 < each < 19.9 for each in off) <= len(off) / 2
