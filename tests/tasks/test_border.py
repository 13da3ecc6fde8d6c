"""No traceback reaches an editor: what goes wrong in a task comes out as a message, with a code for the shell."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest
from doit.exceptions import TaskFailed

from studyguide.sources.diagnostics import BuildFailed, Diagnostic, Problems, Span
from studyguide.sources.messages import report
from studyguide.tasks.border import BROKEN, FAILED, ExpectedFailure, described, failure, inside, place
from tests.project import Project
from tests.tinybook import changed, complaints


@dataclass
class Node:
    """Something that knows its place in the sources."""

    span: Span


class Prickly:
    """Something that does not like to be asked."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)


def raised(error: Exception, *held: object) -> Exception:
    """An error on its way out of a function that had something in hand, called by one that had a file."""

    def inner(value: object, other: object) -> None:
        raise error

    def outer(path: str) -> None:
        for value in held or (1,):
            inner(value, Prickly())

    try:
        outer("chapters/02-calm.md")
    except type(error) as caught:
        return caught
    raise AssertionError


def test_a_mistake_in_the_sources_is_reported_as_it_is(tmp_path: Path) -> None:
    """What a stage reported is printed whole, and the shell gets 1."""
    problems = Problems()
    problems.error(Span("chapters/faq.md", 3), "bad-id", "this is wrong")

    assert described(BuildFailed(problems), "book", tmp_path) == (FAILED, report(BuildFailed(problems)))
    assert described(ExpectedFailure("no such cluster"), "book", tmp_path) == (FAILED, "no such cluster")
    assert failure(ExpectedFailure("x"), "book", tmp_path)[1].problems.found == [Diagnostic(Span("", 0), "surroundings", "x")]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.ENOENT, errno.EIO])
def test_a_disk_that_fails_is_one_line(tmp_path: Path, number: int) -> None:
    """A full, read-only, vanished or broken disk is told in one line that names the path from the project's root."""
    error = OSError(number, os.strerror(number), str(tmp_path / "build" / "a.pdf"))

    code, text = described(error, "pdf:a4", tmp_path)

    words = os.strerror(number)
    assert (code, text) == (FAILED, f"build/a.pdf: error[disk]: {words[0].lower()}{words[1:]}")


def test_a_disk_elsewhere_is_named_whole(tmp_path: Path) -> None:
    """A file outside the project is named by its whole path, and a failure without a file the folder of temporary files."""
    assert described(OSError(errno.ENOSPC, "No space", "/tmp/x"), "book", tmp_path)[1].startswith("/tmp/x: error[disk]")  # noqa: S108
    assert described(OSError(errno.ENOSPC, "No space"), "book", tmp_path)[1].startswith(f"{gettempdir()}: error[disk]")


@pytest.mark.parametrize("error", [RecursionError("too deep"), KeyError("x"), ConnectionError("x"), MemoryError()])
def test_what_nobody_expected_is_short_and_kept(tmp_path: Path, error: Exception) -> None:
    """An unexpected failure tells stage, place and where the details are; those hold the traceback; the shell gets 70."""
    code, text = described(raised(error, Node(Span("chapters/01-a.md", 12, 3))), "pdf:a4", tmp_path)

    first, hint = text.split("\n")
    assert code == BROKEN == 70
    assert first.startswith(f"chapters/01-a.md:12:3: error[internal]: pdf:a4 broke down: {type(error).__name__}")
    assert hint == "   = hint: the program is at fault, not you; the details are kept in build/log/pdf-a4.txt"
    kept = (tmp_path / "build" / "log" / "pdf-a4.txt").read_text("utf-8")
    assert "Traceback (most recent call last)" in kept
    assert "Python 3" in kept


def test_details_that_cannot_be_kept_are_not_promised(tmp_path: Path) -> None:
    """Where there is no room for the details either, the message says so."""
    (tmp_path / "build").touch()

    assert "the details could not be kept in build/log/book.txt: " in described(raised(KeyError("x")), "book", tmp_path)[1]


