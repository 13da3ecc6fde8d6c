"""Spaces at line ends. Layout drops them, but a text that is read without looking at the page needs them (ISO 32000-1, 14.8.2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from studyguide.pdf import roles
from studyguide.pdf.structure import Tree

if TYPE_CHECKING:
    from studyguide.pdf.weasyprint70 import Leaf

_ENDS = ".,;:!?)”’…"


def spaces(tree: Tree, pages: Sequence[tuple[int, Sequence[Leaf]]]) -> set[tuple[int, int]]:
    """The marked contents, as (page, mark), after which a space was dropped. `pages` are indices with leaves."""
    found: set[tuple[int, int]] = set()
    before: dict[Any, tuple[int, Leaf]] = {}
    texts: dict[Any, str] = {}
    for index, leaves in pages:
        for leaf in leaves:
            if leaf.box or not leaf.text.strip() or leaf.pseudo in ("marker", "footnote-marker", "footnote-call") or tree.artifact(leaf, index):
                continue
            block = tree.block(leaf.element)
            last = before.get(block)
            if last and _dropped(last[1], leaf, block, texts):
                found.add((last[0], last[1].mark))
            before[block] = index, leaf
    return found


def _dropped(first: Leaf, second: Leaf, block: Any, texts: dict[Any, str]) -> bool:
    """Whether the source has a space between two leaves of a block that are not on one line."""
    if first.line == second.line or first.soft or first.text[-1].isspace() or second.text[0].isspace():
        return False
    if first.pseudo or second.pseudo:  # what a stylesheet adds is not in the source
        return first.text[-1].isalnum() or first.text[-1] in _ENDS
    if block not in texts:
        texts[block] = roles.words(block)
    return f"{first.text.split()[-1]} {second.text.split()[0]}" in texts[block]
