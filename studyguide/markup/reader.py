"""The Markdown grammar: markdown-it-py with the plug-ins of our format, and a view of its tokens with places in the file."""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from studyguide.sources.diagnostics import Problems, Span

DEEPEST = 20  # levels of lists, quotations and their items
HEADING_ID = re.compile(r"\{#([^\s{}]*)\}")


@cache
def grammar() -> MarkdownIt:
    """The parser of our format: CommonMark without HTML, with tables, definition lists, footnotes, roles and colon fences."""
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": 5 * DEEPEST}).enable("table")
    md.use(front_matter_plugin).use(deflist_plugin).use(footnote_plugin, inline=False, move_to_end=False)
    md.use(colon_fence_plugin).use(myst_role_plugin).use(attrs_plugin, spans=True)
    md.use(superscript_plugin).use(sub_plugin)
    md.core.ruler.before("inline", "heading_id", _heading_id)
    return md


def _heading_id(state: StateCore) -> None:
    """Take `{#id}` off the end of a heading before its text is parsed."""
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        title, start, rest = inline.content.rpartition("{#")
        if opening.type == "heading_open" and not title.endswith("\\") and (found := HEADING_ID.fullmatch(start + rest.rstrip())):
            opening.attrSet("id", found[1])
            inline.content = title.rstrip()


@dataclass
class SourcePage:
    """One source file while it is read: its path and lines, and where problems go.

    `cursor` is how far the search for inline places has come, line and column, so that a repeated word is found at its own place.
    """

    path: str
    lines: list[str]
    problems: Problems
    env: MutableMapping[str, Any] = field(default_factory=dict)
    cursor: tuple[int, int] = (0, 0)

    def span(self, line: int, needle: str = "", last: int = 0) -> Span:
        """The place of `needle` between `line` and `last` (counted from 1), not before what was found there last.

        Where it is not found, the line alone.
        """
        needle = needle.split("\n", maxsplit=1)[0]
        first, col = self.cursor if line <= self.cursor[0] <= max(line, last) else (line, 0)
        for number in range(first, max(line, last) + 1) if needle else ():
            row = self.lines[number - 1] if 0 < number <= len(self.lines) else ""
            at = row.find(needle, col if number == first else 0)
            if at >= 0:
                self.cursor = number, at + len(needle)
                return Span(self.path, number, at + 1, len(needle))
        return Span(self.path, line)

    def tree(self, text: str, first: int = 1) -> SyntaxTreeNode:
        """The syntax tree of a piece of this file, which begins on line `first`; footnotes of the whole file are known in it."""
        tokens = grammar().parse(text, self.env)
        deep = next((token for token in tokens if token.level > DEEPEST and token.map), None)
        if deep and deep.map:  # markdown-it leaves out, in silence, what is too deep for it
            message = "lists and quotations are nested too deeply"
            self.error(Span(self.path, first + deep.map[0]), "deep-nesting", message, "use fewer levels")
        return SyntaxTreeNode(tokens)

    def error(self, place: Span | int, code: str, message: str, hint: str = "") -> None:
        """Report a mistake in this file, at a place or on a line."""
        self.problems.error(Span(self.path, place) if isinstance(place, int) else place, code, message, hint)
