"""Lists by letters and Roman numerals: a. b. c., A) B), i. ii. iii., as Pandoc reads them; CommonMark has figures alone.

Markers that go on from one item to the next are turned into figures of the same width before Markdown is read, so that no column
moves. A single one is none: “A. Smith” begins a sentence.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import product

from studyguide.markup.fences import outside_listings
from studyguide.nodes import ROMAN_TENS, ROMAN_UNITS

MARKER = re.compile(
    r"^(?P<before>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<sign>[a-z]{1,8}|[A-Z]{1,8})(?P<end>[.)])(?=[ \t]+\S)"
)
STARTS_LIST = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t].*|:{3,}[ \t]*\{.*|:[a-z-]+:.*|-{3,})?")
"""What a first item may follow: an empty line, an item, the line that opens a box, an option of it, the head of the file."""
ROMAN = ["".join(pair) for pair in product(ROMAN_TENS, ROMAN_UNITS)]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
STYLES: Mapping[str, Sequence[str]] = {
    "a": ("", *LETTERS),
    "i": ROMAN,
    "A": ("", *LETTERS.upper()),
    "I": [each.upper() for each in ROMAN],
}
"""The signs of each style by their number; the style is the `type` of the list in HTML."""
Markers = dict[int, tuple[str, int]]


def numbered_rows(rows: Sequence[str]) -> tuple[list[str], Markers]:
    """The rows with figures for the markers of lists by letters, and of each marker, by its line (from 1), style and number."""
    made, found = list(rows), Markers()
    outside = [row for row, _ in outside_listings(rows)]
    for row in outside:
        if row + 1 not in found and (first := MARKER.match(made[row])) and (not row or STARTS_LIST.fullmatch(made[row - 1])):
            items = list(_items(made, row, first, set(outside)))
            if style := _style([sign for _, sign in items]):
                for at, sign in items:
                    found[at + 1] = (style, STYLES[style].index(sign))
                    made[at] = MARKER.sub(
                        lambda marker: f"{marker['before']}{'1' * len(marker['sign'])}{marker['end']}", made[at]
                    )
    return made, found


def _figures(marker: re.Match[str]) -> str:
    return f"{marker['before']}{'1' * len(marker['sign'])}{marker['end']}"


def _initial(marker: re.Match[str]) -> bool:
    """Whether a marker may be the initial of a name: only where items stand line by line it is none."""
    return marker["end"] == "." and marker["sign"].isupper()


def _items(rows: Sequence[str], start: int, first: re.Match[str], outside: set[int]) -> list[tuple[int, str]]:
    """The rows that go on with the list that a marker begins, and their signs."""
    column, found = first.start("sign"), [(start, first["sign"])]
    for row in range(start + 1, len(rows)):
        words = rows[row]
        marker = MARKER.match(words)
        if marker and row in outside and (marker.start("sign"), marker["end"]) == (column, first["end"]):
            if not _style([found[-1][1], marker["sign"]]) or (_initial(marker) and not rows[row - 1].strip(" \t>")):
                break
            found.append((row, marker["sign"]))
        elif words.strip(" \t>") and len(words) - len(words.lstrip(" \t>")) <= column and not rows[row - 1].strip(" \t>"):
            break
    return found


def _style(signs: Sequence[str]) -> str:
    """The style in which signs follow each other, of two or more; “” if there is none."""
    for style, known in STYLES.items():
        if len(signs) > 1 and set(signs) <= set(known):
            numbers = [known.index(sign) for sign in signs]
            if numbers == list(range(numbers[0], numbers[0] + len(signs))):
                return style
    return ""
