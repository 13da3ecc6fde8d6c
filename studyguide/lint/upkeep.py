"""Upkeep: nothing stands in the data that the guide does not use, and nothing that is past its day."""

from __future__ import annotations

import re
from collections.abc import Mapping

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.lint.rules import Subject, rule
from studyguide.nodes.tree import texts, walk
from studyguide.sources.bibliography import read_references
from studyguide.sources.diagnostics import Problems, Span, did_you_mean
from studyguide.sources.schema import read_toml, span_of
from studyguide.sources.toml_places import toml_places

TOPICS, ERRORS = 56, 45  # of the page the project started from


@rule
def check_unused(subject: Subject, problems: Problems) -> None:
    """Glossary terms no text uses, references no text cites, values no text shows."""
    book, files = subject.book, subject.sources.texts
    for _, entries in book.glossary:
        for entry in entries:
            if not entry.used_in:
                problems.warning(
                    entry.span, "unused-term", f"no chapter uses the term “{entry.term}”", "link it with {term}, or delete it"
                )
    cited = {reference.key for reference in book.references}
    known = read_references("chapters/references.yaml", files["chapters/references.yaml"], Problems())
    for source in known.values():
        if source.key not in cited:
            problems.warning(source.span, "unused-reference", f"nothing cites “{source.key}”", "cite it, or delete it")
    trees = (book.emergency, book.emergency_line, book.chapters, book.glossary, book.faq)
    shown = {node.key for node in walk(trees) if isinstance(node, n.ValueUse)}
    for value in book.values.values():
        if value.key not in shown:
            problems.warning(value.span, "unused-value", f"nothing shows the value “{value.key}”", "show it, or delete it")


@rule
def check_review_dates(subject: Subject, problems: Problems) -> None:
    """Date-sensitive values whose day of review is past."""
    for value in subject.book.values.values():
        if value.review_by and value.review_by < subject.today:
            problems.warning(
                value.span,
                "review-due",
                f"“{value.key}” was to be looked at again by {value.review_by}",
                "check its source, then set a new date",
            )


@rule
def check_coverage(subject: Subject, problems: Problems) -> None:
    """chapters/coverage.toml: every topic S1–S56 has a section, every error E1–E45 a sentence of the guide that puts it right."""
    path, book = "chapters/coverage.toml", subject.book
    if path not in subject.sources.texts:
        return
    text = subject.sources.texts[path]
    before = len(problems.errors)
    data = read_toml(path, text, "coverage", problems)
    if len(problems.errors) > before:
        return
    places = toml_places(text)
    for key in (f"S{i}" for i in range(1, TOPICS + 1)):
        _check_topic(key, data["topics"], book, span_of(path, ("topics", key), places), problems)
    for key in (f"E{i}" for i in range(1, ERRORS + 1)):
        _check_correction(key, data["corrections"], book, span_of(path, ("corrections", key), places), problems)


def _check_topic(key: str, topics: Mapping[str, list[str]], book: Book, span: Span, problems: Problems) -> None:
    if key not in topics:
        problems.error(span, "coverage", f"the topic {key} is not covered")
    for target in topics.get(key, []):
        _check_target(key, target, book, span, problems)


def _check_correction(key: str, rows: Mapping[str, dict[str, str]], book: Book, span: Span, problems: Problems) -> None:
    if key not in rows:
        problems.error(span, "coverage", f"the error {key} is not corrected")
        return
    target, words = rows[key]["at"], rows[key]["words"]
    if _check_target(key, target, book, span, problems) and _folded(words) not in _said(book, target):
        problems.error(span, "coverage", f"{key}: “{words}” does not stand in “{target}”", "quote the sentence as it stands now")


def _check_target(key: str, target: str, book: Book, span: Span, problems: Problems) -> bool:
    if target not in book.targets:
        problems.error(span, "coverage", f"{key}: nothing has the id “{target}”", did_you_mean(target, book.targets))
    return target in book.targets


def _said(book: Book, target: str) -> str:
    """The words of what has an id, folded."""
    found = (node for node in walk((book.chapters, book.emergency, book.faq)) if getattr(node, "id", None) == target)
    return _folded(" ".join(words for words, _ in texts(next(found, ()), (n.Code, n.CrossReference))))


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", text.lower())
