"""What a check found, as values, and the table a person reads."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

SHOWN = 20  # findings of one check
WIDTH = 300  # characters of a finding; EPUBCheck lists every attribute that it would rather have seen


class Status(StrEnum):
    """The verdict of a check."""

    PASS = "PASS"  # noqa: S105 (a verdict, not a password)
    FAIL = "FAIL"
    SKIPPED = "SKIPPED"


class MissingTool(Exception):
    """A program that a check needs is not on this computer; the text names it and says how to get it."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault: where (file, with line or page), the rule that is broken as the tool calls it, and what is wrong."""

    where: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: [{self.rule}] {self.message}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the body of a check hands back: its findings, the tool's version, and one phrase on what was looked at."""

    findings: Sequence[Finding]
    version: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check. `seconds` is wall time; `detail` says what was looked at, or why the check was skipped."""

    name: str
    status: Status
    findings: tuple[Finding, ...] = ()
    seconds: float = 0.0
    version: str = ""
    detail: str = ""


def measured(name: str, body: Callable[[], Outcome]) -> CheckResult:
    """Run the body of a check and time it: PASS without findings, FAIL with, SKIPPED if it raises `MissingTool`.

    Any other exception passes through: a check that crashes has proved nothing, and must be seen to crash.
    """
    began = time.perf_counter()
    try:
        outcome = body()
    except MissingTool as missing:
        return CheckResult(name, Status.SKIPPED, seconds=time.perf_counter() - began, detail=str(missing))
    status = Status.FAIL if outcome.findings else Status.PASS
    seconds = time.perf_counter() - began
    return CheckResult(name, status, tuple(outcome.findings), seconds, outcome.version, outcome.detail)


@dataclass(frozen=True, slots=True)
class Subject:
    """A file that several checks looked at: its name, what a person wants to know of it, and the results, alike for all files."""

    name: str
    facts: tuple[str, ...]
    results: tuple[CheckResult, ...]


def table(results: Iterable[CheckResult], subjects: Sequence[Subject] = ()) -> str:
    """The results one a row, then the findings of those that failed, then one line that counts the verdicts.

    What `subjects` hold has its rows elsewhere, in a `grid`; its findings and verdicts belong here.
    """
    results = list(results)
    rows = [("check", "result", "seconds", "with", "looked at")]
    rows += [(r.name, r.status.value, f"{r.seconds:.1f}", r.version or "–", _details(r)) for r in results]
    lines = _aligned(rows)
    named = [(result.name, result) for result in results]
    named += [(f"{subject.name}, {result.name}", result) for subject in subjects for result in subject.results]
    for name, result in named:
        lines += _findings(name, result)
    results = [result for _, result in named]
    counts = [f"{sum(r.status is status for r in results)} {status.value}" for status in Status]
    return "\n".join([*lines, "", " · ".join(counts)])


def grid(head: Sequence[str], subjects: Sequence[Subject]) -> str:
    """Subjects one a row, with a column for each of their facts (`head` names them, the subject first) and each check.

    Below stand what the checks were made with, and why any was skipped.
    """
    rows: list[Sequence[str]] = [(*head, "seconds", *(result.name for result in subjects[0].results))]
    for subject in subjects:
        seconds = sum(result.seconds for result in subject.results)
        rows.append((subject.name, *subject.facts, f"{seconds:.1f}", *(result.status.value for result in subject.results)))
    results = [result for subject in subjects for result in subject.results]
    versions = dict.fromkeys(result.version for result in results if result.version)
    reasons = dict.fromkeys(f"{r.name}: {r.detail}" for r in results if r.status is Status.SKIPPED)
    return "\n".join([*_aligned(rows), f"with {', '.join(versions)}", *reasons])


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    return ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip() for row in rows]


def _details(result: CheckResult) -> str:
    found = f"{len(result.findings)} findings" if result.findings else ""
    return "; ".join(part for part in (found, result.detail) if part)


def _findings(name: str, result: CheckResult) -> list[str]:
    if not result.findings:
        return []
    lines = ["", f"{name}:", *(f"  {textwrap.shorten(str(finding), WIDTH)}" for finding in result.findings[:SHOWN])]
    more = len(result.findings) - SHOWN
    return [*lines, f"  … and {more} more"] if more > 0 else lines
