"""Release: what keeps a guide that passes every check from being published all the same."""

import datetime

from studyguide.book.model import Book
from studyguide.lint.upkeep import overdue
from studyguide.publish.release.change_log import PATH, LoggedVersion, logged_versions
from studyguide.sources.config import Guide, SignOff
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


def check_change_log(guide: Guide, text: str, problems: Problems) -> None:
    """The change log's newest version is that of the guide, of its day, and says something. “” is a log that is not there."""
    newest = next(iter(logged_versions(text)), None)
    if found := _disagreement(guide, newest, text):
        message, hint = found
        problems.error(Span(PATH, newest.line if newest else 0), "change-log", message, hint)


def _disagreement(guide: Guide, newest: LoggedVersion | None, text: str) -> tuple[str, str] | None:
    """What is wrong with the newest version of the change log, and what to do; None if nothing is."""
    heading = f"### {guide.version} – {guide.date.isoformat()}"
    if newest is None:
        lacking = "the change log names no version" if text else "there is no change log"
        return lacking, f"write what is new below a heading “{heading}”; ./guide changes --markdown drafts it"
    if newest.version != guide.version:
        said = f"the newest version here is {newest.version}, but in {GUIDE} it is {guide.version}"
        return said, f"give one of them the other’s version, or put a section “{heading}” first"
    if newest.date != guide.date.isoformat():
        said = f"version {guide.version} is of {newest.date or 'no day'} here, but in {GUIDE} of {guide.date.isoformat()}"
        return said, "give both the day on which it is published"
    return None if newest.notes else (f"nothing is said of version {guide.version}", "write below its heading what is new")


def awaited(book: Book) -> tuple[SignOff, ...]:
    """The checks by people that have not been made yet."""
    return tuple(sign_off for sign_off in book.guide.sign_offs if not sign_off.name)
