"""Files: a chapter, the glossary, the FAQ."""

from pathlib import PurePosixPath
from typing import Any, TypeVar

from markdown_it.tree import SyntaxTreeNode

from studyguide import nodes as n
from studyguide.markup import questions  # noqa: F401 (fills in the table of directives)
from studyguide.markup.blocks import Blocks, block_list, slug
from studyguide.markup.directives import placed
from studyguide.markup.emptiness import check_filled
from studyguide.markup.fences import paired_fences
from studyguide.markup.inline import parse_inline, words
from studyguide.markup.notes import join_notes
from studyguide.markup.reader import SourcePage
from studyguide.nodes.tree import map_children, map_nodes
from studyguide.sources import schema
from studyguide.sources.diagnostics import Problems, Span

N = TypeVar("N", bound=n.Node)


def parse_chapter(path: str, text: str, problems: Problems) -> n.Chapter:
    """A chapter's file as a `Chapter`; what could not be understood is reported and left out."""
    page, tree = _opened(path, text, problems)
    meta = _front_matter(page, tree)
    title, short_title = _place(page, "title"), _place(page, "short-title")
    heading = parse_inline(page, str(meta.get("title", "")), title.line)
    parsed = (heading, map_nodes(_blocks(page, tree), placed(page)), _objectives(page, meta))
    heading, blocks, objectives = join_notes(page, parsed)
    stem = slug(PurePosixPath(path).stem.lstrip("0123456789-"))
    if meta.get("id", stem) != stem:
        span = page.span(2, "id:", len(page.lines))
        problems.error(span, "bad-id", f"the id “{meta['id']}” is not the file's name “{stem}”", "make them the same")
    return n.Chapter(
        id=stem,
        title=heading,
        short_title=words(page, str(meta.get("short-title", "")), short_title),
        children=blocks,
        objectives=objectives,
        emergency=bool(meta.get("emergency", False)),
        checked=str(meta.get("checked", "")),
        span=Span(path, 1),
    )


def parse_glossary(path: str, text: str, problems: Problems) -> tuple[n.GlossaryEntry, ...]:
    """The entries of the glossary file."""
    wrong = ("not-an-entry", "the glossary holds only entries", "write :::{entry} term … :::")
    return _only(n.GlossaryEntry, path, text, problems, *wrong)


def parse_fragments(path: str, text: str, problems: Problems) -> tuple[n.Fragment, ...]:
    """The fragments of the file of texts that are written once."""
    wrong = ("misplaced-directive", "this file holds only fragments", "write :::{fragment} name … :::")
    return _only(n.Fragment, path, text, problems, *wrong)


def _opened(path: str, text: str, problems: Problems) -> tuple[SourcePage, SyntaxTreeNode]:
    """A file and its syntax tree, with its boxes nested as they were meant."""
    rows = paired_fences(path, text.split("\n"), problems)
    page = SourcePage(path, rows, problems)
    return page, page.tree("\n".join(rows))


def _blocks(page: SourcePage, tree: SyntaxTreeNode) -> Blocks:
    """The blocks of a file, in which nothing empty may be left."""
    blocks = block_list(page, tree.children, 1)
    check_filled(page, blocks)
    return blocks


def _only(kind: type[N], path: str, text: str, problems: Problems, *wrong: str) -> tuple[N, ...]:
    """The nodes of a file that holds one kind alone; any other is the error `wrong`: code, message, hint."""
    page, tree = _opened(path, text, problems)
    _front_matter(page, tree)
    blocks: tuple[Any, ...] = join_notes(page, _blocks(page, tree))
    for block in blocks:
        if not isinstance(block, kind):
            page.error(block.span, *wrong)
    return tuple(map_children(b, placed(page)) for b in blocks if isinstance(b, kind))


def parse_faq(path: str, text: str, problems: Problems) -> tuple[n.FaqEntry, ...]:
    """The questions and answers of the FAQ file: a second-level heading each."""
    chapter = parse_chapter(path, text, problems)
    for block in chapter.children:
        if not isinstance(block, n.Section):
            problems.error(block.span, "not-a-question", "this text stands before the first question", "start with ## Question?")
    sections = [b for b in chapter.children if isinstance(b, n.Section)]
    return tuple(n.FaqEntry(s.id, s.title, s.children, span=s.span) for s in sections)


def _front_matter(page: SourcePage, tree: SyntaxTreeNode) -> dict[str, Any]:
    first = tree.children[0] if tree.children else None
    if first is None or first.type != "front_matter":
        page.error(1, "no-front-matter", "the file does not start with its front matter", "start with ---, id: …, title: …, ---")
        return {}
    data = schema.read_yaml(page.path, first.content, "front-matter", page.problems, first_line=2)
    return data if isinstance(data, dict) else {}


def _place(page: SourcePage, key: str) -> Span:
    return Span(page.path, next((i for i, row in enumerate(page.lines, 1) if row.startswith(f"{key}:")), 1))


def _objectives(page: SourcePage, meta: dict[str, Any]) -> tuple[n.Objective, ...]:
    made = []
    rows = meta.get("objectives", [])
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict):
            continue
        key = str(row.get("id", ""))
        line = next((i for i, text in enumerate(page.lines, 1) if text.strip().lstrip("- ") == f"id: {key}" and i > 2), 1)
        text = parse_inline(page, str(row.get("text", "")), line)
        made.append(n.Objective(key, str(row.get("verb", "")), text, span=Span(page.path, line)))
    return tuple(made)
