"""The linker on a cluster of two worker processes, and a cache that machines share."""

import os
import pickle
import signal
import sys
from functools import partial

import pytest

from studyguide.pdf import cluster
from studyguide.pdf.cluster import Cluster, ClusterUnavailable, OtherVersion, connect
from studyguide.pdf.shared_cache import SharedCache
from studyguide.pdf.workers import Workers
from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import RENDITIONS
from tests.test_absent import guide_of
from tests.tinybook import changed, compile_tiny


def made(folder, **options):
    """A guide of a chapter, with nothing behind it."""
    return make_pdf(compile_tiny(changed(**guide_of(set()))), RENDITIONS["a4"], folder, **options).data


def address(folder):
    """The URL of a folder for a cache."""
    return (folder / "shared cache").as_uri()


@pytest.fixture(scope="module")
def one_machine(layouts):
    """The bytes that this machine makes without any cluster."""
    return made(layouts)


@pytest.fixture(scope="module")
def scheduler():
    """The address of a cluster of two worker processes on this machine."""
    from distributed import LocalCluster

    options = {"threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1", "silence_logs": 50}
    with LocalCluster(n_workers=2, processes=True, **options) as machines:
        yield machines.scheduler_address


def test_same_bytes_and_a_fresh_clone_lays_out_nothing(one_machine, scheduler, tmp_path, monkeypatch):
    """A cluster makes the bytes of one machine; a fresh clone with the cluster's cache makes them too, and has no work to do."""
    here, there = tmp_path / "project", tmp_path / "clone"
    assert made(here, scheduler=scheduler, cache=address(tmp_path)) == one_machine
    assert not here.exists()

    def idle(_workers, function, jobs, _tell=None):
        assert jobs == [], function
        return []

    monkeypatch.setattr(Workers, "run", idle)
    assert made(there, cache=address(tmp_path)) == one_machine
    assert not there.exists()


def noted(log, fn, *args):
    """Do a job on a worker and note by whom. The very first kills its process instead."""
    unit = getattr(args[1], "unit", "")
    try:
        (log / "killed").open("x").write(f"{unit} {os.getpid()}")
        os.kill(os.getpid(), signal.SIGKILL)
    except FileExistsError:
        with (log / "done").open("a") as file:
            file.write(f"{unit} {os.getpid()}\n")
    return fn(*args)


def test_killed_workers_units_are_done_by_another(one_machine, scheduler, tmp_path, monkeypatch):
    """When a worker is killed in the middle of a unit, another does the unit, and the bytes are the same."""
    submit = Cluster.submit
    monkeypatch.setattr(Cluster, "submit", lambda self, fn, *args: submit(self, partial(noted, tmp_path, fn), *args))

    assert made(tmp_path / "project", scheduler=scheduler, cache=address(tmp_path)) == one_machine
    unit, killed = (tmp_path / "killed").read_text().split()
    done = [line.split() for line in (tmp_path / "done").read_text().splitlines() if line.startswith(unit + " ")]
    assert done
    assert killed not in [by for _, by in done]


def test_results_and_errors_come_back(scheduler):
    """A cluster hands back what a job returns or raises."""
    with connect(scheduler) as machines:
        assert machines.submit(divmod, 7, 2).result() == (3, 1)
        with pytest.raises(ZeroDivisionError):
            machines.submit(divmod, 7, 0).result()


def test_other_code_is_refused():
    """A worker with other code or libraries does no work: it would make other bytes."""
    with pytest.raises(OtherVersion):
        cluster._alone("another version", divmod, 7, 2)


def test_missing_dask_is_said_plainly(monkeypatch):
    """Without Dask, the message is the line that installs it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterUnavailable, match=r"-r requirements/cluster\.txt"):
        connect("tcp://127.0.0.1:1")


@pytest.mark.parametrize("wrong", ["tcp://127.0.0.1:1", "nonsense://x"])
def test_no_scheduler_is_said_plainly(monkeypatch, wrong):
    """Where no scheduler answers, the message names the address."""
    monkeypatch.setattr(cluster, "PATIENCE", 0.3)
    with pytest.raises(ClusterUnavailable, match=wrong):
        connect(wrong)


@pytest.fixture(params=["file", "memory"])
def shared(request, tmp_path):
    """An empty cache at a URL."""
    return SharedCache(address(tmp_path) if request.param == "file" else f"memory://{tmp_path.name}")


def test_shared_cache_keeps(shared):
    """What was put in comes out, also of a copy sent to another process; nothing is ever trimmed away."""
    assert shared.get("a-12") is None
    assert "a-12" not in shared
    shared.put("a-12", b"data")
    shared.put("a-12", b"data")
    copy = pickle.loads(pickle.dumps(shared))  # noqa: S301 - our own
    assert copy.trim(0) == 0
    assert "a-12" in copy
    assert copy.get("a-12") == b"data"


def test_shared_cache_has_nothing_half_written(shared, monkeypatch):
    """A write that fails leaves nothing behind."""
    files, path = shared._place("a-12")
    monkeypatch.setattr(type(files), "mv", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        shared.put("a-12", b"data")
    assert files.find(path.rpartition("/")[0]) == []
