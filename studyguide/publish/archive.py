"""Archives that are the same each time: ZIP files whose entries all have one date."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping

EARLIEST = 1980
"""The first year that an entry can have (APPNOTE.TXT, 4.4.6)."""
PERMISSIONS = 0o644 << 16


def archived(entries: Mapping[str, bytes], date: datetime.date) -> bytes:
    """Files by name as a ZIP, in their order, all of one day."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name, (max(date.year, EARLIEST), date.month, date.day, 0, 0, 0))
            entry.external_attr = PERMISSIONS
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
