"""Data files: what no schema must let through, each told at its key, in words that an editor knows."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from studyguide.sources.diagnostics import Problems
from studyguide.sources.schema import read_toml, read_yaml
from tests.tinybook import changed, complaints, tiny_sources

VALUES, GUIDE, REFERENCES = "chapters/values.toml", "chapters/guide.toml", "chapters/references.yaml"
ENTRY = '[new.limit]\nlabel = "A label"\nunit = "/µL"\nsource = ["book-a"]\nvalue = {}\n'


@pytest.mark.parametrize(
    "value",
    [
        *("nan", "-inf", "1e400", "2026-01-02", "true", "[1]", "[nan, 1]", "[[1], [2]]", '["a", "b"]', '""', '" "', "[1, 2, 3]"),
        *(
            "[1500, 1000]",
            '"4000"',
            '"4,000"',
            "12345678901234567890",
            "1.23456789012345",
            "[1.0, 1.23456789012345]",
            '"a\\u202eb"',
        ),
    ],
)
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
        (".".join("a" * 5000) + " = 1", "bad-toml"),
        ('title = "a\\u0000b"', "control-character"),
        ("title = 3", "wrong-type"),
        ('date = "2026-01-02"', "wrong-type"),
        ("date = 2026-01-02T10:00:00", "wrong-type"),
        ("date = 0001-01-02", "wrong-type"),
    ],
)
def test_a_faulty_toml_text_is_a_diagnostic(text: str, code: str) -> None:
    """Numbers, brackets and keys without end, characters that cannot be printed, dates that are none: no traceback, a line."""
    problems = Problems()
    read_toml("guide.toml", text, "guide", problems)

    assert code in {d.code for d in problems.errors if d.span.line == 1}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x [1]\nb: *x", "bad-yaml"),
        ("a: &x [*x]", "bad-yaml"),
        ("a: " + "[" * 3000, "bad-yaml"),
        ("a: " + "1" * 5000, "bad-yaml"),
        ('- {id: a, title: "\\uD800"}', "control-character"),
        ("- {id: a, type: book, title: A}\n- {id: a, id: b, type: book, title: A}", "duplicate-key"),
    ],
)
def test_a_faulty_yaml_text_is_a_diagnostic(text: str, code: str) -> None:
    """Aliases, brackets without end, halves of characters, keys that stand twice: no traceback, no gigabytes."""
    problems = Problems()
    read_yaml("references.yaml", text, "references", problems)

    assert code in {d.code for d in problems.errors}


def test_a_misspelt_key_is_one_mistake() -> None:
    """That the right key is missing is not told too."""
    guide = tiny_sources().texts[GUIDE].replace("title =", "titel =", 1)
    told = complaints(changed(**{GUIDE: guide}))

    assert told.count(" error[") == 1
    assert "did you mean “title”?" in told


GUIDES = {  # what stands in guide.toml: what an editor writes, the line's message, or nothing where it is right
    'title = "Tiny"': {
        'title = ""': "“title” is empty",
        'title = "  "': "“title” is empty",
        'title = "a\\nb"': "“title”: the text goes over several lines",
        f'title = "{"x" * 300}"': "“title” has 300 characters",
        'title = "a\\u200bb"': "“title” holds the character U+200B",
        "title = 3": "“title” must be text, not 3",
        'title = "../../x: a/b?"': "",
    },
    'language = "en-GB"': {
        'language = "xx-ZZ"': "“xx-ZZ” is not a language",
        'language = "en-UK"': "usually written “en-GB”",
        'language = "english"': "“english” is not a language",
        'language = "und"': "is not a language",
        'language = "zh-Hant"': "no words for the language “zh-Hant”",
    },
    'role = "aut"': {
        'role = "pbl"': "",
        'role = "zzz"': "“zzz” is no role",
        'role = "author"': "“author” is no role",
    },
    "date = 2026-01-02": {
        'date = "2026-01-02"': "“date” must be a date from 1980 to 2099, not “2026-01-02”",
        "date = 2026-02-30": "there is no such day",
        "date = 2.1.2026": "a date is not written as a date",
    },
    'home = "the test folder"': {
        'home = "https://"': "the address has no host",
        'home = "https://example.org:99999"': "the address cannot be read",
        'home = "https://who.int@evil.example"': "no name or password before @",
        'home = "https://example.org/a b"': "cannot hold a space",
        'home = ""': "",
        'home = "https://exämple.org/guide"': "",
    },
    'version = "1.0"': {'version = "two"': "a version is written 1.2", "version = 1.0": "must be text, not 1.0"},
    'publisher = "The tests"\n': {"": "", 'publisher = ""\n': ""},
    'subtitle = "A guide for tests"\n': {"": "", "subtitle = 2026\n": "must be text, not 2026"},
    'UK = ["UK", "British"]': {'UK = ["UK", "UK"]': "holds “UK” twice", "UK = []": "“UK” is empty"},
    "[review]\n": {
        '[[sign-off]]\nrole = "nurse"\nscope = "all"\nname = "B. B."\n[review]\n': "“name” has no “date” beside it",
        '[[sign-off]]\nrole = "nurse"\nscope = "all"\nname = "B. B."\ndate = 2062-01-01\n[review]\n': "more than a year after",
    },
}


@pytest.mark.parametrize(("old", "new"), [(old, new) for old, rows in GUIDES.items() for new in rows])
def test_every_key_of_the_guide_has_a_meaning(old: str, new: str) -> None:
    """Types, ranges, days, languages, roles and addresses are checked where they stand; each mistake is one message."""
    told = complaints(changed(**{GUIDE: tiny_sources().texts[GUIDE].replace(old, new, 1)}))

    assert told.count(" error[") == (1 if GUIDES[old][new] else 0), told
    assert GUIDES[old][new] in told
    assert re.search(r"guide\.toml:\d+:\d+: ", told) or not told


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('op = ["<", ">"]', "“anc.mild” is not held between its comparators"),
        ('op = "<"', "“anc.mild” has 1 comparators"),
        ("review-by = 2062-01-01", "more than 10 years after"),
        ('review-by = "soon"', "must be a date from 1980 to 2099, not “soon”"),
        ('unti = "x"', "did you mean “unit”?"),
    ],
)
def test_a_key_of_a_value_is_told_at_its_line(written: str, message: str) -> None:
    """The line is that of the key, not that of the value."""
    text = f"{tiny_sources().texts[VALUES]}{written}\n"
    told = complaints(changed(**{VALUES: text}))

    assert f"{VALUES}:{len(text.splitlines())}:1: error[" in told
    assert message in told


def test_no_word_of_a_parser_reaches_an_editor() -> None:
    """Whatever is wrong, no message speaks of the languages in which the data are written, or of the program's own."""
    faults = ["a = [1", "a: b", "= 1", "[a]\n[a]", "a = {", "a = ~", "a = 1 2", 'a = "\\q"', "\ta = 1 = 2", "a = 0_", "]"]
    told = []
    for fault in faults:
        problems = Problems()
        read_toml("x", fault, {"type": "object", "required": ["b"]}, problems)
        read_yaml(
            "x", fault, {"type": "object", "additionalProperties": False, "properties": {"c": {"pattern": "^x$"}}}, problems
        )
        told += [f"{found.message} {found.hint}" for found in problems.errors]

    assert len(told) >= len(faults)
    assert not [text for text in told if re.search(r"(?i)toml|yaml|python|json|schema|None|dict|str\b|'\^|token|mapping", text)]


BOMBS: dict[str, tuple[str, Any, Any]] = {
    "keys in each other": ("a = " + "{b = " * 2000, read_toml, "guide"),
    "many tables": ("".join(f"[t{i}]\n" for i in range(20_000)), read_toml, "values"),
    "brackets": ("a: " + "{b: " * 3000, read_yaml, "references"),
    "aliases": ("".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 10 if i else ['1'])}]\n" for i in range(20)), read_yaml, {}),
    "a long line": ("a: " + "x " * 500_000, read_yaml, {}),
    "open strings": ('a = """' * 20_000, read_toml, "guide"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_data_file_takes_the_machine(name: str) -> None:
    """What is deep, long or many is read, or refused at its line, in CPU seconds that nobody waits for."""
    text, read, schema = BOMBS[name]
    start = time.process_time()
    read("x", text, schema, Problems())

    assert time.process_time() - start < 5  # a second, on a machine that does nothing else
