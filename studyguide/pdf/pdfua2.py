"""PDF/UA-2: the structure of a linked file as PDF 2.0 wants it (ISO 14289-2:2024; ISO 32000-2:2020, 14.7 and 14.8; ISO/TS 32005).

The pages stay as they are. Types that PDF 2.0 knows are put into its namespace; those that it has given up stay in that of
PDF 1.7, which is the default, and allowed. Destinations lead to structure elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from studyguide.pdf.link import ElementTargets
from studyguide.pdf.roles import INLINE

NAMESPACE = "http://iso.org/pdf2/ssn"
"""The standard structure namespace of PDF 2.0 (ISO 32000-2, 14.8.6)."""
GIVEN_UP = frozenset({"Art", "BibEntry", "BlockQuote", "Code", "Index", "Note", "Private", "Quote", "Reference", "TOC", "TOCI"})
"""The structure types of PDF 1.7 that PDF 2.0 has not."""
OLD_READERS = {"/Aside": Name.Note, "/FENote": Name.Note}
"""The types that PDF 1.7 has not, for programs that know no namespace: they pass over what they do not know."""
NO_ASIDE = frozenset({"Aside", "BlockQuote", "Caption", "Index", "TD", "TH"})
"""Where no Aside may stand (ISO/TS 32005, table 5), but a note."""
WITHIN_LINES = INLINE | {"Figure", "FENote", "Lbl", "Note", "Reference"}
"""Types that a paragraph may hold."""
TRANSPARENT = frozenset({"Div", "NonStruct"})
"""Types that count as if what they hold stood in what is around them."""


def put_in_part_2(pdf: Pdf, targets: ElementTargets) -> None:
    """Make a linked file one of PDF/UA-2; its destinations lead to the targets."""
    _Destinations(pdf, targets).replace()
    root = pdf.Root.StructTreeRoot
    namespace = pdf.make_indirect(Dictionary(Type=Name.Namespace, NS=String(NAMESPACE)))
    root.Namespaces, root.RoleMap = Array([namespace]), Dictionary(OLD_READERS)
    for element in list(_elements(root.K)):
        _mend(element)
        if _type(element) not in GIVEN_UP:
            element.NS = namespace


class _Destinations:
    """The destinations of a file, by name and in its outline, each with the place on a page that viewers know."""

    def __init__(self, pdf: Pdf, targets: ElementTargets) -> None:
        self.pdf, self.targets = pdf, targets
        named = list(pdf.Root.Names.Dests.get("/Names", ()))
        self.places = {str(name): place for name, place in zip(named[::2], named[1::2], strict=True)}

    def replace(self) -> None:
        """Make structure destinations of all (12.3.2.3); each keeps its place for who knows no others."""
        made = [part for name in self.places for part in (String(name), Dictionary(self.named(name)))]
        for page in self.pdf.pages:
            for link in page.obj.get("/Annots", ()):
                if "/Dest" in link:
                    name = str(link.Dest)
                    _go(link, link.Dest, self.named(name)["/SD"])
        for item, number in zip(_items(self.pdf.Root.Outlines), self.targets.bookmarks, strict=True):
            _go(item, item.Dest, self.structural(number, item.Dest))
        self.pdf.Root.Names.Dests.Names = Array(made)

    def named(self, name: str) -> dict[str, Object]:
        """What a name means: a place, and the structure element there."""
        place = self.places[name]
        return {"/D": place, "/SD": self.structural(self.targets.names[name], place)}

    def structural(self, number: int, place: Object) -> Array:
        """A destination that leads to an element, at a place of its page."""
        return Array([self.pdf.get_object(number, 0), *list(place)[1:]])


def _go(active: Object, place: Object, structural: Object) -> None:
    """Let a link or a bookmark lead to an element, by an action: only that can have both destinations (12.6.4.2)."""
    active.A = Dictionary(S=Name.GoTo, D=place, SD=structural)
    del active["/Dest"]


def _items(outline: Object) -> Iterator[Object]:
    """The items of an outline, each before those under it."""
    item = outline.get("/First")
    while item is not None:
        yield item
        yield from _items(item)
        item = item.get("/Next")


def _type(element: Object) -> str:
    return str(element.S)[1:]


def _kids(element: Object) -> list[Any]:
    kids = element.get("/K")
    return list(kids) if isinstance(kids, Array) else [] if kids is None else [kids]


def _parts(element: Object) -> list[Object]:
    """The elements right below one."""
    return [kid for kid in _kids(element) if isinstance(kid, Dictionary) and "/S" in kid]


def _elements(element: Object) -> Iterator[Object]:
    """An element and all below it, each before those in it."""
    yield element
    for part in _parts(element):
        yield from _elements(part)


def _mend(element: Object) -> None:
    """Give an element what its type needs in PDF/UA-2 and not in PDF/UA-1, and its children that are notes what they are now."""
    parts = _parts(element)
    match _type(element):
        case "L":
            _number(element, parts)
        case "TOCI":
            _refer(element, parts)
        case "Div" if any(_type(part) == "Caption" for part in parts):
            element.S = Name.Sect  # 8.2.5.27: a caption ends or begins what it belongs to, and a Div is nothing
        case "Div" if len(parts) < len(_kids(element)) and all(_type(part) in WITHIN_LINES for part in parts):
            element.S = Name.P  # ISO/TS 32005, table 5: what a Div holds counts as held by the Sect around it, which has no lines
    for part in parts:
        if _type(part) == "Note":
            _note(part, _kids(element))


def _number(element: Object, items: Sequence[Object]) -> None:
    """8.2.5.25: a list with labels says how they are made. Those of a list of definitions are its terms."""
    attributes = element.get("/A")
    labelled = any(_type(part) == "Lbl" for item in items for part in _parts(item))
    if labelled and attributes is not None and attributes.get("/ListNumbering") == Name("/None"):
        attributes.ListNumbering = Name.Description


def _refer(element: Object, parts: Sequence[Object]) -> None:
    """8.2.5.8: an entry of the contents refers to what it names."""
    links = (link for part in parts if _type(part) == "Reference" for link in _parts(part))
    areas = (kid.Obj for link in links for kid in _kids(link) if isinstance(kid, Dictionary) and "/Obj" in kid)
    if led := [area.A.SD[0] for area in areas if "/SD" in area.get("/A", ())]:
        element.Ref = Array(led[:1])


def _note(note: Object, siblings: Sequence[Any]) -> None:
    """8.2.5.14: a footnote and its call refer to each other; what stands beside the text is none, and is called from nowhere."""
    at = next(index for index, each in enumerate(siblings) if isinstance(each, Dictionary) and each.objgen == note.objgen)
    before = siblings[at - 1] if at else None
    if isinstance(before, Dictionary) and before.get("/S") == Name.Reference:
        before.Ref, note.Ref = Array([note]), Array([before])
        note.S, note.A = Name.FENote, Dictionary(O=Name.FENote, NoteType=Name.Footnote)
    elif _around(note) in NO_ASIDE:
        note.S, note.A = Name.FENote, Dictionary(O=Name.FENote, NoteType=Name("/None"))
    else:
        note.S = Name.Aside


def _around(element: Object) -> str:
    """The type of the element that something counts as standing in."""
    parent = element.P
    while _type(parent) in TRANSPARENT:
        parent = parent.P
    return _type(parent)
