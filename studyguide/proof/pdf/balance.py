"""Gates on the balance of pages: how much of them stays blank, whether questions are whole, and where notes stand.

What single pages may do is gated elsewhere; here a rendition is measured as a whole (`Balance`), and `./guide check` prints it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from statistics import quantiles

from studyguide.html.pages import LateUnit, Unit
from studyguide.proof.pdf.facts import PdfFacts
from studyguide.proof.pdf.values import Destination, MarkedContent, Reading, Run
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic

BLANK = 0.12  # of the text area that a page may leave blank at its foot while its unit goes on
MANY, FEW = 0.05, 3  # so large a share of the pages may leave more, and so many in any case;
NARROW = 0.25  # … where pages hold little, whole questions and boxes leave more of them blank
LONG = 500  # pages of text, of a guide whose pages hold little
WORDS = 120  # that a page of text has at least
UNEVEN = 0.35  # so large a share of facing pages may end apart …
EVEN = 15.0  # … by more than so many points: a line
FAR = 15 / 25.4 * 72  # points that a note may stand from its word …
FAR_SHARE = 0.07  # … but for so many of them
APART_SHARE = 0.01  # of the notes, that may stand on another page than their word
HEAD = 60.0  # points from the head of the text area within which what stands there opens its page

QUESTION = re.compile(r'<section class="question [^"]*" id="([^"]+)"')
NOTE = re.compile(r'data-beside="([^"]+)"[^>]*><span class="margin-note"[^>]*>(.*?)</span></span>')
TAG, SIGN = re.compile(r"<[^>]*>|&\w+;|&#\w+;"), re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Balance:
    """What was measured of a rendition; pages count from 0.

    `blank` are the pages that end blank, `text` how many were asked; `uneven` the left-hand ones whose neighbour ends elsewhere,
    of `spreads`; `torn` gives the page of each torn question; `apart` and `far` are ids of words whose note stands on another
    page, or far off, of `notes`.
    """

    blank: tuple[int, ...]
    text: int
    uneven: tuple[int, ...]
    spreads: int
    torn: Mapping[str, int]
    questions: int
    apart: tuple[str, ...]
    far: tuple[str, ...]
    notes: int

    @property
    def row(self) -> tuple[str, ...]:
        """Its figures for a table, under `COLUMNS`."""
        pairs = [(self.blank, self.text), (self.uneven, self.spreads), (self.torn, self.questions), (self.apart, self.notes)]
        return (*(f"{len(found)} of {count}" for found, count in pairs), f"{len(self.far)} of {self.notes}")


COLUMNS = ("blank feet", "uneven spreads", "torn questions", "notes on other pages", "notes far off")


def measured(reading: Reading, documents: tuple[str, ...]) -> Balance:
    """Measure a file; `documents` are the XHTML of its units."""
    ends, asked = _ends(reading), {name for text in documents for name in QUESTION.findall(text)}
    starts = {name: reading.names[name] for name in asked if name in reading.names}
    opened = _openings(reading) | {place.page for place in starts.values() if (place.y or 0) > ends.head - HEAD}
    opened |= {place.page for name, place in reading.names.items() if name.startswith("a-") and (place.y or 0) > ends.head - HEAD}
    running = [page for page in sorted(ends.low) if page + 1 in ends.low and page + 1 not in opened]
    share = {page: (ends.low[page] - ends.foot) / (ends.head - ends.foot) for page in running}
    pairs = [page for page in running if page % 2 and page + 1 in share]
    notes = list(_notes(reading, documents))
    return Balance(
        blank=tuple(page for page in running if share[page] > BLANK),
        text=len(running),
        uneven=tuple(page for page in pairs if abs(ends.low[page] - ends.low[page + 1]) > EVEN),
        spreads=len(pairs),
        torn=dict(_torn(reading, starts, ends.head)),
        questions=len(starts),
        apart=tuple(word for word, distance in notes if distance is None),
        far=tuple(word for word, distance in notes if distance is not None and distance > FAR),
        notes=len(notes),
    )


@dataclass(frozen=True, slots=True)
class _Ends:
    """Where the text of each page of text ends; the foot and the head of the text area."""

    low: Mapping[int, float]
    foot: float
    head: float


def _ends(reading: Reading) -> _Ends:
    beside = frozenset(content for note in reading.tree.walk("Note") for content in note.contents())
    low: dict[int, float] = {}
    tops: list[float] = []
    for number, page in enumerate(reading.pages):
        inked = [run for run in page.runs if run.belongs.mark >= 0 and not run.blank]
        boxes = [run.box for run in inked if MarkedContent(number, run.belongs.mark) not in beside]
        if sum(len(run.text.split()) for run in inked) > WORDS:
            low[number] = min(box[1] for box in boxes)
            tops.append(max(box[3] for box in boxes))
    if len(low) < 2:
        return _Ends(low, 0.0, inf)
    return _Ends(low, quantiles(low.values(), n=20)[0], quantiles(tops, n=20)[-1])


def _openings(reading: Reading) -> set[int]:
    units = [unit for document in reading.tree.elements for unit in document.elements]
    return {min((content.page for content in unit.contents()), default=-1) for unit in units}


def _torn(reading: Reading, starts: Mapping[str, Destination], head: float) -> Iterator[tuple[str, int]]:
    """The questions that end on the page behind the one they begin on, though they do not open it: they have room on one."""
    for link in reading.annotations:
        begun = starts.get(link.target.removeprefix("a-")) if link.target.startswith("a-") else None
        if begun is not None and link.page == begun.page + 1 and (begun.y or 0) < head - HEAD:
            yield link.target.removeprefix("a-"), begun.page


def _notes(reading: Reading, documents: Sequence[str]) -> Iterator[tuple[str, float | None]]:
    """The words that have a note, each with its distance from it in points; None if they are on two pages."""
    wanted = {_folded(TAG.sub(" ", said)): word for text in documents for word, said in NOTE.findall(text)}
    for note in reading.tree.walk("Note") if wanted else ():
        runs = [(content.page, run) for content in note.contents() for run in _runs(reading, content)]
        word = wanted.get(_folded("".join(run.text for _, run in runs)))
        place = reading.names.get(word or "")
        if word and place is not None and runs:
            top = max(run.box[3] for _, run in runs)
            yield word, abs((place.y or 0) - top) if place.page == runs[0][0] else None


def _runs(reading: Reading, content: MarkedContent) -> Iterator[Run]:
    return (run for run in reading.pages[content.page].runs if run.belongs.mark == content.mark)


def _folded(text: str) -> str:
    return SIGN.sub("", text).replace("\u00ad", "").casefold()


def of(reading: Reading, units: Sequence[Unit | LateUnit]) -> Balance:
    """Measure a file that was made from some units."""
    return measured(reading, tuple(unit.html for unit in units if isinstance(unit, Unit)))


def balance(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Few pages end blank, facing pages end alike, no question is torn that has room on a page, notes are beside their words."""
    for page, rule, message in faults(of(facts.reading, facts.expected.units), recto=facts.expected.recto):
        yield finding(facts.on(page), rule, message)
    yield from _torn_and_apart(facts)


