"""Emptiness: whatever is made to hold words, and holds none, was begun and forgotten, or lost its words.

So was the box of a choice that no question has taken.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from studyguide import nodes as n
from studyguide.markup.inline import Checkbox
from studyguide.markup.notes import Footnote
from studyguide.markup.reader import SourcePage
from studyguide.nodes.tree import walk


def check_filled(page: SourcePage, tree: object) -> None:
    """Report every node of a file in which words are missing, and every box of a choice that is left; each where it begins."""
    headed = set(map(id, _sections(tree)))
    told = {mistake.span.line for mistake in page.problems.errors if mistake.span.path == page.path}
    for node in walk(tree) if not page.cut else ():
        if isinstance(node, n.Section) and id(node) not in headed:
            continue  # it cannot stand where it stands, and that is told
        for code, message in EMPTY.get(type(node), lambda node: ())(node):
            if not told.isdisjoint(_own_lines(page, node)):
                continue  # why it is empty has been told
            told.add(node.span.line)
            page.error(node.span, code, message, HINTS.get(code, "write it, or delete it"))


def _own_lines(page: SourcePage, node: n.Node) -> range:
    """The lines in which it may have been told why a node is empty: of a footnote its first, of a section those to the next."""
    first = node.span.line
    if isinstance(node, Footnote):
        return range(first, first + 1)
    if not isinstance(node, n.Section) or not is_blank(node.children):
        return range(0)
    below = range(first + 1, len(page.lines) + 1)
    return range(first + 1, next((line + 1 for line in below if HEADING.match(page.lines[line - 1])), len(page.lines)))


def _sections(tree: object) -> Iterator[n.Section]:
    """The sections of a file that stand below the file itself or another section."""
    for node in tree if isinstance(tree, tuple) else ():
        if isinstance(node, n.Section):
            yield node
            yield from _sections(node.children)
        elif isinstance(node, n.FaqEntry):
            yield from _sections(node.answer)


def is_blank(value: object) -> bool:
    """Whether nothing of blocks or inlines would be printed: there are none, or they hold but spaces."""
    match value:
        case tuple():
            return all(is_blank(each) for each in value)
        case n.Paragraph() | n.Wrapper():
            return is_blank(value.children)
        case n.Text() | n.LineBreak():
            return not value.plain.strip()
        case _:
            return isinstance(value, Footnote | n.ThematicBreak)  # stands elsewhere, or only parts what stands around it


def _section(node: n.Section) -> list[tuple[str, str]]:
    if is_blank(node.title):
        return [("empty-markup", "this heading has no words")]
    return [("empty-section", "nothing stands below this heading")] if is_blank(node.children) else []


def _option(node: n.Option) -> list[tuple[str, str]]:
    if is_blank(node.text):
        return [("empty-markup", "this choice has no words")]
    return [("missing-reason", "this choice has no reason")] if node.rationale and is_blank(node.rationale) else []


def _holder(field: str, what: str, code: str = "empty-markup") -> Callable[[Any], list[tuple[str, str]]]:
    return lambda node: [(code, f"{what} is empty")] if is_blank(getattr(node, field)) else []


HEADING = re.compile(r"#{1,6}\s")
HINTS = {"stray-markup": "write \\[ for the sign itself", "missing-reason": "write “: reason” right below it"}
EMPTY: dict[type[n.Node], Callable[[Any], list[tuple[str, str]] | tuple[()]]] = {
    n.Section: _section,
    n.Quotation: _holder("children", "this quotation"),
    n.Callout: _holder("children", "this box", "empty-directive"),
    n.Fragment: _holder("children", "this fragment", "empty-directive"),
    n.GlossaryEntry: _holder("definition", "this entry", "empty-directive"),
    n.Option: _option,
    n.Step: _holder("answer", "the answer to this question"),
    n.Emphasis: _holder("children", "this emphasis"),
    n.Strong: _holder("children", "this emphasis"),
    n.Strikethrough: _holder("children", "this passage"),
    n.Foreign: _holder("children", "this passage"),
    Checkbox: lambda node: [("stray-markup", "this box is no part of a question here")],
    Footnote: _holder("blocks", "this footnote"),
}
