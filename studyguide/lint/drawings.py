"""Drawings: the words that a drawing shares with the text are the same words."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.lint.rules import LintSubject, rule
from studyguide.nodes.tree import rebuild, walk
from studyguide.sources.diagnostics import Problems, did_you_mean
from studyguide.sources.value_text import ROLE, with_values


@rule
def check_drawings(subject: LintSubject, problems: Problems) -> None:
    """What a figure lists behind `:says:` stands in its drawing: a value as printed, each paragraph or item of a fragment."""
    book, texts = subject.book, subject.sources.texts
    for figure in book.figures:
        drawn = _drawn(
            ROLE.sub(lambda found: html.escape(with_values(found[0], book.values)), texts.get(f"chapters/{figure.src}", ""))
        )
        for name in figure.says:
            for words in _words(name, book, figure, problems):
                if _plain(words) not in drawn:
                    hint = "write these words in the drawing, or change them where they are written once"
                    problems.error(figure.span, "drawing-differs", f"{figure.src} does not say “{words}” ({name})", hint)


def _words(name: str, book: Book, figure: n.Figure, problems: Problems) -> Iterator[str]:
    if name in book.values:
        yield book.values[name].show("bare").text
    elif name in book.fragments:
        for node in walk(book.fragments[name]):
            if isinstance(node, n.Paragraph):
                yield n.plain(n.uncalled(rebuild(node, lambda inner: _shown(inner, book)).children)).strip()
    else:
        known = (*book.values, *book.fragments)
        message = f"there is neither a value nor a fragment “{name}”"
        problems.error(figure.span, "unknown-fragment", message, did_you_mean(name, known))


def _shown(node: n.Node, book: Book) -> n.Node:
    return replace(node, amount=book.values[node.key].show(node.form)) if isinstance(node, n.ValueUse) else node


def _drawn(svg: str) -> str:
    """The words of a drawing's text, without its markup."""
    pieces = re.findall(r"<text\b.*?</text>", svg, re.DOTALL)
    return _plain(html.unescape(re.sub(r"<[^>]+>", " ", " ".join(pieces))))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
