"""The table of commands: what is typed, what is shown, and docs/commands.md are all of it."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

import pytest
from doit.doit_cmd import DoitMain

import dodo
from studyguide.tasks import help as pages
from studyguide.tasks import suggestions
from studyguide.tasks.__main__ import main, run_words
from studyguide.tasks.arguments import OUTPUT
from studyguide.tasks.commands import COMMANDS, EVERY, OPTIONS, OWN, PURPOSES, RETURNS, VARIABLES
from studyguide.tasks.suggestions import OTHERWISE, suggestion
from tests.tinybook import ROOT

DOCS = ROOT / "docs" / "commands.md"
TASKS = {name.removeprefix("task_") for name in vars(dodo) if name.startswith("task_") and not name.startswith("task__")}


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_the_table_holds_all_that_may_be_typed() -> None:
    """Every task of dodo.py and every command of doit's stands in the table, and nothing else but commands with a module."""
    names = {command.name for command in COMMANDS}

    theirs = {command.get_name() for command in DoitMain.DOIT_CMDS}
    assert {name for name in names if ":" not in name} == TASKS | theirs | OWN.keys()
    assert {command.purpose for command in COMMANDS} <= PURPOSES.keys()
    assert all(callable(import_module(command.module).main) for command in OWN.values())


def test_the_set_up_installs_what_the_table_says() -> None:
    """`SETS` in ./guide has for every command the requirement files of the table."""
    loader = importlib.machinery.SourceFileLoader("guide_of_commands", str(ROOT / "guide"))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec
    guide = importlib.util.module_from_spec(spec)
    loader.exec_module(guide)

    wanted = {command.name: {*guide.BUILD, *command.needs} for command in COMMANDS}
    assert {name: set(guide.needed([name])) for name in wanted} == wanted
    assert guide.SETS.keys() <= wanted.keys()


def test_no_word_means_two_commands() -> None:
    """Another word for a command is the name of none, and of no second one."""
    words = [word for command in COMMANDS for word in (command.name, *command.also)]

    assert sorted(set(words)) == sorted(words)


