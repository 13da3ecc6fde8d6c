"""One case a diagnostic code: `tests/diagnostics/<code>.txt`.

A case names a file of the tiny guide, what to do with it (+ append, = replace, - take away), the text, and after >>> what an
editor must read. Places are `line:col`; with + they count from the appended text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from studyguide.sources.diagnostics import CODES, Diagnostic, Problems, Span, show
from studyguide.sources.folder import Sources
from tests.tinybook import changed, complaints, tiny_sources

CASES = sorted((Path(__file__).parent / "diagnostics").glob("*.txt"))
# Raised by the layout engine, the templates, files on disk, sums and finished artifacts; their tests stand with those stages.
ELSEWHERE = {
    "bad-check",
    "bad-template",
    "broken-artifact",
    "control-character",
    "dead-link",
    "disk",
    "internal",
    "layout",
    "missing-glyph",
    "no-alt",
    "not-utf-8",
    "outside-project",
    "page-figures",
    "page-numbers",
    "stylesheet",
}
# Raised by the lints: tests/test_lint.py.
LINTS = {
    "coverage",
    "review-due",
    "two-spellings",
    "uncited-claim",
    "uncited-number",
    "unexplained-abbreviation",
    "unit-spelling",
    "unused-reference",
    "unused-term",
    "unused-value",
}


@dataclass(frozen=True)
class Case:
    """The faulty sources of a case, the file that is at fault and the line before its new text, and what must be told."""

    sources: Sources
    file: str
    before: int
    expected: list[str]


def read_case(path: Path) -> Case:
    """A case as it is written in its file."""
    head, expected = path.read_text("utf-8").split("\n>>>\n")
    _, order, *rows = head.split("\n")
    mode, _, file = order.partition(" ")
    text = "\n".join(rows) + "\n"
    base = tiny_sources().texts.get(file, "").rstrip("\n") + "\n\n"
    new = {"+": base + text, "=": text, "-": None}[mode]
    return Case(changed(**{file: new}), file, base.count("\n"), expected.strip().split("\n"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_mistake_is_named_with_its_place(path: Path) -> None:
    """A faulty source gives the documented message, at its line and column, with its hint."""
    case = read_case(path)

    told = complaints(case.sources)

    for line in case.expected:
        place = re.sub(r"^\+(\d+)", lambda found: str(case.before + int(found[1])), line)
        assert (f"{case.file}:{place}" if place[0].isdigit() else place) in told, told


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_one_mistake_gives_messages_of_its_own_code_only(path: Path) -> None:
    """A mistake does not drown its message in others."""
    told = complaints(read_case(path).sources)

    assert set(re.findall(r": error\[([a-z0-9-]+)\]", told)) == {path.stem}


def test_every_code_has_a_case() -> None:
    """No diagnostic is without a test, and no case is left over."""
    assert set(CODES) == {path.stem for path in CASES} | ELSEWHERE | LINTS


def test_a_faultless_guide_has_no_complaints() -> None:
    """The tiny guide itself is clean, so that a case's message comes from its change."""
    assert complaints(tiny_sources()) == ""


def test_all_mistakes_are_told_at_once() -> None:
    """Two faults in two files are both in one report, in the order of the files."""
    texts = tiny_sources().texts
    told = complaints(
        changed(**{name: texts[name] + "\n{term}`nowhere`\n" for name in ("chapters/01-counting.md", "chapters/02-calm.md")})
    )

    assert told.index("01-counting.md") < told.index("02-calm.md")
    assert told.endswith("2 errors; nothing was published")


def test_the_excerpt_points_at_the_word() -> None:
    """The second line of a message is the source line, the third marks the word."""
    shown = show(Diagnostic(Span("a.md", 1, 5, 3), "unknown-term", "“abc” is not in the glossary"), {"a.md": "See abc now"})

    assert shown.split("\n")[1:] == [" 1 | See abc now", "   |     ^^^"]


def test_an_undeclared_code_cannot_be_reported() -> None:
    """A code that is not in the table is a mistake in the program."""
    with pytest.raises(KeyError):
        Problems().error(Span("a.md", 1), "no-such-code", "nothing")