def test_the_place_is_the_last_that_was_in_hand() -> None:
    """The innermost function that knows a place tells it; a path of a source will do, anything else will not."""
    assert place(raised(KeyError("x"))) == Span("chapters/02-calm.md", 0)
    assert place(raised(KeyError("x"), Span("chapters/faq.md", 4))) == Span("chapters/faq.md", 4)
    assert place(raised(KeyError("x"), "styles/print.css")) == Span("styles/print.css", 0)
    assert place(KeyError("x")) == Span("", 0)


def test_what_other_tasks_could_still_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake in the sources fails its task alone; a disk or a program that fails ends the run."""

    def fail(error: Exception) -> Any:
        def work() -> None:
            raise error

        return inside(work, "book", tmp_path)

    assert inside(lambda: 7, "book", tmp_path) == 7
    assert isinstance(fail(BuildFailed(Problems())), TaskFailed)
    for error, code in ((OSError(errno.ENOSPC, "No space", "x"), FAILED), (KeyError("x"), BROKEN)):
        with pytest.raises(SystemExit) as stop:
            fail(error)
        assert stop.value.code == code
    assert "Traceback" not in capsys.readouterr().err


def test_a_program_that_breaks_down_tells_an_editor_little(project: Project) -> None:
    """A fault in the program gives two lines and 70, in any task or before; once it is mended all is as before."""
    clean = project.finished()
    module, good = "studyguide/publish/compiled.py", "    book = assemble("
    bad = f'    path = "chapters/faq.md"\n    print(path[99])\n{good}'
    project.write(module, good, bad)

    for command in (("book",), ("pdf:a4", "epub"), ("-n", "2", "book")):
        broken = project.run(*command)
        assert broken.code == 70
        assert broken.err.startswith("chapters/faq.md: error[internal]: book broke down: IndexError: string index out of range\n")
        assert "build/log/book.txt" in broken.err
        assert "Traceback" not in broken.err + broken.out
    project.write(module, bad, good)
    assert project.run("pdf:a4", "epub").code == 0
    assert project.finished() == clean

    project.write("studyguide/pdf/compile.py", "    engine = _engine(", "    1 / (job.unit != 'calm')\n    engine = _engine(")
    broken = project.run("pdf:a4", pool=True)
    assert broken.code == 70
    what = "pdf:a4 broke down: CompileFailed: the unit “calm” cannot be laid out: ZeroDivisionError"
    assert broken.err.startswith(f"chapters/02-calm.md: error[internal]: {what}")
    assert "_compiled" in (project.root / "build" / "log" / "pdf-a4.txt").read_text("utf-8")

    project.write("dodo.py", "\nimport ", "\n1 / 0\nimport ")
    broken = project.run()
    assert (broken.code, "Traceback" in broken.err, "./guide broke down: ZeroDivisionError" in broken.err) == (70, False, True)


def test_a_task_that_does_not_exist_is_told(project: Project) -> None:
    """A misspelt task is told in our words, with the nearest that there is."""
    outcome = project.run("pdf:a5")

    assert (outcome.code, outcome.err) == (3, "there is no command or task “pdf:a5”; did you mean “pdf:a4”?\n")


def test_a_reader_who_has_seen_enough_is_no_failure(project: Project) -> None:
    """`./guide list | head -1` says nothing of a broken pipe."""
    with project.start("list") as listing:
        assert listing.stdout
        assert listing.stderr
        listing.stdout.close()
        assert listing.stderr.read() == ""


def _edit(project: Project) -> None:
    with (project.root / "chapters" / "02-calm.md").open("a", encoding="utf-8") as chapter:
        chapter.write("\nThere is no room for this.\n")


FULL_AT = """
    counter = Path(__file__).with_name("writes")
    with counter.open("ab") as file:
        file.write(b".")
    if counter.stat().st_size > {number}:
        raise OSError(28, "No space left on device")
