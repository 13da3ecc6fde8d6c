"""Gates on where the reader is led: the outline is that of the headings, and every id is a place at its text."""

import math
from collections.abc import Iterator
from dataclasses import replace

from studyguide.proof.pdf.alignment import align
from studyguide.proof.pdf.facts import PdfFacts, SourceText, short
from studyguide.proof.pdf.stream import Heading, WordPosition
from studyguide.proof.pdf.values import Destination
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic

ABOVE = 3.0  # points that a text may reach below the place where a link to it leads: a viewer puts the place at its upper edge
LINE = 2.0  # heights of a word from its foot to that of the next line
BELOW = 0.5  # of the page's height that the text may stand below the place
HEADED = 72.0  # points that a heading may: what it has above it, such as a bar, and no other heading


def outline(facts: PdfFacts) -> Iterator[Diagnostic]:
    """The outline has the headings of the source, in its order and on its levels, and leads to them."""
    wanted, shown = list(_levels(facts.source)), facts.reading.outline
    entries = [_entry(level, heading.bookmark) for level, heading, _ in wanted]
    paired = align(entries, [_entry(each.level, each.title) for each in shown])
    for number in (each for stretch in paired.missing for each in stretch):
        level, heading, _ = wanted[number]
        yield finding(facts.reading.name, "outline", f"“{short(heading.bookmark)}” is not an entry of level {level} in its place")
    for number in (each for stretch in paired.extra for each in stretch):
        message = f"the entry “{short(shown[number].title)}” is not in the source in its place"
        yield finding(facts.reading.name, "outline", message)
    for number, partner in enumerate(paired.partners):
        position = _position(facts, wanted[number][2])
        if partner >= 0 and position is not None and not _in_sight(facts, shown[partner].destination, position, HEADED):
            yield finding(facts.at(position), "outline", f"the entry “{short(shown[partner].title)}” leads elsewhere")


def _entry(level: int, title: str) -> str:
    return f"{level} {' '.join(title.split())}"


def _levels(source: SourceText) -> Iterator[tuple[int, Heading, int]]:
    """The entries that the source wants: level, heading, its number. An entry hangs under the last one of a higher heading."""
    branch: list[int] = []
    for number, heading in enumerate(source.stream.headings):
        if heading.bookmark:
            own = heading.level + heading.within
            branch = [*(level for level in branch if level < own), own]
            yield len(branch), heading, number


def _position(facts: PdfFacts, number: int) -> WordPosition | None:
    """Where a heading of the source stands in the PDF."""
    partner = facts.source.headings.partners[number]
    return facts.shown.headings[partner].position if partner >= 0 else None


def _in_sight(facts: PdfFacts, place: Destination | None, position: WordPosition, far: float = math.inf) -> bool:
    """Whether who goes to a place sees a text: it stands on that page, not above the place and not `far` below."""
    if place is None or place.page != position.page:
        return False
    if place.y is None or not position.high:  # a figure, whose words are not painted as such
        return True
    sheet = facts.reading.pages[position.page].sheet
    return position.low - ABOVE <= place.y <= position.high + min(far, BELOW * (sheet[3] - sheet[1]))


def destinations(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Every id of the source is a destination, at the text that it stands before in the source."""
    for name, (number, fresh) in facts.source.stream.anchors.items():
        place = facts.reading.names.get(name)
        near = list(_near(facts, number, fresh=fresh))
        if place is None:
            yield finding(facts.reading.name, "destination", f"the id “{name}” is not a destination")
        elif near and not any(_in_sight(facts, place, position) for position in near):
            yield finding(facts.at(near[0]), "destination", f"“{name}” leads to {facts.on(place.page)}, away from its text")


def _near(facts: PdfFacts, number: int, *, fresh: bool) -> Iterator[WordPosition]:
    """The words at an id: the first of its block, or those around it.

    A word that is divided has its place where it begins; so the one before an id may end a line lower.
    """
    partners = facts.source.words.partners
    for each in (number,) if fresh else (number, number - 1, number + 1):
        if 0 <= each < len(partners) and partners[each] >= 0:
            found = facts.shown.positions[partners[each]]
            yield replace(found, low=found.low - LINE * (found.high - found.low)) if each < number else found


GATES = (outline, destinations)
