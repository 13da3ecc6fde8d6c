"""Link placed units into one file: concatenation, and the few objects that a file has once. Imports no PDF library."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studyguide.html.pages import PageMap
from studyguide.pdf import fonts, objects, outline, xmp
from studyguide.pdf.fragment import Anchor, Bookmark, Facts
from studyguide.pdf.model import Metadata
from studyguide.pdf.place import Placed, size
from studyguide.pdf.xref import CrossReferences

FIRST_FONT = 20
FIRST_UNIT = 512
"""Where the numbers of the first unit begin; there is room for a hundred fonts before."""

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


def link(parts: Sequence[Part], faces: Sequence[fonts.Face], pages: PageMap, metadata: Metadata) -> bytes:
    """The file. Depends on nothing but the values given."""
    return _File(parts, pages, metadata).write(faces)


class _File:
    def __init__(self, parts: Sequence[Part], pages: PageMap, metadata: Metadata) -> None:
        self.parts, self.pages, self.metadata = parts, pages, metadata
        self.blocks = [_HEADER]
        self.at = len(_HEADER)
        self.rows = CrossReferences()
        self.plain: dict[int, bytes] = {}
        self.following = parts[-1].base + size(parts[-1].facts.places.size)

    def write(self, faces: Sequence[fonts.Face]) -> bytes:
        plain, streams, names = fonts.objects(faces, FIRST_FONT)
        self.plain.update([*plain, (objects.FONTS, names)])
        for number, data in streams:
            self.add(number, data)
        for part in self.parts:
            self.unit(part)
        self.plain.update(self.page_tree() | self.destinations() | self.structure())
        self.plain.update(self.outline())
        self.about()
        return self.finish()

    def add(self, number: int, data: bytes) -> None:
        self.rows.at(number, self.at)
        self.blocks.append(data)
        self.at += len(data)

    def unit(self, part: Part) -> None:
        number = part.base
        for placed in (part.contents, part.objects):
            for start in placed.starts:
                self.rows.at(number, self.at + start)
                number += 1
            self.blocks.append(placed.data)
            self.at += len(placed.data)
        self.rows.packed(number, part.base + part.facts.places.size - number, number - 1)

    def new(self, count: int = 1) -> int:
        """The first of so many object numbers that nobody has."""
        self.following += count
        return self.following - count

    def page_tree(self) -> dict[int, bytes]:
        kids = b" ".join(b"%d 0 R" % (part.base + part.facts.places.node) for part in self.parts)
        return {objects.PAGES: b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self.pages.labels), kids)}

    def destinations(self) -> dict[int, bytes]:
        """Every id of the book by name. An id that occurs twice means its first place."""
        found: dict[str, bytes] = {}
        for part in self.parts:
            for anchor in part.facts.anchors:
                found.setdefault(anchor.name, _place(part, anchor))
        return self.names(objects.DESTINATIONS, found.items())

    def names(self, root: int, pairs: object) -> dict[int, bytes]:
        made, leaves = objects.name_tree(pairs, self.following)  # type: ignore[arg-type]
        first = self.new(len(leaves))
        return {root: made, **{first + index: leaf for index, leaf in enumerate(leaves)}}

    def outline(self) -> list[tuple[int, bytes]]:
        marks = [(mark.level, mark.label, _place(part, mark), mark.open) for part in self.parts for mark in part.facts.bookmarks]
        return outline.objects(outline.tree(marks), self.new(len(marks)))

    def structure(self) -> dict[int, bytes]:
        """The root of the structure tree; the units' elements and leaves of the parent tree hang from it as they are."""
        top = b" ".join(b"%d 0 R" % (part.base + place) for part in self.parts for place in part.facts.top)
        leaves = b" ".join(b"%d 0 R" % (part.base + part.facts.places.leaf) for part in self.parts)
        ids = [(name, b"%d 0 R" % (part.base + place)) for part in self.parts for name, place in part.facts.ids]
        root = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d" % (
            objects.DOCUMENT,
            objects.PARENTS,
            self.following,
        )
        found = self.names(objects.IDS, ids) if ids else {}
        return {
            **found,
            objects.STRUCTURE: root + (b"/IDTree %d 0 R>>" % objects.IDS if ids else b">>"),
            objects.DOCUMENT: b"<</S/Document/P %d 0 R/K[%s]>>" % (objects.STRUCTURE, top),
            objects.PARENTS: b"<</Kids[%s]>>" % leaves,
        }

    def about(self) -> None:
        """The catalogue, and what the file says of itself: XMP, information dictionary, output intent."""
        packet = xmp.packet(self.metadata)
        # Not compressed, so that programs that know no PDF can read it.
        self.add(
            objects.XMP,
            b"%d 0 obj\n<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream\nendobj\n"
            % (objects.XMP, len(packet), packet),
        )
        profile = Path(__file__).with_name("srgb.icc").read_bytes()
        self.add(objects.PROFILE, objects.stream(objects.PROFILE, profile, b"/N 3"))
        self.plain[objects.INTENT] = (
            b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>"
            % objects.PROFILE
        )
        self.plain[objects.INFO] = xmp.information(self.metadata)
        self.plain[objects.CATALOG] = b"<<%s>>" % b"".join(self.catalogue())

    def catalogue(self) -> Iterator[bytes]:
        yield b"/Type/Catalog/Pages %d 0 R/Names<</Dests %d 0 R>>" % (objects.PAGES, objects.DESTINATIONS)
        yield b"/Outlines %d 0 R/PageMode/UseOutlines/PageLabels<</Nums[%s]>>" % (objects.OUTLINE, self.labels())
        yield b"/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>/Lang%s" % (
            objects.STRUCTURE,
            objects.text_string(self.metadata.lang),
        )
        yield b"/ViewerPreferences<</DisplayDocTitle true>>/Metadata %d 0 R/OutputIntents[%d 0 R]" % (objects.XMP, objects.INTENT)

    def labels(self) -> bytes:
        """ISO 32000-1, 12.4.2: small roman figures, then arabic ones from 1."""
        roman = sum(not label.isdigit() for label in self.pages.labels)
        return (b"0<</S/r>>" if roman else b"") + (b"%d<</S/D>>" % roman if roman < len(self.pages.labels) else b"")

    def finish(self) -> bytes:
        """The object stream of the file's own objects, the cross-references, the trailer."""
        packed = self.new()
        runs = sorted(self.plain.items())
        for index, (number, _) in enumerate(runs):
            self.rows.alone(number, packed, index)
        self.add(packed, objects.object_stream(packed, runs))
        number, start = self.new(), self.at
        self.rows.at(number, start)
        entries, count = self.rows.dictionary()
        data = self.rows.data()
        identity = hashlib.sha256(self.metadata.identifier.encode()).hexdigest()[:32].encode()
        content = hashlib.sha256(b"".join(self.blocks)).hexdigest()[:32].encode()
        head = b"/Type/XRef/Size %d%s/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]/Filter/FlateDecode/Length %d" % (
            count, entries, objects.CATALOG, objects.INFO, identity, content, len(data),
        )  # fmt: skip
        self.blocks.append(
            b"%d 0 obj\n<<%s>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, head, data, start)
        )
        return b"".join(self.blocks)


def _place(part: Part, point: Anchor | Bookmark) -> bytes:
    return b"[%d 0 R/XYZ %s %s 0]" % (
        part.base + part.facts.places.pages[point.page],
        objects.number(point.x),
        objects.number(point.y),
    )
