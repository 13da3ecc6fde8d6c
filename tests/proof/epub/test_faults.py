"""Every fault of the table that one of our own gates must find is found by it, and a sound book passes them all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studyguide.html.pages import PageMap
from studyguide.proof.epub.checks import check_figures, check_readers, check_rereading, misplaced, page_marks
from studyguide.proof.epub.inspect import inspect
from studyguide.proof.epub.opened import documents
from studyguide.proof.epub.profiles import PROFILES, judge
from studyguide.proof.same_words import compared
from tests.proof.epub.faults import FAULTS, GATES, rezipped, seeded, sound

PROGRAMS = {"screens", "EPUBCheck", "Ace", "calibre"}
OURS = tuple(fault for fault in FAULTS if fault.gate not in PROGRAMS)


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    """The sound book as a file."""
    path: Path = tmp_path_factory.mktemp("good") / "good.epub"
    path.write_bytes(sound())
    return path


def rules(book: Path, good: Path) -> set[str]:
    """What our own rules find."""
    return {found.code for found in inspect(book.read_bytes())}


def figures(book: Path, good: Path) -> set[str]:
    """What is pale on some ground."""
    return {found.rule for found in check_figures(book, {}).findings}


def ebooklib(book: Path, good: Path) -> set[str]:
    """What ebooklib's reader does not give back."""
    return {found.rule for found in check_rereading(book).findings}


def pages(book: Path, good: Path) -> set[str]:
    """Where the marks differ from those of the sound book, whose words play the printed pages."""
    marks = list(page_marks(good))
    labels = tuple(label for label, _ in marks)
    printed = PageMap(labels, {}, (), {}, tuple(tuple(words) for _, words in marks))
    return {found.rule for found in misplaced(book.name, list(page_marks(book)), printed, labels)}


def words(book: Path, good: Path) -> set[str]:
    """Where the words differ from those of the sound book, which plays the PDF."""
    findings, _ = compared([data.decode() for _, data in documents(good)], list(documents(book)), {})
    return {found.rule for found in findings}


def reader(name: str) -> Callable[[Path, Path], set[str]]:
    """What a family of readers would miss."""
    return lambda book, good: {found.code for found in judge(book.read_bytes(), PROFILES[name])}


GATE = {
    "rules": rules,
    "ebooklib": ebooklib,
    "figures": figures,
    "pages": pages,
    "words": words,
    **{name: reader(name) for name in PROFILES},
}


def test_the_table_has_faults_for_every_gate():
    """At least 25 faults, some for each of our gates, each reader and each program."""
    assert len(FAULTS) >= 25
    assert set(GATES) == {*GATE, *PROGRAMS}


@pytest.mark.parametrize("gate", GATE)
def test_a_sound_book_passes(gate, good):
    """The negative control: no gate speaks of a sound book."""
    assert GATE[gate](good, good) == set()


@pytest.mark.parametrize("fault", OURS, ids=lambda fault: f"{fault.gate}-{fault.rule}-{FAULTS.index(fault)}")
def test_a_seeded_fault_is_found(fault, good, tmp_path):
    """A book with one fault has a finding of the rule that stands for it, at its gate."""
    book = tmp_path / "bad.epub"
    book.write_bytes(rezipped(fault.seed))
    assert fault.rule in GATE[fault.gate](book, good)


def test_small_letters_in_a_figure_are_found(good):
    """A drawing whose smallest capital is below 22 pixels in the picture is a finding."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 9"><text font-size="{}">A</text></svg>'
    assert check_figures(good, {"a.svg": drawing.format(18)}).findings == ()
    assert [found.rule for found in check_figures(good, {"a.svg": drawing.format(14)}).findings] == ["letters"]


@pytest.mark.parametrize("name", PROFILES)
def test_every_rule_of_a_reader_can_be_broken(name):
    """Each rule of a profile is one that has a fault in the table: its own, or one that it shares with every book."""
    broken = {fault.rule for fault in seeded("rules")} | {fault.rule for fault in FAULTS if fault.gate in PROFILES}
    own_tests = {"picture"}  # tests/proof/epub/test_inspect.py
    assert {rule.code for rule in PROFILES[name].rules} <= broken | own_tests


def test_the_check_names_the_reader(tmp_path):
    """`./guide check` says which reader would miss what."""
    book = tmp_path / "bad.epub"
    book.write_bytes(rezipped(seeded("apple-books")[0].seed))
    assert {found.rule.partition("/")[0] for found in check_readers(book).findings} >= {"apple-books"}
