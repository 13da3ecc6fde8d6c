"""Files: a chapter, the glossary, the FAQ."""

from pathlib import PurePosixPath
from typing import Any, TypeVar

from markdown_it.tree import SyntaxTreeNode

from studyguide import nodes as n
from studyguide.markup import questions  # noqa: F401 (fills in the table of directives)
from studyguide.markup.blocks import block_list, slug
from studyguide.markup.directives import without_parts
from studyguide.markup.inline import parse_inline
from studyguide.markup.notes import join_notes
from studyguide.markup.reader import SourcePage
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.schema import CheckedData, read_yaml

N = TypeVar("N", bound=n.Node)


def parse_chapter(path: str, text: str, problems: Problems) -> n.Chapter:
    """A chapter's file as a `Chapter`; what could not be understood is reported and left out."""
    page = SourcePage(path, text.split("\n"), problems)
    tree = page.tree(text)
    head = _front_matter(page, tree)
    meta = head.content if isinstance(head.content, dict) else {}
    parsed = (without_parts(page, block_list(page, tree.children, 1)), _objectives(page, head))
    blocks, objectives = join_notes(page, parsed)
    for entry in [b for b in blocks if isinstance(b, n.GlossaryEntry)]:
        problems.error(entry.span, "misplaced-directive", "“entry” has no meaning here", "terms stand in glossary.md")
    stem = slug(PurePosixPath(path).stem.lstrip("0123456789-"))
    if meta.get("id", stem) != stem:
        problems.error(head.span("id"), "bad-id", f"the id “{meta['id']}” is not the file's name “{stem}”", "make them the same")
    return n.Chapter(
        id=stem,
        title=str(meta.get("title", "")),
        short_title=str(meta.get("short-title", "")),
        children=tuple(b for b in blocks if not isinstance(b, n.GlossaryEntry)),
        objectives=objectives,
        emergency=bool(meta.get("emergency", False)),
        checked=str(meta.get("checked", "")),
        checked_line=head.span("checked").line,
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
    return tuple(n.FaqEntry(s.id, s.title, s.children, span=s.span) for s in sections)


def _front_matter(page: SourcePage, tree: SyntaxTreeNode) -> CheckedData:
    first = tree.children[0] if tree.children else None
    if first is None or first.type != "front_matter":
        page.error(1, "no-front-matter", "the file does not start with its front matter", "start with ---, id: …, title: …, ---")
        return CheckedData(page.path, {}, {}, sound=False)
    return read_yaml(page.path, first.content, "front-matter", page.problems, first_line=2)


def _objectives(page: SourcePage, head: CheckedData) -> tuple[n.Objective, ...]:
    """The objectives of a head without fault; of a faulty one none, which has been told."""
    rows = head.content.get("objectives", []) if head.sound else []
    made = []
    for i, row in enumerate(rows):
        text = parse_inline(page, row["text"], head.span("objectives", i, "text").line)
        made.append(n.Objective(row["id"], row["verb"], text, span=Span(page.path, head.span("objectives", i, "id").line)))
    return tuple(made)
