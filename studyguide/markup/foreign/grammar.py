"""The grammars of others, as one: markdown-it-py with the plug-ins and rules that the flavour of a book asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from studyguide.markup.foreign.ruled_tables import ruled
from studyguide.markup.places import PlacedInline
from studyguide.markup.reader import DOLLARED, DOLLARS, MONEY

Flavour = Literal["myst", "pandoc", "mdbook", "mkdocs", "plain"]
InlineRule = Callable[[StateInline, bool], bool]
DEEPEST = 100
FENCE = re.compile(r"(:{3,})[ \t]*(\S.*)?")
CODE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
TAB = re.compile(r'===[!+]?[ \t]+"(.*)"')
GRID = re.compile(r"\+(?:[-=:]{2,}\+)+[ \t]*")
DISPLAYED = re.compile(r"\$\$(?!\s*\$)(.+?)\$\$(?:[ \t]*\{#(eq[:-][\w:-]+)\})?", re.DOTALL)
BACKSLASHED = re.compile(r"\\{1,2}([(\[])(.+?)\\{1,2}([)\]])", re.DOTALL)
CITED = re.compile(r"\[([^\[\]]*?(?<![\w\\])-?@[\w{][^\[\]]*)\](?![({\[])")
NARRATIVE = re.compile(r"(-?)@(\{[^{}\s]+\}|\w(?:[\w:.#$%&+?<>~/-]*[\w/])?)(?:[ \t]\[([^\[\]@]+)\])?")
TEX = re.compile(r"\\(?:[A-Za-z]+\*?|@ref(?=\())(?:\[[^\[\]\n]*\]|\{(?:[^{}]|\{[^{}]*\})*\}|(?<=@ref)\([^()\n]*\))*")
ANCHOR = re.compile(r"\(\\#([\w:-]+)\)")
TEMPLATE = re.compile(r"\{\{<.*?>\}\}|\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}", re.DOTALL)
NAMED_SIGN = re.compile(r":([a-z0-9_+-]*[a-z][a-z0-9_+-]*|\+1|-1|100):(?![\w`])")
MARKED = re.compile(r"==(?![\s=])(.+?)(?<![\s=])==(?!=)")
WIKI = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]]+))?\]\]")


@cache
def foreign_grammar(flavour: Flavour, *, html: bool = True) -> MarkdownIt:
    """The parser of a flavour. Tokens of text say where in their passage they begin (`places.AT`).

    `html`: whether a tag at the start of a row may begin a block of HTML.
    """
    md = MarkdownIt("commonmark", {"maxNesting": DEEPEST})
    md.inline = PlacedInline()
    md.configure("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    md.use(front_matter_plugin).use(deflist_plugin).use(admon_plugin).use(amsmath_plugin).use(myst_block_plugin)
    md.use(footnote_plugin, inline=True, move_to_end=False, always_match_refs=True)
    md.use(dollarmath_plugin, allow_labels=True, allow_blank_lines=False).disable("math_inline")
    md.use(attrs_plugin, spans=True).use(myst_role_plugin)
    md.block.ruler.before("fence", "div", _div, {"alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]})
    md.block.ruler.before("fence", "grid", _grid, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.block.ruler.before("fence", "tab", _tab, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.block.ruler.before("code", "ruled", ruled, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    for name, rule in INLINE.items():
        md.inline.ruler.before("escape", name, rule)
    md.disable(["fragments_join", "text_join", *(name for name, flavours in ONLY.items() if flavour not in flavours)])
    if not html:
        md.disable("html_block")
    if flavour in ("pandoc", "mkdocs"):
        md.use(superscript_plugin).use(sub_plugin)
    if flavour != "mdbook":
        md.inline.ruler.before("escape", "dollars", _dollars)
    return md


def _taken(state: StateInline, found: re.Match[str] | None) -> bool:
    return found is not None and found.end() <= state.posMax


def _single(name: str, pattern: re.Pattern[str], starts: str, before: str = "") -> InlineRule:
    """An inline rule: what a pattern finds is one token, with the groups of the match in its meta."""
    bound = re.compile(rf"(?:{before})\Z") if before else None

    def rule(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in starts or (bound and bound.search(state.src, max(0, state.pos - 2), state.pos)):
            return False
        found = pattern.match(state.src, state.pos)
        if found is None or not _taken(state, found):
            return False
        if not silent:
            token = state.push(name, "", 0)
            token.content, token.meta = found[0], {"groups": found.groups()}
        state.pos = found.end()
        return True

    return rule


def _dollars(state: StateInline, silent: bool) -> bool:
    """`$x$` as a guide reads it; `$$x$$` within a paragraph."""
    shown = DISPLAYED.match(state.src, state.pos)
    found = shown or DOLLARS.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return False
    if not shown and (MONEY.fullmatch(found[1]) or DOLLARED.match(state.src[: state.pos][-1:])):
        return False
    if not silent:
        token = state.push("math_inline_double" if shown else "math_inline", "math", 0)
        token.content, token.info = found[1], (shown[2] or "") if shown else ""
    state.pos = found.end()
    return True


def _backslashed(state: StateInline, silent: bool) -> bool:
    r"""`\(x\)`, `\[x\]`, and `\\(x\\)`, as mdBook has them."""
    found = BACKSLASHED.match(state.src, state.pos) if state.src[state.pos] == "\\" else None
    if found is None or found.end() > state.posMax or {"(": ")", "[": "]"}[found[1]] != found[3]:
        return False
    if not silent:
        token = state.push("math_inline" if found[1] == "(" else "math_inline_double", "math", 0)
        token.content = found[2]
    state.pos = found.end()
    return True


INLINE = {
    "template": _single("template", TEMPLATE, "{"),
    "backslashed": _backslashed,
    "anchor": _single("anchor", ANCHOR, "("),
    "tex": _single("tex", TEX, "\\"),
    "cited": _single("cited", CITED, "["),
    "narrative": _single("narrative", NARRATIVE, "-@", r"[\w@.\\/]"),
    "wiki": _single("wiki", WIKI, "["),
    "named_sign": _single("named_sign", NAMED_SIGN, ":", r"[\w:]"),
    "marked": _single("marked", MARKED, "=", r"="),
}
"""Inline rules of our own, before all others."""
ONLY = {
    "backslashed": ("pandoc", "mdbook"),
    "anchor": ("pandoc",),
    "tex": ("pandoc",),
    "cited": ("pandoc", "myst"),
    "narrative": ("pandoc",),
    "wiki": ("plain",),
    "named_sign": ("mkdocs", "plain"),
    "marked": ("mkdocs", "plain"),
    "myst_line_comment": ("myst",),
    "myst_block_break": ("myst",),
    "tab": ("mkdocs", "plain"),
    "admonition": ("mkdocs", "plain"),
    "ruled": ("pandoc",),
}
"""Rules that hold in some flavours alone: what they read is ordinary text in the others."""


def _row(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _is_code(state: StateBlock, line: int) -> bool:
    return state.sCount[line] - state.blkIndent >= 4


def _div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`:::{name}` of MyST and `::: {.class}` of Pandoc: a line with words opens, one without closes what was opened last."""
    found = FENCE.fullmatch(_row(state, start).rstrip())
    if found is None or not found[2] or _is_code(state, start):
        return False
    if silent:
        return True
    depth, line, code = 1, start, ""
    while depth and line + 1 < end:
        line += 1
        row = _row(state, line).rstrip()
        listing = CODE.match(row)
        if listing and (not code or (row.strip() == listing[1] and listing[1].startswith(code))):
            code = "" if code else listing[1]
        elif not code and (fence := FENCE.fullmatch(row)):
            depth += 1 if (fence[2] or "").strip(":") else -1
    last = line if not depth else line + 1
    token = state.push("div", "", 0)
    token.info, token.markup = found[2].rstrip(":").strip(), found[1]
    token.content = state.getLines(start + 1, last, state.sCount[start], True)
    token.map = [start, min(last + 1, end)]
    state.line = min(last + 1, end)
    return True


def _grid(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A grid table of Pandoc, from its first line `+---+---+` to its last one."""
    if not GRID.fullmatch(_row(state, start)) or _is_code(state, start):
        return False
    line = start + 1
    while line < end and _row(state, line)[:1] in ("|", "+"):
        line += 1
    if line - start < 3 or not GRID.fullmatch(_row(state, line - 1)):
        return False
    if not silent:
        token = state.push("grid", "", 0)
        token.content, token.map = state.getLines(start, line, state.sCount[start], False), [start, line]
        state.line = line
    return True


def _tab(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`=== "Title"` and lines four spaces in, as PyMdown's tabs have it."""
    found = TAB.fullmatch(_row(state, start).rstrip())
    if found is None or _is_code(state, start):
        return False
    if silent:
        return True
    line = start + 1
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.sCount[start] + 4):
        line += 1
    token = state.push("tab", "", 0)
    token.info, token.content = found[1], state.getLines(start + 1, line, state.sCount[start] + 4, False)
    token.map = [start, line]
    state.line = line
    return True
