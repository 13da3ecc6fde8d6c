"""Where the keys of a TOML text stand, which no TOML library tells: a tokeniser, and a reader of keys and brackets.

The text is known to be TOML (https://toml.io/en/v1.0.0); of one that is not, the places before its first fault are found.
"""

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate

Path = tuple[str | int, ...]
Places = dict[Path, tuple[int, int]]
Extents = dict[Path, tuple[int, int]]
"""Where single values stand in a text: the offsets of the first character and behind the last, quotation marks included."""
TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' + r"|'''.*?'{3,5}"  # strings over several lines
    r'|"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'"
    r"|[\w+:-]+"  # a bare key, or a piece of a number, a date, a truth
    r"|[\[\]{}=,.\n]"
    r"|(?P<blank>[ \t\r]+|#[^\n]*)",
    re.DOTALL,
)


def toml_places(text: str) -> Places:
    """Line and column (from 1) of each table header and key; items of arrays, arrays of tables too, are counted from 0."""
    lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    return {(): (1, 0)} | {path: _place(lines, at) for path, at in _reading(text).found.items()}


def toml_extents(text: str) -> Extents:
    """Where the texts, numbers and dates of a TOML text stand, by the keys that lead to them."""
    return _reading(text).values


def _reading(text: str) -> "_Reader":
    reader = _Reader([(found[0], found.start()) for found in TOKEN.finditer(text) if not found["blank"]])
    with suppress(IndexError, tomllib.TOMLDecodeError):  # the end of a text that is not TOML; its fault has been told
        reader.document()
    return reader


def _place(lines: list[int], at: int) -> tuple[int, int]:
    line = bisect_right(lines, at)
    return line, at - lines[line - 1] + 1


@dataclass
class _Reader:
    """The tokens of a text, each with its offset, how far they are read, and the offset of every key found so far."""

    tokens: list[tuple[str, int]]
    next: int = 0
    found: dict[Path, int] = field(default_factory=dict)
    values: Extents = field(default_factory=dict)
    counts: dict[Path, int] = field(default_factory=dict)

    def document(self) -> None:
        table: Path = ()
        while self.next < len(self.tokens):
            if self.taken("\n"):
                continue
            if self.tokens[self.next][0] == "[":
                table = self.header()
            else:
                self.pair(table)

    def taken(self, *signs: str) -> bool:
        """Whether the next token is one of these; if so, it is passed."""
        there = self.tokens[self.next][0] in signs
        self.next += there
        return there

    def note(self, base: Path, path: Path, at: int) -> None:
        """The place of a key and of those it implies: `a.b` is the first place of `a` too."""
        for depth in range(len(base) + 1, len(path) + 1):
            self.found.setdefault(path[:depth], at)

    def header(self) -> Path:
        """`[table]` or `[[array of tables]]`; a table below an array belongs to its last item."""
        at = self.tokens[self.next][1]
        double = self.taken("[") and self.taken("[")
        path: Path = ()
        *parents, last = self.key()
        for part in parents:
            path = self.current((*path, part))
        path = (*path, last)
        self.counts |= {path: self.counts.get(path, -1) + 1} if double else {}
        path = self.current(path)
        self.note((), path, at)
        self.found[path] = at
        while self.taken("]"):
            pass
        return path

    def current(self, path: Path) -> Path:
        """The path, or the last item of the array of tables that stands there."""
        return (*path, self.counts[path]) if path in self.counts else path

    def key(self) -> list[str]:
        parts = [self.part()]
        while self.taken("."):
            parts.append(self.part())
        return parts

    def part(self) -> str:
        text, _ = self.tokens[self.next]
        self.next += 1
        return str(tomllib.loads(f"k = {text}")["k"]) if text[0] in "\"'" else text

    def pair(self, table: Path) -> None:
        at = self.tokens[self.next][1]
        path = (*table, *self.key())
        self.note(table, path, at)
        if not self.taken("="):
            raise IndexError
        self.value(path)

    def value(self, path: Path) -> None:
        """A value: what is in an array or an inline table has places too."""
        if self.taken("["):
            self.array(path)
        elif self.taken("{"):
            while not self.taken("}"):
                if not self.taken(",", "\n"):
                    self.pair(path)
        else:
            start = self.tokens[self.next][1]
            while self.next < len(self.tokens) and self.tokens[self.next][0] not in (",", "]", "}", "\n"):
                self.next += 1
            last, at = self.tokens[self.next - 1]
            self.values[path] = start, at + len(last)

    def array(self, path: Path) -> None:
        count = 0
        while not self.taken("]"):
            if self.taken(",", "\n"):
                continue
            start = self.next
            self.found.setdefault((*path, count), self.tokens[start][1])
            self.value((*path, count))
            if self.next == start:  # a sign that begins no value
                raise IndexError
            count += 1
