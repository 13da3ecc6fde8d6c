"""The outline: the bookmarks of all units as one tree (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from studyguide.pdf.objects import OUTLINE, text_string


@dataclass(slots=True)
class Item:
    """An entry; `destination` is a PDF array."""

    label: str
    destination: bytes
    open: bool
    kids: list[Item] = field(default_factory=list)
    number: int = 0


def tree(marks: Iterable[tuple[int, str, bytes, bool]]) -> list[Item]:
    """Bookmarks (level, label, destination, whether open) as a tree: each hangs under the nearest before it of a lower level."""
    top: list[Item] = []
    branch: list[tuple[int, Item]] = []
    for level, label, destination, is_open in marks:
        while branch and branch[-1][0] >= level:
            branch.pop()
        item = Item(label, destination, is_open)
        (branch[-1][1].kids if branch else top).append(item)
        branch.append((level, item))
    return top


def objects(top: list[Item], first: int) -> list[tuple[int, bytes]]:
    """The outline as objects numbered from `first`, and its root."""
    _number(top, first)
    made: list[tuple[int, bytes]] = []
    _items(top, OUTLINE, made)
    ends = b"/First %d 0 R/Last %d 0 R" % (top[0].number, top[-1].number) if top else b""
    return [*made, (OUTLINE, b"<</Type/Outlines/Count %d%s>>" % (_shown(top), ends))]


def _number(items: list[Item], following: int) -> int:
    for item in items:
        item.number = following
        following = _number(item.kids, following + 1)
    return following


def _shown(items: list[Item]) -> int:
    """How many entries are visible at first."""
    return sum(1 + (_shown(item.kids) if item.open else 0) for item in items)


def _items(items: list[Item], parent: int, made: list[tuple[int, bytes]]) -> None:
    for index, item in enumerate(items):
        value = b"<</Title%s/Parent %d 0 R/Dest%s" % (text_string(item.label), parent, item.destination)
        if index:
            value += b"/Prev %d 0 R" % items[index - 1].number
        if index + 1 < len(items):
            value += b"/Next %d 0 R" % items[index + 1].number
        if item.kids:
            value += b"/First %d 0 R/Last %d 0 R" % (item.kids[0].number, item.kids[-1].number)
            value += b"/Count %d" % (_shown(item.kids) if item.open else -_shown(item.kids))
        made.append((item.number, value + b">>"))
        _items(item.kids, item.number, made)
