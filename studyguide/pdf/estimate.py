"""Where things will stand, before it is known: page numbers from the length of the texts, and between which they must lie."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from studyguide.html.pages import Numbering
from studyguide.pdf.fragment import UnitFacts
from studyguide.pdf.numbers import references
from studyguide.sources.numerals import roman

_TAG = re.compile(r'<(/?)([\w:]+)(?:[^>]*?\bid="([^"]+)")?[^>]*>')
_SOURCE = re.compile(r' src="([^"#]+)"')
PICTURE = 900
_SIZE = {"img": PICTURE, **dict.fromkeys(("h1", "h2", "h3"), 150), **dict.fromkeys(("p", "li", "tr", "dt", "dd"), 45)}
"""What an element takes of a page beside its text, in characters of text."""

PARTS = 32
"""A place in a unit's text is told in so many parts of it."""

END = 0.5
"""What remains empty of a unit's last page."""

LAST = 1 - 1e-5
"""The part of a unit that stands before the end of its last page."""

MARGINS = 0.25, 0.05
"""How far an estimate may be wrong, in parts of itself: at first, and once units show what a page holds."""

_Bounds = tuple[float, float, float]
"""A number of pages: the fewest, the likely one, the most."""


@dataclass(frozen=True, slots=True)
class UnitText:
    """A unit's HTML: weight in characters of text, where its ids stand in it (0 to 1), its targets, its files.

    Weight and places are rough: then a few more words seldom change what is guessed of other units, whose layouts still serve.
    """

    html: str
    weight: int
    ids: tuple[tuple[str, float], ...]
    targets: frozenset[str]
    figures: tuple[str, ...]


@lru_cache(maxsize=512)
def unit_text(html: str) -> UnitText:
    """Read a unit's HTML."""
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
    step = 1 << max(weight.bit_length() - 5, 0)  # about 3 parts in a hundred
    targets = frozenset(target for _, target in references(html))
    return UnitText(html, round(weight / step) * step, ids, targets, tuple(dict.fromkeys(_SOURCE.findall(html))))


@dataclass(frozen=True)
class PageRange:
    """Between which numbers a page's number lies, and which it is likely."""

    lowest: int
    likely: int
    highest: int
    numbering: Numbering

    @cached_property
    def certain(self) -> bool:
        """Whether it is known how the number is laid out: as so many figures, or a roman one as itself."""
        if self.numbering == "roman":
            return self.lowest == self.highest
        return len(str(self.lowest)) == len(str(self.highest))

    def stand_in(self, nought: str) -> str:
        """What stands for the number while it is laid out: as many noughts; small roman figures stand for themselves."""
        return roman(self.likely) if self.numbering == "roman" else nought * len(str(self.likely))


class Estimate:
    """The best guess at where all units stand, from the facts about those that are laid out and the length of the others."""

    def __init__(self, units: Sequence[tuple[str, Numbering, UnitText | None, UnitFacts | None]], characters: int) -> None:
        seen = [(text.weight / characters + END, facts.pages) for _, _, text, facts in units if text and facts]
        ratio = _usual(seen) if seen else 1.0
        margin = MARGINS[bool(seen)]
        self._units: dict[str, tuple[Numbering, _Bounds, _Bounds]] = {}
        self._places: dict[str, tuple[str, float]] = {}
        self._pages: dict[tuple[str, float], PageRange | None] = {}
        self._late = ""
        following: dict[Numbering, _Bounds] = {"roman": (0, 0, 0), "arabic": (0, 0, 0)}
        for name, numbering, text, facts in units:
            pages = facts.pages if facts else ratio * ((text.weight if text else 0) / characters + END)
            slack = 0 if facts else margin * pages
            length = pages - slack, pages, pages + slack
            self._units[name] = numbering, following[numbering], length
            following[numbering] = _sum(following[numbering], length)
            if facts:
                ids = tuple((each.name, each.page / facts.pages) for each in facts.anchors)
            else:
                ids = text.ids if text else ()
                self._late = self._late or ("" if text else name)
            for anchor, part in ids:
                self._places.setdefault(anchor, (name, part))

    @property
    def pages(self) -> float:
        """About how many pages all units have."""
        return sum(likely for _, _, (_, likely, _) in self._units.values())

    def anchor(self, anchor: str) -> PageRange | None:
        """The page of an id. One that nobody has is thought to be in a late unit; if there are none, it is nowhere."""
        place = self._places.get(anchor, (self._late, 0.0))
        if place not in self._pages:
            self._pages[place] = self._page(*place)
        return self._pages[place]

    def _page(self, name: str, part: float) -> PageRange | None:
        if not name:
            return None
        numbering, before, length = self._units[name]
        return _page(_sum(before, length, part), numbering)

    def start(self, name: str) -> tuple[int, bool]:
        """The number that a unit's first page is laid out with, and whether that is certain.

        Arabic units whose page numbers all have the same number of figures are laid out from 1, 10, 100 …, wherever they stand:
        the link step prints the real numbers.
        """
        numbering, before, length = self._units[name]
        first, last = _page(before, numbering), _page(_sum(before, length, LAST), numbering)
        if numbering == "roman" or len(str(first.likely)) != len(str(last.likely)):
            return first.likely, first.lowest == first.highest
        return 10 ** (len(str(first.likely)) - 1), len(str(first.lowest)) == len(str(last.highest))


def _usual(seen: Sequence[tuple[float, int]]) -> float:
    """The pages in a guess of one, for half of what was guessed less, for half more: tables and small print are far from it."""
    half = sum(guess for guess, _ in seen) / 2
    in_order = sorted(seen, key=lambda each: each[1] / each[0])
    before = accumulate(guess for guess, _ in in_order)
    return next(pages / guess for (guess, pages), sofar in zip(in_order, before, strict=True) if sofar >= half)


def _sum(pages: _Bounds, more: _Bounds, share: float = 1) -> _Bounds:
    return pages[0] + share * more[0], pages[1] + share * more[1], pages[2] + share * more[2]


def _page(before: _Bounds, numbering: Numbering) -> PageRange:
    """The page that so many pages stand before."""
    lowest, likely, highest = (int(pages + 1e-6) + 1 for pages in before)
    return PageRange(lowest, likely, highest, numbering)
