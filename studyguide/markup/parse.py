"""Files: a chapter, the glossary, the FAQ."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from markdown_it.tree import SyntaxTreeNode

from studyguide import nodes as n
from studyguide.markup import equations, list_tables, listings, questions  # noqa: F401 (fill in the table of directives)
from studyguide.markup.blocks import Blocks, block_list, checked_id
from studyguide.markup.comments import without_comments
from studyguide.markup.dialect import Dialect
from studyguide.markup.directives import placed
from studyguide.markup.emptiness import check_filled, is_blank
from studyguide.markup.fences import paired_fences
from studyguide.markup.inline import parse_inline, words
from studyguide.markup.lettered import numbered_rows
from studyguide.markup.notes import join_notes
from studyguide.markup.reader import SourcePage
from studyguide.markup.solutions import join_solutions
from studyguide.nodes.tree import map_children, map_nodes
from studyguide.sources.chapter_files import chapter_id
from studyguide.sources.config import Person
from studyguide.sources.diagnostics import ANY_NAME, WHOLE_FILE, Problems, Span, did_you_mean
from studyguide.sources.identifiers import canonical
from studyguide.sources.schema import CheckedData, limited, read_yaml

N = TypeVar("N", bound=n.Node)
NUMBERED = re.compile(r"/\d[^/]*$")
FAQ_LEVEL = 2
HEAD = "front-matter"
HEADS = {
    "emergency": (("id", "title"), ("short-title",)),
    "glossary": (("id",), ("title",)),
    "faq": (("id",), ("title",)),
    "safety": (("id",), ()),
    "new-in-this-edition": (("id", "title"), ("short-title",)),
}
"""The keys that the head of a file that is no chapter must have, and may have: nothing would print the others."""
KINDS = ("preface", "appendix")
"""What a chapter may be besides a chapter."""
META = re.compile(r"\s*([\w-]+:(\s|$)|- |#)|\s+\S")
"""How a line of a front matter begins."""
DRAWING = re.compile(r"figures/[a-z0-9-]+\.svg")
"""What may stand at the head of a chapter; anything else is told where the front matter is read."""
HEADING = re.compile(r"##+ |:::")
"""How a line of the text begins: before it, every front matter is closed."""


def parse_chapter(path: str, text: str, dialect: Dialect, problems: Problems) -> n.Chapter:
    """A chapter's file as a `Chapter`; what could not be understood is reported and left out."""
    page = _opened(path, text, dialect, problems)
    tree, head = _read(page)
    meta = head.content if isinstance(head.content, dict) else {}
    title, short_title = head.span("title"), head.span("short-title")
    heading = parse_inline(page, str(meta.get("title", "")), title.line)
    parsed = (heading, map_nodes(join_solutions(page, _blocks(page, tree)), placed(page)), _objectives(page, head))
    heading, blocks, objectives = join_notes(page, parsed)
    stem = chapter_id(path)
    if NUMBERED.search(path) and head.sound and is_blank(blocks) and not page.cut and not problems.errors:
        problems.error(title, "empty-section", "nothing stands in this chapter", "write it, or delete the file")
    return n.Chapter(
        id=stem,
        title=heading,
        short_title=words(page, str(meta.get("short-title", "")), short_title),
        children=blocks,
        objectives=objectives,
        emergency=bool(meta.get("emergency", False)),
        checked=str(meta.get("checked", "")),
        checked_line=head.span("checked").line,
        type=meta["kind"] if meta.get("kind") in KINDS else "chapter",
        numbered=meta.get("numbered", True) is True,
        part=words(page, _part(page, head, meta), head.span("part")),
        after_parts=meta.get("part") is False,
        part_line=head.span("part").line,
        authors=_authors(meta.get("authors", ())),
        date=str(meta.get("date", "")),
        date_line=head.span("date").line,
        drawing=drawing if DRAWING.fullmatch(drawing := str(meta.get("drawing", ""))) else "",
        drawing_line=head.span("drawing").line,
        span=Span(path, 1),
    )


