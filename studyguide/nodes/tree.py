"""Walking and rebuilding the document tree: the ways every pass goes over nodes."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import cache
from typing import Any, TypeVar

from studyguide.nodes import Inline, Node, Wrapper
from studyguide.sources.diagnostics import Span

T = TypeVar("T")
N = TypeVar("N", bound=Node)
Visit = Callable[[Node], Node | tuple[Node, ...] | None]


PLAIN = frozenset({"str", "int", "float", "bool", str, int, float, bool})
"""The types of fields that hold no node, as they are written."""


def _field_names(kind: type) -> tuple[str, ...]:
    """The fields of a class of nodes in which nodes may stand."""
    return tuple(f.name for f in fields(kind) if f.name != "span" and f.type not in PLAIN)


_names: Callable[[type], tuple[str, ...]] = cache(_field_names)
_last_first: Callable[[type], tuple[str, ...]] = cache(lambda kind: _field_names(kind)[::-1])


def texts(value: object, skip: tuple[type[Node], ...] = ()) -> Iterator[tuple[str, Span]]:
    """The words of a tree as they are read, in order, each piece with the place of the node it comes from.

    Nodes of a class in `skip` are left out with all that is in them. A piece may go on over several lines of the source: its
    place is where it begins.
    """
    if isinstance(value, skip):
        return
    if isinstance(value, Inline) and not isinstance(value, Wrapper) and value.plain:
        yield value.plain, value.span
    elif isinstance(value, Node):
        for name in _names(type(value)):
            yield from texts(getattr(value, name), skip)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item, skip)


def walk(value: object) -> Iterator[Node]:
    """Every node of a node or of (nested) tuples of nodes, once, parents first and in the order in which they are read."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tuple):
            waiting += each[::-1]
        elif isinstance(each, Node):
            yield each
            for name in _last_first(type(each)):
                waiting.append(getattr(each, name))


def map_nodes(value: T, visit: Visit) -> T:
    """A node, or (nested) tuples of nodes, with each outermost node replaced by what `visit` makes of it.

    None takes a node of a tuple away, a tuple of nodes stands in its place.
    """
    mapped: T = _mapped(value, visit)
    return mapped


def _mapped(value: Any, visit: Visit) -> Any:
    """The value itself where nothing in it changed, so that trees share what they have in common."""
    if isinstance(value, Node):
        return visit(value)
    if isinstance(value, tuple):
        made = tuple(_mapped(item, visit) for item in value)
        if any(new is not old for old, new in zip(value, made, strict=True)):
            return tuple(_spliced(value, made))
    return value


def _spliced(value: tuple[Any, ...], made: tuple[Any, ...]) -> Iterator[Any]:
    for old, new in zip(value, made, strict=True):
        if isinstance(new, tuple) and isinstance(old, Node):
            yield from new
        elif new is not None or old is None:
            yield new


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
