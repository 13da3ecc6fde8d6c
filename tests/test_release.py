"""What stands against a release: a value past its day, a version that nobody answers for."""

from __future__ import annotations

import datetime

from studyguide.book.backmatter import SECTIONS
from studyguide.book.model import Book
from studyguide.html import Rendering
from studyguide.html.units import Templates
from studyguide.proof.release import awaited, check_release
from studyguide.sources.diagnostics import Problems
from studyguide.sources.messages import show
from tests.tinybook import assemble_tiny, changed, complaints, tiny_book, tiny_sources

GUIDE, VALUES = "chapters/guide.toml", "chapters/values.toml"
TODAY = datetime.date(2026, 7, 1)
SIGN_OFFS = """
[[sign-off]]
role = "A nurse"
scope = "the emergency page"

[[sign-off]]
role = "A haematologist"
scope = "the chapters"
name = "B. Checker"
date = 2026-01-01
"""


def release_report(book: Book, today: datetime.date) -> str:
    """What an editor is told that stands against a release."""
    problems = Problems()
    check_release(book, today, problems)
    return "\n".join(show(diagnostic, {}) for diagnostic in problems.errors)


SIGNED = 'scope = "the emergency page"\nname = "C. Nurse"\ndate = 2026-01-02'


def guide(*changes: tuple[str, str], values: str = "") -> Book:
    """The tiny guide with words of guide.toml replaced, and lines added to its last value."""
    text = tiny_sources().texts[GUIDE] + SIGN_OFFS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    book = assemble_tiny(changed(**{GUIDE: text, VALUES: tiny_sources().texts[VALUES] + values}), Problems())
    assert book is not None
    return book


DRAFT = ('version = "1.0"', 'version = "1.0-draft"')
SIGN = ('scope = "the emergency page"', SIGNED)


def test_an_unsigned_version_is_not_released() -> None:
    """One check of two is missing: the version may be published as a draft only."""
    report = release_report(guide(), TODAY)

    assert "error[unsigned]: version 1.0 has not been signed by a nurse" in report
    assert release_report(guide(DRAFT), TODAY) == ""
    assert release_report(guide(SIGN), TODAY) == ""


def test_a_guide_that_asks_for_no_check_is_not_signed() -> None:
    """Without a row of [[sign-off]] nobody has signed."""
    book = tiny_book().book

    assert "has not been signed by anybody" in release_report(book, TODAY)
    assert "sign-off" not in book.units


def test_a_value_past_its_day_is_not_released() -> None:
    """The day itself is in time, the next is not."""
    late = guide(DRAFT, values="review-by = 2026-06-30\n")

    assert release_report(late, datetime.date(2026, 6, 30)) == ""
    assert "error[review-due]: “anc.mild” was to be looked at again by 2026-06-30" in release_report(late, TODAY)


def test_the_page_says_who_has_checked_what() -> None:
    """A name with its date, or “Nobody yet”; while the version is a draft, the page says that too."""
    book = guide(DRAFT)
    templates = Templates.of(tiny_sources(), book)
    section = next(section for section in SECTIONS if section.id == "sign-off")
    page = " ".join(templates.printed("sign-off", Rendering(), templates.section(section, None)).split())

    assert "<dt>A nurse: the emergency page</dt> <dd>Nobody yet.</dd>" in page
    assert "<dt>A haematologist: the chapters</dt> <dd>B. Checker, 1 January 2026.</dd>" in page
    assert "it stays a draft" in page
    assert [sign_off.role for sign_off in awaited(book)] == ["A nurse"]


def test_the_page_stands_in_the_back_matter() -> None:
    """It is a line of the contents, before the index."""
    lines = [item.anchor for item in guide().contents["back"]]

    assert lines.index("sign-off") == lines.index("index") - 1


def test_a_name_without_a_date_is_no_signature() -> None:
    """Who signs says when."""
    text = (tiny_sources().texts[GUIDE] + SIGN_OFFS).replace(
        'scope = "the emergency page"', 'scope = "the emergency page"\nname = "C. Nurse"'
    )

    assert "error[missing-key]" in complaints(changed(**{GUIDE: text}))
