"""The small functions over nodes that templates use as filters."""

import dataclasses

import pytest

from studyguide import nodes as n
from studyguide.html import passages

TERM = n.TermUse("band", "bands", anchor="g-band", first=True, definition="A young cell.", place="t-1")
CITE = n.Citation(("a",), ((1, "ref-a"),), "cite-1")


def words(inlines):
    return "".join(getattr(inline, "text", "*") for inline in inlines)


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("A count ", ". Next", "A count.* Next"),
        ("A count ", ", then", "A count,* then"),
        ("A count. ", "", "A count.*"),
        ("A count ", " rises", "A count* rises"),
    ],
)
def test_citations_stand_behind_the_stop(text, after, expected):
    """A citation goes behind the stop or comma that follows it, without a space before it."""
    assert words(passages.tied((n.Text(text), CITE, n.Text(after)))) == expected


@pytest.mark.parametrize("text", ["Drawn from ", "counts: ", "as in "])
def test_citations_that_are_words_stay(text):
    """After a preposition or a colon the citation is a part of the sentence and keeps its place."""
    made = passages.tied((n.Text(text), CITE, n.Text(".")))

    assert made == (n.Text(text.rstrip()), passages.Named(CITE, passages.NO_BREAK_SPACE), n.Text("."))


def test_a_lone_citation_stands_on_the_line():
    """In a table's cell of sources there is no word to raise the citation behind."""
    assert passages.tied((CITE,)) == (passages.Named(CITE),)


def test_quiet_terms_keep_their_link():
    """Where no note can stand beside, a term loses its definition and nothing else, however deep it stands."""
    inlines = (n.Strong((TERM,)), n.Text(" cells"))

    assert passages.quiet(inlines) == (n.Strong((dataclasses.replace(TERM, definition=""),)), n.Text(" cells"))
    assert passages.defined(inlines) == (TERM,)
    assert passages.defined(passages.quiet(inlines)) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("below 500/µL now", "below 500/|µL now"),
        ("at 0.5 × 10⁹/L now", "at 0.5_×_10⁹/|L now"),
        ("1,000–1,500 cells", "1,000–|1,500 cells"),
        ("G-CSF and GM-CSF", "G-|CSF and GM-|CSF"),
        ("and/or low-grade fever", "and/or low-grade fever"),
    ],
)
def test_units_and_ranges_hold_together(text, expected):
    """No line can end within a unit, a range of numbers or a short hyphenated abbreviation; other words are left alone."""
    assert passages.joined(text).replace(passages.WORD_JOINER, "|").replace(passages.NO_BREAK_SPACE, "_") == expected


def test_a_running_head_is_cut_at_a_word():
    """A title that no margin holds is cut before a word, or within one that has no end, and shows it; others stay whole."""
    assert passages.running("A title of a few words") == "A title of a few words"
    assert passages.running("word " * 20) == "word " * 11 + "word…"
    assert passages.running("x" * 80) == "x" * 63 + "…"


def test_a_row_that_may_fill_a_page_is_tall():
    """A table with a row that may be longer than a page is not kept together, however few its rows."""
    low, high = ((n.Cell((n.Text("word"),)), n.Cell((n.Text("x" * size),))) for size in (400, 401))
    assert (n.tall(low), n.tall(high)) == (False, True)
    assert [n.Table("tab-x", (), (), (row,)).short for row in (low, high)] == [True, False]
