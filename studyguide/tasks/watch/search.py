"""Search: the document that shows a passage of the sources."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from functools import cache

from studyguide.publish.positions import SoughtPassage, letters

TAG = re.compile(r"<[^>]*>")
ELSEWHERE = ("answers", "figure-descriptions", "solutions", "emergency", "glossary", "faq")
"""Units in which much stands that is written in a chapter."""
NEAR = (24, 14, 7)
"""Letters on either side of a place by which it is known: the more agree, the surer it is."""


def document_of(
    passage: SoughtPassage, units: Sequence[str], name: Callable[[str], str], read: Callable[[str], bytes | None]
) -> str:
    """The document that shows a passage; that of its unit, if none of the likely ones does.

    `name` is that of the document of a unit, `read` gives documents by name.
    """
    likely = [passage.unit, *(unit for unit in ELSEWHERE if unit in units)]
    text = cache(lambda each: shown(read(each)))  # one that has it spares the others
    needles = (passage.before[-near:] + passage.after[:near] for near in NEAR)
    found = (each for needle in needles for each in map(name, likely) if needle in text(each))
    return next(found, name(passage.unit))


def shown(document: bytes | None) -> str:
    """The letters that a document shows."""
    return letters(html.unescape(TAG.sub("", (document or b"").decode())))
