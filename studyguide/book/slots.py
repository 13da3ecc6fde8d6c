"""Slots: which blocks may stand where. What a place could not print right is an error at its line."""

from collections.abc import Iterable, Iterator

from studyguide import nodes as n
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems

Kinds = tuple[type[n.Block], ...]
NOTE: Kinds = (n.Paragraph, n.BulletList, n.OrderedList)
TEXT: Kinds = (*NOTE, n.DefinitionList, n.Quotation, n.Formula, n.CodeBlock, n.MathBlock)
DISPLAYED: Kinds = (*TEXT, n.Equation, n.Listing, n.Table, n.Figure, n.Callout)
BODY: Kinds = (*DISPLAYED, n.ThematicBreak, n.Question, n.ObjectivesHere, n.KeyTermsHere, n.Section)
PAGE: Kinds = (*DISPLAYED, n.ThematicBreak, n.Section)
SLOTS: dict[tuple[type[n.Node], str], Kinds] = {
    **dict.fromkeys([(n.Chapter, "children"), (n.Section, "children")], BODY),
    **dict.fromkeys([(n.BulletList, "items"), (n.OrderedList, "items"), (n.Question, "stem")], DISPLAYED),
    (n.Callout, "children"): BODY[:-1],
    (n.Quotation, "children"): (*TEXT, n.ThematicBreak),
    (n.FaqEntry, "answer"): (*TEXT, n.Section),
    **dict.fromkeys([(n.NoteCall, "blocks"), (n.Cell, "blocks")], NOTE),
}
"""The blocks that a field of a node may hold, if the place of the node may; any other field holds `TEXT`."""

ONCE = {n.ObjectivesHere: "the list of objectives", n.KeyTermsHere: "the list of key terms"}
NAMES = {
    **ONCE,
    n.BulletList: "a list",
    n.Callout: "a box",
    n.Cell: "a cell of a table",
    n.Chapter: "this file",
    n.Definition: "a list of terms and meanings",
    n.DefinitionList: "a list of terms and meanings",
    n.FaqEntry: "an answer of the FAQ",
    n.GlossaryEntry: "the glossary",
    n.NoteCall: "a footnote",
    n.Option: "a reason",
    n.OrderedList: "a numbered list",
    n.Pair: "a reason",
    n.Section: "a heading",
    n.Step: "an answer",
    n.ThematicBreak: "a line across the page",
}


def check_slots(chapters: Iterable[n.Chapter], pages: Iterable[n.Node], problems: Problems) -> None:
    """Report every block that its place cannot hold. `pages` are in no chapter, so that nothing of a chapter stands in them."""
    for chapter in chapters:
        _check(chapter, BODY, problems)
        _check_once(chapter, problems)
    for page in pages:
        _check(page, PAGE, problems)


def _check(node: n.Node, allowed: Kinds, problems: Problems) -> None:
    for field, value in vars(node).items():
        kinds = tuple(kind for kind in SLOTS.get((type(node), field), TEXT) if kind in allowed)
        for part in _nodes(value):
            if isinstance(part, n.Block) and not isinstance(part, kinds):
                message = f"{_name(part)} cannot stand in {_name(node)}"
                problems.error(part.span, "misplaced-block", message, "put it before or behind that, or write it as a paragraph")
            elif isinstance(part, n.Table) and part.items and not part.head:  # in a fragment or on the emergency page
                message = "“item-table” has no rows here"
                problems.error(part.span, "misplaced-directive", message, "it stands in a chapter's own file")
            elif not isinstance(part, n.Words):
                _check(part, kinds, problems)


def _check_once(chapter: n.Chapter, problems: Problems) -> None:
    met: set[type[n.Node]] = set()
    for node in walk(chapter.children):
        if type(node) in met:
            problems.error(node.span, "misplaced-directive", f"{_name(node)} stands in this chapter already", "take it away")
        if isinstance(node, tuple(ONCE)):
            met.add(type(node))


def _nodes(value: object) -> Iterator[n.Node]:
    if isinstance(value, n.Node):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _nodes(each)


def _name(node: n.Node) -> str:
    return NAMES.get(type(node)) or f"a {node.kind.replace('_', ' ')}"
