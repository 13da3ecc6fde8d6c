"""The record: when a task's work counts as done."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from doit.dependency import JSONCodec

from studyguide.sources import files
from studyguide.tasks import record
from studyguide.tasks.record import SealedRecord, TaskFiles, entry, made_by, unchanged
from tests.project import Project


@pytest.fixture
def done(tmp_path: Path) -> dict[str, Any]:
    """The entry of a task that read two files and wrote one."""
    for name in ("a", "b"):
        files.keep(tmp_path / name, name.encode())
    disk = TaskFiles(tmp_path)
    disk.write("c", disk.kept("a") + disk.kept("b"))
    return dict(json.loads(json.dumps(entry(disk))))


def test_what_was_done_stays_done(tmp_path: Path, done: dict[str, Any]) -> None:
    """An entry holds as long as both the files that were read and those that were written are the same."""
    assert unchanged(tmp_path)(None, done)


@pytest.mark.parametrize("name", ["a", "b", "c"])
@pytest.mark.parametrize("data", [b"", b"ab", None])
def test_a_file_that_differs_undoes_it(tmp_path: Path, done: dict[str, Any], name: str, data: bytes | None) -> None:
    """A file with other bytes, or none, makes the task run again, whether it was read or written."""
    (tmp_path / name).unlink()
    if data is not None:
        (tmp_path / name).write_bytes(data + b"!")

    assert not unchanged(tmp_path)(None, done)


def test_a_task_without_an_entry_was_not_done(tmp_path: Path, done: dict[str, Any]) -> None:
    """Nothing known, nothing read or nothing written is not done."""
    for values in ({}, {**done, "read": {}}, {**done, "written": {}}, {key: done[key] for key in ("read", "written")}):
        assert not unchanged(tmp_path)(None, values)


def test_more_to_read_undoes_it(tmp_path: Path, done: dict[str, Any]) -> None:
    """Where a task would now read another set of files, it runs again."""
    assert unchanged(tmp_path, lambda root: done["read"])(None, done)
    assert not unchanged(tmp_path, lambda root: {**done["read"], "d": ""})(None, done)


def test_another_library_undoes_it(tmp_path: Path, done: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade of Python, of a library or of Pango everything runs again."""
    for changed in ("Python 4", "Pango 2", "fontconfig 3"):
        made_by.cache_clear()
        monkeypatch.setattr(record, "environment", lambda changed=changed: (changed,))
        assert not unchanged(tmp_path)(None, done)
    made_by.cache_clear()


def test_the_program_counts_as_far_as_it_makes_something(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another byte of the code or of a schema changes the digest of the program; what only judges finished files does not."""
    for name in ("book/a.py", "sources/a.json", "proof/a.py", "book/a.txt"):
        files.replace(tmp_path / name, b"1")
    monkeypatch.setattr(record, "CODE", tmp_path)

    def digest() -> str:
        made_by.cache_clear()
        return made_by()

    digests = [digest()]
    for name in ("book/a.py", "sources/a.json", "proof/a.py", "book/a.txt"):
        files.replace(tmp_path / name, b"2")
        digests.append(digest())
    made_by.cache_clear()
    assert [one != other for one, other in pairwise(digests)] == [True, True, False, False]


def test_the_record_comes_back(tmp_path: Path) -> None:
    """What doit noted is there for the next run; without anything to note there is no file."""
    path = tmp_path / "build" / "record"
    first = SealedRecord(str(path), JSONCodec())
    first.dump()
    assert not path.exists()
    first.set("book", "read", {"a": "é"})
    first.dump()

    assert SealedRecord(str(path), JSONCodec()).get("book", "read") == {"a": "é"}


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff\xfe", b"(dp0", bytes(99)])
def test_a_record_that_was_not_written_here_is_none(tmp_path: Path, data: bytes) -> None:
    """Whatever stands in the record's place, doit begins with an empty one."""
    path = tmp_path / "record"
    path.write_bytes(data)

    assert not SealedRecord(str(path), JSONCodec()).in_("book")


def failing(mine: SealedRecord) -> None:
    """A run that fails before its record is written."""
    try:
        raise KeyError("first")
    finally:
        mine.dump()


def test_a_record_that_cannot_be_written_is_told_of_once(tmp_path: Path) -> None:
    """Its failure names the path; but where another failure is on its way, that one is told."""
    (tmp_path / "record").mkdir()
    mine = SealedRecord(str(tmp_path / "record"), JSONCodec())
    mine.set("book", "read", {})

    with pytest.raises(OSError, match="record"):
        mine.dump()
    with pytest.raises(KeyError):
        failing(mine)


def test_what_was_kept_and_lost_is_told_of(tmp_path: Path) -> None:
    """A task that needs what another kept names it if it is not whole."""
    files.keep(tmp_path / "a", b"data")
    (tmp_path / "a").write_bytes(b"junk")
    disk = TaskFiles(tmp_path)

    for name in ("a", "none"):
        with pytest.raises(OSError, match="lost or damaged") as lost:
            disk.kept(name)
        assert lost.value.filename == str(tmp_path / name)
    assert disk.read == {}


def test_the_record_is_shown(project: Project) -> None:
    """`dumpdb` shows of every task what it read and wrote, and in what time; without a record there is nothing to show."""
    shown = json.loads(project.run("dumpdb").out)
    assert shown["epub"]["_values_:"]["facts"].keys() == {"seconds"}
    assert shown["pdf:a4"]["_values_:"]["facts"].keys() >= {"seconds", "pages", "made", "warnings"}

    cleaned = project.run("clean")

    assert (cleaned.code, cleaned.out) == (0, "All that was made is gone from build/.\n")
    assert (project.run("dumpdb").out, list((project.root / "build").iterdir())) == ("{}\n", [])


def test_an_edit_of_the_program_makes_all_anew(project: Project) -> None:
    """After a change of the code every task runs again, and where the change means nothing, ends with the same bytes."""
    clean = project.finished()
    project.write("studyguide/book/number.py", "\nfrom ", "\n\nfrom ")

    assert project.run("pdf:a4", "epub").out.startswith("book …\npdf:a4 …\nepub …\n")
    assert project.finished() == clean
