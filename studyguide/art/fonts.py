"""The guide's fonts, as drawings and pictures know them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO
from pathlib import PurePosixPath
from string import ascii_lowercase
from typing import Any

ADDRESS = "guide://fonts/"
FAMILIES = {"Serif": "Guide Serif", "Code": "Guide Mono"}
OWN, MORE = "Own ", "Own More "
"""How families of fonts begin that a guide asks for: all of them; those that are asked when the others lack a letter."""
EDITORS = frozenset({"FFTM", "PfEd", "TeX ", "BDF "})
"""Tables that programs of type designers leave in a font, and that set nothing."""
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
    def file_name(self) -> str:
        """What its file is called in an e-book: small letters, digits and hyphens."""
        return re.sub(r"[^a-z0-9.]+", "-", self.name.lower())

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
    for path in sorted(path for path in blobs if path.startswith("styles/fonts/") and path.endswith((".ttf", ".otf"))):
        name = PurePosixPath(path)
        weight, style = WEIGHTS.get(name.stem.rpartition("-")[2], (0, ""))
        if weight:
            folder = name.parent.name
            own = folder.startswith("own-")
            called = f"{folder}/{name.name}" if own else name.name
            family = folder.replace("-", " ").title() if own else _family(name.stem)
            faces.append(FontFace(family, weight, style, called, blobs[path]))
    return tuple(faces)


def own_folder(use: str) -> str:
    """The folder below styles/fonts of a font that the guide names: “more.0” lies in own-more-a, as the family “Own More A”."""
    kind, _, at = use.partition(".")
    return f"own-{kind}-{ascii_lowercase[int(at)]}" if at else f"own-{kind}"


def asking_all(svg: str, faces: Iterable[FontFace]) -> str:
    """A drawing whose words ask the fonts of the guide for what those that it names do not have."""
    own = sorted(
        {face.family for face in faces if face.family.startswith(OWN)}, key=lambda family: (family.startswith(MORE), family)
    )
    return re.sub(r'(\sfont-family=")([^"]*)"', lambda found: f'{found[1]}{_all(found[2], own)}"', svg) if own else svg


def _all(asked: str, own: Iterable[str]) -> str:
    return ", ".join([asked, *(family for family in own if family not in asked)])


def more_families(faces: Iterable[FontFace]) -> tuple[str, ...]:
    """The families that are asked, in their order, for what the others do not have."""
    return tuple(sorted({face.family for face in faces if face.family.startswith(MORE)}))


def _family(stem: str) -> str:
    """The family that style sheets call a file of a font by its name."""
    return next((family for sign, family in FAMILIES.items() if sign in stem), "Guide Sans")


def single(data: bytes, index: int) -> tuple[str, bytes]:
    """One font of a file, which may be a collection: the suffix of a file that holds it alone, and its bytes."""
    from fontTools.ttLib import TTCollection, TTFont

    if data[:4] != b"ttcf":
        return (".otf" if data[:4] == b"OTTO" else ".ttf"), data
    font: TTFont = TTCollection(BytesIO(data), lazy=True).fonts[index]
    made = BytesIO()
    font.flavor = None
    font.recalcTimestamp = False
    font.save(made, reorderTables=None)
    return (".otf" if "CFF " in font else ".ttf"), made.getvalue()


def reduced(face: FontFace, text: str) -> FontFace:
    """A face with what it needs to set the characters of a text, ligatures and joining forms with them."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(face.data), recalcTimestamp=False)
    for tag in EDITORS & set(font.keys()):
        del font[tag]
    subsetter = Subsetter(Options(layout_features=["*"], hinting=False, notdef_outline=True, name_IDs=[1, 2, 4, 6, 13, 14]))
    subsetter.populate(text=text)
    subsetter.subset(font)
    made = BytesIO()
    font.save(made)
    return replace(face, data=made.getvalue())


def web_font(face: FontFace) -> FontFace:
    """A face as WOFF (File Format 1.0), whose file bears that ending."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(face.data), recalcTimestamp=False)
    font.flavor = "woff"
    made = BytesIO()
    font.save(made)
    return replace(face, name=f"{PurePosixPath(face.name).with_suffix('.woff')}", data=made.getvalue())


@cache
def _metrics(face: FontFace) -> tuple[dict[int, str], Any, int]:
    from fontTools.ttLib import TTFont  # slow to import: only where words are measured

    font = TTFont(BytesIO(face.data))
    return font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm


def advance(text: str, face: FontFace) -> float:
    """The width of `text` in em, without kerning."""
    cmap, widths, units = _metrics(face)
    return float(sum(widths[cmap.get(ord(char), ".notdef")][0] for char in text)) / units
