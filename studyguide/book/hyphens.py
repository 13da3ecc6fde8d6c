"""Where words may be divided: in table cells soft hyphens (U+00AD) say so, and no narrow column is cut off.

A table whose columns do not fit side by side even so is no table for a small screen: `too_wide` tells which.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import pyphen

SOFT_HYPHEN = "\u00ad"
SHORTEST = 3
LINE = 22
"""Characters that stand side by side in a table on a phone of 360 pixels with its text at 200 %.

325 pixels; letters of half an em at 0.92 em.
"""
GAP = 2  # characters between two columns
CHARACTERS = 360  # of the cells of a row that a screen of six inches shows
LONG = re.compile(r"[^\W\d_]{7,}")


def soften(text: str, language: str) -> str:
    """A text with soft hyphens in its words of at least seven letters.

    `language` is a BCP 47 tag; one without hyphenation patterns leaves the text as it is.
    """
    known = patterns(language)
    return LONG.sub(lambda word: SOFT_HYPHEN.join(pieces(word[0], known.positions(word[0]))), text) if known else text


def too_wide(rows: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The longest piece of each column of a table, if they don't fit into one line; else nothing.

    A line may end at spaces and after hyphens (soft ones too), dashes and slashes. To break words at any letter instead would
    also break 10² into 1 and 0².
    """
    longest: list[str] = []
    for row in rows:
        longest += [""] * (len(row) - len(longest))
        for column, cell in enumerate(row):
            longest[column] = max(longest[column], *re.split(r"[ \n]|(?<=[-–/\u00ad])", cell), key=len)
    return tuple(longest) if sum(map(len, longest)) + GAP * (len(longest) - 1) > LINE else ()


def pieces(word: str, positions: Sequence[int]) -> list[str]:
    """The pieces of a word cut at `positions`, each of three letters or more: a shorter one joins the piece before it.

    So “therm|o|stats” is “thermo|stats”: the linking vowel of Greek compounds stays with the first part.
    """
    found: list[str] = []
    for start, end in pairwise((0, *positions, len(word))):
        if found and end - start < SHORTEST:
            found[-1] += word[start:end]
        else:
            found.append(word[start:end])
    return found


@cache
def patterns(language: str, shortest: int = SHORTEST) -> Any:
    """The hyphenation patterns of a language, for pieces of at least so many letters at either end; None if there are none."""
    known = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=known, left=shortest, right=shortest) if known else None
