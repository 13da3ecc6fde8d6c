"""Text from right to left: its glyphs stand in a file in the order of the eye, and another text is read in their place."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from studyguide.book.visual import RIGHT_TO_LEFT, logical, reordered, seen
from studyguide.pdf.contents import REORDERED
from studyguide.proof.pdf.stream import SILENT
from studyguide.proof.pdf.values import Run

NEAR = 0.6  # of an em between two pieces that were set as one, in two fonts

ONE_GLYPH = str.maketrans("۰۱۲۳۴۵۶۷۸۹یىکہھ", "٠١٢٣٤٥٦٧٨٩ييكهه")
"""Figures and letters of Persian and Urdu that share glyphs with those of Arabic: which is painted, its glyph cannot tell."""


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The texts of a page; pieces that were set side by side as one text, in several fonts, are one."""
    made: list[Run] = []
    for run in runs:
        if made and _goes_on(made[-1], run):
            made[-1] = _joined(made[-1], run)
        else:
            made.append(run)
    return tuple(made)


def as_read(text: str) -> str:
    """A text that was painted, in the order in which it is read."""
    return logical(text) if RIGHT_TO_LEFT.search(text) else text


def letters(text: str) -> str:
    """The letters of a text in the order of the eye: shapes that join are those that they are shapes of."""
    return "".join(seen(unicodedata.normalize("NFKC", each)) if "\ufb1d" <= each <= "\ufefc" else each for each in text)


def shows(painted: str, said: str, *, leftwards: bool) -> bool:
    """Whether what is painted in the order of the eye is what is said, in a line of either direction.

    Where signs are set in another order, or several as one glyph, the letters that they belong to are held against each other.
    """
    if REORDERED.search(said):
        return _bare(painted) == _bare(said)
    ways = (True, False) if leftwards or RIGHT_TO_LEFT.search(said) else ()
    return any(_plain(painted) == _plain(reordered(said, leftwards=way)) for way in ways)


def _bare(text: str) -> str:
    return "".join(each for each in text if unicodedata.category(each)[0] in "LN" and unicodedata.category(each) != "Lm")


def _plain(text: str) -> str:
    return " ".join(SILENT.sub("", letters(text).translate(ONE_GLYPH)).split())


def _goes_on(one: Run, other: Run) -> bool:
    level = min(one.box[3], other.box[3]) > max(one.box[1], other.box[1]) - NEAR * one.size  # marks stand above letters
    return one.belongs == other.belongs and level and abs(other.box[0] - one.box[2]) < NEAR * max(one.size, other.size)


def _joined(one: Run, other: Run) -> Run:
    box = (one.box[0], min(one.box[1], other.box[1]), other.box[2], max(one.box[3], other.box[3]))
    return replace(one, text=one.text + other.text, box=box, points=one.points + other.points, faults=one.faults + other.faults)
