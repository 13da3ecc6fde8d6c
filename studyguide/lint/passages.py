"""Passages: the pieces of text that make a claim of their own, each with what surrounds it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from studyguide import nodes as n
from studyguide.lint.runs import run
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Span

Blocks = tuple[n.Block, ...]
INVENTED = "invented"  # the word by which a section or a table says that its case is made up


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, description or table: its inline text, place, and where it stands.

    `kind` is “text”, “table”, “invented” (questions, worked examples) or “repeated” (summaries). `cited` is whether a source is
    named in it or, for the parts of a list, in the sentence that leads up to it.
    """

    children: tuple[n.Inline, ...]
    span: Span
    kind: str
    cited: bool

    @property
    def words(self) -> str:
        """The passage as a reader sees it, without what is code in it."""
        return run(self.children).text


@dataclass(frozen=True)
class Around:
    """What a block stands in: the kind of text, whether that is cited, and whether the sentence before the block is (`led`)."""

    kind: str = "text"
    cited: bool = False
    led: bool = False


def passages(blocks: Blocks) -> Iterator[Passage]:
    """Every passage of a chapter's blocks, or of a box's, in order."""
    return _blocks(blocks, Around())


def chapter_passages(chapters: Iterable[n.Chapter]) -> Iterator[Passage]:
    """Every passage of some chapters, in order."""
    return (passage for chapter in chapters for passage in passages(chapter.children))


def _blocks(blocks: Blocks, around: Around) -> Iterator[Passage]:
    led = around.cited
    for block in blocks:
        reader = READERS.get(type(block))
        yield from reader(block, replace(around, led=led)) if reader else ()
        led = around.cited or (isinstance(block, n.Paragraph | n.Formula) and _cites(block))


def _paragraph(block: n.Paragraph | n.Formula, around: Around) -> Iterator[Passage]:
    yield Passage(block.children, block.span, around.kind, around.cited or _cites(block))


def _list(block: n.BulletList | n.OrderedList, around: Around) -> Iterator[Passage]:
    for item in block.items:
        yield from _blocks(item, replace(around, cited=around.led or _cites(item)))


def _definitions(block: n.DefinitionList, around: Around) -> Iterator[Passage]:
    for definition in block.items:
        for description in definition.descriptions:
            yield from _blocks(description, replace(around, cited=around.led or _cites(definition)))


def _section(block: n.Section, around: Around) -> Iterator[Passage]:
    """A section of which a paragraph says that its case is invented is so as a whole."""
    said = any(INVENTED in n.plain(b.children) for b in block.children if isinstance(b, n.Paragraph))
    return _blocks(block.children, Around(INVENTED if said else around.kind))


def _callout(block: n.Callout, around: Around) -> Iterator[Passage]:
    kind = around.kind if block.box.numbers == "text" else block.box.numbers
    yield from _blocks(block.children, Around(kind, around.cited or _cites(block)))
    yield from _blocks(block.solution, Around(INVENTED, cited=True))


def _table(block: n.Table, around: Around) -> Iterator[Passage]:
    gap = n.Text(" · ")
    cells = tuple(child for cell in block.cells for child in (*cell.text, gap))
    kind = "table" if around.kind == "text" else around.kind
    cited = around.cited or _cites(block)
    yield Passage((*block.caption, gap, *cells), block.span, INVENTED if INVENTED in n.plain(block.caption) else kind, cited)
    yield from _blocks(block.notes, replace(around, cited=cited))


def _questions(block: n.QuestionSet, around: Around) -> Iterator[Passage]:
    for question in block.questions:
        yield from _blocks(question.stem, Around(INVENTED, cited=True))


READERS: dict[type[n.Block], Callable[[Any, Around], Iterator[Passage]]] = {
    n.Paragraph: _paragraph,
    n.Formula: _paragraph,
    n.BulletList: _list,
    n.OrderedList: _list,
    n.DefinitionList: _definitions,
    n.Section: _section,
    n.Callout: _callout,
    n.Table: _table,
    n.Figure: lambda block, around: iter([Passage(block.caption, block.span, around.kind, _cites(block))]),
    n.QuestionSet: _questions,
    n.Quotation: lambda block, around: _blocks(block.children, around),
}


def _cites(value: object) -> bool:
    return any(isinstance(node, n.Citation) for node in walk(value))
