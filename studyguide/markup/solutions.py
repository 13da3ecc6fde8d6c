"""Solutions that stand apart from their exercises: each is put into the exercise whose id it names."""

from dataclasses import replace
from typing import TypeVar

from studyguide import nodes as n
from studyguide.markup.directives import DirectivePart
from studyguide.markup.reader import SourcePage
from studyguide.nodes.tree import map_children, map_nodes, walk
from studyguide.sources.diagnostics import Name, slip_of

T = TypeVar("T")


def join_solutions(page: SourcePage, tree: T) -> T:
    """The tree of a whole file with every solution in its exercise; one that names none, or one solved already, is an error."""
    exercises = {node.id: node for node in walk(tree) if isinstance(node, n.Callout) and node.box.solved and node.id}
    found: dict[str, DirectivePart] = {}
    for part in walk(tree):
        if isinstance(part, DirectivePart) and part.of:
            _check(page, part, exercises, found)
            found.setdefault(part.of, part)

    def visit(node: n.Node) -> n.Node | None:
        if isinstance(node, DirectivePart) and node.of:
            return None
        made = map_children(node, visit)
        return replace(made, solution=found[made.id].blocks) if isinstance(made, n.Callout) and made.id in found else made

    return map_nodes(tree, visit) if found else tree


def _check(page: SourcePage, part: DirectivePart, exercises: dict[str, n.Callout], found: dict[str, DirectivePart]) -> None:
    if part.of not in exercises:
        message, needs = f"no exercise of this file has the id “{part.of}”", Name.of_id(part.of)
        page.problems.error(part.span, "unknown-target", message, slip_of(part.of, exercises), needs=needs)
    elif part.of in found or exercises[part.of].solution:
        message = f"the exercise “{part.of}” has a solution already"
        page.error(part.span, "misplaced-directive", message, "join the two")
