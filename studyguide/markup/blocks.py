"""Blocks: syntax tree to block nodes, one small function a construct. `BLOCKS` is the table."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from markdown_it.tree import SyntaxTreeNode

from studyguide import nodes as n
from studyguide.markup.emptiness import is_blank
from studyguide.markup.index_marks import with_marks_joined
from studyguide.markup.inline import Checkbox, inlines
from studyguide.markup.notes import Footnote
from studyguide.markup.reader import SourcePage
from studyguide.markup.tags import refuse
from studyguide.sources.diagnostics import Span
from studyguide.sources.identifiers import canonical, is_identifier, slug

Blocks = tuple[n.Block, ...]
LEVELS = range(2, 5)
UNDERLINES = ("-", "=")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
SIGNS = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+){2}")
"""The signs of two items that begin on one line."""
BLOCK_NAME = re.compile(r"\[[^\[\]]+\]|\.[A-Z][^.]*")
"""How AsciiDoc names the block that stands below between two lines of signs."""
# A directive's body is parsed with the same tables; directives.py puts it in, so that the modules need no circle of imports.
DirectiveParser = Callable[[SourcePage, SyntaxTreeNode, int], "n.Node | None"]


def on_directive(parser: DirectiveParser) -> DirectiveParser:
    """Register the parser of colon fences."""
    BLOCKS["colon_fence"] = parser  # type: ignore[assignment]  # the table of directives says which kinds may stand where
    return parser


def parse_blocks(page: SourcePage, text: str, first: int, *, sections: bool = True) -> Blocks:
    """The block nodes of a text whose first line is line `first` of the page."""
    return block_list(page, page.tree(text, first).children, first, sections=sections)


def block_list(page: SourcePage, trees: Sequence[SyntaxTreeNode], first: int, *, sections: bool = True) -> Blocks:
    """The nodes of neighbouring syntax trees; headings gather what follows them into sections."""
    for before, tree in pairwise(trees):
        _check_belonging(page, before, tree, first)
    flat = [made for tree in trees if (made := _block(page, tree, first)) is not None]
    joined = with_marks_joined(page, flat)
    return _sections(page, joined) if sections else tuple(joined)


def _check_belonging(page: SourcePage, before: SyntaxTreeNode, tree: SyntaxTreeNode, first: int) -> None:
    """A block that stands further in than the note or list before it was meant to belong to that, and does not."""
    what, hint = CONTINUED.get(before.type, ("", ""))
    above, own = (page.lines[line_of(each, first) - 1].expandtabs(4) for each in (before, tree))
    quotes = above[: _column(above)].count(">")
    indent = _column(own, quotes) - _column(above, quotes)
    if what and tree.type in INDENTED and indent > 0:
        message = f"this stands {indent} {'space' if indent == 1 else 'spaces'} in, and is no part of the {what} above"
        page.error(page.span(line_of(tree, first), own[_column(own) :]), "stray-markup", message, hint)


def _column(row: str, quotes: int = 99) -> int:
    """Where the words of a row begin, behind spaces and so many signs of quotations."""
    return len(row) - len(re.sub(rf"(?: *>){{0,{quotes}}} *", "", row, count=1))


BELOW = "start it right below the first letter of that, or as far left as what stands around"
CONTINUED = {
    "footnote_reference": ("footnote", "start it four spaces in, or with none for the text"),
    "bullet_list": ("item", BELOW),
    "ordered_list": ("item", BELOW),
    "dl": ("definition", BELOW),
}
"""What may go on in further blocks, and how."""
INDENTED = {"paragraph", "bullet_list", "ordered_list", "blockquote", "dl"}


def line_of(tree: SyntaxTreeNode, first: int) -> int:
    """The line of the file (counted from 1) on which a tree starts."""
    return first + (tree.map[0] if tree.map else 0)


def place_of(page: SourcePage, tree: SyntaxTreeNode, first: int) -> Span:
    """The place in the file at which a tree starts."""
    return Span(page.path, line_of(tree, first))


def text_of(page: SourcePage, tree: SyntaxTreeNode, first: int) -> tuple[n.Inline, ...]:
    """The inline nodes of a paragraph, heading, cell or term."""
    holder = next((c for c in tree.children if c.type == "inline"), None)
    here = holder if holder is not None and holder.map else tree
    paragraph = tree.type == "paragraph" or tree.markup in UNDERLINES
    return inlines(page, holder, line_of(here, first), lines=paragraph, cell=tree.type in ("td", "th"))


def _block(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block | None:
    make = BLOCKS.get(tree.type)
    if make is None:
        span = Span(page.path, line_of(tree, first))
        what, hint = UNSUPPORTED.get(tree.type, (tree.type.replace("_", " "), ""))
        lost = span.line, span.line + max(0, tree.content.rstrip().count("\n"))
        page.problems.error(span, "unsupported-markup", f"{what} is not part of the format", hint, lost=lost)
        return None
    return make(page, tree, first)


def _items(page: SourcePage, tree: SyntaxTreeNode, first: int) -> tuple[Blocks, ...]:
    _check_indents(page, [line_of(item, first) for item in tree.children])
    return tuple(_task(_filled(page, item, first, "this item of a list")) for item in tree.children)


def _task(item: Blocks) -> Blocks:
    """An item of a list; a box before its words, as GitHub Flavored Markdown has it (5.3), says whether something is done."""
    match item:
        case (n.Paragraph(children=(Checkbox(mark=str(mark)) as box, *words)) as first, *rest) if mark and words:
            made = n.TaskBox(mark != " ", span=box.span)
            return (replace(first, children=(made, n.Text(" "), *words)), *rest)
        case _:
            return item


def _filled(page: SourcePage, tree: SyntaxTreeNode, first: int, what: str) -> Blocks:
    """The blocks of an item, which must hold something; unless it was told already why they do not."""
    told = len(page.problems.found)
    made = block_list(page, tree.children, first)
    if is_blank(made) and not page.cut and len(page.problems.found) == told:
        page.error(line_of(tree, first), "empty-markup", f"{what} is empty", "write it, or delete it")
    return made


def _check_indents(page: SourcePage, lines: list[int]) -> None:
    """The items of a list start in the same column: one that stands a little further in was meant as an item of the one above."""
    if not lines:  # the list is cut off where nothing is nested deeper
        return
    columns = [_column(page.lines[line - 1].expandtabs(4)) for line in lines]
    beside = len(lines) > 1 and SIGNS.match(page.lines[lines[0] - 1])
    first = columns[1] if beside else columns[0]
    for line, column in zip(lines, columns, strict=True):
        if column > first and page.lines[line - 1].lstrip(" \t>")[:1] in "-+*0123456789":
            hint = "start it in the same column, or below the words of the item above for a list inside that"
            page.error(
                page.span(line, page.lines[line - 1].strip()), "stray-markup", "this item starts further in than the first", hint
            )


def _ordered(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block:
    start = int(tree.attrs.get("start", 1))
    lines = [line_of(item, first) for item in tree.children]
    style, number = page.markers.get(lines[0] if lines else line_of(tree, first), ("1", start))  # no items: the list is cut off
    if any(page.markers.get(line, ("1", 0))[0] != style for line in lines):
        odd = next(line for line in lines if page.markers.get(line, ("1", 0))[0] != style)
        hint = "part the two lists by a paragraph, or count on in one way"
        page.error(odd, "stray-markup", "this item is counted in another way than the first", hint)
    elif style == "1":
        _check_numbers(page, [(int(item.info or start), line) for item, line in zip(tree.children, lines, strict=True)], start)
    return n.OrderedList(_items(page, tree, first), number, style, span=place_of(page, tree, first))


def _check_numbers(page: SourcePage, items: Sequence[tuple[int, int]], start: int) -> None:
    """The numbers of a list rise by one, or are all the same: another one would be printed than is written."""
    rising = any(number != start for number, _ in items)
    for expected, (number, line) in enumerate(items, start):
        if rising and number != expected:
            message = f"this item has the number {number} and would be printed as {expected}"
            page.error(page.span(line, str(number)), "stray-markup", message, f"write {expected}., or {number}\\. for a number")
            break


def _definitions(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block:
    items: list[n.Definition] = []
    for child in tree.children:
        if child.type == "dt" and child.children[0].content.startswith(": "):
            message, hint = "this definition has no term", "write one line with the term, and : meaning right below it"
            page.error(page.span(line_of(child, first), child.children[0].content), "stray-markup", message, hint)
        if child.type == "dt":
            items.append(n.Definition(text_of(page, child, first), (), span=place_of(page, child, first)))
        else:
            made = _filled(page, child, first, "this definition")
            items[-1] = n.Definition(items[-1].term, (*items[-1].descriptions, made), span=items[-1].span)
    return n.DefinitionList(tuple(items), span=place_of(page, tree, first))


def _heading(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block:
    level = int(tree.tag[1])
    if tree.markup in UNDERLINES:
        return _underlined(page, tree, first)
    span, depth = page.span(line_of(tree, first), "#" * level), min(max(level, LEVELS[0]), LEVELS[-1])
    title = text_of(page, tree, first)
    if level not in LEVELS:
        hint = "chapters have headings of ##, ### and ####; the title stands in the front matter"
        page.error(span, "heading-level", f"a heading of level {level}", hint)
    prefix = "faq-" if page.path.endswith("/faq.md") else "sec-"
    if "id" in tree.attrs:
        key = str(tree.attrs["id"])
        key = key if is_blank(title) else checked_id(page, prefix, key, span)
        return n.Section(key, depth, title, (), span=span)
    words = slug(n.plain(title))
    return n.Section("", depth, title, (), prefix + words if words else "", span=span)


def _underlined(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block:
    """A paragraph with a line below it that makes a heading of it, in Markdown; here that is an error."""
    line = first + (tree.map[1] - 1 if tree.map else 0)
    row, known = page.lines[line - 1].strip(), len(page.problems.found)
    text = text_of(page, tree, first)
    if BLOCK_NAME.fullmatch(page.lines[line - 2].strip()) and len(page.problems.found) > known:
        last = next((at for at, other in enumerate(page.lines[line:], line + 1) if other.strip() == row), line)
        page.problems.lose(known, page.path, (line - 1, last))
    else:
        message, hint = (
            "a line of dashes or equals signs makes a heading of the text above it",
            "a heading starts with ##; else delete the line",
        )
        page.error(page.span(line, row), "unsupported-markup", message, hint)
    return n.Paragraph(text, span=place_of(page, tree, first))


def _html(page: SourcePage, tree: SyntaxTreeNode, first: int) -> None:
    html = tree.content.strip()
    if end := COMMENT.match(html):
        if words := html[end.end() :].strip():
            hint = "put the comment on a line of its own, or behind the words"
            message = "words stand behind a comment that starts the line"
            line = line_of(tree, first)
            page.error(page.span(line, words, line + html.count("\n")), "stray-markup", message, hint)
        return
    refuse(page, html, page.span(line_of(tree, first), html))


def checked_id(page: SourcePage, prefix: str, text: str, place: Span | int) -> str:
    """An id as it is known; one that is not written as ids are, or lacks the prefix of its kind, is reported."""
    key = canonical(text)
    if not key.startswith(prefix) or not is_identifier(key.removeprefix(prefix)):
        message, hint = f"“{key}” is not an id for this", f"ids here look like {prefix}some-words, in small letters"
        span = Span(page.path, place) if isinstance(place, int) else place
        page.problems.error(span, "bad-id", message, hint, hides=(prefix.removesuffix("-"),) if prefix else ())
        return f"{key}--{len(page.problems.found)}"  # like no other
    return key


def _footnote(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block:
    return Footnote(str(tree.meta["label"]), block_list(page, tree.children, first), span=place_of(page, tree, first))


def _sections(page: SourcePage, flat: Sequence[n.Block]) -> Blocks:
    """Blocks after a heading become its children, up to the next heading of the same or a higher level."""
    out: list[n.Block] = []
    at = 0
    while at < len(flat):
        block = flat[at]
        at += 1
        if isinstance(block, n.Section):
            inside = _under(block, flat[at:])
            at += len(inside)
            _check_levels(page, block, inside)
            block = replace(block, children=_sections(page, inside))
        out.append(block)
    return tuple(out)


def _check_levels(page: SourcePage, section: n.Section, inside: Sequence[n.Block]) -> None:
    """A heading below another is one level deeper: who jumps from heading to heading would look for the one between."""
    deeper = next((block for block in inside if isinstance(block, n.Section)), section)
    if deeper.level > section.level + 1:
        message = f"a heading of level {deeper.level} stands right below one of level {section.level}"
        page.error(deeper.span, "heading-level", message, f"write {'#' * (section.level + 1)}")


def _under(section: n.Section, blocks: Sequence[n.Block]) -> list[n.Block]:
    return list(takewhile(lambda block: not isinstance(block, n.Section) or block.level > section.level, blocks))


BLOCKS: dict[str, Callable[[SourcePage, SyntaxTreeNode, int], n.Block | None]] = {
    "paragraph": lambda *at: n.Paragraph(text_of(*at), span=place_of(*at)),
    "bullet_list": lambda *at: n.BulletList(_items(*at), span=place_of(*at)),
    "ordered_list": _ordered,
    "dl": _definitions,
    "blockquote": lambda page, tree, first: n.Quotation(block_list(page, tree.children, first), span=place_of(page, tree, first)),
    "heading": _heading,
    "hr": lambda *at: n.ThematicBreak(span=place_of(*at)),
    "front_matter": lambda *at: None,  # read before the blocks
    "footnote_reference": _footnote,
    "html_block": _html,
}

UNSUPPORTED = {
    "code_block": (
        "a paragraph that starts with four or more spaces",
        "this line starts with four or more spaces: take them away; code stands between two lines of ```",
    ),
}
