"""Emit a painted unit as a fragment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from studyguide.html.pages import Numbering, UnitPlace
from studyguide.pdf import roles, tagging, words
from studyguide.pdf.contents import Content, Rewriter
from studyguide.pdf.fragment import Anchor, Bookmark, ObjectNumbers, UnitFacts, UnitFragment, font_name, union
from studyguide.pdf.layout import UNIT
from studyguide.pdf.objects import DOCUMENT, PAGES, Key, Ref, TextString, key_name, template
from studyguide.pdf.resources import Resources, told
from studyguide.pdf.structure import POINT, Annotation, StructTree
from studyguide.sources.diagnostics import Diagnostic

if TYPE_CHECKING:
    from studyguide.pdf.weasyprint70 import DocumentPage, PaintedDocument

COARSE, FINE = 100, 200
"""Pixels per inch below which a picture is not printed, and below which an editor should look at it."""
INCH, MILLIMETRES = 96, 25.4
"""An inch in CSS pixels, and in millimetres."""
OPENING = 12
"""So many of a page's first words are told."""


@dataclass(frozen=True, slots=True)
class _PaintedLink:
    """A link on a page; its `areas`, one a line, in points: left, bottom, right, top."""

    page: int
    kind: str
    target: str
    areas: list[tuple[float, float, float, float]]
    element: Any


