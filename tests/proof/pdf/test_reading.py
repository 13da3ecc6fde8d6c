"""The parts of the reader that know no PDF: aligning texts, areas, maps from glyphs to characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyguide.proof.pdf.alignment import align, same
from studyguide.proof.pdf.geometry import Area, corners
from studyguide.proof.pdf.source import NUMBER, source_words
from studyguide.proof.pdf.typefaces import to_unicode

TEXT = [f"w{number}" for number in range(60)]
SQUARE, HOLE = corners((0, 0, 9, 9)), corners((3, 3, 6, 6))


def test_align_equal():
    """Equal texts have their words in pairs."""
    found = align(TEXT, TEXT)
    assert found.partners == tuple(range(60))
    assert not found.missing
    assert not found.extra


@given(st.integers(0, 59), st.integers(0, 12), st.lists(st.sampled_from(["x", "y"]), max_size=9))
def test_align_changed(at, count, added):
    """What was taken out or put in is all that is found, and all else is paired."""
    shown = TEXT[:at] + added + TEXT[at + count :]
    found = align(TEXT, shown)

    assert all(partner < 0 or TEXT[number] == shown[partner] for number, partner in enumerate(found.partners))
    assert {number for stretch in found.missing for number in stretch} == {n for n, p in enumerate(found.partners) if p < 0}
    assert [shown[number] for stretch in found.extra for number in stretch] == added
    assert sum(map(len, found.missing)) == len(TEXT[at : at + count])


@pytest.mark.parametrize(("shown", "equal"), [("(12).", True), ("(xiv).", True), ("(12)", False), ("(p).", False)])
def test_page_number(shown, equal):
    """Where a source leaves place for a page number, any number stands, and nothing else."""
    assert same(f"({NUMBER}).", shown) is equal


def test_area():
    """A square with a hole holds what is in the square and not in the hole, by the even-odd rule; without it, both."""
    assert Area((SQUARE, HOLE), evenodd=True).holds((1, 1))
    assert not Area((SQUARE, HOLE), evenodd=True).holds((4, 4))
    assert Area((SQUARE, HOLE)).holds((4, 4))
    assert not Area((SQUARE, HOLE)).holds((10, 4))


def test_to_unicode():
    """A map gives characters one by one, in ranges, and in lists."""
    single = b"1 beginbfchar <0001> <00660069> endbfchar"
    ranges = b"2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<0061> <D83DDE00>] endbfrange"
    found = to_unicode(single + b"\n" + ranges)
    assert found == {1: "fi", 0x10: "A", 0x11: "B", 0x12: "C", 0x20: "a", 0x21: "\U0001f600"}


def test_heard():
    """Blocks end words, inline elements do not; what is hidden is not heard, and the alternative of a picture is."""
    body = (
        '<p>o<b>ne</b>\u00ad,</p><p aria-hidden="true">no</p><p>two<img src="x" alt="three"/></p>'
        '<p>f<a class="xref" href="#x">our</a>.</p>'
    )
    found = source_words([f'<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>{body}</body></html>'])
    assert found.words == ("one,", "two", "three", "four", "(p.", f"{NUMBER}).")
