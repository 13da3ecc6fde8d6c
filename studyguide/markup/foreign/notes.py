"""Footnotes: their calls, their texts, and those that are written in the sentence."""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.blocks import Rows, block, indented, rows_of
from studyguide.markup.foreign.inlines import ForeignPassage, rule
from studyguide.markup.foreign.page import ForeignPage
from studyguide.markup.foreign.passage import Pieces, literal, mark, settled


def label_of(page: ForeignPage, label: str) -> str:
    """The mark of a note in the chapter: as it was, or, in a file that is put behind another one, with that file's name."""
    return re.sub(r"[^\w-]+", "-", f"{page.env.get('notes', '')}{label}").strip("-").casefold() or "n"


def _written(page: ForeignPage) -> set[str]:
    """The marks of the notes that have a text in the file."""
    if "written" not in page.env:
        page.env["written"] = {
            found[1].casefold() for row in page.rows if (found := re.match(r"[ \t>*+-]*\[\^([^\]\s]+)\]:", row))
        }
    known: set[str] = page.env["written"]
    return known


@rule("footnote_ref")
def _call(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    page, meta = passage.page, node.meta
    if "label" in meta and str(meta["label"]).casefold() not in _written(page):
        passage.tell("reference", node, f"[^{meta['label']}]")
        return [literal(f"[^{meta['label']}]")]
    if "label" in meta:
        page.env.setdefault("called", set()).add(label_of(page, str(meta["label"])))
        return [mark(f"[^{label_of(page, str(meta['label']))}]")]
    data = page.env["footnotes"]["list"][meta["id"]]
    page.notes += 1
    label = label_of(page, f"in-line-{page.notes}")
    children = SyntaxTreeNode(data["tokens"]).children
    inner = ForeignPassage(page, data["content"], passage.line).pieces(children)
    page.below.append([f"[^{label}]: {settled(inner, lines=False)}"])
    return [mark(f"[^{label}]")]


@block("footnote_reference")
def _note(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    with page.inside("note"):
        rows = rows_of(page, tree.children)
    return indented(rows, f"[^{label_of(page, str(tree.meta['label']))}]: ", "    ") if rows else []
