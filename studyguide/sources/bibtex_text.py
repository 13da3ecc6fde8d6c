"""BibTeX and BibLaTeX (https://ctan.org/pkg/biblatex, §2): entries, fields as they are written and where, faults in plain words.

bibtexparser finds the entries; LaTeX in a text is read by pylatexenc. What a text means as a reference is said in `biblatex.py`.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from studyguide.sources.unreadable import Unreadable

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PIECE = re.compile(r"\s*(?:(?P<number>\d+)|(?P<name>[^\W\d][\w:.+/-]*)|(?P<text>[{\"]))")
FIELD = re.compile(r"\s*(?P<key>[A-Za-z][\w-]*)\s*=\s*[{\"\w]")
COMMA = "put a comma behind each value but the last"
BRACES = "each { needs its }, and each value a comma behind it"
EXAMPLE = "an entry looks like this: @book{key, title = {A title}, year = 2026}"
Place = tuple[int, int]


@dataclass(frozen=True)
class BibField:
    """A field: its text with its LaTeX, and the place of its name."""

    text: str
    place: Place


@dataclass(frozen=True)
class BibEntry:
    """An entry: its kind and key as written, its fields by name in small letters, its place."""

    kind: str
    key: str
    fields: Mapping[str, BibField]
    place: Place


def load_bibtex(text: str) -> tuple[list[BibEntry], list[Unreadable]]:
    """The entries of a text, and what of it could not be read; what stands between entries is a comment."""
    from bibtexparser.entrypoint import parse_string  # slow to import, and only a guide with such a file needs it
    from bibtexparser.model import (
        DuplicateBlockKeyBlock,
        DuplicateFieldKeyBlock,
        Entry,
        ImplicitComment,
        ParsingFailedBlock,
        String,
    )

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it has to say is in the blocks
    rows = text.split("\n")
    entries: list[BibEntry] = []
    faults: list[Unreadable] = []
    strings = {month: month for month in MONTHS}
    blocks = parse_string(text, parse_stack=[]).blocks
    for i, block in enumerate(blocks):
        line = block.start_line or 0
        match block:
            case DuplicateFieldKeyBlock():
                faults += _doubled(block.ignore_error_block, rows)
            case DuplicateBlockKeyBlock():  # told where all references are held together
                entries.append(_entry(block.ignore_error_block, strings, rows, faults))
            case ParsingFailedBlock():
                ends = [each.start_line or 0 for each in blocks[i + 1 :] if not isinstance(each, ImplicitComment)]
                faults.append(_unclosed(rows[line : max(ends[0], line + 1) if ends else None], line))
            case String():
                strings[block.key.lower()] = _evaluated(block.value, strings, (line + 1, 1), faults)
            case Entry():
                entries.append(_entry(block, strings, rows, faults))
            case ImplicitComment() if not (i and isinstance(blocks[i - 1], ParsingFailedBlock)):
                faults += _lost(block.comment, line)
    return entries, faults


def _lost(comment: str, line: int) -> Iterator[Unreadable]:
    """What looks like an entry, or a piece of one, though it stands between entries, where all is comment."""
    if found := re.search(r"(?m)^(?!\s*%).*([{}]|^\s*[\w-]+\s*=|^\s*,)", comment):
        at = line + comment.count("\n", 0, found.start())
        yield Unreadable(at + 1, 1, "these lines belong to no entry", f"{EXAMPLE}; in front of a remark stands %")


def _entry(block: Any, strings: Mapping[str, str], rows: list[str], faults: list[Unreadable]) -> BibEntry:
    line = block.start_line
    if not re.fullmatch(r"[^\s{}(),=#%\"\\~']+", block.key):
        faults.append(Unreadable(line + 1, 1, f"“{block.key}” is no key", EXAMPLE))
    fields: dict[str, BibField] = {}
    for each in block.fields:
        place = _place(each, rows)
        fields.setdefault(each.key.lower(), BibField(_evaluated(each.value, strings, place, faults), place))
    return BibEntry(block.entry_type, block.key, fields, (line + 1, rows[line].find("@") + 1))


def _place(field: Any, rows: list[str]) -> Place:
    """Line and column of the name of a field."""
    row = rows[field.start_line]
    found = re.search(rf"(?<![\w-]){re.escape(field.key)}\s*=", row)
    return field.start_line + 1, found.start() + 1 if found else 1


def _doubled(block: Any, rows: list[str]) -> Iterator[Unreadable]:
    seen: set[str] = set()
    for each in block.fields:
        if each.key.lower() in seen:
            line, col = _place(each, rows)
            yield Unreadable(line, col, f"“{each.key}” stands here a second time", "keep one of the two", len(each.key))
        seen.add(each.key.lower())


def _evaluated(value: str, strings: Mapping[str, str], place: Place, faults: list[Unreadable]) -> str:
    """The text of a value: pieces joined by #, each in braces or quotation marks, a number, or the name of a @string."""
    pieces, at = [], 0
    while True:
        piece = PIECE.match(value, at)
        end = _closed(value, piece.start("text")) if piece and piece["text"] else piece.end() if piece else -1
        if not piece or end < 0:
            faults.append(Unreadable(*place, "this value is neither in braces nor in quotation marks", "write key = {text},"))
            return ""
        name = piece["name"]
        if name and name.lower() not in strings:
            faults.append(
                Unreadable(*place, f"“{name}” stands without braces, and no @string has that name", "write key = {text},")
            )
            return ""
        pieces.append(strings.get(name.lower(), "") if name else piece["number"] or value[piece.end() : end - 1])
        rest = value[end:].lstrip()
        if not rest:
            return "".join(pieces)
        if not rest.startswith("#"):
            line = place[0] + value[:end].count("\n")
            faults.append(Unreadable(line, place[1], "a comma is missing behind this value", COMMA))
            return "".join(pieces)
        at = len(value) - len(rest) + 1


