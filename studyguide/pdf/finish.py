"""Finish a linked file: what a file has once, by pikepdf, which then packs it and puts it in the order that viewers want.

Fonts, outline, page labels, metadata and output intent (ISO 32000-1, 12.3, 12.4.2, 14.3, 14.11.5).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, String

from studyguide.html.pages import PageMap
from studyguide.pdf import fonts, xmp
from studyguide.pdf.fragment import Bookmark
from studyguide.pdf.link import Part
from studyguide.pdf.model import Metadata
from studyguide.pdf.objects import FONTS

_MILLIONTH = 6
"""Decimals of a coordinate in points: less than any device shows."""


def finish(
    data: bytes, parts: Sequence[Part], faces: Sequence[fonts.Face], pages: PageMap, metadata: Metadata, *, linearized: bool
) -> bytes:
    """The finished file. `linearized` orders it for reading over the web (annex F). Depends on nothing but the values given."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        _embed(pdf, faces)
        _outline(pdf, parts)
        pdf.Root.PageLabels = Dictionary(Nums=_labels(pages))
        pdf.Root.OutputIntents = [_intent(pdf)]
        pdf.Root.Lang = String(metadata.lang)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        xmp.describe(pdf, metadata)
        pdf.trailer.ID = Array([String(_digest(metadata.identifier.encode()))] * 2)
        return _written(pdf, linearized=linearized)


def _written(pdf: Pdf, *, linearized: bool) -> bytes:
    pikepdf.settings.set_flate_compression_level(9)  # written once, downloaded often
    made = io.BytesIO()
    packed = pikepdf.ObjectStreamMode.generate
    pdf.save(made, linearize=linearized, deterministic_id=True, object_stream_mode=packed, preserve_pdfa=True)
    return made.getvalue()


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:16]


def _embed(pdf: Pdf, faces: Sequence[fonts.Face]) -> None:
    shared = pdf.get_object((FONTS, 0))
    for face in faces:
        shared[face.key] = fonts.embedded(pdf, face)


def _outline(pdf: Pdf, parts: Sequence[Part]) -> None:
    """Bookmarks as a tree: each hangs under the nearest before it of a lower level."""
    with pdf.open_outline() as outline:
        branch: list[tuple[int, OutlineItem]] = []
        for part in parts:
            for mark in part.facts.bookmarks:
                while branch and branch[-1][0] >= mark.level:
                    branch.pop()
                item = OutlineItem(mark.label, _place(pdf, part, mark))
                item.is_closed = not mark.open
                (branch[-1][1].children if branch else outline.root).append(item)
                branch.append((mark.level, item))
    pdf.Root.PageMode = Name.UseOutlines


def _place(pdf: Pdf, part: Part, point: Bookmark) -> Array:
    page = pdf.get_object((part.base + part.facts.places.pages[point.page], 0))
    return Array([page, Name.XYZ, round(point.x, _MILLIONTH), round(point.y, _MILLIONTH), 0])


def _labels(pages: PageMap) -> Array:
    """Small roman figures, then arabic ones from 1."""
    roman = sum(not label.isdigit() for label in pages.labels)
    ranges = [0, Dictionary(S=Name.r)] if roman else []
    return Array([*ranges, roman, Dictionary(S=Name.D)] if roman < len(pages.labels) else ranges)


def _intent(pdf: Pdf) -> Object:
    profile = pdf.make_stream(Path(__file__).with_name("srgb.icc").read_bytes(), N=3)
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
