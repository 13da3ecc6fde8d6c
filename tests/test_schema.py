"""Data files: what no schema must let through, each told at its key."""

from __future__ import annotations

import pytest

from studyguide.sources.diagnostics import Problems
from studyguide.sources.schema import read_toml, read_yaml
from tests.tinybook import changed, complaints, tiny_sources

VALUES, GUIDE, REFERENCES = "chapters/values.toml", "chapters/guide.toml", "chapters/references.yaml"
ENTRY = '[new.limit]\nlabel = "A label"\nunit = "/µL"\nsource = ["book-a"]\nvalue = {}\n'


@pytest.mark.parametrize("value", ["nan", "-inf", "1e400", "2026-01-02", "true", "[1]", "[nan, 1]", "[[1], [2]]", '["a", "b"]'])
def test_a_value_is_a_number_a_pair_or_words(value: str) -> None:
    """Anything else is one mistake, told in the file of values, also where the text shows the value."""
    chapter = "chapters/02-calm.md"
    told = complaints(
        changed(
            **{
                VALUES: tiny_sources().texts[VALUES] + ENTRY.format(value),
                chapter: tiny_sources().texts[chapter] + "\n{value}`new.limit`\n",
            }
        )
    )

    assert told.count(" error[") == 1, told
    assert f"{VALUES}:" in told


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a = " + "1" * 5000, "bad-toml"),
        ("a = " + "[" * 5000 + "]" * 5000, "bad-toml"),
        ('title = "a\\u0000b"', "control-character"),
        ("title = 3", "wrong-type"),
        ('date = "2026-01-02"', "wrong-type"),
        ("date = 2026-01-02T10:00:00", "wrong-type"),
    ],
)
def test_a_faulty_toml_text_is_a_diagnostic(text: str, code: str) -> None:
    """Numbers without end, brackets without end, characters that cannot be printed, dates in quotation marks: no traceback."""
    problems = Problems()
    read_toml("guide.toml", text, "guide", problems)

    assert code in {d.code for d in problems.errors}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x [1]\nb: *x", "bad-yaml"),
        ("a: &x [*x]", "bad-yaml"),
        ("a: " + "[" * 3000, "bad-yaml"),
        ('- {id: a, title: "\\uD800"}', "control-character"),
        ("- {id: a, type: book, title: A, issued: {date-parts: [[2021, 13]]}}", "bad-value"),
    ],
)
def test_a_faulty_yaml_text_is_a_diagnostic(text: str, code: str) -> None:
    """Aliases, brackets without end, halves of characters and months that no year has: no traceback, no gigabytes."""
    problems = Problems()
    read_yaml("references.yaml", text, "references", problems)

    assert code in {d.code for d in problems.errors}


def test_numbers_of_yaml_are_what_they_look_like() -> None:
    """An octal, sexagesimal or grouped number of YAML 1.1 stays the characters that were written."""
    assert read_yaml("x", "[010, 10:12, 1_2, 12, 1.5, -3]", {}, Problems()) == ["010", "10:12", "1_2", 12, 1.5, -3]


def test_a_misspelt_key_is_one_mistake() -> None:
    """That the right key is missing is not told too."""
    guide = tiny_sources().texts[GUIDE].replace("subtitle =", "subtitel =")
    told = complaints(changed(**{GUIDE: guide}))

    assert told.count(" error[") == 1
    assert "did you mean “subtitle”?" in told
