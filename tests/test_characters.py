"""Characters that nobody can see: refused wherever a word can be typed, unless the text needs them."""

from __future__ import annotations

import pytest

from studyguide.sources.characters import check_characters, hidden_runs
from studyguide.sources.diagnostics import Problems, Span
from tests.tinybook import changed, complaints, tiny_sources

HIDDEN = {
    "a control": "a\x07b",
    "a control of the second set": "a\x85b",
    "a control picture's code": "a\x9db",
    "delete": "a\x7fb",
    "zero width space": "a\u200bb",
    "byte-order mark inside": "a\ufeffb",
    "right-to-left override": "a\u202e005",
    "left-to-right isolate": "a\u2066b",
    "line separator": "a\u2028b",
    "paragraph separator": "a\u2029b",
    "invisible times": "a\u2062b",
    "tag characters": "a\U000e0041b",
    "language tag": "a\U000e0001b",
    "private use, as Word's bullet": "a\uf0b7b",
    "private use, plane 15": "a\U000f0000b",
    "lone surrogate": "a\ud800b",
    "noncharacter": "a\ufdd0b",
    "noncharacter at the end of a plane": "a\U0001ffffb",
    "Hangul filler": "a\u3164b",
    "braille blank": "a\u2800b",
    "grapheme joiner": "a\u034fb",
    "object replacement": "a\ufffcb",
    "lost character": "a\ufffdb",
    "interlinear annotation": "a\ufff9b",
    "joiner between Latin letters": "a\u200db",
    "non-joiner between Latin letters": "a\u200cb",
    "non-joiner at the end": "a\u200c",
    "direction mark in a Latin line": "a\u200fb\n\u062f\u0645",
    "variation selector after a letter": "a\ufe0fb",
    "Mongolian selector after a letter": "a\u180bb",
    "sixty strokes": "a" + "\u0336" * 60,
}
NEEDED = {
    "soft hyphen": "leuko\u00adpenia",
    "no-break spaces": "5\u00a0mg 5\u202fmg 5\u2009mg",
    "word joiner": "10\u206020",
    "non-joiner of Persian": "\u0645\u06cc\u200c\u0634\u0648\u062f",
    "joiner after a virama": "\u0915\u094d\u200d\u0937",
    "joined emoji": "\U0001f469\u200d\U0001f52c",
    "joined emoji with a variant": "\u2764\ufe0f\u200d\U0001f525",
    "direction mark beside Arabic": "ANC\u200f \u062f\u0645",
    "direction mark beside Hebrew": "(\u05d0)\u200e 5",
    "emoji variant": "\u2764\ufe0f",
    "keycap": "1\ufe0f\u20e3",
    "accents": "e\u0301 a\u0323\u0302 \u05e9\u05bc\u05c1\u05b8",
    "tone marks of Thai": "\u0e17\u0e35\u0e48",
    "Mongolian variant": "\u1820\u180b",
    "tab and line end": "a\tb\nc",
}


def runs(text: str) -> list[str]:
    return [text[at : at + length] for at, length in hidden_runs(text)]


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_a_hidden_character_is_found(text: str) -> None:
    """Each kind of character that cannot be seen, or that reorders others, is found, and nothing besides."""
    assert len(runs(text)) == 1


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED)
def test_what_a_script_needs_is_let_pass(text: str) -> None:
    """Hyphens, joiners, marks and variants are no mistake where a text needs them."""
    assert runs(text) == []


def test_the_message_names_code_point_line_and_column() -> None:
    """What cannot be seen is told by its place and its name in Unicode; a run of them is one mistake."""
    problems = Problems()

    check_characters("one\ntwo \u200b\u200b three", Span("chapters/x.md", 1, 1), problems)

    (found,) = problems.found
    assert found.span == Span("chapters/x.md", 2, 5, 2)
    assert found.message == "U+200B ZERO WIDTH SPACE and 1 more cannot be seen"


def test_a_value_is_told_of_at_its_place() -> None:
    """A text of a data file is a value with a place of its own."""
    problems = Problems()

    check_characters("a\u202eb", Span("chapters/values.toml", 7, 12), problems)
    check_characters("a\u202eb", Span("chapters/values.toml", 8), problems)

    assert [found.span for found in problems.found] == [Span("chapters/values.toml", 7, 13, 1), Span("chapters/values.toml", 8)]


@pytest.mark.parametrize("path", sorted(path for path in tiny_sources().texts if path.startswith("chapters/")))
def test_it_is_refused_wherever_a_word_can_be_typed(path: str) -> None:
    """In each file of a guide, data and drawings too, a hidden character is the one mistake that is told."""
    text = tiny_sources().texts[path]
    place = text.index("a", len(text) // 2)

    told = complaints(changed(**{path: f"{text[: place + 1]}\u202e{text[place + 1 :]}"}))

    assert f"{path}:{text.count(chr(10), 0, place) + 1}:" in told
    assert "error[control-character]: U+202E RIGHT-TO-LEFT OVERRIDE cannot be seen" in told


def test_many_marks_take_no_longer_than_they_are_long() -> None:
    """A text of nothing but hidden characters is looked through once."""
    assert len(runs("\u200b " * 50_000)) == len(runs("a\u200f" * 50_000)) == 50_000
