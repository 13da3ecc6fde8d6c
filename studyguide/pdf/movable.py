"""Movable boxes: the box tree of a document whose floats are tried in other places, without making it anew for each try.

A float looks the same wherever it stands: the style sheets see every element where it was written. So its boxes move as its
element does, and only what is around them becomes another box. Where that is not known of a document, all is made again.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studyguide.pdf.pagination import BoxedDocument


class Unmovable(LookupError):
    """Something stands in a block that belongs to none of its elements: it has no place among others."""


@dataclass(frozen=True)
class _Made:
    """A document with its boxes, and the elements in each element when they were made."""

    boxed: BoxedDocument
    kids: Mapping[Any, list[Any]]


KEPT = 2
"""So many readings of a document are kept: one that a try had, and the one before, to which most tries lead back."""


class MovableBoxes:
    """The boxes of a document as its elements stand now. `html` and `options` are those of `BoxedDocument.of`."""

    def __init__(self, html: Any, **options: Any) -> None:
        self._html, self._options = html, options
        self._known: dict[tuple[str | None, ...], _Made] = {}
        self._order = list(html.etree_element.iter())

    def now(self) -> BoxedDocument:
        """The document to be laid out; each has a context of its own."""
        classes = tuple(element.get("class") for element in self._order)
        made = self._known.get(classes) or self._afresh(classes)
        moved = {element: now for element, before in made.kids.items() if (now := list(element)) != before}
        try:
            return made.boxed.again(_in_place(made.boxed.root, moved, _around(moved, self._order)))
        except Unmovable:
            made = self._afresh(classes)
            return made.boxed.again(made.boxed.root)

    def _afresh(self, classes: tuple[str | None, ...]) -> _Made:
        made = _Made(BoxedDocument.of(self._html, **self._options), {element: list(element) for element in self._order})
        others = {known: made for known, made in self._known.items() if known != classes}
        self._known = {**dict([*others.items()][1 - KEPT :]), classes: made}
        return made


def _around(moved: Mapping[Any, object], elements: Sequence[Any]) -> set[Any]:
    """The elements whose boxes become others: those with other children, and those around them."""
    parents = {child: parent for parent in elements for child in parent}
    found, waiting = set[Any](), list(moved)
    while waiting:
        element = waiting.pop()
        if element not in found:
            found.add(element)
            waiting += [parents[element]] if element in parents else []
    return found


def _in_place(root: Any, moved: Mapping[Any, Sequence[Any]], around: Container[Any]) -> Any:
    """A box tree in which some elements have other children, with those of their boxes. Raises Unmovable."""
    known: dict[Any, list[Any]] = {}
    _gather(root, moved, around, known)
    return _rebuilt(root, moved, around, known)


def _gather(box: Any, moved: Container[Any], around: Container[Any], known: dict[Any, list[Any]]) -> None:
    """Note the boxes of the children of elements that have others now."""
    for child in box.children:
        if box.element in moved:
            if child.element is box.element:
                raise Unmovable
            known.setdefault(child.element, []).append(child)
        if child.element in around:
            _gather(child, moved, around, known)


def _rebuilt(box: Any, moved: Mapping[Any, Sequence[Any]], around: Container[Any], known: Mapping[Any, Sequence[Any]]) -> Any:
    if box.element not in around:
        return box
    children = [child for each in moved[box.element] for child in known.get(each, ())] if box.element in moved else box.children
    return box.copy_with_children([_rebuilt(child, moved, around, known) for child in children])
