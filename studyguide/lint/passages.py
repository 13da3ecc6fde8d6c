"""Passages: the pieces of text that make a claim of their own, each with what surrounds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studyguide import nodes as n
from studyguide.markup.inline import plain
from studyguide.tree import walk

# Boxes whose numbers are invented, or that repeat what the chapter has said and sourced.
INVENTED = {"worked-example"}
REPEATED = {"in-short", "summary"}


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, description or table: its inline text, place, and where it stands.

    `kind` is “text”, “invented” (questions, worked examples) or “repeated” (summaries). `cited` is whether a source is named in it
    or, for the parts of a list, in the sentence that leads up to it.
    """

    chapter: n.Chapter
    children: tuple[n.Inline, ...]
    span: n.Span
    kind: str
    cited: bool

    @property
    def words(self) -> str:
        """The passage as a reader sees it."""
        return plain(self.children)


def passages(chapter: n.Chapter) -> Iterator[Passage]:
    """Every passage of a chapter in order."""
    yield from _blocks(chapter, chapter.children, "text", False)


def _blocks(chapter: n.Chapter, blocks: tuple[n.Block, ...], kind: str, cited: bool) -> Iterator[Passage]:
    before = cited
    for block in blocks:
        lead = before
        before = _cites(block) if isinstance(block, n.Paragraph | n.Formula) else False
        match block:
            case n.Paragraph() | n.Formula():
                yield Passage(chapter, block.children, block.span, kind, cited or _cites(block))
            case n.BulletList() | n.OrderedList():
                for item in block.items:
                    yield from _blocks(chapter, item, kind, cited or lead or _cites(item))
            case n.DefinitionList():
                for item in block.items:
                    for description in item.descriptions:
                        yield from _blocks(chapter, description, kind, cited or lead or _cites(item))
            case n.Section():
                yield from _blocks(chapter, block.children, "invented" if _says_invented(block) else kind, False)
            case n.Callout():
                inner = "invented" if block.variety in INVENTED else "repeated" if block.variety in REPEATED else kind
                yield from _blocks(chapter, block.children, inner, cited or _cites(block))
            case n.Table():
                whole = cited or _cites(block)
                cells = tuple(
                    child for row in (block.head, *block.rows) for cell in row for child in (*cell.children, n.Text(" · "))
                )
                whose = "invented" if "invented" in plain(block.caption) else "table" if kind == "text" else kind
                yield Passage(chapter, (*block.caption, n.Text(" · "), *cells), block.span, whose, whole)
                yield from _blocks(chapter, block.notes, kind, whole)
            case n.Figure():
                yield Passage(chapter, block.caption, block.span, kind, _cites(block))
            case n.QuestionSet():
                for question in block.questions:
                    yield from _blocks(chapter, question.stem, "invented", True)
            case n.Quotation():
                yield from _blocks(chapter, block.children, kind, cited)
            case _:
                pass


def _says_invented(section: n.Section) -> bool:
    """Whether a paragraph that stands directly in the section says that its case is invented."""
    return any("invented" in plain(b.children) for b in section.children if isinstance(b, n.Paragraph))


def _cites(value: object) -> bool:
    return any(isinstance(node, n.Citation) for node in walk(value))
