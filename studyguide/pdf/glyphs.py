"""Glyphs that the link step must know by number: a font's ten figures and its space."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

Figures = tuple[int, ...]
"""The glyphs of 0 to 9. All have the same width, so that one may take the place of another; those of letters may follow."""

FEATURES = ("lnum", "tnum", "onum", "zero")
"""What may make other glyphs of the figures, as OpenType names it. Proportional figures (pnum) are of no use here."""


def solve(font: bytes, text: str, glyphs: Sequence[int]) -> tuple[Figures, tuple[int, ...]] | None:
    """The font's figures as they were shown, and where among `glyphs` the figures of `text` stand.

    None if the glyphs do not show these figures, or figures that differ in width.
    """
    for figures in figure_sets(font, ord(text[0]) - int(text[0])):
        places = tuple(index for index, glyph in enumerate(glyphs) if glyph in figures)
        if [glyphs[place] for place in places] == [figures[int(character)] for character in text]:
            return figures, places
    return None


@lru_cache(maxsize=64)
def letters(font: bytes) -> Figures:
    """The glyphs of a to f, which are figures of hexadecimal numbers; none if the font lacks one."""
    names = [_open(font).getBestCmap().get(ord(letter)) for letter in "abcdef"]
    return tuple(map(_open(font).getGlyphID, names)) if all(names) else ()


@lru_cache(maxsize=64)
def space(font: bytes) -> int | None:
    """The glyph of the space, if the font has one."""
    opened = _open(font)
    glyph = opened.getBestCmap().get(ord(" "))
    return None if glyph is None else opened.getGlyphID(glyph)


@lru_cache(maxsize=64)
def _open(file: bytes) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(io.BytesIO(file), lazy=True)


@lru_cache(maxsize=64)
def figure_sets(file: bytes, nought: int) -> tuple[Figures, ...]:
    """Every set of figures of one width that the font has, from the character of their nought on, the plain ones first."""
    font = _open(file)
    plain = [font.getBestCmap().get(nought + value, "") for value in range(10)]
    found: list[Figures] = []
    if not all(plain):
        return ()
    for names in _variants(font, plain):
        widths = {font["hmtx"][glyph][0] for glyph in names}
        figures = tuple(font.getGlyphID(glyph) for glyph in names)
        if len(widths) == 1 and figures not in found:
            found.append(figures)
    return tuple(found)


def _variants(font: Any, plain: list[str]) -> Iterator[list[str]]:
    lookups = _lookups(font)
    for size in range(len(FEATURES)):
        for features in combinations(FEATURES, size):
            names = plain
            for index in sorted({index for feature in features for index in lookups.get(feature, ())}):
                mapping = _mapping(font["GSUB"].table.LookupList.Lookup[index])
                names = [mapping.get(glyph, glyph) for glyph in names]
            yield names


def _lookups(font: Any) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    if "GSUB" in font:
        for record in font["GSUB"].table.FeatureList.FeatureRecord:
            found.setdefault(record.FeatureTag, set()).update(record.Feature.LookupListIndex)
    return found


def _mapping(lookup: Any) -> dict[str, str]:
    """The replacements of a lookup that puts one glyph for one; nothing for other kinds."""
    found: dict[str, str] = {}
    for table in lookup.SubTable:
        inner = getattr(table, "ExtSubTable", table)
        if hasattr(inner, "mapping"):
            found.update(inner.mapping)
    return found
