"""Comments: lines that begin with %, as MyST has them, and <!-- … -->, as HTML has them. Nothing reads them but people.

They are blanked before Markdown is read, so that nothing in them is a mistake and no line moves. A % at the start of a line
within a paragraph stays: a text was wrapped there.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from studyguide.markup.fences import outside_listings

LINE = re.compile(r"(?P<before>[ \t>]*)%(?P<words>.*)")
OPEN = re.compile(r"(?P<before>[ \t>]*)<!--")
CLOSE = "-->"
BLANK = re.compile(r"[ \t>]*(?::{3,}[ \t]*\{.*|-{3,})?")
"""What a comment may follow: nothing, the line that opens a box, the end of the head of a file."""


def without_comments(rows: Sequence[str]) -> list[str]:
    """The rows of a file, with nothing in the place of comments that have lines of their own."""
    made, until = list(rows), -1
    closings = [row for row, text in enumerate(rows) if CLOSE in text]
    for row, words in list(outside_listings(rows)):
        if row <= until:
            continue
        if (opened := OPEN.match(words)) and (last := _last(rows, closings, row)) >= row:
            made[row : last + 1] = [opened["before"].rstrip()] * (last + 1 - row)
            until = last
        elif (line := LINE.fullmatch(words)) and (row == 0 or BLANK.fullmatch(made[row - 1])):
            made[row] = line["before"].rstrip()
    return made


def _last(rows: Sequence[str], closings: Sequence[int], first: int) -> int:
    """The row that ends a comment and holds nothing behind it; -1 if there is none such."""
    last = next(iter(closings[bisect_left(closings, first) :][:1]), -1)
    return last if last >= 0 and not rows[last].partition(CLOSE)[2].strip() else -1
