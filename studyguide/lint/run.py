"""All lints over one book."""

import datetime
import pkgutil
from importlib import import_module

from studyguide import lint as folder
from studyguide.book.model import Book
from studyguide.lint.rules import RULES, LintSubject
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources

for _module in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}."):
    import_module(_module.name)


def lint(book: Book, sources: Sources, today: datetime.date, problems: Problems) -> None:
    """Report what the lints find. `today` decides which date-sensitive values are due for review."""
    for rule in RULES:
        rule(LintSubject(book, sources, today), problems)
