"""Floats: where a figure or a short table would leave a gap on the page before it, the blocks that follow it come first.

Only the pages change. The document is given back in the order of its source, and so it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

GAP = 0.3
"""How much of a page may stay blank before a float."""

TRIES = 4
"""Places that are tried for a float: each costs a layout."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, in CSS pixels from its top: `top` and `bottom` of its room, `end` of its text, and the extent of each block."""

    top: float
    bottom: float
    end: float
    extents: dict[Any, tuple[float, float]]

    @property
    def height(self) -> float:
        """The room for text."""
        return self.bottom - self.top


Made = tuple[Sequence[Sheet], Any]
"""The pages of a layout, and what else came of it."""


def floated(root: Any, lay_out: Callable[[], Made]) -> Any:
    """What comes of a layout without gaps before floats, as far as that can be had; `lay_out` lays the document out as it is."""
    parents = {child: parent for parent in root.iter() for child in parent}
    made = lay_out()
    moved: list[tuple[Any, Spot]] = []
    for each in [each for each in root.iter() if kind(each)]:
        if blank(made[0], each) > GAP:
            moved.append((each, Spot(parents[each], list(parents[each]).index(each))))
            made = _later(each, parents, made, lay_out)
    for each, home in reversed(moved):
        _move(each, home, parents)
    return made[1]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the document: the element around it, and the number among its children."""

    parent: Any
    place: int


def kind(element: Any) -> str:
    """Which kind of float an element is; “” for none."""
    if element.tag == "figure":
        return "figure"
    return "table" if "short" in (element.get("class") or "").split() else ""


def blank(sheets: Sequence[Sheet], floating: Any) -> float:
    """The share of the page before a float that is blank because the float did not fit there."""
    page = _page(sheets, floating)
    if page < 1 or sheets[page].extents[floating][0] > sheets[page].top + 1:
        return 0.0
    before = sheets[page - 1]
    return (before.bottom - before.end) / before.height


def _page(sheets: Sequence[Sheet], element: Any) -> int:
    return next((page for page, sheet in enumerate(sheets) if element in sheet.extents), -1)


def _later(floating: Any, parents: dict[Any, Any], made: Made, lay_out: Callable[[], Made]) -> Made:
    """Try the places where a float may fit; if it fits nowhere, it stays."""
    home, page = Spot(parents[floating], list(parents[floating]).index(floating)), _page(made[0], floating)
    for spot in list(_places(made[0], floating, parents))[:TRIES]:
        _move(floating, spot, parents)
        tried = lay_out()
        if blank(tried[0], floating) <= GAP and _page(tried[0], floating) <= page + 1:
            return tried
        _move(floating, home, parents)
    return made


def _places(sheets: Sequence[Sheet], floating: Any, parents: Mapping[Any, Any]) -> Iterator[Spot]:
    """Places behind it, up to a page later, that should leave no gap before a float."""
    page = _page(sheets, floating)
    room = sheets[page - 1].height
    reached, height = sheets[page - 1].end - sheets[page - 1].top, _height(sheets, floating)
    for block, spot in _followers(floating, parents):
        reached += _height(sheets, block)
        if reached >= 2 * room:
            return
        left = room - reached % room
        if block.tag not in HEADINGS and (height <= left or left <= GAP * room):
            yield spot


def _height(sheets: Sequence[Sheet], element: Any) -> float:
    return sum(bottom - top for sheet in sheets for top, bottom in [sheet.extents.get(element, (0.0, 0.0))])


def _followers(floating: Any, parents: Mapping[Any, Any]) -> Iterator[tuple[Any, Spot]]:
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
        yield each, Spot(parent, number + 1)
    around = list(parents.get(parent, ()))
    following = around[around.index(parent) + 1 :] if parent in around else []
    if following and _is_section(parent) and _is_section(following[0]):
        yield from _opening(following[0], floating)


def _opening(section: Any, floating: Any) -> Iterator[tuple[Any, Spot]]:
    """The blocks that open a section, its heading first."""
    for number, each in enumerate(section):
        if kind(each) == kind(floating) or _is_section(each) or (number and each.tag in HEADINGS):
            return
        yield each, Spot(section, number + 1)


def _is_section(element: Any) -> bool:
    return "sec" in (element.get("class") or "").split()


def _move(child: Any, spot: Spot, parents: dict[Any, Any]) -> None:
    """Put an element into a place, which is counted without it."""
    parents[child].remove(child)
    spot.parent.insert(spot.place, child)
    parents[child] = spot.parent
