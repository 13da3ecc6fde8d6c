"""Where things will stand, before it is known: page numbers from the length of the texts, and how far they may be wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from studyguide.html.pages import Numbering
from studyguide.pdf.fragment import Facts
from studyguide.pdf.layout import figures
from studyguide.pdf.numbers import references

_TAG = re.compile(r'<(/?)([\w:]+)(?:[^>]*?\bid="([^"]+)")?[^>]*>')
PICTURE = 900
_SIZE = {"img": PICTURE, **dict.fromkeys(("h1", "h2", "h3"), 150), **dict.fromkeys(("p", "li", "tr", "dt", "dd"), 45)}
"""What an element takes of a page beside its text, in characters of text."""

UNKNOWN, LEARNT = 0.25, 0.02
"""How far all estimates may be wrong together, in parts of themselves: at first, and once units show what a page holds."""

SPREAD = 0.04, 0.4
"""How far one unit's estimate may be wrong besides: in parts of itself, and in pages. These errors add up in squares."""

PARTS = 32
"""A place in a unit's text is told in so many parts of it."""

END = 0.5
"""What remains empty of a unit's last page."""


@dataclass(frozen=True, slots=True)
class Text:
    """A unit's HTML: weight in characters of text, where its ids stand in it (0 to 1), where it wants page numbers, its files.

    Weight and places are rough: then a few more words seldom change what is guessed of other units, whose layouts still serve.
    """

    html: str
    weight: int
    ids: tuple[tuple[str, float], ...]
    references: tuple[tuple[int, str], ...]
    figures: tuple[str, ...]

    @classmethod
    def of(cls, html: str) -> Text:
        """Read a unit's HTML."""
        return _read(html)


@lru_cache(maxsize=512)
def _read(html: str) -> Text:
    weight = done = drawn = 0
    marks: list[tuple[str, int]] = []
    for tag in _TAG.finditer(html):
        closing, name, anchor = tag.groups()
        if not drawn:
            weight += tag.start() - done
        done = tag.end()
        if name == "svg":
            drawn += -1 if closing else 1
        if anchor:
            marks.append((anchor, weight))
        if not closing and not drawn:
            weight += _SIZE.get(name, 0)
        elif name == "svg" and not closing:
            weight += PICTURE
    ids = tuple((anchor, round(PARTS * at / max(weight, 1)) / PARTS) for anchor, at in marks)
    return Text(html, _rough(weight), ids, references(html), figures(html))


def _rough(weight: int) -> int:
    """A weight to about 3 parts in a hundred."""
    step = 1 << max(weight.bit_length() - 5, 0)
    return round(weight / step) * step


@dataclass(frozen=True, slots=True)
class Place:
    """A page number, probably.

    `doubt` is about how likely it has another number of figures (a roman one: is another number), from 0, which is certain, to 1.
    """

    number: int
    numbering: Numbering
    doubt: float


@dataclass(frozen=True, slots=True)
class _Reckoning:
    """A number of pages, and how far it may be wrong: in common with all others, and (squared) by itself."""

    pages: float = 0.0
    common: float = 0.0
    own: float = 0.0

    def __add__(self, other: _Reckoning) -> _Reckoning:
        return _Reckoning(self.pages + other.pages, self.common + other.common, self.own + other.own)

    def part(self, share: float) -> _Reckoning:
        """The reckoning for a place in the text."""
        return _Reckoning(share * max(self.pages - END, 0), share * self.common, share * self.own)

    @property
    def slack(self) -> float:
        """How far it may be wrong in all."""
        return self.common + 2 * math.sqrt(self.own)


@dataclass(frozen=True, slots=True)
class _Unit:
    numbering: Numbering
    before: _Reckoning
    length: _Reckoning
    facts: Facts | None


class Estimate:
    """The best guess at where all units stand, from the facts about those that are laid out and the length of the others."""

    def __init__(self, units: Sequence[tuple[str, Numbering, Text | None, Facts | None]], characters: int) -> None:
        seen = [(text.weight / characters + END, facts.pages) for _, _, text, facts in units if text and facts]
        self._ratio = sum(pages for _, pages in seen) / sum(guess for guess, _ in seen) if seen else 1.0
        self._doubt = LEARNT if seen else UNKNOWN
        self._characters = characters
        self._units: dict[str, _Unit] = {}
        self._where: dict[str, tuple[str, float]] = {}
        self._late = ""
        following = {"roman": _Reckoning(), "arabic": _Reckoning()}
        for name, numbering, text, facts in units:
            length = self._length(text, facts)
            self._units[name] = _Unit(numbering, following[numbering], length, facts)
            following[numbering] += length
            self._know(name, text, facts)

    def _length(self, text: Text | None, facts: Facts | None) -> _Reckoning:
        if facts:
            return _Reckoning(facts.pages)
        pages = self._ratio * ((text.weight if text else 0) / self._characters + END)
        return _Reckoning(pages, self._doubt * pages, (SPREAD[0] * pages + SPREAD[1]) ** 2)

    def _know(self, name: str, text: Text | None, facts: Facts | None) -> None:
        if facts:
            for each in facts.anchors:
                self._where.setdefault(each.name, (name, each.page))
        elif text:
            for anchor, part in text.ids:
                self._where.setdefault(anchor, (name, part))
        else:
            self._late = self._late or name

    def anchor(self, anchor: str) -> Place | None:
        """The page of an id. One that nobody has is thought to be in a late unit; if there are none, it is nowhere."""
        name, part = self._where.get(anchor, (self._late, 0.0))
        if not name:
            return None
        unit = self._units[name]
        if unit.facts:
            return _place(unit.numbering, unit.before.pages + part + 1, unit.before.slack)
        there = unit.before + unit.length.part(part)
        return _place(unit.numbering, there.pages + 0.5, there.slack + 0.5)

    def start(self, name: str) -> tuple[int, float]:
        """The number that a unit's first page is laid out with, and the doubt about it.

        Arabic units whose page numbers all have the same number of figures are laid out from 1, 10, 100 …, wherever they stand:
        the link step prints the real numbers.
        """
        unit = self._units[name]
        first = _place(unit.numbering, unit.before.pages + 1, unit.before.slack)
        if unit.numbering == "roman":
            return first.number, first.doubt
        whole = unit.before + unit.length
        last = _place(unit.numbering, max(whole.pages, unit.before.pages + 1), whole.slack)
        if len(str(first.number)) == len(str(last.number)):
            return 10 ** (len(str(first.number)) - 1), first.doubt + last.doubt
        return first.number, float(unit.before.slack > 0)


def _place(numbering: Numbering, value: float, slack: float) -> Place:
    """A page number that is a whole number if it is known, and anywhere near the value if not."""
    number = max(1, round(value))
    if numbering == "roman":
        return Place(number, "roman", 0.5 if slack else 0.0)
    if not slack:
        return Place(number, "arabic", 0.0)
    edge = 10 ** len(str(number))  # the next number with another number of figures; the last one is a tenth of it, less one
    nearest = min(edge - 0.5 - value, value - edge / 10 + 0.5 if number > 9 else edge)
    return Place(number, "arabic", max(0.0, 0.5 - 0.5 * nearest / slack))
