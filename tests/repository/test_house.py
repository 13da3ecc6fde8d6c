"""The house: what ARCHITECTURE says of rooms and borders, as far as no import contract says it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "studyguide"
PURE = ("nodes", "markup", "book", "lint", "html", "art", "epub")
"""Rooms whose modules are functions of values."""

FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "glob", "rglob", "iterdir", "unlink", "mkdir", "touch"}
OUTSIDE = {"os", "time", "locale", "socket", "urllib.request", "subprocess", "tempfile", "shutil", "random"}
CLOCK = {"now", "today", "utcnow"}
MOST = 12


def rooms() -> list[str]:
    """The rooms of the package and what lies beside them."""
    return sorted(path.stem for path in HOUSE.iterdir() if path.name not in ("__init__.py", "__pycache__", "py.typed"))


def modules() -> list[Path]:
    return sorted(path for room in PURE for path in (HOUSE / room).rglob("*.py"))


def names(tree: ast.AST) -> Iterator[str]:
    """The names that a module calls, and the modules that it imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_few_rooms_on_the_plan() -> None:
    """There are at most twelve rooms, and the plan in ARCHITECTURE shows each of them and no other."""
    plan = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("## Rooms")[1].split("```")[1]
    shown = {word for line in plan.split("\n") for word in re.findall(r"^(\w+)(?: ∥ (\w+))?", line)[:1] for word in word if word}
    assert len(rooms()) <= MOST
    assert shown == set(rooms())


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_stages_are_functions_of_values(path: Path) -> None:
    """No module between the reader and the publishers opens a file, asks the clock or the environment, or reaches the network."""
    found = set(names(ast.parse(path.read_text("utf-8"))))
    assert found & (FILES | OUTSIDE | CLOCK) == set()


def test_what_the_documents_name_is_there() -> None:
    """Every file that ARCHITECTURE and CONTRIBUTING name, but for those of a recipe, is there."""
    texts = (ROOT / "ARCHITECTURE.md").read_text("utf-8"), (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Recipes")[0]
    named = {name for text in texts for name in re.findall(r"`([\w.-]+/[\w./-]+)`", text)}
    kept = {name for name in named if not name.startswith("build/")}
    assert [name for name in sorted(kept) if not any((base / name).exists() for base in (ROOT, HOUSE))] == []
