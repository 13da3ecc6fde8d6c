"""What a check found, as values, and the tables a person reads.

A fault in a finished file is a `Diagnostic`, as a mistake in the sources is: its place is a file, with a document or page in it,
and its code is the rule that is broken, as the check or the program calls it.
"""

import textwrap
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from studyguide.sources.diagnostics import Diagnostic, Span
from studyguide.sources.messages import show

SHOWN = 20  # findings of one check
WIDTH = 300  # characters of a finding; EPUBCheck lists every attribute that it would rather have seen


class Status(StrEnum):
    """The verdict of a check."""

    PASS = "PASS"  # noqa: S105 (a verdict, not a password)
    FAIL = "FAIL"
    SKIPPED = "SKIPPED"


class MissingTool(Exception):
    """A program that a check needs is not on this computer; the text names it and says how to get it."""


def finding(where: str, rule: str, message: str, line: int = 0, col: int = 0) -> Diagnostic:
    """A fault in a file: `where` names it, with the page or document in it; line and column count from 1, 0 is unknown."""
    return Diagnostic(Span(where, line, col), rule, message)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check hands back: its findings, the tool's version, and one phrase on what was looked at.

    `looked` counts that: files, words, tests, whatever the check is about. `seconds` is given where the work was done before, for
    many files at once.
    """

    findings: Sequence[Diagnostic]
    version: str = ""
    detail: str = ""
    seconds: float | None = None
    looked: int = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check. `seconds` is wall time; `detail` says what was looked at, or why the check was skipped."""

    name: str
    status: Status
    findings: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
    version: str = ""
    detail: str = ""


def measured(name: str, check: Callable[[], Outcome]) -> CheckResult:
    """Run a check and time it: PASS without findings, FAIL with, SKIPPED if it raises `MissingTool`.

    A check that breaks off, as over a file that is not there or that cannot be read, and one that found nothing to look at have
    proved nothing: FAIL.
    """
    began = time.perf_counter()
    try:
        outcome = check()
    except MissingTool as missing:
        return CheckResult(name, Status.SKIPPED, seconds=time.perf_counter() - began, detail=str(missing))
    except Exception as error:  # noqa: BLE001 (whatever a damaged file brings about, the other checks go on)
        outcome = Outcome([finding(name, "broken-off", f"the check broke off: {type(error).__name__}: {error}")], looked=1)
    findings = tuple(outcome.findings)
    if not findings and outcome.looked < 1:
        findings = (finding(name, "nothing-seen", "the check found nothing to look at, so it has proved nothing"),)
    status = Status.FAIL if findings else Status.PASS
    seconds = time.perf_counter() - began if outcome.seconds is None else outcome.seconds
    return CheckResult(name, status, findings, seconds, outcome.version, outcome.detail)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A file that several checks looked at: its name, what a person wants to know of it, and the results, alike for all files."""

    name: str
    facts: tuple[str, ...]
    results: tuple[CheckResult, ...]


def table(results: Iterable[CheckResult], files: Sequence[ReportRow] = ()) -> str:
    """The results one a row, then the findings of those that failed, then one line that counts the verdicts.

    What `files` hold has its rows elsewhere, in a `grid`; its findings and verdicts belong here.
    """
    results = list(results)
    rows = [("check", "result", "seconds", "with", "looked at")]
    rows += [(r.name, r.status.value, f"{r.seconds:.1f}", r.version or "–", _details(r)) for r in results]
    named = [(result.name, result) for result in results]
    named += [(f"{file.name}, {result.name}", result) for file in files for result in file.results]
    lines = [*aligned(rows), *(line for name, result in named for line in _findings(name, result))]
    counts = [f"{sum(result.status is status for _, result in named)} {status.value}" for status in Status]
    return "\n".join([*lines, "", " · ".join(counts)])


def grid(head: Sequence[str], files: Sequence[ReportRow]) -> str:
    """Files one a row, with a column for each of their facts (`head` names them, the file first) and each check.

    Below stand what the checks were made with, and why any was skipped.
    """
    rows: list[Sequence[str]] = [(*head, "seconds", *(result.name for result in files[0].results))]
    for file in files:
        seconds = sum(result.seconds for result in file.results)
        rows.append((file.name, *file.facts, f"{seconds:.1f}", *(result.status.value for result in file.results)))
    results = [result for file in files for result in file.results]
    versions = dict.fromkeys(result.version for result in results if result.version)
    reasons = dict.fromkeys(f"{r.name}: {r.detail}" for r in results if r.status is Status.SKIPPED)
    return "\n".join([*aligned(rows), f"with {', '.join(versions)}", *reasons])


def aligned(rows: Sequence[Sequence[str]], right: bool = False) -> list[str]:
    """Rows as lines, each column as wide as its widest cell; `right` sets all columns but the first at their right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    sides = [">" if right and number else "<" for number in range(len(widths))]
    line = "  ".join(f"{{:{side}{width}}}" for side, width in zip(sides, widths, strict=True))
    return [line.format(*row).rstrip() for row in rows]


def _details(result: CheckResult) -> str:
    found = f"{len(result.findings)} findings" if result.findings else ""
    return "; ".join(part for part in (found, result.detail) if part)


def _findings(name: str, result: CheckResult) -> list[str]:
    if not result.findings:
        return []
    lines = ["", f"{name}:", *(f"  {textwrap.shorten(show(each, {}), WIDTH)}" for each in result.findings[:SHOWN])]
    more = len(result.findings) - SHOWN
    return [*lines, f"  … and {more} more"] if more > 0 else lines
