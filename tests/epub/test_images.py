"""Pictures: opaque, small, the same everywhere."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from studyguide.art.cover import MARGIN, CoverArt, CoverText, cover_svg, pattern, read_art
from studyguide.art.raster import PictureFailed, figure_png, smallest_capital, view_size
from studyguide.proof.epub.figures import ground_of
from studyguide.sources.colour import contrast
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources
from tests.epub.synthetic import FONTS, SPECIMEN, TEMPLATES, publication

RULER = (SPECIMEN / "ruler.svg").read_bytes()


def picture(data: bytes) -> Image.Image:
    """The decoded picture."""
    return Image.open(io.BytesIO(data))


def test_a_figure_is_1600_pixels_wide_opaque_and_small():
    """A figure has a palette without transparency, the proportions of its viewBox, and fewer than 200 KB."""
    made = figure_png(RULER, FONTS)
    image = picture(made)
    assert (image.size, image.mode, "transparency" in image.info) == ((1600, 578), "P", False)
    assert len(made) < 200_000


def test_the_same_drawing_gives_the_same_bytes():
    """Nothing but the drawing and the fonts is in the file: no date, no version of the day."""
    assert figure_png(RULER, FONTS) == figure_png(RULER, FONTS) == publication().images["ruler.png"]


def test_what_is_not_drawn_is_white():
    """A drawing without a ground of its own gets a white one, so that night modes cannot swallow it."""
    bare = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><rect width="10" height="10" fill="#000"/></svg>'
    assert picture(figure_png(bare, FONTS)).convert("RGB").getpixel((1599, 799)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        ("are not the guide's", b"Guide Sans", b"Helvetica"),
        ("glyph|not the guide's", b"severe", "重い".encode()),
        ("Failed to load", b"<rect", b'<image href="https://example.org/x.png" width="9" height="9"/><rect'),
        ("no viewBox", b"viewBox", b"data-box"),
    ],
)
def test_a_drawing_that_would_differ_from_machine_to_machine_is_refused(words, old, new):
    """Fonts, letters and pictures from outside the project are refused."""
    with pytest.raises(PictureFailed, match=words):
        figure_png(RULER.replace(old, new, 1), FONTS)


def test_the_cover_is_a_jpeg_of_1600_by_2560_in_rgb():
    """The cover has the size that stores want and less than 3 MB."""
    image = picture(publication().cover_jpeg)
    assert (image.size, image.mode, image.format) == ((1600, 2560), "RGB", "JPEG")
    assert len(publication().cover_jpeg) < 3_000_000


def test_the_cover_has_a_grey_edge():
    """The white part of the cover ends in a line that stands out by 3 to 1 from white and from black pages."""
    corner = ground_of(picture(publication().cover_jpeg).crop((0, 2559, 1600, 2560)))
    assert min(contrast(corner, (255, 255, 255), 255), contrast(corner, (0, 0, 0), 255)) >= 3


def art_of(drawing: str) -> CoverArt | None:
    """The drawing as it stands on a cover; None if it has faults."""
    return read_art(Sources({"chapters/cover.svg": drawing}, {}), FONTS, Problems())


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {}" fill="none"><title>A loaf</title>'
    '<path d="M0 0H720" stroke="red"/></svg>'
)


@pytest.mark.parametrize(("height", "size"), [(720, (1600, 2560)), (480, (1600, 2263)), (900, (1600, 2263))])
def test_a_guides_own_drawing_stands_whole_above_the_words(height, size):
    """It is as large as fits into the upper two thirds, in the middle, and the words begin where it begins."""
    art = art_of(DRAWING.format(height))
    assert art is not None
    made = cover_svg(CoverText("T"), FONTS, TEMPLATES, size, art).decode()
    x, y, scale = map(float, re.findall(r"translate\((\S+) (\S+)\) scale\((\S+)\)", made)[0])
    field = size[1] * 2 / 3
    assert max(720 * scale / size[0], height * scale / field) == pytest.approx(1, abs=1e-3)
    assert (2 * x + 720 * scale, 2 * y + height * scale) == pytest.approx((size[0], field), abs=0.3)
    assert f'<text x="{round(x + MARGIN * 720 * scale, 1)}"' in made
    assert '<path d="M0 0H720" stroke="red"/>' in made
    assert "A loaf" not in made
    assert 'fill="none"' in art.shapes


def test_a_faulty_drawing_for_the_cover_is_told():
    """It is held to what holds of every drawing."""
    problems = Problems()
    assert read_art(Sources({"chapters/cover.svg": DRAWING.format(720).replace("path", "image")}, {}), FONTS, problems) is None
    assert [each.code for each in problems.found] == ["bad-svg"]


def test_a_cover_without_a_drawing_has_a_pattern_of_its_title():
    """The pattern covers the upper two thirds to the edge, is the same for the same title, and another for another."""
    for width, height in ((1600, 2560), (1600, 2263)):
        tiles = pattern("Bread", width, height * 2 / 3)
        side = width / 6
        assert max(tile.x for tile in tiles) + side == pytest.approx(width, abs=0.1)
        assert max(tile.y for tile in tiles) + side >= height * 2 / 3
        assert any(tile.bright for tile in tiles)
    assert pattern("Bread", 1600, 1500) == pattern("Bread", 1600, 1500) != pattern("Brot", 1600, 1500)


def test_a_long_title_is_set_smaller_and_in_more_lines():
    """A title is as large as fits: a long one takes two lines and a smaller size than a short one."""
    short = cover_svg(CoverText("Bread"), FONTS, TEMPLATES).decode()
    long = cover_svg(
        CoverText("Understanding a dough that takes long to rise", "A guide", "1st edition"), FONTS, TEMPLATES
    ).decode()
    assert short.count('font-weight="700"') == 1
    assert long.count('font-weight="700"') == 2


def test_a_word_that_cannot_fit_is_refused():
    """A cover never cuts off a word."""
    with pytest.raises(PictureFailed, match="too long for the cover"):
        cover_svg(CoverText("X" * 200), FONTS, TEMPLATES)


def test_the_covers_letters_and_cells_have_contrast():
    """Title on white and cells on navy stand out by far more than 7 to 1."""
    navy = (0x0F, 0x2E, 0x4A)
    assert contrast(navy, (255, 255, 255), 255) > 12
    assert contrast((0xF2, 0xB7, 0x05), navy, 255) > 7


def test_the_size_of_a_drawing_is_that_of_its_viewbox():
    """Width and height come from the viewBox, with commas or spaces."""
    assert view_size(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0,0,720,260"/>') == (720, 260)


def test_the_smallest_letter_of_a_figure_can_be_read():
    """A capital of 20 units in a drawing of 720 is 29 pixels tall at 1,600; inherited sizes count, and no letters are no size."""
    assert smallest_capital(RULER) == pytest.approx(20 * 0.66 * 1600 / 720)
    inherited = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 9"><g font-size="10"><text>a</text></g></svg>'
    assert smallest_capital(inherited) == pytest.approx(13.2)
    assert smallest_capital(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>') == 0
