"""Upkeep: nothing stands in the data that the guide does not use, and nothing that is past its day."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.markup.inline import plain
from studyguide.nodes.tree import walk
from studyguide.sources.bibliography import read_references
from studyguide.sources.diagnostics import Problems, Span, did_you_mean
from studyguide.sources.folder import Sources

TOPICS, ERRORS = 56, 45  # of the page the project started from


def check_unused(book: Book, sources: Sources, problems: Problems) -> None:
    """Glossary terms no text uses, references no text cites, values no text shows."""
    for _, entries in book.glossary:
        for entry in entries:
            if not entry.used_in:
                problems.warning(
                    entry.span, "unused-term", f"no chapter uses the term “{entry.term}”", "link it with {term}, or delete it"
                )
    cited = {reference.key for reference in book.references}
    known = read_references("chapters/references.yaml", sources.texts["chapters/references.yaml"], Problems())
    for source in known.values():
        if source.key not in cited:
            problems.warning(source.span, "unused-reference", f"nothing cites “{source.key}”", "cite it, or delete it")
    trees = (book.emergency, book.emergency_line, book.chapters, book.glossary, book.faq)
    shown = {node.key for node in walk(trees) if isinstance(node, n.ValueUse)}
    for value in book.values.values():
        if value.key not in shown:
            problems.warning(value.span, "unused-value", f"nothing shows the value “{value.key}”", "show it, or delete it")


def check_review_dates(book: Book, today: datetime.date, problems: Problems) -> None:
    """Date-sensitive values whose day of review is past."""
    for value in book.values.values():
        if value.review_by and value.review_by < today:
            problems.warning(
                value.span,
                "review-due",
                f"“{value.key}” was to be looked at again by {value.review_by}",
                "check its source, then set a new date",
            )


def check_coverage(book: Book, sources: Sources, problems: Problems) -> None:
    """chapters/coverage.toml: every topic S1–S56 has a section, every error E1–E45 a sentence of the guide that puts it right."""
    path = "chapters/coverage.toml"
    if path not in sources.texts:
        return
    text = sources.texts[path]
    data = tomllib.loads(text)
    lines = {key: i for i, row in enumerate(text.split("\n"), 1) for key in re.findall(r"^([SE]\d+)\s*=", row)}
    for i in range(1, TOPICS + 1):
        _check_topic(f"S{i}", data.get("topics", {}), book, Span(path, lines.get(f"S{i}", 1)), problems)
    texts = {
        target: _words(book, target)
        for target in {e["at"] for e in data.get("corrections", {}).values()}
        if target in book.targets
    }
    for i in range(1, ERRORS + 1):
        _check_correction(f"E{i}", data.get("corrections", {}), texts, book, Span(path, lines.get(f"E{i}", 1)), problems)


def _check_topic(key: str, topics: Mapping[str, list[str]], book: Book, span: Span, problems: Problems) -> None:
    if key not in topics:
        problems.error(span, "coverage", f"the topic {key} is not covered")
    for target in topics.get(key, []):
        if target not in book.targets:
            problems.error(span, "coverage", f"{key}: nothing has the id “{target}”", did_you_mean(target, book.targets))


def _check_correction(
    key: str, rows: Mapping[str, dict[str, str]], texts: Mapping[str, str], book: Book, span: Span, problems: Problems
) -> None:
    if key not in rows:
        problems.error(span, "coverage", f"the error {key} is not corrected")
        return
    target, words = rows[key]["at"], rows[key]["words"]
    if target not in book.targets:
        problems.error(span, "coverage", f"{key}: nothing has the id “{target}”", did_you_mean(target, book.targets))
    elif _folded(words) not in texts[target]:
        problems.error(span, "coverage", f"{key}: “{words}” does not stand in “{target}”", "quote the sentence as it stands now")


def _words(book: Book, target: str) -> str:
    roots: tuple[object, ...] = (*book.chapters, book.emergency, *book.faq)
    for node in walk(roots):
        if getattr(node, "id", None) == target:
            return _folded(
                " ".join(
                    plain((part,)) for part in walk(node) if isinstance(part, n.Text | n.TermUse | n.ValueUse | n.Abbreviation)
                )
            )
    return ""


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", text.lower())
