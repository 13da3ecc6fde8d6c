"""Help in the project's words: one page by purpose, a page for each command and task, and a list of all that may be typed.

The one page needs the standard library alone: it is shown before anything is set up, too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import TextWrapper
from typing import Any

from studyguide.sources.project import PACKAGED, ROOT, SHIPPED
from studyguide.tasks.commands import COMMANDS, IN_ONE_LINE, OPTIONS, PURPOSES, Command, command_of

WIDTH = 80
UNKNOWN = 3
OPENING = "./guide [COMMAND …]      Without a command: every PDF and the EPUB, A4 first."
CLOSING = "./guide help COMMAND tells more of each, ./guide explain CODE of a message."


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most so many characters; words with hyphens stay whole."""
    return TextWrapper(width, break_on_hyphens=False).wrap(text)


def main(words: Sequence[str]) -> int:
    """`help`, `list` and `version`, with the words after them; returns 0, or 3 where there is no such command or task."""
    match list(words):
        case ["version", *_]:
            print(versions())
        case ["list"]:
            print("\n".join(_quiet_list() if os.environ.get("STUDYGUIDE_OUTPUT") == "quiet" else listed(_tasks())))
        case ["list", *rest]:
            from studyguide.tasks.__main__ import by_doit

            names = ["--quiet"] if os.environ.get("STUDYGUIDE_OUTPUT") == "quiet" else []
            return by_doit(["list", "--all", *names, *rest])
        case [_, word, *_]:
            return _help(word)
        case _:
            print("\n".join(page()))
    return 0


def page() -> list[str]:
    """The help in one screen: purposes, commands, and what may stand anywhere."""
    rows = [row for purpose in PURPOSES for row in _rows(purpose)]
    return [OPENING, "", *rows, *_joined("Options", [names for names, _ in OPTIONS]), CLOSING]


def _rows(purpose: str) -> Iterator[str]:
    found = [command for command in COMMANDS if command.purpose == purpose]
    if purpose in IN_ONE_LINE:
        yield from _joined(PURPOSES[purpose], [command.name for command in found])
        return
    for i, command in enumerate(found):
        yield f"{'' if i else PURPOSES[purpose]:10}{command.name:11}{command.summary}"


def _joined(head: str, names: Sequence[str]) -> Iterator[str]:
    for i, line in enumerate(wrap(", ".join(names), WIDTH - 10)):
        yield f"{'' if i else head:10}{line}"


def listed(tasks: Sequence[Any]) -> list[str]:
    """All that may be typed, by purpose; below a command its parts: renditions, chapters."""
    present = {command.purpose for command in COMMANDS}
    return [line for purpose in PURPOSES if purpose in present for line in _listed(purpose, tasks)][1:]


def _listed(purpose: str, tasks: Sequence[Any]) -> Iterator[str]:
    yield from ("", PURPOSES[purpose])
    for command in (command for command in COMMANDS if command.purpose == purpose):
        yield f"  {command.name:13} {command.summary}"
        rows = {other.name for other in COMMANDS}
        for task in tasks:
            if task.subtask_of == command.name and task.name not in rows:
                yield from _two_columns(f"    {task.name}", task.doc, 30)


def _two_columns(left: str, right: str, column: int) -> list[str]:
    """A word, and what it means beside it, or below it where it is long."""
    lines = wrap(right, WIDTH - column)
    first = [left] if len(left) >= column else []
    beside = [f"{'' if i or first else left:{column}}{line}" for i, line in enumerate(lines)]
    return [*first, *beside] if lines else [left]


def _quiet_list() -> list[str]:
    return sorted({command.name for command in COMMANDS} | {task.name for task in _tasks() if not task.name.startswith("_")})


def _help(word: str) -> int:
    """The page of one command or task."""
    tasks = {task.name: task for task in _tasks()}
    command = command_of(word)
    if command is None or (":" in word and word not in tasks):
        from studyguide.tasks.suggestions import suggestion

        print(f"there is no command or task “{word}”; {suggestion(word, list(tasks))}", file=sys.stderr)
        return UNKNOWN
    print("\n".join(about(word, command, tasks)))
    return 0


def about(word: str, command: Command, tasks: Mapping[str, Any]) -> list[str]:
    """What there is to know of a command or a task: what it does, its options, its parts, an example."""
    task = tasks.get(word)
    part = task is not None and task.name != command.name
    parts = [each for each in tasks.values() if each.subtask_of == word]
    params = {param["name"]: param for each in ([task, *parts] if task else []) for param in each.params}
    lines = [" ".join(filter(None, ("./guide", word, "[OPTION …]" if params or command.options else "", command.words)))]
    lines += ["", *wrap(task.doc if part else _sentence(command.summary), WIDTH)]  # type: ignore[union-attr]
    lines += _block("Options", [*map(_option, params.values()), *command.options])
    lines += _block("Parts", [(each.name, each.doc) for each in parts])
    lines += _block("Writes", [(path, "") for each in ([task, *parts] if task else []) for path in each.targets])
    example = f"./guide {word if part or not command.example else command.example}"
    return [*lines, *_block("Example", [(example, "")])]


def _option(param: Mapping[str, Any]) -> tuple[str, str]:
    name = f"--{param['long']}" + ("" if param.get("type") is bool else f" {param.get('metavar', 'TEXT')}")
    variable = f" (or the variable {param['env_var']})" if param.get("env_var") else ""
    return name, f"{param['help']}{variable}"


def _block(title: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    found = list(rows)
    column = max([len(name) + 4 for name, _ in found if len(name) < 28], default=4)
    lines = [line for name, what in found for line in _two_columns(f"  {name}", what, column)]
    return ["", title, *lines] if lines else []


def _sentence(summary: str) -> str:
    return f"{summary[:1].upper()}{summary[1:]}."


def versions() -> str:
    """The guide's own version, and those of the program and of what it stands on."""
    import tomllib
    from importlib.metadata import version

    guide = tomllib.loads((ROOT / "chapters" / "guide.toml").read_text("utf-8"))
    number = (
        version("studyguide")
        if PACKAGED
        else tomllib.loads((SHIPPED / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    )
    python = ".".join(map(str, sys.version_info[:3]))
    stands_on = f"Python {python}, WeasyPrint {version('weasyprint')}, doit {version('doit')}"
    return f"{guide.get('title', 'guide')} {guide.get('version', '')}\nstudyguide {number} ({stands_on})"


def _tasks() -> list[Any]:
    """The tasks of dodo.py, in their order."""
    from doit.cmd_base import DodoTaskLoader
    from doit.cmd_run import Run

    loader = DodoTaskLoader()
    loader.setup({"dodoFile": str(ROOT / "dodo.py"), "cwdPath": None, "seek_file": False})
    loader.load_doit_config()
    return list(loader.load_tasks(Run(task_loader=loader), []))


if __name__ == "__main__":
    print("\n".join(page()))
