"""./guide new guide: a folder that is a guide, and what the program brings to it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from studyguide.publish.compiled import compile_sources
from studyguide.sources import folder as reading
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources, digests, read_sources
from studyguide.tasks.editing.edits import EditRefused
from studyguide.tasks.editing.new_guide import FILES, made
from tests.tinybook import ROOT, tiny_sources


@pytest.mark.parametrize(
    ("name", "title", "called", "says"),
    [("bread", 'Bread: “how” & "why"', "bread", 'Bread: “how” & "why"'), ("Wild Yeast", "", "wild-yeast", "Wild yeast")],
)
def test_a_new_folder_is_a_guide_without_a_mistake(tmp_path: Path, name: str, title: str, called: str, says: str) -> None:
    """It has the files of the table, compiles without a message, and is called as its folder."""
    made(tmp_path / name, title, "de", "studyguide==0.1.0")
    there = {path.relative_to(tmp_path / name).as_posix() for path in (tmp_path / name).rglob("*") if path.is_file()}
    problems = Problems()
    own = read_sources(tmp_path / name, problems, ("chapters",))
    styles = {path: text for path, text in tiny_sources().texts.items() if path.startswith("styles/")}
    book = compile_sources(Sources({**own.texts, **styles}, tiny_sources().blobs), problems).book

    assert there == set(FILES.values())
    assert (book.guide.name, book.guide.title, book.guide.language) == (called, says, "de")
    assert problems.found == []
    assert tomllib.loads((tmp_path / name / "pyproject.toml").read_text("utf-8"))["tool"]["studyguide"]["program"]
    subprocess.run([sys.executable, "-m", "py_compile", tmp_path / name / "guide"], check=True)


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
