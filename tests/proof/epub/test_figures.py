"""The pictures of figures: what is drawn in them stands out."""

from __future__ import annotations

import io

from PIL import Image

from studyguide.art.raster import figure_png
from studyguide.proof.epub.figures import ground_of, marks, weak
from tests.epub.synthetic import FONTS, SPECIMEN, publication

RULER = (SPECIMEN / "ruler.svg").read_bytes()


def test_a_figure_keeps_three_to_one():
    """Marks stand out from the figure's own ground."""
    assert list(weak({"ruler.png": publication().images["ruler.png"]})) == []


def test_a_pale_mark_fails():
    """Straw yellow on white is found, and its contrast named; so is a picture that shows nothing."""
    pale = figure_png(RULER.replace(b"#C4561B", b"#D9B43A"), FONTS)
    assert [found.message for found in weak({"pale.png": pale})] == ["a mark stands out by 1.99:1"]
    white = io.BytesIO()
    Image.new("RGB", (9, 9), (255, 255, 255)).save(white, "PNG")
    assert [found.message for found in weak({"white.png": white.getvalue()})] == ["it shows nothing"]


def test_what_has_an_outline_may_be_pale():
    """A pale shape within a dark line stands out by that; without the line, or on a tint of its own, it does not."""
    outlined = drawn(((20, 20, 380, 280), "#8A3B12"), ((26, 26, 374, 274), "#EFA599"))
    on_tint = drawn(((10, 10, 390, 290), "#F6F0EC"), ((100, 100, 300, 200), "#EFA599"))
    alone = drawn(((100, 100, 300, 200), "#EFA599"))

    assert [bool(list(weak({"x.png": picture}))) for picture in (outlined, on_tint, alone)] == [False, True, True]


def drawn(*boxes):
    """A picture of boxes, each filled with a colour, on white."""
    picture = Image.new("RGB", (400, 300), (255, 255, 255))
    for box, colour in boxes:
        picture.paste(colour, box)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def test_the_ground_of_a_figure_is_the_colour_of_its_edge():
    """The ground is found at the edge, and is no mark."""
    image = Image.open(io.BytesIO(publication().images["ruler.png"])).convert("RGB")
    assert ground_of(image) == (255, 255, 255)
    assert all(mark.colour != (255, 255, 255) for mark in marks(image))
