"""A unit's object file: its pages as PDF objects whose numbers, and the page numbers printed on them, are still to be filled in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studyguide.pdf import roles, tagging, words
from studyguide.pdf.contents import Content, Rewriter
from studyguide.pdf.model import Numbering, Trouble
from studyguide.pdf.objects import PAGES, Key, Ref, Template, Text, template
from studyguide.pdf.resources import Resources
from studyguide.pdf.structure import POINT, Annotation, Mark, Tree


@dataclass(frozen=True, slots=True)
class Fragment:
    """What the place step needs. Objects are numbered from 0: contents, streams, the object stream, then the `objects` in it."""

    contents: tuple[Content, ...]
    streams: tuple[tuple[Template, bytes, bool], ...]
    objects: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the other steps need to know of a fragment. Places are numbers of its objects, positions points from the bottom left.

    `anchors` tell page, x and y; `marks` are the bookmarks: level, label, whether it is open, page, x, y. `targets` are the ids that
    links lead to, `printed` those whose page numbers are printed. `fonts` gives for every font file, by digest, its glyphs and the characters they stood for. `folio` is the number
    that the first page was laid out with. `leaf` is the place of the leaf of the parent tree, and `keys` how many keys it has.
    """

    pages: int
    folio: int
    anchors: tuple[tuple[str, int, float, float], ...]
    marks: tuple[tuple[int, str, bool, int, float, float], ...]
    targets: tuple[str, ...]
    printed: tuple[str, ...]
    fonts: Mapping[str, Mapping[int, str]]
    size: int
    streams: int
    page_places: tuple[int, ...]
    pages_place: int
    top: tuple[int, ...]
    leaf: int
    keys: int
    ids: tuple[tuple[str, int], ...]
    troubles: tuple[Trouble, ...]

    def starts(self) -> tuple[tuple[str, ...], ...]:
        """The ids that begin on each page."""
        pages: list[list[str]] = [[] for _ in range(self.pages)]
        for anchor, page, _, _ in self.anchors:
            pages[page].append(anchor)
        return tuple(map(tuple, pages))


