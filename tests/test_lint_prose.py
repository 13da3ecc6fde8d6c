"""The lints of the prose bite: absolutes, the workshop, quarrels, and comparators said otherwise than they are."""

from __future__ import annotations

import pytest

from tests.test_lint import CALM, lints, with_text
from tests.tinybook import changed, tiny_sources

VALUES = "chapters/values.toml"


def codes(text: str) -> list[str]:
    """The codes that the lints find in the tiny guide with a passage more."""
    return [code for code, _ in lints(with_text(text))]


@pytest.mark.parametrize("word", ["Nobody", "Always", "Never", "The one exception", "No one"])
def test_an_absolute_asks_for_a_source(word: str) -> None:
    """A claim about every case is listed without a citation, and fine with one or in an invented case."""
    assert "absolute" in codes(f"{word} stops it.")
    assert "absolute" not in codes(f"{word} stops it.{{cite}}`book-a`")
    assert "absolute" not in codes(f":::{{worked-example}} A sum\n{word} stops it.\n:::")


@pytest.mark.parametrize(
    "text",
    ["There is no rate in our sources.", "The reports that were read for this guide differ.", "It has no number in our source."],
)
def test_words_of_the_workshop_are_found(text: str) -> None:
    """A reader does not meet the author's troubles."""
    assert "workshop" in codes(text)
    assert "workshop" not in codes("The source of the fever was a tooth.")


@pytest.mark.parametrize(
    "text",
    ["Some web pages say otherwise.", "You may read that it is rare.", "Many lists leave it out.", "It stands on many lists."],
)
def test_a_quarrel_with_an_unseen_page_is_found(text: str) -> None:
    """A fact is stated; a myth box may still name the claim that it answers."""
    assert "quarrel" in codes(text)
    assert "quarrel" not in codes(":::{myth} Some web pages say it is rare\nIt is common.{cite}`book-a`\n:::")


def with_operator(op: str, text: str) -> list[str]:
    """The codes for a passage when 38.0 °C has a comparator."""
    texts = {
        p: t.replace("{value}`fever.call` or more", "{value}`fever.call`")
        for p, t in tiny_sources().texts.items()
        if p.endswith((".md", "guide.toml"))
    }
    texts[VALUES] = tiny_sources().texts[VALUES].replace("value = 38.0", f'value = 38.0\nop = "{op}"')
    texts[CALM] += f"\n{text}\n"
    sources = changed(**texts)
    return [code for code, _ in lints(sources) if code.startswith("comparator")]


@pytest.mark.parametrize(
    "text",
    [
        "A fever of {value}`fever.call|bare` or more counts.",
        "A fever of {value}`fever.call` counts.",
        "Below {value}`fever.call|bare` it is no fever.",
        "At least **{value}`fever.call|bare`** counts.",
    ],
)
def test_a_comparator_said_once_is_fine(text: str) -> None:
    """Words with the bare form, or the sign alone, or the words of the other side of the same line."""
    assert with_operator("≥", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "A fever of {value}`fever.call` or more counts.",
        "A fever of **{value}`fever.call`** (100.4 °F) or higher counts.{cite}`book-a`",
        "It is below {value}`fever.call`.",
        "It is between {value}`fever.call` and forty.",
    ],
)
def test_a_comparator_said_twice_is_an_error(text: str) -> None:
    """A sign and the words for it do not stand together."""
    assert "comparator-twice" in with_operator("≥", text)


@pytest.mark.parametrize(
    ("op", "text"),
    [("≥", "above {value}`fever.call|bare`"), (">", "{value}`fever.call|bare` or more"), ("≤", "below {value}`fever.call|bare`")],
)
def test_a_comparator_that_the_words_contradict_is_an_error(op: str, text: str) -> None:
    """“Above 38” is not 38 or more: the number itself would fall on the other side."""
    assert "comparator-contradicted" in with_operator(op, f"A fever {text} counts.")


SILENT = {
    "It comes on days 7–12.": "silent-range",
    "Its share is 50–70%.": "silent-range",
    "It holds 3.0–10.0 × 10⁹/L.": "silent-range",
    "| A | B |\n|---|---|\n| a | – |": "silent-cell",
    "| A | B |\n|---|---|\n| a | |": "silent-cell",
}
HEARD = ("It comes on days 7 to 12.", "See {code}`7–12` and COVID–19.", "| A | B |\n|---|---|\n| a | none |", "Call 0–800–1111.")


@pytest.mark.parametrize("text", SILENT)
def test_what_nobody_hears_is_told(text: str) -> None:
    """A dash between figures and a cell without a word are told; words, code and telephone numbers are not."""
    assert SILENT[text] in codes(text)
    assert not any({"silent-range", "silent-cell"} & {*codes(heard)} for heard in HEARD)
