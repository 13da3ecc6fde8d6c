"""Targets: everything that can be referred to, with the name it is called by. Ids are unique in the whole book."""

from collections.abc import Iterable, Iterator

from studyguide import nodes as n
from studyguide.book.model import Target
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems, Span


def collect_targets(chapters: Iterable[n.Chapter], faq: Iterable[n.FaqEntry], problems: Problems) -> dict[str, Target]:
    """The targets by id. An id that stands twice is an error at its second place."""
    found: dict[str, Target] = {}
    places: dict[str, Span] = {}
    for target, span in _all(chapters, faq):
        if target.anchor in found:
            first = places[target.anchor]
            message = f"the id “{target.anchor}” stands already at {first.path}:{first.line}"
            problems.error(span, "duplicate-id", message, "ids are unique in the whole guide")
        else:
            found[target.anchor], places[target.anchor] = target, span
    return found


def _all(chapters: Iterable[n.Chapter], faq: Iterable[n.FaqEntry]) -> Iterator[tuple[Target, Span]]:
    for chapter in chapters:
        yield _named(chapter, "Chapter", chapter.id), chapter.span
        for node in walk(chapter.children):
            if target := _target(node, chapter.id):
                yield target, node.span
    for entry in faq:
        yield Target(entry.id, "faq", f"FAQ {entry.number}"), entry.span


def _named(node: n.Chapter | n.Section, what: str, unit: str) -> Target:
    return Target(node.id, unit, f"{what} {node.number}" if node.number else "", node.title)


def _target(node: n.Node, unit: str) -> Target | None:
    match node:
        case n.Section():
            return _named(node, "Section", unit)
        case n.Figure() | n.Table():
            return Target(node.id, unit, f"{type(node).__name__} {node.number}")
        case n.Question():
            return Target(node.id, unit, f"Question {node.number}")
        case _:
            return None
