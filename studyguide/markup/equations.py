"""Displayed formulas: between lines of two dollar signs, and the directive `math`."""

import re

from markdown_it.tree import SyntaxTreeNode

from studyguide import nodes as n
from studyguide.markup.blocks import BLOCKS, checked_id, line_of
from studyguide.markup.directives import DIRECTIVES, Directive, Fence
from studyguide.markup.reader import SourcePage
from studyguide.sources.diagnostics import Span

SAID = re.compile(r"\w")


def _dollars(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block | None:
    """`$$ … $$`, with an id behind it: `$$ … $$ (eq-mean)`."""
    line = line_of(tree, first)
    last = first + (tree.map[1] if tree.map else 1) - 1
    key = page.span(last, f"({tree.info})") if tree.info else Span(page.path, line)
    if tree.info:
        key = Span(page.path, last, key.col + 1, len(tree.info)) if key.col else Span(page.path, last)
    return _made(page, tree.content, line, key, (tree.info, ""))


def _math(fence: Fence) -> n.Node | None:
    """The directive, which takes an id, and words that are said in the place of the formula."""
    alt = fence.words("alt")
    if alt and not SAID.search(alt):
        fence.error("weak-alt", "the text alternative says nothing", "say the formula in words", at=fence.at("alt"))
    key = Span(fence.page.path, fence.span.line)
    return _made(
        fence.page, fence.body, fence.body_line, fence.at("id") if fence.option("id") else key, (fence.option("id"), alt)
    )


def _made(page: SourcePage, tex: str, line: int, place: Span, named: tuple[str, str]) -> n.Block | None:
    from studyguide.markup.tex import TexMistake, read_formula  # slow: only where there is a formula

    key, alt = named
    if not tex.strip():
        page.error(line, "empty-directive", "this formula is empty", "write it, or delete it")
        return None
    try:
        made = read_formula(tex.strip(), alt, display=True)
    except TexMistake as mistake:
        at = tex.index(tex.strip()) + mistake.at
        page.error(_place(page, tex, line, at if mistake.at >= 0 else -1), "bad-tex", str(mistake))
        return None
    fields = (tex.strip(), made.mathml, made.alt, made.picture)
    if not key:
        return n.MathBlock(*fields, span=Span(page.path, place.line))
    return n.Equation(*fields, checked_id(page, "eq-", key, place), span=place)


def _place(page: SourcePage, tex: str, line: int, at: int) -> Span:
    """The place of a character of a formula that begins on a line; the line alone where it is not known."""
    if at < 0:
        return Span(page.path, line)
    row = tex.count("\n", 0, at)
    start = tex.rfind("\n", 0, at) + 1
    written = tex[start:].split("\n", 1)[0].strip()
    found = page.lines[line + row - 1].find(written) if written else -1
    lead = len(tex[start:]) - len(tex[start:].lstrip(" "))
    return Span(page.path, line + row, found + at - start - lead + 1, 1) if found >= 0 else Span(page.path, line + row)


DIRECTIVES["math"] = Directive(_math, options=("id", "alt"))
BLOCKS["math_block"] = BLOCKS["math_block_label"] = _dollars
