"""Symbols: shapes that drawings share, kept in one file of `<symbol>`s.

A drawing asks for one by `<use href="symbols.svg#star" x="…" y="…"/>` (SVG 2, 5.5). Its shapes are put in that place before
anything is checked, so what is checked and drawn is plain, and no reader needs to follow the name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from studyguide.sources.diagnostics import did_you_mean

SVG = "{http://www.w3.org/2000/svg}"
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
ELSEWHERE = re.compile(r"([\w-]+\.svg)#(.+)")
ASKED = re.compile(r"""href\s*=\s*["']\s*([\w-]+\.svg)#""")
OWN = ("viewBox", "preserveAspectRatio", "width", "height", "x", "y", *HREFS)  # what says where, and not how it is painted
Complaint = tuple[int, str, str]  # line, message, hint


def files_asked_for(text: str) -> set[str]:
    """The names of the files of symbols that a drawing asks for."""
    return set(ASKED.findall(text))


def put_in(root: Any, files: Mapping[str, str], most: int) -> Iterator[Complaint]:
    """Put the shapes of symbols where the drawing asks for them, at most so many; say which are not there.

    `files` are texts of files of symbols that have no fault, by name. What asks for no other file is left as it is.
    """
    known = {name: _symbols(text) for name, text in files.items()}
    missed: set[tuple[str, str]] = set()
    for use in [*root.iter(f"{SVG}use")]:
        line = use.sourceline or 1
        if not (asked := _asked(use)):
            continue
        symbol = known.get(asked[0], {}).get(asked[1])
        if symbol is None:
            yield from [_missing(asked, known, line)] if not {asked, (asked[0], "")} & missed else []
            missed.add(asked if asked[0] in known else (asked[0], ""))
        elif (most := most - sum(1 for _ in symbol.iter())) < 0:
            yield line, "the symbols of the drawing have too many shapes, all in all", "ask for fewer, or draw them simpler"
            return
        else:
            use.getparent().replace(use, _shapes(use, symbol, line))


def _missing(asked: tuple[str, str], known: Mapping[str, Mapping[str, Any]], line: int) -> Complaint:
    name, key = asked
    if name not in known:
        return line, f"there is no file “{name}” beside the drawing", "symbols stand in a file of this folder"
    return line, f"there is no symbol “{key}” in {name}", did_you_mean(key, known[name])


def _asked(use: Any) -> tuple[str, str] | None:
    """The file and the symbol that an element asks for."""
    found = next(filter(None, (ELSEWHERE.fullmatch(use.get(key, "").strip()) for key in HREFS)), None)
    return (found[1], found[2]) if found else None


def _symbols(text: str) -> dict[str, Any]:
    return {each.get("id", ""): each for each in etree.fromstring(text.encode()).iter(f"{SVG}symbol")}


def _shapes(use: Any, symbol: Any, line: int) -> Any:
    """A group in the place of what asked for it: its movement and paint, and within them the shapes of the symbol."""
    group = deepcopy(symbol)
    group.tag, group.tail = f"{SVG}g", use.tail
    for key in OWN:
        group.attrib.pop(key, None)
    for key, value in use.attrib.items():
        if key not in OWN and key not in group.attrib:
            group.set(key, value)
    if use.get("x") or use.get("y"):
        movement = f"{use.get('transform', '')} translate({use.get('x', '0')} {use.get('y', '0')})"
        group.set("transform", movement.strip())
    for each in group.iter(etree.Element):
        each.attrib.pop("id", None)
        each.sourceline = line  # what is wrong with it here is wrong where it was asked for
    return group


def not_shared(root: Any, frame: Collection[str]) -> Iterator[Complaint]:
    """What cannot be put into a drawing: shapes outside a symbol, symbols without a name, words, what leads elsewhere."""
    if not [*root.iter(f"{SVG}symbol")]:
        yield 1, "the file has no symbols", "write each as <symbol id=“…”>…</symbol>, drawn around the point 0 0"
    for child in root.iterchildren(etree.Element):
        if etree.QName(child).localname not in ("symbol", *frame):
            yield child.sourceline or 1, "a file of symbols draws nothing itself", "put it into a <symbol>, or delete it"
    for symbol in root.iter(f"{SVG}symbol"):
        if symbol.get("id") is None:
            yield symbol.sourceline or 1, "a symbol has no id", "give it one: drawings ask for it by that"
        if symbol.get("viewBox") is not None:
            yield symbol.sourceline or 1, "a symbol has a viewBox", "leave it out, and draw around the point 0 0"
        yield from _reaching(symbol)


def _reaching(symbol: Any) -> Iterator[Complaint]:
    for each in symbol.iterdescendants(etree.Element):
        if etree.QName(each).localname in ("text", "tspan", "symbol"):
            yield each.sourceline or 1, "a symbol holds shapes alone", "write words in the drawing that uses it"
        elif any("url(" in value for value in each.attrib.values()):
            yield each.sourceline or 1, "a symbol leads to another part of its file", "paint it with plain colours"
