"""Release: what keeps a guide that passes every check from being published all the same."""

import datetime

from studyguide.book.model import Book
from studyguide.lint.upkeep import overdue
from studyguide.sources.config import SignOff
from studyguide.sources.diagnostics import Problems, Span

GUIDE = "chapters/guide.toml"


def check_release(book: Book, today: datetime.date, problems: Problems) -> None:
    """No value is past its day of review, and a version that is not called a draft has been signed by all who must."""
    for value in overdue(book, today):
        message = f"“{value.key}” was to be looked at again by {value.review_by}"
        problems.error(value.span, "review-due", message, "check its source, then set a new date")
    if not book.guide.draft and not book.guide.signed:
        names = ", ".join(sign_off.role.lower() for sign_off in awaited(book)) or "anybody"
        message = f"version {book.guide.version} has not been signed by {names}"
        problems.error(Span(GUIDE, 0), "unsigned", message, "have it checked, or call the version a draft: 1.2.3-draft")


def awaited(book: Book) -> tuple[SignOff, ...]:
    """The checks by people that have not been made yet."""
    return tuple(sign_off for sign_off in book.guide.sign_offs if not sign_off.name)
