"""One case a diagnostic code: `tests/diagnostics/<code>.txt`.

A case names a file of the tiny guide, what to do with it (+ append, = replace, - take away), the text, and after >>> what an
editor must read. Places are `line:col`; with + they count from the appended text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from studyguide.sources.diagnostics import CODES, Diagnostic, Problems, Span
from studyguide.sources.folder import Sources
from studyguide.sources.messages import show
from tests.tinybook import changed, complaints, tiny_sources

CASES = sorted((Path(__file__).parent / "diagnostics").glob("*.txt"))


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


@cache
def told_of(case: Path) -> tuple[Case, str]:
    """A case, and what an editor is told of it."""
    read = read_case(case)
    return read, complaints(read.sources)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_mistake_is_named_with_its_place(path: Path) -> None:
    """A faulty source gives the documented message, at its line and column, with its hint."""
    case, told = told_of(path)

    for line in case.expected:
        place = re.sub(r"(?<!\S)\+(\d+)", lambda found: str(case.before + int(found[1])), line)
        assert (f"{case.file}:{place}" if place[0].isdigit() else place) in told, told


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_one_mistake_gives_messages_of_its_own_code_only(path: Path) -> None:
    """A mistake does not drown its message in others."""
    _, told = told_of(path)

    assert set(re.findall(r": error\[([a-z0-9-]+)\]", told)) == {path.stem}


def test_every_code_is_asserted() -> None:
    """No diagnostic is without a test: each has a case, or is what another test asserts or seeds; and no case is left over."""
    cases = {path.stem for path in CASES}
    assert cases <= set(CODES)
    assert set(CODES) - cases - set(asserted_codes()) == set()


def asserted_codes() -> Iterator[str]:
    """The codes that stand in assertions of other tests, or in the tables that these go through."""
    tests = Path(__file__).parent
    modules = {*tests.rglob("test_*.py")} - {Path(__file__), *tests.glob("proof/**/*"), *tests.glob("validators/*")}
    for path in sorted(modules):
        tree = ast.parse(path.read_text("utf-8"))
        tables = [node for node in tree.body if isinstance(node, ast.Assign)]
        asserts = [node.test for node in ast.walk(tree) if isinstance(node, ast.Assert)]
        decorators = [each for node in tree.body if isinstance(node, ast.FunctionDef) for each in node.decorator_list]
        for node in (*tables, *filter(is_positive, asserts), *decorators):
            texts = [str(each.value) for each in ast.walk(node) if isinstance(each, ast.Constant)]
            yield from (code for code in CODES for text in texts if text == code or f"[{code}]" in text)


def is_positive(test: ast.expr) -> bool:
    """Whether an assertion says that something is there."""
    absent = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotIn | ast.NotEq)
    return not absent and not (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not))


def test_a_faultless_guide_has_no_complaints() -> None:
    """The tiny guide itself is clean, so that a case's message comes from its change."""
    assert complaints(tiny_sources()) == ""


def test_all_mistakes_are_told_at_once() -> None:
    """Two faults in two files are both in one report, in the order of the files."""
    texts = tiny_sources().texts
    told = complaints(
        changed(**{name: f"{texts[name]}\n{{term}}`{name}`\n" for name in ("chapters/01-counting.md", "chapters/02-calm.md")})
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
