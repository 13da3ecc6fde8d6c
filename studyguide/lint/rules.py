"""The list of lints: a module of this folder puts its own into it with `@rule`."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources


@dataclass(frozen=True)
class LintSubject:
    """What a lint looks at: a faultless book, its sources, and the day that decides what is due for review."""

    book: Book
    sources: Sources
    today: datetime.date

    @property
    def prose(self) -> tuple[n.Chapter, ...]:
        """The emergency page and the chapters, in reading order."""
        return self.book.prose


Rule = Callable[[LintSubject, Problems], None]
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Put a lint into the list: a function that reports what it finds."""
    RULES.append(function)
    return function
