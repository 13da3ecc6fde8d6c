"""A unit's object file: its pages as PDF objects, whose numbers and printed page numbers are still to be filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studyguide.pdf.contents import Content
from studyguide.pdf.objects import Template
from studyguide.sources.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class UnitFragment:
    """What the place step needs. Objects are numbered from 0: contents, streams, the object stream, then the `objects` in it.

    A stream is its dictionary, its bytes, and whether they are compressed already.
    """

    contents: tuple[Content, ...]
    streams: tuple[tuple[Template, bytes, bool], ...]
    objects: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """An id: its page in the unit, and the point where it stands, in points from the page's bottom left.

    `element` is the number of the structure element that it belongs to.
    """

    name: str
    page: int
    x: float
    y: float
    element: int


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry for the outline: where it leads, its level from 1, and whether the entries below it are shown at first.

    `element` is the number of the structure element that it leads to.
    """

    label: str
    page: int
    x: float
    y: float
    level: int
    open: bool
    element: int


@dataclass(frozen=True, slots=True)
class ObjectNumbers:
    """The numbers of a unit's objects, from 0, and how many there are: contents, other streams, and the rest in an object stream.

    The rest: the node of the page tree, the pages, what their resources refer to, the links, the structure, the leaf of the
    parent tree.
    """

    contents: int
    streams: int
    resources: int
    links: int
    elements: int

    @property
    def node(self) -> int:
        """The unit's node of the page tree."""
        return self.contents + self.streams + 1

    @property
    def pages(self) -> range:
        """The pages."""
        return range(self.node + 1, self.node + 1 + self.contents)

    @property
    def annotations(self) -> range:
        """The links."""
        first = self.pages.stop + self.resources
        return range(first, first + self.links)

    @property
    def leaf(self) -> int:
        """The unit's leaf of the parent tree: the last object."""
        return self.annotations.stop + self.elements

    @property
    def size(self) -> int:
        """The number of all objects."""
        return self.leaf + 1


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the other steps need to know of a fragment.

    `targets` are the ids that links lead to, `printed` those whose page numbers are printed. `fonts` gives for every font file,
    by digest, its glyphs and the characters they stood for. `openings` are the first words of every page. `top` are the elements
    right under the document, `ids` the identifiers of elements; both give numbers of objects. `troubles` without place
    lie in the unit's source. `wide` are the ids of the tables that are wider than their place. `looks` are digests of what the
    pages show, whatever numbers are filled in.
    """

    pages: int
    numbers: ObjectNumbers
    anchors: tuple[Anchor, ...]
    bookmarks: tuple[Bookmark, ...]
    targets: tuple[str, ...]
    printed: tuple[str, ...]
    fonts: Mapping[str, Mapping[int, str]]
    top: tuple[int, ...]
    ids: tuple[tuple[str, int], ...]
    troubles: tuple[Diagnostic, ...]
    openings: tuple[tuple[str, ...], ...] = ()
    wide: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()

    def starts(self) -> tuple[tuple[str, ...], ...]:
        """The ids that begin on each page."""
        pages: list[list[str]] = [[] for _ in range(self.pages)]
        for anchor in self.anchors:
            pages[anchor.page].append(anchor.name)
        return tuple(map(tuple, pages))


def font_name(digest: str) -> str:
    """The name of a font in the operators, the same in every unit."""
    return "F" + digest[:8]


def union(parts: Sequence[Mapping[str, Mapping[int, str]]]) -> dict[str, dict[int, str]]:
    """All glyphs of all fonts, by the font file's digest. The order of the parts does not matter.

    Of two texts that a glyph stood for, the simpler is extracted: a space rather than a no-break space.
    """
    found: dict[str, dict[int, str]] = {}
    for part in parts:
        for digest, glyphs in part.items():
            known = found.setdefault(digest, {})
            for glyph, text in glyphs.items():
                known[glyph] = min(known.get(glyph, text), text, key=lambda each: (len(each), each))
    return {digest: dict(sorted(glyphs.items())) for digest, glyphs in sorted(found.items())}
