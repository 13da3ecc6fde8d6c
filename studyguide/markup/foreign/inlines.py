"""Inline text: tokens of others to pieces of a passage. `MARKS` is the table; each matter has a module of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.page import ForeignPage, offset
from studyguide.markup.foreign.passage import PassagePiece, Pieces, literal, mark, plain, settled
from studyguide.sources.formats import web_address

Rule = Callable[["ForeignPassage", SyntaxTreeNode], Pieces]
MARKS: dict[str, Rule] = {}
"""What is made of each kind of token."""
ADDRESS = re.compile(r"(https?://[^\s<>`|*)]+[\w/])")
SPACES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


class ForeignPassage:
    """An inline token that is being converted: its page, its content and its line."""

    def __init__(self, page: ForeignPage, content: str, line: int, *, cell: bool = False, plain_words: bool = False) -> None:
        self.page, self.content, self.line, self.cell, self.plain_words = page, content, line, cell, plain_words

    def tell(self, kind: str, node: SyntaxTreeNode, needle: str, words: str = "") -> None:
        """Tell of a token, at its place."""
        line = self.line + self.content.count("\n", 0, min(offset(node), len(self.content)))
        self.page.tell(kind, line, needle, words)

    def pieces(self, nodes: Sequence[SyntaxTreeNode]) -> Pieces:
        """The pieces of neighbouring trees. Tags of HTML hold what stands between them."""
        from studyguide.markup.foreign.html_inline import element

        made: Pieces = []
        at = 0
        while at < len(nodes):
            if nodes[at].type == "html_inline":
                found, at = element(self, nodes, at)
                made += found
            else:
                made += MARKS.get(nodes[at].type, _unknown)(self, nodes[at])
                at += 1
        return made


def rule(*names: str) -> Callable[[Rule], Rule]:
    """Register what is made of kinds of tokens."""

    def register(function: Rule) -> Rule:
        MARKS.update(dict.fromkeys(names, function))
        return function

    return register


def pieces_of(page: ForeignPage, tree: SyntaxTreeNode, *, cell: bool = False) -> Pieces:
    """The pieces of a paragraph, heading, cell or term."""
    holder = next((child for child in tree.children if child.type == "inline"), None)
    if holder is None:
        return []
    line = page.line(holder) if holder.map else page.line(tree)
    return ForeignPassage(page, holder.content, line, cell=cell).pieces(holder.children)


def text_of(page: ForeignPage, tree: SyntaxTreeNode, *, lines: bool = False) -> str:
    """The passage of a tree as a guide writes it."""
    return settled(pieces_of(page, tree), lines=lines)


def title_of(page: ForeignPage, text: str, line: int) -> str:
    """A text of one line, such as a title, as a guide writes it."""
    trees = page.trees(" ".join(text.split()), line)
    if len(trees) != 1 or trees[0].type != "paragraph":
        return settled([literal(text)], lines=False)
    with page.inside("text", line):
        return settled(pieces_of(page, trees[0]), lines=False).replace("\n", " ")


def around(sign: str, inner: Pieces, end: str = "") -> Pieces:
    """Pieces between two signs, close to the words: spaces at the ends stay outside. Without words there are none."""
    if not plain(inner) and all(piece.literal for piece in inner):
        return inner
    before, after = PassagePiece(""), PassagePiece("")
    if inner[0].literal:
        before = literal(SPACES.sub(r"\1", inner[0].text) if inner[0].text.strip() else inner[0].text)
        inner = [literal(inner[0].text.lstrip()), *inner[1:]]
    if inner[-1].literal:
        stripped = inner[-1].text.rstrip()
        after = literal(inner[-1].text[len(stripped) :])
        inner = [*inner[:-1], literal(stripped)]
    return [before, mark(sign), *inner, mark(end or sign), after]


def code(text: str) -> Pieces:
    """A code span, with more backquotes than stand in it (CommonMark 0.31, 6.1)."""
    text = " ".join(text.split("\n"))
    if not text.strip():
        return [literal(text)]
    signs = "`" * next(count for count in range(1, 99) if not re.search(rf"(?<!`)`{{{count}}}(?!`)", text))
    room = " " if text[0] == "`" or text[-1] == "`" or (text[0] == text[-1] == " ") else ""
    return [mark(f"{signs}{room}{text}{room}{signs}")]


def role(name: str, words: str) -> Pieces:
    """A role of a guide, with enough backquotes."""
    signs = "`" * next(count for count in range(1, 99) if not re.search(rf"(?<!`)`{{{count}}}(?!`)", words))
    return [mark(f"{{{name}}}{signs}{words}{signs}")]


def _unknown(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    return passage.pieces(node.children) if node.children else [literal(node.content)]


def attributes(node: SyntaxTreeNode) -> dict[str, Any]:
    """The attributes of a token."""
    return dict(node.attrs)


@rule("text", "text_special")
def _text(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    from studyguide.markup.foreign.typography import typed

    if node.type == "text_special":
        return [literal(node.content)]
    made: Pieces = []
    for part in ADDRESS.split(typed(passage.page, node.content)):  # an address that leads nowhere is code
        made += code(part) if ADDRESS.fullmatch(part) and web_address(part) else [literal(part)]
    return made


@rule("softbreak")
def _softbreak(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    return [literal("\n")]


@rule("hardbreak")
def _hardbreak(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    return [mark("<br>")] if passage.cell else [mark("\\\n")]


@rule("em")
def _em(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    return around("*", passage.pieces(node.children))


@rule("strong")
def _strong(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    return around("**", passage.pieces(node.children))


@rule("s")
def _struck(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    return around("~~", passage.pieces(node.children))


@rule("sup")
def _raised(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    return raised("^", passage.pieces(node.children))


@rule("sub")
def _lowered(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    return raised("~", passage.pieces(node.children))


def raised(sign: str, inner: Pieces) -> Pieces:
    """Raised or lowered words; a space in them has a backslash."""
    spaced = [PassagePiece(piece.text.replace("\n", " "), piece.literal) for piece in inner]
    parts: Pieces = []
    for piece in around(sign, spaced):
        for part in re.split(r"( )", piece.text) if piece.literal else [piece.text]:
            parts.append(mark("\\ ") if part == " " and piece is not spaced[0] else PassagePiece(part, piece.literal))
    return parts


@rule("code_inline")
def _code(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    if found := re.fullmatch(r"r +(.+)", node.content) if passage.page.flavour == "pandoc" else None:
        passage.tell("executed", node, node.content, "")
        return code(found[1])
    if attrs := {**node.attrs}:
        passage.tell("attribute", node, node.content, " ".join(map(str, attrs.values())))
    return code(node.content)


@rule("marked")
def _marked(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    passage.tell("highlight", node, node.content)
    return around("*", inner(passage, str(node.meta["groups"][0])))


@rule("span")
def _span(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    """`[words]{.class}` of Pandoc."""
    made, attrs = passage.pieces(node.children), attributes(node)
    classes = str(attrs.pop("class", "")).split()
    language = attrs.pop("lang", "")
    for name, sign in (("mark", "*"), ("highlight", "*")):
        made = around(sign, made) if name in classes else made
    if known := next((known for known in SPANS if known in classes), ""):
        made = role(SPANS[known], settled(made, lines=False))
        classes.remove(known)
    if "id" in attrs:
        passage.page.waiting.append(str(attrs.pop("id")))
    if rest := " ".join([*classes, *map(str, attrs.values())]):
        passage.tell("attribute", node, "{", rest)
    return [mark("["), *made, mark(f"]{{lang={language}}}")] if language else made


SPANS = {"smallcaps": "sc", "sc": "sc", "underline": "u", "ul": "u", "kbd": "kbd"}
"""Classes of Pandoc that have roles of their own in a guide."""


def inner(passage: ForeignPassage, text: str) -> Pieces:
    """The pieces of a text that stands within a token."""
    trees = passage.page.trees(text.strip(), passage.line)
    holder = trees[0].children[0] if len(trees) == 1 and trees[0].type == "paragraph" else None
    if holder is None:
        return [literal(text)]
    return ForeignPassage(passage.page, text, passage.line, cell=passage.cell).pieces(holder.children)
