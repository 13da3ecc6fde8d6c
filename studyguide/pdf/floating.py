"""Figures that float: where a figure would leave a gap on the page before it, the blocks that follow it come first.

Only the pages change. The document is given back in the order of its source, and so it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

GAP = 0.3
"""How much of a page may stay blank before a figure."""

TRIES = 4
"""Places that are tried for a figure: each costs a layout."""

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
    """What comes of a layout without gaps before figures, as far as that can be had; `lay_out` lays the document out as it is."""
    parents = {child: parent for parent in root.iter() for child in parent}
    made = lay_out()
    moved: list[tuple[Any, Any, int]] = []
    for figure in list(root.iter("figure")):
        if blank(made[0], figure) > GAP:
            moved.append((parents[figure], figure, list(parents[figure]).index(figure)))
            made = _later(parents[figure], figure, made, lay_out)
    for parent, figure, home in reversed(moved):
        _move(parent, figure, home)
    return made[1]


def blank(sheets: Sequence[Sheet], figure: Any) -> float:
    """The share of the page before a figure that is blank because the figure did not fit there."""
    page = _page(sheets, figure)
    if page < 1 or sheets[page].extents[figure][0] > sheets[page].top + 1:
        return 0.0
    before = sheets[page - 1]
    return (before.bottom - before.end) / before.height


def _page(sheets: Sequence[Sheet], element: Any) -> int:
    return next((page for page, sheet in enumerate(sheets) if element in sheet.extents), -1)


def _later(parent: Any, figure: Any, made: Made, lay_out: Callable[[], Made]) -> Made:
    """Try the places where a figure may fit; if it fits nowhere, it stays."""
    home, page = list(parent).index(figure), _page(made[0], figure)
    for place in list(_places(made[0], parent, figure))[:TRIES]:
        _move(parent, figure, place)
        tried = lay_out()
        if blank(tried[0], figure) <= GAP and _page(tried[0], figure) <= page + 1:
            return tried
        _move(parent, figure, home)
    return made


def _places(sheets: Sequence[Sheet], parent: Any, figure: Any) -> Iterator[int]:
    """Places among its siblings, up to a page later, that should leave no gap before a figure."""
    page = _page(sheets, figure)
    room = sheets[page - 1].height
    reached, height = sheets[page - 1].end - sheets[page - 1].top, _height(sheets, figure)
    for place, block in enumerate(_followers(parent, figure), list(parent).index(figure) + 1):
        reached += _height(sheets, block)
        if reached >= 2 * room:
            return
        left = room - reached % room
        if height <= left or left <= GAP * room:
            yield place


def _height(sheets: Sequence[Sheet], element: Any) -> float:
    return sum(bottom - top for sheet in sheets for top, bottom in [sheet.extents.get(element, (0.0, 0.0))])


def _followers(parent: Any, figure: Any) -> Iterator[Any]:
    """The blocks that a figure may come after: up to the next heading, section or figure."""
    for each in list(parent)[list(parent).index(figure) + 1 :]:
        if each.tag in HEADINGS or each.tag == "figure" or "sec" in (each.get("class") or "").split():
            return
        yield each


def _move(parent: Any, child: Any, place: int) -> None:
    parent.remove(child)
    parent.insert(place, child)
