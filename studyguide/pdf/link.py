"""Link placed units into one file: concatenation, and the trees of pages, structure and names. Imports no PDF library.

What else a file has once, and its final order, is the business of `finish`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studyguide.pdf import objects
from studyguide.pdf.fragment import Facts
from studyguide.pdf.place import Placed, size

FIRST_UNIT = 16
"""Where the numbers of the first unit begin."""

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A unit as it goes into the file: facts, number of its first object, contents and objects."""

    facts: Facts
    base: int
    contents: Placed
    objects: Placed


def bases(facts: Sequence[Facts]) -> list[int]:
    """The number of every unit's first object."""
    found, following = [], FIRST_UNIT
    for each in facts:
        found.append(following)
        following += size(each.places.size)
    return found


def link(parts: Sequence[Part]) -> bytes:
    """A file whose pages are those of the units, in order. Depends on nothing but the values given."""
    blocks, at = [_HEADER], len(_HEADER)
    starts: dict[int, int] = {}
    for first, placed in _blocks(parts):
        starts.update((first + index, at + start) for index, start in enumerate(placed.starts))
        blocks.append(placed.data)
        at += len(placed.data)
    return b"".join([*blocks, _cross_references(starts), _trailer(max(starts) + 1, at)])


def _blocks(parts: Sequence[Part]) -> Iterator[tuple[int, Placed]]:
    """The bytes of all objects, and the number of the first in each block."""
    for part in parts:
        yield part.base, part.contents
        yield part.base + len(part.contents.starts), part.objects
    for number, data in _own(parts).items():
        yield number, Placed(objects.indirect(number, data), (0,))


def _own(parts: Sequence[Part]) -> dict[int, bytes]:
    """The objects that a file has once; the units' pages, elements and leaves of the parent tree hang from them."""
    pages = sum(part.facts.pages for part in parts)
    leaves = _kids((part.base, part.facts.places.leaf) for part in parts)
    following = max(part.base + part.facts.places.size for part in parts)
    return {
        objects.CATALOG: b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Names<</Dests %d 0 R>>/MarkInfo<</Marked true>>>>"
        % (objects.PAGES, objects.STRUCTURE, objects.DESTINATIONS),
        objects.PAGES: b"<</Type/Pages/Count %d/Kids%s>>" % (pages, _kids((part.base, part.facts.places.node) for part in parts)),
        objects.FONTS: b"<<>>",
        objects.STRUCTURE: b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d/IDTree %d 0 R>>"
        % (objects.DOCUMENT, objects.PARENTS, following, objects.IDENTIFIERS),
        objects.DOCUMENT: b"<</S/Document/P %d 0 R/K%s>>"
        % (objects.STRUCTURE, _kids((part.base, place) for part in parts for place in part.facts.top)),
        objects.PARENTS: b"<</Kids%s>>" % leaves,
        objects.DESTINATIONS: objects.name_tree(_destinations(parts).items()),
        objects.IDENTIFIERS: objects.name_tree(
            (name, b"%d 0 R" % (part.base + place)) for part in parts for name, place in part.facts.ids
        ),
    }


def _destinations(parts: Sequence[Part]) -> dict[str, bytes]:
    """Every id of the book by name. An id that occurs twice means its first place."""
    found: dict[str, bytes] = {}
    for part in parts:
        for anchor in part.facts.anchors:
            page = part.base + part.facts.places.pages[anchor.page]
            found.setdefault(anchor.name, b"[%d 0 R/XYZ %s %s 0]" % (page, objects.number(anchor.x), objects.number(anchor.y)))
    return found


def _kids(places: Iterator[tuple[int, int]]) -> bytes:
    return b"[%s]" % b" ".join(b"%d 0 R" % (base + place) for base, place in places)


def _cross_references(starts: dict[int, int]) -> bytes:
    """A section a run of neighbouring numbers (ISO 32000-1, 7.5.4)."""
    sections: list[tuple[int, list[bytes]]] = [(0, [b"0000000000 65535 f \n"])]
    for number, start in sorted(starts.items()):
        if number != sections[-1][0] + len(sections[-1][1]):
            sections.append((number, []))
        sections[-1][1].append(b"%010d 00000 n \n" % start)
    return b"xref\n" + b"".join(b"%d %d\n%s" % (first, len(rows), b"".join(rows)) for first, rows in sections)


def _trailer(count: int, at: int) -> bytes:
    return b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, objects.CATALOG, at)
