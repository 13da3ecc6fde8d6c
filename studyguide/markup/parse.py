"""Files: a chapter, the glossary, the FAQ."""

from typing import Any, TypeVar

from markdown_it.tree import SyntaxTreeNode

from studyguide import nodes as n
from studyguide.markup import questions  # noqa: F401 (fills in the table of directives)
from studyguide.markup.blocks import block_list, checked_id
from studyguide.markup.directives import without_parts
from studyguide.markup.inline import parse_inline
from studyguide.markup.notes import join_notes
from studyguide.markup.reader import SourcePage
from studyguide.sources import schema
from studyguide.sources.chapter_files import chapter_id
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.identifiers import canonical

N = TypeVar("N", bound=n.Node)


def parse_chapter(path: str, text: str, problems: Problems) -> n.Chapter:
    """A chapter's file as a `Chapter`; what could not be understood is reported and left out."""
    page = SourcePage(path, text.split("\n"), problems)
    tree = page.tree(text)
    meta = _front_matter(page, tree)
    parsed = (without_parts(page, block_list(page, tree.children, 1)), _objectives(page, meta))
    blocks, objectives = join_notes(page, parsed)
    for entry in [b for b in blocks if isinstance(b, n.GlossaryEntry)]:
        problems.error(entry.span, "misplaced-directive", "“entry” has no meaning here", "terms stand in glossary.md")
    stem = chapter_id(path)
    if canonical(str(meta.get("id", stem))) != stem:
        span = page.span(2, "id:", len(page.lines))
        problems.error(span, "bad-id", f"the id “{meta['id']}” is not the file's name “{stem}”", "make them the same")
    return n.Chapter(
        id=stem,
        title=str(meta.get("title", "")),
        short_title=str(meta.get("short-title", "")),
        children=tuple(b for b in blocks if not isinstance(b, n.GlossaryEntry)),
        objectives=objectives,
        emergency=bool(meta.get("emergency", False)),
        checked=str(meta.get("checked", "")),
        span=Span(path, 1),
    )


def parse_glossary(path: str, text: str, problems: Problems) -> tuple[n.GlossaryEntry, ...]:
    """The entries of the glossary file."""
    wrong = ("not-an-entry", "the glossary holds only entries", "write :::{entry} term … :::")
    return _only(n.GlossaryEntry, SourcePage(path, text.split("\n"), problems), *wrong)


def parse_fragments(path: str, text: str, problems: Problems) -> tuple[n.Fragment, ...]:
    """The fragments of the file of texts that are written once."""
    wrong = ("misplaced-directive", "this file holds only fragments", "write :::{fragment} name … :::")
    return _only(n.Fragment, SourcePage(path, text.split("\n"), problems), *wrong)


def _only(kind: type[N], page: SourcePage, code: str, message: str, hint: str) -> tuple[N, ...]:
    """The nodes of a file that holds one kind alone; any other is an error."""
    tree = page.tree("\n".join(page.lines))
    _front_matter(page, tree)
    blocks: tuple[Any, ...] = join_notes(page, block_list(page, tree.children, 1))
    for block in blocks:
        if not isinstance(block, kind):
            page.error(block.span, code, message, hint)
    return tuple(b for b in blocks if isinstance(b, kind))


def parse_faq(path: str, text: str, problems: Problems) -> tuple[n.FaqEntry, ...]:
    """The questions and answers of the FAQ file: a second-level heading each."""
    chapter = parse_chapter(path, text, problems)
    for block in chapter.children:
        if not isinstance(block, n.Section):
            problems.error(block.span, "not-a-question", "this text stands before the first question", "start with ## Question?")
    sections = [b for b in chapter.children if isinstance(b, n.Section)]
    return tuple(n.FaqEntry(s.id, s.title, s.children, s.alias, span=s.span) for s in sections)


def _front_matter(page: SourcePage, tree: SyntaxTreeNode) -> dict[str, Any]:
    first = tree.children[0] if tree.children else None
    if first is None or first.type != "front_matter":
        page.error(1, "no-front-matter", "the file does not start with its front matter", "start with ---, id: …, title: …, ---")
        return {}
    data = schema.read_yaml(page.path, first.content, "front-matter", page.problems, first_line=2)
    return data if isinstance(data, dict) else {}


def _objectives(page: SourcePage, meta: dict[str, Any]) -> tuple[n.Objective, ...]:
    made = []
    lines = {canonical(text).strip().lstrip("- "): line for line, text in reversed(list(enumerate(page.lines[2:], 3)))}
    rows = meta.get("objectives", [])
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict):
            continue
        key = canonical(str(row.get("id", "")))
        line = lines.get(f"id: {key}", 1)
        text = parse_inline(page, str(row.get("text", "")), line)
        checked_id(page, "", key, line)
        made.append(n.Objective(key, str(row.get("verb", "")), text, span=Span(page.path, line)))
    return tuple(made)
