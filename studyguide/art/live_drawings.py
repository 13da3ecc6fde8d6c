"""Drawings that stand in a page as text does: their words are live, their colours hold on white, on sepia and on black.

What is painted keeps its role, not its colour. Words and lines take the colour of the text around (`currentColor`, CSS Color 4,
6.2), so that night modes and forced colours reach them. A tint lets the ground through. What is dark enough to vanish at
night takes the accent of its hue, which has at least 3:1 on every ground (WCAG 2.2, 1.4.11). White is the ground itself.
"""

from __future__ import annotations

import colorsys
import re
from typing import Any

from lxml import etree
from PIL import ImageColor

from studyguide.art.symbols import SVG
from studyguide.html.rendering import OWN_NAME, InlineDrawing
from studyguide.sources.colour import Colour, contrast, css_colour, from_css, with_luminance
from studyguide.sources.diagnostics import Problems

ACCENTS = tuple(map(from_css, ("#2E75B6", "#C0281E", "#1F7A6A", "#9C4A84", "#9A6700")))
"""The accents of the e-book: at least 3:1 on white, sepia and black."""
SLATE = "#6B7785"  # the accent of what is grey
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
INK = 0x1A / 255
MARK = 3.0  # WCAG 2.2, 1.4.11
HELD = 0.13  # relative luminance of what has as much contrast with white as at night
NARROW = 500  # units: a drawing that is no wider is made for narrow screens
FAINT = 1.75  # of contrast with white: a line that has less is no mark
GREY = 0.3  # of what an ink takes from white, how much is colour: what has less is grey
HUES = 24 / 360  # how far an accent may be from the hue that it stands for
DEEPEST = 0.4  # how much of a tint covers the ground at most: words on it stay readable on every ground
WORDS = frozenset((f"{SVG}text", f"{SVG}tspan"))
SPOKEN = (f"{SVG}title", f"{SVG}desc")
FRAME = ("viewBox", "width", "height", "role", "aria-labelledby", "aria-describedby", "aria-label", "id", "class")
GENERIC = ("serif", "sans-serif", "monospace")
PAINTS = ("fill", "stroke", "stop-color")
PANEL = re.compile(r"[MmHhVvLlZzQqAa\d\s,.+-]+")  # of straight lines, perhaps with round corners
OWN = re.compile(r"url\(\s*#([^)\s]+)\s*\)")


def live(svg: str, problems: Problems) -> InlineDrawing:
    """The drawing as a part of a page, with colours that hold on every ground. A step, which has nothing to tell."""
    root: Any = etree.fromstring(svg.encode())
    box = root.get("viewBox", "")
    for each in [*root.iter(*SPOKEN)]:  # what it shows is said by the figure
        each.getparent().remove(each)
    _take_paper_away(root)
    _name_anew(root)
    for element in root.iter(etree.Element):
        _paint(element)
        _quote_fonts(element)
    for key in FRAME:
        root.attrib.pop(key, "")
    root.tag = f"{SVG}g"
    root.set("fill", root.get("fill", "currentColor"))
    for element in root.iter():
        element.text = _tight(element, element.text)
        element.tail = _tight(element.getparent(), element.tail) if element is not root else None
    etree.cleanup_namespaces(root)
    return InlineDrawing(box, str(etree.tostring(root, encoding="unicode")), float(box.split()[2]) <= NARROW)


def _tight(parent: Any, text: str | None) -> str | None:
    """Text without the breaks between shapes; what stands in words is kept."""
    return text if text and (text.strip() or parent.tag in WORDS) else None


def _take_paper_away(root: Any) -> None:
    """A white sheet behind all else is the page itself."""
    first = next((each for each in root if isinstance(each.tag, str) and each.tag not in (*SPOKEN, f"{SVG}defs")), None)
    if first is not None and first.tag == f"{SVG}rect" and first.get("stroke", "none") == "none":
        colour = _colour(first.get("fill", ""))
        if colour == WHITE and first.get("width") in (root.get("viewBox").split()[2], "100%"):
            root.remove(first)


