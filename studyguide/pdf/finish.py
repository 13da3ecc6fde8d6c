"""Finish a linked file: what a file has once, by pikepdf, which then puts it in the order that viewers want.

Fonts, page labels, metadata and output intent (ISO 32000-1, 9.9, 12.4.2, 14.3, 14.11.5).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from studyguide.html.pages import PageMap
from studyguide.pdf import fonts, xmp
from studyguide.pdf.model import PdfMetadata
from studyguide.pdf.objects import FONTS


def finish(data: bytes, faces: Sequence[fonts.Face], pages: PageMap, metadata: PdfMetadata, *, linearized: bool) -> bytes:
    """The finished file. `linearized` orders it for reading over the web (annex F). Depends on nothing but the values given."""
    pikepdf.settings.set_flate_compression_level(9)  # written once, downloaded often
    with pikepdf.open(io.BytesIO(data)) as pdf:
        shared = pdf.get_object((FONTS, 0))
        for face in faces:
            shared[face.key] = fonts.embedded(pdf, face)
        pdf.Root.PageLabels = Dictionary(Nums=_labels(pages))
        pdf.Root.OutputIntents = [_intent(pdf)]
        pdf.Root.Lang = String(metadata.lang)
        xmp.describe(pdf, metadata)
        pdf.trailer.ID = Array([String(hashlib.sha256(metadata.identifier.encode()).digest()[:16])] * 2)
        made = io.BytesIO()
        as_linked = pikepdf.ObjectStreamMode.preserve
        pdf.save(made, linearize=linearized, deterministic_id=True, object_stream_mode=as_linked, preserve_pdfa=True)
        return made.getvalue()


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
