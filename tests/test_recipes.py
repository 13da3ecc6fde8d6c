"""The recipes of CONTRIBUTING.md do what they say: each is followed, word by word, in a copy of the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Collection
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


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name)
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


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


def test_a_box_takes_four_files(copy: Path) -> None:
    """The new box is parsed, printed with its label and title, styled in print and EPUB, and documented."""
    assert len(follow("A box", copy)) <= 4

    html = printed(copy, "\n:::{checklist} Before a journey\n- Water.\n:::\n")
    assert re.search(r'<div class="callout checklist" id="(calm--box-\d)" role="group">', html)
    assert '<span class="label-kind">Checklist</span>' in html
    assert '<span class="label-title">Before a journey</span>' in html
    done = outcome(
        copy, "tests/test_docs.py", "tests/html/test_stylesheets.py", "-k", "documented or box or spoils or colours or token"
    )
    assert done.returncode == 0, done.stdout


FORGOTTEN = {
    "styles/content.css": "tests/html/test_stylesheets.py::test_every_box_has_its_look[checklist-content.css]",
    "styles/epub.css": "tests/html/test_stylesheets.py::test_every_box_has_its_look[checklist-epub.css]",
    "docs/writing.md": "tests/test_docs.py::test_every_construct_of_the_format_is_documented",
}


def test_forgotten_steps_of_a_box_are_told(copy: Path) -> None:
    """A box without its look, in print or in the EPUB, or its line in the documentation fails a test for each, and no other."""
    follow("A box", copy, without=FORGOTTEN)

    done = outcome(copy, "tests/test_docs.py", "tests/html/test_stylesheets.py", "-k", "documented or box")
    assert done.returncode == 1
    assert set(re.findall(r"^FAILED (\S+)", done.stdout, re.MULTILINE)) == set(FORGOTTEN.values())
    assert done.stdout.count("checklist") >= len(FORGOTTEN)


def test_a_role_takes_four_files(copy: Path) -> None:
    """The new role is parsed, printed, read as plain text, tested and documented."""
    assert len(follow("An inline role", copy)) <= 4

    assert '<i class="gene">ELANE</i>' in printed(copy, "\nIn {gene}`ELANE` it is.\n")
    done = outcome(copy, "tests/test_docs.py", "tests/html/test_nodes.py", "-k", "construct or node")
    assert done.returncode == 0, done.stdout


def test_a_lint_takes_three_files(copy: Path) -> None:
    """The new lint runs with the others and finds its fault."""
    assert len(follow("A lint", copy)) <= 3

    done = outcome(
        copy, "tests/test_lint.py", "tests/test_diagnostics.py", "-k", "fault_in_the_text or none_of_these or every_code"
    )
    assert done.returncode == 0, done.stdout


def test_a_section_of_the_back_matter_takes_four_files(copy: Path) -> None:
    """The new section has its heading, its line in the contents, and its place in print and EPUB."""
    assert len(follow("A section of the back matter", copy)) <= 4

    html = printed(copy, "")
    assert '<a class="toc" href="#tables"><span class="toc-title">Tables</span></a>' in html
    assert '<section class="tables" id="tables">' in html
    done = outcome(copy, "tests/html/test_units.py")
    assert done.returncode == 0, done.stdout


def test_a_rendition_takes_two_files(copy: Path) -> None:
    """The new rendition is laid out, on pages of its size, with no complaint."""
    assert len(follow("A rendition", copy)) == 2

    done = outcome(copy, "tests/html/test_stylesheets.py", "-k", "b5")
    assert done.returncode == 0, done.stdout
    assert re.search(r"[1-9] passed", done.stdout)
