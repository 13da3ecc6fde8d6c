"""Page marks stand where the printed pages begin."""

from __future__ import annotations

import re

from studyguide.html.pagebreaks import Opening, fold, mark_pages, marks
from studyguide.html.xhtml import parse, serialise

DOCUMENT = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title>One two three four</title></head><body><section id="a"><h1>The first page</h1>
<p>One two three four five <b>six</b> seven &amp; eight nine ten eleven twelve.</p>
<table id="t"><tr><td>cell</td></tr></table>
<p>Thirteen fourteen.</p></section></body></html>"""


def marked_at(openings: list[Opening]) -> tuple[str, dict[str, str]]:
    """The document with marks, and how each was found."""
    root = parse(DOCUMENT, "page")
    found = mark_pages(root, openings)
    assert [label for label, _ in marks(root)] == [opening.label for opening in openings]
    return serialise(root).rstrip("\n"), found


def after(document: str, label: str) -> str:
    """The text right behind a mark."""
    rest = document.split(f'id="page--{label}" aria-label="{label}"></span>', 1)[1]
    return " ".join(re.sub(r"<[^>]*>", "", rest).split())


def test_a_mark_stands_before_the_words_that_open_the_page() -> None:
    """A page that begins in the middle of a paragraph is marked in the middle of it, across inline markup."""
    openings = [Opening("1", ("The", "first", "page")), Opening("2", ("five", "six", "seven", "eight"))]

    marked, found = marked_at(openings)

    assert after(marked, "1").startswith("The first page")
    assert after(marked, "2").startswith("five six seven &amp; eight")
    assert found == {"1": "words", "2": "words"}


def test_a_page_that_begins_with_half_a_word_is_marked_at_the_next() -> None:
    """The second half of a divided word is not looked for."""
    marked, _ = marked_at([Opening("2", ("ven", "eight", "nine", "ten"))])

    assert after(marked, "2").startswith("eight nine ten")


def test_words_that_stand_nowhere_leave_the_first_id_of_the_page() -> None:
    """A table that is set in another way is marked at its id."""
    marked, found = marked_at([Opening("1", ("The", "first")), Opening("2", ("Row", "head", "value"), "t")])

    assert after(marked, "2").startswith("cell")
    assert found["2"] == "anchor"


def test_a_page_that_begins_with_a_formula_is_marked_before_it() -> None:
    """A mark is no part of MathML, which has no place for it."""
    formula = '<p id="eq"><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>E</mi></math></p>'
    root = parse(DOCUMENT.replace('<table id="t">', f'{formula}<table id="t">'), "page")
    mark_pages(root, [Opening("1", ("The", "first")), Opening("2", ("E", "is", "this"), "eq")])

    assert re.search(r'id="page--2" aria-label="2"></span>\s*(<p id="eq">)?<math', serialise(root))


def test_marks_keep_the_order_of_the_pages() -> None:
    """Even a page that is found nowhere has its mark, not before that of the page before it."""
    openings = [Opening("1", ("The", "first")), Opening("2", ("no", "such", "words")), Opening("3", ("Thirteen", "fourteen"))]

    marked, found = marked_at(openings)

    assert re.findall(r'aria-label="(\d)"', marked) == ["1", "2", "3"]
    assert found == {"1": "words", "2": "next", "3": "words"}


def test_the_text_stays_what_it_was() -> None:
    """Marks add no characters to the text."""
    marked, _ = marked_at([Opening("1", ("One", "two")), Opening("2", ("nine", "ten"))])

    assert re.sub(r"<span[^>]*doc-pagebreak[^>]*></span>", "", marked) == DOCUMENT


def test_words_are_compared_without_their_dress() -> None:
    """Case, punctuation and soft hyphens do not matter."""
    assert fold("“Neutro\u00adpenia,”") == fold("neutropenia")


def test_a_mark_knows_the_words_behind_it() -> None:
    """What a checker reads behind a mark is what was looked for, without the numbers that the e-book says alone."""
    root = parse(DOCUMENT.replace("five", '<a epub:type="index-locator">5</a> five'), "page")
    mark_pages(root, [Opening("2", ("five", "six", "seven"))])

    assert [(label, words[:3]) for label, words in marks(root)] == [("2", ["five", "six", "seven"])]


def test_a_document_without_words_is_marked_in_its_body() -> None:
    """Not before it, where no mark may stand."""
    root = parse('<html xmlns="http://www.w3.org/1999/xhtml"><head/><body><img/></body></html>', "page")
    mark_pages(root, [Opening("1", ("gone",))])

    assert [element.get("id") for element in root[1]] == ["page--1", None]
