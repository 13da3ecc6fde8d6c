"""Floats: where a figure or a short table would leave a gap on the page before it, the blocks that follow it come first.

Only the pages change. The document is given back in the order of its source, and so it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from typing import Any

GAP = 0.3
"""How much of a page may stay blank before a float."""

TRIES = 4
"""Places that are tried for a float: each costs a layout."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class LaidOutPage:
    """A page, in CSS pixels from its top: `top` and `bottom` of its room, `end` of its text, and the extent of each block."""

    top: float
    bottom: float
    end: float
    extents: dict[Any, tuple[float, float]]

    @property
    def height(self) -> float:
        """The room for text."""
        return self.bottom - self.top


TreePosition = tuple[Any, int]
"""A place in the document: the element around it, and the number among its children."""

LaidOut = tuple[Sequence[LaidOutPage], Any]
"""The pages of a layout, which may be made as they are asked for, and what else comes of it."""


def floated(root: Any, lay_out: Callable[[], LaidOut]) -> Any:
    """What comes of a layout without gaps before floats, as far as that can be had; `lay_out` lays the document out as it is."""
    parents = {child: parent for parent in root.iter() for child in parent}
    made = lay_out()
    moved: list[tuple[Any, TreePosition]] = []
    for each in [each for each in root.iter() if kind(each)]:
        if blank(made[0], each) > GAP:
            moved.append((each, (parents[each], list(parents[each]).index(each))))
            made = _later(each, parents, made, lay_out)
    for each, home in reversed(moved):
        _move(each, home, parents)
    return made[1]


def kind(element: Any) -> str:
    """Which kind of float an element is; “” for none."""
    if element.tag == "figure":
        return "figure"
    return "table" if "short" in (element.get("class") or "").split() else ""


def blank(pages: Sequence[LaidOutPage], floating: Any) -> float:
    """The share of the page before a float that is blank because the float did not fit there."""
    page = _page(pages, floating)
    if page < 1 or pages[page].extents[floating][0] > pages[page].top + 1:
        return 0.0
    before = pages[page - 1]
    return (before.bottom - before.end) / before.height


def _page(pages: Sequence[LaidOutPage], element: Any) -> int:
    return next((page for page, laid in enumerate(pages) if element in laid.extents), -1)


def _later(floating: Any, parents: dict[Any, Any], made: LaidOut, lay_out: Callable[[], LaidOut]) -> LaidOut:
    """Try the places where a float may fit; if it fits nowhere, it stays."""
    home: TreePosition = parents[floating], list(parents[floating]).index(floating)
    page = _page(made[0], floating)
    for position in list(_places(made[0], floating, parents))[:TRIES]:
        _move(floating, position, parents)
        tried = lay_out()
        if blank(tried[0], floating) <= GAP and _page(tried[0], floating) <= page + 1:
            return tried
        _move(floating, home, parents)
    return made


def _places(pages: Sequence[LaidOutPage], floating: Any, parents: Mapping[Any, Any]) -> Iterator[TreePosition]:
    """Places behind it, up to a page later, that should leave no gap before a float."""
    page = _page(pages, floating)
    room = pages[page - 1].height
    reached, height = pages[page - 1].end - pages[page - 1].top, _height(pages, floating)
    for block, position in _followers(floating, parents):
        reached += _height(pages, block)
        if reached >= 2 * room:
            return
        left = room - reached % room
        if block.tag not in HEADINGS and (height <= left or left <= GAP * room):
            yield position


def _height(pages: Sequence[LaidOutPage], element: Any) -> float:
    """The height of a block on all pages that it stands on. Those behind are not asked for: they need not be laid out yet."""
    behind = dropwhile(lambda laid: element not in laid.extents, pages)
    extents = (laid.extents[element] for laid in takewhile(lambda laid: element in laid.extents, behind))
    return sum(bottom - top for top, bottom in extents)


def _followers(floating: Any, parents: Mapping[Any, Any]) -> Iterator[tuple[Any, TreePosition]]:
    """The blocks that a float may come after, with the spot behind each: those of its section, and those that open the next one.

    It passes no other float of its kind.
    """
    parent = parents[floating]
    siblings = list(parent)
    at = siblings.index(floating)
    for number, each in enumerate(siblings[at + 1 :], at):  # without the float, the next one has its number
        if each.tag in HEADINGS or kind(each) == kind(floating):
            return
        if _is_section(each):
            yield from _opening(each, floating)
            return
        yield each, (parent, number + 1)
    around = list(parents.get(parent, ()))
    following = around[around.index(parent) + 1 :] if parent in around else []
    if following and _is_section(parent) and _is_section(following[0]):
        yield from _opening(following[0], floating)


def _opening(section: Any, floating: Any) -> Iterator[tuple[Any, TreePosition]]:
    """The blocks that open a section, its heading first."""
    for number, each in enumerate(section):
        if kind(each) == kind(floating) or _is_section(each) or (number and each.tag in HEADINGS):
            return
        yield each, (section, number + 1)


def _is_section(element: Any) -> bool:
    return "sec" in (element.get("class") or "").split()


def _move(child: Any, position: TreePosition, parents: dict[Any, Any]) -> None:
    """Put an element into a place, which is counted without it."""
    parents[child].remove(child)
    parent, place = position
    parent.insert(place, child)
    parents[child] = parent
