"""Mistakes that editors make, one at a time: `tests/mistakes/*.txt`, a row a mistake.

A row has its title (=), the file, what is done to it (- the old words, + the new ones, several times if need be; or ! add, delete,
move, or save in an encoding), and what must be told (>): place and code. A place is a line, with + counted from the first words
that were changed, or `path:line`; * is any; “ok” says that the text is understood as it is meant.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from studyguide.publish.compiled import compile_sources
from studyguide.sources import messages
from studyguide.sources.consequences import Mistake
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.folder import Sources, read_sources
from tests.tinybook import ROOT, tiny_sources

TABLES = Path(__file__).parent / "mistakes"


@dataclass(frozen=True)
class Row:
    """One mistake: a file, words and what they become, what else is done to the file, and what must be told."""

    title: str
    path: str
    hunks: tuple[tuple[str, str], ...]
    deed: str
    expected: tuple[str, ...]


def read_row(text: str) -> Row:
    """A row as it is written."""
    title, path, *lines = text.strip("\n").split("\n")
    hunks: list[tuple[list[str], list[str]]] = []
    for line in lines:
        if line[:1] in "-+" and (not hunks or (line[:1] == "-" and hunks[-1][1])):
            hunks.append(([], []))
        if line[:1] in "-+":
            hunks[-1][line[:1] == "+"].append(line[2:])
    deed = next((line[2:] for line in lines if line[:1] == "!"), "")
    changes = tuple(("\n".join(old), "\n".join(new)) for old, new in hunks)
    return Row(title, path, changes, deed, tuple(line[2:] for line in lines if line[:1] == ">"))


def rows(name: str) -> list[Row]:
    """The rows of a table."""
    return [read_row(text) for text in re.split(r"^= ", (TABLES / name).read_text("utf-8"), flags=re.MULTILINE)[1:]]


def make(row: Row, root: Path) -> int:
    """Make the mistake in the tiny guide below a folder; returns the line of the first words that were changed."""
    shutil.copytree(ROOT / "tests" / "tiny" / "chapters", root / "chapters")
    path, (verb, _, how) = root / row.path, row.deed.partition(" ")
    new = row.hunks[0][1] if row.hunks else ""
    match verb:
        case "add":
            path.write_text(new, "utf-8")
        case "delete":
            path.unlink()
        case "move":
            (root / new).parent.mkdir(exist_ok=True)
            path.rename(root / new)
        case "save":
            path.write_bytes(path.read_text("utf-8").encode(how, "replace"))
        case _:
            return change(row, path)
    return 1


def change(row: Row, path: Path) -> int:
    """Put the new words in the place of the old ones; returns the line of the first of them."""
    text = path.read_text("utf-8")
    at = text.index(row.hunks[0][0])
    line = text[:at].count("\n") + 1
    for old, new in row.hunks:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    return line


def told(root: Path) -> tuple[list[Mistake], str]:
    """What an editor is told of the guide below a folder, and how it is printed."""
    problems = Problems()
    own = read_sources(root, problems, ("chapters",))
    styles = {path: text for path, text in tiny_sources().texts.items() if path.startswith("styles/")}
    try:
        compile_sources(Sources({**own.texts, **styles}, tiny_sources().blobs, own.read, own.strays), problems)
    except BuildFailed as failed:
        return messages.of(failed), messages.report(failed, 80)
    return [], ""


@cache
def outcome(row: Row, folder: Path) -> tuple[int, list[Mistake], str]:
    """The line of the change, the mistakes told, and the report."""
    return make(row, folder), *told(folder)


DESK = rows("desk.txt")


@pytest.mark.parametrize("row", DESK, ids=lambda row: row.title)
def test_a_mistake_is_told_once_at_its_line(row: Row, tmp_path: Path) -> None:
    """Each mistake gives one message, with its code, at its line."""
    line, mistakes, report = outcome(row, tmp_path / "guide")
    found = [f"{m.diagnostic.span.path}:{m.diagnostic.span.line} {m.diagnostic.code}" for m in mistakes]
    print(f"@@{row.title} | {line} | {row.expected} | {found}\n{report}")
