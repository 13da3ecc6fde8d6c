"""Walking and rebuilding the document tree: the ways every pass goes over nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import cache
from typing import Any, TypeVar

from studyguide.nodes import Node

T = TypeVar("T")
N = TypeVar("N", bound=Node)
Visit = Callable[[Node], Node | tuple[Node, ...] | None]


def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name != "span")


_names: Callable[[type], tuple[str, ...]] = cache(_field_names)


def walk(value: object) -> Iterator[Node]:
    """Every node of a node or of (nested) tuples of nodes, in the order of the source, parents first."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Node):
            yield each
            waiting += [getattr(each, name) for name in reversed(_names(type(each)))]
        elif isinstance(each, tuple):
            waiting += reversed(each)


def map_nodes(value: T, visit: Visit) -> T:
    """A node, or (nested) tuples of nodes, with each outermost node replaced by what `visit` makes of it.

    None takes a node of a tuple away, a tuple of nodes stands in its place.
    """
    mapped: T = _mapped(value, visit)
    return mapped


def _mapped(value: Any, visit: Visit) -> Any:
    if isinstance(value, Node):
        return visit(value)
    if isinstance(value, tuple):
        made: list[Any] = []
        for item in value:
            new = _mapped(item, visit)
            if isinstance(new, tuple) and isinstance(item, Node):
                made += new
            elif new is not None or item is None:
                made.append(new)
        return tuple(made)
    return value


def map_children(node: N, visit: Visit) -> N:
    """The node with its direct children visited."""
    changed: dict[str, Any] = {}
    for name in _names(type(node)):
        old = getattr(node, name)
        if isinstance(old, tuple | Node) and (new := _mapped(old, visit)) is not old:
            changed[name] = new
    return replace(node, **changed) if changed else node


def rebuild(value: T, visit: Visit) -> T:
    """The same tree with every node replaced by what `visit` makes of it, children first; None and tuples as in `map_nodes`."""

    def upwards(node: Node) -> Node | tuple[Node, ...] | None:
        return visit(map_children(node, upwards))

    return map_nodes(value, upwards)
