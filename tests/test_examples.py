"""The guides of examples/: folders as `./guide new guide` makes them, which the program beside them builds."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib

import pytest

from studyguide.sources.project import GUIDE
from studyguide.tasks import examples
from studyguide.tasks.editing.new_guide import FILES, SKELETON
from tests.examples import FOLDER, NAMES, example
from tests.tinybook import ROOT


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_a_folder_of_its_own(name: str) -> None:
    """It has the launcher and the tasks of every new guide, to the letter, pins the program, and is made without a message."""
    same = {FILES[file]: (SKELETON / file).read_bytes() for file in ("guide", "dodo.py.txt")}
    settings = tomllib.loads((FOLDER / name / "pyproject.toml").read_text("utf-8"))["tool"]["studyguide"]
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    assert {file: (FOLDER / name / file).read_bytes() for file in same} == same
    assert settings == {"program": f"studyguide=={version}", "repository": "../.."}
    assert os.access(FOLDER / name / "guide", os.X_OK)
    assert example(name)[1].found == []


def test_they_show_what_a_guide_can_be() -> None:
    """One is German with mathematics, code and a photograph, one Arabic with its own figures and tables, one a short chapter."""
    books = {name: example(name)[0].book for name in NAMES}
    looks = {(book.guide.language, book.guide.words.direction, len(book.chapters)) for book in books.values()}
    kinds = {name: {type(node).__name__ for node in nodes_of(book)} for name, book in books.items()}

    assert looks == {("de", "ltr", 2), ("ar", "rtl", 2), ("en-GB", "ltr", 1)}
    assert kinds["brot"] >= {"Maths", "Equation", "Listing", "Figure", "Table"}
    assert kinds["ayyam"] >= {"Equation", "Table", "ValueUse"}
    assert kinds["tea"] == {"Paragraph", "Text"}
    assert len(example("brot")[0].photographs) == 1
    assert books["ayyam"].chapters[0].called == "الفصل ١"


def nodes_of(book):
    from studyguide.nodes.tree import walk

    return walk(tuple(chapter.children for chapter in book.chapters))


def test_the_program_builds_a_guide_that_lies_beside_it() -> None:
    """Told where the guide is, the repository's own program takes its folder for the guide and the tasks from its dodo.py."""
    folder = FOLDER / "tea"
    environment = {**os.environ, GUIDE: str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-X", "utf8", "-m", "studyguide.tasks", "list"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)

    assert "pdf:large-print" in done.stdout
    assert "a-cup-of-tea" in done.stdout


SAID = {
    "soup": (0, "12 PASS · 0 FAIL · 0 SKIPPED\n"),
    "stew": (1, "bowl.pdf: error[gap]\n11 PASS · 1 FAIL\n"),
    "stock": (1, "no disk"),
}


@pytest.mark.parametrize("names", [["soup"], ["soup", "stew"], ["soup", "stock"], []])
def test_every_example_is_checked_and_told(names: list[str], tmp_path, monkeypatch, capsys) -> None:
    """Each has a line with its verdict, one with findings all that was said; no examples, or a broken one, are a failure."""
    (tmp_path / "examples").mkdir()
    for name in names:
        (tmp_path / "examples" / name).mkdir()
    monkeypatch.setattr("subprocess.run", lambda *_, cwd, **__: subprocess.CompletedProcess([], *SAID[cwd.name], ""))

    assert examples.check_examples(tmp_path) is (names == ["soup"])
    told = capsys.readouterr().out
    assert [line.split()[0] for line in told.splitlines() if line.startswith(tuple(SAID))] == sorted(names)
    assert ("bowl.pdf: error[gap]" in told) == ("stew" in names)
    assert ("broke down" in told) == ("stock" in names)
