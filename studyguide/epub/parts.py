"""Documents that would be too large for reading systems go on in others: lists of references, answers, an index.

A document is cut between the items of the list that fills it. What goes on says the title again, with the number of the part, and
stands in the contents below the first; an ordered list goes on counting. Every address of what has moved is changed with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from typing import Any

from lxml import etree

from studyguide.epub.publication import Document, NavPoint, Publication
from studyguide.html.xhtml import EPUB_TYPE, XHTML, serialise_file

LIMIT = 250_000
"""The most bytes of a document: old reading systems give up at 300 kB, and calibre warns from 260 kB on."""
HREF = re.compile(rb'(?<= href=")([^"#:]*)#([^"]+)(?=")')
PART = re.compile(r"--\d{1,2}(?=\.xhtml$)")
"""What the name of a document that goes on has more than that of the first; no other name has it (`sources.identifiers`)."""
Moved = Mapping[tuple[str, str], str]
"""The document that an id stands in now, by the one that it stood in, and the id."""


def in_parts(publication: Publication) -> Publication:
    """The same publication with no document above `LIMIT` that can be cut."""
    parts = {each.name: tuple(_parts(each)) for each in publication.documents if len(each.data) > LIMIT}
    if not parts:
        return publication
    moved = {(name, place): part.name for name, made in parts.items() for part in made[1:] for place in _ids(part)}
    unlisted = dict(parts)
    documents = ((each.name, part) for each in publication.documents for part in parts.get(each.name, (each,)))
    return replace(
        publication,
        documents=tuple(replace(part, data=_led_on(part, name, moved)) for name, part in documents),
        nav=tuple(_nav(point, moved, unlisted) for point in publication.nav),
        landmarks=tuple(replace(mark, href=_now(mark.href, moved)) for mark in publication.landmarks),
        page_list=tuple(replace(mark, href=_now(mark.href, moved)) for mark in publication.page_list),
    )


def whole(name: str) -> str:
    """The name of the document that one of a name is a part of."""
    return PART.sub("", name)


def _parts(document: Document) -> Iterator[Document]:
    """The parts of a document, the first of which keeps its name. One with notes stays whole: they stand by their calls."""
    root = etree.fromstring(document.data)
    if any("footnotes" in (each.get(EPUB_TYPE) or "") for each in root.iter(etree.Element)):
        yield document
        return
    chain = _filled(root.find(f"{XHTML}body"))
    groups = _groups(chain[-1], -(-len(document.data) // LIMIT))
    stem = document.name.removesuffix(".xhtml")
    for number, items in enumerate(groups, 1):
        part = serialise_file(_part(root, chain, items, (number, len(groups))))
        name = document.name if number == 1 else f"{stem}--{number}.xhtml"
        yield replace(document, name=name, title=_numbered(document.title, number), data=part)


def _filled(element: Any) -> list[Any]:
    """An element and those in it, down to the one whose children share its text: none of them holds more than half of it."""
    chain, whole = [element], _size(element)
    while (largest := max(chain[-1], key=_size, default=None)) is not None and _size(largest) * 2 > whole:
        chain.append(largest)
    return chain


def _size(element: Any) -> int:
    return len(etree.tostring(element, with_tail=False))


def _groups(filled: Any, count: int) -> list[list[int]]:
    """The places of the children of an element, in about equal groups; the mark of a page stays with what it stands before."""
    found: list[list[int]] = [[] for _ in range(count)]
    whole, before, marks = sum(map(_size, filled)), 0, list[int]()
    for place, child in enumerate(filled):
        if child.get("role") == "doc-pagebreak" or _is_opener(child):
            marks.append(place)
            continue
        found[(before + _size(child) // 2) * count // whole] += [*marks, place]
        before, marks = before + _size(child), []
    found[-1] += marks
    return [group for group in found if group]


def _part(root: Any, chain: Sequence[Any], items: Sequence[int], counted: tuple[int, int]) -> Any:
    """A copy of a document with some children of the last element of a chain, and what stands before, or behind all of them."""
    number, count = counted
    made = deepcopy(root.getroottree()).getroot()  # with its document type
    inner = [made.xpath(root.getroottree().getpath(each))[0] for each in chain]
    for child in [child for place, child in enumerate(inner[-1]) if place not in items and not _is_opener(child)]:
        inner[-1].remove(child)
    for around, within in pairwise(inner):
        before = around.index(within)
        for place, each in reversed(list(enumerate(around))):
            if (place < before and number > 1 and not _is_opener(each)) or (place > before and number < count):
                around.remove(each)
    if number > 1:
        _goes_on(made, inner, number)
        if inner[-1].tag == f"{XHTML}ol":
            inner[-1].set("start", str(int(inner[-1].get("start", "1")) + items[0]))
    return made


def _goes_on(root: Any, chain: Sequence[Any], number: int) -> None:
    """Tell a document that goes on from the one before: the ids that both have, and the title that both say."""
    openers = [each for each in root.iter(f"{XHTML}div") if _is_opener(each)]
    for opener in openers:
        opener.set("class", f"{opener.get('class')} continued")
    for title in root.iter(f"{XHTML}title", *(f"{XHTML}h1" for _ in openers)):
        title.text = _numbered(title.text or "", number)
    for each in (*chain, *(inner for opener in openers for inner in opener.iter(etree.Element))):
        for name in ("id", "aria-labelledby"):
            if each.get(name):
                each.set(name, f"{each.get(name)}--{number}")


def _is_opener(element: Any) -> bool:
    return "opener" in (element.get("class") or "").split()


def _numbered(title: str, number: int) -> str:
    return title if number == 1 else f"{title} ({number})"


def _ids(document: Document) -> list[str]:
    return [place for each in etree.fromstring(document.data).iter(etree.Element) if (place := each.get("id"))]


def _led_on(document: Document, origin: str, moved: Moved) -> bytes:
    """The bytes of a document, which is a part of `origin`, with every address where it leads now."""

    def address(found: re.Match[bytes]) -> bytes:
        name, place = found[1].decode() or origin, found[2].decode()
        home = moved.get((name, place), name)
        return (f"#{place}" if home == document.name else f"{home}#{place}").encode()

    return HREF.sub(address, document.data)


def _nav(point: NavPoint, moved: Moved, parts: dict[str, tuple[Document, ...]]) -> NavPoint:
    """A line of the contents. Below the first that leads to a document in `parts` stand those that no line below it leads to."""
    more = parts.pop(point.href.partition("#")[0], ())[1:]
    children = tuple(_nav(each, moved, parts) for each in point.children)
    led = {each.href.partition("#")[0] for each in children}
    lines = tuple(NavPoint(part.title, part.name) for part in more if part.name not in led)
    return replace(point, href=_now(point.href, moved), children=(*children, *lines))


def _now(href: str, moved: Moved) -> str:
    name, _, place = href.partition("#")
    return f"{moved.get((name, place), name)}#{place}" if place else href
