"""Soft hyphens (U+00AD) in table cells: a narrow column then breaks a long word where a reader would, and no column is cut off.

Everywhere else the reading system breaks lines as it and its owner like. In tables it must not be left to chance: an engine
without a dictionary for the language makes a table as wide as its longest words, and what runs over the edge is lost.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pyphen

SOFT_HYPHEN = "\u00ad"
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
    whole = cell[0].decode("utf-8")
    return TEXT.sub(lambda run: LONG.sub(lambda word: str(patterns.inserted(word[0], SOFT_HYPHEN)), run[0]), whole).encode("utf-8")


@cache
def _patterns(language: str) -> Any:
    known = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=known, left=3, right=3) if known else None
