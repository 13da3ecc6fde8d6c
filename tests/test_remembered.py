"""Remembering: a step is done once for the same program and the same inputs, and tells its mistakes every time."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from studyguide.nodes import Text
from studyguide.publish import store
from studyguide.sources import garbage
from studyguide.sources.cache import Cache
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.remembered import Memory, Packed, Part, given, named, pickled


@dataclass(frozen=True)
class Pair:
    """Two values."""

    one: object
    two: object = ()


def shout(text: str, problems: Problems) -> str:
    """A step that tells of every word that it makes louder."""
    problems.error(Span("a.md", 3, 2, 4), "missing-file", f"{text} was quiet")
    problems.warning(Span("a.md", 4), "missing-file", "so was the rest")
    return text.upper()


def joined(parts: tuple[str, ...], end: str, problems: Problems) -> tuple[str, ...]:
    """A step of several inputs."""
    return (*parts, end)


VALUES = [
    "a", b"a", "ab", ("a", "b"), ("ab",), (("a",), "b"), ("a", ("b",)), (), "", None, 0, False, 0.0, 1, True, "1",
    {"a": "b"}, {"b": "a"}, {"a": "b", "c": "d"}, {"c": "d", "a": "b"}, frozenset("ab"), frozenset("abc"),
    Pair("a", "b"), Pair(("a", "b")), datetime.date(2026, 1, 2), "2026-01-02", "\udcff", Text("a"), Text("a", span=Span("x", 1)),
    Part("a", (), str), Part("b", (), str),
]  # fmt: skip


def test_names_are_of_one_value_each() -> None:
    """No two values have one name, however alike they look when they are written in a row."""
    assert len({named(value) for value in VALUES}) == len(VALUES)


def test_a_set_has_one_name() -> None:
    """The order in which a set gives its members is no part of its name."""
    words = [f"word-{i}" for i in range(50)]
    assert named(frozenset(words)) == named(frozenset(reversed(words)))


@pytest.mark.parametrize("value", [object(), len, Pair(object()), Pair])
def test_what_has_no_name_is_no_input(value: object) -> None:
    """A step cannot be remembered by something that only looks the same."""
    with pytest.raises(TypeError, match="a step cannot be named by"):
        named((value,))


@pytest.fixture(params=["memory", "folder"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Cache:
    """Both kinds of shelf."""
    return Cache(tmp_path / "parts" if request.param == "folder" else None)


def test_a_step_is_done_once(shelf: Cache) -> None:
    """The second time, in this process or in another, nothing is done, and value and mistakes are those of the first."""
    first, second = Memory(shelf, "1"), Memory(shelf, "1")
    made, again, found = first(shout, "hush"), first(shout, "hush"), second(shout, "hush")

    assert (first.made, first.reused) == ({"shout": 1}, {"shout": 1})
    assert (second.made, second.reused) == ({}, {"shout": 1})
    assert again is made
    assert (found.value, found.told, found.digest) == (made.value, made.told, made.digest) == ("HUSH", made.told, made.digest)


def test_mistakes_are_told_each_time(shelf: Cache) -> None:
    """Errors and warnings come out again at their places, once for each collector that they are told to."""
    Memory(shelf)(shout, "hush")
    part, clean, problems = Memory(shelf)(shout, "hush"), Problems(), Problems()
    shout("hush", clean)
    part.tell(problems)
    part.tell(problems)
    assert problems.found == clean.found
    assert (len(problems.errors), len(problems.warnings)) == (1, 1)


@pytest.mark.parametrize(
    ("program", "step", "inputs"),
    [("2", joined, ("a", "b")), ("1", joined, ("ab", "")), ("1", joined, ("", "ab")), ("1", joined, ("a", ("b",)))],
)
def test_another_program_or_input_is_another_step(shelf: Cache, program: str, step: object, inputs: tuple[object, ...]) -> None:
    """Nothing is found under the name of something else."""
    Memory(shelf, "1")(joined, "a", "b")
    memory = Memory(shelf, program)
    memory(step, *inputs)  # type: ignore[arg-type]
    assert memory.made == {"joined": 1}


def test_a_part_is_an_input_by_what_it_holds(shelf: Cache) -> None:
    """A step is not done again if what it is given was made anew and is the same; it is, if that is another."""
    memory = Memory(shelf)
    for end in ("c", "c", "d"):
        memory(joined, memory(joined, ("a",), end), "e")
    assert memory.made == {"joined": 4}
    assert memory.reused == {"joined": 2}


def test_nobody_sees_whether_a_value_was_made_or_found(shelf: Cache) -> None:
    """What was just made is given as it will be found: two names of one list are two lists no more than they were."""
    made, found = (Memory(shelf)(joined, ("a", "a"), "b") for _ in range(2))
    assert pickled(made.value).digest == pickled(found.value).digest


def test_without_a_shelf_nothing_is_remembered() -> None:
    """Every step is done whenever it is asked for, and counted nowhere."""
    memory = Memory()
    assert memory(shout, "a").value == memory(shout, "a").value == "A"
    assert (memory.made, memory.reused) == ({}, {})


def test_a_process_that_stays_lets_go_of_what_it_does_not_need() -> None:
    """What two builds have not asked for is held no longer; what each of them asks for is."""
    memory = Memory(Cache())
    kept = memory(shout, "kept")
    memory(shout, "once")
    for _ in range(3):
        memory.forget_unused()
        assert memory(shout, "kept") is kept
    assert len(memory._before) + len(memory._held) == 2


@pytest.mark.parametrize("harm", [b"", b"junk", None])
def test_what_is_damaged_on_the_shelf_is_made_again(tmp_path: Path, harm: bytes | None) -> None:
    """A part that is not whole counts as none."""
    Memory(Cache(tmp_path))(shout, "a")
    path = next(path for path in tmp_path.rglob("shout-*"))
    path.write_bytes(path.read_bytes()[:-1] if harm is None else harm)
    memory = Memory(Cache(tmp_path))
    assert memory(shout, "a").value == "A"
    assert memory.made == {"shout": 1}


def test_old_parts_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shelf of a project is trimmed after a build that put something on it: what was used least recently goes first."""
    monkeypatch.setattr(store, "PARTS_LIMIT", 1000)
    memory = store.memory(tmp_path, "1")
    for age, text in enumerate(("a" * 300, "b" * 300)):
        memory(shout, text)
        newest = max((tmp_path / store.PARTS).rglob("shout-*"), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (age, age))
    memory(shout, "c")
    assert store.trim(tmp_path, memory) >= 1
    assert store.trim(tmp_path, store.memory(tmp_path, "1")) == 0
    later = store.memory(tmp_path, "1")
    later(shout, "a" * 300)
    later(shout, "c")
    assert (later.made, later.reused) == ({"shout": 1}, {"shout": 1})


def test_values_within_a_part_are_read_when_they_are_asked_for() -> None:
    """A packed value comes out as it went in; one that is given has the name of what it was made of."""
    assert Packed.of(("a", Text("b"))).value == ("a", Text("b"))
    assert given("a", "made of this").digest == given("b", "made of this").digest != given("a").digest


def test_a_process_that_grows_is_searched(monkeypatch):
    """All that a process has is looked through when its memory has grown by much, and where that is unknown now and then."""
    sizes, found = iter((100, 100 + garbage.GROWN, 101 + garbage.GROWN, 100, 101)), []
    monkeypatch.setattr(garbage, "resident", lambda: next(sizes))
    monkeypatch.setattr("gc.collect", lambda: found.append("searched"))
    searches = garbage.Searches()
    told = []
    for _ in range(4):
        searches.after_a_time()
        told.append(len(found))
    assert told == [0, 0, 1, 1]

    monkeypatch.setattr(garbage, "resident", lambda: 0)
    searches = garbage.Searches()
    for _ in range(garbage.SELDOM):
        searches.after_a_time()
    assert len(found) == 2
