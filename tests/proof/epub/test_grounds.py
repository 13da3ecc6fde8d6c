"""Figures on reading grounds: contrast as WCAG 2.2 measures it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from studyguide.art.raster import figure_png, guide_fonts
from studyguide.proof.epub.grounds import contrast, ground_of, marks, proofs
from tests.epub.synthetic import SPECIMEN, STYLES, publication

FONTS = guide_fonts(STYLES / "fonts")
RULER = (SPECIMEN / "ruler.svg").read_bytes()


def test_contrast_is_that_of_wcag():
    """The known values: 21 for black on white, 4.54 for #767676."""
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x76, 0x76, 0x76), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_a_figure_keeps_three_to_one_on_white_sepia_and_black():
    """Marks against the figure's own ground, and its frame against the page, pass in every theme."""
    found = proofs(publication().images["ruler.png"])
    assert [proof.ground for proof in found] == ["white", "sepia", "black"]
    assert all(proof.passes for proof in found)


def test_a_pale_mark_fails_the_proof():
    """Straw yellow on white is found, and its contrast named."""
    pale = figure_png(RULER.replace(b"#C4561B", b"#D9B43A"), FONTS)
    weakest = proofs(pale)[0].weakest
    assert weakest is not None
    assert weakest.contrast < 2.2
    assert not proofs(pale)[0].passes


def test_the_ground_of_a_figure_is_the_colour_of_its_edge():
    """The ground is found at the edge, and is no mark."""
    image = Image.open(io.BytesIO(publication().images["ruler.png"])).convert("RGB")
    assert ground_of(image) == (255, 255, 255)
    assert all(mark.colour != (255, 255, 255) for mark in marks(image))