def parse_glossary(path: str, text: str, dialect: Dialect, problems: Problems) -> tuple[n.GlossaryEntry, ...]:
    """The entries of the glossary file."""
    wrong = ("not-an-entry", "the glossary holds only entries", "write :::{entry} term … :::")
    return _only(n.GlossaryEntry, path, text, dialect, problems, *wrong)


def parse_fragments(path: str, text: str, dialect: Dialect, problems: Problems) -> tuple[n.Fragment, ...]:
    """The fragments of the file of texts that are written once."""
    wrong = ("misplaced-directive", "this file holds only fragments", "write :::{fragment} name … :::")
    return _only(n.Fragment, path, text, dialect, problems, *wrong)


def _opened(path: str, text: str, dialect: Dialect, problems: Problems) -> SourcePage:
    """A file, with its boxes nested as they were meant."""
    rows, markers = numbered_rows(without_comments(text.split("\n")))
    return SourcePage(path, paired_fences(path, rows, problems), problems, dialect=dialect, markers=markers)


def _blocks(page: SourcePage, tree: SyntaxTreeNode) -> Blocks:
    """The blocks of a file, in which nothing empty may be left."""
    blocks = block_list(page, tree.children, 1)
    check_filled(page, blocks)
    return blocks


def _only(kind: type[N], path: str, text: str, dialect: Dialect, problems: Problems, *wrong: str) -> tuple[N, ...]:
    """The nodes of a file that holds one kind alone; any other is the error `wrong`: code, message, hint."""
    page = _opened(path, text, dialect, problems)
    tree, _ = _read(page)
    blocks: tuple[Any, ...] = join_notes(page, _blocks(page, tree))
    flat = [each for block in blocks for each in _flat(block)]
    for block in flat:
        if not isinstance(block, kind):
            page.error(block.span, *wrong)
    return tuple(map_children(b, placed(page)) for b in flat if isinstance(b, kind))


def _flat(block: n.Block) -> Iterator[Any]:
    """A block, and what a heading, which is an error here, has gathered below it."""
    yield block
    for child in block.children if isinstance(block, n.Section) else ():
        yield from _flat(child)


def parse_faq(path: str, text: str, dialect: Dialect, problems: Problems) -> tuple[n.FaqEntry, ...]:
    """The questions and answers of the FAQ file: a second-level heading each."""
    chapter = parse_chapter(path, text, dialect, problems)
    for block in chapter.children:
        if not isinstance(block, n.Section):
            problems.error(block.span, "not-a-question", "this text stands before the first question", "start with ## Question?")
    sections = [b for b in chapter.children if isinstance(b, n.Section)]
    for section in sections:
        if section.level > FAQ_LEVEL:
            problems.error(section.span, "heading-level", "a question of the FAQ is a heading of level 2", "write ## Question?")
    return tuple(n.FaqEntry(s.id, s.title, s.children, s.alias, span=s.span) for s in sections)


def _read(page: SourcePage) -> tuple[SyntaxTreeNode, CheckedData]:
    """The syntax tree of a file and its front matter; nothing of a file without any: it is read as soon as that is mended."""
    end = next((i for i, row in enumerate(page.lines[1:], 1) if row.rstrip() == "---"), 0)
    if page.lines[0].rstrip() != "---" or not end or any(HEADING.match(row) for row in page.lines[:end]):
        _no_front_matter(page)
        return SyntaxTreeNode([]), CheckedData(page.path, {}, {}, sound=False)
    if not any(row.strip() for row in page.lines[1:end]):
        message, hint = "there is nothing in the front matter", "write id: … and title: …, or delete one of two lines ---"
        page.problems.error(Span(page.path, 1), "no-front-matter", message, hint, lost=WHOLE_FILE)
        return SyntaxTreeNode([]), CheckedData(page.path, {}, {}, sound=False)
    stem = chapter_id(page.path)
    schema = HEAD if NUMBERED.search(page.path) or stem not in HEADS else limited(HEAD, *HEADS[stem])
    head = read_yaml(page.path, "\n".join(page.lines[1:end]), schema, page.problems, first_line=2)
    name = head.content.get("id", stem) if isinstance(head.content, dict) else stem
    if isinstance(name, str) and canonical(name) != stem:
        page.error(head.span("id"), "bad-id", f"the id “{name}” is not the file's name “{stem}”", "make them the same")
    return page.tree("\n".join(page.lines)), head


