"""Font subsets, against fontTools."""

import io

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from studyguide.pdf.fonts import union
from studyguide.pdf.glyphs import solve, space
from studyguide.pdf.truetype import NotTrueType, TrueType
from tests.pdf.sample import FONTS


@pytest.mark.parametrize("name", FONTS)
def test_outlines_are_kept(name):
    """Every glyph that was asked for has its number, outline and width; accents bring the letters that they stand on."""
    whole = TTFont(io.BytesIO(FONTS[name]))
    order, characters = whole.getGlyphOrder(), whole.getBestCmap()
    glyphs = [whole.getGlyphID(characters[ord(letter)]) for letter in "Aéß½Ǻ≥µ⁹ ☐" if ord(letter) in characters]
    font = TrueType(FONTS[name])
    part = TTFont(io.BytesIO(font.subset(glyphs)))
    for glyph in glyphs:
        assert _drawn(part, part.getGlyphOrder()[glyph]) == _drawn(whole, order[glyph])
        assert font.advance(glyph) == round(whole["hmtx"][order[glyph]][0] * 1000 / whole["head"].unitsPerEm)
    assert len(font.subset(glyphs)) < len(FONTS[name]) / 5


def _drawn(font, name):
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    return pen.value, font.getGlyphSet()[name].width


def test_measures():
    """Name and measures are those that fontTools reads."""
    measures = TrueType(FONTS["styles/fonts/SourceSerif4-It.ttf"]).measures()
    whole = TTFont(io.BytesIO(FONTS["styles/fonts/SourceSerif4-It.ttf"]))
    assert measures.name == "SourceSerif4-It"
    assert (measures.ascent, measures.descent) == (whole["hhea"].ascent, whole["hhea"].descent)
    assert measures.italic_angle == round(whole["post"].italicAngle)
    assert measures.cap_height == whole["OS/2"].sCapHeight


def test_other_outlines():
    """A font with other outlines is refused."""
    with pytest.raises(NotTrueType):
        TrueType(b"OTTO\0\0" + bytes(10))


def test_figures():
    """The figures that were shown are found, plain or old-style; proportional ones are refused."""
    data = FONTS["styles/fonts/SourceSerif4-Regular.ttf"]
    font = TTFont(io.BytesIO(data))
    for suffix in ("", ".tosf"):
        glyphs = [font.getGlyphID(name + suffix) for name in ("one", "two")]
        figures, places = solve(data, "12", [5, *glyphs, 7]) or ((), ())
        assert places == (1, 2)
        assert figures[3] == font.getGlyphID("three" + suffix)
    assert solve(data, "12", [font.getGlyphID("one.lf"), font.getGlyphID("two.lf")]) is None
    assert space(data) == font.getGlyphID("space")


def test_union():
    """Of two characters for one glyph the simpler one is extracted, in whatever order the units come."""
    parts = [{"f": {1: "\u00a0", 2: "a"}}, {"f": {1: " ", 3: "b"}, "e": {1: "x"}}]
    assert union(parts) == union(parts[::-1]) == {"e": {1: "x"}, "f": {1: " ", 2: "a", 3: "b"}}
