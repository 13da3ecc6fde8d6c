"""What is told to the window: the state of the guide as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studyguide import nodes as n
from studyguide.book.backmatter import sections
from studyguide.book.model import Book
from studyguide.html import document_name
from studyguide.html.pages import PageMap
from studyguide.nodes.tree import texts, walk
from studyguide.publish.ebook import ebook_name
from studyguide.sources.consequences import Mistake
from studyguide.sources.diagnostics import Diagnostic, Span
from studyguide.sources.excerpts import excerpt
from studyguide.tasks.watch.edits import earlier

WIDTH = 76
"""Cells of the longest row of an excerpt."""
Facts = dict[str, Any]


def place(span: Span | None) -> Facts | None:
    """A place; None where there is none."""
    return {"path": span.path, "line": span.line, "column": span.col, "length": span.length} if span and span.path else None


def message(mistake: Mistake, sources: Mapping[str, str], good: Mapping[str, str]) -> Facts:
    """A mistake with the line of the sources that it is in; `was` is its place in those that were good."""
    told = mistake.diagnostic
    span = told.span
    return {
        "place": place(span),
        "was": place(earlier(span, sources, good)),
        "severity": told.severity,
        "code": told.code,
        "message": told.message,
        "hint": told.hint,
        "excerpt": excerpt(sources.get(span.path, ""), span.line, span.col, span.length, WIDTH),
        "also": [place(each) for each in mistake.also],
        "held": mistake.held,
    }


def messages(mistakes: Iterable[Mistake], sources: Mapping[str, str], good: Mapping[str, str]) -> list[Facts]:
    """Mistakes in the order in which they are told."""
    return [message(each, sources, good) for each in mistakes]


def rendition(title: str, pages: PageMap, size: tuple[float, float], *, recto: bool) -> Facts:
    """A rendition that can be looked at: its pages, where its units begin, the size of its first page in points.

    `recto` says that its pages are bound.
    """
    units = {unit: [first, count] for unit, (first, count) in pages.units.items()}
    return {
        "title": title,
        "labels": list(pages.labels),
        "units": units,
        "width": size[0],
        "height": size[1],
        "recto": recto,
    }


def documents(book: Book) -> list[Facts]:
    """The documents that are read on screens, in their order; `unit` is what they are called in print, `names` in each view."""

    def names(unit: str) -> Facts:
        return {"epub": ebook_name(book, unit), "web": document_name(unit)}

    front = [("title", "Title page"), ("imprint", "Imprint")]
    chapters = (*([book.emergency] if book.emergency else []), *book.body)
    body = [(chapter.id, f"{chapter.counted} {chapter.plain_title}".strip()) for chapter in chapters]
    lists, back = ([(each.id, each.title) for each in sections(book) if each.front == first] for first in (True, False))
    return [{"unit": unit, "title": title, "names": names(unit)} for unit, title in (*front, *lists, *body, *back)]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a file of the text holds: words and questions."""

    words: int
    questions: int


def counted(value: object) -> Counts:
    """The words and questions of a tree."""
    words = sum(len(text.split()) for text, _ in texts(value))
    return Counts(words, sum(isinstance(node, n.Question) for node in walk(value)))


def counts(book: Book, known: Mapping[tuple[str, str], Counts]) -> dict[tuple[str, str], Counts]:
    """What each unit holds, by its id and the digest of what it prints; what is `known` is not counted again."""
    whole = {(chapter.id, book.digests.get(chapter.id, book.digest)): chapter for chapter in book.prose}
    whole |= {("faq", book.digest): book.faq, ("glossary", book.digest): book.glossary}  # type: ignore[dict-item]
    return {name: known[name] if name in known else counted(value) for name, value in whole.items()}


def chapters(book: Book, held: Mapping[tuple[str, str], Counts], found: Sequence[Diagnostic]) -> list[Facts]:
    """A row for each file of the text: what it holds, and how much is to be said of it."""
    faulty = Counter((each.span.path, each.severity) for each in found)
    holds = {unit: count for (unit, _), count in held.items()}
    rows = [(chapter.id, chapter.number, chapter.plain_title, chapter.span.path) for chapter in book.prose]
    rows += [(section.id, "", section.title, section.source) for section in sections(book) if section.id in holds]
    return [
        {
            "unit": unit,
            "number": number,
            "title": title,
            "path": path,
            "words": holds[unit].words,
            "questions": holds[unit].questions,
            "errors": faulty[path, "error"],
            "warnings": faulty[path, "warning"],
        }
        for unit, number, title, path in rows
    ]
