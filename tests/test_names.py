"""The names of the finished files: one source, and never a path."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyguide.publish.names import STAND_IN, finished, guide_name, leftovers
from tests.tinybook import changed, complaints, tiny_sources

GUIDE = "chapters/guide.toml"


def named(name: str) -> str:
    """The tiny guide's facts under another name, as TOML."""
    return tiny_sources().texts[GUIDE].replace('name = "tiny"', f"name = {name}", 1)


@pytest.mark.parametrize("name", ["a", "anaemia", "low-white-cells-2", "0", "x" * 40])
def test_letters_digits_and_hyphens_are_a_name(name: str) -> None:
    """Such a name is accepted, and what the title says has no part in it."""
    text = named(f'"{name}"').replace('title = "Tiny"', 'title = "../../Ä/y\\u0020\\"x\\""', 1)

    assert complaints(changed(**{GUIDE: text})) == ""


@pytest.mark.parametrize(
    "name",
    [
        '""',
        '"A"',
        '"a/b"',
        '"../x"',
        '"a b"',
        '"a.b"',
        '"ä"',
        '"a\\n"',
        '"\\u202ea"',
        '"a\\u0000"',
        f'"{"x" * 41}"',
        "7",
        "true",
        "[]",
    ],
)
def test_anything_else_is_told_of(name: str) -> None:
    """Another name is one mistake, at its line, with a hint that says what a name is."""
    told = complaints(changed(**{GUIDE: named(name)}))

    assert told.startswith(f"{GUIDE}:1:1: error[")
    assert "hint: the finished files are called so: small letters, digits and hyphens" in told
    assert told.endswith("1 error; nothing was published")


def test_a_guide_without_a_name_is_told_of() -> None:
    """The name may not be left out."""
    told = complaints(changed(**{GUIDE: tiny_sources().texts[GUIDE].replace('name = "tiny"\n', "", 1)}))

    assert "error[missing-key]: the key “name” is missing here" in told


@pytest.mark.parametrize("text", ["", "name =", 'title = "x"', "\ufffe"])
def test_a_name_that_cannot_be_read_has_a_stand_in(tmp_path: Path, text: str) -> None:
    """The tasks can be listed, and the mistake told by the compiler, whatever guide.toml is like."""
    assert guide_name(tmp_path) == STAND_IN
    (tmp_path / "chapters").mkdir()
    (tmp_path / GUIDE).write_bytes(text.encode("utf-16" if text == "\ufffe" else "utf-8"))

    assert guide_name(tmp_path) == STAND_IN


def test_what_an_earlier_name_left_is_found(tmp_path: Path) -> None:
    """Books in build/ under other names are told of, and nothing else."""
    (tmp_path / "build").mkdir()
    for path in (*finished("new"), "build/old.epub", "build/old-a4.pdf", "build/SHA256SUMS"):
        (tmp_path / path).touch()

    assert leftovers(tmp_path, "new") == ["build/old-a4.pdf", "build/old.epub"]
    assert leftovers(tmp_path / "none", "new") == []
