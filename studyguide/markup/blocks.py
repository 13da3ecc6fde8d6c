"""Blocks: syntax tree to block nodes, one small function a construct. `BLOCKS` is the table."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from markdown_it.tree import SyntaxTreeNode

from studyguide import nodes as n
from studyguide.markup.index_marks import with_marks_joined
from studyguide.markup.inline import inlines
from studyguide.markup.notes import Footnote
from studyguide.markup.reader import SourcePage
from studyguide.sources.diagnostics import Span
from studyguide.sources.identifiers import canonical, is_identifier, slug

Blocks = tuple[n.Block, ...]
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
    flat = [made for tree in trees if (made := _block(page, tree, first)) is not None]
    joined = with_marks_joined(page, flat)
    return _sections(joined) if sections else tuple(joined)


def line_of(tree: SyntaxTreeNode, first: int) -> int:
    """The line of the file (counted from 1) on which a tree starts."""
    return first + (tree.map[0] if tree.map else 0)


def place_of(page: SourcePage, tree: SyntaxTreeNode, first: int) -> Span:
    """The place in the file at which a tree starts."""
    return Span(page.path, line_of(tree, first))


def last_line_of(tree: SyntaxTreeNode, first: int) -> int:
    """The last line of the file that belongs to a tree."""
    return first + (max(tree.map[1] - 1, tree.map[0]) if tree.map else 0)


def text_of(page: SourcePage, tree: SyntaxTreeNode, first: int) -> tuple[n.Inline, ...]:
    """The inline nodes of a paragraph, heading, cell or term."""
    holder = next((c for c in tree.children if c.type == "inline"), None)
    here = holder if holder is not None and holder.map else tree
    return inlines(page, holder, line_of(here, first), last_line_of(here, first))


def _block(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block | None:
    make = BLOCKS.get(tree.type)
    if make is None:
        span = Span(page.path, line_of(tree, first))
        message = f"“{tree.type.replace('_', ' ')}” is not part of the format"
        page.error(span, "unsupported-markup", message, HINTS.get(tree.type, ""))
        return None
    return make(page, tree, first)


def _items(page: SourcePage, tree: SyntaxTreeNode, first: int) -> tuple[Blocks, ...]:
    return tuple(block_list(page, item.children, first) for item in tree.children)


def _ordered(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block:
    start = int(tree.attrs.get("start", 1))
    return n.OrderedList(_items(page, tree, first), start, span=place_of(page, tree, first))


def _definitions(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block:
    items: list[n.Definition] = []
    for child in tree.children:
        if child.type == "dt":
            items.append(n.Definition(text_of(page, child, first), (), span=place_of(page, child, first)))
        else:
            made = block_list(page, child.children, first)
            items[-1] = n.Definition(items[-1].term, (*items[-1].descriptions, made), span=items[-1].span)
    return n.DefinitionList(tuple(items), span=place_of(page, tree, first))


def _heading(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block:
    level = int(tree.tag[1])
    span = page.span(line_of(tree, first), "#" * level)
    title = text_of(page, tree, first)
    if level not in (2, 3):
        hint = "chapters have ## sections and ### sub-sections; the title stands in the front matter"
        page.error(span, "heading-level", f"a heading of level {level}", hint)
    prefix = "faq-" if page.path.endswith("/faq.md") else "sec-"
    if "id" in tree.attrs:
        return n.Section(checked_id(page, prefix, str(tree.attrs["id"]), span), min(level, 3), title, (), span=span)
    words = slug(n.plain(title))
    return n.Section("", min(level, 3), title, (), prefix + words if words else "", span=span)


def checked_id(page: SourcePage, prefix: str, text: str, place: Span | int) -> str:
    """An id as it is known; one that is not written as ids are, or lacks the prefix of its kind, is reported."""
    key = canonical(text)
    if not key.startswith(prefix) or not is_identifier(key.removeprefix(prefix)):
        page.error(place, "bad-id", f"“{key}” is not an id for this", f"ids here look like {prefix}some-words, in small letters")
    return key


def _figure_hint(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block | None:
    page.error(line_of(tree, first), "bare-table", "a table needs a caption and an id", "put it into :::{table} Caption … :::")
    return None


def _footnote(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block:
    return Footnote(str(tree.meta["label"]), block_list(page, tree.children, first), span=place_of(page, tree, first))


def _sections(flat: Sequence[n.Block]) -> Blocks:
    """Blocks after a heading become its children, up to the next heading of the same or a higher level."""
    out: list[n.Block] = []
    at = 0
    while at < len(flat):
        block = flat[at]
        at += 1
        if isinstance(block, n.Section):
            inside = _under(block, flat[at:])
            at += len(inside)
            block = replace(block, children=_sections(inside))
        out.append(block)
    return tuple(out)


def _under(section: n.Section, blocks: Sequence[n.Block]) -> list[n.Block]:
    return list(takewhile(lambda block: not isinstance(block, n.Section) or block.level > section.level, blocks))


BLOCKS: dict[str, Callable[[SourcePage, SyntaxTreeNode, int], n.Block | None]] = {
    "paragraph": lambda *at: n.Paragraph(text_of(*at), span=place_of(*at)),
    "bullet_list": lambda *at: n.BulletList(_items(*at), span=place_of(*at)),
    "ordered_list": _ordered,
    "dl": _definitions,
    "blockquote": lambda page, tree, first: n.Quotation(block_list(page, tree.children, first), span=place_of(page, tree, first)),
    "heading": _heading,
    "table": _figure_hint,
    "front_matter": lambda *at: None,  # read before the blocks
    "footnote_reference": _footnote,
}

HINTS = {
    "code_block": "this line starts with four or more spaces: take them away",
    "hr": "leave the line out: sections part the text",
    "fence": "the guide has no listings; boxes start with three colons",
}
