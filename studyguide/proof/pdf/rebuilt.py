"""A PDF against the one that its book gives: linked again from the pages that are kept, and compared byte by byte.

The gates ask whether the file is good; this asks whether it is this guide's. So whatever was painted over, moved, taken away or
put in is found, though nobody thought of it before.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

import pikepdf

from studyguide.proof.finished import FinishedPdf
from studyguide.proof.report import Outcome, finding
from studyguide.publish.pdf import make_pdf
from studyguide.publish.store import STORE
from studyguide.sources.diagnostics import Diagnostic

PAGES = 20  # pages that differ, and are told


def check(pdf: FinishedPdf) -> Outcome:
    """The published file is the one that the book gives."""
    found = pdf.path.read_bytes()
    wanted = make_pdf(pdf.guide.compiled, pdf.rendition, pdf.guide.root / STORE / "fragments").data
    return Outcome(
        list(differences(pdf.path.name, wanted, found)),
        "",
        f"{pdf.path.name}: {len(found):,} bytes, made again",
        looked=len(found),
    )


def differences(name: str, wanted: bytes, found: bytes) -> Iterator[Diagnostic]:
    """Where a file of a name is not the one that is wanted: its pages, or else something that belongs to none."""
    if wanted != found:
        told = list(islice(_pages(name, wanted, found), PAGES))
        yield from told or [finding(name, "file-bytes", "what belongs to no page is not as the guide gives it")]


def _pages(name: str, wanted: bytes, found: bytes) -> Iterator[Diagnostic]:
    with suppress(pikepdf.PdfError), pikepdf.open(io.BytesIO(wanted)) as right, pikepdf.open(io.BytesIO(found)) as other:
        for page, made in zip(right.pages, other.pages, strict=False):
            if _told(page.obj) != _told(made.obj):
                yield finding(f"p. {page.label}", "page-bytes", "the page is not the one that the guide gives")
        if len(right.pages) != len(other.pages):
            message = f"the file has {len(other.pages)} pages, and the guide gives {len(right.pages)}"
            yield finding(name, "page-count", message)


OUTWARD = frozenset({"/Parent", "/P"})  # entries that lead from a page to what is around it
PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})  # entries that tell how a stream is packed
DEEP = 12  # levels below a page that are looked at: the file of a font is seven below


def _told(value: Any, level: int = 0) -> object:
    """A page with all that it refers to: what paints it, its boxes, its active areas, what it paints with."""
    if level > DEEP or (level and isinstance(value, pikepdf.Dictionary) and value.get("/Type") in ("/Page", "/StructElem")):
        return None
    if isinstance(value, pikepdf.Stream):
        entries = {key: _told(each, level + 1) for key, each in value.items() if key not in PACKING}
        return entries, bytes(value.read_bytes())
    if isinstance(value, pikepdf.Dictionary):
        return {key: _told(each, level + 1) for key, each in value.items() if key not in OUTWARD}
    if isinstance(value, pikepdf.Array):
        return [_told(each, level + 1) for each in value]
    return str(value)
