"""./guide new guide: a folder that is a guide, and what the program brings to it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from studyguide.publish.compiled import compile_sources
from studyguide.sources import folder as reading
from studyguide.sources.config import read_guide
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources, digests, read_sources
from studyguide.tasks.editing.edits import EditRefused
from studyguide.tasks.editing.new_guide import FILES, SKELETON, made
from tests.tinybook import ROOT, tiny_sources


@pytest.mark.parametrize(
    ("name", "title", "language", "says", "begins"),
    [
        ("bread", 'Bread: “how” & "why"', "en-US", ("bread", 'Bread: “how” & "why"'), ("beginning", "Beginning")),
        ("Wild Yeast", "", "de", ("wild-yeast", "Wild yeast"), ("anfang", "Anfang")),
        ("pain", "Le pain", "fr", ("pain", "Le pain"), ("debut", "Début")),
        ("pan", "El pan", "es", ("pan", "El pan"), ("comienzo", "Comienzo")),
    ],
)
def test_a_new_folder_is_a_guide_without_a_mistake(
    tmp_path: Path, name: str, title: str, language: str, says: tuple[str, str], begins: tuple[str, str]
) -> None:
    """It has the files of the table, compiles without a message, is called as its folder, and begins in its language."""
    made(tmp_path / name, title, language, "studyguide==0.1.0")
    there = {path.relative_to(tmp_path / name).as_posix() for path in (tmp_path / name).rglob("*") if path.is_file()}
    problems = Problems()
    own = read_sources(tmp_path / name, problems, ("chapters",))
    styles = {path: text for path, text in tiny_sources().texts.items() if path.startswith("styles/")}
    book = compile_sources(Sources({**own.texts, **styles}, tiny_sources().blobs), problems).book

    assert there == {*FILES.values(), "README.md", f"chapters/01-{begins[0]}.md"}
    assert (book.guide.name, book.guide.title, book.guide.language) == (*says, language)
    assert [(chapter.id, chapter.plain_title) for chapter in book.chapters] == [begins]
    assert problems.found == []
    assert tomllib.loads((tmp_path / name / "pyproject.toml").read_text("utf-8"))["tool"]["studyguide"]["program"]
    subprocess.run([sys.executable, "-m", "py_compile", tmp_path / name / "guide"], check=True)


def test_every_language_of_the_program_has_a_beginning(tmp_path: Path) -> None:
    """README and first chapter are there in each language that has a catalogue; one whose letters want a font names it."""
    tongues = {path.stem.partition("-")[0] for path in (ROOT / "styles" / "words").glob("*.po")}
    made(tmp_path / "khubz", "الخبز", "ar", "studyguide")

    assert {path.name.split(".")[1] for path in SKELETON.glob("README.*.md")} == tongues
    assert {path.name.split(".")[1] for path in SKELETON.glob("chapter.*.md")} == tongues
    guide = read_guide("g", (tmp_path / "khubz" / "chapters" / "guide.toml").read_text("utf-8"), Problems())
    assert guide
    assert guide.fonts


@pytest.mark.parametrize(("file", "language"), [("notes.txt", "de"), ("", "xx-ZZZZZ")])
def test_nothing_is_written_over_or_begun_in_no_language(tmp_path: Path, file: str, language: str) -> None:
    """A folder that holds something is left as it is, and a language that is none makes no folder."""
    if file:
        (tmp_path / file).write_text("kept")
    with pytest.raises(EditRefused):
        made(tmp_path, "", language, "studyguide")

    assert [path.name for path in tmp_path.iterdir()] == ([file] if file else [])


def test_files_of_a_guide_stand_in_the_place_of_the_installed_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the theme is installed, its files are sources too, but for those that the guide has under the same name."""
    monkeypatch.setattr(reading, "THEME", ROOT / "styles")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "tokens.css").write_text("html { --blue: #7A1F5C; }\n")
    problems = Problems()
    sources = read_sources(tmp_path, problems)

    assert problems.found == []
    assert sources.texts["styles/tokens.css"] == "html { --blue: #7A1F5C; }\n"
    assert {path: text for path, text in sources.texts.items() if path != "styles/tokens.css"} == {
        path: text for path, text in tiny_sources().texts.items() if path.startswith("styles/") and path != "styles/tokens.css"
    }
    assert digests(tmp_path) == sources.read
