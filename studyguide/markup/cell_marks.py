"""Marks of merged cells: `{cols=2 rows=3}` before the words of a cell, a cell of a list table."""

import re
from dataclasses import dataclass

from markdown_it.rules_core import StateCore

CELLS = "cells"
"""The key of the environment that says that a list table is read."""
MARK = "mark"
"""The key of the meta of a cell's first paragraph under which its mark stands."""
CELL_LEVEL = 4  # a paragraph in an item (3) of a list (2) in an item (1) of a list
BRACES = re.compile(r"\{(?![\w:-]+\}`)([^{}`\n]*)\}[ \t]*")
"""What stands in braces and is no role."""
SPAN = re.compile(r"(cols|rows)=(\"?)([2-9]|[1-9]\d{1,2})\2")


@dataclass(frozen=True)
class CellSpan:
    """How many columns and rows a cell spans."""

    columns: int = 1
    rows: int = 1


def cell_marks(state: StateCore) -> None:
    """A core rule: take what stands in braces at the start of a cell off it, before its text is parsed."""
    if not state.env.get(CELLS):
        return
    for item, opening, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        first = item.type == "list_item_open" and opening.type == "paragraph_open" and opening.level == CELL_LEVEL
        if first and (found := BRACES.match(inline.content)):
            opening.meta = {**opening.meta, MARK: found[1].strip()}
            inline.content = inline.content[found.end() :].lstrip("\n")


def cell_span(mark: str) -> CellSpan | None:
    """What a mark says; None if it is not understood."""
    found = [SPAN.fullmatch(part) for part in re.split(r"[\s,]+", mark)]
    said = {each[1]: int(each[3]) for each in found if each}
    return CellSpan(said.get("cols", 1), said.get("rows", 1)) if len(said) == len(found) else None
