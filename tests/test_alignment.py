"""Words of a page are found in the sources by the words around them."""

from __future__ import annotations

import pytest

from studyguide.publish.alignment import aligned, written

CHAPTER = """---
title: On counting
---

The count falls when marrow rests.
It *rises* again, see {ref}`sec-rise`, when
the marrow works.

The count rises when {value}`most` cells come.
"""
GLOSSARY = """:::{entry} marrow
The soft tissue in which blood is made.
:::
"""
CASES = {
    "words with others around them": ("The count falls when marrow rests", [5, 5, 5, 5, 5, 5]),
    "a line that ends elsewhere": ("rests It rises again see Section 2 when the marrow works", [5, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7]),
    "a value between words": ("The count rises when 500 cells come", [9, 9, 9, 9, 9, 9, 9]),
    "another order": ("the marrow works The count falls when", [7, 7, 7, 5, 5, 5, 5]),
    "capitals": ("ON COUNTING", [2, 2]),
    "a definition from elsewhere": ("marrow works The soft tissue in which blood is made", [7, 7, *[-2] * 8]),
    "what nobody wrote": ("Chapter twelve", [0, 0]),
}


@pytest.mark.parametrize(("printed", "lines"), CASES.values(), ids=CASES)
def test_words_have_their_lines(printed: str, lines: list[int]) -> None:
    """Each word of a page is told the line that it is written in; one of the glossary is negative here, an unknown one is 0."""
    sources = [(written("chapters/01-count.md", CHAPTER), 1), (written("chapters/glossary.md", GLOSSARY), 3)]
    places = aligned(printed.split(), sources)
    assert [0 if each is None else -each.line if "glossary" in each.path else each.line for each in places] == lines


def test_a_word_has_its_column() -> None:
    """The place of a word is exact."""
    (place, *_) = aligned(["falls", "when", "marrow"], [(written("chapters/01-count.md", CHAPTER), 1)])
    assert place is not None
    assert (place.path, place.line, place.col, place.length) == ("chapters/01-count.md", 5, 11, 5)
