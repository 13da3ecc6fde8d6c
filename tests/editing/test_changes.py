"""What changed between two versions: passages, values and sources, on the screen, for the change log, and as a page."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from studyguide.book import Book
from studyguide.book.differences import BookChanges, book_changes
from studyguide.html.pages import PageMap
from studyguide.lint.rules import known_sources
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources
from studyguide.tasks.editing.changes import BookVersion, keep_page, markdown, page, told, version_of
from studyguide.tasks.editing.edits import EditRefused
from tests.editing.folder import project_at
from tests.tinybook import assemble_tiny, changed, complaints, tiny_book, tiny_sources

ONE, TWO, FAQ = "chapters/01-counting.md", "chapters/02-calm.md", "chapters/faq.md"
VALUES, REFERENCES, GLOSSARY = "chapters/values.toml", "chapters/references.yaml", "chapters/glossary.md"


def version(name: str, sources: Sources) -> BookVersion:
    """A version of the tiny guide."""
    book = assemble_tiny(sources, Problems())
    assert book
    return BookVersion(name, book, known_sources(sources))


OLD = version("1.0", tiny_sources())


def since(**texts: str) -> tuple[BookVersion, BookChanges]:
    """The tiny guide with other texts, and what is different in it."""
    new = version("", changed(**texts))
    return new, book_changes(OLD.book, new.book, OLD.sources, new.sources)


def with_old(path: str, old: str, new: str) -> dict[str, str]:
    """A file of the tiny guide with other words."""
    assert old in tiny_sources().texts[path]
    return {path: tiny_sources().texts[path].replace(old, new)}


KINDS = {
    "a word": (
        with_old(FAQ, "A fever with low", "Any fever with low"),
        ["changed   [-A-] {+Any+} fever with low neutrophils is."],
    ),
    "a paragraph more": (with_old(FAQ, "is.{cite}`book-a`", "is.{cite}`book-a`\n\nRing at once."), ["new       Ring at once."]),
    "a paragraph less": (with_old(ONE, "Limits differ.\n", ""), ["taken out Limits differ."]),
    "a row of a table": (with_old(ONE, "| Mild | 1,500 |", "| Mild | 1,600 |"), ["changed   Mild | [-1,500-] {+1,600+}"]),
    "an option": (with_old(ONE, "108/µL", "109/µL"), ["changed   [-108/µL-] {+109/µL+}"]),
    "a definition": (
        with_old(GLOSSARY, "The lowest point.", "The deepest point."),
        ["changed   The [-lowest-] {+deepest+} point."],
    ),
    "a caption": (with_old(ONE, "The ruler of counts.", "The ruler of all counts."), ["changed   The ruler of {+all+} counts."]),
    "another place": (
        {**with_old(ONE, "Limits differ.\n", ""), **with_old(FAQ, "is.{cite}`book-a`", "is.{cite}`book-a`\n\nLimits differ.")},
        ["moved     Limits differ. (from “A closer look”)"],
    ),
    "a line broken elsewhere": (with_old(ONE, "Word\n: What it means.", "Word\n: What it\n  means."), []),
    "a citation": (with_old(FAQ, "{cite}`book-a`", "{cite}`paper-b`"), []),
    "an address with its old one": (
        {**with_old(ONE, "{#sec-closer}", "{#sec-nearer}"), "chapters/renamed.toml": '"sec-closer" = "sec-nearer"\n'},
        [],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_is_told_once(kind: str) -> None:
    """Each kind of change is one row, with the words that went and those that came; what no reader sees is none."""
    texts, rows = KINDS[kind]
    new, found = since(**texts)

    said = told(OLD, new, found).split("\n")

    assert [line.strip() for line in said[1:] if line.startswith("    ")] == rows


def test_a_value_and_a_source_stand_apart() -> None:
    """A changed value shows both numbers, and the passages that print it; a corrected source its old and new words."""
    texts = with_old(VALUES, "value = 500", "value = 600") | with_old(REFERENCES, "page: 10-12", "page: 10-13")
    new, found = since(**texts)

    said = told(OLD, new, found)

    assert "\nValues\n  changed   anc.severe: [-500/µL-] {+600/µL+}" in said
    assert "\nSources\n  changed   paper-b: Counting cells" not in said
    assert "[-10-12;-] {+10-13;+}" in said
    assert "Below [-500/µL (0.5-] {+600/µL (0.6+} × 10⁹/L) it is severe." in said
    assert said.startswith("Since 1.0: ")


def test_another_key_of_the_same_is_no_change() -> None:
    """A value that has another key and is the same for a reader is none of the changes."""
    renamed = {
        path: text.replace("anc.severe", "anc.grave") for path, text in tiny_sources().texts.items() if "anc.severe" in text
    }
    new, found = since(**renamed)
    assert told(OLD, new, found) == "Since 1.0: nothing changed"


def test_nothing_is_nothing() -> None:
    """Two equal versions have no differences."""
    new, found = since()
    assert told(OLD, new, found) == "Since 1.0: nothing changed"


def test_pages_are_told_where_they_are_known() -> None:
    """A section stands with its page of now, and the one before where that is known and another."""
    new, found = since(**with_old(FAQ, "A fever", "Any fever"))
    pages = [PageMap(("1", "2", "3"), {"faq-emergency": number}) for number in (1, 2)]

    said = told(replace(OLD, pages=pages[0]), replace(new, pages=pages[1]), found)

    assert "\n  Is it an emergency? (p. 3, before p. 2)\n" in said


def test_the_change_log_is_drafted() -> None:
    """As Markdown it is a section of CHANGELOG.md, a line a section of the guide, a value or a source."""
    texts = with_old(ONE, "| Mild | 1,500 |", "| Mild | 1,600 |\n| Deep | 200 |") | with_old(
        VALUES, "value = 38.0", "value = 37.5"
    )
    new, found = since(**texts)

    lines = markdown(OLD, new, found).split("\n")

    assert lines[0] == "### 1.0 – 2026-01-02"
    assert "- Chapter 1: Counting, “A closer look”: 1 passage new, 1 changed." in lines
    assert "- Value `fever.call`: 38.0\u00a0°C → 37.5\u00a0°C." in lines


def test_the_page_builds() -> None:
    """The drafted page is a part of the guide: with references to what changed, in the back matter; without it nothing is."""
    texts = with_old(FAQ, "A fever", "Any *fever*") | with_old(VALUES, "value = 500", "value = 600")
    new, found = since(**texts)
    draft = page(OLD, new, found)
    sources = changed(**texts, **{"chapters/new-in-this-edition.md": draft})

    assert complaints(sources) == ""
    book = assemble_tiny(sources, Problems())
    assert isinstance(book, Book)
    assert "- {ref}`Is it an emergency? <faq-emergency>`: 1 passage changed" in draft
    assert "- Severe neutropenia: {value}`anc.severe`, before 500/µL" in draft
    assert next(item.anchor for item in book.contents["back"]) == "new-in-this-edition"
    assert "new-in-this-edition" not in tiny_book().book.units


def test_the_page_is_never_written_over(tmp_path: Path) -> None:
    """A page that an editor keeps stays as it is."""
    (tmp_path / "chapters").mkdir()
    keep_page(tmp_path, "one")
    with pytest.raises(EditRefused, match="is there already"):
        keep_page(tmp_path, "two")
    assert (tmp_path / "chapters/new-in-this-edition.md").read_text() == "one"


def git(root: Path, *words: str) -> None:
    """Git, as somebody."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run([shutil.which("git") or "git", *who, *words], cwd=root, check=True, capture_output=True)


def test_a_version_is_a_tag_a_commit_or_a_folder(tmp_path: Path) -> None:
    """The last tag where nothing is named, a named one, and the folder of a copy give the same book; anything else is refused."""
    root = project_at(tmp_path / "project")
    with pytest.raises(EditRefused, match="git has no version"):
        version_of(root, "")
    git(root, "init", "-q")
    git(root, "add", "chapters")
    git(root, "commit", "-qm", "first")
    git(root, "tag", "v1")
    copy = project_at(tmp_path / "copy")
    (root / FAQ).unlink()

    names = [version_of(root, name) for name in ("", "v1", str(copy))]

    assert [each.name for each in names] == ["v1", "v1", str(copy)]
    assert {len(each.book.faq) for each in names} == {1}
    for wrong in ("v2", "--output=x", str(tmp_path)):
        with pytest.raises(EditRefused):
            version_of(root, wrong)
