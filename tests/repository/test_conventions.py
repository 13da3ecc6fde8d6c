"""What the project asks of its own files, as far as no linter asks it."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = sorted(path for path in (ROOT / "tests").rglob("test_*.py") if "__pycache__" not in path.parts)
MODULES = sorted(path for path in (ROOT / "studyguide").rglob("*.py") if "__pycache__" not in path.parts)
VAGUE = {"utils", "util", "helpers", "common", "core", "base", "manager", "misc"}


def named(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.relative_to(ROOT).as_posix())


@named(TESTS)
def test_every_test_says_what_it_proves(path):
    """Each test has a docstring that is a sentence."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]

    said = {test.name: ast.get_docstring(test) or "" for test in tests}
    assert [name for name, text in said.items() if not re.search(r"[.?!”)]\Z", text.strip())] == []


@named([path for path in TESTS if "validators" not in path.parts])
def test_no_test_is_switched_off(path):
    """No test of ./guide test is skipped or expected to fail."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}

    assert not {"skip", "skipif", "xfail", "importorskip"} & names


@named(MODULES)
def test_modules_have_names_and_a_sentence(path):
    """Each module is named after what it is about, and opens with a docstring."""
    assert path.stem not in VAGUE
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_classes_have_names_of_their_own():
    """No two classes of the package share a name: who reads one knows which is meant."""
    trees = [ast.parse(path.read_text("utf-8")) for path in MODULES]
    names = Counter(node.name.lstrip("_") for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    assert [name for name, count in names.items() if count > 1] == []
