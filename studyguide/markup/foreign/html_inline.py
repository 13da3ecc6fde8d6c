"""HTML in a sentence: elements that a guide has marks for; the words in others stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.inlines import ForeignPassage, around, code, raised, role
from studyguide.markup.foreign.links import link
from studyguide.markup.foreign.passage import Pieces, literal, mark, plain, settled

Attributes = Mapping[str, str]
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)")
VOID = {"br", "hr", "img", "wbr", "input", "source", "link", "meta", "col", "area", "embed", "param", "track"}
HTML = {
    *(
        [
            "a",
            "abbr",
            "acronym",
            "address",
            "article",
            "aside",
            "audio",
            "b",
            "bdi",
            "bdo",
            "big",
            "blockquote",
            "body",
            "button",
            "canvas",
            "caption",
            "center",
            "cite",
            "code",
            "data",
        ]
    ),
    *(
        [
            "dd",
            "del",
            "details",
            "dfn",
            "dialog",
            "div",
            "dl",
            "dt",
            "em",
            "fieldset",
            "figcaption",
            "figure",
            "font",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "i",
            "iframe",
            "ins",
        ]
    ),
    *(
        [
            "kbd",
            "label",
            "legend",
            "li",
            "main",
            "map",
            "mark",
            "math",
            "menu",
            "nav",
            "object",
            "ol",
            "optgroup",
            "option",
            "p",
            "picture",
            "pre",
            "q",
            "ruby",
            "rp",
            "rt",
            "s",
            "samp",
            "script",
            "section",
        ]
    ),
    *(
        [
            "select",
            "slot",
            "small",
            "span",
            "strike",
            "strong",
            "style",
            "sub",
            "summary",
            "sup",
            "svg",
            "table",
            "tbody",
            "td",
            "template",
            "textarea",
            "tfoot",
            "th",
            "thead",
            "time",
            "title",
        ]
    ),
    *("tr", "tt", "u", "ul", "var", "video", "noscript", "center", "nobr"),
    *VOID,
}
"""The elements of HTML; another name between < and > is a word of the text: Vec<T>."""
OPAQUE = {
    "script",
    "style",
    "svg",
    "math",
    "iframe",
    "video",
    "audio",
    "object",
    "canvas",
    "select",
    "button",
    "form",
    "template",
    "noscript",
}
"""Elements whose content is no text."""


class _TagReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = {name: value or "" for name, value in attrs}


def tag_attributes(tag: str) -> dict[str, str]:
    """The attributes of an opening tag."""
    reader = _TagReader()
    reader.feed(tag)
    return reader.found


def element(passage: ForeignPassage, nodes: Sequence[SyntaxTreeNode], at: int) -> tuple[Pieces, int]:
    """What is made of the element that a tag begins, and where the next tree stands."""
    node = nodes[at]
    html = node.content
    found = TAG.match(html)
    if html.startswith("<!--"):
        return ([mark(html)] if html.endswith("-->") and "--" not in html[4:-3] and html[4:-3].strip() else []), at + 1
    if not found or found["name"].lower() not in HTML:
        return [literal(html)], at + 1
    name = found["name"].lower()
    attrs = tag_attributes(html)
    if found["end"]:
        return [], at + 1
    if name in VOID or html.endswith("/>"):
        return made(passage, node, name, attrs, []), at + 1
    end = _closing(nodes, at, name)
    if name in OPAQUE:
        passage.tell("raw-html", node, html, " ".join(each.content for each in nodes[at:end]))
        return [], end + 1
    inner = passage.pieces(nodes[at + 1 : end])
    if name in ("code", "tt", "samp"):
        inner = [literal("".join(each.content for each in nodes[at + 1 : end]))]
    return made(passage, node, name, attrs, inner), end + 1


def _closing(nodes: Sequence[SyntaxTreeNode], at: int, name: str) -> int:
    """Where the tag stands that closes an element; without one, the end of the passage."""
    depth = 0
    for number, node in enumerate(nodes[at:], at):
        found = TAG.match(node.content) if node.type == "html_inline" else None
        if found and found["name"].lower() == name:
            depth += -1 if found["end"] else 1
            if not depth:
                return number
    return len(nodes)


def made(passage: ForeignPassage, node: SyntaxTreeNode, name: str, attrs: Attributes, inner: Pieces) -> Pieces:
    """The pieces of an element whose content has been read."""
    if "id" in attrs or (name == "a" and "name" in attrs):
        passage.page.waiting.append(attrs.get("id") or attrs["name"])
    if found := ELEMENTS.get(name):
        return found(passage, node, attrs, inner)
    if language := attrs.get("lang", "") if plain(inner) else "":
        return [mark("["), *inner, mark(f"]{{lang={language}}}")]
    rest = " ".join(value for key, value in attrs.items() if key not in ("id", "name", "lang"))
    if name not in ("span", "font", "small", "big", "p", "div", "center") or rest:
        passage.tell("attribute" if inner else "raw-html", node, node.content, rest)
    return inner


def _break(passage: ForeignPassage, node: SyntaxTreeNode, attrs: Attributes, inner: Pieces) -> Pieces:
    return [mark("<br>")] if passage.cell else [mark("\\\n")]


def _anchor(passage: ForeignPassage, node: SyntaxTreeNode, attrs: Attributes, inner: Pieces) -> Pieces:
    return link(passage, node, attrs["href"], inner) if attrs.get("href") else inner


def _abbr(passage: ForeignPassage, node: SyntaxTreeNode, attrs: Attributes, inner: Pieces) -> Pieces:
    return role("abbr", f"{plain(inner)} ({attrs['title']})") if attrs.get("title") else inner


def _image(passage: ForeignPassage, node: SyntaxTreeNode, attrs: Attributes, inner: Pieces) -> Pieces:
    from studyguide.markup.foreign.figures import Shown, in_a_sentence

    shown = Shown(
        attrs.get("src", ""),
        attrs.get("alt", ""),
        attrs.get("title", ""),
        width=attrs.get("width", ""),
        names=(attrs["id"],) if attrs.get("id") else (),
    )
    return in_a_sentence(passage, node, shown)


def _sign(sign: str) -> Made:
    return lambda passage, node, attrs, inner: around(sign, inner)


def _role(name: str) -> Made:
    return lambda passage, node, attrs, inner: role(name, settled(inner, lines=False)) if plain(inner) else inner


def _code(passage: ForeignPassage, node: SyntaxTreeNode, attrs: Attributes, inner: Pieces) -> Pieces:
    return code("".join(piece.text for piece in inner))


Made = Callable[[ForeignPassage, SyntaxTreeNode, Attributes, Pieces], Pieces]
ELEMENTS: dict[str, Made] = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var", "mark"), _sign("*")),
    **dict.fromkeys(("strong", "b"), _sign("**")),
    **dict.fromkeys(("del", "s", "strike"), _sign("~~")),
    **dict.fromkeys(("code", "tt", "samp"), _code),
    "kbd": _role("kbd"),
    **dict.fromkeys(("u", "ins"), _role("u")),
    "sup": lambda passage, node, attrs, inner: raised("^", inner),
    "sub": lambda passage, node, attrs, inner: raised("~", inner),
    "br": _break,
    "wbr": lambda passage, node, attrs, inner: [],
    "a": _anchor,
    "abbr": _abbr,
    "acronym": _abbr,
    "img": _image,
    "q": lambda passage, node, attrs, inner: [literal("“"), *inner, literal("”")],
}
"""The elements that a guide has marks for."""
