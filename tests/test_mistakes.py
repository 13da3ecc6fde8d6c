"""Mistakes that editors make, one at a time: `tests/mistakes/*.txt`, a row a mistake.

A row has its title (=), the file, what is done to it (- the old words, + the new ones, several times if need be; or ! add,
delete, move, or save in an encoding), and what must be told (>): place and code. A place is a line, with + counted from the first
words that were changed, or `path:line`; * is any; “ok” says that the text is understood as it is meant.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from wcwidth import width

from studyguide.html.units import failures_reported
from studyguide.publish.characters import unprinted
from studyguide.publish.pdf import units_of
from studyguide.sources import messages
from studyguide.sources.consequences import Mistake
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.folder import Sources, read_sources
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.test_messages import FOREIGN, NAMES
from tests.tinybook import ROOT, compile_tiny, tiny_sources

A4 = RENDITIONS[REFERENCE]
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
    expected = tuple(line[2:] for line in lines if line[:1] == ">")
    return Row(title, path, changes, deed, expected)


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


def checked(sources: Sources, problems: Problems) -> None:
    """Compile sources and ask for glyphs, as a build does. Raises BuildFailed."""
    compiled = compile_tiny(sources, problems)
    with failures_reported(problems, compiled.sources.texts):
        problems.found += unprinted(compiled, A4, units_of(compiled, A4))
    if problems.errors:
        raise BuildFailed(problems, compiled.sources.texts)


def told(root: Path) -> tuple[list[Mistake], str]:
    """What an editor is told of the guide below a folder, and how it is printed."""
    problems = Problems()
    own = read_sources(root, problems, ("chapters",))
    styles = {path: text for path, text in tiny_sources().texts.items() if path.startswith("styles/")}
    try:
        checked(Sources({**own.texts, **styles}, {**tiny_sources().blobs, **own.blobs}, own.read, own.strays), problems)
    except BuildFailed as failed:
        return messages.of(failed), messages.report(failed, 80)
    return [], ""


@pytest.fixture(scope="module")
def guides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for faulty guides."""
    return tmp_path_factory.mktemp("guides")


@cache
def outcome(row: Row, folder: Path) -> tuple[int, list[Mistake], str]:
    """The line of the change, the mistakes told, and the report."""
    root = folder / re.sub(r"\W+", "-", row.title)
    return make(row, root), *told(root)


DESK, CONSEQUENCES, PASTED = rows("desk.txt"), rows("consequences.txt"), rows("pasted.txt")


def places(row: Row, line: int) -> list[str]:
    """What must be told, as patterns of `path:line code`; nothing for a text that is understood as it is meant."""
    return [_pattern(row, line, *each.split(" ")) for each in row.expected if each != "ok"]


def _pattern(row: Row, line: int, place: str, code: str) -> str:
    if place == "*":
        place = r"\d+"
    elif place[0] in "+-":
        place = str(line + int(place))
    path, _, number = place.rpartition(":")
    return f"{re.escape(path or row.path)}:{number} {'.*' if code == '*' else re.escape(code)}"


def shown(mistakes: list[Mistake]) -> list[str]:
    """The errors that were told, as `path:line code`."""
    told = [each.diagnostic for each in mistakes]
    return [f"{each.span.path}:{each.span.line} {each.code}" for each in told if each.severity == "error"]


@pytest.mark.parametrize("row", [*DESK, *CONSEQUENCES, *PASTED], ids=lambda row: row.title)
def test_a_mistake_is_told_once_at_its_line(row: Row, guides: Path) -> None:
    """Each mistake gives one message, with its code, at its line, in no word of the program's own trade."""
    line, mistakes, report = outcome(row, guides)
    expected, found = places(row, line), shown(mistakes)

    assert len(found) == len(expected), report
    assert all(map(re.fullmatch, expected, found)), (expected, report)
    assert not FOREIGN.search(NAMES.sub("", report)), report
    assert all(width(each) <= 80 for each in report.split("\n") if each.startswith((" ", "\t")) and "= " not in each)


def test_all_of_them_together(guides: Path) -> None:
    """Of 115 mistakes none is silent, 97 % are told at their line, and they give 1.1 messages on average."""
    silent, exact, count = [], 0, 0
    for row in DESK:
        line, mistakes, _ = outcome(row, guides)
        expected, found = places(row, line), shown(mistakes)
        count += len(found)
        right = any(re.fullmatch(pattern, each) for pattern in expected for each in found) or not expected
        exact += right
        if expected and not found:
            silent.append(row.title)

    assert len(DESK) == 115
    assert silent == []
    assert exact / len(DESK) >= 0.97
    assert count / len(DESK) <= 1.1
