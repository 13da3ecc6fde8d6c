"""What an author types is printed, or is an error at its place."""

from __future__ import annotations

import re
import string

import pytest

from studyguide.markup.leftovers import AT_LINE_START, IN_LINE
from studyguide.sources.diagnostics import CODES
from tests.markup.cases import cases, parsed, printed, told

REFUSED = cases("refused.txt")
PRINTED = cases("printed.txt")
PUNCTUATION = string.punctuation


@pytest.mark.parametrize(("text", "expected"), REFUSED, ids=[text[:40] for text, _ in REFUSED])
def test_what_is_not_understood_is_told_at_its_place(text: str, expected: str) -> None:
    """Each text gives exactly the messages of its row, at line and column."""
    assert told(text) == expected.split("\n")


@pytest.mark.parametrize(("text", "expected"), PRINTED, ids=[text[:40] for text, _ in PRINTED])
def test_what_is_understood_is_printed(text: str, expected: str) -> None:
    """Each text gives the words of its row, and no message."""
    assert (told(text), printed(text)) == ([], expected)


def test_one_mistake_has_one_message() -> None:
    """A text that is refused has one message, or one for each of its mistakes: hardly more messages than texts."""
    assert sum(expected.count("\n") + 1 for _, expected in REFUSED) <= 1.2 * len(REFUSED)


@pytest.mark.parametrize("sign", PUNCTUATION)
@pytest.mark.parametrize("frame", ["{}", "a {} b", "a{}b", "{}word", "word{}", "{}{}x{}{}"])
def test_an_escaped_sign_is_only_a_sign(sign: str, frame: str) -> None:
    """Every backslash escape of CommonMark is text, wherever it stands, but brackets that make a formula of TeX."""
    text = frame.replace("{}", f"\\{sign}")

    assert told(text) == []
    assert printed(text) == frame.replace("{}", sign)


@pytest.mark.parametrize("sign", PUNCTUATION)
def test_a_sign_written_as_an_entity_is_only_a_sign(sign: str) -> None:
    """Every character reference is text: by number in both systems, and by name."""
    text = f"a&#{ord(sign)};b &#x{ord(sign):X};"

    assert (told(text), printed(text)) == ([], f"a{sign}b {sign}")


@pytest.mark.parametrize("text", [text for text, _ in REFUSED if "\n" not in text])
def test_whatever_is_refused_can_be_printed(text: str) -> None:
    """A text whose signs are all written as entities is only text."""
    plain = " ".join(text.split())

    assert told(re.sub(r"[^\w ]|[_¹]", lambda sign: f"&#{ord(sign[0])};", plain)) == []


def test_a_hard_break_is_written_with_a_backslash_or_two_spaces() -> None:
    """Both ways of CommonMark to break a line are understood."""
    for text in ("one\\\ntwo", "one  \ntwo"):
        assert (told(text), printed(text)) == ([], "one two")


def test_every_kind_of_leftover_is_tried() -> None:
    """Each row of the tables of leftovers has a text that it refuses."""
    said = "\n".join(expected for _, expected in REFUSED)

    assert [kind.message for kind in (*IN_LINE, *AT_LINE_START) if f"{kind.code}: {kind.message}" not in said] == []
    assert {kind.code for kind in IN_LINE} <= set(CODES)


def test_the_place_of_a_word_that_stands_twice_is_its_own() -> None:
    """Columns come from the parser, not from a search for the words."""
    _, found = parsed("- the end\n- the {x} end of the {x} end")

    assert [(d.span.line - 4, d.span.col) for d in found] == [(2, 7), (2, 22)]


@pytest.mark.parametrize(
    "text",
    [
        "ANC<LLN but WBC>LLN",
        "K<Na and Cl>100",
        "p<0.05 and n>3",
        "(ANC<500)",
        "a<b",
        "2 < 3 > 1",
    ],
)
def test_a_comparison_is_no_html(text: str) -> None:
    """Signs of comparison are text, also where two of them look like a tag."""
    assert (told(text), printed(text)) == ([], text)


@pytest.mark.parametrize(
    ("html", "hint"),
    [
        ("<b>x</b>", "**"),
        ("<em>x</em>", "*word*"),
        ("<sup>2</sup>", "x^2^"),
        ("<sub>2</sub>", "H~2~O"),
        ("a<br>b", "backslash"),
        ("a<br/>b", "backslash"),
        ("<!-- x", "-->"),
        ("<code>x</code>", "{code}"),
        ("<kbd>x</kbd>", "{kbd}"),
        ("<del>x</del>", "~~word~~"),
        ('<a href="x">y</a>', "https"),
        ("<table><tr><td>x</td></tr></table>", ":::{table}"),
        ("<ul>\n<li>x</li>\n\n</ul>", "list"),
        ("<div>\n\nx\n\n</div>", "writing.md"),
    ],
)
def test_an_element_of_html_is_one_mistake(html: str, hint: str) -> None:
    """An element is told of where it opens, with what to write instead; that it closes is no second mistake."""
    found = parsed(html)[1]

    assert [d.code for d in found] == ["raw-html"]
    assert hint in found[0].hint
