"""The border around every task: whatever goes wrong inside comes out as a message for a person, never as a traceback."""

from __future__ import annotations

import errno
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, redirect_stdout, suppress
from pathlib import Path
from tempfile import gettempdir
from types import TracebackType
from typing import Any, TypeVar

from doit.exceptions import TaskFailed

from studyguide.sources import files, messages
from studyguide.sources.consequences import Mistake
from studyguide.sources.diagnostics import CODES, BuildFailed, Problems, Span
from studyguide.sources.environment import environment

T = TypeVar("T")
FORMAT = "STUDYGUIDE_FORMAT"
"""The variable of the environment, seen by every process of a build, that holds one of `FORMATS`."""
FORMATS = ("plain", "json")
FAILED, BROKEN = 1, 70
"""What a process returns: something is wrong with sources or disk; the program itself is at fault (EX_SOFTWARE of sysexits.h)."""
LOGS = "build/log"
DISK = {
    *(errno.EACCES, errno.EDQUOT, errno.EEXIST, errno.EFBIG, errno.EIO, errno.EISDIR, errno.ENAMETOOLONG, errno.ENODEV),
    *(errno.ENOENT, errno.ENOSPC, errno.ENOTDIR, errno.EPERM, errno.EROFS, errno.ESTALE, errno.ETXTBSY),
}
SOURCE_PATH = re.compile(r"(chapters|styles)/[^\s:]+\.\w+")


class ExpectedFailure(Exception):
    """Something that a person can mend without a programmer; the text says what."""


class CheckFailed(BuildFailed):
    """Raised where checks found faults in what was made, and have printed their report."""


def inside(work: Callable[[], T], task: str, root: Path) -> T | TaskFailed:
    """What a task's work gives, or, for doit, that it failed. Raises SystemExit where no other task can do any better."""
    try:
        # where programs read what is told, everything else that is printed keeps out of their way
        with redirect_stdout(sys.stderr) if in_json() else nullcontext():
            return work()
    except Exception as error:  # noqa: BLE001 - this is the border
        code = told(error, task, root)
        if code == FAILED and not isinstance(error, OSError):
            return TaskFailed("", report=False)
        raise SystemExit(code) from None


def in_json() -> bool:
    """Whether mistakes are told to programs."""
    return os.environ.get(FORMAT) == "json"


def told(error: Exception, task: str, root: Path) -> int:
    """Tell a person, or a program, what went wrong in a task; returns what the process has to return."""
    code, failed = failure(error, task, root)
    found = messages.of(failed)
    if in_json():
        print(messages.as_json(found), flush=True)
        return code
    text = "\n".join(filter(None, [plain(error, failed), _pages(found) if isinstance(error, BuildFailed) else ""]))
    if messages.unprinted(found):
        text += f"\nall of them: {_list(found, task, root)}"
    if text:
        print(text, file=sys.stderr, flush=True)
    if found and messages.on_github():
        print(messages.annotations(found), flush=True)
    return code


def _pages(found: Sequence[Mistake]) -> str:
    """Where more is to be read of errors: `./guide explain`, with the code if they have one."""
    codes = {each.diagnostic.code for each in found if each.diagnostic.severity == "error"} & CODES.keys()
    return f"./guide explain {min(codes) if len(codes) == 1 else 'CODE'} shows wrong, right, and why" if codes else ""


def described(error: Exception, task: str, root: Path) -> tuple[int, str]:
    """The code and the words for what went wrong in a task."""
    code, failed = failure(error, task, root)
    return code, plain(error, failed)


def plain(error: Exception, failed: BuildFailed) -> str:
    """A failure in words: a report of mistakes, or what else failed."""
    match error:
        case CheckFailed():
            return ""
        case BuildFailed():
            return messages.report(failed)
        case ExpectedFailure():
            return str(error)
        case _:
            return "\n".join(messages.show(each, {}) for each in failed.problems.found)


def failure(error: Exception, task: str, root: Path) -> tuple[int, BuildFailed]:
    """The code and the mistakes behind a failure; of one that nobody expected the details are kept in a file of `LOGS`."""
    if isinstance(error, BuildFailed):
        return FAILED, error
    problems = Problems()
    match error:
        case ExpectedFailure():
            problems.error(Span("", 0), "surroundings", str(error))
        case OSError() if error.errno in DISK or error.filename:
            problems.error(_disk(error, root), "disk", _lower(error.strerror or str(error)))
        case _:
            words = f"{task} broke down: {type(error).__name__}: {error}".split("\n")[0][:300]
            hint = f"the program is at fault, not you; {_log(error, task, root)}"
            problems.error(place(error), "internal", words, hint)
            return BROKEN, BuildFailed(problems)
    return FAILED, BuildFailed(problems)


def _disk(error: OSError, root: Path) -> Span:
    """The file of the project that failed. All our own writes name theirs; libraries that do not write temporary files."""
    path = Path(str(error.filename or gettempdir()))
    return Span(path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path), 0)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _log(error: Exception, task: str, root: Path) -> str:
    """Keep everything that a programmer wants to know; returns where, in words."""
    name = _log_name(task, "txt")
    try:
        files.replace(root / name, "\n".join([*traceback.format_exception(error), *environment(), ""]).encode())
    except OSError as full:
        return f"the details could not be kept in {name}: {_lower(full.strerror or str(full))}"
    return f"the details are kept in {name}"


def _list(found: Sequence[Mistake], task: str, root: Path) -> str:
    """Keep all mistakes for programs, an object a line; returns where, in words."""
    name = _log_name(task, "jsonl")
    try:
        files.replace(root / name, f"{messages.as_json(found)}\n".encode())
    except OSError as full:
        return f"could not be kept in {name}: {_lower(full.strerror or str(full))}"
    return name


def _log_name(task: str, suffix: str) -> str:
    return f"{LOGS}/{re.sub(r'[^a-z0-9-]+', '-', task.lower()).strip('-')}.{suffix}"


def place(error: BaseException) -> Span:
    """The last place in the sources that the failing code had in hand; none, where it had none."""
    held = (span for frame in reversed(list(_frames(error.__traceback__))) for value in frame.values() if (span := _span(value)))
    return _span(error) or next(held, Span("", 0))


def _frames(trace: TracebackType | None) -> Iterator[dict[str, Any]]:
    while trace is not None:
        yield trace.tb_frame.f_locals
        trace = trace.tb_next


def _span(value: object) -> Span | None:
    """A span, the span of a node or a mistake, or the path of a file of the guide."""
    with suppress(Exception):  # a value may be anything, and some do not like to be asked
        return _span_of(value)
    return None


def _span_of(value: object) -> Span | None:
    span = value if isinstance(value, Span) else getattr(value, "span", None)
    if isinstance(span, Span) and span.path:
        return span
    path = value if isinstance(value, str) else getattr(value, "path", None)
    return Span(path, 0) if isinstance(path, str) and SOURCE_PATH.fullmatch(path) else None
