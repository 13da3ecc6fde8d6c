"""The attributes that an element of a drawing may have, and what a value of each must be (SVG 1.1)."""

from __future__ import annotations

import re
from collections.abc import Callable

from PIL import ImageColor

LARGEST = 10_000  # units of a viewBox
Rule = Callable[[str], str | None]


def _one_of(*words: str) -> Rule:
    return lambda value: None if value in words else f"is none of {', '.join(words)}"


def _number(value: str) -> str | None:
    found = re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,2})?(px|%)?", value, re.IGNORECASE)
    if not found:
        return "is not a number"
    return None if abs(float(re.sub(r"px|%", "", value))) <= 10 * LARGEST else "is far outside the drawing"


def _numbers(value: str) -> str | None:
    return next(filter(None, (_number(part) for part in re.split(r"[\s,]+", value.strip()) if part)), None)


def _length_or_none(value: str) -> str | None:
    return None if value == "none" else _numbers(value)


def _colour(value: str) -> str | None:
    if value in ("none", "currentColor", "inherit", "transparent") or REFERENCE.fullmatch(value):
        return None
    try:
        ImageColor.getrgb(value)
    except ValueError:
        return "is not a colour"
    return None


def _reference(value: str) -> str | None:
    return None if value == "none" or REFERENCE.fullmatch(value) else "is not a part of this drawing, written url(#id)"


def _path(value: str) -> str | None:
    fault = re.search(r"[^MmLlHhVvCcSsQqTtAaZz0-9eE+\-.,\s]", value)
    if fault or not re.match(r"\s*[Mm]", value):
        return "is not the outline of a shape"
    if not all(_whole(command, rest) for command, rest in COMMAND.findall(value)):
        return "is not the whole outline of a shape: a number is missing, or one too many"
    return next(filter(None, (_number(part) for part in re.findall(r"\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", value))), None)


def _whole(command: str, rest: str) -> bool:
    """Whether a command of a path has as many numbers as it takes, once or more often (SVG 1.1, §8.3); flags need no space."""
    if command in "Aa":
        return bool(re.fullmatch(rf"(\s*({PART}{APART}){{3}}[01]{APART}[01]{APART}{PART}{APART}{PART}{APART})+\s*", rest))
    count, wanted = len(re.findall(PART, rest)), TAKEN[command.upper()]
    return count % wanted == 0 and count > 0 if wanted else count == 0


def _points(value: str) -> str | None:
    odd = len(re.findall(PART, value)) % 2
    return _numbers(value) or ("has a number without its partner" if odd else None)


def _size(value: str) -> str | None:
    below = any(part.startswith("-") for part in re.split(r"[\s,]+", value))
    return _numbers(value) or ("is below 0" if below else None)


def _transform(value: str) -> str | None:
    return None if re.fullmatch(rf"\s*({FUNCTION.pattern}[\s,]*)*", value) else "is not a movement"


def _id(value: str) -> str | None:
    return None if re.fullmatch(r"[^\W\d][\w.-]*", value) else "is not an id: letters, digits, hyphens"


def _words(value: str) -> str | None:
    """Any words but those that reach out of the drawing; a backslash may hide them."""
    return "reaches out of the drawing" if re.search(r"url\(|@import|script:|\\", value, re.IGNORECASE) else None


PART = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
APART = r"[\s,]*"
COMMAND = re.compile(r"([MLHVCSQTAZ])([^MLHVCSQTAZ]*)", re.IGNORECASE)
TAKEN = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "Z": 0}
"""The numbers that a command of a path takes."""
FUNCTION = re.compile(r"(?:matrix|translate|scale|rotate|skewX|skewY)\([-+0-9.eE,\s]+\)")
REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)(\s+(none|#[0-9A-Fa-f]{3,6}))?")
NUMBER_KEYS = (
    *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "fx", "fy", "dx", "dy", "offset"),
    *("rotate", "refX", "refY", "stroke-dashoffset"),
)
SIZES = (
    *("r", "rx", "ry", "fr", "width", "height", "markerWidth", "markerHeight", "font-size", "pathLength", "textLength"),
    *("stroke-width", "stroke-miterlimit", "opacity", "fill-opacity", "stroke-opacity", "stop-opacity"),
)
ATTRIBUTES: dict[str, Rule] = {
    **dict.fromkeys(NUMBER_KEYS, _numbers),
    **dict.fromkeys(SIZES, _size),
    **dict.fromkeys(("fill", "stroke", "color", "stop-color"), _colour),
    **dict.fromkeys(("clip-path", "marker-start", "marker-mid", "marker-end"), _reference),
    **dict.fromkeys(("transform", "gradientTransform", "patternTransform"), _transform),
    **dict.fromkeys(
        ("gradientUnits", "patternUnits", "patternContentUnits", "clipPathUnits"), _one_of("userSpaceOnUse", "objectBoundingBox")
    ),
    **dict.fromkeys(("fill-rule", "clip-rule"), _one_of("nonzero", "evenodd")),
    **dict.fromkeys(("role", "aria-label", "aria-labelledby", "aria-describedby", "aria-hidden", "lang", "space"), _words),
    **dict.fromkeys(("font-family", "letter-spacing", "word-spacing", "preserveAspectRatio", "viewBox"), _words),
    **dict.fromkeys(("dominant-baseline", "alignment-baseline", "baseline-shift"), _words),
    "d": _path,
    "points": _points,
    "display": _one_of("none", "inline", "block"),
    "font-style": _one_of("normal", "italic", "oblique"),
    "font-weight": _one_of("normal", "bold", *(str(100 * weight) for weight in range(1, 10))),
    "id": _id,
    "lengthAdjust": _one_of("spacing", "spacingAndGlyphs"),
    "markerUnits": _one_of("userSpaceOnUse", "strokeWidth"),
    "orient": lambda value: None if value in ("auto", "auto-start-reverse") else _number(value),
    "paint-order": _words,
    "spreadMethod": _one_of("pad", "reflect", "repeat"),
    "stroke-dasharray": _length_or_none,
    "stroke-linecap": _one_of("butt", "round", "square"),
    "stroke-linejoin": _one_of("miter", "round", "bevel"),
    "text-anchor": _one_of("start", "middle", "end"),
    "text-decoration": _one_of("none", "underline", "line-through", "overline"),
    "vector-effect": _one_of("none", "non-scaling-stroke"),
    "visibility": _one_of("visible", "hidden", "collapse"),
}
"""What an element of a drawing may have, and what is wrong with a value of it."""
