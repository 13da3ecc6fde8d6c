"""Sheets: pages that were laid out and painted, kept by what they were made from.

A sheet is a page, or a few from one break that nothing hangs over to the next. It says how many tokens of the box tree were
looked at; their digest, and the state that the page began with, are its name. Elements are told as seen from the token that it
begins at (`BoxTree.address`), so it serves wherever the same tokens stand.
"""

from __future__ import annotations

import pickle
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from studyguide.html.pages import Numbering
from studyguide.pdf.boxtree import BoxTree, Resume
from studyguide.pdf.structure import FURNITURE
from studyguide.sources.cache import Cache, key

if TYPE_CHECKING:
    from studyguide.pdf.weasyprint70 import DocumentPage, PaintedRun

TRAILS = 8
"""So many numbers of tokens are remembered for pages that begin alike."""

Break = tuple[int, Resume, dict[str, Any]]
"""Where the next page begins: tokens behind the sheet's first, a place in that token, and WeasyPrint's `next_page`."""


@dataclass(frozen=True, slots=True)
class SheetPage:
    """What other pages and floats must know of a page.

    `sizes` are those of the first page, on which lengths in the style sheets may depend; `room` is its top, bottom and the end of
    its text, `extents` those of its blocks; `strings` are its named strings, `notes` the notes that it prints, `bookmarks` the
    elements that have theirs on it. `counters` are the depth of quotations, the counters and their scopes at its end, `following`
    is where it ends, None at the end of all.
    """

    blank: bool
    sizes: tuple[tuple[str, tuple[float, float]], ...]
    room: tuple[float, float, float]
    extents: tuple[tuple[int, float, float], ...]
    strings: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[int, ...]
    bookmarks: tuple[tuple[int, str], ...]
    counters: tuple[list[int], dict[str, list[int]], list[set[str]]]
    following: Break | None


@dataclass(slots=True)
class Sheet:
    """Pages by what they were made from. In the process that made them, `boxes` are WeasyPrint's pages."""

    name: str
    looked: int
    pages: tuple[SheetPage, ...]
    painted: tuple[DocumentPage, ...] | None = None
    boxes: tuple[Any, ...] | None = None


@dataclass(frozen=True, slots=True)
class NewPage:
    """A page that was painted just now: its unit and its place there, the DOM of the unit, the files of fonts by digest."""

    unit: str
    numbering: Numbering
    number: int
    page: DocumentPage
    root: Any
    files: Mapping[str, bytes]


PageWatcher = Callable[[NewPage], bool]
"""Is told of new pages as soon as they are painted, until it has enough."""


@dataclass
class SheetStore:
    """The sheets of a unit: those of this process, and those that the cache has.

    `base` names all that every page of the unit depends on, `trail` the unit: there it is told how many tokens the pages of its
    last layouts looked at (a hint where to look, and the one thing in the cache that is replaced). `fonts` are the digests of the
    rendition's font files; `sided` says that left-hand and right-hand pages differ. With `whole`, nothing is taken from anywhere,
    not even from this process; `tally` counts pages, `complaints` are what was said when they were painted. `watch` is told of
    new pages, with their place in the unit, its DOM and the files of their fonts, until it has enough.
    """

    cache: Cache
    base: str
    trail: str
    fonts: frozenset[str] = frozenset()
    sided: bool = True
    whole: bool = False
    watch: Callable[[int, DocumentPage, Any, Mapping[str, bytes]], bool] | None = None
    tally: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)
    _known: dict[str, Sheet] = field(default_factory=dict)
    _trails: dict[str, list[int]] = field(default_factory=dict)
    _old: dict[str, list[int]] | None = None
    _forgotten: set[str] = field(default_factory=set)

    def find(self, begin: str, span: Callable[[int], bytes]) -> Sheet | None:
        """The sheet that begins so, and whose tokens are still the same."""
        if self.whole:
            return None
        if self._old is None:
            self._old = self.cache.load(self.trail) or {}
        for looked in dict.fromkeys([*self._trails.get(begin, ()), *self._old.get(begin, ())]):
            sheet = self._sheet(key("sheet", begin, span(looked)), looked)
            if sheet is not None and (sheet.boxes or sheet.name not in self._forgotten):
                self._remember(begin, looked)
                return sheet
        return None

    def _sheet(self, name: str, looked: int) -> Sheet | None:
        if name not in self._known and (pages := self.cache.load(name)) is not None:
            self._known[name] = Sheet(name, looked, pages)
        return self._known.get(name)

    def _remember(self, begin: str, looked: int) -> None:
        known = self._trails.setdefault(begin, [])
        if looked not in known:
            known.append(looked)

    def keep(self, begin: str, span: bytes, sheet: Sheet) -> None:
        """Know a new sheet, whose name is not yet told."""
        sheet.name = key("sheet", begin, span)
        self._known[sheet.name] = sheet
        self._remember(begin, sheet.looked)
        if not self.whole:
            self.cache.store(sheet.name, sheet.pages)

    def painted(self, sheet: Sheet) -> tuple[DocumentPage, ...] | None:
        """The painted pages of a sheet, if they are kept."""
        if (
            sheet.painted is None
            and sheet.name
            and not self.whole
            and (data := self.cache.get("painted-" + sheet.name)) is not None
        ):
            sheet.painted = pickle.loads(zlib.decompress(data))  # noqa: S301 - sealed by this program
        return sheet.painted

    def keep_painted(self, sheet: Sheet, pages: tuple[DocumentPage, ...], *, lasting: bool) -> None:
        """Keep the painted pages of a sheet: in this process, and if they are lasting (nothing was wrong) in the cache."""
        sheet.painted = pages
        if sheet.name and lasting and not self.whole:
            self.cache.put("painted-" + sheet.name, zlib.compress(pickle.dumps(pages, 5), 1))

    def forget(self, names: Iterable[str]) -> None:
        """Find some sheets no more, until they are made again."""
        self._forgotten |= {*names}

    def close(self) -> None:
        """Leave the trail for the next layout of the unit."""
        if not self.whole:
            old = self._old or {}
            merged = {begin: list(dict.fromkeys([*new, *old.get(begin, ())]))[:TRAILS] for begin, new in self._trails.items()}
            self.cache.store(self.trail, merged)


def away(page: DocumentPage, tree: BoxTree, start: int) -> DocumentPage:
    """A painted page with addresses for its elements. Raises Untold."""

    def told(element: Any) -> Any:
        return tree.address(start, element)

    lines: dict[int, int] = {}
    runs = [_run_away(run, told, lines) for run in page.runs]
    return _elements(replace(page, runs=runs), told)


def _run_away(run: PaintedRun, told: Callable[[Any], Any], lines: dict[int, int]) -> PaintedRun:
    element = None if run.element is None or run.role in FURNITURE else told(run.element)
    return replace(run, element=element, line=lines.setdefault(run.line, len(lines)))


def home(page: DocumentPage, tree: BoxTree, start: int, number: int) -> DocumentPage:
    """A painted page with the elements that its addresses mean; `number` is its place in the unit."""

    def meant(address: Any) -> Any:
        return tree.element(start, address)

    runs = [
        replace(run, element=None if run.element is None else meant(run.element), line=-1 - run.line - (number << 20))
        for run in page.runs
    ]
    return _elements(replace(page, runs=runs), meant)


def _elements(page: DocumentPage, other: Callable[[Any], Any]) -> DocumentPage:
    links = [(kind, target, area, other(element)) for kind, target, area, element in page.links]
    return replace(page, links=links, wide=list(map(other, page.wide)))
