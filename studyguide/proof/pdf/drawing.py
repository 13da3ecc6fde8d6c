"""The operators that make paths and paint them (ISO 32000-1, 8.5), and those that set colours (8.6)."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import pikepdf

from studyguide.proof.pdf.canvas import Action, Canvas, Operands, setting
from studyguide.proof.pdf.geometry import Area, Matrix, Point, Polygon, corners, curve, moved, times
from studyguide.sources.colour import Colour

THICK = 2.0  # points: a line as wide as this is judged as an area, because text may lie on it


def matrix(operands: Operands) -> Matrix:
    """Six numbers as a matrix."""
    a, b, c, d, e, f = map(float, operands)
    return (a, b, c, d, e, f)


def transform(canvas: Canvas, operands: Operands) -> None:
    """Operator cm."""
    canvas.state.matrix = times(matrix(operands), canvas.state.matrix)


# ---------------------------------------------------------------- paths


def _point(canvas: Canvas, x: Any, y: Any) -> Point:
    return moved(canvas.state.matrix, float(x), float(y))


def bend(canvas: Canvas, operands: Operands, steered: str = "both") -> None:
    """Operators c, v and y: a curve that is steered by two points, or by its own end and one."""
    points = [_point(canvas, *operands[at : at + 2]) for at in range(0, len(operands), 2)]
    line = canvas.path[-1]
    one, two, end = {"both": points, "end": [line[-1], *points], "start": [*points, points[-1]]}[steered]
    line += curve(line[-1], one, two, end)


def close(canvas: Canvas, operands: Operands) -> None:
    """Operator h."""
    if canvas.path:
        canvas.path[-1].append(canvas.path[-1][0])


def rectangle(canvas: Canvas, operands: Operands) -> None:
    """Operator re."""
    x, y, width, height = map(float, operands)
    outline = corners((x, y, x + width, y + height))
    canvas.path.append([_point(canvas, *corner) for corner in (*outline, outline[0])])


def clip(canvas: Canvas, operands: Operands, rule: str) -> None:
    """Operators W and W*: what encloses the next path holds what is painted after it."""
    canvas.clipping = rule


# ---------------------------------------------------------------- painting


def paint(canvas: Canvas, operands: Operands, fill: str = "", *, stroke: bool = False, closed: bool = False) -> None:
    """Paint the path; `fill` is the rule of what it encloses. Operator n paints nothing."""
    if closed:
        close(canvas, operands)
    polygons = tuple(tuple(each) for each in canvas.path)
    if polygons and (fill or stroke):
        belongs = canvas.belonging("an area" if fill else "a line")
        if fill:
            canvas.note(Area(polygons, fill == "evenodd"), canvas.state.fill, canvas.state.fill_alpha, belongs)
        if stroke:
            _stroke(canvas, polygons, belongs)
    if canvas.clipping and polygons:
        canvas.hold(Area(polygons, canvas.clipping == "evenodd"))
    canvas.path, canvas.clipping = [], ""


def _stroke(canvas: Canvas, polygons: Sequence[Polygon], belongs: Any) -> None:
    """Note lines: of a thick one, each straight piece as a strip."""
    a, b, c, d, _, _ = canvas.state.matrix
    width = canvas.state.width * abs(a * d - b * c) ** 0.5
    state = canvas.state
    if width < THICK:
        canvas.note(Area(tuple(polygons)), state.stroke, state.stroke_alpha, belongs, "thin")
    elif strips := tuple(_strip(p, q, width / 2) for line in polygons for p, q in pairwise(line)):
        canvas.note(Area(strips), state.stroke, state.stroke_alpha, belongs)


def _strip(start: Point, end: Point, half: float) -> Polygon:
    """A line of some width as a polygon."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = (across * across + up * up) ** 0.5 or 1.0
    x, y = -up / length * half, across / length * half
    return ((start[0] + x, start[1] + y), (start[0] - x, start[1] - y), (end[0] - x, end[1] - y), (end[0] + x, end[1] + y))


def shade(canvas: Canvas, operands: Operands) -> None:
    """Operator sh: a gradient fills all that the clip leaves."""
    belongs = canvas.belonging("a gradient")
    if canvas.state.clip is not None:
        canvas.note(Area((corners(canvas.state.clip),)), None, canvas.state.fill_alpha, belongs)


# ---------------------------------------------------------------- colours


def colour_of(operands: Operands) -> Colour | None:
    """A colour by the number of its components: grey, RGB or CMYK; None for a pattern."""
    if any(isinstance(value, pikepdf.Name) for value in operands):
        return None
    values = [float(value) for value in operands]
    if len(values) == 1:
        return (values[0], values[0], values[0])
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        return ((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black))
    return (values[0], values[1], values[2]) if len(values) == 3 else None


def set_colour(canvas: Canvas, operands: Operands, what: str) -> None:
    """Operators g, rg, k, sc and scn for what is filled, and their capitals for lines."""
    setattr(canvas.state, what, colour_of(operands))


def _painting() -> dict[str, Action]:
    """The painting operators, with their rules."""
    rules = {"f": "nonzero", "F": "nonzero", "f*": "evenodd", "B": "nonzero", "B*": "evenodd", "b": "nonzero", "b*": "evenodd"}
    filled = {name: partial(paint, fill=rule, stroke=name[0] in "Bb", closed=name[0] == "b") for name, rule in rules.items()}
    return {**filled, "S": partial(paint, stroke=True), "s": partial(paint, stroke=True, closed=True), "n": paint}


ACTIONS: dict[str, Action] = {
    "cm": transform, "h": close, "re": rectangle, "w": partial(setting, name="width"), "sh": shade,
    "m": lambda canvas, operands: canvas.path.append([_point(canvas, *operands)]),
    "l": lambda canvas, operands: canvas.path[-1].append(_point(canvas, *operands)),
    "c": bend, "v": partial(bend, steered="end"), "y": partial(bend, steered="start"),
    "W": partial(clip, rule="nonzero"), "W*": partial(clip, rule="evenodd"),
    **dict.fromkeys(("g", "rg", "k", "sc", "scn"), partial(set_colour, what="fill")),
    **dict.fromkeys(("G", "RG", "K", "SC", "SCN"), partial(set_colour, what="stroke")),
    **_painting(),
}  # fmt: skip
