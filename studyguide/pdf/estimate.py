"""Where things will stand, before it is known: page numbers from the length of the texts, and how far they may be wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from studyguide.pdf.fragment import Facts
from studyguide.pdf.layout import figures
from studyguide.pdf.model import Numbering
from studyguide.pdf.numbers import references

_TAG = re.compile(r"<(/?)([\w:]+)[^>]*>")
_ID = re.compile(r'<[^>]*\bid="([^"]+)"')
_SIZE = {"img": 900, "svg": 900, **dict.fromkeys(("h1", "h2", "h3"), 150), **dict.fromkeys(("p", "li", "tr", "dt", "dd"), 45)}
"""What an element takes of a page beside its text, in characters of text."""

UNKNOWN, LEARNT = 0.25, 0.06
"""How far an estimate may be wrong, in parts of itself: at first, and when some units have shown how much a page holds."""


@dataclass(frozen=True, slots=True)
class Text:
    """A unit's HTML: weight in characters of text, where its ids stand in it (0 to 1), where it wants page numbers, its files."""

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
    marks = sum(_SIZE.get(tag[2], 0) for tag in _TAG.finditer(html) if not tag[1])
    weight = len(_TAG.sub("", html)) + marks
    return Text(
        html,
        weight,
        tuple((found[1], found.start() / len(html)) for found in _ID.finditer(html)),
        references(html),
        figures(html),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A page number, probably; `certain` if the number of its figures cannot be another (a roman number: if it is known)."""

    number: int
    numbering: Numbering
    certain: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    numbering: Numbering
    first: float
    slack: float
    pages: float
    more: float
    facts: Facts | None


class Estimate:
    """The best guess at where all units stand, from the facts about those that are laid out and the length of the others."""

    def __init__(self, units: Sequence[tuple[str, Numbering, Text | None, Facts | None]], characters: int) -> None:
        weights = [(text.weight / characters + 0.5, facts) for _, _, text, facts in units if text]
        seen = [(guess, facts.pages) for guess, facts in weights if facts]
        self._ratio = sum(pages for _, pages in seen) / sum(guess for guess, _ in seen) if seen else 1.0
        self._doubt = LEARNT if seen else UNKNOWN
        self._characters = characters
        self._units: dict[str, _Unit] = {}
        self._where: dict[str, tuple[str, float]] = {}
        self._late = ""
        following = {"roman": (1.0, 0.0), "arabic": (1.0, 0.0)}
        for name, numbering, text, facts in units:
            first, slack = following[numbering]
            pages, more = self._pages(text, facts)
            self._units[name] = _Unit(numbering, first, slack, pages, more, facts)
            following[numbering] = (first + pages, slack + more)
            self._know(name, text, facts)

    def _pages(self, text: Text | None, facts: Facts | None) -> tuple[float, float]:
        """The number of pages, and how far it may be wrong."""
        if facts:
            return facts.pages, 0.0
        pages = self._ratio * ((text.weight if text else 0) / self._characters + 0.5)
        return pages, self._doubt * pages + 0.5

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
            return _place(unit, unit.first + part, unit.slack)
        return _place(unit, unit.first + part * unit.pages, unit.slack + part * unit.more + 0.7)

    def start(self, name: str) -> tuple[int, bool]:
        """The number that a unit's first page is laid out with, and whether that is certain.

        Arabic units whose page numbers all have the same number of figures are laid out from 1, 10, 100 …, wherever they stand:
        the link step prints the real numbers.
        """
        unit = self._units[name]
        number = max(1, round(unit.first))
        if unit.numbering == "roman":
            return number, not unit.slack
        first = _place(unit, unit.first, unit.slack)
        last = _place(unit, unit.first + max(unit.pages, 1) - 1, unit.slack + unit.more)
        if len(str(first.number)) == len(str(last.number)):
            return 10 ** (len(str(first.number)) - 1), first.certain and last.certain
        return number, not unit.slack


def _place(unit: _Unit, value: float, slack: float) -> Place:
    number = max(1, round(value) if slack else int(value))
    if unit.numbering == "roman":
        return Place(number, "roman", not slack)
    low, high = max(1, int(value - slack)), max(1, int(value + slack))
    return Place(number, "arabic", len(str(low)) == len(str(high)))
