"""docs/editing.md: every example in it is run, on the small guide, and says what the page says."""

from __future__ import annotations

import os
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from studyguide.tasks.commands import OWN
from tests.editing.folder import project_at
from tests.tinybook import ROOT

DOCS = ROOT / "docs" / "editing.md"
PAGE = DOCS.read_text("utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
SECTIONS = dict(re.findall(r"^## .*?`(\w+)`\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))


def examples(name: str) -> list[tuple[str, str]]:
    """The commands of a section, each with what it has to say."""
    blocks = re.findall(r"```console\n(.*?)```", SECTIONS[name], re.DOTALL)
    steps = [step.split("\n", 1) for block in blocks for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(command, said) for command, said in steps]


@pytest.mark.parametrize("name", ["new", "where", "rename", "changes"])
def test_the_examples_are_what_happens(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands of a section, typed one after another, print what stands below them."""
    root = project_at(tmp_path)
    if name == "changes":
        project_at(root / "copy")
        faq = root / "chapters" / "faq.md"
        faq.write_text(faq.read_text("utf-8").replace("with low neutrophils", ", or chills,"), "utf-8")
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "100")
    module = import_module(OWN[name].module)
    monkeypatch.setattr(module, "ROOT", root)

    for command, said in examples(name):
        words = shlex.split(command)
        assert words[:2] == ["./guide", name]
        assert module.main(words[1:]) == 0
        shown = capsys.readouterr().out
        if os.environ.get("UPDATE"):
            text = DOCS.read_text("utf-8")
            DOCS.write_text(text.replace(f"$ {command}\n{said}", f"$ {command}\n{shown}"), "utf-8")
        assert shown == said or os.environ.get("UPDATE")


def test_every_command_has_an_example() -> None:
    """Each command of the page has a section with examples, and no example stands elsewhere."""
    assert {name for name in SECTIONS if name in OWN} == {"new", "where", "rename", "changes", "doctor"}
    assert sum(len(examples(name)) for name in SECTIONS) == sum(block.count("$ ./guide") for block in BLOCKS)
