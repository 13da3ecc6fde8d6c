"""The tasks: what a person sees when one cannot do its work."""

import errno
import os

import pytest
from doit.exceptions import TaskFailed

import dodo


def full(root):
    """A stage for which there is no room."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "build/.cache/x")


def test_a_full_disk_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    """When the disk is full, the task fails with one line that says so."""
    assert isinstance(dodo.publish(full), TaskFailed)
    assert capsys.readouterr().err == f"[Errno {errno.ENOSPC}] {os.strerror(errno.ENOSPC)}: 'build/.cache/x'\n"
