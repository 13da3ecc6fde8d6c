"""What the file says about itself: XMP and the information dictionary, which must agree (ISO 19005-3, 6.6)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from pikepdf import Name, Pdf

from studyguide.pdf.model import PdfMetadata

PRODUCER = "studyguide"
_CLAIMS = Path(__file__).with_name("pdfua.xmp")
"""PDF/A-3a and PDF/UA-1, and the schema of the latter, which PDF/A does not know (ISO 19005-3, 6.6.2.3.3)."""


def describe(pdf: Pdf, metadata: PdfMetadata) -> None:
    """Write both into an open file. The packet is not compressed, so that programs that know no PDF can read it."""
    pdf.Root.Metadata = pdf.make_stream(_CLAIMS.read_bytes(), Type=Name.Metadata, Subtype=Name.XML)
    with pdf.open_metadata(set_pikepdf_as_editor=False, strict=True) as packet:
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
    yield "pdf:Keywords", "; ".join(metadata.keywords)
    yield "pdf:Producer", PRODUCER
    for date in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
        yield date, metadata.modified
    yield "xmpMM:DocumentID", metadata.identifier
    yield "xmpMM:InstanceID", f"urn:uuid:{uuid5(NAMESPACE_URL, metadata.digest)}" if metadata.digest else ""
    yield "xmpMM:VersionID", metadata.edition
    yield "xmpRights:Marked", "True" if metadata.rights else ""
