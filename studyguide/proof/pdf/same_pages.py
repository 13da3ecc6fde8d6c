"""Two PDFs of the same pages: they show, read and link the same, whatever version of PDF they are and whatever their tags say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

import pikepdf

from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic

SPOKEN = ("/Alt", "/ActualText", "/E", "/Lang")
"""The entries of an element that are said, or say how."""
Told = tuple[str, object]
"""A page where something stands, or “”, and what it is."""
MESSAGES = {
    "page-bytes": "the page shows something else",
    "page-links": "an active area of the page is another, or leads elsewhere",
    "reading-order": "something else is read, or in another order",
    "names": "a name leads elsewhere",
    "outline": "a bookmark is another, or leads elsewhere",
}


def differences(name: str, wanted: pikepdf.Pdf, found: pikepdf.Pdf) -> Iterator[Diagnostic]:
    """Where a file of a name differs from the one that it should be like: the first place of each kind."""
    one, other = told(wanted), told(found)
    for code, message in MESSAGES.items():
        pairs = zip_longest(one[code], other[code])
        if different := next(((first, second) for first, second in pairs if first != second), None):
            page = next(part[0] for part in different if part)
            yield finding(f"p. {page}" if page else name, code, f"{message} than in the PDF that it is made like")


def told(pdf: pikepdf.Pdf) -> Mapping[str, list[Told]]:
    """What a file shows, reads and links, by the codes of `MESSAGES`."""
    pages = {page.obj.objgen: page.label for page in pdf.pages}
    named = list(pdf.Root.Names.Dests.Names)
    return {
        "page-bytes": [(page.label, page.obj.Contents.read_bytes()) for page in pdf.pages],
        "page-links": [(page.label, [_area(area) for area in page.obj.get("/Annots", ())]) for page in pdf.pages],
        "reading-order": list(_read(pdf.Root.StructTreeRoot.K, pages)),
        "names": [("", (str(key), _place(to, pages))) for key, to in zip(named[::2], named[1::2], strict=True)],
        "outline": list(_bookmarks(pdf.Root.Outlines, pages)),
    }


def _area(area: Any) -> tuple[str, ...]:
    action = area.get("/A", pikepdf.Dictionary())
    led = area.get("/Dest", action.get("/D", action.get("/URI", "")))
    shape = area.get("/QuadPoints", area.Rect)
    return str(led), str(area.get("/Contents", "")), *map(str, shape)


def _read(element: Any, pages: Mapping[Any, str]) -> Iterator[Told]:
    """What is read of an element, in order: its own texts, and the pages and numbers of marked contents."""
    yield from (("", (entry, str(element[entry]))) for entry in SPOKEN if entry in element)
    kids = element.get("/K", ())
    own = pages.get(element.Pg.objgen, "") if "/Pg" in element else ""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if not isinstance(kid, pikepdf.Dictionary):
            yield own, int(kid)
        elif "/S" in kid:
            yield from _read(kid, pages)
        elif "/MCID" in kid:
            yield pages.get(kid.Pg.objgen, ""), int(kid.MCID)


def _place(destination: Any, pages: Mapping[Any, str]) -> tuple[str, ...]:
    place = list(destination.D if isinstance(destination, pikepdf.Dictionary) else destination)
    return pages.get(place[0].objgen, ""), *map(str, place[1:])


def _bookmarks(item: Any, pages: Mapping[Any, str]) -> Iterator[Told]:
    below = item.get("/First")
    while below is not None:
        place = _place(below.A if "/A" in below else below.Dest, pages)
        yield place[0], (str(below.Title), place)
        yield from _bookmarks(below, pages)
        below = below.get("/Next")