def test_a_guide_of_its_own_knows_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the program is a package, its tests are no commands; who types one is told where they are."""
    here = tuple(command for command in EVERY if not command.at_home)
    monkeypatch.setattr(suggestions, "COMMANDS", here)

    assert {command.name for command in EVERY} - {command.name for command in here} >= {"test", "edits", "oracle", "package"}
    assert suggestion("edits", []) == "it is there in the program's own repository alone"
    assert suggestion("epub", ["epub"]) == "did you mean “epub”?"


def test_help_is_one_screen() -> None:
    """The help has at most 24 lines of 80 characters, the prompt among them, and names every command."""
    lines = pages.page()

    assert len(lines) < 24
    assert max(map(len, lines)) <= 80
    assert not [command.name for command in COMMANDS if not re.search(rf"\b{command.name}\b", "\n".join(lines))]


def test_help_is_golden() -> None:
    """The help is, letter for letter, what was looked at."""
    golden = Path(__file__).with_name("help.txt")
    shown = "\n".join(pages.page()) + "\n"
    if os.environ.get("UPDATE"):
        golden.write_text(shown, "utf-8")

    assert shown == golden.read_text("utf-8")


def test_help_needs_no_packages() -> None:
    """The one page is shown by a Python that has the standard library alone."""
    command = [sys.executable, "-S", "-m", "studyguide.tasks.help"]

    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines() == pages.page()


def test_the_list_has_every_rendition_and_chapter(capsys: pytest.CaptureFixture[str]) -> None:
    """`list` names all commands and all parts of tasks, in lines of a screen; what is private stays so."""
    assert main(["list"]) == 0

    shown = capsys.readouterr().out
    parts = [f"pdf:{key}" for key in dodo.PDFS] + [f"html:{chapter}" for chapter in dodo.CHAPTERS]
    assert not [name for name in (*(command.name for command in COMMANDS), *parts) if f" {name}" not in shown]
    assert "_warnings" not in shown
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize("word", [*(command.name for command in COMMANDS), "pdf:phone", f"html:{dodo.CHAPTERS[0]}"])
def test_every_word_has_help(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command and task has a page of its own, in lines of a screen, which opens with it and ends with an example."""
    assert main(["help", word]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert word == "test" or (main([word, "-h"]), capsys.readouterr().out.splitlines()) == (0, lines)  # pytest has its own
    assert lines[0].startswith(f"./guide {word}")
    assert lines[-1].startswith("  ./guide ")
    assert max(map(len, lines)) <= 80


def test_the_help_of_a_rendition_has_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    """`help pdf:a4` tells what the task writes, its options and the variables that stand for them."""
    main(["help", "pdf:a4"])

    shown = capsys.readouterr().out
    assert all(word in shown for word in ("--one-pass", "--scheduler TEXT", "STUDYGUIDE_CACHE", dodo.PDFS["a4"]))


MEANT = {
    "pdf:a5": "pdf:a4",
    "pdf:pone": "pdf:phone",
    "a4": "pdf:a4",
    "PDF": "pdf",
    "large_print": "pdf:large-print",
    "pdf-phone": "pdf:phone",
    "pdf=a4": "pdf:a4",
    "epbu": "epub",
    "html:what-the-numbers": "html:what-the-numbers-mean",
    "what-the-numbers-mean": "html:what-the-numbers-mean",
    "html:low-lymphocites": "html:low-lymphocytes",
    "chapters/02-what-the-numbers-mean.md": "html:what-the-numbers-mean",
    "leukopenia-a4.pdf": "pdf:a4",
    "pubish": "release",
    "publish": "release",
    "ebook": "epub",
    "clena": "clean",
    "chekc": "check",
    "lsit": "list",
    "tabcomp": "tabcompletion",
    "proofread": "lint:text",
}


@pytest.mark.parametrize("word", MEANT)
def test_a_slip_is_understood(word: str) -> None:
    """A word that is none leads to the command, rendition, chapter or file that was meant."""
    parts = [f"pdf:{key}" for key in dodo.PDFS] + [f"html:{chapter}" for chapter in dodo.CHAPTERS]
    files = {path: f"pdf:{key}" for key, path in dodo.PDFS.items()}

    assert suggestion(word, [*TASKS, *parts, "oracle:a4"], files) == f"did you mean “{MEANT[word]}”?"


@pytest.mark.parametrize("word", ["", "zzzzz", "?", "12"])
def test_what_nobody_can_have_meant_leads_to_the_list(word: str) -> None:
    """A word that is like no other gets the one hint that always helps."""
    assert suggestion(word, ["pdf", "epub"]) == OTHERWISE


REFUSED = {
    ("pubish",): "there is no command or task “pubish”; did you mean “release”?",
    ("help", "pdf:a5"): "there is no command or task “pdf:a5”; did you mean “pdf:a4”?",
    ("forget", "pdf:a5"): "there is no command or task “pdf:a5”; did you mean “pdf:a4”?",
    ("pdf=a4",): "there is no command or task “pdf=a4”; did you mean “pdf:a4”?",
    ("",): "there is no command or task “”; ./guide list names all there is",
    ("--quite", "pdf"): "there is no option “--quite”; did you mean “--quiet”?",
    ("pdf:a4", "--one-pess"): "there is no option “--one-pess”; did you mean “--one-pass”?",
    ("run", "-x"): "there is no option “-x”; ./guide help names those that there are",
    ("-n", "many"): "“num-process” cannot have this value; ./guide help run has an example",
    ("pdf:a4", "--cache"): "the option --cache needs a value behind it",
    ("info",): "write ./guide info TASK",
}


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_is_not_understood_is_one_line(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """A command, a task, an option or a value that there is not is told in one line, with the nearest; the shell gets 3."""
    assert main(list(words)) == 3

    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"{REFUSED[words]}\n")


def test_versions_are_ours(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` tells the guide's version first, then the program's and what it stands on."""
    assert main(["--version"]) == 0

    shown = capsys.readouterr().out
    assert re.fullmatch(r"Leukopenia \S+\nstudyguide \S+ \(Python \S+, WeasyPrint \S+, doit \S+\)\n", shown)


def test_every_variable_is_documented() -> None:
    """Each variable of the environment that the program asks for stands in the table."""
    texts = [path.read_text("utf-8") for path in (*(ROOT / "studyguide" / "tasks").glob("*.py"), ROOT / "dodo.py")]
    asked = {name for text in texts for name in re.findall(r"\b(?:STUDYGUIDE_[A-Z]+|NO_COLOR|GITHUB_ACTIONS)\b", text)}

    assert asked - VARIABLES.keys() == set()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def code(*words: str) -> str:
    return f"`{' '.join(filter(None, words))}`"


def commands_page() -> str:
    """docs/commands.md as it should be: what is written above the first table, and the tables."""
    parts = [DOCS.read_text("utf-8").partition("\n## ")[0].rstrip()]
    for purpose, head in PURPOSES.items():
        rows = [
            (code("./guide", c.name, c.words), c.summary, code("./guide", c.example or c.name))
            for c in COMMANDS
            if c.purpose == purpose
        ]
        parts += [f"## {head}", table(("command", "what it does", "example"), rows)] if rows else []
    made = [("pdf", f"--{each['long']}", str(each["help"])) for each in (dodo.SCHEDULER, dodo.CACHE, dodo.ONE_PASS)]
    own = [*made, *((command.name, name, what) for command in COMMANDS for name, what in command.options)]
    rows = [(code("./guide", name), code(option), what) for name, option, what in own]
    parts += ["## Options of commands", table(("command", "option", "what it does"), rows)]
    parts += [
        "## Options that may stand anywhere",
        table(("option", "what it does"), [(code(name), what) for name, what in OPTIONS]),
    ]
    parts += ["## What the shell gets", table(("code", "why"), [(str(number), why) for number, why in RETURNS.items()])]
    parts += [
        "## Variables of the environment",
        table(("variable", "what it does"), [(code(n), w) for n, w in VARIABLES.items()]),
    ]
    return "\n\n".join(parts) + "\n"


def test_the_page_of_commands_is_the_table() -> None:
    """docs/commands.md is the table of the program."""
    if os.environ.get("UPDATE"):
        DOCS.write_text(commands_page(), "utf-8")

    assert DOCS.read_text("utf-8") == commands_page()


@pytest.mark.parametrize(
    ("typed", "offered"), [("cl", "clean"), ("pdf:la", "large-print"), ("pdf:", "a4 large-print"), ("x", "")]
)
def test_a_shell_completes_names(typed: str, offered: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In bash a word is completed, and of one with a colon what stands behind it."""
    assert main(["tabcompletion", "--shell", "bash"]) == 0
    (tmp_path / "guide").write_text("#!/bin/sh\nprintf '%s\\n' clean pdf pdf:a4 pdf:large-print\n", "utf-8")
    (tmp_path / "guide").chmod(0o755)
    line = f"./guide {typed}"
    asked = f"COMP_LINE='{line}' COMP_POINT={len(line)}; _guide ./guide; echo \"${{COMPREPLY[*]}}\""

    command = ["bash", "-c", f"{capsys.readouterr().out}\n{asked}"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout == f"{offered}\n"


def test_other_shells_have_theirs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The shell that is used is taken; one that is not known is told of, or gets the script for bash."""
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    assert (main(["tabcompletion"]), "compdef _guide guide" in capsys.readouterr().out) == (0, True)
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert (main(["tabcompletion"]), "complete -F _guide guide" in capsys.readouterr().out) == (0, True)
    assert main(["tabcompletion", "--shell=fish"]) == 3
    assert capsys.readouterr().err == "there is no completion for “fish”; write --shell bash or zsh\n"


RUNS = {
    (): ["run"],
    ("book", "-a"): ["run", "-a", "book"],
    ("run", "book", "pdf:a4", "--one-pass", "-c"): ["run", "-c", "book", "pdf:a4", "--one-pass"],
    ("test", "--", "-a"): ["run", "test", "--", "-a"],
    ("-n", "2", "book", "-s"): ["run", "-s", "-n", "2", "book"],
}


@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_options_of_a_run_may_stand_behind_its_tasks(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Options of the whole go to doit before the tasks, wherever a person wrote them."""
    monkeypatch.setenv(OUTPUT, "normal")
    assert run_words(words) == RUNS[words]
    monkeypatch.setenv(OUTPUT, "quiet")
    assert run_words(words) == ["run", "-v", "0", *RUNS[words][1:]]
