"""Link placed units into one file: concatenation, and the trees of pages, structure, names and bookmarks. Imports no PDF library.

What else a file has once, and its final order, is the business of `finish`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from studyguide.pdf import fonts, objects, outline
from studyguide.pdf.fragment import Anchor, Bookmark, UnitFacts
from studyguide.pdf.place import PlacedBytes, size
from studyguide.pdf.xref import CrossReferences

FIRST_UNIT = 16
"""Where the numbers of the first unit begin."""

Told = TypeVar("Told")

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit as it goes into the file: facts, number of its first object, contents and objects."""

    facts: UnitFacts
    base: int
    contents: PlacedBytes
    objects: PlacedBytes


@dataclass(frozen=True, slots=True)
class ElementTargets:
    """The structure elements that destinations lead to, by number: for the keys of the name tree, and for bookmarks in order."""

    names: Mapping[str, int]
    bookmarks: tuple[int, ...]

    @classmethod
    def of(cls, parts: Sequence[PlacedUnit], old_addresses: Iterable[tuple[str, str]]) -> ElementTargets:
        """Those of the destinations that `link` writes."""
        names = _by_name(parts, old_addresses, _element)
        marks = tuple(_element(part, mark) for part in parts for mark in part.facts.bookmarks)
        return cls({objects.key_name(name): number for name, number in names.items()}, marks)


def bases(facts: Sequence[UnitFacts]) -> list[int]:
    """The number of every unit's first object."""
    found, following = [], FIRST_UNIT
    for each in facts:
        found.append(following)
        following += size(each.numbers.size)
    return found


def link(parts: Sequence[PlacedUnit], faces: Sequence[fonts.Face], old_addresses: Iterable[tuple[str, str]] = ()) -> bytes:
    """A file whose pages are those of the units, in order. Depends on nothing but the values given.

    What has an old address, too, is found under both.
    """
    packed = max(part.base + size(part.facts.numbers.size) for part in parts)
    own = _own(parts, packed + 2, old_addresses)
    shared, letters = fonts.objects(faces, max(packed + 1, own[-1][0]) + 1)
    own = sorted([*own, (objects.FONTS, shared)])
    blocks, rows, at = [_HEADER], CrossReferences(max(packed + 1, own[-1][0]) + len(letters) + 1), len(_HEADER)
    for part in parts:
        _refer(rows, part, at)
        blocks += [part.contents.data, part.objects.data]
        at += len(part.contents.data) + len(part.objects.data)
    rows.packed((number for number, _ in own), packed)
    for number, data in [(packed, objects.object_stream(packed, own)), *letters]:
        rows.at(number, at)
        blocks.append(data)
        at += len(data)
    return b"".join([*blocks, rows.written(packed + 1, at, objects.CATALOG)])


def _refer(rows: CrossReferences, part: PlacedUnit, at: int) -> None:
    """Note where in the file a unit's objects are; its first one begins at `at`."""
    number = part.base
    for placed in (part.contents, part.objects):
        for start in placed.starts:
            rows.at(number, at + start)
            number += 1
        at += len(placed.data)
    rows.packed(range(number, part.base + part.facts.numbers.size), number - 1)


def _own(parts: Sequence[PlacedUnit], following: int, old_addresses: Iterable[tuple[str, str]]) -> list[tuple[int, bytes]]:
    """The objects that a file has once, by number; `following` is the first that nobody has.

    The units' pages, elements and leaves of the parent tree hang from them. The outline must lie in one stream: qpdf, which
    linearizes the file, is wrong about it otherwise.
    """
    made = {**_trees(parts), **_names(parts, old_addresses)}
    made[objects.CATALOG] = b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Names<</Dests %d 0 R>>/Outlines %d 0 R%s>>" % (
        *(objects.PAGES, objects.STRUCTURE, objects.DESTINATIONS, objects.OUTLINE),
        b"/PageMode/UseOutlines/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>",
    )
    marks = [(mark.level, mark.label, _place(part, mark), mark.open) for part in parts for mark in part.facts.bookmarks]
    return sorted([*made.items(), *outline.objects(marks, following)])


def _trees(parts: Sequence[PlacedUnit]) -> dict[int, bytes]:
    """The trees of pages and of the structure."""
    pages = sum(part.facts.pages for part in parts)
    following = max(part.base + part.facts.numbers.size for part in parts)
    return {
        objects.PAGES: b"<</Type/Pages/Count %d/Kids%s>>"
        % (pages, _kids((part.base, part.facts.numbers.node) for part in parts)),
        objects.STRUCTURE: b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d/IDTree %d 0 R>>"
        % (objects.DOCUMENT, objects.PARENTS, following, objects.IDENTIFIERS),
        objects.DOCUMENT: b"<</S/Document/P %d 0 R/K%s>>"
        % (objects.STRUCTURE, _kids((part.base, place) for part in parts for place in part.facts.top)),
        objects.PARENTS: b"<</Kids%s>>" % _kids((part.base, part.facts.numbers.leaf) for part in parts),
    }


def _names(parts: Sequence[PlacedUnit], old_addresses: Iterable[tuple[str, str]]) -> dict[int, bytes]:
    """Every id of the book by name, and the structure's identifiers."""
    places = _by_name(parts, old_addresses, _place)
    identifiers = [(name, b"%d 0 R" % (part.base + place)) for part in parts for name, place in part.facts.ids]
    return {
        objects.DESTINATIONS: objects.name_tree(places.items()),
        objects.IDENTIFIERS: objects.name_tree(identifiers),
    }


def _by_name(
    parts: Sequence[PlacedUnit], old_addresses: Iterable[tuple[str, str]], told: Callable[[PlacedUnit, Anchor], Told]
) -> dict[str, Told]:
    """What is told of every id of the book, and again by its old addresses. An id that occurs twice means its first place."""
    found: dict[str, Told] = {}
    for part in parts:
        for anchor in part.facts.anchors:
            found.setdefault(anchor.name, told(part, anchor))
    for old, new in old_addresses:
        found.setdefault(old, found[new])
    return found


def _place(part: PlacedUnit, point: Anchor | Bookmark) -> bytes:
    page = part.base + part.facts.numbers.pages[point.page]
    return b"[%d 0 R/XYZ %s %s 0]" % (page, objects.number(point.x), objects.number(point.y))


def _element(part: PlacedUnit, point: Anchor | Bookmark) -> int:
    return part.base + point.element if point.element >= 0 else -point.element


def _kids(places: Iterator[tuple[int, int]]) -> bytes:
    return b"[%s]" % b" ".join(b"%d 0 R" % (base + place) for base, place in places)
