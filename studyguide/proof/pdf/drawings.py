"""Every picture in a PDF shows what its drawing shows: both are painted by PDFium and laid one on the other.

The words of a drawing are paint as well: a picture exchanged, mirrored, cut, painted over or put elsewhere is seen here, whatever
the structure says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import reduce
from itertools import chain
from typing import Any

import pypdfium2
from lxml import etree
from PIL import Image, ImageChops, ImageFilter

from studyguide.proof.finished import FinishedPdf
from studyguide.proof.pdf.facts import short
from studyguide.proof.pdf.geometry import Box, common, inside
from studyguide.proof.pdf.leftwards import letters
from studyguide.proof.pdf.source import XHTML
from studyguide.proof.pdf.values import Element, Paint, Run
from studyguide.proof.report import Outcome, finding
from studyguide.sources.diagnostics import Diagnostic

WIDTH = 600  # pixels to which both are scaled
NEAR = 5  # pixels within which the same line may be found: PDFium's grid differs
APART = 50  # of 255, by which a spot may then differ
GRID = (0, -1, 1)  # pixels by which a picture may be moved
TONE, TINT = 8, 48  # pixels of a field, and by how much of 255 its mean colour may differ
SLACK = 1.0  # points by which ink may reach beyond a picture


def check(pdf: FinishedPdf) -> Outcome:
    """Lay every picture of the file on the drawing that its source names."""
    sources = [source for unit in pdf.units for source in pictures(getattr(unit, "html", ""))]
    figures = list(pdf.reading.tree.walk("Figure"))
    found: list[Diagnostic] = []
    if len(sources) != len(figures):
        found.append(
            finding(pdf.path.name, "drawing", f"{len(figures)} pictures are in the file, and {len(sources)} in the guide")
        )
    for formula in pdf.reading.tree.walk("Formula"):
        pages = {content.page for content in formula.contents()}
        if not any(True for number in pages if number >= 0 for _ in _inked(pdf, number, formula)):
            found.append(finding(pdf.path.name, "drawing", f"nothing is painted of the formula “{short(formula.alt)}”"))
    with closing(pypdfium2.PdfDocument(pdf.path)) as document:
        for source, figure in zip(sources, figures, strict=False):
            number = next((content.page for content in figure.contents()), -1)
            if number < 0 or (fault := _fault(pdf, document[number], number, source, figure)):
                where = f"p. {pdf.reading.pages[number].label}" if number >= 0 else pdf.path.name
                found.append(finding(where, "drawing", f"{source}: {fault if number >= 0 else 'it is on no page'}"))
    version = f"PDFium {pypdfium2.PDFIUM_INFO.build}"
    return Outcome(found, version, f"{pdf.path.name}: {len(figures)} pictures", looked=len(figures))


def pictures(document: str) -> Iterator[str]:
    """The addresses of the pictures in a document that say something, in order, but for formulas: they are held as MathML."""
    root: Any = etree.fromstring(document.encode()) if document else ()
    shown = (
        (each for each in root.iter(f"{XHTML}img") if each.get("alt") and "data-mathml" not in each.attrib) if document else ()
    )
    return (each.get("src") for each in shown)


def _fault(pdf: FinishedPdf, page: Any, number: int, source: str, figure: Element) -> str:
    box, sheet = _area(figure), pdf.reading.pages[number].sheet
    if box is None:
        return "the structure does not say where it is (/BBox)"
    if not all(inside(ink, box, SLACK) for ink in _inked(pdf, number, figure)):
        return "it is painted beyond the place that the structure gives it (/BBox)"
    lettered, drawing = pdf.guide.drawing(source, pdf.rendition, WIDTH)
    painted = lettering(pdf, number, figure)
    if painted != letters(lettered):
        return f"its words are “{short(painted)}”, and in the drawing “{short(lettered)}”"
    seen = common(box, sheet)
    if seen[2] - seen[0] < 1 or seen[3] - seen[1] < 1:
        return "it lies outside the page"
    if not _plain(page, sheet):
        return ""  # another gate says so
    return differs(_painted(page, seen, sheet), _cut(drawing, box, seen))


def lettering(pdf: FinishedPdf, number: int, figure: Element) -> str:
    """The letters that are painted in a picture, in order, without spaces."""
    marks = {content.mark for content in figure.contents() if content.page == number}
    runs = pdf.reading.pages[number].runs
    return letters("".join("".join(run.text for run in runs if run.belongs.mark in marks).split()))


def _plain(page: Any, sheet: Box) -> bool:
    """Whether a page is shown upright, and all of its sheet."""
    width, height = page.get_size()
    return abs(width - (sheet[2] - sheet[0])) < SLACK and abs(height - (sheet[3] - sheet[1])) < SLACK and not page.get_rotation()


def _area(figure: Element) -> Box | None:
    attributes = figure.entries.get("A")
    values = attributes.get("BBox") if isinstance(attributes, dict) else None
    if not isinstance(values, tuple) or len(values) != 4:
        return None
    left, bottom, right, top = map(float, values)
    return (left, bottom, right, top) if right > left and top > bottom else None


def _inked(pdf: FinishedPdf, number: int, figure: Element) -> Iterator[Box]:
    """The places of all that is painted of a picture."""
    marks = {content.mark for content in figure.contents() if content.page == number}
    page = pdf.reading.pages[number]
    yield from (each.box for each in chain[Run | Paint](page.runs, page.paints) if each.belongs.mark in marks)


def _painted(page: Any, seen: Box, sheet: Box) -> Image.Image:
    """A part of a page as it is shown."""
    left, bottom, right, top = seen
    crop = (left - sheet[0], bottom - sheet[1], sheet[2] - right, sheet[3] - top)
    picture: Image.Image = page.render(scale=WIDTH / (right - left), crop=crop).to_pil().convert("RGB")
    return picture


def _cut(drawing: Image.Image, box: Box, seen: Box) -> Image.Image:
    """What is seen of a drawing that fills a box."""
    across, up = drawing.width / (box[2] - box[0]), drawing.height / (box[3] - box[1])
    left, right = (seen[0] - box[0]) * across, (seen[2] - box[0]) * across
    top, bottom = (box[3] - seen[3]) * up, (box[3] - seen[1]) * up
    return drawing.crop((round(left), round(top), round(right), round(bottom)))


def differs(painted: Image.Image, drawing: Image.Image) -> str:
    """How two pictures differ, or “”: in shape, or by something that only one of them has near a place."""
    if abs(painted.width * drawing.height / (painted.height * drawing.width) - 1) > 0.02:
        return "it is squeezed, or only a part of it is there"
    scaled = drawing.resize(painted.size, Image.Resampling.LANCZOS)
    grey, other = painted.convert("L"), scaled.convert("L")
    spots = max(_apart(grey, other), _apart(other, grey))
    most = max(spots, int(_tones(painted, scaled) * APART / TINT))
    return f"it is not what the drawing shows (a spot differs by {most / 255:.0%})" if most > APART else ""


def _tones(painted: Image.Image, drawing: Image.Image) -> int:
    """By how much the mean colour of a field differs at most, where the two lie best on each other: grids are a pixel off."""
    fields = painted.reduce(TONE)
    moved = (ImageChops.offset(drawing, across, down).reduce(TONE) for across in GRID for down in GRID)
    return min(max(high for _, high in ImageChops.difference(fields, each).getextrema()) for each in moved)  # type: ignore[misc]


def _apart(one: Image.Image, other: Image.Image) -> int:
    """By how much one grey picture is lighter or darker somewhere than anything that another has nearby."""
    lightest, darkest = _nearby(other, ImageChops.lighter, 0), _nearby(other, ImageChops.darker, 255)
    beyond = ImageChops.lighter(ImageChops.subtract(one, lightest), ImageChops.subtract(darkest, one))
    return int(beyond.filter(ImageFilter.BoxBlur(1)).getextrema()[1])  # type: ignore[arg-type]


def _nearby(picture: Image.Image, choose: Callable[[Image.Image, Image.Image], Image.Image], beyond: int) -> Image.Image:
    """The lightest or darkest that a grey picture has near each place; `beyond` its edge nothing is chosen.

    Along rows and then along columns: Pillow's own filters look at every place of every square, and take fifty times as long.
    """
    width, height = picture.size
    wide = Image.new("L", (width + NEAR - 1, height + NEAR - 1), beyond)
    wide.paste(picture, (NEAR // 2, NEAR // 2))
    rows = reduce(choose, (wide.crop((at, 0, at + width, wide.height)) for at in range(NEAR)))
    return reduce(choose, (rows.crop((0, at, width, at + height)) for at in range(NEAR)))
