"""Contrast as WCAG 2.2 measures it."""

import pytest

from studyguide.sources.colour import contrast, css_colour


@pytest.mark.parametrize(
    ("one", "other", "value"), [("000000", "FFFFFF", 21), ("767676", "FFFFFF", 4.54), ("FF0000", "0000FF", 2.15)]
)
def test_contrast(one, other, value):
    """The contrast of known pairs is that of WCAG, whether the parts of a colour go up to 1 or to 255."""
    (a, b, c), (d, e, f) = (bytes.fromhex(each) for each in (one, other))
    assert contrast((a, b, c), (d, e, f), 255) == pytest.approx(value, abs=0.01)
    assert contrast((a / 255, b / 255, c / 255), (d / 255, e / 255, f / 255)) == pytest.approx(value, abs=0.01)


def test_css_colour():
    """A colour is written as style sheets write it."""
    assert css_colour((1, 0.5, 0)) == css_colour((255, 128, 0), 255) == "#FF8000"
