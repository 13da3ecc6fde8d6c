"""Page marks stand where the printed pages begin."""

from __future__ import annotations

import re

from studyguide.html.pagebreaks import Opening, fold, mark_pages

DOCUMENT = """<?xml version="1.0"?>
<html><head><title>One two three four</title></head><body><section id="a"><h1>The first page</h1>
<p>One two three four five <b>six</b> seven &amp; eight nine ten eleven twelve.</p>
<table id="t"><tr><td>cell</td></tr></table>
<p>Thirteen fourteen.</p></section></body></html>"""


def after(document: str, label: str) -> str:
    """The text right behind a mark."""
    rest = document.split(f'id="page-{label}" aria-label="{label}"></span>', 1)[1]
    return " ".join(re.sub(r"<[^>]*>", "", rest).split())


def test_a_mark_stands_before_the_words_that_open_the_page() -> None:
    """A page that begins in the middle of a paragraph is marked in the middle of it, across inline markup."""
    openings = [Opening("1", ("The", "first", "page")), Opening("2", ("five", "six", "seven", "eight"))]

    marked, found = mark_pages(DOCUMENT, openings)

    assert after(marked, "1").startswith("The first page")
    assert after(marked, "2").startswith("five six seven &amp; eight")
    assert found == {"1": "words", "2": "words"}


def test_a_page_that_begins_with_half_a_word_is_marked_at_the_next() -> None:
    """The second half of a divided word is not looked for."""
    marked, _ = mark_pages(DOCUMENT, [Opening("2", ("ven", "eight", "nine", "ten"))])

    assert after(marked, "2").startswith("eight nine ten")


def test_words_that_stand_nowhere_leave_the_first_id_of_the_page() -> None:
    """A table that is set in another way is marked at its id."""
    marked, found = mark_pages(DOCUMENT, [Opening("1", ("The", "first")), Opening("2", ("Row", "head", "value"), "t")])

    assert after(marked, "2").startswith("cell")
    assert found["2"] == "anchor"


def test_marks_keep_the_order_of_the_pages() -> None:
    """Even a page that is found nowhere has its mark, not before that of the page before it."""
    openings = [Opening("1", ("The", "first")), Opening("2", ("no", "such", "words")), Opening("3", ("Thirteen", "fourteen"))]

    marked, found = mark_pages(DOCUMENT, openings)

    assert re.findall(r'aria-label="(\d)"', marked) == ["1", "2", "3"]
    assert found == {"1": "words", "2": "next", "3": "words"}


def test_the_text_stays_what_it_was() -> None:
    """Marks add no characters to the text."""
    marked, _ = mark_pages(DOCUMENT, [Opening("1", ("One", "two")), Opening("2", ("nine", "ten"))])

    assert re.sub(r"<span[^>]*doc-pagebreak[^>]*></span>", "", marked) == DOCUMENT


def test_words_are_compared_without_their_dress() -> None:
    """Case, punctuation and soft hyphens do not matter."""
    assert fold("“Neutro\u00adpenia,”") == fold("neutropenia")
