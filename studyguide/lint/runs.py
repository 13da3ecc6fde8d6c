"""Runs: the pieces of inline text of a tree, each as the characters a reader sees, with the places of its values."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from studyguide import nodes as n
from studyguide.nodes.tree import walk

Inlines = tuple[n.Inline, ...]
CODE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for code in a sentence, in which no rule of the text looks."""


@dataclass(frozen=True)
class InlineRun:
    """Inline text that stands together. `values` are the values in it, each with where its characters begin and end in `text`."""

    text: str
    values: tuple[tuple[int, int, n.ValueUse], ...]


def runs(tree: object) -> Iterator[InlineRun]:
    """Every paragraph, cell, caption, choice … below a tree, in its order."""
    for node in walk(tree):
        if not isinstance(node, n.Inline):
            values = (getattr(node, field.name) for field in fields(node))
            yield from (run(value) for value in values if isinstance(value, tuple) and value and isinstance(value[0], n.Inline))


def run(children: Inlines) -> InlineRun:
    """Inline nodes as one run."""
    text, values = "", []
    for part in _flat(children):
        shown = CODE if isinstance(part, n.Code) else part.plain
        if isinstance(part, n.ValueUse):
            values.append((len(text), len(text) + len(shown), part))
        text += shown
    return InlineRun(text, tuple(values))


def _flat(children: Inlines) -> Iterator[n.Inline]:
    for child in children:
        if isinstance(child, n.Wrapper):
            yield from _flat(child.children)
        else:
            yield child
