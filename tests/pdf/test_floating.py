"""Figures that float: no gap before them, and nothing else changed, least of all what is read."""

import re

import pytest

from studyguide.pdf import Unit
from studyguide.pdf.floating import PARTED, blank
from studyguide.pdf.layout import LayoutEngine, StyleSet
from studyguide.pdf.weasyprint70 import laid_out_pages
from tests.pdf.sample import PROSE, document, look, made, opened, read_aloud, texts

FIGURE = (
    '<figure style="break-inside: avoid"><div style="height: {height}mm">drawing</div><figcaption>Caption</figcaption></figure>'
)
LEFT = 0.12
"""What may be left of a page before a float: a little more than is aimed at, where the blocks behind it fit no better."""
PARAGRAPHS = "".join(f"<p>Block {number}. {PROSE * 2}</p>" for number in range(40))


def unit(before: int, height: int, after: str = PARAGRAPHS) -> str:
    """A unit with so many lines before a figure of some height."""
    return document(f"<h1>Title</h1>{'<p>line</p>' * before}{FIGURE.format(height=height)}{after}")


def laid(html: str):
    """The pages of a unit, and its figure."""
    made = LayoutEngine(StyleSet.of(look())).lay_out(html, 1, {})
    return laid_out_pages(made.document), made.root.find(".//figure")


@pytest.fixture(scope="module")
def room() -> float:
    """The height of the text on a page, in mm."""
    pages, _ = laid(document("<p>x</p>"))
    height: float = pages[0].height / 96 * 25.4
    return height


@pytest.mark.parametrize("before", range(1, 12, 2))
def test_no_gap_before_a_figure(before: int, room: float) -> None:
    """Wherever a figure of most of a page falls, hardly any of the page before it stays blank."""
    pages, figure = laid(unit(before, round(room * 0.7)))
    assert blank(pages, figure) <= LEFT


def test_a_gap_stays_where_nothing_may_come_before(room: float) -> None:
    """A figure does not jump over a heading beside it; so a gap can be seen, and is measured."""
    height = round(room * 0.8)
    for after in ("", f"<h2>Head</h2>{PARAGRAPHS}"):
        pages, figure = laid(unit(3, height, after))
        assert blank(pages, figure) > LEFT


def test_figures_in_a_row_stay_in_order(room: float) -> None:
    """Where a figure and another one right behind it leave a gap, both come later, the first one first."""
    second = f'<figure style="break-inside: avoid"><div style="height: {round(room * 0.3)}mm">second</div></figure>'
    pages, figure = laid(unit(3, round(room * 0.8), second + PARAGRAPHS))
    assert blank(pages, figure) <= LEFT
    shown = "".join(texts(made([Unit("unit", unit(3, round(room * 0.8), second + PARAGRAPHS))]).data))
    assert shown.index("Block 0") < shown.index("drawing") < shown.index("second")


def test_the_next_section_may_begin_first(room: float) -> None:
    """Where its own section ends, a figure comes behind the heading of the next one and a block of it at least."""
    section = '<section class="sec">{}</section>'
    opening = f"<h1>Title</h1>{'<p>line</p>' * 3}{FIGURE.format(height=round(room * 0.8))}"
    html = document(section.format(opening) + section.format(f"<h2>Head</h2>{PARAGRAPHS}"))
    pages, figure = laid(html)
    assert blank(pages, figure) <= LEFT
    shown = "".join(texts(made([Unit("unit", html)]).data))
    assert shown.index("Head") < shown.index("Block 0") < shown.index("drawing")
    assert re.findall(r"drawing|Head|Block 0", read_aloud(opened(made([Unit("unit", html)]))))[0] == "drawing"


def test_a_short_table_floats(room: float) -> None:
    """A table that is kept whole leaves no gap either."""
    row = f'<tr><td style="height: {room * 0.7}mm">x</td></tr>'
    table = f'<div class="table short"><table style="break-inside: avoid">{row}</table></div>'
    for before in range(2, 12, 2):
        pages, _ = laid(document(f"<h1>Title</h1>{'<p>line</p>' * before}{table}{PARAGRAPHS}"))
        assert all((page.bottom - page.end) / page.height <= LEFT for page in pages[:-1])


def test_a_figure_comes_at_most_a_page_later(room: float) -> None:
    """The reader finds a figure on the page after its place in the text, or not much further."""
    for before in range(1, 12, 2):
        pages, figure = laid(unit(before, round(room * 0.7)))
        assert next(page for page, sheet in enumerate(pages) if figure in sheet.extents) <= 1 + 1


def test_it_is_read_in_the_order_of_the_source(room: float) -> None:
    """On the page, blocks come before the figure; in the structure tree, it stands where it was written."""
    html = unit(3, round(room * 0.8))
    painted = made([Unit("unit", html)])
    shown = "".join(texts(painted.data))
    assert shown.index("Block 0") < shown.index("drawing")
    with opened(painted) as pdf:
        said = " ".join(re.findall(r"drawing|Block \d+", read_aloud(pdf)))
    assert said == " ".join(["drawing", *(f"Block {number}" for number in range(40))])


@pytest.mark.parametrize(("lines", "parted"), [(6, False), (14, True)])
def test_a_long_box_is_parted(lines: int, parted: bool, room: float) -> None:
    """A box of more than eight lines goes on over the page where it would leave a gap; a shorter one comes later."""
    label, line = "<p>Label</p>", '<p style="break-inside: avoid">line</p>'
    css = f"<style>.callout {{ break-inside: avoid }} .{PARTED} {{ break-inside: auto }}</style>"
    before = int(room / 25.4 * 96 / 18) - 5
    box = f'<div class="callout">{label}{line * (lines - 1)}</div>'
    pages, _ = laid(document(f"{css}<h1>Title</h1>{'<p>line</p>' * (before - 1)}{box}{PARAGRAPHS}"))
    shown = [page for page in pages if any("callout" in (each.get("class") or "") for each in page.extents)]
    assert (len(shown) == 2) is parted
    assert (pages[0].bottom - pages[0].end) / pages[0].height <= 2 * LEFT
