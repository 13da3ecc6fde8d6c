"""The look of a guide: an accent reaches all that is blue, and can be read; the bound book has the page that is asked for."""

from __future__ import annotations

import re

import pytest

from studyguide.art.cover import CoverText, cover_svg
from studyguide.art.fonts import guide_fonts
from studyguide.html.pages import Unit
from studyguide.html.units import print_units
from studyguide.sources.colour import contrast, from_css, luminance
from studyguide.sources.look import ACCENT, BLUES, GROUNDS, SCREEN, TINT, Look, dressed, renditions
from studyguide.sources.renditions import RENDITIONS
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

GUIDE = "chapters/guide.toml"
BARS = """\
id = "ruler"
kind = "bars"
title = "T"
desc = "D"
source = ["book-a"]
row = [{ label = "a", values = [1] }]
"""


def asking(text: str, **more: str) -> dict[str, str]:
    return {GUIDE: f"{tiny_sources().texts[GUIDE]}\n[look]\n{text}\n", **more}


def tones(accent: str) -> dict[str, str]:
    """What stands in the place of each blue."""
    sheet = "styles/x.css"
    made = dressed(changed(**{sheet: "\n".join(BLUES)}), Look(accent)).texts[sheet]
    return dict(zip(BLUES, made.split("\n"), strict=True))


@pytest.mark.parametrize("accent", ["#7A1F5C", "#8F3B00", "#1B5E20", "#333333", "#4A148C", "#000000", "#006064"])
def test_an_accent_can_be_read_wherever_the_blue_could(accent: str) -> None:
    """On white, on its tint, in large print, on the cover: each tone keeps the contrast of the blue in whose place it stands."""
    made = {blue: from_css(tone) for blue, tone in tones(accent).items()}
    white = (1.0, 1.0, 1.0)

    assert contrast(made[ACCENT], made[TINT]) >= 4.5
    assert contrast(made["#00508C"], white) >= 7
    assert contrast(made["#1F6CA8"], made["#E4EFF8"]) >= 4.5
    assert contrast(made["#7F9CB6"], made["#0F2E4A"]) >= 3
    for blue in set(BLUES) - {ACCENT, "#00508C"}:
        assert luminance(made[blue]) == pytest.approx(luminance(from_css(blue)), abs=0.012)


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        (
            'accent = "#F2B705"',
            "has a contrast of 1.6 : 1 on its tint; text needs 4.5 : 1",
            "the nearest colour that holds is #",
        ),
        ('accent = "#FFFF00"', "text needs 4.5 : 1", "the nearest colour that holds is #"),
        ('accent = "blue"', "“accent” cannot be “blue”", "a colour is written #RRGGBB"),
        ("accent = 7", "“accent” must be text", ""),
        ('acent = "#7A1F5C"', "unknown key “acent”", "did you mean “accent”?"),
        ('page = "A6"', "“A6” is no page of a book", "there are A5, B5"),
        ("page = [90, 120]", "a page of 90 × 120 mm cannot be set", "the bound book has 120 × 180 to 230 × 320 mm"),
        ("page = [148]", "“page”", ""),
    ],
)
def test_a_look_that_cannot_be_is_told_at_its_line(asked: str, message: str, hint: str) -> None:
    """A colour too light to read, with its measure and the nearest that holds; no colour; a page that no book has."""
    told = complaints(changed(**asking(asked)))
    line = tiny_sources().texts[GUIDE].count("\n") + 3

    assert f"{GUIDE}:{line}:1: error[" in told
    assert message in told
    assert hint in told
    assert "1 error;" in told


def test_the_nearest_colour_holds() -> None:
    """What the message proposes is accepted, and a step lighter is not."""
    told = complaints(changed(**asking('accent = "#F2B705"')))
    nearest = re.search(r"holds is (#\w{6})", told)

    assert "[low-contrast]" in told
    assert nearest is not None
    assert complaints(changed(**asking(f'accent = "{nearest[1]}"'))) == ""


