"""TOML 1.0 (https://toml.io/en/v1.0.0), with the place of every key, and faults in plain words."""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from studyguide.sources.toml_places import TOKEN, Places, toml_places
from studyguide.sources.unreadable import Unreadable

DEEPEST = 20  # brackets in each other, and parts of a key
DIGITS = 40  # of a number, with sign, point and exponent


def load_toml(text: str) -> tuple[dict[str, Any], Places]:
    """The data of a text, and the places of its keys and items. Raises Unreadable."""
    _measure(text)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _in_plain_words(str(error), text) from error
    return data, toml_places(text)


def _measure(text: str) -> None:
    """Refuse what no reader of TOML comes through: brackets or keys without end, numbers of thousands of digits."""
    depth = dots = 0
    for found in TOKEN.finditer(text):
        piece = found[0]
        if piece in "[{":
            depth += 1
        elif piece in "]}":
            depth = max(0, depth - 1)
        dots = dots + 1 if piece == "." else dots if piece[-1:].isalnum() or found["blank"] else 0
        if depth > DEEPEST or dots > DEEPEST:
            raise _at(text, found.start(), "brackets or keys are nested too deeply", f"at most {DEEPEST} levels")
        if len(piece) > DIGITS and re.fullmatch(r"[-+]?[0-9_]+(e[-+]?[0-9_]+)?", piece):
            raise _at(text, found.start(), f"a number of {len(piece)} digits", "put it between quotation marks if it is a name")


def _at(text: str, at: int, message: str, hint: str) -> Unreadable:
    return Unreadable(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), message, hint)


@dataclass(frozen=True)
class _Slip:
    """A line as an editor writes it by mistake (`row`), where tomllib says `problem`; the place is the group “at” of the line."""

    row: str
    message: str
    hint: str
    problem: str = ""


EXAMPLE = 'write key = "text" or key = 12'
STRAIGHT = 'write straight quotation marks: "text"'
SLIPS = (
    _Slip(
        r"=\s*\[?[^\"']*?(?P<at>[“”„‘’«»])", "these quotation marks are not straight", STRAIGHT, "value|comment|end of document"
    ),
    _Slip(r"^\s*(?P<at>[“”„‘’])", "these quotation marks are not straight", STRAIGHT),
    _Slip(
        r"=\s*\[?[^\"'\]]*?(?P<at>\d{1,3}(,\d{3})+)\s*($|[#,\]])",
        "a number has commas between its thousands",
        "write 4000",
        "newline",
    ),
    _Slip(r"=\s*(?P<at>\d{1,3}([ \u00a0\u2009\u202f'’]\d{3})+)", "a number has gaps between its thousands", "write 4000"),
    _Slip(r"=\s*(?P<at>\d+,\d+)\s*($|#)", "a number has a comma for its point", "write 4.5", "newline"),
    _Slip(r"(?P<at>\d{1,2}[./]\d{1,2}[./]\d{2,4})", "a date is not written as a date", "write 2026-11-23", "value|newline"),
    _Slip(r"(?P<at>\d{1,3},0\d\d)", "a number has commas between its thousands", "write 4000", "array"),
    _Slip(r"=\s*(?P<at>[+-]?0\d+(\.\d+)?)\s*($|[#,\]])", "a number starts with a nought", 'write 10, or "010" if it is a name'),
    _Slip(r"=\s*(?P<at>[+-]?\.\d|\d+\.)", "a number has no figure on one side of its point", "write 0.5"),
    _Slip(r"^\s*(?P<at>[\w-]+)\s*:\s", "a colon stands where an equals sign belongs", EXAMPLE),
    _Slip(r"=\s*(?P<at>(True|TRUE|False|FALSE|yes|no|Yes|No))\s*($|#)", "this is neither true nor false", "write true or false"),
    _Slip(r"=\s*(?P<at>(none|None|null|nil|~))\s*($|#)", "a key has no value", "leave the whole line out"),
    _Slip(
        r"(?P<at>\d{4}-\d{1,2}-\d{1,2})",
        "there is no such day",
        "write a date of the calendar, as 2026-11-23",
        "value|date|newline|must be",
    ),
    _Slip(r"=\s*(?P<at>($|#))", "a key has no value", EXAMPLE, "value|Invalid|Illegal"),
    _Slip(r"=\s*\"[^\"]*$", "a quotation mark is not closed", "close it on the same line", "Illegal|Unterminated"),
    _Slip(r"=\s*'[^']*$", "a quotation mark is not closed", "close it on the same line", "Illegal|Unterminated|Expected"),
    _Slip(
        r"(?P<at>\\)",
        "a backslash means something else in quotation marks",
        "use single quotation marks: 'a\\b'",
        "nescaped|scape|hex",
    ),
    _Slip(r"=\s*(?P<at>[^\W\d_]\S*)", "text stands without quotation marks", EXAMPLE, "value"),
    _Slip(r"^\s*\[\[?(?P<at>[^\]]*)$", "a square bracket is never closed", "close it: [name]", "table|key|Invalid"),
    _Slip(r"^\s*(?P<at>[^=]*[^\s=])\s*$", "an equals sign is missing", EXAMPLE, "after a key|initial|key part"),
    _Slip(
        r"^\s*(?P<at>[^=\"']*[^=\"'\w.-][^=\"']*?)\s*=",
        "a key is more than one word",
        "write it with hyphens: short-title",
        "after a key|key part|initial",
    ),
)
CAUSES = (
    ("array", "a comma or a closing bracket is missing here", "put a comma between two items, and ] at the end"),
    ("inline table|Unclosed", "a comma or a closing bracket is missing here", "put a comma between two keys, and } at the end"),
    (
        "Unterminated|Expected \"|Expected '|Illegal character '\\\\n'",
        "a quotation mark is not closed",
        "close it at the end of the text",
    ),
    ("newline or end", "this line goes on behind its value", "one key and its value a line; text between quotation marks"),
    ("declare|overwrite|redefine|mutate|Duplicate", "this stands here a second time", "keep one of the two"),
    ("Illegal|Found invalid", "a character stands here that cannot be printed", "take it out"),
    ("scape|hex", "a backslash means something else in quotation marks", "use single quotation marks: 'a\\b'"),
    ("table declaration", "a square bracket is never closed", "close it: [name]"),
)


def _in_plain_words(error: str, text: str) -> Unreadable:
    rows = text.split("\n")
    found = re.search(r"line (\d+), column (\d+)", error)
    # without a place: something is open at the end of the text
    line, col = (int(found[1]), int(found[2])) if found else _opened(text)
    row = rows[line - 1]
    for slip in SLIPS:
        seen = re.search(slip.row, row)
        if seen and re.search(slip.problem, error):
            start, end = seen.span("at") if "at" in seen.groupdict() else (max(0, col - 1), col)
            return Unreadable(line, start + 1, slip.message, slip.hint, max(1, end - start))
    for problem, message, hint in CAUSES:
        if re.search(problem, error):
            return Unreadable(line, col, message, hint)
    return Unreadable(line, col, "this line cannot be read", EXAMPLE)


def _opened(text: str) -> tuple[int, int]:
    """Where the outermost bracket that is still open at the end of the text stands, or else the quotation mark."""
    open_at: list[int] = []
    for found in TOKEN.finditer(text):
        if found[0] in "[{":
            open_at.append(found.start())
        elif found[0] in "]}" and open_at:
            open_at.pop()
    at = open_at[0] if open_at else max(text.rfind('"""'), text.rfind("'''"), text.rfind("\n", 0, len(text.rstrip())) + 1)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
