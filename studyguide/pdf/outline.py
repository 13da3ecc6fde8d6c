"""The outline: the bookmarks of all units as one tree (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Sequence

from studyguide.pdf.objects import OUTLINE, text_string

Entry = tuple[int, str, bytes, bool]
"""A bookmark: level from 1, label, destination (a PDF array), whether it is open."""


def objects(entries: Sequence[Entry], first: int) -> list[tuple[int, bytes]]:
    """The outline as objects numbered from `first`, and its root. An entry hangs under the nearest before it of a lower level."""
    kids: dict[int, list[int]] = {OUTLINE: []}
    parents: dict[int, int] = {}
    branch = [(0, OUTLINE)]
    for number, (level, *_) in enumerate(entries, first):
        while branch[-1][0] >= level:
            branch.pop()
        parents[number] = branch[-1][1]
        kids[parents[number]].append(number)
        kids[number] = []
        branch.append((level, number))
    shown: dict[int, int] = {}
    for number in [*reversed(parents), OUTLINE]:
        shown[number] = sum(1 + (shown[kid] if entries[kid - first][3] else 0) for kid in kids[number])
    made = [(OUTLINE, b"<</Type/Outlines/Count %d%s>>" % (shown[OUTLINE], _ends(kids[OUTLINE])))]
    for number, (_, label, destination, is_open) in enumerate(entries, first):
        siblings = kids[parents[number]]
        at = siblings.index(number)
        value = b"<</Title%s/Parent %d 0 R/Dest%s" % (text_string(label), parents[number], destination)
        value += b"/Prev %d 0 R" % siblings[at - 1] if at else b""
        value += b"/Next %d 0 R" % siblings[at + 1] if siblings[at + 1 :] else b""
        value += _ends(kids[number])
        value += b"/Count %d" % (shown[number] if is_open else -shown[number]) if kids[number] else b""
        made.append((number, value + b">>"))
    return made


def _ends(kids: Sequence[int]) -> bytes:
    return b"/First %d 0 R/Last %d 0 R" % (kids[0], kids[-1]) if kids else b""
