"""The Markdown grammar: markdown-it-py with the plug-ins of our format, and a view of its tokens with places in the file."""

import re
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from studyguide.markup.bare_address import bare_address
from studyguide.markup.cell_marks import cell_marks
from studyguide.markup.dialect import Dialect
from studyguide.markup.lettered import Markers
from studyguide.markup.places import PlacedInline
from studyguide.sources.diagnostics import Name, Problems, Span

DEEPEST = 20  # levels of lists, quotations, boxes and their items; levels of emphasis and links in a paragraph
HEADING_ID = re.compile(r"\{#([^\s{}]*)\}")
DOLLARS = re.compile(r"\$(?![\s$])((?:[^$\\]|\\.)*?(?:[^$\\\s]|\\.))\$(?![\w$])", re.DOTALL)
DOLLARED = re.compile(r"[\w$]")
MONEY = re.compile(r"\d[\d.,]*[^\w=^_\\+*/<>{}][^=^_\\+*/<>{}]*")
NOTE_CALL = re.compile(r"\[\^([^\] \n]{1,999})\]")  # as long as CommonMark lets a label of a link be
CHECKBOX = re.compile(r"\[([ xX]?)\](?:\s+|\Z)")


@cache
def grammar() -> MarkdownIt:
    """The parser of our format: CommonMark with tables, definition lists, footnotes, roles and colon fences.

    HTML has tokens, so that it can be refused. There are no link reference definitions: what nothing refers to would be lost.
    """
    md = MarkdownIt("commonmark", {"maxNesting": 5 * DEEPEST})
    md.inline = PlacedInline()
    md.configure("commonmark", {"maxNesting": 5 * DEEPEST}).enable(["table", "strikethrough"])
    md.use(front_matter_plugin).use(deflist_plugin)
    md.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    md.inline.ruler.at("footnote_ref", _note_call)
    md.use(colon_fence_plugin).use(myst_role_plugin).use(attrs_plugin, after=(), spans=True)
    md.use(superscript_plugin).use(sub_plugin)
    md.inline.ruler.after("escape", "bare_address", bare_address)
    md.disable(["reference", "fragments_join", "text_join"])  # joined tokens would not know which character was escaped
    md.core.ruler.before("inline", "heading_id", _heading_id)
    md.core.ruler.before("inline", "cell_marks", cell_marks)
    md.use(dollarmath_plugin, allow_labels=True, allow_blank_lines=False).disable("math_inline")
    md.inline.ruler.before("escape", "dollars", _dollars)
    md.inline.ruler.before("link", "checkbox", _checkbox)
    return md


def _heading_id(state: StateCore) -> None:
    """Take `{#id}` off the end of a heading before its text is parsed."""
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        title, start, rest = inline.content.rpartition("{#")
        if opening.type == "heading_open" and not title.endswith("\\") and (found := HEADING_ID.fullmatch(start + rest.rstrip())):
            opening.attrSet("id", found[1])
            inline.content = title.rstrip()


def _checkbox(state: StateInline, silent: bool) -> bool:
    """`[ ]` or `[x]` at the start of a line of choices."""
    found = CHECKBOX.match(state.src) if state.pos == 0 else None
    if found is None or found.end() > state.posMax:
        return False
    if not silent:
        state.push("checkbox", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _note_call(state: StateInline, silent: bool) -> bool:
    """`[^label]`. The plug-in's own rule would read the rest of a paragraph at each mark that nothing closes."""
    found = NOTE_CALL.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": found[1]}
    state.pos = found.end()
    return True


def _dollars(state: StateInline, silent: bool) -> bool:
    """`$x$`: no space inside the signs, no letter or figure right outside, and not just an amount of money."""
    found = DOLLARS.match(state.src, state.pos)
    if found is None or found.end() > state.posMax or MONEY.fullmatch(found[1]) or DOLLARED.match(state.src[: state.pos][-1:]):
        return False
    if not silent:
        state.push("math_inline", "math", 0).content = found[1]
    state.pos = found.end()
    return True


@dataclass
class SourcePage:
    """One source file while it is read: its path and lines, and where problems go.

    `cursor` is how far the search for inline places has come, line and column, so that a repeated word is found at its own
    place. `level` is how deep the piece being read lies in others; `tags` are the HTML elements that were told of;
    `cut` says that something was left out because it was nested too deeply. `opened` are stars and low lines that close in no
    paragraph or cell so far, with their lines and names. `dialect` is what the guide says of the format, `markers`
    are those of lists by letters: figures stand for them in `lines`.
    """

    path: str
    lines: list[str]
    problems: Problems
    env: MutableMapping[str, Any] = field(default_factory=dict)
    cursor: tuple[int, int] = (0, 0)
    level: int = 0
    tags: list[str] = field(default_factory=list)
    cut: bool = False
    opened: dict[str, tuple[int, Name]] = field(default_factory=dict)
    dialect: Dialect = field(default_factory=Dialect)
    markers: Markers = field(default_factory=dict)

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
        """The syntax tree of a piece of this file, which begins on line `first`.

        What is nested too deeply is an error and no part of it: the parser would leave it out in silence.
        """
        tokens = grammar().parse(text, self.env)
        deep = next((token for token in tokens if self._too_deep(token)), None)
        if deep is not None:
            self.cut = True
            message = f"lists, quotations and boxes stand in each other more than {DEEPEST} levels deep"
            self.error(Span(self.path, first + (deep.map[0] if deep.map else 0)), "deep-nesting", message, "use fewer levels")
            tokens = [token for token in tokens if not self._too_deep(token)]
        return SyntaxTreeNode(tokens)

    def _too_deep(self, token: Token) -> bool:
        inner = max(accumulate((child.nesting for child in token.children or ()), initial=0))
        return self.level + token.level > DEEPEST or inner > DEEPEST

    @contextmanager
    def inside(self, levels: int) -> Iterator[None]:
        """While a piece is read that lies this many levels deeper."""
        self.level += levels
        yield
        self.level -= levels

    def error(self, place: Span | int, code: str, message: str, hint: str = "") -> None:
        """Report a mistake in this file, at a place or on a line."""
        self.problems.error(Span(self.path, place) if isinstance(place, int) else place, code, message, hint)
