"""The benchmark: its book, its peers and its tables. How long anything takes is no matter of a test."""

import shutil
import sys
from pathlib import Path

import pytest

from studyguide.pdf import Unit
from tests.bench import edits, guide, machine, peers
from tests.bench.book import Book
from tests.bench.process import Failed, Run, measured
from tests.bench.table import ONE, ONE_SHOT, TWO, book_table, guide_table

ROOT = Path(__file__).parents[2]


def test_edits_change_one_chapter():
    """A sentence or two pages more change the unit that they are in, and what lists its sections no more than that."""
    plain = {unit.id: unit.html for unit in Book(3).units() if isinstance(unit, Unit)}
    for kind in ("sentence", "pages"):
        other = {unit.id: unit.html for unit in Book(3, {2: kind}).units() if isinstance(unit, Unit)}
        assert [name for name in plain if plain[name] != other[name]] == ["ch02"]
    assert Book(3).whole() == Book(3).whole()


def test_book_table():
    """Each figure stands beside its part of the one-shot's; a page costs a part of what it costs in the first book."""
    small = {
        ONE_SHOT: [Run(8, 10, 300, 100, 2000)],
        ONE: [Run(0, 3, 90, 100, 1000)],
        TWO: [Run(2, 2, 100, 100, 1000), Run(4, 4, 100, 100, 1000)],
        "Other": [],
    }
    large = {ONE_SHOT: [Run(30, 40, 600, 200, 4000)], ONE: [Run(0, 9, 90, 200, 3000)], TWO: [Run(9, 9, 200, 200, 3000)]}
    rows = book_table([small, large]).splitlines()
    assert rows[0] == "| generated books | 100 pages | % | 200 pages | % |"
    assert f"| {TWO}, CPU s | 3.00 | 30.0 | 9.00 | 22.5 |" in rows
    assert f"| {ONE}, CPU ms a page (of the first book’s) | 30.0 | (100) | 45.0 | (150) |" in rows
    assert f"| {ONE}, CPU ms for each page more than in the book before | – | | 60.0 | |" in rows
    assert f"| peak memory, {TWO}, MB | 100 | 33.3 | 200 | 33.3 |" in rows
    assert f"| size, {TWO}, kB | 1 | 50.0 | 3 | 75.0 |" in rows
    assert "| Other, CPU s | NOT INSTALLED | – | – | – |" in rows


def test_guide_table():
    """The guide's own figures are medians, beside their part of what WeasyPrint alone takes."""
    found = {guide.ONE_SHOT: [Run(90, 100, 900)], "one word": [Run(4, 3, 50), Run(2, 1, 70), Run(3, 2, 60)]}
    assert guide_table(found).endswith("| one word | 2.00 | 2.0 | 3.00 | 60 |")


def test_an_edit_is_one_word():
    """The measured edit puts one word at the end of a plain paragraph, and nothing else."""
    text = "# Title\n\nA first sentence.\n\n:::{note}\nOther.\n:::\n\nA second one.\n\nEnd.\n"
    assert next(edits.edited(text, 0.3, "word")) == text.replace("second one.", "second one word.")


@pytest.mark.parametrize("edit", [each for *_, each in guide.EDITS])
def test_an_edit_can_be_taken_back(edit, tmp_path):
    """Each edit of the real guide changes it, another time in another way, and what it took away can be put back."""
    shutil.copytree(ROOT / "chapters", tmp_path / "chapters", ignore=shutil.ignore_patterns("figures"))
    (tmp_path / "styles").mkdir()
    shutil.copy2(ROOT / "styles/tokens.css", tmp_path / "styles")
    plain = _texts(tmp_path)
    before = edits.put(tmp_path, edit(tmp_path, 1))
    first = _texts(tmp_path)
    edits.put(tmp_path, before)
    assert _texts(tmp_path) == plain
    edits.put(tmp_path, edit(tmp_path, 2))
    assert plain != first != _texts(tmp_path) != plain


def _texts(folder):
    paths = [*folder.glob("chapters/*"), folder / "styles/tokens.css"]
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def test_a_process_is_measured():
    """What a process and its children work and hold is counted, and one that fails says why."""
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'x = b\"x\" * 60_000_000; sum(range(25_000_000))'])"
    took, _ = measured([sys.executable, "-c", child], ROOT)
    assert 0 < took.cpu <= took.seconds * 2
    assert took.memory > 60
    with pytest.raises(Failed, match="no such luck"):
        measured([sys.executable, "-c", "raise SystemExit('no such luck')"], ROOT)


@pytest.mark.parametrize("peer", peers.peers(), ids=lambda peer: peer.name)
def test_a_peer_gets_the_whole_text(peer):
    """Every program gets every sentence of the book, whether it is installed or not."""
    source = " ".join(peer.source(Book(2)).split())
    for chapter in Book(2)._content:
        for kind, _, value in chapter.blocks:
            if kind == "p":
                assert all(text in source for what, text in value if what == "text")


def test_machine_is_described():
    """The figures come with date, machine, versions and how busy it was."""
    assert machine.described().keys() == {"date", "machine", "versions", "load"}
