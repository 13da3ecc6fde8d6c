"""docs/tasks.md: every task is done, word by word, on the small guide. The page says what is answered, and the guide builds."""

from __future__ import annotations

import datetime
import os
import re
import shlex
import subprocess
from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from studyguide.lint import lint
from studyguide.publish.compiled import compile_sources
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import read_sources
from studyguide.tasks.commands import OWN
from tests.editing.folder import project_at
from tests.tinybook import ROOT, tiny_book, tiny_sources

DOCS = ROOT / "docs" / "tasks.md"
TASKS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", DOCS.read_text("utf-8"), re.MULTILINE | re.DOTALL))
STEP = re.compile(
    r"^```console\n(?P<typed>.*?)^```$"
    r"|^In `(?P<changed>[^`]+)`:\n\n```diff\n(?P<diff>.*?)^```$"
    r"|^At the end of `(?P<longer>[^`]+)`:\n\n```\n(?P<more>.*?)^```$"
    r"|^`(?P<new>[^`]+)`:\n\n```\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
TODAY = datetime.date(2026, 3, 1)
GIT = ("git", "-c", "user.name=A. Tester", "-c", "user.email=tester@example.org")


def keep_in_git(root: Path) -> None:
    """Commit the guide in a repository of its own."""
    for words in (["init", "-q"], ["add", "chapters"], ["commit", "-q", "-m", "The last edition"]):
        subprocess.run([*GIT, *words], cwd=root, check=True)


def typed(words: list[str], root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Type a command in the project's folder."""
    if words[0] == "git":
        subprocess.run([*GIT, *words[1:]], cwd=root, check=True)
    elif words[1:] == ["book"]:
        assert warnings(root) - usual() == Counter()
    else:
        module = import_module(OWN[words[1]].module)
        monkeypatch.setattr(module, "ROOT", root)
        assert module.main(words[1:]) == 0


def warnings(root: Path) -> Counter[str]:
    """The codes of what the lints say of a guide that has no mistake. Raises BuildFailed."""
    problems = Problems()
    compiled = compile_sources(read_sources(root, problems), problems)
    lint(compiled.book, compiled.sources, TODAY, problems)
    assert problems.errors == []
    return Counter(each.code for each in problems.found)


@cache
def usual() -> Counter[str]:
    """What the lints say of the small guide itself."""
    problems = Problems()
    lint(tiny_book().book, tiny_sources(), TODAY, problems)
    return Counter(each.code for each in problems.found)


def edited(text: str, diff: str) -> str:
    """A text in which the words behind - gave way to those behind +, one pair after the other."""
    for old, new in re.findall(r"^-(.*)\n\+(.*)\n", diff, re.MULTILINE):
        assert old in text, f"“{old}” is not there"
        text = text.replace(old, new, 1)
    return text


def write(step: re.Match[str], root: Path) -> None:
    """Do what a step says to a file."""
    path = root / (step["changed"] or step["longer"] or step["new"])
    before = path.read_text("utf-8") if path.exists() else ""
    path.write_text(edited(before, step["diff"]) if step["changed"] else before + (step["more"] or step["text"]), "utf-8")


@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_done_as_the_page_says(
    task: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The steps of a task, one after another, give what stands below them, and a guide that has nothing to complain of."""
    project = project_at(tmp_path)
    monkeypatch.chdir(project)
    monkeypatch.setenv("COLUMNS", "100")
    if "$ git" in TASKS[task]:
        keep_in_git(project)

    def done(step: re.Match[str]) -> str:
        if not step["typed"]:
            write(step, project)
            return step[0]
        lines = ["```console\n"]
        for command in re.findall(r"^\$ (.*)$", step["typed"], re.MULTILINE):
            typed(shlex.split(command), project, monkeypatch)
            lines += [f"$ {command}\n", capsys.readouterr().out]
        return "".join(lines) + "```"

    followed, steps = STEP.subn(done, TASKS[task])
    if os.environ.get("UPDATE"):
        DOCS.write_text(DOCS.read_text("utf-8").replace(TASKS[task], followed), "utf-8")
    assert followed == TASKS[task]
    assert TASKS[task].count("```") == 2 * (steps + TASKS[task].count("\ngit commit")), "a step is not understood"
