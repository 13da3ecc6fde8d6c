"""The store: where the project keeps what it made, and where the finished files stand."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from studyguide.html.pages import PageMap
from studyguide.publish.compiled import Compiled
from studyguide.sources import files
from studyguide.sources.cache import Cache
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.remembered import Memory
from studyguide.sources.renditions import REFERENCE

STORE = "build/.cache"
BOOK = f"{STORE}/book"
PARTS = f"{STORE}/parts"
PAGES = f"{STORE}/pages-{REFERENCE}"
WARNINGS = f"{STORE}/warnings"


PARTS_LIMIT = 2**26
"""Bytes of parts: many builds of a book of a few hundred pages."""


def memory(root: Path, program: str) -> Memory:
    """What the steps of earlier builds made, as far as `program`, the name of the code, is still the same."""
    return Memory(Cache(root / PARTS), program)


def trim(root: Path, used: Memory) -> int:
    """Forget the parts that were used least recently, if there are new ones; returns how many went."""
    return Cache(root / PARTS).trim(PARTS_LIMIT) if used.made else 0


def packed_book(compiled: Compiled) -> bytes:
    """A compiled book as bytes."""
    alone = replace(compiled, remembered=Memory())
    return _held(pickle.dumps(alone, 5), alone)


def unpacked_book(data: bytes) -> Compiled:
    """The book that was packed; one and the same, as long as the bytes are the same."""
    if data not in _BOOK:
        _held(data, pickle.loads(data))  # noqa: S301 (our own file, sealed by us)
    return _BOOK[data]


_BOOK: dict[bytes, Compiled] = {}
"""The book that this process packed or unpacked last."""


def _held(data: bytes, compiled: Compiled) -> bytes:
    _BOOK.clear()
    _BOOK[data] = compiled
    return data


def packed_warnings(found: Sequence[Diagnostic]) -> bytes:
    """What the lints found as bytes."""
    return pickle.dumps(tuple(found), 5)


def unpacked_warnings(data: bytes) -> tuple[Diagnostic, ...]:
    """What the lints found, from `packed_warnings`."""
    found: tuple[Diagnostic, ...] = pickle.loads(data)  # noqa: S301 (our own file, sealed by us)
    return found


def unpacked_pages(data: bytes) -> PageMap:
    """The page map that stands in JSON."""
    facts = json.loads(data)
    units = {name: (first, count) for name, (first, count) in facts["units"].items()}
    openings = tuple(tuple(words) for words in facts["openings"])
    return PageMap(tuple(facts["labels"]), facts["anchors"], tuple(facts["firsts"]), units, openings)


def stored_book(root: Path) -> Compiled:
    """The book that the last build kept. Raises OSError if it is lost or damaged."""
    return unpacked_book(files.required(root / BOOK))


def reference_pages(root: Path) -> PageMap:
    """The page map that the last build of the reference rendition kept. Raises OSError if it is lost or damaged."""
    return unpacked_pages(files.required(root / PAGES))
