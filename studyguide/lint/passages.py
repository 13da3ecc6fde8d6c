"""Passages: the pieces of text that make a claim of their own, each with what surrounds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studyguide import nodes as n
from studyguide.markup.inline import plain
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Span

Blocks = tuple[n.Block, ...]
# Boxes whose numbers are invented, or that repeat what the chapter has said and sourced.
INVENTED = {"worked-example"}
REPEATED = {"in-short", "summary"}


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, description or table: its inline text, place, and where it stands.

    `kind` is “text”, “table”, “invented” (questions, worked examples) or “repeated” (summaries). `cited` is whether a source is
    named in it or, for the parts of a list, in the sentence that leads up to it.
    """

    chapter: n.Chapter
    children: tuple[n.Inline, ...]
    span: Span
    kind: str
    cited: bool

    @property
    def words(self) -> str:
        """The passage as a reader sees it."""
        return plain(self.children)


def passages(chapter: n.Chapter) -> Iterator[Passage]:
    """Every passage of a chapter in order."""
    yield from _blocks(chapter, chapter.children, "text", False)


def _blocks(chapter: n.Chapter, blocks: Blocks, kind: str, cited: bool) -> Iterator[Passage]:
    led = cited  # whether a list here would follow a sentence that names its source
    for block in blocks:
        yield from _block(chapter, block, kind, cited, led)
        led = cited or (isinstance(block, n.Paragraph | n.Formula) and _cites(block))


def _block(chapter: n.Chapter, block: n.Block, kind: str, cited: bool, led: bool) -> Iterator[Passage]:
    match block:
        case n.Paragraph() | n.Formula():
            yield Passage(chapter, block.children, block.span, kind, cited or _cites(block))
        case n.BulletList() | n.OrderedList():
            for item in block.items:
                yield from _blocks(chapter, item, kind, led or _cites(item))
        case n.DefinitionList():
            for definition in block.items:
                yield from _descriptions(chapter, definition, kind, led)
        case n.Section():
            yield from _blocks(chapter, block.children, "invented" if _says_invented(block) else kind, False)
        case n.Callout():
            inner = "invented" if block.variety in INVENTED else "repeated" if block.variety in REPEATED else kind
            yield from _blocks(chapter, block.children, inner, cited or _cites(block))
        case n.Table():
            yield from _table(chapter, block, kind, cited or _cites(block))
        case n.Figure():
            yield Passage(chapter, block.caption, block.span, kind, _cites(block))
        case n.QuestionSet():
            for question in block.questions:
                yield from _blocks(chapter, question.stem, "invented", True)
        case n.Quotation():
            yield from _blocks(chapter, block.children, kind, cited)


def _descriptions(chapter: n.Chapter, definition: n.Definition, kind: str, led: bool) -> Iterator[Passage]:
    for description in definition.descriptions:
        yield from _blocks(chapter, description, kind, led or _cites(definition))


def _table(chapter: n.Chapter, table: n.Table, kind: str, cited: bool) -> Iterator[Passage]:
    gap = n.Text(" · ")
    cells = tuple(child for row in (table.head, *table.rows) for cell in row for child in (*cell.children, gap))
    whose = "invented" if "invented" in plain(table.caption) else "table" if kind == "text" else kind
    yield Passage(chapter, (*table.caption, gap, *cells), table.span, whose, cited)
    yield from _blocks(chapter, table.notes, kind, cited)


def _says_invented(section: n.Section) -> bool:
    """Whether a paragraph that stands directly in the section says that its case is invented."""
    return any("invented" in plain(b.children) for b in section.children if isinstance(b, n.Paragraph))


def _cites(value: object) -> bool:
    return any(isinstance(node, n.Citation) for node in walk(value))
