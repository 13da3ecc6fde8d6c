"""The guide's fonts, as drawings and pictures know them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

ADDRESS = "guide://fonts/"
FAMILIES = {"Serif": "Guide Serif", "Code": "Guide Mono"}
WEIGHTS = {
    "Regular": (400, "normal"),
    "It": (400, "italic"),
    "Semibold": (600, "normal"),
    "Bold": (700, "normal"),
    "SemiboldIt": (600, "italic"),
    "BoldIt": (700, "italic"),
}


@dataclass(frozen=True, slots=True)
class FontFace:
    """One static font file under the name that masters and style sheets call it by."""

    family: str
    weight: int
    style: str
    name: str
    data: bytes = field(repr=False)

    @property
    def rule(self) -> str:
        """The `@font-face` rule."""
        return (
            f"@font-face {{ font-family: '{self.family}'; font-weight: {self.weight}; font-style: {self.style}; "
            f"src: url('{ADDRESS}{self.name}') }}"
        )


def guide_fonts(blobs: Mapping[str, bytes]) -> tuple[FontFace, ...]:
    """The faces in `styles/fonts`: `SourceSans3-Bold.ttf` is “Guide Sans” 700, `SourceSerif4-It.ttf` “Guide Serif” italic."""
    faces = []
    for path in sorted(path for path in blobs if path.startswith("styles/fonts/") and path.endswith(".ttf")):
        name = PurePosixPath(path)
        weight, style = WEIGHTS.get(name.stem.rpartition("-")[2], (0, ""))
        if weight:
            faces.append(FontFace(_family(name.stem), weight, style, name.name, blobs[path]))
    return tuple(faces)


def _family(stem: str) -> str:
    """The family that style sheets call a file of a font by its name."""
    return next((family for sign, family in FAMILIES.items() if sign in stem), "Guide Sans")


@cache
def _metrics(face: FontFace) -> tuple[dict[int, str], Any, int]:
    from fontTools.ttLib import TTFont  # slow to import: only where words are measured

    font = TTFont(BytesIO(face.data))
    return font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm


def advance(text: str, face: FontFace) -> float:
    """The width of `text` in em, without kerning."""
    cmap, widths, units = _metrics(face)
    return float(sum(widths[cmap.get(ord(char), ".notdef")][0] for char in text)) / units
