"""Tables of Pandoc whose columns are as wide as lines of dashes: simple ones, a row a line, and those of several lines a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from markdown_it.rules_block import StateBlock

COLUMNS = re.compile(r" {0,3}-{2,}(?: +-{2,})+ *|(?= {0,3}-) *-{2,} +")
WHOLE = re.compile(r" {0,3}-{4,} *")


@dataclass(frozen=True)
class RuledTable:
    """The words of its rows, of which the first is a head if `head` says so, and how its columns stand."""

    rows: tuple[tuple[str, ...], ...]
    head: bool
    align: tuple[str, ...]


def ruled(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: the table that begins on a line, as one token that holds its lines."""
    after = _after(state, start, end)
    if after is None or state.sCount[start] < state.blkIndent:
        return False
    if not silent:
        token = state.push("ruled", "", 0)
        token.content, token.map = "\n".join(_raw(state, line) for line in range(start, after)), [start, after]
        state.line = after
    return True


def _raw(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]].expandtabs(4).rstrip()


def _after(state: StateBlock, start: int, end: int) -> int | None:
    """The line behind the table that begins on `start`; None if none does."""
    rows = (_raw(state, line) for line in range(start, end))
    first, second = next(rows, ""), next(rows, "")
    if WHOLE.fullmatch(first):
        dashes = next(
            (line for line in range(start + 1, end) if COLUMNS.fullmatch(_raw(state, line)) or not _raw(state, line)), end
        )
        if dashes == start + 1 or dashes >= end or not COLUMNS.fullmatch(_raw(state, dashes)):
            return None
        return next((line + 1 for line in range(dashes + 1, end) if WHOLE.fullmatch(_raw(state, line))), None)
    if COLUMNS.fullmatch(first):
        return next((line + 1 for line in range(start + 2, end) if COLUMNS.fullmatch(_raw(state, line))), None)
    if first and COLUMNS.fullmatch(second):
        return next((line for line in range(start + 2, end) if not _raw(state, line)), end)
    return None


def table_of(content: str) -> RuledTable:
    """The table that the lines of a token are."""
    lines = content.split("\n")
    dashes = next(at for at, line in enumerate(lines) if COLUMNS.fullmatch(line))
    starts = [found.start() for found in re.finditer("-+", lines[dashes])]
    ends = [found.end() for found in re.finditer("-+", lines[dashes])]
    head = [line for line in lines[:dashes] if not WHOLE.fullmatch(line)]
    body = [line for line in lines[dashes + 1 :] if not COLUMNS.fullmatch(line) and not WHOLE.fullmatch(line)]
    several = bool(WHOLE.fullmatch(lines[0])) or "" in body
    rows = [[*group] for full, group in groupby(body, bool) if full] if several else [[line] for line in body]
    told = [*([head] if head else []), *rows]
    align = tuple(_stands(head or rows[0], start, end) for start, end in zip(starts, ends, strict=True))
    return RuledTable(tuple(tuple(_cells(row, starts)) for row in told), bool(head), align)


def _cells(row: Sequence[str], starts: Sequence[int]) -> Iterator[str]:
    """The words of a row, column by column; each column goes as far as the next one begins."""
    bounds = [0, *starts[1:], 10_000]
    for left, right in pairwise(bounds):
        yield " ".join(" ".join(line[left:right] for line in row).split())


def _stands(row: Sequence[str], start: int, end: int) -> str:
    """How a column stands, by where the words of its first row begin and end over its dashes."""
    words = [line[start:end] for line in row if line[start:end].strip()]
    left = any(line[:1] != " " for line in words)
    right = any(len(line) == end - start and line[-1:] != " " for line in words)
    return "left" if left or not words else "right" if right else "center"
