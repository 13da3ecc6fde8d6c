"""Gates on links: each leads somewhere, is active where it is printed, is the source's, and prints the right page number."""

from collections.abc import Iterator

from studyguide.proof.pdf.alignment import pattern
from studyguide.proof.pdf.facts import Example, PdfFacts, counted, goal, short
from studyguide.proof.pdf.geometry import Box, bounds, inside, meets
from studyguide.proof.pdf.source import NUMBER
from studyguide.proof.pdf.stream import TextLink
from studyguide.proof.pdf.values import LinkAnnotation
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.numerals import plain_figures

LINES, INDENT = 2.0, 80.0  # by how many of its lines, and points at their ends, an active area may be larger than its text's ink
Placed = tuple[int, Box]  # a box on a page


def live(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Every link leads somewhere, and every active area belongs to a link."""
    known = {area for link in facts.shown.links for area in link.areas}
    for number, area in enumerate(facts.reading.annotations):
        where = facts.on(area.page)
        if area.destination is None and not area.address:
            yield finding(where, "link-dead", f"“{short(area.contents)}” leads to “{area.target}”, which is nowhere")
        if number not in known:
            yield finding(where, "link-area", f"the active area “{short(area.contents)}” belongs to no link")


@counted
def active(facts: PdfFacts) -> Iterator[Example]:
    """A link is active where it is printed, and nowhere else."""
    for link in facts.shown.links:
        found = [facts.reading.annotations[area] for area in link.areas if area >= 0]
        areas = [(each.page, line) for each in found for line in each.lines]
        fault = _misplaced(areas, link.ink) or _divided(found) or _outside(found)
        if fault:
            yield facts.at(link.position), "link-area", fault, link.text


def _misplaced(areas: list[Placed], texts: tuple[Placed, ...]) -> str:
    if not areas:
        return "a link has no active area"
    if not all(any(_together(area, text) for area in areas) for text in texts):
        return "a part of a link's text lies outside its active area"
    if not all(any(_together(area, text) for text in texts) and _close(area, texts) for area in areas):
        return "a link is active where its text is not"
    return ""


def _divided(found: list[LinkAnnotation]) -> str:
    """Who goes from link to link stops once at each: it has one area a page."""
    pages = [each.page for each in found]
    return "a link is active twice on a page: each line is a stop of its own" if len({*pages}) < len(pages) else ""


def _outside(found: list[LinkAnnotation]) -> str:
    """The lines of a link lie in its area."""
    held = all(inside(line, each.box, 1) for each in found for line in each.lines)
    return "" if held else "a line of a link lies outside its area"


def _close(area: Placed, texts: tuple[Placed, ...]) -> bool:
    """Whether an active area is hardly larger than what encloses the text on its page."""
    boxes = [box for page, box in texts if page == area[0]]
    left, bottom, right, top = bounds(corner for box in boxes for corner in (box[:2], box[2:]))
    line = LINES * max(box[3] - box[1] for box in boxes)
    return inside(area[1], (left - INDENT, bottom - line, right + INDENT, top + line), 0)


def _together(one: Placed, other: Placed) -> bool:
    return one[0] == other[0] and meets(one[1], other[1])


# ---------------------------------------------------------------- as the source has them


def targets(facts: PdfFacts) -> Iterator[Diagnostic]:
    """The links are those of the source, in its order, and lead where it says."""
    wanted, found = facts.source.stream.links, facts.shown.links
    for number in (each for stretch in facts.source.links.missing for each in stretch):
        text, aim = short(wanted[number].text.replace(NUMBER, "…")), wanted[number].address or f"#{wanted[number].target}"
        yield finding(facts.reading.name, "link-target", f"no link “{text}” leads to {aim} in its place")
    for number in (each for stretch in facts.source.links.extra for each in stretch):
        text, aim = short(found[number].text), goal(facts.reading, found[number])
        yield finding(facts.at(found[number].position), "link-target", f"“{text}” leads to {aim}, against the source")


def _pairs(facts: PdfFacts) -> Iterator[tuple[TextLink, TextLink]]:
    """The links of the source that the PDF has, each with the PDF's."""
    for number, partner in enumerate(facts.source.links.partners):
        if partner >= 0:
            yield facts.source.stream.links[number], facts.shown.links[partner]


def texts(facts: PdfFacts) -> Iterator[Diagnostic]:
    """A link says what it says in the source, and the page number that it prints is the label of the page it leads to."""
    for wanted, found in _pairs(facts):
        where, text = facts.at(found.position), short(found.text)
        printed = pattern(wanted.text).fullmatch(found.text)
        place = facts.reading.annotations[found.areas[0]].destination
        if printed is None:
            yield finding(where, "link-text", f"a link says “{text}”, in the source “{short(wanted.text.replace(NUMBER, '…'))}”")
        elif printed.groups() and place is not None and plain_figures(printed[1]) != facts.reading.pages[place.page].label:
            yield finding(where, "page-number", f"“{text}” prints {printed[1]} and leads to {facts.on(place.page)}")


@counted
def names(facts: PdfFacts) -> Iterator[Example]:
    """A link is called aloud what its source calls it, or what it says; never by its id."""
    for wanted, found in _pairs(facts):
        where = facts.at(found.position)
        for area in (facts.reading.annotations[each] for each in found.areas):
            if not wanted.name and area.contents == area.target:
                yield where, "link-name", "a link is called by its id (/Contents)", f"{found.text}: {area.contents}"
            elif wanted.name and area.contents != wanted.name:
                yield where, "link-name", "a link is not called what it says (/Contents)", f"{wanted.name}: {area.contents}"


GATES = (live, active, targets, texts, names)
