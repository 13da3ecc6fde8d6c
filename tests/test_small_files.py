"""The word list and the tokens of the design: small files of which each line means something."""

from __future__ import annotations

import pytest

from studyguide.sources.diagnostics import Problems
from studyguide.sources.tokens import check_tokens
from studyguide.sources.word_list import check_word_list
from tests.tinybook import changed, complaints, tiny_sources


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("baso  # a word part\n\n# remarks\nAyo\nayo\n", []),
        ("one two\n", ["1 “one two” is more than one word"]),
        ("one\ntwo\none # again\n", ["3 “one” stands in line 1 already"]),
    ],
)
def test_a_word_stands_alone_and_once(text: str, told: list[str]) -> None:
    """One word a line; a remark may follow."""
    problems = Problems()
    check_word_list("words.txt", text, problems)

    assert [f"{d.span.line} {d.message}" for d in problems.errors] == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        *(
            (value, "")
            for value in ("#005A9C", "#fff", "10.5pt", "0.45pt", "1.2em", "50%", "0", "-2mm", "italic", "rgb(1, 2, 3)")
        ),
        *((value, "") for value in ('"Guide Sans", serif', "var(--blue)", "calc(var(--body) * 0.72)", "var(--none, 3pt)")),
        *((value, "is no colour: #") for value in ("#GGG", "#12345", "#", "#blue")),
        *((value, "is no length: 10") for value in ("10ptt", "10pts", "calc(10bt * 2)")),
        *(("", "has no value"), ("  ", "has no value"), ("var(--bleu)", "no style sheet says what --bleu is")),
    ],
)
def test_a_token_is_a_colour_a_length_or_words(value: str, told: str) -> None:
    """A value that can be none would make whatever uses it fall away in silence."""
    problems = Problems()
    check_tokens(
        {"styles/tokens.css": f"/* --old: #X; */\nhtml {{ --blue: #005A9C; --body: 10pt;\n  --new: {value}; }}"}, problems
    )

    assert [d.span.line for d in problems.errors] == ([3] if told else [])
    assert told in "".join(f"{d.message} {d.hint}" for d in problems.errors)


def test_a_faulty_token_or_word_stops_the_build() -> None:
    """Both are asked before anything is made."""
    tokens = tiny_sources().texts["styles/tokens.css"].replace("#005A9C", "#005A9G")
    told = complaints(changed(**{"styles/tokens.css": tokens, "chapters/words.txt": "two words\n"}))

    assert "error[stylesheet]: --blue is no colour: #005A9G" in told
    assert "chapters/words.txt:1:1: error[bad-value]" in told
