"""The tasks by name: what dodo.py promises of each."""

import re
from pathlib import Path

import dodo
from studyguide.publish.names import finished, guide_name
from studyguide.publish.store import BOOK, PAGES, packed_book
from studyguide.tasks import stages
from studyguide.tasks.record import TaskFiles, entry
from tests.tinybook import tiny_book


def test_the_simple_way_stays(tmp_path: Path) -> None:
    """With --one-pass WeasyPrint alone writes the file; the map of the pages is left, and the task does not count as done."""
    assert all(dodo.ONE_PASS in task["params"] for task in list(dodo.task_pdf())[1:])
    TaskFiles(tmp_path).keep(BOOK, packed_book(tiny_book()))
    disk = TaskFiles(tmp_path)

    stages.write_pdf(disk, "a4", one_pass=True)

    assert (tmp_path / "build" / "tiny-a4.pdf").read_bytes().startswith(b"%PDF")
    assert not (tmp_path / PAGES).exists()
    assert entry(disk)["written"] == {}


def test_names_come_from_the_guide() -> None:
    """The files that tasks promise are those that are called after guide.toml."""
    targets = {task["targets"][0] for task in list(dodo.task_pdf())[1:]} | set(dodo.task_epub()["targets"])

    assert targets == set(finished(guide_name(dodo.ROOT)))


def test_every_task_of_a_stage_has_its_stage() -> None:
    """No task calls for a function that is not there."""
    text = Path(dodo.__file__).read_text("utf-8")

    called = re.findall(r'(?:stage|of_book)\("(\w+)"', text)

    assert len(called) >= 9
    assert [name for name in called if not callable(getattr(stages, name, None))] == []
