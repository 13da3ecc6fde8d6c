"""Two versions of a passage, as a merge leaves them."""

from __future__ import annotations

import pytest

from studyguide.sources.conflicts import without_conflicts
from studyguide.sources.diagnostics import Problems

OURS, THEIRS = "<<<<<<< HEAD\nrest\n", "=======\nrun\n>>>>>>> other\n"


@pytest.mark.parametrize(
    ("text", "left", "lines"),
    [
        (f"a\n{OURS}{THEIRS}b\n", "a\n\nrest\n\n\n\nb\n", [2]),
        (f"{OURS}||||||| base\nwalk\n{THEIRS}", "\nrest\n\n\n\n\n\n", [1]),
        (f"{OURS}{THEIRS}{OURS}{THEIRS}", "\nrest\n\n\n\n" * 2, [1, 6]),
        ("<<<<<<< HEAD\n=======\n>>>>>>> x\n", "\n\n\n", [1]),
        ("a\n>>>>>>> x\nb\n", "a\n\nb\n", [2]),
        ("a\n=======\nb <<<<<<< c\n", "a\n=======\nb <<<<<<< c\n", []),
    ],
    ids=["two", "three", "twice", "empty", "half", "none"],
)
def test_a_conflict_is_one_mistake(text: str, left: str, lines: list[int]) -> None:
    """It is told of where it begins; the first version stays, line for line, so that nothing else is told of what comes after."""
    problems = Problems()

    assert without_conflicts("chapters/x.md", text, problems) == left
    assert [(found.code, found.span.line) for found in problems.found] == [("merge-conflict", line) for line in lines]
