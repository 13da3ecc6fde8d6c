"""Room for words: how wide they are, and how they are broken to fit, by the fonts that set them. Units of a picture."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from studyguide.art.axes import written
from studyguide.art.fonts import FontFace, advance

SIZE, LINE, GAP = 22, 26, 10  # of the type; from one base line to the next; between words side by side
WIDE, SLIM = 720, 496
"""How wide a picture is: for the text column, and for columns of 80 mm, where its words have 10 points."""
BREAKS = re.compile(r"[ \t\n]+")
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Measure:
    """The fonts of a picture's words, and how wide the picture is."""

    faces: tuple[FontFace, ...]
    sheet: int = WIDE

    @property
    def slim(self) -> bool:
        """Whether the picture is narrower than the text column."""
        return self.sheet < WIDE

    def width(self, words: str, weight: int = 400) -> float:
        """How wide words are on one line."""
        sans = [face for face in self.faces if face.family == "Guide Sans" and face.style == "normal"]
        if not sans:
            return len(words) * SIZE * 0.6
        return advance(words, min(sans, key=lambda face: abs(face.weight - weight))) * SIZE

    def widest(self, lines: Sequence[str], weight: int = 400) -> float:
        """How wide the widest of some lines is."""
        return max((self.width(line, weight) for line in lines), default=0.0)

    def wrapped(self, words: str, room: float, weight: int = 400) -> tuple[str, ...]:
        """The lines of words in a column; a word that is wider than it is broken."""
        lines = [""]
        for word in BREAKS.split(words):  # not at spaces that hold a number and its unit together
            joined = f"{lines[-1]} {word}".strip()
            if self.width(joined, weight) <= room:
                lines[-1] = joined
            else:
                lines += self._pieces(word, room, weight)
        return tuple(line for line in lines if line)

    def _pieces(self, word: str, room: float, weight: int) -> list[str]:
        pieces, rest = [], word
        while rest and self.width(rest, weight) > room and len(rest) > 1:
            hyphen = "-" if rest.upper() != rest.lower() else ""  # not where words are not parted by spaces
            count = next((n for n in range(len(rest) - 1, 1, -1) if self.width(rest[:n] + hyphen, weight) <= room), 1)
            pieces.append(rest[:count] + (hyphen if rest[count - 1 : count + 1].isalpha() else ""))
            rest = rest[count:]
        return [*pieces, rest]


def figures(value: float) -> str:
    """A number as a picture prints it: −1,500; 0.25; tiny and huge ones as 3 × 10⁻⁷; in the signs of its language."""
    return written(_figures(value))


def _figures(value: float) -> str:
    if value and not 1e-4 <= abs(value) < 1e12:
        factor, power = f"{value:.3e}".split("e")
        shown = factor.rstrip("0").rstrip(".").replace("-", "−")
        return f"{'' if shown == '1' else f'{shown} × '}10{str(int(power)).translate(SUPERSCRIPT)}"
    return f"{value:,.12g}".replace("-", "−")


def round_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round numbers, at most so many (two or more), evenly apart and around all from `low` to `high`."""
    if high <= low:
        low, high = (low - 1, high + 1) if low == high == 0 else (min(low, 0), max(high, 0)) if low else (low, high)
    rough = (high - low) / max(1, most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 2.5, 5, 10, 20, 25, 50):
        step = factor * power
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first + 1 <= max(2, most):
            return tuple(float(f"{i * step:.12g}") for i in range(first, max(last, first + 1) + 1))
    return low, high


def log_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Powers of ten, at most so many, around all from `low` to `high`; within one or two decades 1, 2 and 5 as well."""
    first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
    last = max(last, first + 1)
    fine = [float(f"{step}e{power}") for power in range(first, last) for step in (1, 2, 5)] + [float(f"1e{last}")]
    inside = [a for a, b in pairwise(fine) if b > low * (1 - 1e-9)]
    fine = [*inside, fine[-1]]
    fine = fine[: next((i for i, tick in enumerate(fine) if tick >= high * (1 - 1e-9)), len(fine) - 1) + 1]
    if len(fine) >= 2 and last - first <= 2 and len(fine) <= max(2, most):
        return tuple(fine)
    step = math.ceil((last - first) / max(1, most - 1))
    return tuple(float(f"1e{power}") for power in range(first, last + step, step))
