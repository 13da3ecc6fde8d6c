"""Floats: where a figure, a table or a box would leave a gap on the page before it, the blocks that follow it come first.

A long box is parted instead, with its frame closed on both pages. Only the pages change. The document is given back in the order
of its source, and so it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile, islice, takewhile
from operator import itemgetter
from typing import Any

GAP = 0.1
"""How much of a page may stay blank before a float."""

THIRD = 1 / 3
"""How much of a page must not stay blank: where a box or a table fits nowhere, it is parted."""

TRIES = 5
"""Places that are tried for a float: each costs a layout."""

LONG = 8
"""So many lines of a box are kept together; one with more may be parted."""

PARTED = "parted"
"""The class of a box or a table that is."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BOXES = frozenset({"callout", "key-terms"})


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

Move = tuple[Sequence[Any], TreePosition]
"""Elements that stand together, and a place for them."""

LaidOut = tuple[Sequence[LaidOutPage], Any]
"""The pages of a layout, which may be made as they are asked for, and what else comes of it."""


def floated(root: Any, lay_out: Callable[[], LaidOut]) -> Any:
    """What comes of a layout without gaps before floats, as far as that can be had; `lay_out` lays the document out as it is."""
    parents = {child: parent for parent in root.iter() for child in parent}
    made = lay_out()
    moved: list[Move] = []
    for least in (GAP, THIRD):  # what one leaves changes with those behind it
        for each in [each for each in root.iter() if kind(each)]:
            if blank(made[0], each) > least:
                made = _better(each, parents, made, lay_out, moved)
    for group, home in reversed(moved):
        _move(group, home, parents)
    return made[1]


def kind(element: Any) -> str:
    """Which kind of float an element is; “” for none."""
    if element.tag == "figure":
        return "figure"
    classes = _classes(element)
    if "table" in classes:
        return "table"
    return "box" if not BOXES.isdisjoint(classes) else ""


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def blank(pages: Sequence[LaidOutPage], floating: Any) -> float:
    """The share of the page before a float that is blank because the float, or a heading above it, did not fit there."""
    page = _page(pages, floating)
    if page < 1 or not _opens(pages[page], floating):
        return 0.0
    before = pages[page - 1]
    return (before.bottom - before.end) / before.height


def _opens(page: LaidOutPage, floating: Any) -> bool:
    """Whether a page begins with an element, or with a heading right above it."""
    above = [each for each, extent in page.extents.items() if extent[1] <= page.extents[floating][0] + 1]
    return all(each.tag in HEADINGS for each in above)


def _page(pages: Sequence[LaidOutPage], element: Any) -> int:
    return next((page for page, laid in enumerate(pages) if element in laid.extents), -1)


def _better(
    floating: Any,
    parents: dict[Any, Any],
    made: LaidOut,
    lay_out: Callable[[], LaidOut],
    moved: list[Move],
) -> LaidOut:
    """Part a long box, or try the places where a float may fit; if it fits nowhere, it stays where it leaves the least gap."""
    page = _page(made[0], floating)
    if _long(made[0], floating) and (parted := _parted(floating, page, lay_out)):
        return parted
    home = _home(floating, parents)
    best: tuple[float, LaidOut, Sequence[Any], TreePosition] = blank(made[0], floating), made, [floating], home
    for group, position in islice(_candidates(made[0], floating, parents), TRIES):
        _move(group, position, parents)
        tried = lay_out()
        left = _left(tried[0], page - 1, floating)
        if left < best[0] and _page(tried[0], floating) <= page + 1:
            best = left, tried, group, position
        _move(group, home, parents)
        if best[0] <= GAP:
            break
    if best[0] > THIRD and kind(floating) != "figure" and (parted := _parted(floating, page, lay_out)):
        return parted
    if best[3] is not home:
        _move(best[2], best[3], parents)
        moved.append((best[2], home))
    return best[1]


def _parted(floating: Any, page: int, lay_out: Callable[[], LaidOut]) -> LaidOut | None:
    """What comes of a layout in which a box or a table goes on over the page, if it begins before a page then."""
    whole = floating.get("class")
    floating.set("class", f"{whole} {PARTED}")
    tried = lay_out()
    if _page(tried[0], floating) < page:
        return tried
    floating.set("class", whole)
    return None