class Emitter:
    """Makes the fragment of one unit. `fonts` are the font files of the rendition: digest → path in the project."""

    def __init__(self, painted: PaintedDocument, root: Any, unit: str, fonts: Mapping[str, str]) -> None:
        self._painted, self._unit, self._fonts = painted, unit, fonts
        self._digests = {name: font.digest for page in painted.pages for name, font in page.fonts.items()}
        self._names = {name: font_name(digest) for name, digest in self._digests.items()}
        self._tree = StructTree(root)
        self._rewriter = Rewriter(self._names, {name: painted.files[digest] for name, digest in self._digests.items()})
        self._links: list[_PaintedLink] = []

    def run(self, numbering: Numbering, said: Sequence[Diagnostic] = ()) -> tuple[UnitFragment, UnitFacts]:
        """The fragment, and the facts about it; `said` are troubles that are known already."""
        contents = self._contents(folios=numbering == "arabic")
        tagging.prune(self._tree.top)
        resources = Resources(self._names, [page.resources for page in self._painted.pages])
        elements = list(tagging.elements(self._tree.top))
        formulas = [node for node in elements if node.role == "Formula"]
        streams, others = len(resources.streams) + len(formulas), len(resources.values) + len(formulas)
        numbers = ObjectNumbers(len(contents), streams, others, len(self._links), len(elements))
        resources.place(numbers.contents, numbers.pages.stop)
        attached = tagging.attach(formulas, numbers.contents + len(resources.streams), numbers.pages.stop + len(resources.values))
        tagged = tagging.tag(self._tree.top, numbers, self._unit)
        values = [
            {"Type": "/Pages", "Parent": Ref(-PAGES), "Count": len(contents), "Kids": [Ref(place) for place in numbers.pages]},
            *(self._page(index, page, numbers, resources) for index, page in enumerate(self._painted.pages)),
            *resources.plain(),
            *(described for described, _, _ in attached),
            *(self._annotation(index, link) for index, link in enumerate(self._links)),
            *tagged.values,
            tagging.parent_tree(tagged, len(contents)),
        ]
        data = [*resources.data(), *((extra, text) for _, extra, text in attached)]
        packed = tuple((template(extra), text, "Filter" in extra) for extra, text in data)
        facts = self._facts(contents, numbers, tagged, said)
        looks = tuple(map(look, self._painted.pages))
        return UnitFragment(contents, packed, tuple(map(template, values))), replace(facts, looks=looks)

    def _contents(self, *, folios: bool) -> tuple[Content, ...]:
        """Put all pages into the structure first: whether a space follows a line may be seen on the next page only."""
        pages = self._painted.pages
        marks = [self._tree.page(index, page.height, page.runs) for index, page in enumerate(pages)]
        spaces = words.spaces(self._tree, [page.runs for page in pages])
        found = []
        for index, page in enumerate(pages):
            after = {mark for number, mark in spaces if number == index}
            found.append(self._rewriter.page(page.operators, page.runs, marks[index], after, folios=folios))
            self._find_links(index, page)
        return tuple(found)

    def _find_links(self, index: int, page: DocumentPage) -> None:
        """A link is one stop on its way for who goes from link to link, on however many lines of the page it stands."""
        height = POINT * page.height
        here: dict[Any, _PaintedLink] = {}
        for kind, target, area, element in page.links:
            if element in self._tree.links:
                left, top, right, bottom = (POINT * value for value in area)
                if element not in here:
                    here[element] = _PaintedLink(index, kind, target, [], element)
                    self._tree.links[element].kids.append(Annotation(index, len(self._links)))
                    self._links.append(here[element])
                here[element].areas.append((left, height - bottom, right, height - top))

    def _page(self, index: int, page: DocumentPage, numbers: ObjectNumbers, resources: Resources) -> dict[str, Any]:
        here = [each for each in zip(numbers.annotations, self._links, strict=True) if each[1].page == index]
        # Viewers that know no lines find the last of several areas at a place: links within a line lie over those of many.
        links = [Ref(place) for place, _ in sorted(here, key=lambda each: -len(each[1].areas))]
        return {
            "Type": "/Page",
            "Parent": Ref(numbers.node),
            **page.boxes,
            "Contents": Ref(index),
            "Resources": resources.at(index),
            "Tabs": "/S",
            "StructParents": Key(index),
            **({"Annots": links} if links else {}),
        }

    def _annotation(self, index: int, link: _PaintedLink) -> dict[str, Any]:
        """ISO 14289-1, 7.18: a link says in words where it leads; ISO 19005-3, 6.3: it is printed.

        One of several lines says where it is active by the corners of each, as every viewer has them (ISO 32000-1, 12.5.6.5).
        """
        lefts, bottoms, rights, tops = zip(*link.areas, strict=True)
        quads = [[left, top, right, top, left, bottom, right, bottom] for left, bottom, right, top in link.areas]
        action = (
            {"Dest": TextString(key_name(link.target))}
            if link.kind == "internal"
            else {"A": {"S": "/URI", "URI": TextString(link.target)}}
        )
        return {
            "Type": "/Annot",
            "Subtype": "/Link",
            "Rect": [min(lefts), min(bottoms), max(rights), max(tops)],
            **({"QuadPoints": [corner for quad in quads for corner in quad]} if len(quads) > 1 else {}),
            "Border": [0, 0, 0],
            "F": 4,
            "StructParent": Key(len(self._painted.pages) + index),
            "Contents": TextString(self._tree.name(link.element) or link.target),
            **action,
        }

    def _facts(
        self, contents: Sequence[Content], numbers: ObjectNumbers, tagged: tagging.Tagged, said: Sequence[Diagnostic]
    ) -> UnitFacts:
        return UnitFacts(
            pages=len(contents),
            numbers=numbers,
            anchors=self._anchors(tagged),
            bookmarks=self._bookmarks(tagged),
            targets=tuple(sorted({link.target for link in self._links if link.kind == "internal"})),
            printed=tuple(sorted({slot.target for content in contents for slot in content.slots} - {""})),
            fonts=self._glyphs(contents),
            top=tagged.top,
            ids=tuple(tagged.ids),
            troubles=(*said, *self._troubles()),
            openings=tuple(self._opening(index, page) for index, page in enumerate(self._painted.pages)),
        )

    def _bookmarks(self, tagged: tagging.Tagged) -> tuple[Bookmark, ...]:
        """The entries for the outline in the order of the source, which is not that of the pages where something floats."""
        found: list[tuple[int, Bookmark]] = []
        rank = 0
        for index, page in enumerate(self._painted.pages):
            places: dict[tuple[float, float], list[str]] = {}
            for name, (left, top, *_) in page.anchors.items():
                places.setdefault((left, top), []).append(name)
            for level, label, (x, y), state in page.bookmarks:
                names = sorted(places.get((x, y), ()), key=lambda name: name not in self._tree.headings)
                ranks = map(self._tree.headings.get, names)
                rank = next((each for each in ranks if each is not None), rank)
                element = self._element(names[0] if names else "", tagged)
                point = POINT * x, POINT * (page.height - y)
                found.append((rank, Bookmark(roles.spoken(label), index, *point, level, state != "closed", element)))
        return tuple(made for _, made in sorted(found, key=lambda each: each[0]))

    def _opening(self, index: int, page: DocumentPage) -> tuple[str, ...]:
        """The first words of the running text on a page, without notes and what a stylesheet adds."""
        found: list[str] = []
        divided = False
        for run in page.runs:
            if run.box or run.pseudo or self._tree.artifact(run, index) or self._tree.aside(run.element):
                continue
            new = run.text.split()
            if divided and found and new:
                found[-1:] = [found[-1].rstrip("-\u2010\u00ad") + new.pop(0)]
            found += new
            divided = run.soft
            if len(found) > OPENING:
                break
        return tuple(found[:OPENING])

    def _anchors(self, tagged: tagging.Tagged) -> tuple[Anchor, ...]:
        found: dict[str, Anchor] = {}
        for index, page in enumerate(self._painted.pages):
            for name, (left, top, *_) in page.anchors.items():
                point = POINT * left, POINT * (page.height - top)
                found.setdefault(name, Anchor(name, index, *point, self._element(name, tagged)))
        return tuple(found.values())

    def _element(self, name: str, tagged: tagging.Tagged) -> int:
        """The number of the structure element with an id, or of the nearest around it; negative for the whole document."""
        around = (tagged.places[node] for node in self._tree.around(name) if node in tagged.places)
        return next(around, tagged.top[0] if tagged.top else -DOCUMENT)

    def _glyphs(self, contents: Sequence[Content]) -> dict[str, dict[int, str]]:
        """The glyphs of every font file, among them all figures that may be printed later, and the spaces that were added."""
        slots = {(slot.font, slot.figures, slot.nought) for content in contents for slot in content.slots if slot.font}
        figures = [
            {self._digests[name]: {glyph: written(f"{value:x}", nought) for value, glyph in enumerate(glyphs)}}
            for name, glyphs, nought in slots
        ]
        spaces = [{self._digests[name]: {glyph: " "}} for name, glyph in self._rewriter.spaced.items()]
        return union(
            [*figures, *spaces, *({font.digest: font.glyphs} for page in self._painted.pages for font in page.fonts.values())]
        )

    def _foreign(self) -> dict[str, set[str]]:
        """The characters that were shown in fonts which are not the rendition's, by the family of the font."""
        found: dict[str, set[str]] = {}
        for font in (font for page in self._painted.pages for font in page.fonts.values()):
            if font.digest not in self._fonts:
                found.setdefault(font.family, set()).update("".join(font.glyphs.values()))
        return found

    def _troubles(self) -> Iterator[Diagnostic]:
        for family, shown in self._foreign().items():
            hint = f"use other characters; {family} was taken"
            yield Diagnostic(UNIT, "missing-glyph", f"no font of the rendition has “{''.join(sorted(shown))[:40]}”", hint)
        for text in self._rewriter.lost:
            hint = "set them with font-variant-numeric: lining-nums tabular-nums"
            yield Diagnostic(UNIT, "page-figures", f"the figures in “{text.strip()}” are not all of one width", hint)
        for text in self._rewriter.hidden:
            message = f"“{text.strip()}” would not be read aloud: it is set with opacity"
            yield Diagnostic(UNIT, "layout", message, "take a paler colour instead")
        linked = {link.element for link in self._links}
        for element in self._tree.links:
            if element not in linked:
                message = f"the link “{roles.name(element)}” cannot be clicked"
                place = UnitPlace("", 0, ids=self._tree.ids(element), words=roles.name(element))
                yield Diagnostic(place, "dead-link", message, "it must not itself be a flex or grid item")
        yield from self._coarse()
        for source in self._tree.speechless():
            yield Diagnostic(UNIT, "no-alt", f"the picture {source} has no text alternative", "give it one")

    def _coarse(self) -> Iterator[Diagnostic]:
        """The pictures whose pixels could be seen where they are printed. What is far finer has been made smaller before."""
        for run in (run for page in self._painted.pages for run in page.runs if run.pixels):
            width = (run.area[2] - run.area[0]) / INCH
            fine = int(run.pixels / width)
            if fine < FINE:
                place = UnitPlace("", 0, ids=self._tree.ids(run.element), words="")
                message = f"the picture is printed {width * MILLIMETRES:.0f} mm wide, with {fine} pixels per inch"
                hint = f"take one with {round(width * FINE):,} pixels across or more, or print it narrower, as with :width: 50%"
                yield Diagnostic(place, "coarse-picture", message, hint, "error" if fine < COARSE else "warning")


def written(figure: str, nought: str) -> str:
    """A figure, or a letter of a digest, in the figures from a nought on."""
    return chr(ord(nought) + int(figure)) if figure.isdecimal() else figure


def look(page: DocumentPage) -> str:
    """The digest of what a page shows, but for the numbers that are filled in."""
    made = hashlib.blake2b(digest_size=16)
    for operator in page.operators:
        made.update(repr(operator).encode() if isinstance(operator, dict) else operator)
    for part in told(page.resources):
        made.update(part)
    return made.hexdigest()
