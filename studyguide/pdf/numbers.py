"""Printed page numbers: where a unit's HTML wants one, and which page everything stands on.

HTML holds no numbers. A link whose target has a page gets an attribute that the style sheet prints, by the agreement that
`PRINTED` is. To be laid out it only needs as many digits as the number has, so zeros stand for them until the link step.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from studyguide.html.pages import PRINTED, LateUnit, Numbering, PageMap, Unit
from studyguide.sources.numerals import roman

_LINK = re.compile(r"<a\b[^>]*>")
_HREF = re.compile(r'\bhref="#([^"]+)"')
_CLASS = re.compile(r'\bclass="([^"]*)"')
_DIGEST = re.compile(rf'({PRINTED.digest}="(\d+)">)(0+)')


@lru_cache(maxsize=256)
def references(html: str) -> tuple[tuple[int, str], ...]:
    """Where the start tags end that want a page number, as offsets into `html`, and the id each of them points to."""
    found = []
    for tag in _LINK.finditer(html):
        href, names = _HREF.search(tag[0]), _CLASS.search(tag[0])
        if href and names and PRINTED.links.keys() & set(names[1].split()):
            found.append((tag.end() - (2 if tag[0].endswith("/>") else 1), href[1]))
    return tuple(found)


def filled(html: str, number: Callable[[str], str]) -> str:
    """The HTML with the number on every link whose target has a number."""
    parts, done = [], 0
    for end, target in references(html):
        if text := number(target):
            parts += [html[done:end], f' {PRINTED.attribute}="{text}"']
            done = end
    return "".join([*parts, html[done:]])


def digested(html: str, digest: str) -> str:
    """The HTML with the digest of the sources in place of its zeros."""
    return _DIGEST.sub(lambda found: found[1] + digest[int(found[2]) :][: len(found[3])], html)


def first_numbers(units: Sequence[Unit | LateUnit], pages: Mapping[str, int]) -> dict[str, int]:
    """The printed number of each unit's first page, from the number of pages of every unit."""
    following: dict[Numbering, int] = {"roman": 1, "arabic": 1}
    first = {}
    for unit in units:
        first[unit.id] = following[unit.numbering]
        following[unit.numbering] += pages[unit.id]
    return first


def page_map(units: Sequence[Unit | LateUnit], anchors: Mapping[str, Sequence[Iterable[str]]]) -> PageMap:
    """The map of the whole, from the ids that begin on each page of each unit. An id that occurs twice means its first place."""
    labels: list[str] = []
    where: dict[str, int] = {}
    firsts: list[str] = []
    places = {}
    first = first_numbers(units, {unit.id: len(anchors[unit.id]) for unit in units})
    for unit in units:
        places[unit.id] = (len(labels), len(anchors[unit.id]))
        for number, names in enumerate(anchors[unit.id], first[unit.id]):
            new = [name for name in names if name not in where]
            where.update((name, len(labels)) for name in new)
            firsts.append(new[0] if new else "")
            labels.append(roman(number) if unit.numbering == "roman" else str(number))
    return PageMap(tuple(labels), where, tuple(firsts), places)