def _home(element: Any, parents: Mapping[Any, Any]) -> TreePosition:
    return parents[element], list(parents[element]).index(element)


def _left(pages: Sequence[LaidOutPage], first: int, floating: Any) -> float:
    """The largest share of a page that is blank, from a page on to the one before a float."""
    return max(((each.bottom - each.end) / each.height for each in islice(pages, first, _page(pages, floating))), default=0.0)


def _candidates(pages: Sequence[LaidOutPage], floating: Any, parents: Mapping[Any, Any]) -> Iterator[Move]:
    """What may be moved where: a float with those right behind it, or the float alone, past these. A page holds moved tables."""
    siblings = list(parents[floating])
    behind = siblings[siblings.index(floating) + 1 :]
    run = [floating, *takewhile(lambda each: kind(each) in ("figure", "table"), behind if kind(floating) != "box" else ())]
    for group in (run, [floating]) if len(run) > 1 else (run,):
        if kind(floating) == "figure" or sum(_height(pages, each) for each in group) <= pages[_page(pages, floating)].height:
            yield from ((group, position) for position in _places(pages, group, parents))


def _long(pages: Sequence[LaidOutPage], floating: Any) -> bool:
    """Whether an element is a box of so many lines that it may be parted; the lowest block in it, its label, is a line."""
    if kind(floating) != "box":
        return False
    extents = pages[_page(pages, floating)].extents
    heights = [extents[each][1] - extents[each][0] for each in floating.iter() if each in extents]
    return heights[0] > LONG * min(height for height in heights if height > 0)


def _places(pages: Sequence[LaidOutPage], group: Sequence[Any], parents: Mapping[Any, Any]) -> Iterator[TreePosition]:
    """Places behind floats, up to a page later: those that should leave no gap before them, then those that should leave less."""
    page = _page(pages, group[0])
    room = pages[page - 1].height
    reached, height = pages[page - 1].end - pages[page - 1].top, _height(pages, group[0])
    least, worse = room - reached, list[tuple[float, TreePosition]]()
    for block, position in _followers(group, parents):
        reached += _height(pages, block)
        if reached >= 2 * room:
            break
        left = room - reached % room
        if block.tag in HEADINGS:
            continue
        if _leads_to_list(block, position[0]):  # the last resort
            worse.append((room + left, position))
        elif height <= left or left <= GAP * room:
            yield position
        elif left < least:
            worse.append((left, position))
    yield from (position for _, position in sorted(worse, key=itemgetter(0)))


def _leads_to_list(block: Any, parent: Any) -> bool:
    """Whether a block is the paragraph that a list behind it goes on with."""
    siblings = list(parent)
    behind = siblings[siblings.index(block) + 1 :][:1]
    return block.tag == "p" and any(each.tag in ("ul", "ol", "dl") for each in behind)


def _height(pages: Sequence[LaidOutPage], element: Any) -> float:
    """The height of a block on all pages that it stands on. Those behind are not asked for: they need not be laid out yet."""
    behind = dropwhile(lambda laid: element not in laid.extents, pages)
    extents = (laid.extents[element] for laid in takewhile(lambda laid: element in laid.extents, behind))
    return sum(bottom - top for top, bottom in extents)


def _followers(group: Sequence[Any], parents: Mapping[Any, Any]) -> Iterator[tuple[Any, TreePosition]]:
    """The blocks that floats may come after, with the spot behind each: those of their section, and those that open the next one.

    They pass no other float of the kind of the last.
    """
    floating, parent = group[-1], parents[group[0]]
    siblings = list(parent)
    at = siblings.index(group[0])
    for number, each in enumerate(siblings[at + len(group) :], at):  # without the floats, the next one has their number
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


def _move(group: Sequence[Any], position: TreePosition, parents: dict[Any, Any]) -> None:
    """Put elements into a place, which is counted without them, one behind the other."""
    parent, place = position
    for each in group:
        parents[each].remove(each)
    for number, each in enumerate(group, place):
        parent.insert(number, each)
        parents[each] = parent
