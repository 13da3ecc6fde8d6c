"""Dates: what has happened lies in the past, by the guide's own date in a build, and by the calendar in the checks."""

from __future__ import annotations

import datetime

import pytest

from studyguide.lint.run import lint
from studyguide.sources.diagnostics import Problems
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

GUIDE, REFERENCES, CALM = "chapters/guide.toml", "chapters/references.yaml", "chapters/02-calm.md"


def with_day(path: str, old: str, new: str) -> dict[str, str]:
    text = tiny_sources().texts[path]
    assert old in text
    return {path: text.replace(old, new, 1)}


FUTURE = {  # the tiny guide is of 2 January 2026
    "the head of a chapter": (CALM, "id: calm\n", "id: calm\nchecked: {}\n"),
    "a reference": (REFERENCES, "issued: {date-parts: [[2020]]}", "issued: '{}'"),
    "a page that was read": (REFERENCES, "  grade: 3\n", "  grade: 3\n  accessed: {}\n"),
    "a signature": (GUIDE, "[review]", '[[sign-off]]\nrole = "nurse"\nscope = "all"\nname = "B. B."\ndate = {}\n[review]'),
}


@pytest.mark.parametrize("place", FUTURE)
def test_a_day_far_ahead_of_the_guide_is_an_error_at_its_line(place: str) -> None:
    """More than a year after the guide's own date is a slip, whatever day it is where the guide is built."""
    path, old, new = FUTURE[place]
    told = complaints(changed(**with_day(path, old, new.format("2062-05-01"))))

    assert told.count(" error[") == told.count(" error[future-date]") == 1, told
    assert f"{path}:" in told


@pytest.mark.parametrize("place", FUTURE)
def test_a_day_that_has_not_come_is_a_warning_of_the_checks(place: str) -> None:
    """A build says nothing of it, for its bytes must not depend on the day; `./guide check` does."""
    path, old, new = FUTURE[place]
    sources = changed(**with_day(path, old, new.format("2026-05-01")))
    problems = Problems()
    lint(compile_tiny(sources).book, sources, datetime.date(2026, 4, 30), problems)
    later = Problems()
    lint(compile_tiny(sources).book, sources, datetime.date(2026, 5, 1), later)

    assert [found.span.path for found in problems.warnings if found.code == "future-date"] == [path]
    assert "future-date" not in {found.code for found in later.warnings}


def test_the_guide_itself_has_a_day_that_has_come() -> None:
    """Its own date, and the day of its evaluation."""
    seen = f'[accessibility-evaluation]\nevaluator = "E"\ndate = 2030-01-01\ndigest = "{"0" * 64}"\n[review]'
    sources = changed(**with_day(GUIDE, "[review]", seen))
    problems = Problems()
    lint(compile_tiny(sources).book, sources, datetime.date(2026, 1, 1), problems)

    assert [f"{d.span.line} {d.message}" for d in problems.warnings if (d.code, d.span.path) == ("future-date", GUIDE)] == [
        "7 2026-01-02 has not come yet",
        "43 2030-01-01 has not come yet",
    ]


def test_a_misspelt_table_of_dated_values_is_told() -> None:
    """Else the rule that its values need a day of review would be switched off in silence."""
    problems = Problems()
    lint(compile_tiny(tiny_sources()).book, tiny_sources(), datetime.date(2026, 1, 2), problems)

    assert [d.message for d in problems.warnings if d.code == "unknown-value"] == ["no table of values.toml is called “clinic”"]
