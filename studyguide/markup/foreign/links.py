"""Links: out of the book, to other files of it, to names in it. What leads to nothing keeps its words."""

from __future__ import annotations

import re
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.inlines import ForeignPassage, attributes, code, role, rule
from studyguide.markup.foreign.page import LabelTarget
from studyguide.markup.foreign.passage import PassagePiece, Pieces, literal, mark, plain
from studyguide.sources.formats import web_address

OUTSIDE = re.compile(r"(?i)(?:https?|mailto|ftp|tel|data|javascript|doi|file|news|irc|xmpp|sms):|//")
ROLES_OF_MYST = re.compile(r"(?:project|myst|inv|path|ref):")
BAD_SIGNS = str.maketrans(
    {" ": "%20", "<": "%3C", ">": "%3E", '"': "%22", "\\": "%5C", "^": "%5E", "`": "%60", "{": "%7B", "|": "%7C", "}": "%7D"}
)
LINKED = re.compile(r"^(?:\[|\{(?:ref|cite|cite:t|term)\}|\[\^)")


@rule("link")
def _link(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    attrs = attributes(node)
    address = ROLES_OF_MYST.sub("", str(attrs.pop("href", "")))
    inner = passage.pieces(node.children)
    title = str(attrs.pop("title", ""))
    rest = " ".join(str(value) for name, value in attrs.items() if name != "id")
    if title or rest:
        passage.tell("attribute", node, title or "{", f"{title} {rest}")
    return link(passage, node, address, inner)


def link(passage: ForeignPassage, node: SyntaxTreeNode, address: str, inner: Pieces) -> Pieces:
    """A link with an address as the book has it."""
    if OUTSIDE.match(address):
        return _outside(passage, node, address, inner)
    page = passage.page
    path = page.chapter(address) if not address.startswith("#") else ""
    _, _, name = unquote(address).partition("#")
    if address.startswith("#") or path:
        target = page.target(name, path) if name else None
        if target is None and path:
            target = LabelTarget(page.shelf.files[path], "")
            if name:
                passage.tell("broken-link", node, name, "")
        if target:
            return to_target(page.shelf.files.get(page.path, ""), target, inner)
    if not path and (found := page.target(address)):
        return to_target(page.shelf.files.get(page.path, ""), found, inner)
    kind = "download" if re.search(r"\.(?!md$|html?$)\w{1,5}$", address) and not path and "#" not in address else "broken-link"
    passage.tell(kind, node, address, address)
    return inner or [literal(address)]


def _outside(passage: ForeignPassage, node: SyntaxTreeNode, address: str, inner: Pieces) -> Pieces:
    address = f"https:{address}" if address.startswith("//") else address.translate(BAD_SIGNS)
    mail = re.fullmatch(r"(?i:mailto):[^\s@]+@[\w.-]+\.\w+(\?\S*)?", address)
    if not mail and web_address(address):
        if plain(inner) in ("", address):
            return code(address)
        passage.tell("broken-link", node, address, address)
        return inner
    if any(not piece.literal and LINKED.match(piece.text) for piece in inner):  # a link cannot hold another
        return inner
    if (not plain(inner) and all(piece.literal for piece in inner)) or plain(inner) == address.removeprefix("mailto:"):
        return [mark(f"<{address.removeprefix('mailto:') if mail else address}>")]
    return [mark("["), *_joined(inner), mark(f"]({_written(address)})")]


def _written(address: str) -> str:
    """An address as it stands in round brackets."""
    return f"<{address}>" if address.count("(") != address.count(")") else address


def _joined(inner: Pieces) -> Pieces:
    return [PassagePiece(piece.text.replace("\\\n", " "), piece.literal) if not piece.literal else piece for piece in inner]


def to_target(here: str, target: LabelTarget, inner: Pieces) -> Pieces:
    """A reference to what has a place in the guide, with the words of the link if it has some."""
    words = plain(inner)
    if not words and all(piece.literal for piece in inner):
        return role("ref", target.id or chapter_name(target.file))
    if any(not piece.literal and LINKED.match(piece.text) for piece in inner):
        return inner
    file = "" if target.file == here and target.id else target.file
    return [mark("["), *_joined(inner), mark(f"]({file}{'#' if target.id else ''}{target.id})")]


def chapter_name(file: str) -> str:
    """The id of the chapter of a file."""
    return re.sub(r"^\d+-|\.md$", "", file)


@rule("wiki")
def _wiki(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    """`[[Page|words]]` of wikis and Obsidian."""
    target, words = node.meta["groups"]
    name, _, heading = str(target).partition("#")
    stem = name.strip().casefold().replace(" ", "-")
    path = next(
        (
            path
            for path in passage.page.shelf.files
            if path.rpartition("/")[2].rpartition(".")[0].casefold() in (stem, name.strip().casefold())
        ),
        "",
    )
    inner = [literal(str(words or target))]
    if not path:
        passage.tell("broken-link", node, node.content, "" if not words else str(target))
        return inner
    found = passage.page.target(heading, path) if heading else None
    return to_target("", found or LabelTarget(passage.page.shelf.files[path], ""), inner)