class Compiler:
    """Makes one unit's fragment. `fonts` are the font files of the rendition: digest → path in the project."""

    def __init__(self, painted: Any, root: Any, unit: str, fonts: Mapping[str, str]) -> None:
        self._painted, self._unit, self._fonts = painted, unit, fonts
        self._digests = {name: hashlib.sha256(font.file).hexdigest() for name, font in painted.fonts.items()}
        self._names = {name: font_name(digest) for name, digest in self._digests.items()}
        self._tree = Tree(root, root.get("lang") or "")
        self._rewriter = Rewriter(self._names, {name: font.file for name, font in painted.fonts.items()})
        self._links: list[tuple[int, str, str, list[float], Any]] = []
        self._places = 0

    def run(self, numbering: Numbering, folio: int, said: Sequence[Trouble] = ()) -> tuple[Fragment, Facts]:
        """The fragment, and the facts about it; `folio` is the number that the unit was laid out from, `said` known troubles."""
        pages = self._painted.pages
        marks = [self._tree.page(index, page.height, page.leaves) for index, page in enumerate(pages)]
        spaces = words.spaces(self._tree, [(index, page.leaves) for index, page in enumerate(pages)])
        folios = numbering == "arabic"
        contents = tuple(self._page(index, page, marks[index], spaces, folios=folios) for index, page in enumerate(pages))
        tagging.prune(self._tree.top)
        resources = Resources(self._painted.objects, self._names, [page.resources for page in pages])
        streams = len(contents) + len(resources.streams)
        first = streams + 1
        places = range(first + 1, first + 1 + len(pages))
        resources.place(len(contents), places.stop)
        links = range(places.stop + len(resources.values), places.stop + len(resources.values) + len(self._links))
        tagged = tagging.tag(self._tree.top, tagging.Places(places, links, links.stop), self._unit)
        values = [
            {"Type": "/Pages", "Parent": Ref(-PAGES), "Count": len(pages), "Kids": [Ref(place) for place in places]},
            *(self._page_object(index, page, resources, links, first) for index, page in enumerate(pages)),
            *resources.plain(),
            *(self._annotation(index, len(pages)) for index in range(len(links))),
            *tagged.values,
            tagging.parent_tree(tagged, len(pages)),
        ]
        made = Fragment(contents, tuple((template(extra), data, "Filter" in extra) for extra, data in resources.data()), tuple(map(template, values)))
        facts = Facts(
            len(pages), folio, self._anchors(), self._marks(), tuple(sorted({link[2] for link in self._links if link[1] == "internal"})),
            tuple(sorted({slot.target for content in contents for slot in content.slots} - {""})), self._glyphs(contents), first + len(values), streams, tuple(places), first, tagged.top, first + len(values) - 1,
            len(pages) + len(links), tagged.ids, (*said, *self._troubles()),
        )  # fmt: skip
        return made, facts

    def _page(self, index: int, page: Any, marks: Mapping[int, Mark | None], spaces: Collection[tuple[int, int]], *, folios: bool) -> Content:
        after = {mark for number, mark in spaces if number == index}
        content = self._rewriter.page(page.operators, page.leaves, marks, after, folios=folios)
        for kind, target, area, element in page.links:
            if element in self._tree.links:
                left, top, right, bottom = (POINT * value for value in area)
                height = POINT * page.height
                self._tree.links[element].kids.append(Annotation(index, len(self._links)))
                self._links.append((index, kind, target, [left, height - bottom, right, height - top], element))
        return content

    def _page_object(self, index: int, page: Any, resources: Resources, links: range, parent: int) -> dict[str, Any]:
        value = {
            "Type": "/Page", "Parent": Ref(parent), **page.boxes, "Contents": Ref(index), "Resources": resources.at(page.resources),
            "Tabs": "/S", "StructParents": Key(index),
        }  # fmt: skip
        annotations = [Ref(links[at]) for at, link in enumerate(self._links) if link[0] == index]
        return {**value, "Annots": annotations} if annotations else value

    def _annotation(self, index: int, pages: int) -> dict[str, Any]:
        """ISO 14289-1, 7.18: a link says in words where it leads; ISO 19005-3, 6.3: it is printed."""
        _, kind, target, area, element = self._links[index]
        action = {"Dest": Text(target)} if kind == "internal" else {"A": {"S": "/URI", "URI": Text(target)}}
        return {
            "Type": "/Annot", "Subtype": "/Link", "Rect": area, "Border": [0, 0, 0], "F": 4, "StructParent": Key(pages + index),
            "Contents": Text(roles.name(element) or target), **action,
        }  # fmt: skip

    def _anchors(self) -> tuple[tuple[str, int, float, float], ...]:
        found: dict[str, tuple[str, int, float, float]] = {}
        for index, page in enumerate(self._painted.pages):
            for name, (left, top, *_) in page.anchors.items():
                found.setdefault(name, (name, index, POINT * left, POINT * (page.height - top)))
        return tuple(found.values())

    def _marks(self) -> tuple[tuple[int, str, bool, int, float, float], ...]:
        return tuple(
            (level, label, state != "closed", index, POINT * x, POINT * (page.height - y))
            for index, page in enumerate(self._painted.pages)
            for level, label, (x, y), state in page.bookmarks
        )

    def _glyphs(self, contents: Sequence[Content]) -> dict[str, dict[int, str]]:
        """The glyphs of every font file, among them all figures that may be printed later."""
        found: dict[str, dict[int, str]] = {}
        for slot in {(slot.font, slot.figures) for content in contents for slot in content.slots}:
            found.setdefault(self._digests[slot[0]], {}).update((glyph, str(value)) for value, glyph in enumerate(slot[1]))
        for name, glyph in self._rewriter.spaced.items():
            found.setdefault(self._digests[name], {})[glyph] = " "
        for name, font in self._painted.fonts.items():
            glyphs = found.setdefault(self._digests[name], {})
            for glyph, text in font.glyphs.items():
                glyphs[glyph] = simplest(glyphs.get(glyph, text), text)
        return {digest: dict(sorted(glyphs.items())) for digest, glyphs in sorted(found.items())}

    def _troubles(self) -> Iterator[Trouble]:
        for name, font in self._painted.fonts.items():
            if self._digests[name] not in self._fonts:
                signs = "".join(sorted(set("".join(font.glyphs.values()))))[:40]
                yield "", "missing-glyph", f"no font of the rendition has “{signs}”", f"use other characters, or add a font; {font.family} was taken"
        for text in self._rewriter.lost:
            hint = "set them with font-variant-numeric: lining-nums tabular-nums"
            yield "", "page-figures", f"the figures in “{text.strip()}” are not all of one width", hint
        linked = {id(link[4]) for link in self._links}
        for element in self._tree.links:
            if id(element) not in linked:
                yield "", "dead-link", f"the link “{roles.name(element)}” cannot be clicked", "a link must not itself be a flex or grid item"
        for source in self._tree.speechless():
            yield "", "no-alt", f"the picture {source} has no text alternative", "give it one"


def font_name(digest: str) -> str:
    """The name of a font in the operators, the same in every unit."""
    return "F" + digest[:8]


def simplest(one: str, other: str) -> str:
    """Of two texts that a glyph stood for, the one to extract: a space rather than a no-break space, whichever came first."""
    return min(one, other, key=lambda text: (len(text), text))
