"""The recipes of CONTRIBUTING.md do what they say: they are followed, word by word, in a copy of the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COPIED = ("CONTRIBUTING.md", "README.md", "chapters", "docs", "dodo.py", "pyproject.toml", "studyguide", "styles", "tests")
STEP = re.compile(
    r"^\d\. `(?P<file>[^`]+)`, (?P<place>a new file|at the end|after `(?P<after>[^\n]+)`|before `(?P<before>[^\n]+)`):\n\n"
    r" {3}```\w*\n(?P<lines>.*?)\n {3}```$",
    re.MULTILINE | re.DOTALL,
)
RECIPES = dict(
    re.findall(r"^### (.+?)\n(.*?)(?=^###? )", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
)


def copied(folder: Path) -> Path:
    """A copy of the project."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


def follow(recipe: str, folder: Path, without: Collection[str] = ()) -> list[str]:
    """Do every step of a recipe, except in the files `without`; the files that it names."""
    steps = list(STEP.finditer(RECIPES[recipe]))
    assert len(steps) == len(re.findall(r"^\d\. ", RECIPES[recipe], re.MULTILINE)), "a step is not understood"
    for step in steps:
        if step["file"] not in without:
            path = folder / step["file"]
            text = path.read_text("utf-8") if path.exists() else ""
            path.write_text(_added(text, step, textwrap.dedent(step["lines"])), "utf-8")
    return [step["file"] for step in steps]


def _added(text: str, step: re.Match[str], lines: str) -> str:
    """The text with a step's lines where it says, indented as the line they stand beside."""
    if step["place"] == "a new file":
        assert not text
        return f"{lines}\n"
    if step["place"] == "at the end":
        return f"{text}\n{lines}\n"
    rows = text.split("\n")
    anchor = step["after"] or step["before"]
    found = [i for i, row in enumerate(rows) if row.strip().startswith(anchor)]
    assert len(found) == 1, f"{step['file']}: {anchor} starts {len(found)} lines"
    at = found[0] + bool(step["after"])
    beside = rows[at] if rows[found[0]].rstrip().endswith(("{", "(")) else rows[found[0]]
    return "\n".join([*rows[:at], textwrap.indent(lines, " " * (len(beside) - len(beside.lstrip(" ")))), *rows[at:]])


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Python in the copy."""
    return subprocess.run([sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False)


def outcome(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The outcome of some of the copy's tests."""
    return run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words)


TINY = """
from studyguide.publish.compiled import compile_sources
from studyguide.publish.ebook import make_epub
from studyguide.sources.diagnostics import Problems
from tests.tinybook import changed, tiny_sources
path = "chapters/02-calm.md"
compiled = compile_sources(changed(**{{path: tiny_sources().texts[path] + {text!r}}}), Problems())
"""
DOCUMENT = """
from studyguide.html.units import Templates, print_units
from studyguide.sources.renditions import RENDITIONS
images = {src: src for src in compiled.figures}
units = print_units(Templates.of(compiled.sources, compiled.book), RENDITIONS["a4"], images, "cover.svg")
print(*(unit.html for unit in units if hasattr(unit, "html")))
"""


def printed(folder: Path, text: str) -> str:
    """The print documents of the tiny guide with a text more."""
    done = run(folder, "-c", TINY.format(text=text) + DOCUMENT)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Followed:
    """A copy in which every recipe was followed: the files that each names, what is printed there, what the tests say."""

    files: Mapping[str, list[str]]
    html: str
    tests: subprocess.CompletedProcess[str]

    def passed(self, name: str) -> bool:
        """Whether a test passed, and none failed; the name is a part of the line about it."""
        return self.tests.returncode == 0 and any(name in line for line in self.tests.stdout.splitlines() if " PASSED" in line)


TEXT = "\n:::{checklist} Before a journey\n- Water.\n:::\n\nIn {gene}`ELANE` it is.\n"
TESTS = {
    "tests/test_docs.py": "every_construct",
    "tests/html/test_stylesheets.py": "box or spoils or colours or token or b5",
    "tests/html/test_nodes.py": "node",
    "tests/html/test_units.py": "test_units",
    "tests/test_lint.py": "fault_in_the_text or none_of_these",
    "tests/test_diagnostics.py": "every_code",
}
"""The tests that the recipes bring cases for, and that what they add could break."""


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """The recipes followed one after the other: what one adds is in no other's way."""
    folder = copied(tmp_path_factory.mktemp("followed"))
    files = {recipe: follow(recipe, folder) for recipe in RECIPES}
    return Followed(files, printed(folder, TEXT), outcome(folder, "-vv", *TESTS, "-k", " or ".join(TESTS.values())))


def test_a_box_takes_four_files(followed: Followed) -> None:
    """The new box is parsed, printed with its label and title, styled in print and EPUB, and documented."""
    assert len(followed.files["A box"]) <= 4

    box = r'<div class="callout checklist" id="(calm--box-\d)" role="group">'
    assert re.search(box, followed.html)
    assert '<span class="label-kind">Checklist</span>' in followed.html
    assert '<span class="label-title">Before a journey</span>' in followed.html
    for name in FORGOTTEN.values():
        assert followed.passed(name), followed.tests.stdout


FORGOTTEN = {
    "styles/content.css": "tests/html/test_stylesheets.py::test_every_box_has_its_look[checklist-content.css]",
    "styles/epub.css": "tests/html/test_stylesheets.py::test_every_box_has_its_look[checklist-epub.css]",
    "docs/writing.md": "tests/test_docs.py::test_every_construct_of_the_format_is_documented",
}


def test_forgotten_steps_of_a_box_are_told(tmp_path: Path) -> None:
    """A box without its look, in print or in the EPUB, or its line in the documentation fails a test for each, and no other."""
    copy = copied(tmp_path)
    follow("A box", copy, without=FORGOTTEN)

    done = outcome(copy, "tests/test_docs.py", "tests/html/test_stylesheets.py", "-k", "documented or box")
    assert done.returncode == 1
    assert set(re.findall(r"^FAILED (\S+)", done.stdout, re.MULTILINE)) == set(FORGOTTEN.values())
    assert done.stdout.count("checklist") >= len(FORGOTTEN)


def test_a_role_takes_four_files(followed: Followed) -> None:
    """The new role is parsed, printed, read as plain text, tested and documented."""
    assert len(followed.files["An inline role"]) <= 4
    assert '<i class="gene">ELANE</i>' in followed.html
    for name in ("[the symbol of a gene]", "test_every_construct_of_the_format_is_documented"):
        assert followed.passed(name), followed.tests.stdout


def test_a_lint_takes_three_files(followed: Followed) -> None:
    """The new lint runs with the others and finds its fault."""
    assert len(followed.files["A lint"]) <= 3
    for name in ("[exclamation]", "test_diagnostics.py::test_every_code"):
        assert followed.passed(name), followed.tests.stdout


def test_a_section_of_the_back_matter_takes_four_files(followed: Followed) -> None:
    """The new section has its heading, its line in the contents, and its place in print and EPUB."""
    assert len(followed.files["A section of the back matter"]) <= 4
    assert '<a class="toc" href="#tables"><span class="toc-title">Tables</span></a>' in followed.html
    assert '<section class="tables" id="tables">' in followed.html
    assert followed.passed("tests/html/test_units.py"), followed.tests.stdout


def test_a_rendition_takes_two_files(followed: Followed) -> None:
    """The new rendition is laid out, on pages of its size, with no complaint."""
    assert len(followed.files["A rendition"]) == 2
    assert followed.passed("[b5"), followed.tests.stdout
