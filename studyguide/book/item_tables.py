"""Item tables: the guide’s questions with their level and difficulty, or how many there are of each, counted and not copied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from studyguide import nodes as n
from studyguide.markup.questions import DIFFICULTIES, LEVELS
from studyguide.nodes.tree import rebuild, walk
from studyguide.sources.diagnostics import Problems, did_you_mean
from studyguide.sources.wording import Wording, message

N = TypeVar("N", bound=n.Node)
Row = tuple[n.Cell, ...]
EACH = (message("Item"), message("Section"), message("Level"), message("Difficulty"))
COUNTED = (message("Chapter"), message("Recall"), message("Understand"), message("Apply"), message("Items"))
KEY = message("In each sum: easy, middle and hard items.")


@dataclass(frozen=True)
class Item:
    """What an item table tells of a question."""

    id: str
    section: str
    level: str
    difficulty: str


@dataclass(frozen=True)
class ChapterItems:
    """The questions of a chapter, by its id and title; `listed` says whether the chapter itself holds an item table."""

    id: str
    title: str
    items: tuple[Item, ...]
    listed: bool


def items_of(chapter: n.Chapter, _: Problems) -> ChapterItems:
    """What item tables anywhere may tell of a chapter."""
    nodes = list(walk(chapter.children))
    items = tuple(Item(node.id, node.section, node.level, node.difficulty) for node in nodes if isinstance(node, n.Question))
    return ChapterItems(chapter.id, chapter.plain_title, items, any(isinstance(node, n.Table) and node.items for node in nodes))


def with_item_tables(tree: N, chapters: Iterable[ChapterItems], words: Wording, problems: Problems) -> N:
    """The tree with the rows of its item tables made from the questions of the chapters."""
    return rebuild(tree, partial(_filled, {chapter.id: chapter for chapter in chapters}, words, problems))


def _filled(known: Mapping[str, ChapterItems], words: Wording, problems: Problems, node: n.Node) -> n.Node:
    if not isinstance(node, n.Table) or not node.items:
        return node
    if node.items == n.ALL_ITEMS:
        asked = [chapter for chapter in known.values() if chapter.items]
        rows = tuple(_counts(n.CrossReference(chapter.id, chapter.title), chapter.items, words) for chapter in asked)
        total = _counts(n.Text(words.gettext("All")), tuple(item for chapter in asked for item in chapter.items), words)
        note = n.Paragraph((n.Text(words.gettext(KEY)),), span=node.span)
        return replace(node, head=_head(COUNTED, words), rows=(*rows, total), notes=(note,))
    if node.items not in known or not known[node.items].items:
        message = f"“{node.items}” is no chapter with questions"
        problems.error(node.span, "bad-option", message, did_you_mean(node.items, known) or "write the id in the chapter’s head")
        return replace(node, head=_head(EACH, words))  # told already
    return replace(node, head=_head(EACH, words), rows=tuple(_item(item, words) for item in known[node.items].items))


NOT_STATED = message("not stated")


def _head(columns: Iterable[str], words: Wording) -> Row:
    return _row(n.Text(words.gettext(column)) for column in columns)


def _item(item: Item, words: Wording) -> Row:
    links = (n.CrossReference(item.id), n.CrossReference(item.section))
    return _row((*links, *(n.Text(words.gettext(told or NOT_STATED)) for told in (item.level, item.difficulty))))


def _counts(name: n.Inline, items: tuple[Item, ...], words: Wording) -> Row:
    """A row of sums, one a level: so many easy, middle and hard items; and how many items there are."""
    asked = [(item.level, item.difficulty) for item in items]
    sums = (" + ".join(str(asked.count((level, hard))) for hard in DIFFICULTIES) for level in LEVELS)
    return _row((name, *(n.Text(words.figures(each)) for each in (*sums, len(asked)))))


def _row(cells: Iterable[n.Inline]) -> Row:
    return tuple(n.Cell((cell,)) for cell in cells)
