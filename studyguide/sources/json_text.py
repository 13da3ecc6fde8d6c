"""JSON (RFC 8259), with the place of every key, and faults in plain words.

The text is read by `json`; where its keys stand, which that does not tell, by a reader of its brackets.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from studyguide.sources.toml_places import Path, Places
from studyguide.sources.unreadable import Unreadable
from studyguide.sources.yaml_text import WrittenFloat

DEEPEST = 20  # lists and tables in each other
DIGITS = 18  # of a whole number: more is a mistake, or the name of something
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[\[\]{}:,]|[^\s\[\]{}:,"]+')


def load_json(text: str) -> tuple[Any, Places, list[tuple[str, int, int]]]:
    """The data of a text, the places of its keys and items, and the keys that stand twice, each with line and column.

    Raises Unreadable.
    """
    reader = _JsonReader([(found[0], found.start()) for found in TOKEN.finditer(text)], _places(text))
    reader.measure()
    try:
        data = json.loads(text, parse_float=_fraction, parse_constant=float)  # NaN is no JSON, and no number: the schema tells it
    except (json.JSONDecodeError, RecursionError) as error:
        raise _in_plain_words(error, text) from error
    reader.value(())
    return data, reader.found, reader.doubled


def _fraction(text: str) -> WrittenFloat:
    number = WrittenFloat(text)
    number.written = text
    return number


def _places(text: str) -> Callable[[int], tuple[int, int]]:
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def place(at: int) -> tuple[int, int]:
        line = bisect_right(starts, at)
        return line, at - starts[line - 1] + 1

    return place


@dataclass
class _JsonReader:
    """The tokens of a text with their offsets, and how far they are read."""

    tokens: list[tuple[str, int]]
    place: Callable[[int], tuple[int, int]]
    next: int = 0
    found: Places = field(default_factory=dict)
    doubled: list[tuple[str, int, int]] = field(default_factory=list)

    def measure(self) -> None:
        """Refuse what no reader of JSON comes through: brackets without end, numbers of thousands of digits."""
        depth = 0
        for piece, at in self.tokens:
            depth += (piece in "[{") - (piece in "]}")
            if depth > DEEPEST:
                raise Unreadable(*self.place(at), "brackets are nested too deeply", f"at most {DEEPEST} levels")
            if len(piece) > DIGITS and re.fullmatch(r"-?\d+", piece):
                raise Unreadable(
                    *self.place(at), f"a number of {len(piece)} digits", "put it between quotation marks if it is a name"
                )

    def taken(self, sign: str) -> bool:
        """Whether the next token is this one; if so, it is passed."""
        there = self.tokens[self.next][0] == sign
        self.next += there
        return there

    def value(self, path: Path) -> None:
        """A value of a text that is known to be JSON."""
        self.found.setdefault(path, self.place(self.tokens[self.next][1]))
        if self.taken("["):
            self.items(path)
        elif self.taken("{"):
            self.keys(path)
        else:
            self.next += 1

    def items(self, path: Path) -> None:
        count = 0
        while not self.taken("]"):
            if not self.taken(","):
                self.value((*path, count))
                count += 1

    def keys(self, path: Path) -> None:
        while not self.taken("}"):
            if self.taken(","):
                continue
            written, at = self.tokens[self.next]
            key = json.loads(written)
            if (*path, key) in self.found:
                self.doubled.append((key, *self.place(at)))
            self.found[(*path, key)] = self.place(at)
            self.next += 2  # the key and its colon
            self.value((*path, key))


EXAMPLE = 'a list of sources looks like this: [{"id": "a", "title": "b"}, {"id": "c", "title": "d"}]'
CAUSES = (
    (
        "Expecting ',' delimiter",
        "a comma or a closing bracket is missing here",
        "put a comma between two items, and ] or } at the end",
    ),
    ("Expecting ':' delimiter", "a colon is missing behind this key", 'write "key": "text"'),
    (
        "property name|Illegal trailing comma",
        "a key belongs here, between straight quotation marks",
        'write "key": "text"; no comma behind the last',
    ),
    ("Unterminated string", "this quotation mark is never closed", "close it at the end of the text"),
    ("Invalid control character", "a line or a tab stands inside of quotation marks", "keep the text on one line"),
    ("escape", "a backslash means something else in quotation marks", "write two of them"),
    ("Extra data", "something follows behind the end of the list", EXAMPLE),
    ("Expecting value", "a value is missing here, or is not between straight quotation marks", EXAMPLE),
)


def _in_plain_words(error: Exception, text: str) -> Unreadable:
    if not isinstance(error, json.JSONDecodeError):
        return Unreadable(1, 1, "brackets are nested too deeply", f"at most {DEEPEST} levels")
    line, col = _last_words(text, error.pos)
    for problem, message, hint in CAUSES:
        if re.search(problem, error.msg):
            return Unreadable(line, col, message, hint)
    return Unreadable(line, col, "this cannot be read", EXAMPLE)


def _last_words(text: str, at: int) -> tuple[int, int]:
    """The place, or the end of the last line with words where nothing but blank lines follows."""
    at = at if text[at:].strip() else len(text.rstrip())
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
