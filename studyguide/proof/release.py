"""Release: what keeps a guide that passes every check from being published all the same."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from studyguide.book.model import Book
from studyguide.lint.upkeep import overdue
from studyguide.publish.release.change_log import PATH, LoggedVersion, logged_versions
from studyguide.sources.config import Guide, SignOff
from studyguide.sources.diagnostics import Problems, Span

GUIDE = "chapters/guide.toml"
TAG = re.compile(r"v?(\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?)")


@dataclass(frozen=True, slots=True)
class TaggedCommit:
    """What git knows of the commit that is released: its tags, those of others, and files that are not as it has them."""

    tags: Sequence[str] = ()
    others: Sequence[str] = ()
    changed: Sequence[str] = ()


def check_release(book: Book, today: datetime.date, problems: Problems) -> None:
    """No value is past its day of review, and a version that is not called a draft has been signed by all who must."""
    for value in overdue(book, today):
        message = f"“{value.key}” was to be looked at again by {value.review_by}"
        problems.error(value.span, "review-due", message, "check its source, then set a new date")
    if not book.guide.draft and (missing := awaited(book)):
        names = ", ".join(sign_off.role.lower() for sign_off in missing)
        message = f"version {book.guide.version} has not been signed by {names}"
        problems.error(Span(GUIDE, 0), "unsigned", message, "have it checked, or call the version a draft: 1.2.3-draft")


def check_change_log(guide: Guide, text: str | None, problems: Problems) -> None:
    """The change log's newest version is that of the guide, of its day, and says something. None is a log that is not there.

    A guide may be without one: its first edition has nothing to tell of.
    """
    newest = next(iter(logged_versions(text or "")), None)
    if text is not None and (found := _disagreement(guide, newest)):
        message, hint = found
        problems.error(Span(PATH, newest.line if newest else 0), "change-log", message, hint)


def check_tag(guide: Guide, commit: TaggedCommit, line: int, problems: Problems) -> None:
    """The commit's tag is the version of the guide, which is at a line of its file; no other commit has that tag."""
    if found := _other_tag(guide.version, commit):
        problems.error(Span(GUIDE, line), "version-tag", *found)


def _other_tag(version: str, commit: TaggedCommit) -> tuple[str, str] | None:
    """How tags and version disagree, and what to do; None if they do not. A commit may have no tag yet."""
    own, elsewhere = _of_version(version, commit.tags), _of_version(version, commit.others)
    tagged = [tag for tag in commit.tags if TAG.fullmatch(tag)]
    if own and commit.changed:
        said = f"the tag {own[0]} is of other texts: since then somebody has changed {', '.join(commit.changed)}"
        return said, "give the guide its next version and day, or take the changes back"
    if tagged and not own:
        return f"this commit has the tag {tagged[0]}, but the version is {version}", "give one of them the other’s number"
    if elsewhere and not own:
        said = f"version {version} has been published: {elsewhere[0]} is the tag of another commit"
        return said, f"give the guide its next version and day, or go back to that commit: git switch --detach {elsewhere[0]}"
    return None


def _of_version(version: str, tags: Sequence[str]) -> list[str]:
    return [tag for tag in tags if (found := TAG.fullmatch(tag)) and found[1] == version]


def _disagreement(guide: Guide, newest: LoggedVersion | None) -> tuple[str, str] | None:
    """What is wrong with the newest version of the change log, and what to do; None if nothing is."""
    heading = f"### {guide.version} – {guide.date.isoformat()}"
    if newest is None:
        said = "the change log names no version"
        return said, f"write what is new below a heading “{heading}”; ./guide changes --markdown drafts it"
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
