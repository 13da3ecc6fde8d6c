"""What stands against a release: a value past its day, a version that nobody answers for, a change log of another version."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from studyguide.book.backmatter import SECTIONS
from studyguide.book.model import Book
from studyguide.html import Rendering
from studyguide.html.units import Templates
from studyguide.proof.release import TaggedCommit, awaited, check_change_log, check_release, check_tag
from studyguide.publish.ebook import make_epub
from studyguide.publish.release.change_log import logged_versions
from studyguide.publish.release.materials import bill_of_materials
from studyguide.publish.release.report import BuildReport
from studyguide.publish.release.statement import access_statement
from studyguide.sources import environment
from studyguide.sources.diagnostics import Problems
from studyguide.sources.messages import show
from studyguide.tasks.tags import tagged_commit
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


def test_a_guide_that_asks_for_no_check_is_released() -> None:
    """Without a row of [[sign-off]] nobody is waited for."""
    book = tiny_book().book

    assert release_report(book, TODAY) == ""
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


AGREES = "# Log\n\n## [1.0] - 2026-01-02\n\n- New.\n"
LOGS = {
    "it agrees": (AGREES, ""),
    "what is not released yet stands above": (AGREES.replace("# Log", "# Log\n\n## Unreleased\n\n- Newer."), ""),
    "a version in a block of code": (AGREES.replace("# Log", "# Log\n```\n## 9.0 - 2030-01-01\n```"), ""),
    "the program has a part": (
        "## The guide\n\n### v1.0 (2026-01-02)\n\nNew.\n\n## The tool\n\n### 7.0 – 2026-05-05\n\nOld.",
        "",
    ),
    "there is none": (None, ""),
    "it names none": ("# Log\n\nSoon.\n", "CHANGELOG.md: error[change-log]: the change log names no version"),
    "a version behind": (
        AGREES.replace("1.0", "0.9"),
        "CHANGELOG.md:3: error[change-log]: the newest version here is 0.9, but in chapters/guide.toml it is 1.0",
    ),
    "a version ahead": (
        AGREES.replace("# Log\n", "# Log\n\n## 1.1 - 2026-01-02\n\nNew.\n"),
        "CHANGELOG.md:3: error[change-log]: the newest version here is 1.1, but in chapters/guide.toml it is 1.0",
    ),
    "another day": (
        AGREES.replace("01-02", "01-03"),
        "CHANGELOG.md:3: error[change-log]: version 1.0 is of 2026-01-03 here, but in chapters/guide.toml of 2026-01-02",
    ),
    "no day": (
        AGREES.replace(" - 2026-01-02", ""),
        "CHANGELOG.md:3: error[change-log]: version 1.0 is of no day here, but in chapters/guide.toml of 2026-01-02",
    ),
    "an empty one": ("", "CHANGELOG.md: error[change-log]: the change log names no version"),
    "no words": (AGREES.replace("- New.", ""), "CHANGELOG.md:3: error[change-log]: nothing is said of version 1.0"),
}


@pytest.mark.parametrize(("log", "told"), LOGS.values(), ids=LOGS)
def test_version_and_day_are_those_of_the_change_log(log: str | None, told: str) -> None:
    """The newest version of the change log is that of the guide, of its day, and says what is new; or one line says why not."""
    problems = Problems()
    check_change_log(tiny_book().book.guide, log, problems)

    assert [show(each, {"CHANGELOG.md": log or ""}).split("\n")[0] for each in problems.errors] == ([told] if told else [])


COMMITS = {
    "it has none": (TaggedCommit(others=("v0.9", "nightly")), ""),
    "it has its own": (TaggedCommit(("v1.0",), ("v0.9",)), ""),
    "it has no letter": (TaggedCommit(("1.0", "stable")), ""),
    "another": (TaggedCommit(("v1.1",)), "this commit has the tag v1.1, but the version is 1.0"),
    "a longer one": (TaggedCommit(("v1.0.1",)), "this commit has the tag v1.0.1, but the version is 1.0"),
    "the version is elsewhere": (
        TaggedCommit((), ("v1.0",)),
        "version 1.0 has been published: v1.0 is the tag of another commit",
    ),
    "both are wrong, and one is told": (
        TaggedCommit(("v1.1",), ("v1.0",)),
        "this commit has the tag v1.1, but the version is 1.0",
    ),
    "somebody wrote on": (
        TaggedCommit(("v1.0",), (), ("chapters/a.md", "chapters/b.md")),
        "the tag v1.0 is of other texts: since then somebody has changed chapters/a.md, chapters/b.md",
    ),
    "somebody writes": (TaggedCommit((), (), ("chapters/a.md",)), ""),
}


@pytest.mark.parametrize(("commit", "told"), COMMITS.values(), ids=COMMITS)
def test_the_version_is_that_of_the_tag(commit: TaggedCommit, told: str) -> None:
    """A commit that has the tag of a version is of that version, and no other commit has it; or one line says why not."""
    problems = Problems()
    check_tag(tiny_book().book.guide, commit, 5, problems)

    lines = [show(each, {}).split("\n")[0] for each in problems.errors]
    assert lines == ([f"chapters/guide.toml:5: error[version-tag]: {told}"] if told else [])


def test_git_knows_tags_and_what_was_changed(tmp_path: Path) -> None:
    """Of a guide with a repository of its own; a guide within that of another has none of its tags."""

    def git(*words: str) -> None:
        subprocess.run(
            [shutil.which("git") or "git", "-c", "user.name=a", "-c", "user.email=a@b.c", *words], cwd=tmp_path, check=True
        )

    assert tagged_commit(tmp_path) == TaggedCommit()
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "01-größe.md").write_text("One.")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "One")
    git("tag", "v0.9")
    git("commit", "-qm", "Two", "--allow-empty")
    git("tag", "v1.0")
    assert tagged_commit(tmp_path) == TaggedCommit(["v1.0"], ["v0.9"], [])
    (tmp_path / "chapters" / "01-größe.md").write_text("Two.")
    assert tagged_commit(tmp_path) == TaggedCommit(["v1.0"], ["v0.9"], ["chapters/01-größe.md"])
    assert tagged_commit(tmp_path / "chapters") == TaggedCommit()


def test_the_statement_says_what_the_metadata_claim(tmp_path: Path) -> None:
    """In plain words, a line a claim, and nothing that the EPUB does not claim."""
    book = tiny_book()
    text = access_statement(book, make_epub(book, None, tmp_path)).decode()

    assert text.startswith(
        "# Tiny: A guide for tests: Accessibility\n\nFirst edition, version 1.0, 2\N{NO-BREAK SPACE}January 2026.\n"
    )
    assert "\n### Ways of reading\n\n- Appearance of the text and page layout can be modified" in text
    assert (
        "- All content can be read as read aloud speech or dynamic braille\n- Has alternative text descriptions for images\n"
        in text
    )
    assert "Page list" not in text
    assert "\n### Conformance\n\n- No information is available\n" in text
    assert "no conformance to an accessibility standard is claimed" in text


def test_notes_are_what_stands_below_the_heading() -> None:
    """They end where the next version begins, and keep headings of their own."""
    log = AGREES + "\n### Added\n\n- More.\n\n## [0.9] - 2025-01-01\n\nFirst.\n"

    assert [each.notes for each in logged_versions(log)] == ["- New.\n\n### Added\n\n- More.", "First."]


PINS = f"""\
Some_Lib==1.2 \\
    --hash=sha256:{"a" * 64} \\
    --hash=sha256:{"b" * 64}
other==3 ; python_version < '3.13' \\
    --hash=sha256:{"c" * 64}
"""


def test_the_bill_has_every_pinned_library() -> None:
    """Each library has its version, its package address, and the digests of all its files; the same pins give the same."""
    report = BuildReport.of(tiny_book().book, {}, ())
    bill = json.loads(bill_of_materials(report, PINS))

    assert (bill["bomFormat"], bill["specVersion"], bill["metadata"]["timestamp"]) == ("CycloneDX", "1.6", "2026-01-02T00:00:00Z")
    told = [(each["purl"], [one["content"][0] for one in each["hashes"]], each.get("scope")) for each in bill["components"]]
    assert told == [("pkg:pypi/some-lib@1.2", ["a", "b"], None), ("pkg:pypi/other@3", ["c"], "optional")]
    assert bill_of_materials(report, PINS) == bill_of_materials(report, PINS)
    whole = environment.PINS.read_text("utf-8")
    assert len(json.loads(bill_of_materials(report, whole))["components"]) == whole.count("==") - whole.count(" == '")
    assert bill_of_materials(report, whole).count(b'"content"') == whole.count("--hash=")
