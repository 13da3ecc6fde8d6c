"""Lettering: where the words of a drawing stand, measured with the fonts that set them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from studyguide.art.fonts import FontFace, advance

SVG = "{http://www.w3.org/2000/svg}"
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
CAPITAL, BELOW = 0.66, 0.18  # of the size: the height of a capital, and the depth of a p, that must stay free
TOUCH = 1.5  # units by which words may touch
OVERHANG = 4  # units by which words may leave the drawing: a measure without kerning is a little wide


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of words in its place, in units of the drawing, and the element that begins it."""

    words: str
    size: float
    left: float
    top: float
    right: float
    bottom: float
    element: Any

    def covers(self, other: SetLine) -> bool:
        """Whether one is printed over the other."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > TOUCH and down > TOUCH


def set_lines(root: Any, faces: tuple[FontFace, ...]) -> Iterator[SetLine]:
    """Every line of words in the drawing; a tspan with a place of its own begins a line."""
    for text in root.iter(f"{SVG}text"):
        matrix = _placed(text)
        for line in _runs(text):
            yield _measured(line, faces, matrix)


def letters_by_face(svg: str, faces: tuple[FontFace, ...]) -> dict[FontFace, set[str]]:
    """The letters of a drawing by the face that sets them."""
    found: dict[FontFace, set[str]] = {}
    for text in etree.fromstring(svg.encode()).iter(f"{SVG}text"):
        for element, words in (run for line in _runs(text) for run in line):
            if faces and words.strip():
                found.setdefault(_face(element, faces), set()).update(words)
    return found


Run = tuple[Any, str]  # an element, and words of it


def _runs(text: Any) -> Iterator[list[Run]]:
    line: list[Run] = [(text, text.text or "")]
    for span in text.iter(f"{SVG}tspan"):
        if span.get("x") is not None or span.get("y") is not None:
            yield from [line] if _words(line) else []
            line = []
        line += [(span, span.text or ""), (span.getparent(), span.tail or "")]
    yield from [line] if _words(line) else []


def _words(line: list[Run]) -> str:
    return re.sub(r"\s+", " ", "".join(words for _, words in line)).strip()


def _measured(line: list[Run], faces: tuple[FontFace, ...], matrix: Matrix) -> SetLine:
    first = next(element for element, words in line if words.strip())
    size = max(_size(element) for element, words in line if words.strip())
    width = sum(advance(re.sub(r"\s+", " ", words), _face(element, faces)) * _size(element) for element, words in line)
    x, y = _first_number(first, "x"), _baseline(first)
    left = x - {"middle": width / 2, "end": width}.get(_inherited(first, "text-anchor", "start"), 0.0)
    corners = [_moved(matrix, at, down) for at in (left, left + width) for down in (y - CAPITAL * size, y + BELOW * size)]
    across, down = zip(*corners, strict=True)
    scale = math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
    return SetLine(_words(line), size * scale, min(across), min(down), max(across), max(down), first)


def _baseline(element: Any) -> float:
    """The y of an element: its own or that around it, moved by the dy of the tspans before it."""
    y = _first_number(element, "y")
    if etree.QName(element).localname == "tspan" and element.get("y") is None:
        before = (element, *element.itersiblings(f"{SVG}tspan", preceding=True))
        y += sum(_number(each.get("dy", "0")) for each in before)
    return y


def _first_number(element: Any, key: str) -> float:
    return _number(_inherited(element, key, "0"))


def _number(value: str) -> float:
    found = re.match(r"\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)", value)
    return float(found[1]) if found else 0.0


def _size(element: Any) -> float:
    return _number(_inherited(element, "font-size", "16"))


def _inherited(element: Any, key: str, default: str) -> str:
    return next((str(each.get(key)) for each in (element, *element.iterancestors()) if each.get(key) is not None), default)


def _face(element: Any, faces: tuple[FontFace, ...]) -> FontFace:
    """The face that sets the words: of the family, the nearest weight."""
    family = _inherited(element, "font-family", "").split(",")[0].strip(" \"'")
    weight = {"normal": "400", "bold": "700"}.get(named := _inherited(element, "font-weight", "400"), named)
    style = "italic" if _inherited(element, "font-style", "normal") in ("italic", "oblique") else "normal"
    mine = [face for face in faces if face.family == family] or list(faces)
    return min(mine, key=lambda face: (face.style != style, abs(face.weight - _number(weight))))


# ---------------------------------------------------------------- movements


def _placed(element: Any) -> Matrix:
    """What the transforms of an element and of those around it come to."""
    matrix = IDENTITY
    for each in (element, *element.iterancestors()):
        for name, numbers in reversed(re.findall(r"(\w+)\(([^)]*)\)", each.get("transform", ""))):
            matrix = _times(_function(name, [_number(part) for part in re.split(r"[\s,]+", numbers.strip())]), matrix)
    return matrix


def _function(name: str, numbers: list[float]) -> Matrix:
    match name, numbers:
        case "matrix", [a, b, c, d, e, f]:
            return a, b, c, d, e, f
        case "translate", [x, *rest]:
            return 1, 0, 0, 1, x, rest[0] if rest else 0
        case "scale", [x, *rest]:
            return x, 0, 0, rest[0] if rest else x, 0, 0
        case "rotate", [angle, *centre]:
            x, y = centre if len(centre) == 2 else (0.0, 0.0)
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            return cos, sin, -sin, cos, x - x * cos + y * sin, y - x * sin - y * cos
        case "skewX" | "skewY", [angle]:
            lean = math.tan(math.radians(angle))
            return (1, 0, lean, 1, 0, 0) if name == "skewX" else (1, lean, 0, 1, 0, 0)
        case _:
            return IDENTITY


def _times(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


# ---------------------------------------------------------------- faults


def read_words(root: Any, faces: tuple[FontFace, ...], smallest: float) -> Iterator[tuple[int, str, str]]:
    """Words in another font than the guide's, too small, or outside the drawing: line, message, hint."""
    families = {face.family for face in faces}
    foreign = list(_foreign(root, families))
    yield from foreign[:1]
    if foreign or not faces:
        return
    unit = _box(root)[2] / 720
    lines = sorted(set_lines(root, faces), key=lambda line: line.size)
    if lines and lines[0].size < smallest * unit - 0.01:
        small, more = lines[0], sum(line.size < smallest * unit - 0.01 for line in lines) - 1
        others = f", and {more} others are too small" if more else ""
        message = f"the words “{small.words[:40]}” are {small.size / unit:.3g} units high{others}"
        yield small.element.sourceline or 1, message, f"{smallest:g} units or more, where the drawing is 720 wide"
    for line in words_outside(root, faces):
        message = f"the words “{line.words[:40]}” leave the drawing"
        yield line.element.sourceline or 1, message, "move them inward, or make the viewBox wider"


