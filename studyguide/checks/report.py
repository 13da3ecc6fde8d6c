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


def table(results: Iterable[CheckResult]) -> str:
    """The results one a row, then the findings of those that failed, then one line that counts the verdicts."""
    results = list(results)
    rows = [("check", "result", "seconds", "with", "looked at")]
    rows += [(r.name, r.status.value, f"{r.seconds:.1f}", r.version or "–", _details(r)) for r in results]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join([*map(str.ljust, row, widths), row[-1]]).rstrip() for row in rows]
    for result in results:
        lines += _findings(result)
    counts = [f"{sum(r.status is status for r in results)} {status.value}" for status in Status]
    return "\n".join([*lines, "", " · ".join(counts)])


def _details(result: CheckResult) -> str:
    found = f"{len(result.findings)} findings" if result.findings else ""
    return "; ".join(part for part in (found, result.detail) if part)


def _findings(result: CheckResult) -> list[str]:
    if not result.findings:
        return []
    lines = ["", f"{result.name}:", *(f"  {textwrap.shorten(str(finding), WIDTH)}" for finding in result.findings[:SHOWN])]
    more = len(result.findings) - SHOWN
    return [*lines, f"  … and {more} more"] if more > 0 else lines
