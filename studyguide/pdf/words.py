"""Spaces that layout drops or does not paint. Whoever reads without looking at the page needs them (ISO 32000-1, 14.8.2.5)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from studyguide.pdf import roles
from studyguide.pdf.structure import StructTree

if TYPE_CHECKING:
    from studyguide.pdf.weasyprint70 import PaintedRun

_OPENING = frozenset({"Ps", "Pi", "Pd"})
"""Categories of characters behind which words go on: opening brackets and quotation marks, dashes."""
_LINE_MAY_END = "\u200b"
"""What a style sheet adds where a line may end; nothing is read of it."""
_APART = frozenset({"marker", "footnote-marker", "footnote-call"})
"""Parts of an element that stand beside its text."""


def spaces(tree: StructTree, pages: Sequence[Sequence[PaintedRun]]) -> set[tuple[int, int]]:
    """The marked contents, as (page, mark), after which a space is to be added."""
    found: set[tuple[int, int]] = set()
    before: dict[Any, tuple[int, PaintedRun]] = {}
    texts: dict[Any, str] = {}
    for page, run in ((page, run) for page, runs in enumerate(pages) for run in runs):
        if run.text in ("", _LINE_MAY_END) or run.pseudo in _APART or tree.artifact(run, page):
            continue
        block = tree.block(run.element)
        last = before.get(block)
        if last and not last[1].text[-1].isspace() and _dropped(last[1], run, block, texts):
            found.add((last[0], last[1].mark))
        if run.text.strip():
            before[block] = page, run
    return found


def _dropped(first: PaintedRun, second: PaintedRun, block: Any, texts: dict[Any, str]) -> bool:
    """Whether there is a space between two leaves of a block that was not painted: it stood alone, or at the end of a line."""
    if not second.text.strip():
        return True
    if first.line == second.line or first.soft or second.text[0].isspace():
        return False
    if first.pseudo or second.pseudo:  # what a stylesheet adds is not in the source
        return unicodedata.category(first.text[-1]) not in _OPENING
    if block not in texts:
        texts[block] = roles.words(block)
    return f"{first.text.split()[-1]} {second.text.split()[0]}" in texts[block]
