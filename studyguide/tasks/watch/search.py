"""Search: the document that shows a passage of the sources."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from studyguide.html import document_name
from studyguide.publish.positions import SoughtPassage, letters

TAG = re.compile(r"<[^>]*>")
ELSEWHERE = ("answers", "figure-descriptions", "emergency", "glossary", "faq")
"""Units in which much stands that is written in a chapter."""
NEAR = 12
"""Letters on either side of a place by which it is known."""


def document_of(passage: SoughtPassage, units: Sequence[str], read: Callable[[str], bytes | None]) -> str:
    """The document that shows a passage; that of its unit, if none of the likely ones does. `read` gives documents by name."""
    likely = [passage.unit, *(unit for unit in ELSEWHERE if unit in units)]
    names = (document_name(unit) for unit in likely)
    return next((name for name in names if holds(read(name), passage)), document_name(passage.unit))


def holds(document: bytes | None, passage: SoughtPassage) -> bool:
    """Whether a document shows a passage."""
    text = letters(html.unescape(TAG.sub("", (document or b"").decode())))
    return passage.before[-NEAR:] + passage.after[:NEAR] in text or passage.after[: 2 * NEAR] in text
