"""Finding the page numbers: right at every change of the number of figures, with few layouts."""

import re
from types import SimpleNamespace
from typing import Any

import pytest

from studyguide.pdf import Unit
from studyguide.pdf.estimate import Estimate, unit_text
from tests.pdf.sample import counted, document, look, made, texts

CSS = "@page { size: 60mm 40mm; margin: 5mm; @top-left { content: none } @bottom-center { font-size: 5pt } }"


def _units(count, pages=8):
    """Units of so many pages, each page of which refers to pages of all units."""
    links = " ".join(f'<a class="xref" href="#u{number}">u{number}</a>' for number in range(0, count * pages, 7))
    leaf = '<p id="u{}" style="font-size:4pt;break-before:page">' + links + "</p>"
    starts = range(0, count * pages, pages)
    return [Unit(f"unit-{start}", document("".join(leaf.format(start + page) for page in range(pages)))) for start in starts]


@pytest.fixture(scope="module")
def hundred():
    """A book of over a hundred pages, and the units that were laid out for it."""
    with pytest.MonkeyPatch.context() as patch:
        done = counted(patch)
        return made(_units(13), look(CSS)), done


def test_all_numbers_are_right(hundred):
    """On over a hundred pages, references and folios of one, two and three figures are all right."""
    pages = texts(hundred[0].data)
    assert len(pages) == 104
    for number, text in enumerate(pages, 1):
        found = re.findall(r"u(\d+)\s+\(p\.\s+(\d+)\)", text)
        assert len(found) == 15
        assert all(int(page) == int(unit) + 1 for unit, page in found)
        assert text.split()[-1] == str(number)


def test_few_layouts(hundred):
    """Units are seldom laid out twice: most wait until the numbers that they print are certain."""
    assert len(hundred[1]) <= 18


def test_estimate_knows_its_limits():
    """Far from a change of figures an estimate is certain; near it, it is not."""
    text = unit_text(document(f'<p>{"word " * 440}</p><p id="x">y</p>'))
    estimate = Estimate([(f"u{number}", "arabic", text, None) for number in range(60)], 2200)
    assert not estimate.start("u6")[1]
    assert estimate.start("u20") == (10, True)
    assert not estimate.start("u59")[1]


def test_a_few_words_change_no_guess():
    """Words more or less in a unit leave what is guessed of the others as it was, so that their layouts still serve."""
    paragraphs = [f'<p id="x{number}">{"word " * 100}</p>' for number in range(40)]
    old, new = unit_text(document("".join(paragraphs))), unit_text(document("".join(paragraphs) + "<p>three more words</p>"))
    assert (old.weight, old.ids) == (new.weight, new.ids)


def test_normal_start():
    """A unit is laid out from 1, 10 or 100 wherever it stands, unless its numbers gain a figure on the way."""
    text = unit_text(document("<p>y</p>"))
    assert Estimate([(f"u{number}", "arabic", text, None) for number in range(3)], 2200).start("u2")[0] == 1


def test_small_print_misleads_no_guess():
    """How many pages a unit takes is guessed from the usual ones that are laid out: a long glossary in small print is none."""
    text = unit_text(document(f"<p>{'word ' * 4400}</p>"))
    laid: list[Any] = [SimpleNamespace(pages=pages, anchors=()) for pages in (10, 10, 2)]
    units = enumerate([*laid, None])
    assert round(Estimate([(f"u{number}", "arabic", text, facts) for number, facts in units], 2200).pages) == 32
