"""Writing: whole or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studyguide.sources.files import replace
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
