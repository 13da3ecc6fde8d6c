"""Footnotes, looked for on the finished pages: each that is called stands there once, and on the page of its call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from studyguide.pdf import roles
from studyguide.pdf.layout import UNIT
from studyguide.sources.diagnostics import Diagnostic

if TYPE_CHECKING:
    from studyguide.pdf.weasyprint70 import DocumentPage

SHOWN = 60
"""So many characters of a note say which it is."""


def misplaced(pages: Sequence[DocumentPage]) -> Iterator[Diagnostic]:
    """What is wrong with the notes of a unit: errors for those lost, doubled or out of order, warnings for late ones."""
    called = {note: page for page in reversed(range(len(pages))) for note in pages[page].calls}
    printed = [(note, page) for page, painted in enumerate(pages) for note in painted.notes]
    order = {note: place for place, note in enumerate(dict.fromkeys(note for painted in pages for note in painted.calls))}
    times, last = Counter(note for note, _ in printed), -1
    for note in order:
        if times[note] != 1:
            yield _lost(note, "on no page" if not times[note] else f"printed {times[note]} times")
    for note, page in printed:
        if order.get(note, -1) < last:
            yield _lost(note, "printed behind a later one")
        elif page != called[note]:
            yield _late(note, page - called[note])
        last = order.get(note, -1)


def _lost(note: Any, what: str) -> Diagnostic:
    return Diagnostic(UNIT, "lost-note", f"the footnote “{_shown(note)}” is {what}", "call it in another sentence")


def _late(note: Any, pages: int) -> Diagnostic:
    message = f"the footnote “{_shown(note)}” stands {'a page' if pages == 1 else f'{pages} pages'} behind its call"
    return Diagnostic(UNIT, "late-note", message, "shorten it, or call it elsewhere", "warning")


def _shown(note: Any) -> str:
    text = roles.words(note)
    return text if len(text) <= SHOWN else text[:SHOWN].rpartition(" ")[0] + " …"
