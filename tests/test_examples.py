"""The guides of examples/: folders as `./guide new guide` makes them, which the program beside them builds."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib

import pytest

from studyguide.sources.project import GUIDE
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
