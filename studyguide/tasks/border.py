"""The border around every task: whatever goes wrong inside comes out as a message for a person, never as a traceback."""

from __future__ import annotations

import errno
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from types import TracebackType
from typing import Any, TypeVar

from doit.exceptions import TaskFailed

from studyguide.sources import files
from studyguide.sources.diagnostics import BuildFailed, Diagnostic, Span, show
from studyguide.sources.environment import environment

T = TypeVar("T")
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


def inside(work: Callable[[], T], task: str, root: Path) -> T | TaskFailed:
    """What a task's work gives, or, for doit, that it failed. Raises SystemExit where no other task can do any better."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - this is the border
        code = told(error, task, root)
        if code == FAILED and not isinstance(error, OSError):
            return TaskFailed("", report=False)
        raise SystemExit(code) from None


def told(error: Exception, task: str, root: Path) -> int:
    """Tell a person what went wrong in a task; returns what the process has to return."""
    code, text = described(error, task, root)
    print(text, file=sys.stderr, flush=True)
    return code


def described(error: Exception, task: str, root: Path) -> tuple[int, str]:
    """The code and the words for what went wrong in a task; what nobody expected is kept in a file of `LOGS` besides."""
    match error:
        case BuildFailed():
            return FAILED, error.report()
        case ExpectedFailure():
            return FAILED, str(error)
        case OSError() if error.errno in DISK or error.filename:
            return FAILED, show(Diagnostic(_disk(error, root), "disk", _lower(error.strerror or str(error))), {})
    words = f"{task} broke down: {type(error).__name__}: {error}".split("\n")[0][:300]
    hint = f"the program is at fault, not you; {_log(error, task, root)}"
    return BROKEN, show(Diagnostic(place(error), "internal", words, hint), {})


def _disk(error: OSError, root: Path) -> Span:
    """The file of the project that failed. All our own writes name theirs; libraries that do not write temporary files."""
    path = Path(str(error.filename or gettempdir()))
    return Span(path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path), 0)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _log(error: Exception, task: str, root: Path) -> str:
    """Keep everything that a programmer wants to know; returns where, in words."""
    name = f"{LOGS}/{re.sub(r'[^a-z0-9-]+', '-', task.lower()).strip('-')}.txt"
    try:
        files.replace(root / name, "\n".join([*traceback.format_exception(error), *environment(), ""]).encode())
    except OSError as full:
        return f"the details could not be kept in {name}: {_lower(full.strerror or str(full))}"
    return f"the details are kept in {name}"


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
