"""Finish a linked file: what a file has once, by pikepdf, which then puts it in the order that viewers want.

Page labels, metadata and output intent (ISO 32000-1, 12.4.2, 14.3, 14.11.5).
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from studyguide.html.pages import PageMap
from studyguide.pdf.link import ElementTargets
from studyguide.pdf.model import PdfMetadata
from studyguide.pdf.pdfua2 import put_in_part_2

PRODUCER = "studyguide"
_PROFILE = Path(__file__).with_name("srgb.icc")
_CLAIMS = Path(__file__).with_name("pdfua.xmp"), Path(__file__).with_name("pdfua2.xmp")
"""PDF/A-3a and PDF/UA-1, and the schema of the latter, which PDF/A does not know (ISO 19005-3, 6.6.2.3.3); PDF/UA-2."""

Level = Literal[9, 8, 7, 6, 5]
LEVELS: tuple[Level, ...] = (6, 7, 8, 9, 5)
"""zlib's levels in the order in which they are tried. To linearize, qpdf compresses all object streams twice: at the hardest
level that takes twice as long as at the first, for a file smaller by a hundredth. Pages and fonts were compressed hard before."""

HINTS = re.compile(rb"<<(?=[^>]*/S \d)[^>]*/Length (\d+)[^>]*>>\s*stream\n")


def finish(
    data: bytes, pages: PageMap, metadata: PdfMetadata, *, linearized: bool, targets: ElementTargets | None = None
) -> bytes:
    """The finished file. `linearized` orders it for reading over the web (annex F). Depends on nothing but the values given.

    With the `targets` of its destinations it is PDF 2.0 and PDF/UA-2, else PDF 1.7, PDF/UA-1 and PDF/A-3a.
    """
    made = (_finished(data, pages, metadata, level, linearized=linearized, targets=targets) for level in LEVELS)
    return next(filter(hints_end, made))


def page_count(data: bytes) -> int:
    """The pages of a finished PDF; 0 for a file of another kind."""
    if not data.startswith(b"%PDF-"):
        return 0
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def _finished(
    data: bytes, pages: PageMap, metadata: PdfMetadata, level: Level, *, linearized: bool, targets: ElementTargets | None
) -> bytes:
    """The file at one level. It is opened anew for each: qpdf writes a file once, and loses the metadata the second time."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root.PageLabels = Dictionary(Nums=_labels(pages))
        pdf.Root.OutputIntents = [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=pdf.make_stream(_PROFILE.read_bytes(), N=3),
            )
        ]
        pdf.Root.Lang = String(metadata.lang)
        if metadata.direction == "rtl":
            pdf.Root.ViewerPreferences.Direction = Name.R2L
        describe(pdf, metadata, 2 if targets else 1)
        if targets:
            put_in_part_2(pdf, targets)
        pdf.trailer.ID = Array([String(hashlib.sha256(metadata.identifier.encode()).digest()[:16])] * 2)
        return _written(pdf, level, linearized=linearized, version="2.0" if targets else "1.7")


def _written(pdf: Pdf, level: Level, *, linearized: bool, version: str) -> bytes:
    pikepdf.settings.set_flate_compression_level(level)
    made = io.BytesIO()
    # Viewers unpack a stream for each object in it that they ask for: linearized, or made anew, none has more than a hundred.
    mode = pikepdf.ObjectStreamMode.preserve if linearized else pikepdf.ObjectStreamMode.generate
    options: dict[str, Any] = {"object_stream_mode": mode, "deterministic_id": True, "preserve_pdfa": True}
    pdf.save(made, linearize=linearized, min_version=version, **options)
    return made.getvalue()


def hints_end(data: bytes) -> bool:
    """Whether a line end stands before the `endstream` of the hint table (ISO 19005-3, 6.1.7.1).

    qpdf leaves it out where the table happens to end with one; another level of compression ends it otherwise.
    """
    table = HINTS.search(data)
    return table is None or data.startswith(b"\nendstream", table.end() + int(table[1]))


def _labels(pages: PageMap) -> Array:
    """Small roman figures, then arabic ones from 1."""
    roman = sum(not label.isdigit() for label in pages.labels)
    ranges = [0, Dictionary(S=Name.r)] if roman else []
    return Array([*ranges, roman, Dictionary(S=Name.D)] if roman < len(pages.labels) else ranges)


def describe(pdf: Pdf, metadata: PdfMetadata, part: Literal[1, 2] = 1) -> None:
    """Write XMP and information dictionary, which must agree (ISO 19005-3, 6.6); PDF 2.0 has no use for the latter (14.3.3).

    The packet is not compressed, so that programs that know no PDF can read it.
    """
    pdf.Root.Metadata = pdf.make_stream(_CLAIMS[part - 1].read_bytes(), Type=Name.Metadata, Subtype=Name.XML)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=part == 1, strict=True) as packet:
        for name, value in _properties(metadata):
            if value and any(value):
                packet[name] = value


def _properties(metadata: PdfMetadata) -> Iterator[tuple[str, str | list[str]]]:
    yield "dc:format", "application/pdf"
    yield "dc:title", metadata.title
    yield "dc:creator", list(metadata.authors)
    yield "dc:language", [metadata.lang]
    yield "dc:description", metadata.subject
    yield "dc:subject", list(metadata.keywords)
    yield "dc:publisher", [metadata.publisher]
    yield "dc:rights", metadata.rights
    yield "dc:identifier", metadata.identifier
    yield "dc:source", metadata.digest
    yield "dc:relation", list(metadata.addresses)
    yield "pdf:Keywords", "; ".join(metadata.keywords)
    yield "pdf:Producer", PRODUCER
    for date in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
        yield date, metadata.modified
    yield "xmpMM:DocumentID", metadata.identifier
    yield "xmpMM:InstanceID", f"urn:uuid:{uuid5(NAMESPACE_URL, metadata.digest)}" if metadata.digest else ""
    yield "xmpMM:VersionID", metadata.edition
    yield "xmpRights:Marked", "True" if metadata.rights else ""
