"""Item tables: the guide’s questions with their level and difficulty, or how many there are of each, counted and not copied."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from studyguide import nodes as n
from studyguide.markup.questions import DIFFICULTIES, LEVELS
from studyguide.nodes.tree import rebuild, walk
from studyguide.sources.diagnostics import Problems, did_you_mean

N = TypeVar("N", bound=n.Node)
Questions = tuple[n.Question, ...]
Row = tuple[n.Cell, ...]
EACH = ("Item", "Section", "Level", "Difficulty")
COUNTED = ("Chapter", *(level.capitalize() for level in LEVELS), "Items")
KEY = f"In each sum: {', '.join(DIFFICULTIES[:-1])} and {DIFFICULTIES[-1]} items."


def with_item_tables(tree: N, chapters: Iterable[n.Chapter], problems: Problems) -> N:
    """The tree with the rows of its item tables made from the questions of the chapters."""
    known = {chapter.id: chapter for chapter in chapters}
    return rebuild(tree, partial(_filled, known, problems))


def _filled(known: Mapping[str, n.Chapter], problems: Problems, node: n.Node) -> n.Node:
    if not isinstance(node, n.Table) or not node.items:
        return node
    if node.items == n.ALL_ITEMS:
        asked = [(chapter, found) for chapter in known.values() if (found := _questions(chapter))]
        rows = tuple(_counts(n.CrossReference(chapter.id, chapter.plain_title), found) for chapter, found in asked)
        total = _counts(n.Text("All"), tuple(question for _, found in asked for question in found))
        head = _row(map(n.Text, COUNTED))
        return replace(node, head=head, rows=(*rows, total), notes=(n.Paragraph((n.Text(KEY),), span=node.span),))
    if node.items not in known or not _questions(known[node.items]):
        message = f"“{node.items}” is no chapter with questions"
        problems.error(node.span, "bad-option", message, did_you_mean(node.items, known) or "write the id in the chapter’s head")
        return node
    return replace(node, head=_row(map(n.Text, EACH)), rows=tuple(map(_item, _questions(known[node.items]))))


def _questions(chapter: n.Chapter) -> Questions:
    return tuple(node for node in walk(chapter.children) if isinstance(node, n.Question))


def _item(question: n.Question) -> Row:
    links = (n.CrossReference(question.id), n.CrossReference(question.section))
    return _row((*links, n.Text(question.level or "–"), n.Text(question.difficulty or "–")))


def _counts(name: n.Inline, questions: Questions) -> Row:
    """A row of sums, one a level: so many easy, middle and hard items; and how many items there are."""
    asked = [(question.level, question.difficulty) for question in questions]
    sums = (" + ".join(str(asked.count((level, hard))) for hard in DIFFICULTIES) for level in LEVELS)
    return _row((name, *map(n.Text, sums), n.Text(str(len(asked)))))


def _row(cells: Iterable[n.Inline]) -> Row:
    return tuple(n.Cell((cell,)) for cell in cells)