def faults(found: Balance, *, recto: bool) -> Iterator[tuple[int, str, str]]:
    """What is wrong with a rendition as a whole: the first page that shows it, the rule, and what."""
    many = NARROW if found.text > LONG else MANY
    if len(found.blank) > max(FEW, many * found.text):
        message = f"{len(found.blank)} of {found.text} pages leave more than {BLANK:.0%} blank at their foot; this is the first"
        yield found.blank[0], "gap", message
    if recto and len(found.uneven) > max(FEW, UNEVEN * found.spreads):
        message = f"{len(found.uneven)} of {found.spreads} pairs of facing pages end more than a line apart; this is the first"
        yield found.uneven[0], "gap", message


def _torn_and_apart(facts: PdfFacts) -> Iterator[Diagnostic]:
    found, names = of(facts.reading, facts.expected.units), facts.reading.names
    for name, page in sorted(found.torn.items()):
        yield finding(facts.on(page), "torn-question", f"the question “{name}” goes on over the page, though it has room on one")
    for word in found.apart if len(found.apart) > APART_SHARE * found.notes else ():
        yield finding(facts.on(names[word].page), "note-apart", "a note in the margin is on another page than its word")
    if len(found.far) > max(FEW, FAR_SHARE * found.notes):
        message = f"{len(found.far)} of {found.notes} notes in the margin stand more than 15 mm from the line of their word"
        yield finding(facts.on(names[found.far[0]].page), "note-apart", message)


GATES = (balance,)
