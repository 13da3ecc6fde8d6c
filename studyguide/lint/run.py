"""All lints over one book."""

from __future__ import annotations

import datetime

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.lint.absolutes import check_absolutes
from studyguide.lint.claims import check_claims, check_numbers
from studyguide.lint.comparators import check_comparators
from studyguide.lint.coverage import check_coverage
from studyguide.lint.drawings import check_drawings
from studyguide.lint.items import check_items
from studyguide.lint.references import check_references
from studyguide.lint.upkeep import check_review_dates, check_unused
from studyguide.lint.words import check_abbreviations, check_spellings, check_units
from studyguide.lint.workshop import check_workshop
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources


def lint(book: Book, sources: Sources, today: datetime.date, problems: Problems) -> None:
    """Report what the lints find. `today` decides which date-sensitive values are due for review."""
    known = {entry.abbr for _, group in book.glossary for entry in group if entry.abbr}
    known |= {node.short for node in walk(book.chapters) if isinstance(node, n.Abbreviation)}
    texts = (book.emergency, *book.chapters, *book.faq, *(entry for _, group in book.glossary for entry in group))
    for chapter in book.chapters:
        check_numbers(chapter, problems)
        check_absolutes(chapter, problems)
    check_workshop(texts, problems)
    check_comparators((*texts, book.emergency_line), book.values, problems)
    check_drawings(book, sources, problems)
    check_items(book.chapters, problems)
    for chapter in book.chapters[1:]:
        check_claims(chapter, problems)
    check_abbreviations(book.chapters, known, problems)
    check_units((book.emergency, *book.chapters), problems)
    check_spellings((book.emergency, *book.chapters), problems)
    check_references(book, sources, problems)
    check_unused(book, sources, problems)
    check_review_dates(book, today, problems)
    check_coverage(book, sources, problems)
