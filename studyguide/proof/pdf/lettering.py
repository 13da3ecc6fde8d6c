"""The operators that show text (ISO 32000-1, 9)."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import pikepdf

from studyguide.book.visual import seen
from studyguide.proof.pdf.canvas import Action, Canvas, GraphicsState, Operands, setting
from studyguide.proof.pdf.drawing import matrix
from studyguide.proof.pdf.geometry import IDENTITY, Matrix, bounds, moved, times
from studyguide.proof.pdf.typefaces import Glyph, read_font
from studyguide.proof.pdf.values import Belonging, Run, Typeface

Extent = tuple[float, float]
INVISIBLE = (3, 7)  # modes in which text is not painted
NO_FACE = Typeface("?", embedded=False, bold=False)
SAMPLES = (0.08, 0.5, 0.92)  # of a run's length: where its ground is looked at …
HEIGHT = 0.25  # … and how many ems above its baseline


def place(canvas: Canvas, operands: Operands) -> None:
    """Operator Tm."""
    canvas.text = canvas.line = matrix(operands)


def shift(canvas: Canvas, operands: Operands, *, leading: bool = False) -> None:
    """Operators Td and TD."""
    x, y = map(float, operands)
    if leading:
        canvas.state.leading = -y
    canvas.text = canvas.line = times((1, 0, 0, 1, x, y), canvas.line)


def next_line(canvas: Canvas, operands: Operands = ()) -> None:
    """Operator T*."""
    shift(canvas, (0, -canvas.state.leading))


def font(canvas: Canvas, operands: Operands) -> None:
    """Operator Tf."""
    found, canvas.state.size = canvas.resource("/Font", operands[0]), float(operands[1])
    if found is None:
        canvas.state.font = None
        return
    key = found.objgen if found.is_indirect else (-len(canvas.fonts), 0)
    canvas.state.font = canvas.fonts.setdefault(key, canvas.fonts.get(key) or read_font(found))


def show_next(canvas: Canvas, operands: Operands) -> None:
    """Operators that show text on the next line; one of them sets the spacing too."""
    if len(operands) == 3:
        canvas.state.word, canvas.state.character = float(operands[0]), float(operands[1])
    next_line(canvas)
    show_spaced(canvas, [operands[-1:]])


def show_spaced(canvas: Canvas, operands: Operands) -> None:
    """Operator TJ."""
    state = canvas.state
    belongs = canvas.belonging("a text")
    if state.font is None:
        canvas.troubles.append(("glyph", "a text is shown in a font that the page does not have"))
        return
    glyphs, span, spacing, advance = _set(state, operands[0])
    if glyphs:
        space = times(canvas.text, state.matrix)
        em = times((state.size * state.stretch, 0, 0, state.size, 0, state.rise), space)
        canvas.runs.append(_run(canvas, glyphs, em, span, spacing, belongs))
    canvas.text = times((1, 0, 0, 1, advance * state.size * state.stretch, 0), canvas.text)


def _set(state: GraphicsState, pieces: Iterable[Any]) -> tuple[list[Glyph], Extent, Extent, float]:
    """Glyphs in a row; in ems, where their ink begins and ends, how far they are apart, and where the next would stand.

    Of several spaces in a row, as code has them, one counts.
    """
    glyphs: list[Glyph] = []
    apart = [0.0]
    x, begin, end, last = 0.0, None, 0.0, 0.0
    size = state.size or 1.0
    for piece in pieces:
        if not isinstance(piece, pikepdf.String):
            x -= float(piece) / 1000
            continue
        for glyph in state.font.glyphs(bytes(piece)) if state.font else ():
            if not glyph.blank:
                apart.append(x - last if begin is not None else 0.0)
                begin = x if begin is None else begin
                end = last = x + glyph.width
            elif glyphs and glyphs[-1].blank:
                last += glyph.width
            glyphs.append(glyph)
            x += glyph.width + (state.character + (state.word if glyph.text == " " else 0.0)) / size
    return glyphs, (begin or 0.0, end), (min(apart), max(apart)), x


def _run(canvas: Canvas, glyphs: Sequence[Glyph], em: Matrix, span: Extent, spacing: Extent, belongs: Belonging) -> Run:
    """A run; `em` puts a place in ems on the page."""
    inked = [glyph for glyph in glyphs if not glyph.blank] or glyphs
    low, high = min(glyph.low for glyph in inked), max(glyph.high for glyph in inked)
    begin, end = span
    state = canvas.state
    points = tuple(moved(em, begin + share * (end - begin), HEIGHT) for share in SAMPLES)
    return Run(
        text="".join(seen(glyph.text) for glyph in glyphs),
        face=state.font.face if state.font else NO_FACE,
        size=(em[2] * em[2] + em[3] * em[3]) ** 0.5,
        colour=state.fill,
        alpha=state.fill_alpha,
        box=bounds(moved(em, x, y) for x in span for y in (low, high)),
        points=points,
        belongs=belongs,
        order=canvas.order,
        clip=state.clip,
        faults=tuple({glyph.fault: None for glyph in glyphs if glyph.fault}),
        hidden=state.mode in INVISIBLE or not all(clip.holds(point) for clip in state.clips for point in points),
        em=em[:4],
        spacing=spacing,
        outlined=state.mode not in (0, *INVISIBLE),
    )


ACTIONS: dict[str, Action] = {
    "BT": lambda canvas, _: place(canvas, IDENTITY), "Tm": place, "Tf": font,
    "Td": shift, "TD": partial(shift, leading=True), "T*": next_line,
    "Tj": lambda canvas, operands: show_spaced(canvas, [operands]), "'": show_next, '"': show_next, "TJ": show_spaced,
    "Tc": partial(setting, name="character"), "Tw": partial(setting, name="word"), "TL": partial(setting, name="leading"),
    "Ts": partial(setting, name="rise"), "Tr": partial(setting, name="mode"), "Tz": partial(setting, name="stretch", unit=0.01),
}  # fmt: skip
