"""The heads of chapters: a numeral, and a drawing for the eye alone."""

from __future__ import annotations

import re

import pytest

from studyguide.nodes import Chapter
from studyguide.tasks.editing.edits import changed_texts
from studyguide.tasks.editing.rename import renaming
from tests.rendered_book import packed, printed
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

CHAPTER = "chapters/01-counting.md"
CIRCLE = '<circle cx="60" cy="60" r="40" fill="#1F6CA8"/>'
CELLS = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 226"><title>Cells</title>{CIRCLE}{{}}</svg>'
WORDS = '<text font-family="Guide Sans" x="20" y="140" font-size="26" fill="#1A1A1A">Few cells</text>'


def sources(drawing, **files):
    """The tiny guide whose first chapter asks for a drawing at its head."""
    text = tiny_sources().texts[CHAPTER].replace("checked:", f"drawing: {drawing}\nchecked:", 1)
    return changed(**{CHAPTER: text, **{f"chapters/figures/{name}.svg": svg for name, svg in files.items()}})


def test_a_drawing_opens_its_chapter_and_says_nothing():
    """In print and in the e-book it stands before the title, without words for those who listen; no other chapter has it."""
    compiled = compile_tiny(sources("figures/opener.svg", opener=CELLS.format("")))

    for documents in (printed(compiled), packed(compiled)):
        shown = {each.name.partition(".")[0]: re.findall(r'<img class="opening"[^>]*>', each.text) for each in documents}
        ((tag,),) = (found for found in shown.values() if found)
        assert shown["counting"] == [tag]
        assert 'alt=""' in tag
        text = next(each.text for each in documents if each.name.startswith("counting"))
        assert text.index(tag) < text.index("<h1")
    assert "figures/opener.svg" in compiled.figures


@pytest.mark.parametrize(
    ("called", "number", "around"),
    [
        ("Chapter 2", "2", ("Chapter ", "2", "")),
        ("Appendix A", "A", ("Appendix ", "A", "")),
        ("第12章", "12", ("第", "12", "章")),
        ("", "", ("", "", "")),
    ],
)
def test_the_numeral_is_found_in_what_a_chapter_is_called(called, number, around):
    """Words before and behind the number stay as they are, in every language."""
    assert Chapter("x", (), (), called=called, number=number).called_around == around


FAULTS = [
    ("figures/opener.svg", {}, "missing-figure"),
    ("opener.svg", {}, "bad-value"),
    ("figures/opener.png", {}, "bad-value"),
    ("figures/opener.svg", {"opener": CELLS.format(WORDS)}, "bad-svg"),
]


@pytest.mark.parametrize(("drawing", "files", "code"), FAULTS)
def test_what_cannot_open_a_chapter_is_told_at_its_line(drawing, files, code):
    """A file that is not there, a name that is none, a drawing with words: one error, at the line of the head."""
    told = complaints(sources(drawing, **files))

    assert re.search(rf"^{CHAPTER}:4:\d+: error\[{code}\]|^{CHAPTER}:4: error\[{code}\]", told, re.MULTILINE), told
    assert told.endswith("1 error; nothing was published")


def test_a_renamed_drawing_is_renamed_in_the_head():
    """The name of the file is another at the head, too."""
    texts = sources("figures/opener.svg", opener=CELLS.format("")).texts
    after = changed_texts(texts, renaming(texts, "figures/opener.svg", "cells"))

    assert "drawing: figures/cells.svg" in after[CHAPTER]
