"""Writing: whole or nothing."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studyguide.sources.files import keep, kept, replace
from tests.tinybook import ROOT


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """The new bytes are there and nothing else is left in the folder."""
    path = tmp_path / "a" / "b.pdf"

    assert replace(path, b"one")
    assert replace(path, b"two")

    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["b.pdf"]


def test_the_same_bytes_leave_the_file_alone(tmp_path: Path) -> None:
    """A file that would not change keeps its time stamp, so that nothing downstream is made again."""
    path = tmp_path / "a.pdf"
    replace(path, b"one")
    os.utime(path, (1, 1))

    assert not replace(path, b"one")
    assert path.stat().st_mtime == 1


def test_a_failing_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk fails in the middle, the old file stands and no half file lies about."""
    path = tmp_path / "a.pdf"
    replace(path, b"old")

    def fail(*args: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no space"):
        replace(path, b"new")

    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_a_failing_write_names_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk says of which file it has no room for, not of some file beside it."""
    path = tmp_path / "deep" / "a.pdf"
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))

    with pytest.raises(OSError, match="No space") as failed:
        replace(path, b"new")

    assert (failed.value.errno, failed.value.filename) == (errno.ENOSPC, str(path))
    assert list(path.parent.iterdir()) == []


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    """Where a folder is needed and a file stands, nothing is written and the path is told."""
    (tmp_path / "build").write_bytes(b"mine")

    with pytest.raises(OSError, match="build"):
        replace(tmp_path / "build" / "a.pdf", b"new")

    assert (tmp_path / "build").read_bytes() == b"mine"


def test_a_kept_result_comes_back(tmp_path: Path) -> None:
    """What was kept under a name comes back from there."""
    keep(tmp_path / "book", b"data")

    assert kept(tmp_path / "book") == b"data"


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 100])
def test_whatever_happens_to_a_kept_result_it_is_not_taken_for_one(tmp_path: Path, size: int) -> None:
    """Every cut, every changed byte, another name, a folder or nothing in its place: all count as not there."""
    path, other = tmp_path / "book", tmp_path / "pages"
    keep(path, bytes(range(size)))
    sealed = path.read_bytes()
    damaged = [sealed[:end] for end in range(len(sealed))]
    damaged += [sealed[:at] + bytes([sealed[at] ^ 64]) + sealed[at + 1 :] for at in range(len(sealed))]
    for data in (*damaged, sealed + b"x"):
        path.write_bytes(data)
        assert kept(path) is None

    other.write_bytes(sealed)
    path.unlink()
    assert kept(other) is None
    assert kept(path) is None
    path.mkdir()
    assert kept(path) is None


LOOP = """
import sys
from pathlib import Path
from studyguide.sources.files import replace
path = Path(sys.argv[1])
for i in range(100000):
    replace(path, bytes([65 + i % 2]) * 400_000)
"""


@pytest.mark.parametrize("wait", [0.05, 0.11, 0.17])
def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path: Path, wait: float) -> None:
    """A process that is killed while it writes leaves the old bytes or the new ones, never a mixture."""
    path = tmp_path / "a.pdf"
    replace(path, b"A" * 400_000)
    with subprocess.Popen([sys.executable, "-c", LOOP, str(path)], cwd=ROOT) as process:
        time.sleep(0.1 + wait)
        process.send_signal(signal.SIGKILL)

    data = path.read_bytes()

    assert data in (b"A" * 400_000, b"B" * 400_000)
