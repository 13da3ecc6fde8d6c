"""Blocks: trees of others to rows of a guide. `BLOCKS` and `RUNS` are the tables; each matter has a module of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.inlines import pieces_of, text_of
from studyguide.markup.foreign.page import ForeignPage
from studyguide.markup.foreign.passage import plain, settled
from studyguide.sources.identifiers import slug

Rows = list[str]
Block = Callable[[ForeignPage, SyntaxTreeNode], Rows]
BLOCKS: dict[str, Block] = {}
"""What is made of one tree."""


@dataclass(frozen=True)
class Written:
    """A block that has been written; a heading has a level, and its rows are its words. `id` is the heading's."""

    rows: tuple[str, ...]
    level: int = 0
    id: str = ""
    line: int = 0


Run = Callable[[ForeignPage, Sequence[SyntaxTreeNode], int], "tuple[list[Written], int] | None"]
RUNS: list[Run] = []
"""What is made of neighbouring trees together: each gives blocks and where the next tree stands, or None."""


def block(*names: str) -> Callable[[Block], Block]:
    """Register what is made of kinds of trees."""

    def register(function: Block) -> Block:
        BLOCKS.update(dict.fromkeys(names, function))
        return function

    return register


def run(function: Run) -> Run:
    """Register a rule for neighbouring trees."""
    RUNS.append(function)
    return function


def written(page: ForeignPage, trees: Sequence[SyntaxTreeNode]) -> list[Written]:
    """The blocks of neighbouring trees, and below each what had to leave it."""
    made: list[Written] = []
    at = 0
    while at < len(trees):
        found = next((found for rule in RUNS if (found := rule(page, trees, at)) is not None), None)
        if found is None:
            found = [_one(page, trees[at])], at + 1
        blocks, at = found
        made += [each for each in blocks if each.rows]
        below, page.below[:] = list(page.below), []
        made += [Written(tuple(rows)) for rows in below if rows]
    return made


def _one(page: ForeignPage, tree: SyntaxTreeNode) -> Written:
    if tree.type == "heading":
        return heading(page, tree)
    make = BLOCKS.get(tree.type)
    if make is None:
        page.tell("directive", page.line(tree), tree.content, tree.content)
        return Written(())
    return Written(tuple(make(page, tree)))


def rows_of(page: ForeignPage, trees: Sequence[SyntaxTreeNode], *, tight: bool = False) -> Rows:
    """The rows of blocks within another one, where no heading can stand."""
    return joined([list(each.rows) for each in _without_headings(page, written(page, trees))], tight=tight)


def parsed(page: ForeignPage, text: str, first: int) -> list[Written]:
    """The blocks of a text whose first row stands on a line of the file."""
    with page.inside("text", first):
        return written(page, page.trees(text, first))


def parsed_rows(page: ForeignPage, text: str, first: int, place: str = "box") -> Rows:
    """The rows of such a text, within something."""
    with page.inside(place):
        return joined([list(each.rows) for each in _without_headings(page, parsed(page, text, first))])


def _without_headings(page: ForeignPage, blocks: Sequence[Written]) -> list[Written]:
    made: list[Written] = []
    for each in blocks:
        if each.level:
            page.tell("heading-inside", each.line)
        made.append(Written((bold(each.rows[0]),)) if each.level else each)
    return made


def bold(words: str) -> str:
    """A heading as a paragraph."""
    bare = re.sub(r"\*\*", "", words)
    return f"**{bare}**" if not re.match(r"\*|.*\*$", bare) else bare


def joined(blocks: Sequence[Rows], *, tight: bool = False) -> Rows:
    """Blocks below each other, with an empty row between them; in a tight list there is none."""
    made: Rows = []
    for rows in blocks:
        if made and rows:
            made += [] if tight and not rows[0].startswith((":::", "```", "|", "$$")) else [""]
        made += rows
    return made


def indented(rows: Sequence[str], first: str, others: str) -> Rows:
    """Rows behind a mark, the others as far in as its words."""
    return [(first if at == 0 else others) + row if row or at == 0 else "" for at, row in enumerate(rows)]


def heading(page: ForeignPage, tree: SyntaxTreeNode) -> Written:
    """A heading, with an id if something refers to it. The first one of level 1 is the title of the file."""
    line, level = page.line(tree), int(tree.tag[1])
    attrs: dict[str, str] = {}
    holder = next((child for child in tree.children if child.type == "inline"), None)
    if holder is not None and holder.token is not None:
        content, attrs = split_attributes(holder.content)
        if page.flavour == "pandoc" and re.match(r"\((?:PART|APPENDIX)\\?\*?\)", content):
            page.tell("placement", line, content, content)  # bookdown begins a part so, and its contents know it
            return Written(())
        if attrs or content != holder.content:
            fresh = page.trees(f"# {content}", line)[0]
            tree = fresh if fresh.type == "heading" else tree
            if rest := " ".join(value for key, value in attrs.items() if key != "id"):
                page.tell("attribute", line, "{", rest.replace("unnumbered", ""))
    with page.inside("text", line):
        pieces = pieces_of(page, tree)
    words = settled(pieces, lines=False).replace("\\\n", " ").replace("\n", " ").rstrip()
    words = re.sub(r"(?<!\\)(#+)$", r"\\\1", words)
    title = level == 1 and not page.env.get("title") and page.place == "text"
    page.env["title"] = page.env.get("title") or (words if title else "")
    kind = "title" if title else "sec" if page.place == "text" else "place"
    ids = [page.label(name, kind) for name in page.names(attrs.get("id", ""))]
    ids.append(page.label(anchor(page, plain(pieces)), kind, written=False))
    return Written((words,), level, next(filter(None, ids), ""), line)


