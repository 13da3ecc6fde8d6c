"""Data files that cannot be read: the fault at its place, in words that say what an editor did, and what to do."""

from __future__ import annotations

import math

import pytest

from studyguide.sources.toml_text import load_toml
from studyguide.sources.unreadable import Unreadable
from studyguide.sources.yaml_text import load_yaml

YAML = {  # line:column, what is said
    "a: b: c": "1:5 a second colon stands in one line",
    "a:\n\t- b": "2:1 a tab stands here",
    'a: "x\nb: c': "1:4 this quotation mark is never closed",
    "a: [1, 2\nb: 3": "1:4 this bracket is never closed",
    "a: [1 2]\nb: [3, 4": "2:4 this bracket is never closed",
    "title Overview\nb: c": "1:1 a colon is missing in this line",
    "a:b\nc: d": "1:1 a colon is missing in this line",
    "a: *x": "1:4 a value starts with * or &",
    "a: &x 1": "1:4 a value starts with * or &",
    "a: @b": "1:4 a value starts with @ or `",
    "a: %b": "1:4 a value starts with a per cent sign",
    "a: !b c": "1:4 a value starts with an exclamation mark",
    "- id: x\n title: y": "2:2 this line does not fit the lines above it",
    "- id: x\n  a: b\n   c: d": "3:1 this line is indented more than the lines above it",
    "a: 1\n---\nb: 2": "2:1 a second line of dashes starts another document",
    'a: "b\\c"': "1:7 a backslash in double quotation marks means something else",
    "a: 'it's'": "1:8 text goes on behind a closing quotation mark",
    "key: - a": "1:6 a list item stands behind a key",
    "? [a]\n: b": "1:3 a key is a list or a table",
    "a: \x07": "1:4 the character U+0007 cannot be printed",
}
TOML = {
    "a = 4,000": "1:5 a number has commas between its thousands",
    "a = [4,000]": "1:6 a number has commas between its thousands",
    "a = 4 000": "1:5 a number has gaps between its thousands",
    "a = 4,5": "1:5 a number has a comma for its point",
    "a = 010": "1:5 a number starts with a nought",
    "a = .5": "1:5 a number has no figure on one side of its point",
    "a = “x”": "1:5 these quotation marks are not straight",
    'a = "x\nb = 1': "1:7 a quotation mark is not closed",
    "a = x": "1:5 text stands without quotation marks",
    "a: 1": "1:1 a colon stands where an equals sign belongs",
    "a = yes": "1:5 this is neither true nor false",
    "a = null": "1:5 a key has no value",
    "a =": "1:4 a key has no value",
    "a = 2026-13-23": "1:5 there is no such day",
    "a = 23.11.2026": "1:5 a date is not written as a date",
    "a = [1, 2": "1:5 a comma or a closing bracket is missing here",
    "a = [[0, 1] [2, 3]]": "1:13 a comma or a closing bracket is missing here",
    "a = {b = 1": "1:5 a comma or a closing bracket is missing here",
    "[a": "1:2 a square bracket is never closed",
    "a": "1:1 an equals sign is missing",
    "a b = 1": "1:1 a key is more than one word",
    "[a]\n[a]": "2:3 this stands here a second time",
    'a = "x\\y"': "1:7 a backslash means something else in quotation marks",
    'a = "x" y': "1:9 this line goes on behind its value",
}


def fault(text: str, load: object) -> str:
    with pytest.raises(Unreadable) as raised:
        load(text)  # type: ignore[operator]
    assert raised.value.hint
    return f"{raised.value.line}:{raised.value.col} {raised.value.message}"


@pytest.mark.parametrize("text", YAML)
def test_a_slip_in_yaml_has_its_place_and_cause(text: str) -> None:
    """Tabs, colons, quotation marks, brackets, indents: each has its own words, and its own hint."""
    assert fault(text, load_yaml) == YAML[text]


@pytest.mark.parametrize("text", TOML)
def test_a_slip_in_toml_has_its_place_and_cause(text: str) -> None:
    """Numbers as people write them, quotation marks of a word processor, dates, brackets: each has its own words."""
    assert fault(text, load_toml) == TOML[text]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("010", 10), ("0o10", 8), ("0x1F", 31), ("+12", 12), ("-3", -3), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0)),
        *(("10:12", "10:12"), ("1_2", "1_2"), ("0b11", "0b11"), ("08:30:00", "08:30:00"), ("1.2.3", "1.2.3")),
        *(("no", "no"), ("Yes", "Yes"), ("on", "on"), ("OFF", "OFF"), ("y", "y"), ("true", True), ("FALSE", False)),
        *(
            ("2026-11-23", "2026-11-23"),
            ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z"),
            ("~", None),
            ("Null", None),
            ("", None),
        ),
        *((".inf", math.inf), ("-.INF", -math.inf), ("'010'", "010"), ('"no"', "no"), ("!!str 5", "5"), ("=", "="), ("<<", "<<")),
        *(('{"a":1}', {"a": 1}), ('"\\uD83D\\uDE00 \\/"', "😀 /"), ("<<: {a: 1}", {"<<": {"a": 1}}), ("|\n a\n b", "a\nb")),
    ],
)
def test_a_word_means_what_yaml_1_2_says(text: str, value: object) -> None:
    """The core schema: no octal, sexagesimal or grouped numbers, no dates, no yes and no, nothing that merges."""
    assert load_yaml(text)[0] == value


def test_a_number_with_a_point_knows_how_it_was_written() -> None:
    """A number 1.10 of a report is not printed 1.1."""
    assert load_yaml("1.10")[0].written == "1.10"
