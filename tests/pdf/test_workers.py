"""Jobs side by side, and what happens when one of them takes its process down."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studyguide.pdf import workers
from studyguide.pdf.workers import WorkerLost, Workers


def test_results_stand_in_the_order_of_the_jobs(monkeypatch):
    """A pool gives results in the order of the jobs."""
    monkeypatch.setattr(workers, "_processors", lambda: 2)
    with Workers() as pool:
        assert pool.run(divmod, [(7, 2), (9, 4), (5, 5)]) == [(3, 1), (2, 1), (1, 0)]


def test_a_lost_process_is_one_line(monkeypatch):
    """A process that is ended from outside, as for want of memory, is told in words."""
    monkeypatch.setattr(workers, "_processors", lambda: 2)
    with Workers() as pool, pytest.raises(WorkerLost, match="is there memory enough"):
        pool.run(os._exit, [(9,), (9,)])


@pytest.fixture(autouse=True)
def hangups():
    """A closed terminal ends what these tests start, also where they run below nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


PARENT = """
import os, sys, time
from studyguide.pdf import workers
workers._processors = lambda: 2
def job(path):
    open(path + str(os.getpid()), "w").close()
    time.sleep(60)
with workers.Workers() as pool:
    pool.run(job, [(sys.argv[1],)] * 2)
"""


@pytest.fixture
def busy(tmp_path):
    """A process whose pool works, and the numbers of the pool's processes."""
    parent = subprocess.Popen([sys.executable, "-c", PARENT, f"{tmp_path}/"], stderr=subprocess.PIPE, start_new_session=True)
    until = time.monotonic() + 30
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    yield parent, [int(path.name) for path in tmp_path.iterdir()]
    parent.kill()
    parent.communicate()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_no_process_outlives_its_parent(busy, how):
    """However the parent is ended, its pool is gone within two seconds."""
    parent, children = busy
    assert len(children) == 2
    parent.send_signal(how)
    parent.wait()
    assert _gone(children)


def test_an_interrupt_ends_the_pool(busy):
    """Ctrl-C reaches every process of the terminal; the pool's say nothing of their own and are gone at once."""
    parent, children = busy
    os.killpg(parent.pid, signal.SIGINT)
    said = parent.communicate(timeout=10)[1].decode()
    assert _gone(children)
    assert said.count("Traceback") == 1
    assert said.rstrip().endswith("KeyboardInterrupt")


def _gone(children):
    until = time.monotonic() + 2
    while time.monotonic() < until and any(_lives(child) for child in children):
        time.sleep(0.02)
    return not any(_lives(child) for child in children)


def _lives(child):
    try:
        os.kill(child, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{child}/stat").read_text("ascii").split()[2] != "Z"  # ended, and only not yet waited for
