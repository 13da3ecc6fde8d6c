"""Soft hyphens (U+00AD) in table cells: a narrow column then breaks a long word where a reader would, and no column is cut off.

Everywhere else the reading system breaks lines as it and its owner like. In tables it must not be left to chance: an engine
without a dictionary for the language makes a table as wide as its longest words, and what runs over the edge is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import pyphen

SOFT_HYPHEN = "\u00ad"
SHORTEST = 3
LONG = re.compile(r"[^\W\d_]{7,}")
CELL = re.compile(rb"(<t[hd](?:\s[^<>]*)?>)(.*?)(</t[hd]>)", re.DOTALL)
TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")


def soften_tables(document: bytes, language: str) -> bytes:
    """The XHTML document with soft hyphens in words of at least seven letters that stand in table cells.

    `language` is a BCP 47 tag; a language without hyphenation patterns leaves the document as it is.
    """
    patterns = _patterns(language)
    return document if patterns is None else CELL.sub(lambda cell: _soften(cell, patterns), document)


def _soften(cell: re.Match[bytes], patterns: Any) -> bytes:
    def divide(word: re.Match[str]) -> str:
        return SOFT_HYPHEN.join(pieces(word[0], patterns.positions(word[0])))

    return TEXT.sub(lambda run: LONG.sub(divide, run[0]), cell[0].decode("utf-8")).encode("utf-8")


def pieces(word: str, positions: Sequence[int]) -> list[str]:
    """The pieces of a word cut at `positions`, each of three letters or more: a shorter one joins the piece before it.

    So “lymph|o|cytes” is “lympho|cytes”: the linking vowel of Greek compounds stays with the first part.
    """
    found: list[str] = []
    for start, end in pairwise((0, *positions, len(word))):
        if found and end - start < SHORTEST:
            found[-1] += word[start:end]
        else:
            found.append(word[start:end])
    return found


@cache
def _patterns(language: str) -> Any:
    known = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=known, left=SHORTEST, right=SHORTEST) if known else None
