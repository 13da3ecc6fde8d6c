"""The cover: one SVG template, set for any portrait size (1600 × 2560 for the EPUB, the shape of its sheets for a PDF)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from studyguide.art.fonts import FontFace, advance
from studyguide.art.raster import COVER_SIZE, PictureFailed
from studyguide.html import Environment, fill
from studyguide.sources.config import Guide

MASTER = "styles/templates/cover.svg"
CAP_HEIGHT = 0.66
FIELD = 2 / 3
COLUMNS, ROWS = 10, 13
# Eleven cells of 130, scattered so that no two touch: (row, column).
FILLED = ((0, 7), (1, 2), (3, 5), (4, 0), (4, 8), (6, 3), (7, 6), (9, 1), (9, 9), (11, 4), (12, 7))


@dataclass(frozen=True, slots=True)
class CoverText:
    """What the cover says."""

    title: str
    subtitle: str = ""
    edition: str = ""

    @classmethod
    def of(cls, guide: Guide) -> CoverText:
        """What the guide says about itself."""
        return cls(guide.title, guide.subtitle, guide.edition)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of type: text, size and baseline in units of the drawing."""

    text: str
    size: float
    baseline: float


@dataclass(frozen=True, slots=True)
class CoverCell:
    """One cell of the field: centre, and whether it is filled."""

    x: float
    y: float
    filled: bool


def cover_svg(text: CoverText, fonts: tuple[FontFace, ...], env: Environment, size: tuple[int, int] = COVER_SIZE) -> bytes:
    """The cover drawing, `size` units wide and high; the title is as large as its longest line allows.

    `env` must find the template `cover.svg`. Raises PictureFailed if a word is too long or a font is missing.
    """
    width, height = size
    cells, radius, left = cell_field(width, height)
    place = {"width": width, "height": height, "horizon": round(height * FIELD, 1), "left": left}
    lines = _lines(text, fonts, width, height, left)
    return fill(env, "cover.svg", **place, cells=cells, radius=radius, text=text, **lines).encode()


def cell_field(width: int, height: int) -> tuple[tuple[CoverCell, ...], float, float]:
    """10 × 13 cells in the upper two thirds, packed like honeycomb; their radius, and the left edge of the outermost."""
    rise = math.sqrt(3) / 2
    pitch = min(width / (COLUMNS + 1.5), height * FIELD / ((ROWS - 1) * rise + 1.9))
    radius = pitch * 0.38
    left = (width - (COLUMNS - 0.5) * pitch) / 2
    top = (height * FIELD - (ROWS - 1) * rise * pitch) / 2
    cells = tuple(
        CoverCell(round(left + (column + row % 2 / 2) * pitch, 1), round(top + row * rise * pitch, 1), (row, column) in FILLED)
        for row in range(ROWS)
        for column in range(COLUMNS)
    )
    return cells, round(radius, 1), round(left - radius, 1)


def _lines(text: CoverText, fonts: tuple[FontFace, ...], width: int, height: int, left: float) -> dict[str, Any]:
    """Title, subtitle and edition set into the lower third, left aligned on the field's left edge."""
    measure = width - 2 * left
    room = height * (1 - FIELD)
    cap = width / 9 / CAP_HEIGHT
    title, title_size = _fit(text.title, _face(fonts, 700), measure, cap, room * 0.5)
    subtitle, subtitle_size = _fit(text.subtitle, _face(fonts, 600), measure, cap * 0.33, room * 0.26)
    baseline = height * FIELD + room * 0.12 + title_size * CAP_HEIGHT
    set_title = _set(title, title_size, baseline, 1.04)
    below = set_title[-1].baseline + title_size * 0.2 + subtitle_size * 1.2
    return {
        "title_lines": set_title,
        "subtitle_lines": _set(subtitle, subtitle_size, below, 1.25),
        "edition_line": Line(text.edition, round(width / 36, 1), round(height - room * 0.1, 1)),
    }


def _set(lines: tuple[str, ...], size: float, baseline: float, leading: float) -> tuple[Line, ...]:
    return tuple(Line(line, round(size, 1), round(baseline + n * size * leading, 1)) for n, line in enumerate(lines))


def _fit(text: str, face: FontFace, measure: float, largest: float, room: float) -> tuple[tuple[str, ...], float]:
    """The largest size (in steps of 2 %) at which `text` fits into `measure` × `room`, and its lines."""
    size = largest
    while size > largest / 8:
        lines = _wrap(text, face, measure / size)
        if lines and len(lines) * size * 1.1 <= room:
            return _even(lines, text, face), size
        size *= 0.98
    raise PictureFailed(f"“{text}” is too long for the cover", "chapters/guide.toml")


def _even(lines: tuple[str, ...], text: str, face: FontFace) -> tuple[str, ...]:
    """The same number of lines in the narrowest measure: no short last line."""
    measure = max(advance(line, face) for line in lines)
    while measure and len(narrower := _wrap(text, face, measure * 0.99)) == len(lines):
        lines, measure = narrower, measure * 0.99
    return lines


def _wrap(text: str, face: FontFace, measure: float) -> tuple[str, ...]:
    """Lines of at most `measure` em, or nothing if a word is wider."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if advance(longer, face) <= measure:
            lines[-1] = longer
        elif advance(word, face) <= measure:
            lines.append(word)
        else:
            return ()
    return tuple(lines)


def _face(fonts: tuple[FontFace, ...], weight: int) -> FontFace:
    found = [face for face in fonts if (face.family, face.weight, face.style) == ("Guide Sans", weight, "normal")]
    if not found:
        raise PictureFailed(f"the cover needs Guide Sans {weight}", MASTER)
    return found[0]
