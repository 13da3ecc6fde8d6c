"""Words and the numbers of their citations stay on one line."""

from __future__ import annotations

from studyguide.html.typography import mark_long_words, set_gaps, tie_citations
from tests.epub.synthetic import changed_by

CITE = '<sup class="cite">[<a href="r.xhtml#a">1</a>, <a href="r.xhtml#b">2</a>]</sup>'


def tied(text: str) -> str:
    """A paragraph, tied."""
    return changed_by(tie_citations, f"<p>{text}</p>")


def test_a_short_word_and_its_citation_are_one():
    """The last word before the numbers goes with them, its stop too."""
    assert tied(f"It fell again.{CITE} Then") == f'<p>It fell <span class="tie">again.{CITE}</span> Then</p>'


def test_a_stop_behind_markup_is_tied():
    """Behind an element there may be a stop alone."""
    assert tied(f"<b>low</b>,{CITE}") == f'<p><b>low</b><span class="tie">,{CITE}</span></p>'


def test_a_stressed_word_takes_its_citation_in():
    """A span cannot hold half of an element, so the numbers go into it."""
    assert tied(f"<strong>Call now.</strong>{CITE}") == f'<p><strong>Call <span class="tie">now.{CITE}</span></strong></p>'


def test_a_long_word_stays_free():
    """A long word with its numbers may be wider than a small screen."""
    assert tied(f"immunosuppression.{CITE}") == f"<p>immunosuppression.{CITE}</p>"


def test_many_numbers_stay_free():
    """A citation of many sources has to break within itself."""
    many = CITE.replace('"cite"', '"cite many"')
    assert tied(f"low.{many}") == f"<p>low.{many}</p>"


def test_only_the_last_word_is_measured():
    """A no-break space does not end a word, and no word is no tie."""
    assert tied(f"below 500\u00a0000{CITE}") == f'<p>below <span class="tie">500\u00a0000{CITE}</span></p>'
    assert tied(f"a {CITE}") == f"<p>a {CITE}</p>"


def test_spaces_before_elements_are_set_apart():
    """For print, a space between a word and an element behind it stands in an element; other spaces stay."""
    assert changed_by(set_gaps, "<p>a <b>c</b> <i>d</i> e\n<i>f</i>  <i>g</i></p>") == (
        '<p>a<span class="gap"> </span><b>c</b> <i>d</i> e\n<i>f</i>  <i>g</i></p>'
    )
    assert changed_by(set_gaps, "<p><b>a</b>, b\u00a0<i>c</i></p>") == '<p><b>a</b>, b<span class="gap">\u00a0</span><i>c</i></p>'


def test_a_word_that_no_narrow_column_holds_may_be_broken():
    """For print, a word too long for a line stands in an element of its own; behind hyphens and strokes lines end anyway."""
    word = "x" * 24
    long = f'<span class="long">{word}</span>'
    assert changed_by(mark_long_words, f"<p>a {word}, b <b>{word}</b> c-{word} d</p>") == (
        f'<p>a <span class="long">{word},</span> b <b>{long}</b> c-{long} d</p>'
    )
    short = f"<p>{'x' * 23} {'y' * 20}-{'z' * 20}/{'w' * 20}</p>"
    assert changed_by(mark_long_words, short) == short
