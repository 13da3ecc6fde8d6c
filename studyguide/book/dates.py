"""Dates: no day that the sources name as past lies far beyond the day of the guide itself.

The bytes of a guide do not depend on the day of its build, so the guide's own date is the measure here: it may be last year's
while the next edition is written, so a day up to a year after it passes. `./guide check`, which knows what day it is, tells of
every day that has not come yet.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studyguide import nodes as n
from studyguide.sources.config import Guide, Quantity
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.reference_files import Source

AHEAD = datetime.timedelta(days=366)
LONGEST = 10  # years from the guide's date to the day on which a value is looked at again


HeadDay = tuple[str, Span]
"""The day on which a chapter was written or checked, or “”, and where it says so."""


def days(chapter: n.Chapter) -> tuple[HeadDay, ...]:
    """When a chapter was written, and when it was checked."""
    path = chapter.span.path
    return (chapter.date, Span(path, chapter.date_line)), (chapter.checked, Span(path, chapter.checked_line))


@dataclass(frozen=True)
class PastDay:
    """A day that must have come already: the first that its text may mean, the text, and where it stands."""

    first: datetime.date
    text: str
    span: Span


def past_days(guide: Guide, known: Mapping[str, Source], heads: Iterable[HeadDay]) -> Iterator[PastDay]:
    """The days of guide.toml, references.yaml and the heads of chapters on which something happened."""
    for i, signed in enumerate(guide.sign_offs):
        if signed.date:
            yield PastDay(signed.date, str(signed.date), guide.places[f"sign-off.{i}.date"])
    for day, span in heads:
        if day:
            yield PastDay(datetime.date.fromisoformat(day), day, span)
    for source in known.values():
        for key in ("issued", "accessed"):
            for parts in source.csl.get(key, {}).get("date-parts", ())[:1]:
                yield PastDay(datetime.date(*(*parts, 1, 1)[:3]), "-".join(map(str, parts)), source.places.get(key, source.span))


def check_days(
    guide: Guide,
    known: Mapping[str, Source],
    values: Mapping[str, Quantity],
    heads: Iterable[HeadDay],
    problems: Problems,
) -> None:
    """Days that lie more than a year after the guide's own, and days of review that nobody will live to see."""
    for day in past_days(guide, known, heads):
        if day.first > guide.date + AHEAD:
            message = f"{day.text} is more than a year after the guide's own date, {guide.date}"
            problems.error(day.span, "future-date", message, "correct the year, here or in guide.toml")
    for value in values.values():
        if value.review_by and value.review_by.year > guide.date.year + LONGEST:
            message = f"{value.review_by} is more than {LONGEST} years after the guide's own date, {guide.date}"
            problems.error(value.place("review-by"), "future-date", message, "name an earlier day")
