"""Formulas: in the sentence and displayed, with their names; environments of LaTeX."""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.blocks import Rows, block
from studyguide.markup.foreign.inlines import ForeignPassage, rule
from studyguide.markup.foreign.page import ForeignPage
from studyguide.markup.foreign.passage import Pieces, mark

NAMED = re.compile(r"\\label\{([^{}]*)\}|\(\\#(eq:[\w:-]+)\)")
UNPRINTED = re.compile(r"\\(?:nonumber|notag)\b|\\tag\*?\{[^{}]*\}")
REFERRED = re.compile(r"\\(?:eqref|ref)\{[^{}]*\}")
COLOURED = re.compile(r"\\(?:text)?color\{[^{}]*\}")
BOXED = re.compile(r"\\[mh]box(?=\{)")
WITHIN = {"align": "aligned", "eqnarray": "aligned", "flalign": "aligned", "gather": "gathered", "multline": "gathered"}
"""Environments that number their lines, and those of them that do not: a guide numbers formulas itself."""
ENVIRONMENT = re.compile(
    r"\\begin\{(equation|displaymath|align|eqnarray|flalign|gather|multline)\*?\}(.*)\\end\{\1\*?\}", re.DOTALL
)
ALIGNED = re.compile(r"(?<!\\)(?:\\\\)*\\\\|(?<!\\)&")


@rule("math_inline")
def _inline(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    return [mark(f"${_tex(passage.page, node.content, passage.line)}$")] if node.content.strip() else []


@rule("math_inline_double")
def _displayed(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    """A displayed formula within a paragraph stands below it, or in its place if it is all of it."""
    info = node.token.info if node.token else ""
    passage.page.below.append(equation(passage.page, node.content, info, passage.line))
    return []


def _tex(page: ForeignPage, tex: str, line: int) -> str:
    """TeX as temml reads it: without names of equations, which a guide writes behind the formula."""
    for found in REFERRED.findall(tex):
        page.tell("raw-latex", line, found, found)
    for found in COLOURED.findall(tex):
        page.tell("attribute", line, found, found)
    return COLOURED.sub("", BOXED.sub(r"\\text", UNPRINTED.sub("", REFERRED.sub("", NAMED.sub("", tex))))).strip()


def equation(page: ForeignPage, tex: str, name: str, line: int) -> Rows:
    """A displayed formula, with an id if it has a name."""
    names = page.names(name) + [a or b for a, b in NAMED.findall(tex)]
    ids = [made for made in (page.label(each, "eq") for each in names) if made]
    rows = [row.rstrip() for row in _tex(page, tex, line).split("\n") if row.strip()]
    if not rows:
        return []
    if whole := ENVIRONMENT.fullmatch("\n".join(rows)):
        rows = [row for row in whole[2].strip("\n").split("\n") if row.strip()]
        rows = (
            rows
            if whole[1] in ("equation", "displaymath")
            else [f"\\begin{{{WITHIN[whole[1]]}}}", *rows, f"\\end{{{WITHIN[whole[1]]}}}"]
        )
    if ALIGNED.search("\n".join(rows)) and not re.search(r"\\begin\{|\\cases|\\substack", "\n".join(rows)):
        rows = ["\\begin{aligned}", *rows, "\\end{aligned}"]
    return ["$$", *rows, f"$$ ({ids[0]})" if ids else "$$"]


@block("math_block", "math_block_label")
def _block(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    return equation(page, tree.content, tree.info or "", page.line(tree))


@block("amsmath")
def _environment(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    r"""`\begin{align} … \end{align}`."""
    return equation(page, tree.content, "", page.line(tree))
