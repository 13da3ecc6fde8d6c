"""Which words of a source count as words that people read."""

import pytest

from studyguide.proof.others.prose import words


def texts(source, suffix=".md"):
    return [word.text for word in words(source, suffix)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Low {term}`counts <neutropenia>` fall", ["Low", "counts", "fall"]),
        ("as {cite}`msd-ov` says {value}`anc.severe|both` here", ["as", "says", "here"]),
        ("see {ref}`fig-ruler` and {ref}`the ruler <fig-ruler>`", ["see", "and", "the", "ruler"]),
        ("{index}`yeast; dried`Cells", ["yeast", "dried", "Cells"]),
        ("{abbr}`ANC (absolute count)`", ["absolute", "count"]),
        ("## Title {#sec-title}", ["Title"]),
        (":::{myth} The false claim", ["The", "false", "claim"]),
        ("::::{figure} figures/ruler.svg", []),
        (":::{question} q-anc-bands", []),
        (":id: fig-ruler", []),
        (":alt: The ruler", ["The", "ruler"]),
        ("the word [sicca]{lang=la} means dry", ["the", "word", "means", "dry"]),
        ("[a link](https://example.org/page) here[^n1]", ["a", "link", "here"]),
        ("the doctor’s WBCs and G6PD", ["the", "doctor", "and"]),
        ("don’t", ["don't"]),
        ("Type `pirnt` or ``a ` b`` or {code}`mroe` now", ["Type", "or", "or", "now"]),
        ("```{code-block} python\n:caption: The mean\npirnt(x)\n```\nEnd", ["The", "mean", "End"]),
    ],
)
def test_markup_is_left_out(source, expected):
    """Of each construct of the source format, exactly what will be printed counts as words."""
    assert texts(source) == expected


def test_front_matter_gives_its_titles():
    """Of the front matter, titles and the texts of objectives are read, and keys and ids are not."""
    source = "---\nid: xyzzy\ntitle: Low counts\nobjectives:\n  - id: qwerty\n    verb: name\n    text: the cells\n---\nText\n"

    assert texts(source) == ["Low", "counts", "the", "cells", "Text"]


def test_drawings_give_their_texts():
    """Of an SVG drawing, titles and labels are read, and tags, styles and the names of values are not."""
    style = "<style>.axis { fill: none }</style>"
    source = f'<svg viewBox="0 0 9 9">{style}<title>The ruler</title><text x="1">Severe {{value}}`anc.severe|bare`</text></svg>'

    assert texts(source, ".svg") == ["The", "ruler", "Severe"]


def test_places_are_those_of_the_source():
    """Line and column of a word are those of the source file, mark-up counted."""
    found = list(words("one\n{term}`two <x>` three", ".md"))

    assert [(word.text, word.line, word.column) for word in found] == [("one", 1, 1), ("two", 2, 8), ("three", 2, 17)]
