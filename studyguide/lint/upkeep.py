"""Upkeep: nothing stands in the data that the guide does not use, and nothing that is past its day."""

import datetime

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.lint.rules import LintSubject, rule
from studyguide.nodes.tree import walk
from studyguide.sources.bibliography import read_references
from studyguide.sources.config import Quantity
from studyguide.sources.diagnostics import Problems


@rule
def check_unused(subject: LintSubject, problems: Problems) -> None:
    """Glossary terms no text uses, references no text cites, values no text shows."""
    book, files = subject.book, subject.sources.texts
    for _, entries in book.glossary:
        for entry in entries:
            if not entry.used_in:
                message = f"no chapter uses the term “{entry.term}”"
                problems.warning(entry.span, "unused-term", message, "link it with {term}, or delete it")
    cited = {reference.key for reference in book.references}
    known = read_references("chapters/references.yaml", files.get("chapters/references.yaml", ""), Problems())
    for source in known.values():
        if source.key not in cited:
            problems.warning(source.span, "unused-reference", f"nothing cites “{source.key}”", "cite it, or delete it")
    trees = (book.emergency_line, book.prose, book.glossary, book.faq)
    shown = {node.key for node in walk(trees) if isinstance(node, n.ValueUse)}
    for value in book.values.values():
        if value.key not in shown:
            problems.warning(value.span, "unused-value", f"nothing shows the value “{value.key}”", "show it, or delete it")


@rule
def check_review_dates(subject: LintSubject, problems: Problems) -> None:
    """Date-sensitive values whose day of review is past."""
    for value in overdue(subject.book, subject.today):
        message = f"“{value.key}” was to be looked at again by {value.review_by}"
        problems.warning(value.span, "review-due", message, "check its source, then set a new date")


def overdue(book: Book, today: datetime.date) -> list[Quantity]:
    """The values whose day of review is past."""
    return [value for value in book.values.values() if value.review_by and value.review_by < today]
