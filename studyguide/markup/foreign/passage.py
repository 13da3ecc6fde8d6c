"""Passages: literal text and markup put together, so that a guide reads just what was meant.

What is literal gets a backslash (or, where that is no help, becomes an entity) only where the guide's own grammar would take it
for markup or refuse it: the grammar is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markdown_it.token import Token

from studyguide.markup.content import InlineContent
from studyguide.markup.leftovers import SUSPECT, check_leftovers
from studyguide.markup.reader import SourcePage, grammar
from studyguide.markup.tags import check_tags
from studyguide.sources.diagnostics import Problems

SIGNS = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
ACTIVE = frozenset(r"\`*_{}[]<>^~$@|&#!")
ROUNDS = 12
AT_START = re.compile(r"[-+*>#:|%=~`!?.]|\d+(?=[.)])|[A-Za-z]{1,4}(?=[.)] )")


@dataclass(frozen=True)
class PassagePiece:
    """A part of a passage: words of the author, or markup that was written for them."""

    text: str
    literal: bool = False


Pieces = list[PassagePiece]


def literal(text: str) -> PassagePiece:
    """Words as they are meant."""
    return PassagePiece(text.replace("\t", " "), literal=True)


def mark(text: str) -> PassagePiece:
    """Markup."""
    return PassagePiece(text)


def plain(pieces: Iterable[PassagePiece]) -> str:
    """The words alone, in one line."""
    return " ".join("".join(piece.text for piece in pieces if piece.literal).split())


def settled(pieces: Sequence[PassagePiece], *, lines: bool) -> str:
    """The passage as it is written. `lines`: whether it is a paragraph, whose lines stand as lines in the file."""
    pieces = _trimmed(pieces)
    signs = [(sign, piece.literal) for piece in pieces for sign in piece.text]
    words = "".join(sign for sign, is_literal in signs if is_literal)
    if not SUSPECT.search("".join(sign for sign, _ in signs)):
        return "".join(sign for sign, _ in signs)
    escaped: set[int] = set()
    for _ in range(ROUNDS):
        text, starts = _written(signs, escaped)
        wrong = _misread(text, words, lines=lines)
        if wrong is None:
            return text
        found = _culprit(signs, starts, escaped, wrong)
        if found is None:
            break
        escaped.add(found)
    everywhere = {at for at, (sign, is_literal) in enumerate(signs) if is_literal and sign in ACTIVE}
    text, _ = _written(signs, everywhere)
    return text


def _trimmed(pieces: Sequence[PassagePiece]) -> Pieces:
    """Without spaces at the ends of rows and of the whole."""
    made = [PassagePiece(re.sub(r" *\n *", "\n", piece.text), piece.literal) if piece.literal else piece for piece in pieces]
    made = [piece for piece in made if piece.text]
    for at in range(len(made) - 1, 0, -1):  # the end of a line is one, however it was written
        if made[at - 1].text == "\\\n" and not made[at - 1].literal and made[at].literal:
            made[at] = PassagePiece(made[at].text.lstrip(" \n"), literal=True)
    for at in range(len(made) - 1, 0, -1):  # where something was taken out, one space is enough
        if made[at - 1].literal and made[at].literal and made[at - 1].text.endswith(" "):
            made[at] = PassagePiece(made[at].text.lstrip(" "), literal=True)
    made = [piece for piece in made if piece.text]
    while made and made[-1].text == "\\\n" and not made[-1].literal:
        made = made[:-1]
    while made and made[0].literal and not made[0].text.strip():
        made = made[1:]
    while made and made[-1].literal and not made[-1].text.strip():
        made = made[:-1]
    if made and made[0].literal:
        made[0] = literal(made[0].text.lstrip(" \n"))
    if made and made[-1].literal:
        made[-1] = literal(made[-1].text.rstrip(" \n"))
    return made


def _written(signs: Sequence[tuple[str, bool]], escaped: set[int]) -> tuple[str, list[int]]:
    """The text with its escapes, and where each sign begins in it."""
    parts = [_escape(sign) if at in escaped else sign for at, (sign, _) in enumerate(signs)]
    return "".join(parts), list(accumulate((len(part) for part in parts), initial=0))


def _escape(sign: str) -> str:
    return f"\\{sign}" if sign in SIGNS else f"&#{ord(sign)};"


def _misread(text: str, words: str, *, lines: bool) -> tuple[int, int] | None:
    """None if a guide reads the words and nothing else; else where it is mistaken: an offset and a length."""
    page = SourcePage("", text.split("\n"), Problems())
    tokens = grammar().parse(text, {})
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"] or tokens[1].content != text:
        return _odd_start(text)
    children = tokens[1].children or []
    starts = tuple(accumulate((len(row) + 1 for row in page.lines[:-1]), initial=0))
    passage = InlineContent(page, text, starts, tuple((line, 1) for line in range(1, len(starts) + 1)))
    check_tags(passage, children, breaks=True)
    check_leftovers(passage, children, lines=lines)
    if page.problems.found:
        span = page.problems.found[0].span
        return starts[span.line - 1] + span.col - 1, max(1, span.length)
    read = _read(children)
    if _bare(read) != _bare(words):
        return _first_difference(text, read, words)
    return None


def _odd_start(text: str) -> tuple[int, int]:
    """The first row that Markdown takes for something else than words."""
    at = 0
    for row in text.split("\n"):
        if AT_START.match(row):
            return at, len(row)
        at += len(row) + 1
    return 0, len(text)


def _read(tokens: Iterable[Token]) -> str:
    """The literal words of tokens; an address that is its own words is markup."""
    out, automatic = [], False
    for token in tokens:
        if token.type == "link_open":
            automatic = token.info == "auto"
        elif token.type == "link_close":
            automatic = False
        elif token.type in ("text", "text_special", "html_inline") and not automatic and not token.content.startswith("<!--"):
            out.append(token.content)
        elif token.type == "softbreak":
            out.append("\n")
        elif token.type == "checkbox":
            out.append(f"[{token.content}] ")
    return "".join(out)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _first_difference(text: str, read: str, words: str) -> tuple[int, int]:
    """About where the words that are read first differ from those that are meant."""
    same = next((at for at, (a, b) in enumerate(zip(_bare(read), _bare(words), strict=False)) if a != b), 0)
    ahead = _bare(words)[max(0, same - 12) : same]
    found = re.search(r"\s*".join(map(re.escape, ahead)), text) if ahead else None
    return (found.end() if found else 0), 40


def _culprit(signs: Sequence[tuple[str, bool]], starts: Sequence[int], escaped: set[int], wrong: tuple[int, int]) -> int | None:
    """The first literal sign in a place that an escape can help, and that has none."""
    begin, end = wrong[0], wrong[0] + wrong[1]
    inside = [at for at, start in enumerate(starts[:-1]) if begin <= start < end and signs[at][1] and at not in escaped]
    behind = [at for at, start in enumerate(starts[:-1]) if start < begin and signs[at][1] and at not in escaped]
    for candidates in (inside, behind[-1:]):
        for test in (ACTIVE.__contains__, SIGNS.__contains__, lambda sign: not sign.isspace() and not sign.isalnum()):
            found = next((at for at in candidates if test(signs[at][0])), None)
            if found is not None:
                return found
    return None
