"""The tasks: what a person sees when one cannot do its work."""

import errno
import os
import pickle
from pathlib import Path

import pytest
from doit.exceptions import TaskFailed

import dodo
from studyguide import tasks
from studyguide.publish import store
from studyguide.sources import files
from tests.tinybook import tiny_book


def full(root):
    """A stage for which there is no room."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "build/.cache/x")


def test_a_full_disk_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    """When the disk is full, the task fails with one line that says so."""
    assert isinstance(dodo.publish(full), TaskFailed)
    assert capsys.readouterr().err == f"[Errno {errno.ENOSPC}] {os.strerror(errno.ENOSPC)}: 'build/.cache/x'\n"


def test_the_simple_way_stays(tmp_path: Path) -> None:
    """With --one-pass WeasyPrint alone writes the file, and the map of the pages is left as it was."""
    assert all(dodo.ONE_PASS in task["params"] for task in dodo.task_pdf())
    book = tiny_book()
    files.replace(tmp_path / store.STORE / "book.pickle", pickle.dumps(book))
    assert tasks.write_pdf(tmp_path, "a4", one_pass=True)
    assert (tmp_path / store.pdf_path(book.book, "a4")).read_bytes().startswith(b"%PDF")
    assert list((tmp_path / store.STORE).glob("pages-*")) == []
