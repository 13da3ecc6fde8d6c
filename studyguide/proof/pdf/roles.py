"""A gate on roles: the structure tree of the file is the one that its units want, element by element, with what is said of each.

The tree that is wanted is grown from the units' XHTML alone, as if every text were painted on one page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, cast

from lxml import etree

from studyguide.html.pages import PRINTED
from studyguide.pdf.roles import contents_list
from studyguide.pdf.structure import PICTURES, StructElem, StructTree
from studyguide.pdf.tagging import prune
from studyguide.proof.pdf.facts import PdfFacts, short
from studyguide.proof.pdf.source import XHTML
from studyguide.proof.pdf.values import Element
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic

LISTS = ("L", "TOC")


@dataclass(frozen=True, slots=True)
class WantedRun:
    """A text as the structure takes it: see `studyguide.pdf.weasyprint70.PaintedRun`."""

    element: Any
    pseudo: str
    mark: int
    box: tuple[float, float, float, float] | None = None
    role: str = ""
    blank: bool = False


@lru_cache(maxsize=64)
def wanted_tree(document: str, unit: str) -> Element:
    """The structure that a unit wants."""
    root = etree.fromstring(document.encode(), etree.XMLParser(remove_comments=True))
    for element in root.iter(etree.Element):
        element.tag = str(element.tag).removeprefix(XHTML)
    tree = StructTree(root)
    runs = [WantedRun(element, pseudo, number, box) for number, (element, pseudo, box) in enumerate(_runs(root.find("body")))]
    tree.page(0, 0, cast("Any", runs))
    prune(tree.top)
    return _value(tree.top, unit)


def _runs(element: Any) -> Iterator[tuple[Any, str, tuple[float, float, float, float] | None]]:
    """What is painted of an element and all in it: (element, pseudo-element, box of a picture)."""
    if element.tag == "li" and not any(map(contents_list, element.iterancestors())):
        yield element, "marker", None
    if "footnote" in (element.get("class") or "").split():
        yield element, "footnote-call", None
        yield element, "footnote-marker", None
    if element.tag == "img":
        yield element, "", (0.0, 0.0, 0.0, 0.0)
    if (element.text or "").strip() or (element.tag == "a" and set((element.get("class") or "").split()) & PRINTED.links.keys()):
        yield element, "", None
    for kid in element:
        yield from _runs(kid)
        if (kid.tail or "").strip():
            yield element, "", None


def _value(node: StructElem, unit: str) -> Element:
    kids = tuple(_value(kid, unit) for kid in node.kids if isinstance(kid, StructElem))
    entries = {key: _entry(key, value, unit) for key, value in node.entries.items()}
    return Element(node.role, kids, entries=entries)


def _entry(key: str, value: Any, unit: str) -> object:
    return f"{unit}.{value}" if key == "ID" else {**value} if isinstance(value, dict) else value


def roles(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Every element has the role and the attributes that the source gives it, in its place; and none is more."""
    documents = zip(facts.source.documents, facts.expected.units, strict=True)
    wanted = Element(
        "Document", tuple(kid for text, unit in documents for kid in wanted_tree(text, unit.id).kids if isinstance(kid, Element))
    )
    for document in facts.reading.tree.elements[:1]:
        for element, what in _differences(wanted, document):
            yield finding(
                facts.on(next((each.page for each in element.contents()), -1)), "role", f"{what}: “{short(said(facts, element))}”"
            )


def said(facts: PdfFacts, element: Element) -> str:
    """The text painted in an element."""
    marks = list(element.contents())[:9]
    runs = (
        run.text
        for mark in marks
        if mark.page >= 0
        for run in facts.reading.pages[mark.page].runs
        if run.belongs.mark == mark.mark
    )
    return " ".join("".join(runs).split()) or element.alt


def _differences(wanted: Element, found: Element) -> Iterator[tuple[Element, str]]:
    """Where two trees differ: an element of the file, and what is wrong with it or below it."""
    if wanted.role in LISTS and not any(kid.role == "Lbl" for item in found.elements for kid in item.elements):
        wanted = _unlabelled(wanted)
    yield from ((found, what) for what in _entries(wanted, found))
    ours, theirs = wanted.elements, found.elements
    matcher = SequenceMatcher(None, [each.role for each in ours], [each.role for each in theirs], autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        pairs = list(zip(ours[first:last], theirs[start:end], strict=False))
        for one, other in pairs:
            if kind == "replace":
                yield other, f"it is a {other.role} in a {found.role}, and in the source a {one.role}"
            yield from _differences(one, other)
        yield from ((found, f"a {each.role} is missing in a {found.role}") for each in ours[first + len(pairs) : last])
        yield from ((each, f"a {each.role} in a {found.role} is not in the source") for each in theirs[start + len(pairs) : end])


def _unlabelled(wanted: Element) -> Element:
    """A list as it is wanted where the style sheets give its items no labels."""
    items = tuple(
        Element(item.role, tuple(kid for kid in item.elements if kid.role != "Lbl"), entries=item.entries)
        for item in wanted.elements
    )
    return Element(wanted.role, items, entries={key: value for key, value in wanted.entries.items() if key != "A"})


def _entries(wanted: Element, found: Element) -> Iterator[str]:
    ours, theirs = dict(wanted.entries), dict(found.entries)
    if wanted.role in PICTURES:  # its place is another gate's
        ours, theirs = ({key: value for key, value in each.items() if key not in ("A", "AF")} for each in (ours, theirs))
    if wanted.role == "Formula" and {*_formulas(found)} != {_formula_of(wanted)}:
        yield "a formula and its MathML differ"
    for key in sorted(ours.keys() | theirs.keys()):
        if ours.get(key) != theirs.get(key):
            values = (f"{each[key]}" if key in each else "not there" for each in (theirs, ours))
            yield "/{} of a {} is {}, and in the source {}".format(key, found.role, *values)


def _formula_of(wanted: Element) -> str:
    """The MathML that an element is wanted with."""
    attributes: Any = wanted.entries["A"]
    return str(attributes[1]["MSFT_MathML"].text)


def _formulas(found: Element) -> Iterator[object]:
    """The MathML that stands at an element of a file: as an attribute, and as a file."""
    attributes, files = (dict(found.entries).get(key) for key in ("A", "AF"))
    named = [each for each in attributes if isinstance(each, dict)] if isinstance(attributes, tuple) else []
    yield next((each["MSFT_MathML"] for each in named if "MSFT_MathML" in each), None)
    held: Any = files[0] if isinstance(files, tuple) and files else {}
    yield held.get("EF", {}).get("F")


GATES = (roles,)
