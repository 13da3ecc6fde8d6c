"""Figures on the grounds that people read on: white, sepia and black, with contrast measured as WCAG 2.2 does.

A figure brings its own white ground, so two things count: its marks against that ground, and on every reading ground either the
figure's own edge or the frame drawn round it in the colour of the text.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass

from PIL import Image

Colour = tuple[int, int, int]
PAPER: Colour = (0xFF, 0xFF, 0xFF)
SEPIA: Colour = (0xFB, 0xF0, 0xD9)
NIGHT: Colour = (0x00, 0x00, 0x00)
# Reading ground and colour of text, as reading systems set them.
GROUNDS: dict[str, tuple[Colour, Colour]] = {
    "white": (PAPER, (0x00, 0x00, 0x00)),
    "sepia": (SEPIA, (0x3A, 0x2E, 0x1E)),
    "black": (NIGHT, (0xE0, 0xE0, 0xE0)),
}
NON_TEXT = 3.0
SHARE = 0.002
MIXED = 12  # how far a mixture may be off the straight line between two colours: palettes round


@dataclass(frozen=True, slots=True)
class Mark:
    """A colour of a figure, its share of all pixels, and its contrast with the figure's ground."""

    colour: Colour
    share: float
    contrast: float


@dataclass(frozen=True, slots=True)
class Proof:
    """One figure on one reading ground: its weakest mark, and the contrast of its frame."""

    ground: str
    weakest: Mark | None
    frame: float

    @property
    def passes(self) -> bool:
        """WCAG 2.2, 1.4.11: 3 to 1 for all that is drawn, and something is, and for the frame."""
        return self.weakest is not None and self.weakest.contrast >= NON_TEXT and self.frame >= NON_TEXT


def proofs(png: bytes) -> tuple[Proof, ...]:
    """The figure on white, sepia and black."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    found = marks(picture)
    weakest = min(found, key=lambda mark: mark.contrast, default=None)
    return tuple(Proof(name, weakest, contrast(ink, ground)) for name, (ground, ink) in GROUNDS.items())


def marks(picture: Image.Image) -> tuple[Mark, ...]:
    """The figure's colours that fill at least 0.2 % of it, other than its ground and the in-between tones of smoothed edges.

    A tint (contrast below 1.5 with the ground) is a ground of its own, not a mark: what stands on it is measured by the caller
    of the SVG master's checks, not here.
    """
    counted = _colours(picture)
    ground = ground_of(picture)
    total = picture.width * picture.height
    found = [
        Mark(c, n / total, contrast(c, ground))
        for c, n in counted.most_common()
        if n / total >= SHARE and contrast(c, ground) >= 1.5
    ]
    return tuple(mark for mark in found if not any(_smoothed(mark, other, ground) for other in found))


def _smoothed(mark: Mark, other: Mark, ground: Colour) -> bool:
    """Whether a colour is only the smoothed edge of a stronger and commoner mark: a mixture of its colour and the ground."""
    if other.contrast <= mark.contrast or other.share <= mark.share:
        return False
    way = [end - start for start, end in zip(ground, other.colour, strict=True)]
    gone = [here - start for start, here in zip(ground, mark.colour, strict=True)]
    part = sum(a * b for a, b in zip(way, gone, strict=True)) / sum(a * a for a in way)
    return 0 < part < 1 and all(abs(step * part - there) <= MIXED for step, there in zip(way, gone, strict=True))


def ground_of(picture: Image.Image) -> Colour:
    """The commonest colour of the picture's outermost pixels."""
    width, height = picture.size
    edge = Counter(_pixel(picture, x, y) for x in range(width) for y in (0, height - 1))
    edge.update(_pixel(picture, x, y) for y in range(height) for x in (0, width - 1))
    return edge.most_common(1)[0][0]


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    """The relative luminance of WCAG 2.2, 0 to 1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def css_colour(colour: Colour) -> str:
    """The colour as style sheets write it."""
    return "#{:02X}{:02X}{:02X}".format(*colour)


def _colours(picture: Image.Image) -> Counter[Colour]:
    found = picture.getcolors(picture.width * picture.height) or []
    return Counter({colour: count for count, colour in found if isinstance(colour, tuple)})  # type: ignore[misc]


def _pixel(picture: Image.Image, x: int, y: int) -> Colour:
    red, green, blue = picture.getpixel((x, y))  # type: ignore[misc]
    return int(red), int(green), int(blue)
