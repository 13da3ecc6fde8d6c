"""The lines of paragraphs, measured: how many end in a stub, or break within what is read as one.

A good last line has five letters or more and begins with a whole word; a number stands with its unit, “Figure” with its number.
`./guide check` prints the counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from studyguide.proof.pdf.speech import INLINE
from studyguide.proof.pdf.values import Element, MarkedContent, Reading, Run

FEWEST_LETTERS = 5  # of a last line
NUMERAL = 12  # characters of a line over the large number of a chapter
HYPHENS = ("\u00ad", "\u2010", "-")
BESIDE = frozenset({"Note", "Figure", "Formula"})
CALL = re.compile(r"\[[^\]]*\]")
LETTER = re.compile(r"[^\W_]")
PLACE = re.compile(r"\S (?:Figure|Table|Section|Chapter|Question|Case)$")
UNIT = re.compile(r"(?:[µmkd]?[gL]|/[µmd]?L|[cm]m|mmHg|°[CF]|mmol|Gy|×|[+−÷])(?![\w-])")
SIGN = re.compile(r"\d [+−÷×=]$")


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """The lines of a paragraph as they are painted, and the page (from 0) of each."""

    lines: tuple[str, ...]
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """What was measured of a rendition.

    `paragraphs` are those of more than one line, `halves` end in half a word, `runts` in a short line; `torn` gives the page and
    the words about each place where a line ends within a number or a sum.
    """

    paragraphs: int
    halves: tuple[PrintedParagraph, ...]
    runts: tuple[PrintedParagraph, ...]
    torn: tuple[tuple[int, str], ...]

    @property
    def row(self) -> tuple[str, ...]:
        """Its figures for a table, under `COLUMNS`."""
        ends = (f"{len(found)} of {self.paragraphs}" for found in (self.halves, self.runts))
        return (*ends, str(len(self.torn)))


COLUMNS = ("last lines of half a word", "of under five letters", "torn numbers")


def paragraphs(reading: Reading) -> Iterator[PrintedParagraph]:
    """The paragraphs of the running text, in reading order."""
    marked: dict[MarkedContent, list[Run]] = {}
    for number, page in enumerate(reading.pages):
        for run in page.runs:
            marked.setdefault(MarkedContent(number, run.belongs.mark), []).append(run)
    for element in _running(reading.tree):
        runs = [(content.page, run) for content in _own(element) for run in marked.get(content, ())]
        if runs:
            yield _set(runs)


def _running(element: Element) -> Iterator[Element]:
    if element.role == "P":
        yield element
    for kid in element.elements:
        if kid.role not in BESIDE:
            yield from _running(kid)


def _own(element: Element) -> Iterator[MarkedContent]:
    for kid in element.kids:
        if isinstance(kid, MarkedContent):
            yield kid
        elif isinstance(kid, Element) and kid.role in INLINE:
            yield from _own(kid)


def _set(runs: Sequence[tuple[int, Run]]) -> PrintedParagraph:
    lines, pages = [""], [runs[0][0]]
    for (page, before), (to, run) in pairwise([runs[0], *runs]):
        if to != page or _below(before, run):
            lines.append("")
            pages.append(to)
        lines[-1] += run.text
    return PrintedParagraph(tuple(line.strip() for line in lines), tuple(pages))


def _below(before: Run, run: Run) -> bool:
    return (run.box[1] + run.box[3]) / 2 < before.box[1] - 0.2 * before.size and run.box[0] < before.box[2]


def measured(found: Sequence[PrintedParagraph]) -> Lines:
    """Measure paragraphs."""
    long = [each for each in found if len(each.lines) > 1 and len(each.lines[-2]) > NUMERAL]
    return Lines(
        paragraphs=len(long),
        halves=tuple(each for each in long if each.lines[-2].endswith(HYPHENS) and " " not in _said(each.lines[-1])),
        runts=tuple(each for each in long if len(LETTER.findall(_said(each.lines[-1]))) < FEWEST_LETTERS),
        torn=tuple(_torn(long)),
    )


def _said(line: str) -> str:
    """A line without the calls of sources and notes."""
    return CALL.sub("", line).strip()


def _torn(found: Sequence[PrintedParagraph]) -> Iterator[tuple[int, str]]:
    for each in found:
        for page, (before, after) in zip(each.pages, pairwise(each.lines), strict=False):
            place = PLACE.search(before) and after[:1].isdigit()
            amount = before[-1:].isdigit() and UNIT.match(after)
            if place or amount or SIGN.search(before):
                yield page, f"{before[-20:]} / {after[:20]}"
