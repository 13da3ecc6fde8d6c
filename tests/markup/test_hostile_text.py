"""Texts that nobody would write, and a right text with random mistakes: no crash, no hang, no word lost in what is accepted."""

from __future__ import annotations

import dataclasses
import random
import re
import time

import pytest

from studyguide.markup import Dialect, parse_chapter
from studyguide.sources.diagnostics import Problems
from tests.markup.cases import PATH, parsed
from tests.tinybook import assemble_tiny, changed, tiny_sources

SECONDS = 5
PIECES = (
    *("*", "**", "_", "`", "``", "{", "}", "{term}`", "{cite}`book-a`", "[", "]", "(", ")", "](", "](https://example.org/)"),
    *("<", "<b>", "</b>", "<!--", "-->", "&amp;", "&#x202e;", "\\", "\\*", "^", "~", "~~", "$", "|", "\t", "!", "![", "=", "#"),
    *(
        "\n",
        "\n\n",
        "\n- ",
        "\n  - ",
        "\n1. ",
        "\n> ",
        "\n: ",
        "\n## ",
        "\n### H {#sec-h}\n",
        "\n===\n",
        "\n---\n",
        "    ",
        "  \n",
    ),
    *(":::", "\n:::{note} T\n", "\n:::\n", "\n::::{key-point}\n", "\n::::\n", "[^a]", "\n[^a]: ", "\n[ ] ", "\n[x] ", "%", "@"),
    *("\n| a | b |\n|---|---|\n| c | d |\n", "\n~~~\n", "\n```\n", "\n<div>\n", "\n+---+\n", "\n<<<<<<< a\n", "\n=======\n"),
    *(
        "\n>>>>>>> b\n",
        "\u200b",
        "\u202e",
        "\u00ad",
        "\u0301",
        "\U0001f600",
        "é",
        ":a:",
        "https://x.org",
        "\\(",
        "{lang=la}",
        "x^2^",
    ),
)
FILES = tuple(f"chapters/{name}.md" for name in ("01-counting", "02-calm", "faq", "glossary", "safety", "emergency"))


def words_of(value: object) -> str:
    """Every character string in a value of the book, however deep."""
    match value:
        case str():
            return f" {value}"
        case tuple() | list():
            return "".join(map(words_of, value))
        case dict():
            return words_of(tuple(value.values()))
        case _ if dataclasses.is_dataclass(value):
            return words_of(tuple(getattr(value, field.name) for field in dataclasses.fields(value)))
        case _:
            return ""


def some_text(dice: random.Random) -> tuple[str, list[str]]:
    """A text of pieces of markup and marked words, and those words."""
    words = [f"word{dice.randrange(10**6)}" for _ in range(dice.choice([1, 4, 20]))]
    return "".join(dice.choice([f"{word} ", word]) + dice.choice(PIECES) + dice.choice(["", " "]) for word in words), words


@pytest.mark.parametrize("seed", range(40))
def test_a_random_text_is_read_in_time_or_refused(seed: int) -> None:
    """Ten texts of random pieces: none takes long, and what is accepted holds every word."""
    dice = random.Random(seed)  # noqa: S311 (no secret: the same mistakes in each run)
    for text, words in (some_text(dice) for _ in range(10)):
        start = time.process_time()
        chapter, told = parsed(text)
        assert time.process_time() - start < SECONDS
        there = words_of(chapter)
        assert told or [word for word in words if word not in there] == []


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_hundreds_of_times_is_read_in_time(piece: str) -> None:
    """No sign of the grammar takes more time than it has places: repeated, and nested around a word."""
    start = time.process_time()
    for text in (piece * 600, piece * 200 + "word" + piece * 200):
        parse_chapter(PATH, text, Dialect(), Problems())
    assert time.process_time() - start < SECONDS


def mutant(dice: random.Random, text: str) -> str:
    """A text with a piece cut out, doubled or put in, or a line moved."""
    at = dice.randrange(len(text))
    end = at + dice.choice([1, 2, 5, 20, 100])
    rows = text.split("\n")
    rows.insert(dice.randrange(len(rows)), rows.pop(dice.randrange(len(rows))))
    return dice.choice(
        [
            text[:at] + text[end:],
            text[:at] + text[at:end] * 2 + text[end:],
            text[:at] + dice.choice(PIECES) + text[at:],
            "\n".join(rows),
        ]
    )


@pytest.mark.parametrize("seed", range(30))
def test_a_guide_with_a_random_mistake_is_refused_or_keeps_its_words(seed: int) -> None:
    """Four files with a random change each: none crashes the assembly, and what is accepted holds every word of the source."""
    dice = random.Random(seed)  # noqa: S311 (no secret: the same mistakes in each run)
    for _ in range(4):
        path = dice.choice(FILES)
        text = mutant(dice, tiny_sources().texts[path])
        problems = Problems()
        book = assemble_tiny(changed(**{path: text}), problems)
        if book is not None and not problems.errors:
            there = words_of((book.chapters, book.emergency, book.glossary, book.faq, book.answers, book.fragments))
            body = text.split("---", 2)[-1]
            written = re.sub(
                r"&#?\w+;|https?://\S+|\{include\}`[^`]*`|\{[^{}]*\}|^:[a-z-]+:.*$|^:::.*$", "", body, flags=re.MULTILINE
            )
            assert [word for word in re.findall(r"[^\W_]{4,}", written) if word not in there] == []
