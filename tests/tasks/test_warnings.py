"""What is doubtful in the text: found in every build, once; counted, shown where somebody asks, and never in the way."""

from __future__ import annotations

import datetime
import json
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from studyguide import lint
from studyguide.lint.rules import LintSubject
from studyguide.lint.upkeep import same_until
from studyguide.publish.compiled import Compiled
from studyguide.publish.earlier_values import NUMBERS
from studyguide.publish.store import BOOK, WARNINGS, packed_book, packed_warnings
from studyguide.sources.diagnostics import Diagnostic, Problems, Span
from studyguide.tasks import stages
from studyguide.tasks.border import FORMAT, CheckFailed
from studyguide.tasks.record import TaskFiles, still_today
from tests.tinybook import tiny_book

DUE = datetime.date(2026, 9, 1)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TaskFiles:
    """A folder with nothing but the tiny guide's book, and one rule, which doubts its first chapter."""
    monkeypatch.delenv(FORMAT, raising=False)
    TaskFiles(tmp_path).keep(BOOK, packed_book(tiny_book()))
    monkeypatch.setattr(lint.run, "RULES", [lambda subject, problems: problems.warning(SPAN, "absolute", "a doubt", "a hint")])
    return TaskFiles(tmp_path)


SPAN = Span("chapters/01-counting.md", 3, 1, 2)


def test_what_is_found_is_kept_and_counted(disk: TaskFiles, capsys: pytest.CaptureFixture[str]) -> None:
    """The build keeps what is doubtful and how much that is, and shows nothing; who asks gets it at its place, with the line."""
    stages.find_warnings(disk)
    assert ([*disk.read], [*disk.written], disk.facts["warnings"]) == ([BOOK], [WARNINGS, NUMBERS], 1)
    assert still_today(None, {"facts": disk.facts})
    assert capsys.readouterr().out == ""

    stages.show_warnings(disk)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "chapters/01-counting.md:3:1: warning[absolute]: a doubt"
    assert lines[1].startswith(" 3 | ")
    assert lines[-2:] == ["   = hint: a hint", "1 warning on the text: 1 × absolute"]


def test_programs_get_objects(disk: TaskFiles, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With --format json each doubt is an object on a line of its own."""
    stages.find_warnings(disk)
    monkeypatch.setenv(FORMAT, "json")

    monkeypatch.setattr(sys, "__stdout__", sys.stdout)  # that of the process, not pytest's
    stages.show_warnings(disk)

    assert json.loads(capsys.readouterr().out)["code"] == "absolute"


def test_a_lint_that_breaks_down_stops_nothing(disk: TaskFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in a lint is one of its findings, and looked at again by the next build; the book is published all the same."""
    monkeypatch.setattr(lint.run, "RULES", [lambda subject, problems: 1 / 0])

    stages.find_warnings(disk)

    assert disk.facts["warnings"] == 1
    assert not still_today(None, {"facts": disk.facts})
    with pytest.raises(CheckFailed) as failed:
        stages.show_warnings(disk)
    assert [each.code for each in failed.value.problems.found] == ["internal"]


def test_more_than_a_doubt_fails_who_asks(disk: TaskFiles) -> None:
    """A lint that found an error stops no build, but `lint:text` fails."""
    disk.keep(WARNINGS, packed_warnings([Diagnostic(SPAN, "weak-number", "an error")]))

    with pytest.raises(CheckFailed):
        stages.show_warnings(disk)


DAYS: dict[str, tuple[dict[str, Any], bool]] = {
    "found today": ({"day": "TODAY", "until": "9999-12-31"}, True),
    "found before, and nothing is due yet": ({"day": "2000-01-01", "until": "9999-12-31"}, True),
    "due today": ({"day": "2000-01-01", "until": "TODAY"}, False),
    "the clock was wrong": ({"day": "9000-01-01", "until": "9999-12-31"}, False),
    "never": ({}, False),
}


@pytest.mark.parametrize("case", DAYS)
def test_what_depends_on_the_day_is_found_again_when_it_may_differ(case: str) -> None:
    """What was found on another day counts until a day of review or another date has come."""
    facts, holds = DAYS[case]
    today = datetime.datetime.now().astimezone().date().isoformat()

    assert still_today(None, {"facts": {key: value.replace("TODAY", today) for key, value in facts.items()}}) == holds


def with_review(day: datetime.date) -> Compiled:
    """The tiny guide with one value, which is to be looked at again by a day."""
    compiled = tiny_book()
    key, value = next(iter(compiled.book.values.items()))
    return replace(compiled, book=replace(compiled.book, values={**compiled.book.values, key: replace(value, review_by=day)}))


def test_the_lints_know_until_when_they_say_the_same() -> None:
    """It is the day after a day of review, or one that has not come yet; else for ever."""
    compiled = with_review(DUE)

    def until(today: datetime.date) -> datetime.date:
        return same_until(LintSubject(compiled.book, compiled.sources, today))

    assert until(datetime.date(1900, 1, 1)) <= compiled.book.guide.date < DUE
    assert until(DUE) == DUE + datetime.timedelta(1)
    assert until(DUE + datetime.timedelta(1)) == until(datetime.date.max) == datetime.date.max


def test_no_lint_says_anything_else_before() -> None:
    """From one day that the lints name to the next all they find stays the same, and on that day it is something else."""
    compiled, day, told = with_review(DUE), datetime.date(1900, 1, 1), []
    while day < datetime.date.max:
        first, last = Problems(), Problems()
        until = lint.lint(compiled.book, compiled.sources, day, first)
        lint.lint(compiled.book, compiled.sources, until - datetime.timedelta(1), last)
        assert first.found == last.found
        told.append(first.found)
        day = until
    assert len(told) > 2
    assert all(one != other for one, other in pairwise(told))
