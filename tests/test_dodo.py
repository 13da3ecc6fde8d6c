"""The tasks by name: what dodo.py promises of each."""

import inspect
import re
from contextlib import suppress
from pathlib import Path

import pytest
from doit.control import TaskControl
from doit.loader import load_tasks

import dodo
from studyguide.publish.names import finished, guide_name
from studyguide.publish.store import BOOK, PAGES, packed_book
from studyguide.sources.renditions import RENDITIONS, UA2
from studyguide.tasks import stages
from studyguide.tasks.record import TaskFiles, entry
from tests.tinybook import ROOT, tiny_book


def test_the_simple_way_stays(tmp_path: Path) -> None:
    """With --one-pass WeasyPrint alone writes the file; the map of the pages is left, and the task does not count as done."""
    assert all(dodo.ONE_PASS in task["params"] for task in list(dodo.task_pdf())[1:] if task["name"] != UA2.id)
    TaskFiles(tmp_path).keep(BOOK, packed_book(tiny_book()))
    disk = TaskFiles(tmp_path)

    stages.write_pdf(disk, "a4", one_pass=True)

    assert (tmp_path / "build" / "tiny-a4.pdf").read_bytes().startswith(b"%PDF")
    assert not (tmp_path / PAGES).exists()
    assert entry(disk)["written"] == {}


ORDERS = {
    (): dodo.MADE,
    ("pdf",): ["book", "_warnings", *(f"pdf:{key}" for key in (*RENDITIONS, UA2.id))],
    ("epub", "pdf"): [*dodo.MADE, f"pdf:{UA2.id}"],
    ("html",): ["book", "_warnings", "html:frame", *(f"html:{chapter}" for chapter in dodo.CHAPTERS)],
    ("check",): [*dodo.MADE, "check"],
    ("pdf:phone", "pdf:a4"): ["book", "_warnings", "pdf:phone", "pdf:a4"],
}


@pytest.mark.parametrize("words", ORDERS, ids=" ".join)
def test_tasks_have_an_order(words: tuple[str, ...]) -> None:
    """Whatever is asked for is made in one order, every time: A4 and the EPUB first, other renditions as they are listed."""
    for _ in range(5):  # doit keeps tasks that wait in sets, by their places in memory
        control = TaskControl(load_tasks(vars(dodo), allow_delayed=True))
        control.process(list(words or dodo.MADE))
        todo, node, made = control.task_dispatcher().generator, None, []
        with suppress(StopIteration):
            while True:
                node = todo.send(node)
                node.run_status = "successful"
                made += [node.task.name] if node.task.actions else []
        assert made == ORDERS[words]


def test_names_come_from_the_guide() -> None:
    """The files that tasks promise are those that are called after guide.toml."""
    targets = {task["targets"][0] for task in list(dodo.task_pdf())[1:]} | set(dodo.task_epub()["targets"])

    assert targets == set(finished(guide_name(ROOT)))


def test_every_task_of_a_stage_has_its_stage() -> None:
    """No task calls for a function that is not there."""
    text = Path(dodo.__file__).read_text("utf-8")

    called = re.findall(r'(?:stage|of_book)\("(\w+)"', text)

    assert len(called) >= 9
    assert [name for name in called if not callable(getattr(stages, name, None))] == []


def test_every_stage_takes_the_options_of_its_task() -> None:
    """Whatever may be wished of a task, all that it does in this process knows the wish."""
    asked = {
        (task.name, stage, option["name"])
        for task in load_tasks(vars(dodo))
        for action in task.actions
        if inspect.isfunction(called := getattr(action, "py_callable", None))
        if (stage := inspect.getclosurevars(called).nonlocals.get("name"))
        for option in task.params
    }

    assert ("check", "check_examples", "without") in asked
    for task, stage, option in sorted(asked):
        inspect.signature(getattr(stages, stage)).bind_partial(**{option: task})
