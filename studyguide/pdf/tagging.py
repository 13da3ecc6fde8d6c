"""The structure tree of a unit as PDF objects (ISO 32000-1, 14.7)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from studyguide.pdf.fragment import ObjectNumbers
from studyguide.pdf.objects import DOCUMENT, Key, Ref, TextString, key_name
from studyguide.pdf.structure import Annotation, Mark, StructElem, is_margin_note

KEPT = frozenset({"TD", "TH"})
"""Elements that stay when they are empty: a table is regular."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """The elements' values in the order of their places, the children of the document element, and what the parent tree needs.

    `places` gives the number of every element; `marked`, for each page, the element of every marked content; `linked` the element
    of every link; `ids` the identifiers.
    """

    places: dict[StructElem, int]
    values: list[Any]
    top: tuple[int, ...]
    marked: list[dict[int, int]]
    linked: dict[int, int]
    ids: list[tuple[str, int]]


def prune(top: StructElem) -> None:
    """Take out what was joined to something else and the elements that hold nothing; give lists without labels no numbering.

    Notes come behind the paragraphs that call them, and those without an identifier are counted.
    """
    _prune(top)
    notes = (node for node in elements(top) if node.entries.get("ID") == "")
    for number, node in enumerate(notes, 1):
        node.entries["ID"] = f"note-{number}"


def _prune(node: StructElem) -> None:
    for kid in node.kids:
        if isinstance(kid, StructElem):
            _prune(kid)
    node.kids = [each for kid in node.kids for each in _with_notes(kid)]
    node.kids = [kid for kid in node.kids if not _empty(kid)]
    if node.role == "L" and not any(_labelled(kid) for kid in node.kids):
        node.entries.pop("A", None)


def _with_notes(kid: StructElem | Mark | Annotation) -> list[StructElem | Mark | Annotation]:
    """A child, and the notes in the margin that end it, if it is a paragraph: they are blocks of their own behind it."""
    if not isinstance(kid, StructElem) or kid.role != "P":
        return [kid]
    notes = [each for each in kid.kids if is_margin_note(each)]
    kid.kids = [each for each in kid.kids if not is_margin_note(each)]
    return [kid, *notes]


def _empty(kid: StructElem | Mark | Annotation) -> bool:
    return kid.joined if isinstance(kid, Mark) else isinstance(kid, StructElem) and not kid.kids and kid.role not in KEPT


def _labelled(item: object) -> bool:
    return isinstance(item, StructElem) and any(isinstance(kid, StructElem) and kid.role == "Lbl" for kid in item.kids)


def elements(top: StructElem) -> Iterator[StructElem]:
    """The elements of a tree under its top, each before those in it."""
    for kid in top.kids:
        if isinstance(kid, StructElem):
            yield kid
            yield from elements(kid)


def tag(top: StructElem, numbers: ObjectNumbers, unit: str) -> Tagged:
    """The objects of a pruned tree. Identifiers get the unit's id before them, so that they are unique in the whole file."""
    order = list(elements(top))
    place = {node: numbers.annotations.stop + index for index, node in enumerate(order)}
    first = tuple(place[kid] for kid in top.kids if isinstance(kid, StructElem))
    made = Tagged(place, [], first, [{} for _ in numbers.pages], {}, [])
    parents = {kid: node for node in [top, *order] for kid in node.kids if isinstance(kid, StructElem)}
    for node in order:
        parent = parents[node]
        made.values.append(_element(node, Ref(-DOCUMENT if parent is top else place[parent]), place, numbers, unit))
        for kid in node.kids:
            if isinstance(kid, Mark):
                made.marked[kid.page][kid.number] = place[node]
            elif isinstance(kid, Annotation):
                made.linked[kid.index] = place[node]
        if "ID" in node.entries:
            made.ids.append((f"{unit}.{node.entries['ID']}", place[node]))
    return made


def attach(formulas: Sequence[StructElem], streams: int, others: int) -> list[tuple[dict[str, Any], dict[str, Any], bytes]]:
    """The files of formulas (ISO 19005-3, 6.8), each as its description and its stream, which get numbers from two places on.

    The structure elements refer to the descriptions.
    """
    made = []
    for at, node in enumerate(formulas):
        mathml = node.entries["A"][1]["MSFT_MathML"].text.encode()
        node.entries["AF"] = [Ref(others + at)]
        stream = Ref(streams + at)
        name = TextString(f"formula-{hashlib.blake2b(mathml, digest_size=6).hexdigest()}.mml")
        described = {"Type": "/Filespec", "F": name, "UF": name, "Desc": TextString("MathML"), "AFRelationship": "/Supplement"}
        kind = {"Type": "/EmbeddedFile", "Subtype": "/application#2Fmathml+xml", "Params": {"Size": len(mathml)}}
        made.append(({**described, "EF": {"F": stream, "UF": stream}}, kind, mathml))
    return made


def _element(node: StructElem, parent: Ref, place: dict[StructElem, int], numbers: ObjectNumbers, unit: str) -> dict[str, Any]:
    page = next((kid.page for kid in node.kids if isinstance(kid, Mark)), None)
    value: dict[str, Any] = {"S": "/" + node.role, "P": parent}
    if page is not None:
        value["Pg"] = Ref(numbers.pages[page])
    for key, entry in node.entries.items():
        value[key] = (
            entry if isinstance(entry, dict | list) else TextString(key_name(f"{unit}.{entry}") if key == "ID" else entry)
        )
    kids = [_kid(kid, page, place, numbers) for kid in node.kids]
    if kids:
        value["K"] = kids[0] if len(kids) == 1 else kids
    return value


def _kid(kid: StructElem | Mark | Annotation, page: int | None, place: dict[StructElem, int], numbers: ObjectNumbers) -> Any:
    if isinstance(kid, StructElem):
        return Ref(place[kid])
    if isinstance(kid, Mark):
        return kid.number if kid.page == page else {"Type": "/MCR", "Pg": Ref(numbers.pages[kid.page]), "MCID": kid.number}
    return {"Type": "/OBJR", "Pg": Ref(numbers.pages[kid.page]), "Obj": Ref(numbers.annotations[kid.index])}


def parent_tree(tagged: Tagged, pages: int) -> dict[str, Any]:
    """The unit's leaf of the parent tree: keys for the pages, then for the links."""
    numbers: list[Any] = []
    for index, elements in enumerate(tagged.marked):
        numbers += [Key(index), [Ref(elements[mark]) for mark in range(len(elements))]]
    for index, element in sorted(tagged.linked.items()):
        numbers += [Key(pages + index), Ref(element)]
    return {"Limits": [numbers[0], numbers[-2]], "Nums": numbers}
