"""Every fault of the table that one of our own gates must find is found by it, and a sound book passes them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from types import SimpleNamespace

import html5lib
import pytest

from studyguide.html.pages import PageMap
from studyguide.proof.epub import opened, profiles
from studyguide.proof.epub.figures import small, weak
from studyguide.proof.epub.inspect import inspect
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.epub.page_list import misplaced, page_marks
from studyguide.proof.epub.profiles import PROFILES, judge
from studyguide.proof.epub.reread import unread
from studyguide.proof.epub.rules import documents
from studyguide.proof.epub.stylesheet import parse_styles
from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others.tools import Tools
from studyguide.proof.same_words import compared
from tests.proof.epub.faults import FAULTS, GATES, rezipped, seeded, sound

PROGRAMS = {"screens", "EPUBCheck", "Ace", "calibre"}
OURS = tuple(fault for fault in FAULTS if fault.gate not in PROGRAMS)


def rules(data: bytes) -> set[str]:
    """What our own rules find."""
    return {found.code for found in inspect(data)}


def figures(data: bytes) -> set[str]:
    """What is pale."""
    files = OpenedBook.read(data).content_files
    return {found.code for found in weak({name: files[name] for name in files if name.endswith(".png")})}


def ebooklib(data: bytes) -> set[str]:
    """What ebooklib's reader does not give back."""
    return {"reread" for _ in unread(data)}


def pages(data: bytes) -> set[str]:
    """Where the marks differ from those of the sound book, whose words play the printed pages."""
    marks = list(page_marks(OpenedBook.read(sound())))
    labels = tuple(label for label, _ in marks)
    printed = PageMap(labels, {}, (), {}, tuple(tuple(words) for _, words in marks))
    return {found.code for found in misplaced("book", list(page_marks(OpenedBook.read(data))), printed, labels)}


def words(data: bytes) -> set[str]:
    """Where the words differ from those of the sound book, which plays the PDF."""
    packed, printed = ([(page.name, page.data) for page in OpenedBook.read(book).pages.values()] for book in (data, sound()))
    findings, _ = compared([text.decode() for _, text in printed], packed, {})
    return {found.code for found in findings}


def reader(name: str) -> Callable[[bytes], set[str]]:
    """What a family of readers would miss."""
    return lambda data: {found.code for found in judge(data, PROFILES[name])}


@pytest.fixture(scope="module", autouse=True)
def parsed_once() -> Iterator[None]:
    """A document or a style sheet that no fault is put into is parsed once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(documents, "html5lib", SimpleNamespace(parse=cache(html5lib.parse)))
        patched.setattr(opened, "parse_styles", cache(parse_styles))
        yield


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
def test_a_sound_book_passes(gate):
    """The negative control: no gate speaks of a sound book."""
    assert GATE[gate](sound()) == set()


@pytest.mark.parametrize("fault", OURS, ids=lambda fault: f"{fault.gate}-{fault.rule}-{FAULTS.index(fault)}")
def test_a_seeded_fault_is_found(fault):
    """A book with one fault has a finding of the rule that stands for it, at its gate."""
    assert fault.rule in GATE[fault.gate](rezipped(fault.seed))


def test_small_letters_in_a_figure_are_found():
    """A drawing whose smallest capital is below 22 pixels in the picture is a finding."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 9"><text font-size="{}">A</text></svg>'
    found = small({"large.svg": drawing.format(18), "small.svg": drawing.format(14)})
    assert [(each.span.path, each.code) for each in found] == [("small.svg", "letters")]


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
    found = profiles.check(FinishedGuide(Tools(tmp_path), book)).findings
    assert "apple-books" in {each.code.partition("/")[0] for each in found}