@pytest.mark.parametrize("accent", ["#7A1F5C", "#000000", "#B00000", "#1B5E20", "#4D4D00"])
def test_an_accent_stands_out_on_every_page_of_an_e_reader(accent: str) -> None:
    """The rules and borders of the e-book have the accent, and stand out from white, sepia and black."""
    sheet = compile_tiny(changed(**asking(f'accent = "{accent}"'))).sources.texts["styles/epub.css"]
    tone = tones(accent)[SCREEN]

    assert tone != SCREEN
    assert re.search(rf"\.opener {{[^}}]*border-bottom: [^;]* {tone};", sheet)
    assert all(contrast(from_css(tone), from_css(ground)) >= 3 for ground in GROUNDS.values())


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            ".note { border-left: 1em solid #0A0A0A; }",
            "#0A0A0A has a contrast of 1.06 : 1 on a black page; borders and rules need 3 : 1",
        ),
        (".note { border-left: 1em solid #F0F0F0; }", "on a sepia page; borders and rules need 3 : 1"),
        (".note { color: #2E75B6; }", "on a sepia page; text needs 4.5 : 1"),
        ("/* .note { color: #000000; } */ .note { border-color: #2E75B6; }", ""),
    ],
)
def test_a_colour_that_some_reader_cannot_see_is_told(rule: str, message: str) -> None:
    """A colour of the e-book's sheet is told at its place if it is lost on one of the pages that readers choose."""
    sheet = tiny_sources().texts["styles/epub.css"]
    told = complaints(changed(**{"styles/epub.css": f"{sheet}{rule}\n"}))

    assert message in told
    assert told.count("error[") == bool(message)
    if message:
        assert f"styles/epub.css:{sheet.count(chr(10)) + 1}:{rule.index('#') + 1}: error[low-contrast]" in told


def test_an_accent_reaches_sheets_charts_drawings_and_cover() -> None:
    """None of the blues of the design is left in what a guide with an accent is made of; without one, no byte is changed."""
    drawing = tiny_sources().texts["chapters/figures/ruler.svg"].replace("#1A1A1A", "#2e7ebb")
    asked = 'accent = "#7A1F5C"'
    drawn = compile_tiny(changed(**asking(asked, **{"chapters/figures/ruler.svg": drawing})))
    charted = compile_tiny(changed(**asking(asked, **{"chapters/figures/ruler.toml": BARS})))
    cover = cover_svg(CoverText("T"), guide_fonts(drawn.sources.blobs), drawn.templates.env).decode()
    sheets = "".join(text for path, text in drawn.sources.texts.items() if path.startswith("styles/"))
    everything = "".join([cover, sheets, *drawn.figures.values(), *charted.figures.values()]).upper()

    assert "#7A1F5C" in sheets
    assert [blue for blue in BLUES if blue in everything] == []
    assert tones("#7A1F5C")["#2E7EBB"] in drawn.figures["figures/ruler.svg"]
    assert tones("#7A1F5C")["#2E7EBB"] in charted.figures["figures/ruler.svg"]
    assert dressed(tiny_sources(), Look()) == tiny_sources()


@pytest.mark.parametrize(("asked", "covers"), [("cover = false", 0), ("cover = true", 1), ("", 1)])
def test_a_book_may_be_bound_in_another_cover(asked: str, covers: int) -> None:
    """Without a cover the PDFs begin with the title page; the emergency line stands beside it either way."""
    compiled = compile_tiny(changed(**asking(asked)))
    images = {figure.src: figure.src for figure in compiled.book.figures}
    front = next(iter(print_units(compiled.templates, RENDITIONS["print"], images, "cover.svg")))

    assert isinstance(front, Unit)
    assert front.html.count('<section class="cover"') == covers
    assert front.html.count('<div class="on-paper"') == 1
    assert front.html.count('<section class="title-page"') == front.html.count('epub:type="titlepage"') == 1


@pytest.mark.parametrize(("page", "size"), [('"A5"', (148, 210)), ("[170, 240]", (170, 240)), ('"6x9"', (152.4, 228.6))])
def test_a_page_reaches_sheet_and_cover(page: str, size: tuple[float, float]) -> None:
    """The style sheet of the bound book, and the shape of its cover; no other rendition changes."""
    compiled = compile_tiny(changed(**asking(f"page = {page}")))
    made = renditions(compiled.book.guide.look)
    sheet = compiled.sources.texts["styles/renditions/print.css"]

    assert f"--page-width: {size[0]:g}mm; --page-height: {size[1]:g}mm;" in " ".join(sheet.split())
    assert made["print"].page == size
    assert made["print-bleed"].sheet == (size[0] + 6, size[1] + 6)
    assert {key: each for key, each in made.items() if key in ("a4", "phone")} == {
        key: RENDITIONS[key] for key in ("a4", "phone")
    }