"""


@pytest.mark.parametrize("number", [0, 2, 7])
def test_a_disk_that_is_full_at_any_write_leaves_nothing_half_done(project: Project, number: int) -> None:
    """Whichever write finds no room, one line names its file, what was finished stands, and with room again the build heals."""
    clean = project.finished()
    good = '    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)\n'
    _edit(project)
    project.write("studyguide/sources/files.py", good, FULL_AT.format(number=number) + good)

    full = project.run("pdf:a4", "epub")

    assert (full.code, full.err.count("\n")) == (1, 1), full
    assert full.err.startswith("build/")
    assert full.err.endswith(": error[disk]: no space left on device\n")
    assert project.kept("*.part") == []
    assert project.finished().keys() == clean.keys()
    project.write("studyguide/sources/files.py", FULL_AT.format(number=number), "")
    assert project.run("pdf:a4", "epub").code == 0
    assert all(project.finished()[name] != digest for name, digest in clean.items())


FIRST_KEPT = r"build/\.cache/parts/\w\w/readable_text-\w{64}"
"""What a build keeps before all else: a source, as it was read."""


@pytest.mark.parametrize(("limit", "named"), [(0, FIRST_KEPT), (60_000, re.escape(gettempdir()))])
def test_a_full_temporary_folder_is_named(project: Project, limit: int, named: str) -> None:
    """Where there is no room, one line names the file of the build; or, for a library's own, the folder of temporary files."""
    _edit(project)
    if limit:  # enough for all that the build keeps of this edit, and too little for the fonts that WeasyPrint unpacks
        assert project.run("book").code == 0

    full = project.run("pdf:a4", "epub", limit=limit)

    assert (full.code, full.err.count("\n")) == (1, 1), full
    assert re.fullmatch(rf"{named}: error\[disk\]: file too large\n", full.err), full
    assert project.run("pdf:a4", "epub").code == 0


def test_a_file_in_the_place_of_build_is_one_line(project: Project) -> None:
    """Where build/ is a file, or a folder stands in the place of a finished file, one line names it; removed, all is made."""
    clean = project.finished()
    (project.root / "build").rename(project.root / "kept")
    (project.root / "build").touch()
    blocked = project.run("book")
    assert blocked.code == 1
    assert re.fullmatch(rf"{FIRST_KEPT}: error\[disk\]: not a directory\n", blocked.err), blocked
    (project.root / "build").unlink()
    (project.root / "kept").rename(project.root / "build")

    (project.root / "build" / "tiny.epub").unlink()
    (project.root / "build" / "tiny.epub").mkdir()
    blocked = project.run("epub")
    assert (blocked.code, blocked.err) == (1, "build/tiny.epub: error[disk]: is a directory\n")
    (project.root / "build" / "tiny.epub").rmdir()
    record = project.root / "build" / ".cache" / "record"
    record.unlink()
    record.mkdir()
    blocked = project.run("epub")
    assert (blocked.code, blocked.err) == (1, "build/.cache/record: error[disk]: is a directory\n")
    record.rmdir()
    assert project.run("epub").code == 0
    assert project.finished() == clean


def test_what_cannot_be_taken_away_is_one_line(project: Project) -> None:
    """Where clean may not remove a file, one line names it."""
    project.write(
        "studyguide/tasks/stages.py",
        "    import shutil\n",
        '    raise OSError(30, "Read-only file system", str(root / "build"))\n',
    )

    outcome = project.run("clean")

    assert (outcome.code, outcome.err) == (1, "build: error[disk]: read-only file system\n")


DESIGN = ["templates/cover.svg", "templates/epub/nav.xhtml", "epub.css", "tokens.css", "renditions/phone.css"]


@pytest.mark.parametrize("name", DESIGN)
def test_a_part_of_the_design_that_is_missing_is_a_mistake(name: str) -> None:
    """A style sheet, the cover or a part of the package that is not there is told of before anything is made."""
    assert f"styles/{name}: error[missing-file]: this file does not exist" in complaints(changed(**{f"styles/{name}": None}))


def test_a_build_folder_that_vanishes_is_made_again(project: Project) -> None:
    """Whoever takes build/ away while nothing runs, or while the PDF is made, gets all of it back."""
    clean = project.finished()
    project.run("clean")
    with project.start("pdf:a4", "epub") as build:
        assert build.stdout
        while "pdf:a4" not in build.stdout.readline():
            pass
        (project.root / "build").rename(project.root / "away")
        build.communicate()
    assert project.run("pdf:a4", "epub").code == 0
    assert project.finished() == clean
