"""Gates on page make-up: no heading at the foot of a page, no line alone, no page that stays empty in the middle of a unit."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

from studyguide.proof.pdf.facts import PdfFacts, short
from studyguide.proof.pdf.geometry import Box
from studyguide.proof.pdf.speech import INLINE
from studyguide.proof.pdf.values import Element, MarkedContent, PaintedPage, Run
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic

GAP = 1 / 3  # of the text area that a page may leave empty before its unit ends
SLACK = 0.03  # of the text area by which its measure, taken from what is printed, may be off
FULL = 0.05  # so many of the pages reach further up and down than the text area is taken to
FEWEST = 2  # lines of a paragraph that stand together at the foot or head of a page
OPEN = 60.0  # points from the head of the text area within which what stands there opens its page
WHOLE = ("q-", "a-q-")  # how the ids of questions and answers begin
EMERGENCY = re.compile(r'<section class="emergency" id="([^"]+)"')
BEHIND = ("title", "imprint", "contents")  # what may stand behind what to do in an emergency
BESIDE = frozenset({"Note"})  # what stands in the margin or at the foot, whatever the text does


@dataclass(slots=True)
class TextBlock:
    """A block of text: its role, that of the element around it, and its inked boxes by page."""

    role: str
    around: str
    text: str = ""
    boxes: dict[int, list[Box]] = field(default_factory=lambda: defaultdict(list))

    def low(self, page: int) -> float:
        """The lower end of its ink on a page."""
        return min(box[1] for box in self.boxes[page])

    def lines(self, page: int) -> int:
        """How many lines it has on a page: boxes that lie beside each other are one."""
        count, below = 0, float("inf")
        for box in sorted(self.boxes[page], key=lambda box: -box[3]):
            if (box[1] + box[3]) / 2 < below:
                count, below = count + 1, box[1]
        return count


def blocks(facts: PdfFacts, without: Collection[str] = BESIDE) -> list[TextBlock]:
    """The blocks of the running text, in reading order; `without` are the roles of what is left out."""
    runs: dict[MarkedContent, list[Run]] = defaultdict(list)
    for number, _, run in facts.runs():
        runs[MarkedContent(number, run.belongs.mark)].append(run)
    found: list[TextBlock] = []
    _gather(facts.reading.tree, TextBlock("Document", ""), (runs, without), found)
    return [block for block in found if block.boxes]


Runs = dict[MarkedContent, list[Run]]


def _gather(element: Element, block: TextBlock, painted: tuple[Runs, Collection[str]], found: list[TextBlock]) -> None:
    runs, without = painted
    for kid in element.kids:
        if isinstance(kid, MarkedContent):
            for run in runs.get(kid, ()):
                block.boxes[kid.page].append(run.box)
                block.text += run.text
        elif isinstance(kid, Element) and kid.role not in without:
            inner = block
            if kid.role not in INLINE:
                found.append(inner := TextBlock(kid.role, element.role))
            _gather(kid, inner, painted, found)


def stranded(facts: PdfFacts) -> Iterator[Diagnostic]:
    """No heading, and no caption that stands over a table, is the last thing on a page, if its unit goes on."""
    last: dict[int, TextBlock] = {}
    every, begun = blocks(facts), openings(facts)
    ends = {id(block) for block, following in pairwise(every) if begun & set(following.boxes)}
    for block in every:
        for page in block.boxes:
            if page not in last or block.low(page) < last[page].low(page):
                last[page] = block
    for page, block in sorted(last.items()):
        if id(block) not in ends and (block.role[:1] == "H" or (block.role == "Caption" and block.around == "Table")):
            message = f"“{short(block.text)}” stands at the foot of the page, apart from what follows"
            yield finding(facts.on(page), "stranded", message)


def labels(facts: PdfFacts) -> Iterator[Diagnostic]:
    """The label of a list item stands on the page on which its text begins."""
    for item in facts.reading.tree.walk("LI"):
        parts = {kid.role: kid for kid in item.elements}
        pages = [content.page for role in ("Lbl", "LBody") if role in parts for content in islice(parts[role].contents(), 1)]
        if len(set(pages)) > 1:
            yield finding(facts.on(min(pages)), "stranded", "the label of a list item stands apart from its text")


def alone(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Where a paragraph runs over a page, at least two of its lines stand on each side."""
    for block in blocks(facts):
        pages = sorted(block.boxes)
        for page in pages if len(pages) > 1 else ():
            if page in (pages[0], pages[-1]) and block.lines(page) < FEWEST:
                side = "first" if page == pages[0] else "last"
                yield finding(facts.on(page), "line-alone", f"the {side} line of “{short(block.text)}” stands alone on its page")


def gaps(facts: PdfFacts) -> Iterator[Diagnostic]:
    """No page is empty for more than a third, unless the next one begins a unit, or a question or answer that stays whole."""
    pages = facts.reading.pages
    beside = frozenset(content for note in facts.reading.tree.walk(*BESIDE) for content in note.contents())
    ends = {number: _extent(page, number, beside) for number, page in enumerate(pages)}
    known = [end for end in ends.values() if end]
    if not known:
        return
    foot, head = _nearly(low for low, _ in known), -_nearly(-high for _, high in known)
    begun = openings(facts) | _questioned(facts, head)
    for number, end in ends.items():
        following = ends.get(number + 1)
        if end and following and number + 1 not in begun:
            empty = (end[0] - foot) / (head - foot)
            if empty > GAP + SLACK:
                yield finding(facts.on(number), "gap", f"the page is empty for {empty:.0%} of its height, and the text goes on")


def _questioned(facts: PdfFacts, head: float) -> set[int]:
    """The pages that a question or an answer opens."""
    names = facts.reading.names.items()
    return {place.page for name, place in names if name.startswith(WHOLE) and (place.y or 0) > head - OPEN}


def openings(facts: PdfFacts) -> set[int]:
    """The pages on which units begin."""
    units = [unit for document in facts.reading.tree.elements for unit in document.elements]
    return {min((content.page for content in unit.contents()), default=-1) for unit in units}


def long_emergency(facts: PdfFacts) -> Iterator[Diagnostic]:
    """What to do in an emergency is seen at once: on as many pages as the rendition promises."""
    names, allowed = facts.reading.names, facts.expected.limits.emergency
    for (name,) in (found.groups() for document in facts.source.documents for found in EMERGENCY.finditer(document)):
        first = names[name].page if name in names else len(facts.reading.pages)
        following = (names[each].page for each in BEHIND if each in names and names[each].page > first)
        shown = range(first, min(following, default=len(facts.reading.pages)))
        inked = [page for page in shown if any(run.belongs.mark >= 0 and not run.blank for run in facts.reading.pages[page].runs)]
        for page in inked[allowed:]:
            message = f"what to do in an emergency goes on, though it has {allowed} of the pages of this PDF: shorten it"
            yield finding(facts.on(page), "emergency-long", message)


def _extent(page: PaintedPage, number: int, beside: frozenset[MarkedContent]) -> tuple[float, float] | None:
    """The lower and upper end of a page's text; None for a page with nothing but furniture and notes."""
    inked = (run for run in page.runs if run.belongs.mark >= 0 and not run.blank)
    boxes = [run.box for run in inked if MarkedContent(number, run.belongs.mark) not in beside]
    return (min(box[1] for box in boxes), max(box[3] for box in boxes)) if boxes else None


def _nearly(values: Iterable[float]) -> float:
    """The least of the values but for a few."""
    ordered = sorted(values)
    return ordered[int(FULL * len(ordered))]


GATES = (stranded, labels, alone, gaps, long_emergency)
