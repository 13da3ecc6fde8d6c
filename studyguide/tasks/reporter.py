"""What a build says of its tasks: nothing of those that have lines of their own, what failed, and in the end what was made."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from doit.exceptions import BaseFail, UnmetDependency
from doit.reporter import ConsoleReporter

from studyguide.sources.project import ROOT
from studyguide.tasks.progress import output

KEPT = "build/.cache/"
RETURNED = re.compile(r"(Command|Python Task) \w+: '.*' returned:? (\S+)", re.DOTALL)
"""What doit says of a program or a function that did not succeed."""


class GuideReporter(ConsoleReporter):  # type: ignore[misc]
    """doit's reporter in the project's words."""

    desc = "a line for what is made, and in the end a table"

    def __init__(self, outstream: Any, options: Any) -> None:
        super().__init__(outstream, options)
        self.done: list[Any] = []
        self.kept: list[Any] = []
        self.failed: list[tuple[Any, BaseFail]] = []

    def execute_task(self, task: Any) -> None:
        """Tasks have lines of their own."""

    def add_success(self, task: Any) -> None:
        """Note a task that was done."""
        self.done.append(task)

    def skip_uptodate(self, task: Any) -> None:
        """Note a task that was done before."""
        self.kept.append(task)
        if output() == "verbose" and task.actions and not task.name.startswith("_"):
            self.write(f"{task.name}: up to date\n")

    def skip_ignore(self, task: Any) -> None:
        """Tell of a task that somebody does not want; that is easily forgotten."""
        if output() != "quiet":
            self.write(f"{task.name}: left out; ./guide forget {task.name} takes it in again\n")

    def add_failure(self, task: Any, fail: BaseFail) -> None:
        """Tell why a task failed, unless that was told where it happened; and what it printed, if nobody saw that yet."""
        self.failed.append((task, fail))
        self.outstream.flush()
        if fail.report:
            unseen = [text for action in task.actions for text in (action.out, action.err)[: 2 - task.verbosity] if text]
            print("".join([*unseen, f"{task.name}: {reason(fail)}"]), file=sys.stderr, flush=True)

    def complete_run(self) -> None:
        """Tell what was made, or that there was nothing to do; nothing, where something failed or was stopped."""
        for error in self.runtime_errors:
            print(error, file=sys.stderr)
        if output() == "quiet" or self.failed or self.runtime_errors or sys.exc_info()[0] is not None:
            return
        made = [task for task in self.done if task.values.get("facts", {}).get("seconds") is not None]
        if made:
            from studyguide.tasks import summary  # an idle build must not pay for it

            summary.show(ROOT, made, self.kept, _warnings((*self.done, *self.kept)))
        elif not any(task.actions and not task.name.startswith("_") for task in self.done):
            self.write(f"{nothing_to_do(self.kept)}\n")


def reason(fail: BaseFail) -> str:
    """Why a task failed, in a line, or with a traceback if there is one."""
    told = str(fail.get_msg()).strip()
    if isinstance(fail, UnmetDependency):
        return f"not made, because {told} failed"
    if found := RETURNED.match(told):
        return "failed" if found[1] == "Python Task" else f"failed, and returned {found[2]}"
    return told


def files_of(tasks: Iterable[Any]) -> list[str]:
    """What tasks wrote for people, relative to the project."""
    return [path for task in tasks for path in task.values.get("written", {}) if not path.startswith(KEPT)]


def nothing_to_do(kept: Sequence[Any]) -> str:
    """One line: that all is up to date, and where it lies."""
    from studyguide.sources.messages import counted

    files, warnings = files_of(kept), _warnings(kept)
    doubts = f"; {counted(warnings, 'warning')}" if warnings else ""
    if not files:
        return f"Nothing to do: no chapter has changed{doubts}"
    shown = next((path for path in files if path.endswith("/contents.xhtml")), files[0])
    others = f" and {len(files) - 1} more are" if files[1:] else " is"
    return f"Nothing to do: {shown}{others} up to date{doubts}"


def _warnings(tasks: Iterable[Any]) -> int:
    """How much is doubtful in the text."""
    return sum(task.values.get("facts", {}).get("warnings", 0) for task in tasks if task.name == "_warnings")
