"""Strangers: entries that no file of the linker has. What opens, covers, hides or runs something in a PDF needs one of them."""

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

DEEPEST = 3  # drawings in drawings

KNOWN = {
    "the catalogue": "Type Pages StructTreeRoot Names Outlines PageMode MarkInfo ViewerPreferences PageLabels OutputIntents "
    "Lang Metadata",
    "the names": "Dests",
    "the root of the structure": "Type K ParentTree ParentTreeNextKey IDTree",
    "a page": "Type Parent Contents Resources Tabs StructParents Annots MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit",
    "an active area": "Type Subtype Rect QuadPoints Border F StructParent Contents Dest A",
    "an action": "S URI",
    "a graphics state": "Type ca CA",
    "the resources": "Font ExtGState XObject ColorSpace Pattern Shading ProcSet",
    "the preferences of a viewer": "DisplayDocTitle Direction",
    "a drawing": "Type Subtype BBox Matrix Resources Filter Length Group",
}
"""The entries that there may be. Those of a page which change how it is shown are for other gates."""

VALUES: Mapping[str, Mapping[str, Any]] = {
    "the catalogue": {"PageMode": "/UseOutlines", "MarkInfo": {"/Marked": True}},
    "the preferences of a viewer": {"DisplayDocTitle": True},
    "an active area": {"F": 4, "Subtype": "/Link", "Border": [0, 0, 0]},
    "an action": {"S": "/URI"},
}
"""What some must be: a file opens with its outline, in the usual order; an area is shown and printed, and leads to an address."""


def strange(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """What is in a file and in none of the linker's, with its page from 0, or -1."""
    root = pdf.Root
    named = (
        ("the catalogue", root),
        ("the preferences of a viewer", root.get("/ViewerPreferences")),
        ("the names", root.get("/Names")),
        ("the root of the structure", root.get("/StructTreeRoot")),
    )
    yield from ((-1, what) for name, value in named for what in _unknown(name, value))
    if pdf.is_encrypted:
        yield -1, "the file is encrypted"
    for number, page in enumerate(pdf.pages):
        yield from ((number, what) for what in dict.fromkeys(_on(page.obj)))


def _on(page: Any) -> Iterator[str]:
    """What is strange about a page, what it shows, and what can be clicked on it."""
    yield from _unknown("a page", page)
    yield from _shown(page.get("/Resources"), 0)
    for area in page.get("/Annots", ()):
        yield from _unknown("an active area", area)
        yield from _unknown("an action", area.get("/A"))
        if "/A" in area and "/Dest" in area:
            yield "an active area leads to two places (/A, /Dest)"


def _shown(resources: Any, depth: int) -> Iterator[str]:
    """What is strange about the resources of a page, or of a drawing on it."""
    yield from _unknown("the resources", resources)
    if resources is None or depth > DEEPEST:
        return
    for state in dict(resources.get("/ExtGState", {})).values():
        yield from _unknown("a graphics state", state)
    for shown in dict(resources.get("/XObject", {})).values():
        if shown.get("/Subtype") == "/Form":
            yield from _unknown("a drawing", shown)
            yield from _shown(shown.get("/Resources"), depth + 1)


def _unknown(name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return
    known = KNOWN[name].split()
    yield from (f"{name} has {key}, which no file of the guide has" for key in sorted(value.keys()) if key[1:] not in known)
    for key, wanted in VALUES.get(name, {}).items():
        if value.get(f"/{key}") != wanted:
            yield f"/{key} of {name} is not as the guide has it"
