"""Citations: `[@key, p. 12]` and `@key` of Pandoc, the roles of MyST, and references that are written in the same way."""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.inlines import ForeignPassage, role, rule
from studyguide.markup.foreign.links import to_target
from studyguide.markup.foreign.passage import Pieces, literal

KINDS = re.compile(r"(?:fig|tbl|tab|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|nte|tip|wrn|imp|cau)[-:]")
"""How the names begin that Quarto and pandoc-crossref refer to with @."""
CITED = re.compile(r"^(?P<before>.*?)(?P<quiet>-?)@(?P<key>\{[^{}]+\}|\w(?:[\w:.#$%&+?<>~/-]*[\w/])?)(?P<after>.*)$", re.DOTALL)
LOCATOR = re.compile(r"§|\d+(?:[–-]\d+)?$|[^\s,]+\s+\S|[^\W\d]+\.\d")


@rule("cited")
def _cited(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    """Several sources in square brackets, each with words before it and a place behind it."""
    parts = [CITED.match(part.strip()) for part in str(node.meta["groups"][0]).split(";")]
    if any(part is None for part in parts):
        return [literal(node.content)]
    found = [part for part in parts if part]
    if all(KINDS.match(part["key"]) or passage.page.target(part["key"]) for part in found):
        return [piece for part in found for piece in _reference(passage, node, part)]
    made = [_place(part["key"].strip("{}"), part["after"]) for part in found]
    words = [part["before"].strip() for part in found if part["before"].strip()]
    behind = [words for _, words in made if words]
    if words or behind:
        passage.tell("citation-words", node, node.content)
    before = [literal(" ".join(words) + " ")] if words else []
    after = [literal(", " + "; ".join(behind))] if behind else []
    return [*before, *role("cite", ", ".join(key for key, _ in made)), *after]


def _place(key: str, after: str) -> tuple[str, str]:
    """The key with a place that a guide can print behind it, and else the words behind it."""
    words = " ".join(after.strip(" ,{}").split())
    if words and LOCATOR.match(words) and not re.search(r"[`<>@*_{}\[\];]", words):
        return f"{key}, {words}", ""
    return key, words


def _reference(passage: ForeignPassage, node: SyntaxTreeNode, part: re.Match[str]) -> Pieces:
    words = part["before"].strip()
    return [*([literal(f"{words} ")] if words else []), *refer(passage, node, part["key"]), literal(part["after"])]


@rule("narrative")
def _narrative(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    """`@key` as part of the sentence: a source, or what is numbered in the book."""
    quiet, key, place = node.meta["groups"]
    key = str(key).strip("{}")
    tail = ""
    while key and key not in passage.page.shelf.keys and key[-1] in ".:":
        key, tail = key[:-1], key[-1] + tail
    if KINDS.match(key) or (key not in passage.page.shelf.keys and passage.page.target(key)):
        return [*refer(passage, node, key), literal(f"{tail} [{place}]" if place else tail)]
    if key not in passage.page.shelf.keys:
        return [literal(node.content)]
    written, words = _place(key, str(place or ""))
    return [*role("cite" if quiet else "cite:t", written), literal((f" ({words})" if words else "") + tail)]


def refer(passage: ForeignPassage, node: SyntaxTreeNode, name: str, words: str = "") -> Pieces:
    """A reference to a name of the book; without a counterpart its words, else the name itself."""
    target = passage.page.target(name)
    if target is None:
        passage.tell("reference", node, name, "" if not words else name)
        return [literal(words or name)]
    return to_target(passage.page.shelf.files.get(passage.page.path, ""), target, [literal(words)] if words else [])
