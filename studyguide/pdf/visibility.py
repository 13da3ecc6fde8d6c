"""Visibility: text that was painted and that nobody sees: in the colour of its ground, cut off, or of no size.

Opacity is not asked for: what is set with it is refused, since it would not be read aloud.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from studyguide.art.engine import boxes
from studyguide.sources.colour import Colour, contrast

WHITE = (1.0, 1.0, 1.0)
SMALLEST = 2  # CSS pixels of a font that somebody could read
FAINTEST = 1.3  # contrast of text with its ground, as WCAG has it: below that hardly anybody tells them apart
CUT = 2  # CSS pixels that may be cut off a line of text at its sides
ENDLESS = (-float("inf"), -float("inf"), float("inf"), float("inf"))


@dataclass(frozen=True)
class Backdrop:
    """What stands around a box: the colour of its ground, None behind a picture, and the area outside of which nothing is shown.

    The area is left, top, right, bottom, in CSS pixels from the page's top left.
    """

    ground: Colour | None = WHITE
    cut: tuple[float, float, float, float] = ENDLESS

    def within(self, box: Any) -> Backdrop:
        """What stands around the boxes in a box."""
        if isinstance(box, boxes.LineBox | boxes.TextBox):
            return self
        made, background = self, getattr(box, "background", None)
        if background is not None:
            pictured = any(layer.image is not None for layer in background.layers)
            made = replace(made, ground=None if pictured else _over(background.color, made.ground))
        return made if box.style["overflow"] == "visible" else replace(made, cut=_common(made.cut, _area(box)))

    def shows(self, box: Any) -> bool:
        """Whether a reader can see a box that was painted; of a text, whether its letters can be told from their ground."""
        if box.style["visibility"] != "visible":
            return False
        if not isinstance(box, boxes.TextBox):
            return True
        large = bool(box.style["font_size"] >= SMALLEST)
        return large and not _is_faint(box.style["color"], self.ground) and self.holds(box)

    def holds(self, box: Any) -> bool:
        """Whether a line of text stands in the area that is shown."""
        left, top, right, bottom = self.cut
        high = min(bottom, box.position_y + box.height) - max(top, box.position_y)
        return bool(left - box.position_x <= CUT >= box.position_x + box.width - right and high >= box.height / 2)


def _area(box: Any) -> tuple[float, float, float, float]:
    left, top = box.padding_box_x(), box.padding_box_y()
    return left, top, left + box.padding_width(), top + box.padding_height()


def _common(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float, float, float]:
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
