"""What a laid out page depends on besides its sources: this code, and the libraries under it."""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

CODE = (
    "compile", "contents", "emit", "floating", "fonts", "fragment", "glyphs", "layout", "model", "objects", "place",
    "resources", "roles", "structure", "tagging", "versions", "weasyprint70", "words",
)  # fmt: skip
"""The modules of this package that decide what a fragment is, and what it is when placed."""

LIBRARIES = ("weasyprint", "pydyf", "cssselect2", "tinycss2", "tinyhtml5", "pyphen", "fonttools", "pillow", "cffi")
_SHARED = {"linux": "lib{}.so.0", "darwin": "lib{}.0.dylib", "win32": "lib{}-0.dll"}


@lru_cache(maxsize=1)
def versions() -> str:
    """A digest of the code that lays out text and of the versions of the libraries under it. Imports none of it."""
    digest = hashlib.sha256(sys.version.encode())
    for name in CODE:
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    digest.update(Path(__file__).parents[1].joinpath("html", "pages.py").read_bytes())  # how page numbers are printed
    for part in (*_installed(), _shared("pango-1.0", "pango_version_string"), _shared("harfbuzz", "hb_version_string")):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def _installed() -> list[str]:
    """The names of the folders that pip leaves beside a library, which hold its version."""
    spec = find_spec("weasyprint")
    if spec is None or spec.origin is None:
        return []
    names = (entry.name.lower() for entry in os.scandir(Path(spec.origin).parent.parent))
    return sorted(name for name in names if name.endswith(".dist-info") and name.startswith(LIBRARIES))


def _shared(library: str, function: str) -> str:
    """What a shared library says of its version; “” where it cannot be asked, and then it cannot lay out either."""
    try:
        call = getattr(ctypes.CDLL(_SHARED.get(sys.platform, _SHARED["linux"]).format(library)), function)
    except (OSError, AttributeError):
        return ""
    call.restype = ctypes.c_char_p
    return bytes(call()).decode()
