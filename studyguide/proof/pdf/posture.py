"""Gates on how letters stand: upright, in proportion, filled, neither squeezed nor pulled apart; lines one below the other."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from studyguide.proof.pdf.facts import Example, PdfFacts, counted, short
from studyguide.proof.pdf.geometry import Box
from studyguide.proof.pdf.makeup import blocks
from studyguide.proof.pdf.values import Element, MarkedContent
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic

CLOSEST, WIDEST = -0.25, 1.5  # ems from one letter to the next: kerning, and spaces that are set by moving on
SKEW = 0.01  # of an em
FLOW = ("P", "H1", "H2", "H3", "H4", "L", "LI", "TOC", "TOCI", "BlockQuote", "TR", "TH", "TD")
"""Blocks that stand one after the other; tables, figures and notes may float."""

CELLS = ("TH", "TD")
"""Blocks that stand side by side; each may go on over pages."""

SAME_LINE = 0.3  # of the lower of two pieces that stand side by side
SLACK = 1.0  # points


@counted
def upright(facts: PdfFacts) -> Iterator[Example]:
    """Text stands upright and is as wide as its font makes it; in a drawing it may be turned, but not mirrored or squeezed."""
    for number, _, run in facts.runs():
        a, b, c, d = (part / (run.size or 1) for part in run.em)
        drawn = facts.is_drawn(number, run)
        if abs(a - d) > SKEW or abs(b + c) > SKEW:
            yield facts.on(number), "posture", "text is squeezed, slanted or mirrored", run.text
        elif not drawn and (a < 0 or abs(b) > SKEW):
            yield facts.on(number), "posture", "text is turned", run.text
        elif not CLOSEST <= run.spacing[0] <= run.spacing[1] <= WIDEST:
            yield facts.on(number), "posture", "letters stand too close, or too far apart", run.text
        elif run.outlined:
            yield facts.on(number), "posture", "letters are drawn as outlines", run.text


def lines(facts: PdfFacts) -> Iterator[Diagnostic]:
    """The pieces of a block stand on the page as they are read: to the right, further down, or at the head of the next column."""
    for block in blocks(facts, without=("Figure",)):  # another check looks at drawings
        for page, boxes in block.boxes.items():
            if not all(_follows(one, other) for one, other in pairwise(_seen(facts, boxes))):
                yield finding(facts.on(page), "line-order", f"“{short(block.text)}” is not read in the order in which it stands")


def order(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Blocks that follow each other stand so on the page, and pages follow each other; what floats may stand elsewhere."""
    places = {id(element): list(_boxes(facts, element)) for element in facts.reading.tree.walk(*FLOW)}
    for around in facts.reading.tree.walk():
        flow = [(each, places[id(each)]) for each in around.elements if places.get(id(each))]
        for (_, before), (element, after) in pairwise(flow):
            (page, last), (other, first) = before[0 if element.role in CELLS else -1], after[0]
            if other < page or (other == page and not _follows(last, first)):
                yield finding(facts.on(other), "line-order", f"a {element.role} is not read in the order in which it stands")


def _boxes(facts: PdfFacts, element: Element) -> Iterator[tuple[int, Box]]:
    """The ink of an element, with its pages, in reading order."""
    for content in _flow(element):
        for run in facts.marked.get(content, ()):
            if not run.blank:
                yield content.page, _seen(facts, [run.box])[0]


def _flow(element: Element) -> Iterator[MarkedContent]:
    """The marked contents of an element, without notes, which stand elsewhere, and cells that reach down beside the next row."""
    for kid in element.kids:
        if isinstance(kid, MarkedContent):
            yield kid
        elif isinstance(kid, Element) and kid.role != "Note" and not _is_deep(kid):
            yield from _flow(kid)


def _is_deep(cell: Element) -> bool:
    attributes = cell.entries.get("A")
    return isinstance(attributes, dict) and "RowSpan" in attributes


def _seen(facts: PdfFacts, boxes: Iterable[Box]) -> list[Box]:
    """Boxes as lines run: from right to left, the right is where a line begins."""
    leftwards = facts.expected.metadata.direction == "rtl"
    return [(-box[2], box[1], -box[0], box[3]) if leftwards else box for box in boxes]


def _follows(one: Box, other: Box) -> bool:
    height = min(one[3] - one[1], other[3] - other[1])
    if min(one[3], other[3]) - max(one[1], other[1]) > SAME_LINE * height:
        return other[0] >= one[0] - SLACK
    return other[3] < one[3] or other[0] >= one[2] - SLACK


GATES = (upright, lines, order)
