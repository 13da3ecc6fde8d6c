"""Headings without a written id: each gets one of its chapter's, which nothing in another chapter can change."""

from collections import Counter
from dataclasses import replace
from typing import TypeVar

from studyguide import nodes as n
from studyguide.nodes.tree import map_children, map_nodes

T = TypeVar("T")


def with_ids(tree: T, unit: str) -> T:
    """The tree of a unit with an id at each heading: `calm--sec-rest`, and `calm--sec-rest--2` for the next of the same words."""
    count: Counter[str] = Counter()

    def visit(node: n.Node) -> n.Node:
        if isinstance(node, n.Section | n.FaqEntry) and not node.id:
            name = node.alias or "sec"
            count[name] += 1
            node = replace(node, id=f"{unit}--{name}" + (f"--{count[name]}" if count[name] > 1 else ""))
        return map_children(node, visit)

    return map_nodes(tree, visit)
