"""Pictures for people: pages of the PDF and screens of the EPUB as PNG, for the README and for a look before a release."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

GAP = 8
GROUND = "#9AA0A6"


def page_pictures(pdf: bytes, pages: Sequence[int], width: int) -> list[Image.Image]:
    """Pages (counted from 0) painted by PDFium, `width` pixels wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[i].render(scale=width / document[i].get_width()).to_pil().convert("RGB") for i in pages]
    finally:
        document.close()


def contact_sheet(pictures: Sequence[Image.Image], columns: int) -> bytes:
    """Pictures side by side on grey, as PNG."""
    width, height = max(p.width for p in pictures), max(p.height for p in pictures)
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), GROUND)
    for i, picture in enumerate(pictures):
        sheet.paste(picture, (GAP + i % columns * (width + GAP), GAP + i // columns * (height + GAP)))
    buffer = io.BytesIO()
    sheet.quantize(128).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def all_pages(pdf: Path, width: int, columns: int, rows: int) -> list[bytes]:
    """Contact sheets of every page of a PDF, `columns` × `rows` pages each."""
    data = pdf.read_bytes()
    document = pypdfium2.PdfDocument(data)
    count = len(document)
    document.close()
    step = columns * rows
    return [contact_sheet(page_pictures(data, range(at, min(at + step, count)), width), columns) for at in range(0, count, step)]
