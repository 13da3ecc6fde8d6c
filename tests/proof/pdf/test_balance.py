"""The balance of pages: what a rendition may do now and then, and what it may not do often."""

from dataclasses import replace

import pytest

from studyguide.proof.pdf.balance import COLUMNS, Balance, faults

GOOD = Balance((3, 9), 60, (5,), 30, {}, 12, (), (), 20)


@pytest.mark.parametrize(
    ("found", "recto", "told"),
    [
        (GOOD, True, []),
        (replace(GOOD, blank=tuple(range(3))), True, []),
        (replace(GOOD, blank=tuple(range(4, 9))), True, [(4, "gap", "5 of 60 pages leave more than 12% blank")]),
        (replace(GOOD, uneven=tuple(range(1, 25, 2))), True, [(1, "gap", "12 of 30 pairs of facing pages end more than")]),
        (replace(GOOD, uneven=tuple(range(1, 25, 2))), False, []),
    ],
)
def test_pages_as_a_whole(found, recto, told):
    """Many blank feet are a fault in every rendition, many uneven spreads in one that has facing pages."""
    made = [
        (page, rule, message[: len(said[2])])
        for (page, rule, message), said in zip(faults(found, recto=recto), told, strict=True)
    ]
    assert made == told


def test_a_balance_is_a_row():
    """The table has a figure for every column."""
    assert len(GOOD.row) == len(COLUMNS)
    assert GOOD.row[0] == "2 of 60"
