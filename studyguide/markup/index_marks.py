"""Index marks on lines of their own: they belong to the text that follows, or else to the text before, and make no paragraph."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from studyguide import nodes as n
from studyguide.markup.reader import SourcePage

B = TypeVar("B", bound=n.Node)
Marks = tuple[n.Inline, ...]


def with_marks_joined(page: SourcePage, blocks: Sequence[n.Block]) -> list[n.Block]:
    """The blocks without paragraphs of marks alone; the marks begin the next block that has text, or end the last one."""
    out: list[n.Block] = []
    waiting: Marks = ()
    for block in blocks:
        if marks := _alone(block):
            waiting += marks
        else:
            made = _begun(block, waiting) if waiting else None
            waiting = () if made else waiting
            out.append(made or block)
    return _ended(page, out, waiting) if waiting else out


def _alone(block: n.Block) -> Marks:
    """The marks of a paragraph that holds nothing else."""
    children = block.children if isinstance(block, n.Paragraph) else ()
    marks = tuple(child for child in children if isinstance(child, n.IndexMark))
    return marks if not n.plain(children).strip() and all(isinstance(c, n.IndexMark | n.Text) for c in children) else ()


def _begun(block: B, marks: Marks) -> B | None:
    """The block with marks before its first words; None if it has no words of its own."""
    for name in BEGINNINGS.get(type(block), ()):
        parts = getattr(block, name)
        if parts and (new := _first(parts, marks)):
            changed: dict[str, Any] = {name: new}
            return replace(block, **changed)
    return None


def _first(parts: tuple[object, ...], marks: Marks) -> tuple[object, ...] | None:
    """The inlines, blocks, or tuples of blocks, with marks before the first words."""
    first, *rest = parts
    if isinstance(first, n.Inline):
        return (*marks, *parts)
    if isinstance(first, tuple):
        new: object = _first(first, marks) if first else None
    else:
        new = _begun(first, marks) if isinstance(first, n.Node) else None
    return (new, *rest) if new else None


def _ended(page: SourcePage, blocks: list[n.Block], marks: Marks) -> list[n.Block]:
    """The blocks with marks behind the words of the last one, or, if that is more than a paragraph, before them."""
    last = blocks[-1] if blocks else n.KeyTermsHere()
    ended = replace(last, children=(*last.children, *marks)) if isinstance(last, n.Paragraph) else _begun(last, marks)
    if ended:
        return [*blocks[:-1], ended]
    for mark in marks:
        page.error(mark.span, "bad-index", "no text stands with this index mark", "put it into the paragraph that it points to")
    return blocks


# Where the first words of a block stand: in the first of these fields that has any.
BEGINNINGS: dict[type[n.Node], tuple[str, ...]] = {
    n.Paragraph: ("children",),
    n.Formula: ("children",),
    n.Section: ("title",),
    n.BulletList: ("items",),
    n.OrderedList: ("items",),
    n.DefinitionList: ("items",),
    n.Definition: ("term",),
    n.Quotation: ("children",),
    n.Callout: ("title", "children"),
    n.Table: ("caption",),
    n.Figure: ("caption",),
    n.Question: ("stem",),
}
