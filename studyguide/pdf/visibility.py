"""Visibility: text that was painted and that nobody sees: in the colour of its ground, cut off, squeezed, or of no size.

Opacity is not asked for: what is set with it is refused, since it would not be read aloud.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import hypot, sqrt
from typing import Any

from studyguide.art.engine import boxes
from studyguide.sources.colour import Colour, contrast

WHITE = (1.0, 1.0, 1.0)
SMALLEST = 2  # CSS pixels of a font that somebody could read
FAINTEST = 1.3  # contrast of text with its ground, as WCAG has it: below that hardly anybody tells them apart
TIGHTEST = -0.4  # of the size of the letters, which then stand on each other
NEAREST = -0.2  # of it, between words: then they have no space between them
CUT = 2  # CSS pixels that may be cut off a line of text at its sides
Area = tuple[float, float, float, float]
ENDLESS = (-float("inf"), -float("inf"), float("inf"), float("inf"))


@dataclass(frozen=True)
class Backdrop:
    """What stands around a box: the colour of its ground, None behind a picture, and the area outside of which nothing is shown.

    The area is left, top, right, bottom, in CSS pixels from the page's top left. `matrix` turns, moves or scales what stands in
    the box, and None does nothing; `behind` says that other boxes' grounds are painted over it.
    """

    ground: Colour | None = WHITE
    cut: Area = ENDLESS
    matrix: Any = None
    behind: bool = False

    def within(self, box: Any) -> Backdrop:
        """What stands around the boxes in a box."""
        if isinstance(box, boxes.LineBox | boxes.TextBox):
            return self
        made, background = self, getattr(box, "background", None)
        if box.style["position"] != "static":
            made = made._around_positioned(box)
        if box.transformation_matrix:
            made = replace(made, matrix=box.transformation_matrix @ made.matrix if made.matrix else box.transformation_matrix)
        if background is not None:
            pictured = any(layer.image is not None for layer in background.layers)
            made = replace(made, ground=None if pictured else _over(background.color, made.ground))
        return made if box.style["overflow"] == "visible" else replace(made, cut=_common(made.cut, made.placed(_area(box))))

    def _around_positioned(self, box: Any) -> Backdrop:
        """What stands around the boxes in one out of its place: it may be cut (CSS 2.2, 11.1.2) or lie behind others."""
        level, made = box.style["z_index"], self
        if level != "auto" and level < 0:
            made = replace(made, behind=True)
        if box.is_absolutely_positioned() and box.style["clip"]:
            made = replace(made, cut=_common(made.cut, made.placed(_clip(box))))
        return made

    def placed(self, area: Area) -> Area:
        """Where an area is painted: the smallest upright one around it."""
        if not self.matrix:
            return area
        left, top, right, bottom = area
        points = [self.matrix.transform_point(x, y) for x in (left, right) for y in (top, bottom)]
        across, down = zip(*points, strict=True)
        return min(across), min(down), max(across), max(down)

    def _scale(self) -> float:
        """By how much letters are made smaller or larger, in the direction in which they are made smallest (singular value)."""
        if not self.matrix:
            return 1.0
        a, b, c, d = self.matrix.values[:4]
        middle, apart = (a * a + b * b + c * c + d * d) / 2, hypot((a * a + b * b - c * c - d * d) / 2, a * c + b * d)
        return sqrt(max(0.0, middle - apart))

    def shows(self, box: Any) -> bool:
        """Whether a reader can see a box that was painted; of a text, whether its letters can be told from their ground."""
        style = box.style
        if style["visibility"] != "visible" or self.behind:
            return False
        if not isinstance(box, boxes.TextBox):
            return True
        large = bool(style["font_size"] * self._scale() >= SMALLEST)
        return large and not _is_squeezed(style) and not _is_faint(style["color"], self.ground) and self.holds(box)

    def holds(self, box: Any) -> bool:
        """Whether a line of text stands in the area that is shown."""
        left, top, right, bottom = self.cut
        first, upper, last, lower = self.placed(
            (box.position_x, box.position_y, box.position_x + box.width, box.position_y + box.height)
        )
        high = min(bottom, lower) - max(top, upper)
        return bool(left - first <= CUT >= last - right and high >= (lower - upper) / 2)


def _is_squeezed(style: Any) -> bool:
    """Whether letters or words are set so close that they cannot be told apart."""
    letters = style["letter_spacing"]
    return bool(
        (letters != "normal" and letters < TIGHTEST * style["font_size"]) or style["word_spacing"] < NEAREST * style["font_size"]
    )


def _clip(box: Any) -> Area:
    """The area of a box that is cut out of it. WeasyPrint takes the second of the four edges for the left one."""
    top, left, bottom, right = (
        whole if edge == "auto" else edge
        for edge, whole in zip(box.style["clip"], (0, 0, box.border_height(), box.border_width()), strict=True)
    )
    x, y = box.border_box_x(), box.border_box_y()
    return x + min(left, right), y + min(top, bottom), x + max(left, right), y + max(top, bottom)


def _area(box: Any) -> Area:
    left, top = box.padding_box_x(), box.padding_box_y()
    return left, top, left + box.padding_width(), top + box.padding_height()


def _common(one: Area, other: Area) -> Area:
    (a, b, c, d), (e, f, g, h) = one, other
    return max(a, e), max(b, f), min(c, g), min(d, h)


@cache
def _is_faint(colour: Any, ground: Colour | None) -> bool:
    """Whether text of a colour cannot be told from its ground; of a ground that is a picture nothing is known."""
    seen = _over(colour, ground)
    return not colour.alpha or (ground is not None and seen is not None and contrast(seen, ground) < FAINTEST)


@cache
def _over(colour: Any, ground: Colour | None) -> Colour | None:
    """The colour that is seen where another one is painted on a ground; None where that is not known."""
    if ground is None and colour.alpha < 1:
        return None
    red, green, blue = (min(1.0, max(0.0, part)) for part in colour.to("srgb").coordinates)
    behind, alpha = ground or WHITE, colour.alpha
    mixed = (alpha * part + (1 - alpha) * below for part, below in zip((red, green, blue), behind, strict=True))
    red, green, blue = mixed
    return red, green, blue
