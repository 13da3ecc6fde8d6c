"""All lints over one book."""

import datetime
import pkgutil
from importlib import import_module

from studyguide import lint as folder
from studyguide.book.model import Book
from studyguide.lint.rules import RULES, EarlierNumbers, LintSubject
from studyguide.lint.upkeep import same_until
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources
from studyguide.sources.remembered import Memory

for _module in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}."):
    import_module(_module.name)


def lint(
    book: Book,
    sources: Sources,
    today: datetime.date,
    problems: Problems,
    remembered: Memory | None = None,
    earlier: EarlierNumbers | None = None,
) -> datetime.date:
    """Report what the lints find; returns the day from which on they may find something else in the same book.

    `today` decides which date-sensitive values are due for review; `earlier` are the numbers that values had before.
    """
    subject = LintSubject(book, sources, today, earlier or {}, remembered or Memory())
    for rule in RULES:
        rule(subject, problems)
    return same_until(subject)
