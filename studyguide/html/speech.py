"""What a voice would read wrong, and how it is to be said: powers of ten, and abbreviations that are said letter by letter.

In print the expansion of an abbreviation says it (ISO 32000-1, 14.9.5), in the e-book a lexicon (W3C PLS 1.0). The text is the
same in both.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "−0123456789")
POWER = r"(?P<base>(?<![\d.,])10)(?P<exponent>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})"


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """A part of a text: an abbreviation and its letters, a power with base and exponent, or what a voice says right."""

    text: str
    letters: str = ""
    base: str = ""
    exponent: str = ""


def spoken(text: str, spelt_out: tuple[str, ...]) -> tuple[SpokenPart, ...]:
    """The parts of a text; `spelt_out` are the abbreviations that are said letter by letter."""
    return tuple(_parts(text, _pattern(spelt_out)))


def hard(texts: Iterable[str], spelt_out: tuple[str, ...]) -> tuple[SpokenPart, ...]:
    """Everything in texts that a voice would read wrong, once and in order."""
    found = {part for text in texts for part in spoken(text, spelt_out) if part.letters or part.base}
    return tuple(sorted(found, key=lambda part: part.text))


@lru_cache(maxsize=8)
def _pattern(spelt_out: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(spelt_out, key=lambda word: (-len(word), word))))
    return re.compile(rf"{POWER}|(?<![\w-])(?P<letters>{words})(?![\w-])" if words else POWER)


def _parts(text: str, pattern: re.Pattern[str]) -> Iterator[SpokenPart]:
    end = 0
    for found in pattern.finditer(text):
        if found.start() > end:
            yield SpokenPart(text[end : found.start()])
        letters = " ".join(found.groupdict().get("letters") or "")
        yield SpokenPart(found[0], letters, found["base"] or "", (found["exponent"] or "").translate(RAISED))
        end = found.end()
    if end < len(text):
        yield SpokenPart(text[end:])
