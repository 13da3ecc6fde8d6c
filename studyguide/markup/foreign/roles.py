"""Roles of MyST and Sphinx: those that a guide has, those that are code or emphasis there, and those that refer."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.citations import refer
from studyguide.markup.foreign.inlines import ForeignPassage, around, code, inner, raised, role, rule
from studyguide.markup.foreign.links import link
from studyguide.markup.foreign.passage import Pieces, literal, mark, settled

NAMED = re.compile(r"^(?P<text>.+?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)
NUMBERED = re.compile(r"%s|\{(?:number|name)\}")
CITES = {
    **dict.fromkeys(
        ("cite", "cite:p", "cite:ps", "cite:alp", "citep", "footcite", "footcite:p", "cite:year", "cite:yearpar"), "cite"
    ),
    **dict.fromkeys(("cite:t", "cite:ts", "cite:alt", "citet", "cite:author", "cite:authors", "footcite:t"), "cite:t"),
}
CODE = {
    *(
        "code",
        "literal",
        "file",
        "samp",
        "envvar",
        "option",
        "func",
        "class",
        "meth",
        "mod",
        "attr",
        "data",
        "obj",
        "exc",
        "const",
    ),
    *("program", "command", "makevar", "regexp", "mimetype", "newsgroup", "token", "keyword", "c", "py", "rst", "js", "cpp"),
}
STRONG = {"strong", "guilabel", "menuselection", "button", "b"}
EMPHASIS = {"emphasis", "em", "dfn", "i", "title-reference", "t", "title"}
OURS = {"value", "include", "sc", "cite", "cite:t"}
ICONS = re.compile(r"octicon|material-.*|fa[a-z]?|fa-.*|icon")


@rule("myst_role")
def _role(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    name, content = str(node.meta["name"]), " ".join(node.content.split())
    if name in CITES:
        return _cite(passage, node, CITES[name], content)
    if found := ROLES.get(name):
        return found(passage, node, content)
    if name in OURS:
        return role(name, content)
    if name in CODE or ":" in name:
        named = NAMED.match(content)
        return code((named["text"] if named else content).lstrip("~!."))
    if name in STRONG | EMPHASIS:
        return around("**" if name in STRONG else "*", inner(passage, content.replace("-->", "→")))
    icon = ICONS.fullmatch(name) is not None
    passage.tell("role", node, f"{{{name}}}", f"{name} {content}" if icon else name)
    return [] if icon else [literal(content)]


def _cite(passage: ForeignPassage, node: SyntaxTreeNode, kind: str, content: str) -> Pieces:
    keys = [re.sub(r"^\{.*\}|^@", "", key.strip()) for key in re.split(r"[,;]", content)]
    if kind == "cite":
        return role("cite", ", ".join(keys))
    made: Pieces = []
    for at, key in enumerate(keys):
        made += [*([literal(", ")] if at else []), *role("cite:t", key)]
    return made


def _named(content: str) -> tuple[str, str]:
    found = NAMED.match(content)
    return (found["text"], found["target"].strip()) if found else ("", content)


def _ref(passage: ForeignPassage, node: SyntaxTreeNode, content: str) -> Pieces:
    words, target = _named(content)
    return refer(passage, node, target.lstrip("#"), "" if NUMBERED.search(words) else words)


def _doc(passage: ForeignPassage, node: SyntaxTreeNode, content: str) -> Pieces:
    words, target = _named(content)
    return link(passage, node, target if "#" in target else f"{target.removesuffix('.md')}.md", [literal(words)] if words else [])


def _download(passage: ForeignPassage, node: SyntaxTreeNode, content: str) -> Pieces:
    words, target = _named(content)
    passage.tell("download", node, target, target if words else "")
    return [literal(words or target)]


def _term(passage: ForeignPassage, node: SyntaxTreeNode, content: str) -> Pieces:
    words, target = _named(content)
    if target.casefold() in passage.page.shelf.terms:
        return role("term", content)
    passage.tell("term", node, target, target if words else "")
    return [literal(words or target)]


def _abbr(passage: ForeignPassage, node: SyntaxTreeNode, content: str) -> Pieces:
    return role("abbr", content) if re.match(r".+\(.+\)$", content) else [literal(content)]


def _index(passage: ForeignPassage, node: SyntaxTreeNode, content: str) -> Pieces:
    """The role of Sphinx prints its words; that of a guide marks a place alone."""
    words, target = _named(content)
    marks = [piece for entry in entries(target) for piece in role("index", entry)]
    return [*marks, literal(words or target)]


def entries(text: str) -> list[str]:
    """The entries of an index mark of Sphinx: “single: a; b”, “pair: a; b” (two of them), “see: a; b”, or the words alone."""
    kind, colon, rest = text.partition(":")
    if not colon or kind.strip() not in ("single", "pair", "triple", "see", "seealso", "module"):
        return [" ".join(part.lstrip("!").split()) for part in text.split(",") if part.strip()]
    parts = [" ".join(part.lstrip("! ").split()) for part in rest.split(";") if part.strip()]
    if kind.strip() == "single":
        return ["; ".join(parts[:2])]
    return [f"{a}; {b}" for a in parts for b in parts if a != b] if len(parts) > 1 else parts


def _math(passage: ForeignPassage, node: SyntaxTreeNode, content: str) -> Pieces:
    return [mark(f"${content.strip()}$")] if content.strip() else []


Made = Callable[[ForeignPassage, SyntaxTreeNode, str], Pieces]
ROLES: dict[str, Made] = {
    **dict.fromkeys(("ref", "numref", "eq", "prf:ref", "std:ref", "std:numref", "any"), _ref),
    "doc": _doc,
    "download": _download,
    "term": _term,
    "abbr": _abbr,
    "abbreviation": _abbr,
    "index": _index,
    "math": _math,
    "kbd": lambda passage, node, content: role("kbd", content),
    "keyboard": lambda passage, node, content: role("kbd", content),
    **dict.fromkeys(("sub", "subscript"), lambda passage, node, content: raised("~", [literal(content)])),
    **dict.fromkeys(("sup", "superscript"), lambda passage, node, content: raised("^", [literal(content)])),
    **dict.fromkeys(("u", "underline"), lambda passage, node, content: role("u", settled(inner(passage, content), lines=False))),
    **dict.fromkeys(("smallcaps", "small-caps"), lambda passage, node, content: role("sc", content)),
    **dict.fromkeys(("del", "strike", "delete"), lambda passage, node, content: around("~~", inner(passage, content))),
}
"""The roles that refer, or have a counterpart of another name."""
