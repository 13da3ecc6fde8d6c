"""Font subsets and what is measured in font files."""

import io

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from studyguide.pdf.fonts import KEPT, face
from studyguide.pdf.fragment import union
from studyguide.pdf.glyphs import solve, space
from tests.pdf.sample import FONTS


@pytest.mark.parametrize("name", FONTS)
def test_outlines_are_kept(name):
    """Every glyph that was asked for has its number, outline and width; accents bring the letters that they stand on."""
    whole = TTFont(io.BytesIO(FONTS[name]))
    order, characters = whole.getGlyphOrder(), whole.getBestCmap()
    glyphs = [whole.getGlyphID(characters[ord(letter)]) for letter in "Aéß½Ǻ≥µ⁹ ☐" if ord(letter) in characters]
    made = face("digest", FONTS[name], dict.fromkeys(glyphs, "?"))
    part = TTFont(io.BytesIO(made.file))
    for glyph, width in made.widths:
        assert _drawn(part, part.getGlyphOrder()[glyph]) == _drawn(whole, order[glyph])
        assert width == round(whole["hmtx"][order[glyph]][0] * 1000 / whole["head"].unitsPerEm)
    assert len(made.file) < len(FONTS[name]) / 5


def _drawn(font, name):
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    return pen.value, font.getGlyphSet()[name].width


def test_measures():
    """Name and measures are those of the whole font, in thousandths of an em; only tables that a PDF uses remain."""
    made = face("digest", FONTS["styles/fonts/SourceSerif4-It.ttf"], {5: "a"})
    assert made.measures.name == "SourceSerif4-It"
    assert (made.measures.ascent, made.measures.descent, made.measures.cap_height) == (1036, -335, 670)
    assert made.measures.italic_angle == -12
    assert set(TTFont(io.BytesIO(made.file)).keys()) - {"GlyphOrder"} <= KEPT


def test_same_subset():
    """The same glyphs give the same bytes, in whatever order they come."""
    data = FONTS["styles/fonts/SourceSans3-Regular.ttf"]
    assert face("d", data, {5: "a", 9: "b"}).file == face("d", data, {9: "b", 5: "a"}).file


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
