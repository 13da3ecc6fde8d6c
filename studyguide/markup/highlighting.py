"""Highlighting: lines of code taken apart into keywords, strings, comments … Pygments knows the languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from studyguide import nodes as n
from studyguide.sources.diagnostics import did_you_mean

if TYPE_CHECKING:
    from pygments.lexer import Lexer

TAB = 4  # columns from one tab stop to the next
TOKENS = {
    "Comment": "comment",
    "Comment.Preproc": "keyword",
    "Keyword": "keyword",
    "Operator.Word": "keyword",
    "Literal.String": "string",
    "Literal.String.Doc": "comment",
    "Literal.Number": "number",
    "Keyword.Constant": "number",
    "Name.Attribute": "attribute",
    "Name.Builtin": "builtin",
    "Name.Class": "name",
    "Name.Decorator": "attribute",
    "Name.Exception": "builtin",
    "Name.Function": "name",
    "Name.Tag": "keyword",
    "Name.Variable": "attribute",
    "Generic.Deleted": "deleted",
    "Generic.Inserted": "inserted",
    "Generic.Heading": "keyword",
    "Generic.Prompt": "prompt",
    "Generic.Output": "output",
    "Generic.Traceback": "output",
}
"""The class that a style sheet knows by the name of a token; a token of a finer kind is one of its kind."""


def unknown_language(name: str) -> str | None:
    """None if code of this language can be coloured; else a hint."""
    if not name:
        return None
    from pygments.lexers import find_lexer_class_by_name, get_all_lexers
    from pygments.util import ClassNotFound

    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        known = {alias for _, aliases, _, _ in get_all_lexers() for alias in aliases}
        return did_you_mean(name.lower(), known) or "leave the language out, or write text"
    return None


def code_lines(text: str, language: str, marked: Iterable[int] = ()) -> tuple[n.CodeLine, ...]:
    """The lines of code in a known language, those whose numbers (from 1) are given marked.

    Every character is kept but spaces at the ends of lines; a tab goes to the next of the columns that are four apart.
    """
    rows = [row.expandtabs(TAB).rstrip() for row in text.rstrip("\n").split("\n")]
    wanted = frozenset(marked)
    return tuple(n.CodeLine(pieces, at in wanted) for at, pieces in enumerate(_highlighted("\n".join(rows), language), 1))


def _highlighted(text: str, language: str) -> list[tuple[n.CodePiece, ...]]:
    text += "\n"  # the ends of lines are a part of what some languages are known by
    tokens = [(_class_of(kind), value) for kind, value in _lexer(language).get_tokens(text)] if language else []
    if "".join(value for _, value in tokens) != text:  # of no language, or one whose reader changes what it reads
        tokens = [("", text)]
    rows: list[list[tuple[str, str]]] = [[]]
    for token, value in tokens:
        first, *others = value.split("\n")
        rows[-1].append((token, first))
        rows += [[(token, part)] for part in others]
    return [tuple(_pieces(row)) for row in rows[:-1]]


@lru_cache(maxsize=16)
def _lexer(language: str) -> Lexer:
    from pygments.lexers import get_lexer_by_name

    found: Lexer = get_lexer_by_name(language, stripnl=False, stripall=False, ensurenl=False)
    return found


def _class_of(token: Any) -> str:
    """The class of a token, or of the nearest kind that it is one of."""
    while token:
        name = str(token).removeprefix("Token.")
        if name in TOKENS:
            return TOKENS[name]
        token = token.parent
    return ""


def _pieces(row: list[tuple[str, str]]) -> Iterator[n.CodePiece]:
    """Neighbours of one look in one piece; spaces belong to what follows them, so that no piece of a line is only spaces."""
    text, token = "", ""
    for next_token, value in row:
        if text.strip() and value.strip() and next_token != token:
            yield n.CodePiece(text, token)
            text = ""
        token = next_token if value.strip() else token
        text += value
    if text:
        yield n.CodePiece(text, token)
