"""The lines of paragraphs: what may end one, and how few paragraphs may end short."""

import pytest

from studyguide.proof.pdf.lines import COLUMNS, PrintedParagraph, measured


def set_in(*lines):
    return PrintedParagraph(lines, (3,) * len(lines))


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        (("Blood is a suspension of", "cells in plasma."), ("0 of 1", "0 of 1", "0")),
        (("Neutrophils are made in the mar-", "row.[3]"), ("1 of 1", "1 of 1", "0")),
        (("Neutrophils are made in the mar-", "row of long bones."), ("0 of 1", "0 of 1", "0")),
        (("the germs to fear", "most.[36]"), ("0 of 1", "1 of 1", "0")),
        (("See the curve of Figure", "2.1 once more."), ("0 of 1", "0 of 1", "1")),
        (("The count is 5,600 −", "1,900 = 3,700 cells."), ("0 of 1", "0 of 1", "1")),
        (("The count is 5,600", "− 1,900 = 3,700 cells."), ("0 of 1", "0 of 1", "1")),
        (("Give up to a dose of 500", "mg of it a day."), ("0 of 1", "0 of 1", "1")),
        (("The count is 5,600 − 1,900", "= 3,700 in each microlitre."), ("0 of 1", "0 of 1", "0")),
        (("Yes.",), ("0 of 0", "0 of 0", "0")),
    ],
)
def test_lines(lines, row):
    """A line ends in no half of a last word, number or sum; only before a sign of equality may a sum be broken."""
    assert measured([set_in(*lines)]).row == row
    assert len(row) == len(COLUMNS)