def _name_anew(root: Any) -> None:
    for element in root.iter(etree.Element):
        if name := element.get("id"):
            element.set("id", f"{OWN_NAME}--{name}")
        for key, value in element.attrib.items():
            if "url(" in value:
                element.set(key, OWN.sub(rf"url(#{OWN_NAME}--\1)", value))
            elif key.endswith("href") and value.startswith("#"):
                element.set(key, f"#{OWN_NAME}--{value[1:]}")


def _quote_fonts(element: Any) -> None:
    """Names of fonts in quotation marks: what is not, and has a figure in it, is no name in a style sheet (CSS Fonts 4, 2.1)."""
    if names := element.get("font-family"):
        each = (name.strip(" \"'") for name in names.split(","))
        element.set("font-family", ", ".join(name if name in GENERIC else f"'{name}'" for name in each))


def _paint(element: Any) -> None:
    for key in PAINTS:
        colour = _colour(element.get(key, ""))
        if colour is None:
            continue
        paint, cover = _line(colour) if key == "stroke" else _area(colour, element)
        element.set(key, paint)
        if cover < 1:
            name = f"{key.removesuffix('-color')}-opacity"
            element.set(name, f"{cover * float(element.get(name, '1')):.2f}".rstrip("0").rstrip("."))


Painted = tuple[str, float]
"""A paint, and how much of what is behind it covers."""


def _line(colour: Colour) -> Painted:
    if colour == WHITE:
        return "#FFFFFF", 1
    if _is_grey(colour):
        return "currentColor", _cover(colour)
    return (_held(colour) if contrast(colour, WHITE) >= FAINT else css_colour(colour)), 1


def _area(colour: Colour, element: Any) -> Painted:
    if _is_around_words(element):
        return ("#FFFFFF" if colour == WHITE else "currentColor"), 1
    if colour == WHITE:
        return "none", 1
    pale, cover = contrast(colour, WHITE) < MARK, min(_cover(colour), DEEPEST)
    if _is_grey(colour):
        head = element.getparent().tag == f"{SVG}marker"  # of an arrow, whose line has the colour of words
        return ("currentColor", cover) if pale else ("currentColor" if head else SLATE, 1)
    if pale and _may_bear_words(element):
        return _accent(colour), cover
    return (css_colour(colour) if contrast(colour, BLACK) >= MARK else _held(colour)), 1


def _is_around_words(element: Any) -> bool:
    return element.tag in WORDS or (element.tag in (f"{SVG}g", f"{SVG}svg") and next(element.iter(*WORDS), None) is not None)


def _may_bear_words(element: Any) -> bool:
    """Whether words may stand on it: cells, which are round or have outlines of their own, bear none."""
    return element.tag == f"{SVG}rect" or (element.tag == f"{SVG}path" and PANEL.fullmatch(element.get("d", "")) is not None)


def _held(colour: Colour) -> str:
    """The accent of a hue; of one that has none, the colour itself, as light as it must be at night."""
    return _accent(colour) if contrast(colour, BLACK) < MARK or contrast(colour, WHITE) < MARK else css_colour(colour)


def _accent(colour: Colour) -> str:
    hue = _hue(colour)
    near = min(ACCENTS, key=lambda each: _apart(_hue(each), hue))
    return css_colour(near if _apart(_hue(near), hue) <= HUES else with_luminance(_pure(colour), HELD))


def _pure(colour: Colour) -> Colour:
    """The colour without the white in it."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*colour)
    return colorsys.hls_to_rgb(hue, min(lightness, 0.5), saturation)


def _hue(colour: Colour) -> float:
    return colorsys.rgb_to_hls(*colour)[0]


def _apart(one: float, other: float) -> float:
    return min(abs(one - other), 1 - abs(one - other))


def _is_grey(colour: Colour) -> bool:
    return max(colour) - min(colour) < GREY * (1 - min(colour))


def _cover(colour: Colour) -> float:
    """How much of white an ink covers that looks like this colour on it."""
    return min(1.0, (1 - min(colour)) / (1 - INK))


def _colour(written: str) -> Colour | None:
    """What an attribute says; None where it is no colour of its own."""
    if not written or written in ("none", "inherit", "currentColor", "transparent") or "url(" in written:
        return None
    red, green, blue = (part / 255 for part in ImageColor.getrgb(written)[:3])
    return red, green, blue