ATTRIBUTES = re.compile(r"\s*\{(?!\{)([^{}`]*)\}\s*$")


def split_attributes(text: str) -> tuple[str, dict[str, str]]:
    """The words of a heading or caption, and the attributes behind them: `{#id .class key=value}`, `{-}`."""
    found = ATTRIBUTES.search(text)
    if not found or not re.match(r"[#.-]|[\w-]+=", found[1].strip()):
        return text, {}
    return text[: found.start()], attributes_in(found[1])


def attributes_in(text: str) -> dict[str, str]:
    """What stands in braces: id, classes, and other keys."""
    made: dict[str, str] = {}
    for part in re.findall(r"""[#.][^\s#]+|[\w:-]+=(?:"[^"]*"|'[^']*'|\S+)|\S+""", text):
        if part[0] == "#":
            made["id"] = part[1:]
        elif part[0] == ".":
            made["class"] = f"{made.get('class', '')} {part[1:]}".strip()
        elif "=" in part:
            key, _, value = part.partition("=")
            made[key] = value.strip("\"'")
        elif part == "-":
            made["class"] = f"{made.get('class', '')} unnumbered".strip()
        else:
            made["info"] = f"{made.get('info', '')} {part}".strip()
    return made


def anchor(page: ForeignPage, words: str) -> str:
    """The name that others make of a heading, as GitHub does; one that is there already gets a number."""
    name = re.sub(r"[^\w\- ]", "", words.lower().strip()).replace(" ", "-") or slug(words)
    seen = page.env.setdefault("anchors", {})
    seen[name] = seen.get(name, -1) + 1
    return f"{name}-{seen[name]}" if seen[name] else name


@block("front_matter")
def _head(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    return []


@block("myst_target")
def _target(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    """`(name)=`: the name of what stands below."""
    page.waiting.append(tree.content)
    return []


@block("myst_line_comment")
def _comment(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    return [f"% {row.strip()}".rstrip() for row in tree.content.split("\n")] if page.place == "text" else []


@block("myst_block_break")
def _break(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    if tree.content:
        page.tell("setting", page.line(tree), tree.content, tree.content)
    return []


@block("hr")
def _rule(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    return ["***"] if page.place in ("text", "box", "quote") else []


@block("paragraph")
def _paragraph(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    from studyguide.markup.foreign.lines import line_block

    if tree.children and line_block(tree.children[0].content):
        words = " \\\n".join(row[1:].strip() or " " for row in tree.children[0].content.split("\n"))
        tree = page.trees(words.replace(" \\\n", "\\\n"), page.line(tree))[0]
    place(page)
    rows = text_of(page, tree, lines=True).split("\n") if tree.children else []
    return rows if any(row.strip() for row in rows) else []


def place(page: ForeignPage) -> None:
    """Names that wait for a block which can have none belong to the heading above."""
    for name in page.names():
        page.label(name, "place")


@block("blockquote")
def _quotation(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    from studyguide.markup.foreign.boxes import alert

    if (rows := alert(page, tree)) is not None:
        return rows
    with page.inside("quote"):
        rows = rows_of(page, tree.children)
    if any(row.startswith((":::", "| ", "```{", "$$ (")) for row in rows):
        return fenced("quote", "", rows)
    return [f"> {row}".rstrip() for row in rows]


def fenced(name: str, title: str, rows: Sequence[str], options: Sequence[str] = ()) -> Rows:
    """A box of a guide, with a colon more than any box in it."""
    inner = max((len(found[0]) for row in rows if (found := re.match(r":{3,}", row.lstrip(" >")))), default=2)
    colons = ":" * (inner + 1)
    return [f"{colons}{{{name}}} {title}".rstrip(), *options, *rows, colons]


@block("bullet_list")
def _bullets(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    return _list(page, tree, [f"{tree.markup or '-'} "] * len(tree.children))


@block("ordered_list")
def _numbers(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    start = int(tree.attrs.get("start", 1))
    return _list(page, tree, [f"{start + at}{tree.markup or '.'} " for at in range(len(tree.children))])


def _list(page: ForeignPage, tree: SyntaxTreeNode, marks: Sequence[str]) -> Rows:
    tight = all(child.hidden for item in tree.children for child in item.children if child.type == "paragraph")
    items = []
    with page.inside("list"):
        for sign, item in zip(marks, tree.children, strict=True):
            rows = rows_of(page, item.children, tight=tight)
            if rows:
                items.append(indented(rows, sign, " " * len(sign)))
    if tight and not any("" in rows for rows in items):
        return [row for rows in items for row in rows]
    return joined(items)


@block("dl")
def _definitions(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    made: Rows = []
    with page.inside("definition"):
        for child in tree.children:
            if child.type == "dt":
                made += [*([""] if made else []), text_of(page, child).replace("\\\n", " ").replace("\n", " ")]
            elif rows := rows_of(page, child.children):
                made += indented(rows, ": ", "  ")
    return made
