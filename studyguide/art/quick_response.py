"""The address of a guide as a code for cameras: QR Code (ISO/IEC 18004), drawn by segno."""

from __future__ import annotations

import io

import segno

QUIET = 4
"""Modules that are left blank around the symbol (ISO/IEC 18004, 6.3.8)."""
CORRECTION = "m"
"""Fifteen in a hundred code words may be unreadable: paper is creased and stained."""


def quick_response_code(address: str) -> bytes:
    """The drawing (SVG) of an address: a square of dark modules on white, with its quiet zone, as large as it is shown."""
    drawing = io.BytesIO()
    code = segno.make_qr(address, error=CORRECTION, boost_error=False)
    code.save(drawing, kind="svg", xmldecl=False, border=QUIET, light="#fff", svgclass=None, lineclass=None, omitsize=True)
    return drawing.getvalue()