def parse_title(path: str, text: str, problems: Problems) -> str:
    """The title in the head of a file, which is plain words; who reads the file tells what else is wrong with it."""
    page, known = SourcePage(path, text.split("\n"), Problems()), Problems()
    end = next((i for i, row in enumerate(page.lines[1:], 1) if row.rstrip() == "---"), 0)
    head = read_yaml(path, "\n".join(page.lines[1:end]), HEAD, known, first_line=2)
    title = head.content.get("title", "") if isinstance(head.content, dict) else ""
    return words(replace(page, problems=problems), str(title), head.span("title"))


def _no_front_matter(page: SourcePage) -> None:
    """Tell what is wrong with the first lines of a file."""
    first = next((i for i, row in enumerate(page.lines) if row.strip()), 0)
    if page.lines[first].rstrip() != "---":
        place, message, hint = 1, "the file does not start with its front matter", "start with ---, id: …, title: …, ---"
    elif first:
        place, message, hint = 1, "the front matter is not the first thing in the file", "delete the blank lines before its ---"
    else:
        place = next((i for i, row in enumerate(page.lines, 1) if i > 1 and not META.match(row)), len(page.lines))
        message, hint = "the front matter that starts on line 1 is not closed", "write a line --- before this one"
    hides = () if "".join(page.lines).strip() else (ANY_NAME,)
    page.problems.error(Span(page.path, place), "no-front-matter", message, hint, lost=WHOLE_FILE, hides=hides)


def _like(head: CheckedData, key: str) -> list[int]:
    """The lines of keys that may be a misspelling of one that is not there."""
    names = [] if key in (head.content or {key: 0}) else [where[0] for where in head.places if len(where) == 1]
    return [head.span(name).line for name in names if did_you_mean(str(name).lower(), [key])]


def _part(page: SourcePage, head: CheckedData, meta: Mapping[str, object]) -> str:
    """The title of the part that a chapter opens, or “”."""
    title = meta.get("part", "")
    if title is True:
        page.error(head.span("part"), "bad-value", "“part” says no title", "write the title of the part, or false where one ends")
    return "" if isinstance(title, bool) else str(title)


def _authors(written: object) -> tuple[Person, ...]:
    """The authors of a chapter: names, each with the form by which it is sorted if it has one. What is none has been told."""
    rows = [{"name": row} if isinstance(row, str) else row for row in (written if isinstance(written, list | tuple) else ())]
    named = [row for row in rows if isinstance(row, dict) and row.get("name")]
    return tuple(Person(str(row["name"]), str(row.get("file-as", row["name"]))) for row in named)


def _objectives(page: SourcePage, head: CheckedData) -> tuple[n.Objective, ...]:
    """The objectives of a file's head, as far as they are there: what they lack has been told."""
    rows = head.content.get("objectives", []) if isinstance(head.content, dict) else []
    for line in [head.span("objectives").line] if not isinstance(rows, list) else _like(head, "objectives"):
        page.problems.hide(page.path, line, "objective")
    made = []
    for i, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict):
            key, line = canonical(str(row.get("id", ""))), head.span("objectives", i, "id").line
            text = parse_inline(page, str(row.get("text", "")), head.span("objectives", i, "text").line)
            if key:
                checked_id(page, "", key, line)
            else:
                page.problems.hide(page.path, head.span("objectives", i).line, "objective")
            made.append(n.Objective(key, str(row.get("verb", "")), text, span=Span(page.path, line)))
    return tuple(made)
