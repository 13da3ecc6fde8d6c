"""Vertical justification: what a page leaves blank at its foot goes between its blocks, and its text onto a grid of lines.

A style sheet asks for it (`html { align-content: space-between }`, CSS Box Alignment 3, 5.3). Headings, boxes, figures, tables
and items of lists may stand further apart, paragraphs may not. The text of a paragraph begins on a line of the grid, wherever
that can be had by less than half a line: so the lines of facing pages, and of the two sides of a leaf, lie beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import Any

from studyguide.art.engine import AbsolutePlaceholder, boxes, strut

HEADINGS = {"h2": 1.5, "h3": 1.0, "h4": 0.75}
CLASSES = {"question": 4.0, "answer": 3.0, "qna": 1.0, "figure-description": 1.0, "callout": 1.0, "table": 1.0, "record": 0.3}
TAGS = {"figure": 1.0, "ul": 0.5, "ol": 0.5, "dl": 0.5, "li": 0.25, "blockquote": 0.5, "pre": 0.5, "table": 1.0, "div": 0.25}
"""How many lines more there may be before or behind a block, by its tag or class."""

EPSILON = 0.01


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block that is moved as a whole: how many lines may come before it, and where its text begins, if that is for the grid."""

    box: Any
    room: float
    anchor: float | None


def asked(root: Any) -> bool:
    """Whether the style sheets ask for it."""
    return bool(root.style["align_content"][0] == "space-between")


def justify(page: Any) -> float:
    """Move the blocks of a laid out page apart; gives by how much the last one was moved."""
    root = page.children[0]
    line = float(strut(root.style)[0])
    leaves = list(_leaves(root, line))
    if not leaves:
        return 0.0
    foot = next((box.position_y for box in page.children if isinstance(box, boxes.FootnoteAreaBox) and box.children), None)
    bottom = page.content_box_y() + page.height if foot is None else foot
    last = leaves[-1].box
    shifts = moves(leaves, bottom - (last.border_box_y() + last.border_height()), line, page.content_box_y())
    _apply(root, {id(leaf.box): shift for leaf, shift in zip(leaves, shifts, strict=True)}, 0.0)
    return shifts[-1]


def moves(leaves: Sequence[Leaf], blank: float, line: float, top: float) -> list[float]:
    """By how much each block is moved down, for a page that leaves so much blank; lengths in CSS pixels."""
    rooms = [leaf.room * line for leaf in leaves]
    share = min(max(blank, 0.0) / sum(rooms), 1.0) if any(rooms) else 0.0
    made: list[float] = []
    for at, wanted in enumerate(accumulate(room * share for room in rooms)):
        made.append(
            _on_grid(leaves[at].room, _anchor(leaves[at:] if at else leaves[:1]), wanted, made[-1] if made else 0.0, line, top)
        )
    while made[-1] > max(blank, 0.0) + EPSILON:  # the last that were rounded up go back by a line, or where they were
        first = next(at for at in range(len(made)) if made[at] > made[-1] - line + EPSILON)
        before = made[first - 1] if first else 0.0
        made[first:] = [max(shift - line, before) for shift in made[first:]]
        if made[-1] == before:
            break
    return made


def _anchor(leaves: Sequence[Leaf]) -> float | None:
    """Where the text begins that moves with a block, if it is for the grid: its own, or that of the first tied to it."""
    tied = takewhile(lambda leaf: leaf is leaves[0] or not leaf.room, leaves)
    return next((leaf.anchor for leaf in tied if leaf.anchor is not None), None)


def _on_grid(room: float, anchor: float | None, wanted: float, before: float, line: float, top: float) -> float:
    """The move nearest to the one wanted by which a text comes on the grid, and not onto the block before it."""
    if anchor is None:
        return max(wanted, before)
    if not room:  # behind a heading or another paragraph
        down = -(anchor + before - top) % line
        return before + down if down <= line / 2 + EPSILON else before
    off = (anchor + wanted - top) % line
    moved = wanted - off if off <= line / 2 else wanted + line - off
    return moved if moved >= before - line / 2 else moved + line


def _leaves(box: Any, line: float) -> Iterator[Leaf]:
    above = None
    for leaf in _blocks(box):
        yield Leaf(leaf, _between(above, leaf) if above else 0.0, _first_line(leaf, line))
        above = leaf


def _blocks(box: Any) -> Iterator[Any]:
    for child in box.children:
        if _opens(child):
            yield from _blocks(child)
        elif _flows(child):
            yield child


def _flows(box: Any) -> bool:
    return not isinstance(box, AbsolutePlaceholder) and box.is_in_normal_flow()


def _opens(box: Any) -> bool:
    """Whether a block only holds others, which may move within it."""
    return (
        type(box) is boxes.BlockBox
        and _flows(box)
        and not box.is_table_wrapper
        and bool(box.children)
        and box.element.tag in ("html", "body", "section", "div", "ul", "ol")
        and not {"callout", "opener"}.intersection(_classes(box))
        and box.style["break_inside"] == "auto"
        and not any(isinstance(child, boxes.LineBox) or getattr(child, "is_column", False) for child in box.children)
    )


def _classes(box: Any) -> list[str]:
    return (box.element.get("class") or "").split()


def _between(above: Any, below: Any) -> float:
    """The lines that may come between two blocks: none behind a heading."""
    if above.element.tag in HEADINGS or "label" in _classes(above):
        return 0.0
    if below.element.tag in HEADINGS and "label" not in _classes(below):
        return HEADINGS[below.element.tag]
    return max(_weight(above), _weight(below))


def _weight(box: Any) -> float:
    named = [weight for name, weight in CLASSES.items() if name in _classes(box)]
    return named[0] if named else TAGS.get(box.element.tag, 0.0)


def _first_line(box: Any, line: float) -> float | None:
    """Where the first line of a paragraph begins, if it is as high as those of the grid."""
    first = box.children[0] if box.element.tag == "p" and isinstance(box, boxes.BlockBox) and box.children else None
    if isinstance(first, boxes.LineBox) and abs(float(strut(box.style)[0]) - line) < EPSILON:
        return float(first.position_y)
    return None


def _apply(box: Any, shifts: dict[int, float], now: float) -> float:
    """Move the leaves of a box, and all that floats among them; what holds them grows. Gives the move of the last."""
    for child in box.children:
        if _opens(child):
            first = next((shifts[id(leaf)] for leaf in _blocks(child)), now)
            now = _apply(child, shifts, first)
            child.position_y += first
            child.height += now - first
        else:
            now = shifts.get(id(child), now)
            child.translate(dy=now)
    return now
