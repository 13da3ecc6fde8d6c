"""A process that is measured: its seconds, those of the processors, and its memory, with all processes that it starts."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.memory import Watch

LEFT_OUT = ("PYTHONDONTWRITEBYTECODE", "STUDYGUIDE_")
"""Variables that would let a build do other work than a user's: compile the program anew each time, or ask other machines."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds from its start to its end, seconds of processors, memory in MB, pages and bytes made.

    What cannot be told is 0.
    """

    seconds: float
    cpu: float = 0.0
    memory: float = 0.0
    pages: int = 0
    size: int = 0


class Failed(RuntimeError):
    """A process that was to be measured failed; the text is what it said."""


def measured(command: Sequence[str], folder: Path, processors: int = 0, more: Mapping[str, str] | None = None) -> tuple[Run, str]:
    """Run a process to its end, on so many processors (0: on all), and return what it took and what it printed.

    Raises Failed if it fails.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)} | dict(more or {})
    limited = {"preexec_fn": lambda: os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:processors])} if processors else {}
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **limited,  # type: ignore[call-overload]
    ) as process:
        watch = Watch(process.pid)
        watch.start()
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise Failed(said)
    return Run(seconds, usage.ru_utime + usage.ru_stime, watch.peak(usage.ru_maxrss)), said
