"""Gates on the pages as sheets: their size, that they stand upright, none blank without need; and on strange things in a file."""

from collections.abc import Iterator

from studyguide.proof.pdf.facts import PdfFacts
from studyguide.proof.pdf.geometry import Box
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic

SLACK = 0.6  # points by which a page may be off its measure
POINT = 72 / 25.4  # points in a millimetre


def sheets(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Every page has the size of the rendition, is shown whole and upright, and its unit is the point."""
    page, sheet = ((width * POINT, height * POINT) for width, height in (facts.expected.page, facts.expected.sheet))
    for number, each in enumerate(facts.reading.pages):
        where = facts.on(number)
        if each.turn % 360:
            yield finding(where, "sheet", f"the page is turned by {each.turn:g}° (/Rotate)")
        if each.unit != 1:
            yield finding(where, "sheet", f"a unit of the page is {each.unit:g} points (/UserUnit)")
        for box, name, wanted in ((each.trim, "the page", page), (each.sheet, "the sheet", sheet)):
            if not _measures(box, wanted):
                width, height = _size(box)
                yield finding(
                    where, "sheet", f"{name} is {width:.1f} × {height:.1f} points, not {wanted[0]:.1f} × {wanted[1]:.1f}"
                )
        if any(not (_measures(box, page) or _measures(box, sheet)) for box in each.boxes):
            yield finding(where, "sheet", "a box of the page has neither the size of the page nor that of the sheet")


def _size(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _measures(box: Box, wanted: tuple[float, float]) -> bool:
    return all(abs(one - other) <= SLACK for one, other in zip(_size(box), wanted, strict=True))


def blanks(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Only where units begin on right-hand pages a left-hand one may be blank, and the last page never is."""
    pages = facts.reading.pages
    for number, page in enumerate(pages):
        blank = all(run.blank for run in page.runs) and not page.paints
        if blank and not (facts.expected.recto and number % 2 and number + 1 < len(pages)):
            yield finding(facts.on(number), "blank-page", "there is nothing on the page")


def strangers(facts: PdfFacts) -> Iterator[Diagnostic]:
    """There is nothing in the file that the linker does not write, and no picture but those of figures."""
    for number, what in facts.reading.strange:
        yield finding(facts.on(number), "stranger", what)
    for number, page in enumerate(facts.reading.pages):
        if any(paint.picture and not facts.is_drawn(number, paint) for paint in page.paints):
            yield finding(facts.on(number), "stranger", "the page shows a picture that is no figure of the guide")


GATES = (sheets, blanks, strangers)
