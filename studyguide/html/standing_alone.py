"""Standing alone: a document of a few pieces of a guide, in which no link leads out to the rest of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from lxml import etree

from studyguide.html.excerpts import drop
from studyguide.html.xhtml import IDS, XHTML
from studyguide.nodes import note_sign


def stand_alone(root: Any, *, by_itself: bool = False) -> Any:
    """The document with plain words for what would lead out of it; the calls of sources that it does not list are gone.

    Where it is read `by_itself`, without the guide, so are brackets that only refer to another place of the guide.
    Links inside it print no page numbers; those out to the web print their address, as the list of sources does itself.
    """
    for way in [each for each in root.iter(f"{XHTML}p") if each.get("class") in WAYS]:
        drop(way)
    there = {element.get("id") for element in root.iter(etree.Element)}
    for call in [each for each in root.iter(etree.Element) if "cite" in each.get("class", "").split()]:
        if any(link.get("href", "")[1:] not in there for link in call.iter(f"{XHTML}a")):
            drop(call)
    for link in list(root.iter(f"{XHTML}a")):
        address = link.get("href", "")
        if address.startswith("#") and address[1:] in there:
            link.attrib.pop("class", None)
        elif address.startswith("#") and by_itself and _stands_in_brackets(link):
            _drop_bracket(link)
        elif address.startswith("#"):
            _become_words(link)
        elif not any(_is_list(around) for around in link.iterancestors()):
            _print_address(link, address)
    return root


def _before(element: Any) -> str:
    previous = element.getprevious()
    return (element.getparent().text if previous is None else previous.tail) or ""


def _stands_in_brackets(link: Any) -> bool:
    return _before(link).endswith("(") and (link.tail or "").startswith(")")


def _drop_bracket(link: Any) -> None:
    previous, before = link.getprevious(), _before(link)[:-1].rstrip(" \u00a0")
    link.tail = (link.tail or "")[1:]
    if previous is None:
        link.getparent().text = before
    else:
        previous.tail = before
    drop(link)


def _is_list(element: Any) -> bool:
    return "sources" in element.get("class", "").split()


def _become_words(link: Any) -> None:
    """Plain words, with what the place is called if the author had others for it: “the table, Table 2.1”."""
    if "xref" in link.get("class", "").split() and (named := link.get("aria-label")):
        link[:] = []
        link.text = named
    link.tag = f"{XHTML}span"
    tail = link.tail
    link.attrib.clear()
    link.tail = tail


def _print_address(link: Any, address: str) -> None:
    """An address behind the words of a link, if they do not say it."""
    shown = address.removeprefix("mailto:")
    if shown not in "".join(link.itertext()):
        link.tail = f" ({shown}){link.tail or ''}"


WAYS = {"to-answer", "to-question", "to-figure"}
"""The classes of lines that are nothing but a way to another place of the guide."""


def set_notes(root: Any) -> Any:
    """Each footnote of print behind what it is a note to: a question, a table, a figure; it need not be looked for elsewhere."""
    signs: Counter[Any] = Counter()
    for note in [each for each in root.iter(f"{XHTML}span") if each.get("class") == "footnote"]:
        home = next(each for each in note.iterancestors() if each.tag in HOMES or "table" in each.get("class", "").split())
        signs[home] += 1
        sign = f"[{note_sign(signs[home])}]"
        call = etree.Element(f"{XHTML}sup", {"class": "note-call"})
        call.text, call.tail, note.tail = sign, note.tail, None
        note.getparent().replace(note, call)
        note.tag = f"{XHTML}p"
        note.set("class", "paper-note")
        note.text = f"{sign}\u2002{note.text or ''}"
        home.append(note)
    return root


HOMES = {f"{XHTML}{name}" for name in ("section", "figure", "main", "body")}


def without_names(root: Any) -> Any:
    """The document with numbers for ids: a name that an author gave may tell what is asked."""
    names = {element.get("id"): f"p{at}" for at, element in enumerate(root.iter(etree.Element), 1) if element.get("id")}
    for element in root.iter(etree.Element):
        for attribute in IDS & set(element.keys()):
            element.set(attribute, " ".join(names.get(name, name) for name in element.get(attribute).split()))
        if (address := element.get("href", "")).startswith("#"):
            element.set("href", f"#{names.get(address[1:], address[1:])}")
    return root
