"""Collation: the order of names in a language (Unicode Technical Standard 10, with what CLDR says of the language), by ICU.

Word by word (ISO 999): spaces count, other signs only where all else is the same, so that “C”, “C#” and “C++” stand together. A
Greek letter that stands alone, as in “β-lactam”, is sorted as it is said: under “beta”.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, TypeVar

import icu

from studyguide.sources.wording import message

T = TypeVar("T")
Key = tuple[bytes, bytes, str]
SYMBOLS, DIGITS = message("Symbols"), "0–9"
GREEK = "\u0370-\u03ff\u1f00-\u1fff"
GREEK_LETTER = re.compile(rf"(?<![{GREEK}])[µΑ-Ωα-ω](?![{GREEK}])")


@dataclass(frozen=True)
class Collation:
    """The order of a language, which is a tag of BCP 47 such as “en-GB”."""

    language: str

    def key(self, name: str) -> Key:
        """What names are sorted by: their letters, digits and spaces, then all their signs."""
        order = _collator(self.language)
        return order.getSortKey(self.words(name)), order.getSortKey(name), name

    def in_order(self, items: Iterable[T], name: Callable[[T], str]) -> list[T]:
        """The items in the order of their names."""
        return sorted(items, key=lambda item: self.key(name(item)))

    def by_letter(self, items: Iterable[T], name: Callable[[T], str]) -> tuple[tuple[str, tuple[T, ...]], ...]:
        """The items in the order of their names, gathered under initial letters; signs and digits come first."""
        gathered = groupby(self.in_order(items, name), key=lambda item: self.letter(name(item)))
        return tuple((letter, tuple(group)) for letter, group in gathered)

    def letter(self, name: str) -> str:
        """The letter of the language's alphabet that a name stands under, or that of another script."""
        said = self.words(name).strip()
        if not said or said[0].isnumeric():
            return DIGITS if said else SYMBOLS
        alphabet = _alphabet(self.language)
        label = str(alphabet.getBucket(alphabet.getBucketIndex(said))[0])
        return label if label[0].isalpha() else unicodedata.normalize("NFD", said[0])[0].upper()

    def words(self, name: str) -> str:
        """A name without signs, and with single Greek letters by their names, where Greek is not the language."""
        spelt = name if self.language.startswith("el") else GREEK_LETTER.sub(lambda found: _spelt(found[0]), name)
        return "".join(character for character in spelt if unicodedata.category(character)[0] in "LMNZ")


def _spelt(letter: str) -> str:
    """“beta” for β and Β, “micro” for µ."""
    words = unicodedata.name(letter).removesuffix(" SIGN").split()
    return words[-1].lower().replace("lamda", "lambda")


@cache
def _collator(language: str) -> Any:
    order = icu.Collator.createInstance(icu.Locale.forLanguageTag(language))
    order.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)  # 5 before 10
    return order


@cache
def _alphabet(language: str) -> Any:
    return icu.AlphabeticIndex(icu.Locale.forLanguageTag(language)).buildImmutableIndex()
