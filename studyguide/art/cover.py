"""The cover: one SVG template, set for any portrait size (1600 × 2560 for the EPUB, the shape of its sheets for a PDF).

Its upper two thirds hold the guide's own drawing, `chapters/cover.svg`, or, without one, a pattern that is drawn from the title.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from studyguide.art.drawings import SVG, read_drawing, read_symbols
from studyguide.art.fonts import FontFace, advance, asking_all
from studyguide.art.raster import COVER_SIZE, PictureFailed
from studyguide.art.symbols import files_asked_for
from studyguide.html import Environment, fill
from studyguide.sources.config import Guide
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources

MASTER = "styles/templates/cover.svg"
ART = "chapters/cover.svg"
SYMBOLS = "chapters/figures"
"""Where the files stand whose symbols it may show."""
CAP_HEIGHT = 0.66
FIELD = 2 / 3  # of the height: the part above the words
MARGIN = 0.0539  # of the width of a drawing: it is kept free on the left, and the words stand under what is drawn
COLUMNS = 6  # of the pattern
ON_ITS_FRAME = frozenset(("viewBox", "width", "height", "role", "preserveAspectRatio"))


@dataclass(frozen=True, slots=True)
class CoverArt:
    """A drawing for the cover: its shapes as SVG, and how large they are together."""

    shapes: str
    width: float
    height: float


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
class CoverTile:
    """A square of the pattern: its upper left corner, whether its arcs are mirrored, and whether they are bright."""

    x: float
    y: float
    mirrored: bool
    bright: bool


def read_art(sources: Sources, faces: tuple[FontFace, ...], problems: Problems) -> CoverArt | None:
    """The guide's own drawing for the cover, or None if it has none or a faulty one, which is reported.

    Faults of the files of symbols are told where the figures are read.
    """
    text = sources.texts.get(ART, "")
    asked = {name: f"{SYMBOLS}/{name}" for name in sorted(files_asked_for(text))}
    symbols = {name: read_symbols(at, sources.texts[at], Problems()) for name, at in asked.items() if at in sources.texts}
    drawing = read_drawing(ART, text, faces, symbols, problems) if text else ""
    if not drawing:
        return None
    root = etree.fromstring(drawing.encode())
    width, height = map(float, root.get("viewBox", "").split()[2:])
    for title in root.findall(f"{SVG}title") + root.findall(f"{SVG}desc"):
        root.remove(title)
    for name in [name for name in map(str, root.attrib) if name in ON_ITS_FRAME or name.startswith("aria-")]:
        del root.attrib[name]
    root.tag = f"{SVG}g"
    return CoverArt(etree.tostring(root, encoding="unicode", with_tail=False), width, height)


def cover_svg(
    text: CoverText,
    fonts: tuple[FontFace, ...],
    env: Environment,
    size: tuple[int, int] = COVER_SIZE,
    art: CoverArt | None = None,
) -> bytes:
    """The cover drawing, `size` units wide and high; the title is as large as its longest line allows.

    `env` must find the template `cover.svg`. Raises PictureFailed if a word is too long or a font is missing.
    """
    width, height = size
    horizon = round(height * FIELD, 1)
    place = _placed(art, width, horizon) if art else {"scale": 1, "x": 0, "left": round(width * MARGIN, 1)}
    tiles = () if art else pattern(text.title, width, horizon)
    values = {"width": width, "height": height, "horizon": horizon, "tile": round(width / COLUMNS, 1), "tiles": tiles, "art": art}
    lines = _lines(text, fonts, width, height, place["left"])
    return asking_all(fill(env, "cover.svg", **values, **place, text=text, **lines), fonts).encode()


def _placed(art: CoverArt, width: int, horizon: float) -> dict[str, float]:
    """The drawing as large as fits above the words, in the middle; and its left edge, on which the words stand."""
    scale = min(width / art.width, horizon / art.height)
    x = (width - art.width * scale) / 2
    y = (horizon - art.height * scale) / 2
    return {"scale": round(scale, 5), "x": round(x, 1), "y": round(y, 1), "left": round(x + MARGIN * art.width * scale, 1)}


def pattern(seed: str, width: int, horizon: float) -> tuple[CoverTile, ...]:
    """Truchet's tiles (1704): squares of two quarter circles, turned one way or the other by the digest of the seed."""
    side = width / COLUMNS
    bits = int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big")
    return tuple(
        CoverTile(round(column * side, 1), round(row * side, 1), bool(bits >> number & 1), (bits >> number & 7) == 7)
        for row in range(-int(-horizon // side))
        for column in range(COLUMNS)
        for number in (row * COLUMNS + column,)
    )


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