def _closed(value: str, at: int) -> int:
    """Behind the brace or quotation mark that closes the one at a place; -1 if none does."""
    depth = 0
    for i in range(at, len(value)):
        depth += (value[i] == "{") - (value[i] == "}")
        if depth == 0 and i > at and (value[at] == "{" or value[i] == '"'):
            return i + 1
    return -1


OPENINGS = (
    (re.compile(r"\s*@\w+\s*[{(]\s*([^\s,=]+\s*=.*)?"), "this entry has no key", EXAMPLE),
    (re.compile(r"\s*@\w+\s*[{(]\s*[^\s,{}]+\s*"), "a comma is missing behind the key", EXAMPLE),
)
"""How the first line of an entry looks that cannot be read."""
SLIPS = (
    (re.compile(r"\s*[A-Za-z][\w-]*\s*[{\"]"), "an equals sign is missing here", "write key = {text},"),
    (re.compile(r"\s*,|.*,\s*,"), "a comma stands here without a value", "take it out"),
)
"""How another line looks that is not within a value."""


def _unclosed(rows: list[str], line: int) -> Unreadable:
    """Where in an entry that cannot be read something is missing, or where what is not closed begins."""
    for shape, message, hint in OPENINGS:
        if shape.fullmatch(rows[0]):
            return Unreadable(line + 1, 1, message, hint)
    depth, last = 0, 0
    quoted = opened = False
    for i, row in enumerate(rows):
        is_field = i and FIELD.match(row)
        if is_field and (depth != 1 or quoted):
            break
        last = i if is_field else last
        slip = next((slip for slip in SLIPS if i and depth == 1 and not quoted and slip[0].match(row)), None)
        if slip:
            return Unreadable(line + i + 1, 1, *slip[1:])
        quoted ^= depth == 1 and row.count('"') % 2 == 1
        depth += row.count("{") - row.count("}") + (i == 0 and "(" in row and "{" not in row)
        opened = depth > 1 if is_field else opened
    message = "this entry is never closed" if depth == 1 and not quoted and not opened else "this value is never closed"
    return Unreadable(line + (0 if "entry" in message else last) + 1, 1, message, BRACES)
