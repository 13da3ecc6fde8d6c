"""What a laid out page depends on besides its sources: this code, and the libraries under it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from studyguide.sources.environment import environment

CODE = (
    "boxtree", "compile", "completeness", "contents", "emit", "floating", "fonts", "fragment", "glyphs", "justification",
    "layout", "margin_notes", "model", "movable", "objects", "pagination", "place", "progress", "resources", "resume", "roles",
    "sheets", "structure", "tagging", "versions", "visibility", "weasyprint70", "words",
)  # fmt: skip
"""The modules of this package that decide what a fragment is, and what it is when placed."""


@lru_cache(maxsize=1)
def versions() -> str:
    """A digest of the code that lays out text and of what it stands on. Imports none of it."""
    digest = hashlib.sha256("\0".join(environment()).encode())
    for name in CODE:
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    for path in ("html/pages.py", "art/engine.py"):  # how page numbers are printed, and what lays out
        digest.update(Path(__file__).parents[1].joinpath(path).read_bytes())
    return digest.hexdigest()
