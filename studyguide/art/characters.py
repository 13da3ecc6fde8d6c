"""Characters that fonts have no glyph for, by a look into the fonts alone (OpenType, cmap)."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from lxml import etree

UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of characters of which no ink is expected."""


def unshown(text: str, fonts: Collection[bytes]) -> list[str]:
    """The characters of a text that none of the fonts has, each once and in order; spaces and format characters need no glyph.

    An accented letter may be there as one glyph, or be made of its parts (Unicode Standard Annex 15).
    """
    covered = frozenset[str]().union(*map(_characters, fonts))
    return [each for each in dict.fromkeys(unicodedata.normalize("NFC", text)) if not _shown(each, covered)]


def _shown(character: str, covered: frozenset[str]) -> bool:
    if character in covered or unicodedata.category(character) in UNSEEN:
        return True
    parts = unicodedata.normalize("NFD", character)
    return parts != character and covered.issuperset(parts)


@lru_cache(maxsize=64)
def _characters(font: bytes) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    return frozenset(map(chr, TTFont(io.BytesIO(font), lazy=True).getBestCmap()))


def drawn_words(svg: str) -> str:
    """The words that are seen in a drawing; its title and description are not."""
    return " ".join("".join(str(part) for part in text.itertext()) for text in etree.fromstring(svg.encode()).iter("{*}text"))
