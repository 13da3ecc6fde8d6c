"""A build that is stopped in the middle: what a person sees, what remains, and that the next build goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.project import Project


@pytest.fixture(autouse=True)
def hangups() -> Iterator[None]:
    """A closed terminal ends what these tests start, also where they run below nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def processes(group: int) -> list[int]:
    """The processes of a group that still run; what has ended, but was not waited for (Z), does not."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended just now
            state, _, of = path.read_text("utf-8").rpartition(")")[2].split()[:3]
            if int(of) == group and state != "Z":
                found.append(int(path.parent.name))
    return found


def stopped(project: Project, how: signal.Signals, after: float) -> tuple[int, str, list[int]]:
    """A build that gets a signal after some seconds: what it returned and printed, and what of it runs two seconds later."""
    command = [sys.executable, "-X", "utf8", "-m", "studyguide.tasks"]
    build = subprocess.Popen(command, cwd=project.root, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    time.sleep(after)
    if how == signal.SIGINT:
        os.killpg(build.pid, how)  # as a terminal does
    else:
        build.send_signal(how)
    build.wait()
    until = time.monotonic() + 2
    while processes(build.pid) and time.monotonic() < until:
        time.sleep(0.05)
    left = processes(build.pid)
    return build.returncode, build.communicate()[1].decode(), left


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_a_stopped_build_leaves_nothing_running(project: Project, how: signal.Signals, request: pytest.FixtureRequest) -> None:
    """However a build is ended, its processes are gone in two seconds, Ctrl-C is one line, and the next build has the bytes."""
    wanted = project.finished()
    dice = random.Random(how)  # noqa: S311 - moments, no secrets
    many = request.config.getoption("--stops", 0)
    for turn in range(many or 1):
        project.write("chapters/01-counting.md", "Counting", f"Counting {turn}")
        code, said, left = stopped(project, how, dice.uniform(0.2, 4 if many else 2))
        assert left == []
        if how == signal.SIGINT and code:
            assert code in (130, -signal.SIGINT)
            assert len(said.strip().splitlines()) <= 1
        assert [path for path in project.kept() if path.name.startswith(".") and path.suffix == ".tmp"] == []
        project.write("chapters/01-counting.md", f"Counting {turn}", "Counting")
    assert project.run("pdf:a4", "epub").code == 0
    assert {name: project.finished()[name] for name in wanted} == wanted
