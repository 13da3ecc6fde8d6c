"""Upkeep: nothing stands in the data that the guide does not use, and nothing that is past its day."""

import datetime
from itertools import chain

from studyguide import nodes as n
from studyguide.book.dates import PastDay, days, past_days
from studyguide.book.model import Book
from studyguide.lint.rules import LintSubject, rule
from studyguide.nodes.tree import walk
from studyguide.sources.config import Quantity
from studyguide.sources.diagnostics import Problems, Span, did_you_mean
from studyguide.sources.value_text import ROLE


@rule
def check_unused(subject: LintSubject, problems: Problems) -> None:
    """Glossary terms no text uses, references no text cites, values no text shows."""
    book = subject.book
    for _, entries in book.glossary:
        for entry in entries:
            if not entry.used_in:
                message = f"no chapter uses the term “{entry.term}”"
                problems.warning(entry.span, "unused-term", message, "link it with {term}, or delete it")
    cited = {reference.key for reference in book.references}
    for source in subject.known.values():
        if source.key not in cited:
            problems.warning(source.span, "unused-reference", f"nothing cites “{source.key}”", "cite it, or delete it")
    shown = {*chain(shown_values((book.emergency_line,), problems), *subject.each(shown_values, problems))}
    shown |= {found["key"].strip() for text in subject.sources.texts.values() for found in ROLE.finditer(text)}
    for value in book.values.values():
        if value.key not in shown:
            problems.warning(value.span, "unused-value", f"nothing shows the value “{value.key}”", "show it, or delete it")


def shown_values(tree: tuple[n.Node | None, ...], problems: Problems) -> frozenset[str]:
    """The keys of the values that a tree shows. A step with nothing to tell."""
    return frozenset(node.key for node in walk(tree) if isinstance(node, n.ValueUse))


@rule
def check_replaced(subject: LintSubject, problems: Problems) -> None:
    """Drawings in whose place a chart is shown."""
    texts = subject.sources.texts
    for path in sorted(path for path in texts if path.startswith("chapters/figures/") and path.endswith(".svg")):
        if (data := path.removesuffix(".svg") + ".toml") in texts:
            problems.warning(Span(path, 0), "stray-file", f"the chart {data} is shown in its place", "keep one of the two")


@rule
def check_review_dates(subject: LintSubject, problems: Problems) -> None:
    """Date-sensitive values whose day of review is past."""
    for value in overdue(subject.book, subject.today):
        message = f"“{value.key}” was to be looked at again by {value.review_by}"
        problems.warning(value.span, "review-due", message, "check its source, then set a new date")


@rule
def check_days_have_come(subject: LintSubject, problems: Problems) -> None:
    """Days on which something is said to have happened, and the guide's own, that have not come yet."""
    for day in _days(subject):
        if day.first > subject.today:
            problems.warning(day.span, "future-date", f"{day.text} has not come yet", "correct the date, or publish later")


@rule
def check_dated_tables(subject: LintSubject, problems: Problems) -> None:
    """Tables whose values must have a day of review, and that do not exist: a misspelt name would switch the rule off."""
    guide, tables = subject.book.guide, {key.partition(".")[0] for key in subject.book.values}
    for i, table in enumerate(guide.dated_values):
        if table not in tables:
            message = f"no table of values.toml is called “{table}”"
            problems.warning(guide.places[f"dated-values.{i}"], "unknown-value", message, did_you_mean(table, tables))


def _days(subject: LintSubject) -> list[PastDay]:
    """The days on which something is said to have happened."""
    guide = subject.book.guide
    found = [PastDay(guide.date, str(guide.date), guide.places["date"])]
    if seen := guide.evaluation:
        found.append(PastDay(seen.date, str(seen.date), guide.places["accessibility-evaluation.date"]))
    return [*found, *past_days(guide, subject.known, (day for chapter in subject.prose for day in days(chapter)))]


def same_until(subject: LintSubject) -> datetime.date:
    """The day from which on the lints may say something else of the same book."""
    due = (value.review_by for value in subject.book.values.values() if value.review_by)
    reviews = (day + datetime.timedelta(1) for day in due if subject.today <= day < datetime.date.max)
    coming = (day.first for day in _days(subject) if day.first > subject.today)
    return min((*reviews, *coming), default=datetime.date.max)


def overdue(book: Book, today: datetime.date) -> list[Quantity]:
    """The values whose day of review is past."""
    return [value for value in book.values.values() if value.review_by and value.review_by < today]
