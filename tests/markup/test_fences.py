"""Boxes close where they were meant to, and one colon too few is one mistake."""

from __future__ import annotations

import pytest

from tests.markup.cases import parsed, printed, told

Q = ":::{note} T\n"

MISTAKES = {
    "never closed": (f"{Q}Words.", ["1:4 unclosed-directive"]),
    "never closed, before another": (f"{Q}Words.\n\n:::{{key-point}}\nMore.\n:::", ["1:4 unclosed-directive"]),
    "never closed, before a heading": (f"{Q}Words.\n\n## Next {{#sec-n}}\n\nText.", ["1:4 unclosed-directive"]),
    "inner never closed": (f":{Q}Words.\n\n:::{{key-point}}\nMore.\n\n::::", ["4:4 unclosed-directive"]),
    "as many colons": (f"{Q}Words.\n\n:::{{key-point}}\nMore.\n:::\n\nEnd.\n:::", ["1:4 fence-length"]),
    "as many colons, three deep": (
        f"{Q}:::{{note}} U\n:::{{key-point}}\nMore.\n:::\nMiddle.\n:::\nEnd.\n:::",
        ["1:4 fence-length", "2:4 fence-length"],
    ),
    "fewer colons outside": (f"{Q}::::{{key-point}}\nMore.\n::::\nEnd.\n:::", ["1:4 fence-length"]),
    "closed with too few": (f":{Q}Words.\n:::", ["3:1 fence-length"]),
    "closes nothing": ("Words.\n\n:::\n\nMore.", ["3:1 stray-markup"]),
    "closed twice": (f"{Q}Words.\n:::\n:::\n\nMore.", ["4:1 stray-markup"]),
    "two colons": ("::{key-point}\nWords.\n:::", ["1:3 stray-markup"]),
    "two colons at both ends": ("::{key-point}\nWords.\n::", ["1:3 stray-markup"]),
    "closed by colons and other signs": (f"{Q}Words.\n:::**\n\nMore.", ["3:1 stray-markup"]),
    "colons apart": (": ::{key-point}\nWords.\n:::", ["1:5 stray-markup"]),
    "semicolons": (";;;;{note} T\n:::{key-point}\nWords.\n:::\n::::", ["1:5 stray-markup"]),
    "colons of another script": (f"{Q}Words.\n：：：\n\nMore.", ["3:1 stray-markup"]),
    "closed by one colon": (f"{Q}Words.\n:\n\nMore.", ["3:1 stray-markup"]),
    "a colon too many at an inner end": (f":{Q}:::{{key-point}}\nWords.\n::::\n::::", ["4:1 fence-length"]),
    "a colon too many at an inner beginning": (f":{Q}::::{{key-point}}\nWords.\n:::\n::::", ["4:1 fence-length"]),
    "opened too far in": ("    :::{key-point}\nWords.\n:::\n\nMore.", ["1:8 stray-markup"]),
    "closed too far in": (f"{Q}Words.\n\t:::\n\nMore.", ["3:2 stray-markup"]),
    "opened twice": (f"{Q}{Q}Words.\n:::\n\nMore.", ["1:4 unclosed-directive"]),
    "closed behind words, before a heading": (f"{Q}Words. :::\n\n## Next {{#sec-n}}\n\nText.", ["2:8 stray-markup"]),
    "closed behind words, at the end of the file": (f"{Q}Words. :::", ["2:8 stray-markup"]),
    "an inner one closed twice": (f":{Q}:::{{key-point}}\nWords.\n:::\n:::\n::::", ["5:1 stray-markup"]),
    "in a list": ("- item\n\n  :::{note} T\n  Words.\n\n- other", ["3:6 unclosed-directive"]),
    "twelve deep": ("".join(f"{':' * (20 - i)}{{note}} T\n" for i in range(12)) + "Words.\n", ["11:11 deep-nesting"]),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_wrong_fence_is_one_mistake(text: str, expected: list[str]) -> None:
    """A box that would not close where it was meant to is told of once, where it opens or closes, and has no consequences."""
    assert [message.split(":", 2)[0] + ":" + message.split(":")[1] for message in told(text)] == expected


def test_an_option_of_a_box_within_is_none_of_the_box_around_it() -> None:
    """A box may begin with a table, whose id is not taken for one that the box was meant to have."""
    table = ":::{table} A caption\n:id: tab-inner\n| A | B |\n|---|---|\n| 1 | 2 |\n:::"
    assert told(f"::::{{note}} T\n{table}\n::::") == []


@pytest.mark.parametrize("name", ["as many colons", "closed with too few", "two colons", "never closed, before a heading"])
def test_what_stands_in_a_wrong_fence_is_read_as_it_was_meant(name: str) -> None:
    """No word is lost for want of a colon, so that every other mistake is found too."""
    for word in ("Words.", "More.", "End.", "Text."):
        assert (word in printed(MISTAKES[name][0])) == (word in MISTAKES[name][0])


def test_the_message_says_what_to_write_in_which_lines() -> None:
    """The hint names both lines that need one colon more."""
    (found,) = parsed(MISTAKES["as many colons"][0])[1]

    assert found.message == "{note} T holds {key-point} of line 8, so it needs one colon more"
    assert found.hint == "write :::: here and in line 13, which closes it"


@pytest.mark.parametrize(
    "text",
    [
        f"{Q}Words.\n:::",
        f"{Q}Words.\n::::",
        f":{Q}Words.\n\n:::{{key-point}}\nMore.\n:::\n::::",
        "- item\n\n  :::{note} T\n  Words.\n  :::\n\n- other",
        "> :::{note} T\n> Words.\n> :::",
    ],
)
def test_a_right_fence_is_none(text: str) -> None:
    """Boxes in boxes, lists and quotations, closed as Markdown wants it, are no mistake."""
    assert told(text) == []
