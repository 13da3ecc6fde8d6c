"""Notes in the margin: each on the page of its word, beside its line or near to it, and none on another."""

from itertools import pairwise
from typing import Any

import pytest

from studyguide.pdf import Unit
from studyguide.pdf.layout import LayoutEngine, StyleSet
from studyguide.pdf.margin_notes import MarginNote, free, positions
from tests.pdf.sample import PROSE, document, look, made, opened, read_aloud

CSS = """body { margin-right: 20mm } .margin-notes { position: absolute; left: 62mm; width: 18mm; line-height: 0 }
.margin-note { display: inline-block; width: 100%; font-size: 8px; line-height: 10px }
.wide { margin-right: -20mm; height: 20mm }"""
NOTE = '<span class="margin-notes" data-beside="{0}"><span class="margin-note" role="note"><b>{0}</b> of a term.</span></span>'
WORDS = "abcd"


@pytest.mark.parametrize(
    ("wanted", "heights", "rooms", "expected"),
    [
        ([10, 50], [20, 20], [(0, 100)], [10, 50]),
        ([10, 10], [20, 20], [(0, 100)], [0, 20]),
        ([40, 45, 90], [20, 20, 5], [(0, 100)], [32.5, 52.5, 90]),
        ([90], [20], [(0, 100)], [80]),
        ([45], [20], [(0, 40), (60, 100)], [20]),
        ([5, 6, 7], [20, 20, 20], [(0, 40), (60, 100)], [0, 20, 60]),
        ([95, 96, 97], [20, 20, 20], [(0, 40), (60, 100)], [20, 60, 80]),
        ([10, 10], [60, 60], [(0, 100)], [0, 60]),
    ],
)
def test_where_notes_begin(wanted, heights, rooms, expected):
    """As near to their words as the order lets them be, up or down, in what is free; what has no room at all runs on below."""
    assert positions(list(map(MarginNote, wanted, heights)), rooms) == expected


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], [(0, 100)]),
        ([(0, 30)], [(30, 100)]),
        ([(20, 30), (25, 60)], [(0, 20), (60, 100)]),
        ([(20, 110)], [(0, 20)]),
        ([(0, 110)], [(0, 100)]),
    ],
)
def test_what_is_free(taken, expected):
    """What wide tables leave of a column; all of it where they leave nothing."""
    assert free(0, 100, taken) == expected


def text(lines: int) -> str:
    """A unit with notes to four words, of which three stand in one paragraph, and a wide table."""
    one, two = "".join(map(NOTE.format, "abc")), NOTE.format("d")
    return document(
        f'{"<p>line</p>" * lines}<p><a id="a">alpha</a>, <a id="b">beta</a>. {PROSE} <a id="c">gamma</a>.{one}</p>'
        f'<div class="wide">wide</div><p><a id="d">delta</a> {PROSE}{two}</p>'
    )


@pytest.mark.parametrize("lines", range(0, 12, 3))
def test_notes_stand_beside_their_words(lines):
    """Wherever the page ends, a note is on the page of its word, and none covers another or the table."""
    laid = LayoutEngine(StyleSet.of(look(CSS))).lay_out(text(lines), 1, {})
    notes: dict[str, tuple[int, float, float]] = {}
    words: dict[str, tuple[int, float]] = {}
    wide: list[tuple[int, float, float]] = []
    for number, page in enumerate(laid.document.pages):
        for box in page._page_box.descendants(placeholders=True):
            element: Any = {} if box.element is None or "::" in (box.element_tag or "") else box.element
            if element.get("data-beside") and type(box).__name__ == "BlockBox":
                notes[element.get("data-beside")] = number, box.position_y, box.position_y + box.height
            elif element.get("class") == "wide" and type(box).__name__ == "BlockBox":
                wide.append((number, box.position_y, box.position_y + box.height))
            elif (element.get("id") or "-") in WORDS:
                words.setdefault(element.get("id"), (number, box.position_y))
    assert [notes[word][0] for word in WORDS] == [words[word][0] for word in WORDS]
    assert all(one[0] < two[0] or one[2] <= two[1] + 1 for one, two in pairwise(sorted([*notes.values(), *wide])))
    assert abs(notes["d"][1] - words["d"][1]) < 40


def test_notes_are_read_behind_their_paragraph():
    """A screen reader finishes the paragraph, and then reads its notes in their order."""
    with opened(made([Unit("unit", text(1))], look(CSS))) as pdf:
        said = " ".join(read_aloud(pdf).split())
    assert said.index("gamma") < said.index("a of a term") < said.index("b of a term") < said.index("wide")
