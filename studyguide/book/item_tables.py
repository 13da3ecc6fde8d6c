"""Item tables: the guide’s questions with their level and difficulty, or how many there are of each, counted and not copied."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from studyguide import nodes as n
from studyguide.markup.questions import DIFFICULTIES, LEVELS
from studyguide.nodes.tree import rebuild, walk
from studyguide.sources.diagnostics import Problems, did_you_mean

Row = tuple[n.Cell, ...]
EACH = ("Item", "Section", "Level", "Difficulty")
COUNTED = ("Chapter", *(level.capitalize() for level in LEVELS), "Items")
KEY = f"In each sum: {', '.join(DIFFICULTIES[:-1])} and {DIFFICULTIES[-1]} items."


@dataclass(frozen=True)
class Item:
    """What a table tells of a question."""

    id: str
    section: str
    level: str
    difficulty: str


@dataclass(frozen=True)
class ChapterItems:
    """The items of a chapter, and whether it asks for a table of items."""

    id: str
    title: str
    items: tuple[Item, ...]
    asks: bool


def items_in(chapter: n.Chapter, _: Problems) -> ChapterItems:
    """What other files need to know of a chapter's questions."""
    nodes = tuple(walk(chapter.children))
    items = tuple(Item(q.id, q.section, q.level, q.difficulty) for q in nodes if isinstance(q, n.Question))
    return ChapterItems(chapter.id, chapter.plain_title, items, any(isinstance(t, n.Table) and t.items for t in nodes))


def with_item_tables(chapter: n.Chapter, known: tuple[ChapterItems, ...], problems: Problems) -> n.Chapter:
    """The chapter with the rows of its item tables, made of the questions of all chapters."""
    return rebuild(chapter, partial(_filled, [each for each in known if each.items], problems))


def _filled(known: list[ChapterItems], problems: Problems, node: n.Node) -> n.Node:
    if not isinstance(node, n.Table) or not node.items:
        return node
    if node.items == n.ALL_ITEMS:
        rows = [_counts(n.CrossReference(each.id, each.title), each.items) for each in known]
        total = _counts(n.Text("All"), tuple(item for each in known for item in each.items))
        notes = (n.Paragraph((n.Text(KEY),), span=node.span),)
        return replace(node, head=_row(map(n.Text, COUNTED)), rows=(*rows, total), notes=notes)
    items = {each.id: each.items for each in known}
    if node.items not in items:
        message = f"“{node.items}” is no chapter with questions"
        problems.error(node.span, "bad-option", message, did_you_mean(node.items, items) or "write the id in the chapter’s head")
    return replace(node, head=_row(map(n.Text, EACH)), rows=tuple(map(_item, items.get(node.items, ()))))


def _item(item: Item) -> Row:
    links = (n.CrossReference(item.id), n.CrossReference(item.section))
    return _row((*links, n.Text(item.level or "–"), n.Text(item.difficulty or "–")))


def _counts(name: n.Inline, items: tuple[Item, ...]) -> Row:
    """A row of sums, one a level: so many easy, middle and hard items; and how many items there are."""
    asked = [(item.level, item.difficulty) for item in items]
    sums = (" + ".join(str(asked.count((level, hard))) for hard in DIFFICULTIES) for level in LEVELS)
    return _row((name, *map(n.Text, sums), n.Text(str(len(asked)))))


def _row(cells: Iterable[n.Inline]) -> Row:
    return tuple(n.Cell((cell,)) for cell in cells)
