"""Margin notes: each beside the line of the word that it explains, or as near to it as the other notes of its page let it be.

A note stands behind its paragraph, where it is read. For layout it comes right behind its word, taken out of the flow: so it is
on the page of that word, and no line of text is moved by it. The notes of a page are then placed together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from studyguide.art.engine import AbsolutePlaceholder, boxes

NOTES = "margin-notes"
BESIDE = "data-beside"
"""The attribute of a note that gives the id of its word."""

GAP, CROWDED = 0.5, 0.2
"""What is left blank between two notes, in lines of the upper one; and where one would stand far from its word."""

FAR = 15 / 25.4 * 96
"""So many CSS pixels are far."""

Extent = tuple[float, float]


@contextmanager
def beside_their_words(root: Any) -> Iterator[None]:
    """A document with each note right behind its word, as long as it is laid out."""
    parents = {child: parent for parent in root.iter() for child in parent}
    words = {element.get("id"): element for element in root.iter("a") if element.get("id")}
    moved = [(note, words[note.get(BESIDE)]) for note in root.iter("span") if note.get(BESIDE) in words]
    homes = [(parents[note], list(parents[note]).index(note), note.tail) for note, _ in moved]
    for note, word in moved:
        parents[note].remove(note)
        parent = parents[word]
        parent.insert(list(parent).index(word) + 1, note)
        word.tail, note.tail = None, word.tail
    yield
    for note, word in moved:
        word.tail = note.tail
        parents[word].remove(note)
    for (note, _), (parent, place, tail) in zip(moved, homes, strict=True):
        parent.insert(place, note)
        note.tail = tail


@dataclass(frozen=True, slots=True)
class MarginNote:
    """A note on a page: how high it is, with the blank below it, and where it would like to begin."""

    wanted: float
    height: float


def settle(page: Any) -> None:
    """Move the notes of a laid out page to where they may stand, up or down."""
    placed = list(_notes(page.children[0]))
    if not placed:
        return
    column = placed[0].border_box_x(), placed[0].border_box_x() + placed[0].border_width()
    top = page.content_box_y()
    rooms = free(top, top + page.height, sorted(_obstacles(page.children[0], column)))
    for box, top in zip(placed, _settled(placed, rooms), strict=True):
        box.translate(dy=top - box.position_y)


def _settled(placed: Sequence[Any], rooms: Sequence[Extent]) -> list[float]:
    """Where the boxes of notes begin; closer together where one would stand far from its word."""
    for gap in (GAP, CROWDED):
        notes = [MarginNote(box.position_y, box.margin_height() + gap * _line(box)) for box in placed]
        places = positions(notes, rooms)
        if all(abs(place - note.wanted) <= FAR for place, note in zip(places, notes, strict=True)):
            break
    return places


def free(top: float, bottom: float, taken: Sequence[Extent]) -> list[Extent]:
    """What is left of a column beside what is taken of it."""
    found, start = [], top
    for upper, lower in (*taken, (bottom, bottom)):
        if upper > start:
            found.append((start, upper))
        start = max(start, lower)
    return found or [(top, bottom)]


def positions(notes: Sequence[MarginNote], rooms: Sequence[Extent]) -> list[float]:
    """Where notes begin, in their order, so that none lies on another and they are as near to their words as can be."""
    shares = _shares(notes, rooms)
    return [place for share, room in zip(shares, rooms, strict=True) for place in _stacked(share, room)]


def _shares(notes: Sequence[MarginNote], rooms: Sequence[Extent]) -> list[list[MarginNote]]:
    """Which notes stand in which room: each in the nearest, and where that is full, in the one below, or above."""
    shares: list[list[MarginNote]] = [[] for _ in rooms]
    at = 0
    for note in notes:
        at = min(range(at, len(rooms)), key=lambda number: _distance(note.wanted, rooms[number]))
        shares[at].append(note)
    for number in range(len(rooms) - 1):
        while _overfull(shares[number], rooms[number]):
            shares[number + 1].insert(0, shares[number].pop())
    for number in range(len(rooms) - 1, 0, -1):
        while _overfull(shares[number], rooms[number]):
            shares[number - 1].append(shares[number].pop(0))
    return shares


def _distance(place: float, room: Extent) -> float:
    return max(room[0] - place, place - room[1], 0.0)


def _overfull(share: Sequence[MarginNote], room: Extent) -> bool:
    return bool(share) and sum(note.height for note in share) > room[1] - room[0] + 1


def _stacked(share: Sequence[MarginNote], room: Extent) -> list[float]:
    """Where the notes of a room begin: least squares under the order, by pooling neighbours that would lie on each other."""
    pools: list[tuple[float, int]] = []  # what the notes of a pool want, less what stands above them; and how many they are
    above = 0.0
    for note in share:
        pools.append((note.wanted - above, 1))
        above += note.height
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (later, more), (sooner, count) = pools.pop(), pools.pop()
            pools.append(((sooner * count + later * more) / (count + more), count + more))
    wanted = [place for place, count in pools for _ in range(count)]
    made, above = [], 0.0
    total = sum(note.height for note in share)
    for place, note in zip(wanted, share, strict=True):
        made.append(max(room[0], min(place, room[1] - total)) + above)
        above += note.height
    return made


def _notes(box: Any) -> Iterator[Any]:
    """The notes of a page in the order of their words."""
    for child in box.children:
        if isinstance(child, AbsolutePlaceholder):
            if _is_note(child):
                yield child._box  # noqa: SLF001
        elif isinstance(child, boxes.ParentBox):
            yield from _notes(child)


def _is_note(box: Any) -> bool:
    return box.element is not None and box.element.get("class") == NOTES and not box.element_tag.partition("::")[2]


def _line(note: Any) -> float:
    """The height of a line of a note."""
    inner = next((each for each in note.descendants() if isinstance(each, boxes.InlineBlockBox)), note)
    return float(inner.style["font_size"]) * 1.3


def _obstacles(box: Any, column: Extent) -> Iterator[Extent]:
    """What reaches into the column of the notes: wide tables and titles, and what stands there already."""
    for child in box.children:
        if isinstance(child, AbsolutePlaceholder):
            if not _is_note(child) and _reaches(child, column):
                yield child.position_y, child.position_y + child.margin_height()
        elif isinstance(child, boxes.BlockLevelBox):
            if _reaches(child, column):
                yield child.position_y, child.position_y + child.margin_height()
            else:
                yield from _obstacles(child, column)
        elif isinstance(child, boxes.LineBox):
            yield from _obstacles(child, column)


def _reaches(box: Any, column: Extent) -> bool:
    left = box.border_box_x()
    return bool(left < column[1] - 1 and left + box.border_width() > column[0] + 1)
