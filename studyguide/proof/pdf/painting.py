"""Pages as they are painted: follows the operators of a content stream, and of the drawings that it shows."""

from typing import Any

import pikepdf

from studyguide.proof.pdf import drawing, lettering, marking
from studyguide.proof.pdf.canvas import Action, Canvas, Operands
from studyguide.proof.pdf.drawing import matrix
from studyguide.proof.pdf.geometry import Area, Box, corners, moved, times
from studyguide.proof.pdf.typefaces import PdfFont

DEEPEST = 12  # drawings in drawings
UNIT: Box = (0.0, 0.0, 1.0, 1.0)


def painted(page: pikepdf.Page, fonts: dict[tuple[int, int], PdfFont]) -> Canvas:
    """What a page paints. `fonts` keeps the fonts that were met, for the pages to come."""
    canvas = Canvas(fonts)
    _follow(canvas, page, page.obj.get("/Resources"))
    if canvas.marks:
        canvas.troubles.append(("nesting", "a marked content is not closed at the end of the page"))
    return canvas


def _follow(canvas: Canvas, stream: Any, resources: Any) -> None:
    around, canvas.resources = canvas.resources, resources
    for instruction in pikepdf.parse_content_stream(stream):
        if action := ACTIONS.get(str(instruction.operator)):
            action(canvas, list(instruction.operands))
    canvas.resources = around


def _show(canvas: Canvas, operands: Operands) -> None:
    """Operator Do: a drawing is followed, a picture noted."""
    shown = canvas.resource("/XObject", operands[0])
    if shown is None:
        return
    if shown.get("/Subtype") == "/Form" and canvas.depth < DEEPEST:
        _drawing(canvas, shown)
    else:
        _picture(canvas, ())


def _drawing(canvas: Canvas, form: Any) -> None:
    canvas.save()
    height = len(canvas.stack)
    canvas.depth += 1
    canvas.state.matrix = times(matrix(form.get("/Matrix", (1, 0, 0, 1, 0, 0))), canvas.state.matrix)
    left, bottom, right, top = map(float, form.BBox)
    outline = corners((left, bottom, right, top))
    canvas.hold(Area((tuple(moved(canvas.state.matrix, *corner) for corner in outline),)))
    _follow(canvas, form, form.get("/Resources", canvas.resources))
    canvas.depth -= 1
    del canvas.stack[height:]  # what the drawing saved and did not restore
    canvas.restore()


def _picture(canvas: Canvas, operands: Operands) -> None:
    """A picture, which fills the unit square; its colours are not looked at."""
    belongs = canvas.belonging("a picture")
    outline = tuple(moved(canvas.state.matrix, *corner) for corner in corners(UNIT))
    canvas.note(Area((outline,)), None, canvas.state.fill_alpha, belongs, "picture")


ACTIONS: dict[str, Action] = {
    "q": lambda canvas, _: canvas.save(),
    "Q": lambda canvas, _: canvas.restore(),
    "Do": _show,
    "INLINE IMAGE": _picture,
    **marking.ACTIONS,
    **drawing.ACTIONS,
    **lettering.ACTIONS,
}