def _box(root: Any) -> tuple[float, ...]:
    return tuple(float(part) for part in root.get("viewBox").replace(",", " ").split())


def words_outside(root: Any, faces: tuple[FontFace, ...]) -> Iterator[SetLine]:
    """Lines of words that an edge of the drawing cuts."""
    x, y, width, height = _box(root)
    for line in set_lines(root, faces):
        off = max(x - line.left, y - line.top, line.right - x - width, line.bottom - y - height)
        if off > OVERHANG * width / 720:
            yield line


def _foreign(root: Any, families: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Letters of no family of the guide would come from whatever font a machine has."""
    for element in root.iter(f"{SVG}text", f"{SVG}tspan"):
        family = _inherited(element, "font-family", "").split(",")[0].strip(" \"'")
        if (element.text or "").strip() and family not in families:
            message = f"the font “{family}” of these letters is not the guide's" if family else "these letters have no font"
            hint = f"give the drawing a font-family that begins with {' or '.join(sorted(families))}"
            yield element.sourceline or 1, message, hint


def overprints(root: Any, faces: tuple[FontFace, ...]) -> Iterator[tuple[SetLine, SetLine]]:
    """Words that are printed over others, in the order of their left ends: each with the first that it covers."""
    lines = sorted(set_lines(root, faces), key=lambda line: (line.left, line.top))
    for i, line in enumerate(lines):
        over = next((other for other in lines[i + 1 :] if line.covers(other)), None)
        if over:
            yield line, over
