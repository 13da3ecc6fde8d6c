"""The guide's fonts, as drawings and pictures know them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

ADDRESS = "guide://fonts/"
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
            faces.append(FontFace("Guide Serif" if "Serif" in name.stem else "Guide Sans", weight, style, name.name, blobs[path]))
    return tuple(faces)
