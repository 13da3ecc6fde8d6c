"""The change log of a guide, in the form of Keep a Changelog: its versions, each with its day and what is new in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PATH = "CHANGELOG.md"
HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#]*")
VERSION = re.compile(r"\[?v?(\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?)\]?(?:\([^)]*\))?(?:[ \t]*[-–—(]?[ \t]*(\d{4}-\d\d-\d\d)\)?)?")
FENCE = re.compile(r" {0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class LoggedVersion:
    """A section of the change log: the version, the day that its heading gives (“”: none), what it says, and its line."""

    version: str
    date: str
    notes: str
    line: int


def logged_versions(text: str) -> tuple[LoggedVersion, ...]:
    """The versions of a change log, as they stand in it; of a log in parts, such as for guide and tool, those of the first."""
    lines = text.splitlines()
    headings = list(_headings(lines))
    starts = [at for at, (_, _, title) in enumerate(headings) if VERSION.fullmatch(title)]
    level = headings[starts[0]][1] if starts else 0
    found = []
    for at in starts:
        if any(above < level for _, above, _ in headings[starts[0] : at]):
            break
        line, own, title = headings[at]
        end = next((number for number, other, _ in headings[at + 1 :] if other <= own), len(lines) + 1)
        said = VERSION.fullmatch(title)
        if said and own == level:
            found.append(LoggedVersion(said[1], said[2] or "", "\n".join(lines[line : end - 1]).strip(), line))
    return tuple(found)


def _headings(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """The line (from 1), level and words of each heading that is not within a block of code."""
    fence = ""
    for number, line in enumerate(lines, 1):
        if mark := FENCE.match(line):
            fence = "" if mark[1] == fence else fence or mark[1]
        elif not fence and (found := HEADING.fullmatch(line)):
            yield number, len(found[1]), found[2]
