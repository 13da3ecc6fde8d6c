"""The benchmark: its book, its peers and its tables. How long anything takes is no matter of a test."""

import pytest

from studyguide.pdf import Unit
from tests.bench import guide, machine, peers
from tests.bench.book import Book
from tests.bench.table import COLD, ONE_SHOT, Run, book_table, guide_table


def test_edits_change_one_chapter():
    """A sentence or two pages more change the unit that they are in, and what lists its sections no more than that."""
    plain = {unit.id: unit.html for unit in Book(3).units() if isinstance(unit, Unit)}
    for kind in ("sentence", "pages"):
        other = {unit.id: unit.html for unit in Book(3, {2: kind}).units() if isinstance(unit, Unit)}
        assert [name for name in plain if plain[name] != other[name]] == ["ch02"]
    assert Book(3).whole() == Book(3).whole()


def test_book_table():
    """Each figure stands beside its part of the one-shot's; a page costs a part of what it costs in the first book."""
    small = {ONE_SHOT: [Run(10, 300, 100, 2000)], COLD: [Run(2, 100, 100, 1000), Run(4, 100, 100, 1000)]}
    large = {ONE_SHOT: [Run(40, 600, 200, 4000)], COLD: [Run(9, 200, 200, 3000)]}
    rows = book_table([small, large]).splitlines()
    assert rows[0] == "| | 100 pages | % | 200 pages | % |"
    assert f"| {COLD}, s | 3.00 | 30.0 | 9.00 | 22.5 |" in rows
    assert f"| {COLD}, ms a page (of the first book’s) | 30.0 | (100) | 45.0 | (150) |" in rows
    assert f"| {COLD}, ms for each page more than in the book before | – | | 60.0 | |" in rows
    assert f"| peak memory, {COLD}, MB | 100 | 33.3 | 200 | 33.3 |" in rows
    assert f"| size, {COLD}, kB | 1 | 50.0 | 3 | 75.0 |" in rows


def test_guide_table():
    """The guide's own figures are medians."""
    assert guide_table({guide.IDLE: [0.3, 0.1, 0.2]}).endswith("| nothing changed: all files | 0.20 |")


def test_an_edit_is_one_word():
    """The measured edit puts one word at the end of a plain paragraph, and nothing else."""
    text = "# Title\n\nA first sentence.\n\n:::{note}\nOther.\n:::\n\nA second one.\n\nEnd.\n"
    assert next(guide.edited(text, 0.3, "word")) == text.replace("second one.", "second one word.")


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
