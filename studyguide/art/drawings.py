"""Drawings: an SVG file read once, cleaned of what its editor left in it, and held to an allow-list.

The tree that is checked is the tree that is drawn: what `read_drawing` gives back is written from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from PIL import ImageColor

from studyguide.art.editors import without_traces
from studyguide.art.fonts import FontFace
from studyguide.art.lettering import read_words
from studyguide.art.svg_values import ATTRIBUTES, LARGEST, REFERENCE
from studyguide.art.symbols import not_shared, put_in
from studyguide.sources.diagnostics import Problems, Span, did_you_mean

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
UNSEEN = frozenset(
    ("defs", "marker", "pattern", "clipPath", "linearGradient", "radialGradient")
)  # drawn only where they are asked for
ELEMENTS = frozenset(("svg", "title", "desc", "g", "stop", "text", "tspan", *SHAPES, *UNSEEN))
HINTS = {
    "use": "draw the shape itself (in Inkscape: Edit, Clone, Unlink), or name a symbol of a file beside it: symbols.svg#star",
    "symbol": "draw the shape itself, or keep it in a file of symbols",
    "image": "a drawing holds no pictures: trace it",
    "style": "export with presentation attributes instead of a style sheet",
    "textPath": "set the words on a straight line",
    "foreignObject": "write the words as text",
    "a": "a drawing holds no links",
    "script": "a drawing holds no scripts",
}
TALLEST = 900 / 720  # of height to width: a figure fills a page at most
TALLEST_NARROW = 780 / 496  # of one for narrow columns, which stands on a phone's page with its caption
MOST = 20_000  # elements
DEEPEST = 40  # elements in each other
LONGEST = 1_000_000  # characters of a file
LONGEST_VALUE = 100_000  # characters of one attribute
COPIES = 10_000  # shapes that patterns and markers draw over and over, all in all
SMALLEST = 22  # units of the size of words, where the drawing is 720 units wide


@dataclass(frozen=True)
class Fault:
    """A mistake at a line of the drawing."""

    line: int
    message: str
    hint: str = ""


def read_narrow_drawing(path: str, text: str, faces: tuple[FontFace, ...], symbols: Mapping[str, str], problems: Problems) -> str:
    """A drawing for narrow columns, read as `read_drawing` does, which may be higher."""
    return _read(path, text, faces, symbols, TALLEST_NARROW, problems)


def read_drawing(path: str, text: str, faces: tuple[FontFace, ...], symbols: Mapping[str, str], problems: Problems) -> str:
    """The drawing as it is drawn, or “” where it has faults, which are reported. Its letters are in one of the `faces`.

    `symbols` are the files of symbols that it asks for, by name, as `read_symbols` gave them: where one has faults, so has it.
    """
    return _read(path, text, faces, symbols, TALLEST, problems)


def _read(
    path: str, text: str, faces: tuple[FontFace, ...], symbols: Mapping[str, str], tallest: float, problems: Problems
) -> str:
    if not all(symbols.values()):
        return ""
    root, faults = _parsed(text)
    if root is not None and not faults:
        without_traces(root)
        faults = [*_size(root)] or [Fault(*fault) for fault in put_in(root, symbols, MOST)]
        faults = faults or [*_size(root)] or [*_frame(root, tallest), *(fault for rule in RULES for fault in rule(root))]
        faults = faults or [*_seen(root), *_unseen_words(root), *(Fault(*fault) for fault in read_words(root, faces, SMALLEST))]
    return _told(path, root, faults, problems)


def read_symbols(path: str, text: str, problems: Problems) -> str:
    """A file of symbols as drawings use it, or “” where it has faults, which are reported."""
    root, faults = _parsed(text)
    if root is not None and not faults:
        without_traces(root)
        faults = [*_size(root)] or [*_elements(root, "symbol"), *_attributes(root), *_references(root)]
        faults = faults or [Fault(*fault) for fault in not_shared(root, ("title", "desc"))]
    return _told(path, root, faults, problems)


def _told(path: str, root: Any, faults: list[Fault], problems: Problems) -> str:
    for fault in faults:
        problems.error(Span(path, fault.line), "bad-svg", fault.message, fault.hint)
    return "" if faults else etree.tostring(root, encoding="unicode")


def _parsed(text: str) -> tuple[Any, list[Fault]]:
    """The tree of a text, whose entities are not expanded and whose document type is not read; or what is wrong with it."""
    if len(text) > LONGEST:
        return None, [Fault(1, f"the drawing has {len(text):,} characters", f"at most {LONGEST:,}: simplify its outlines")]
    if "<!ENTITY" in text[: text.find("<svg")]:
        return None, [Fault(1, "a document type with entities is not allowed", "delete the lines <!DOCTYPE …>")]
    try:
        root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        return None, [Fault(error.lineno or 1, _torn(str(error.msg)), "write it anew from the program that drew it")]
    return root, []


def _torn(message: str) -> str:
    """What libxml2 says, in plain words."""
    if found := re.search(r"mismatch: (\w+)(?: line (\d+))? and (\w+)", message):
        return f"<{found[1]}> of line {found[2] or '?'} is closed by </{found[3]}>"
    if "Namespace prefix" in message or "not bound" in message:
        return "a name has a prefix that the drawing does not declare"
    if found := re.search(r"Entity '([^']+)' not defined", message):
        return f"the drawing does not say what &{found[1]}; is"
    if "depth" in message:
        return "the elements of the drawing are nested too deeply"
    if "Extra content" in message or "Document is empty" in message:
        return "the file does not hold one drawing"
    return "the drawing is torn: its elements are not well closed"


# ---------------------------------------------------------------- rules


def _size(root: Any) -> Iterator[Fault]:
    """An svg element, neither too many nor too deep elements, no outline without end: what all other rules go by."""
    if root.tag != SVG + "svg":
        yield Fault(1, "the file is no drawing: it does not start with an svg element", "save it as plain SVG")
        return
    elements = list(root.iter(etree.Element))
    if len(elements) > MOST:
        yield Fault(
            elements[MOST].sourceline or 1, f"the drawing has {len(elements):,} elements", f"at most {MOST:,}: simplify it"
        )
        return
    for each in elements:
        if _depth(each) > DEEPEST:
            yield Fault(each.sourceline or 1, "the elements of the drawing are nested too deeply", f"at most {DEEPEST} levels")
            return
        if any(len(value) > LONGEST_VALUE for value in each.attrib.values()):
            yield Fault(
                each.sourceline or 1, "an outline of the drawing has no end", f"at most {LONGEST_VALUE:,} characters: simplify it"
            )
            return


def _frame(root: Any, tallest: float) -> Iterator[Fault]:
    """A viewBox that fits a page, and a title."""
    hint = f"four numbers, width and height above 0 and at most {LARGEST:,}"
    if not (box := view_box(root)):
        missing = "the drawing needs a viewBox" if root.get("viewBox") is None else "the drawing needs another viewBox"
        yield Fault(root.sourceline or 1, missing, hint)
    elif box[3] / box[2] > tallest:
        yield Fault(
            1,
            f"the drawing is {box[2]:g} wide and {box[3]:g} high, too high for a page",
            f"at most {720 * tallest:.0f} units where it is 720 wide",
        )
    title = root.find(f"{SVG}title")
    if title is None or not "".join(title.itertext()).strip():
        yield Fault(1, "the drawing has no <title>", "say in one line what it shows: <title>…</title>, the first thing in <svg>")


def _depth(element: Any) -> int:
    return sum(1 for _ in element.iterancestors())


def view_box(root: Any) -> tuple[float, float, float, float] | None:
    """The viewBox, if it is one that can be drawn."""
    try:
        x, y, width, height = map(float, root.get("viewBox", "").replace(",", " ").split())
    except ValueError:
        return None
    sane = 0 < width <= LARGEST and 0 < height <= LARGEST and abs(x) <= LARGEST and abs(y) <= LARGEST
    return (x, y, width, height) if sane else None


def _elements(root: Any, *more: str) -> Iterator[Fault]:
    """Elements of the allow-list, and `more`, alone; the first of each other kind is told, with their number."""
    allowed = ELEMENTS.union(more)
    strange: dict[str, list[int]] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            strange.setdefault("?", []).append(element.sourceline or 1)
            continue
        name = etree.QName(element).localname
        if not element.tag.startswith(SVG) or name not in allowed or (name == "svg" and element is not root):
            strange.setdefault(name, []).append(element.sourceline or 1)
    for name, lines in strange.items():
        number = f" ({len(lines)} of them)" if len(lines) > 1 else ""
        if name == "?":
            yield Fault(
                lines[0], "processing instructions and entities are not allowed", "delete the line <?…> or write the character"
            )
        else:
            hint = HINTS.get(name) or did_you_mean(name, allowed) or f"allowed are {', '.join(sorted(allowed))}"
            yield Fault(lines[0], f"the element <{name}> is not allowed in a drawing{number}", hint)


def _attributes(root: Any) -> Iterator[Fault]:
    """Attributes of the allow-list alone, each with a value that means something."""
    told: Counter[str] = Counter()
    for element in root.iter(etree.Element):
        for key, value in element.attrib.items() if etree.QName(element).localname in (*ELEMENTS, "symbol") else ():
            name = etree.QName(key).localname
            rule = ATTRIBUTES.get(name)
            complaint = rule(value.strip()) if rule else "is not allowed in a drawing"
            if complaint and not told[f"{name} {complaint}"]:
                hint = STYLES if rule is None else ""
                yield Fault(element.sourceline or 1, f"the attribute {name}=“{value[:40]}” {complaint}", hint)
                told[f"{name} {complaint}"] += 1


STYLES = "drawings hold no styles or scripts, and refer only to parts of themselves, as url(#id)"
USERS = {
    "fill": ("pattern", "linearGradient", "radialGradient"),
    "stroke": ("pattern", "linearGradient", "radialGradient"),
    "clip-path": ("clipPath",),
    "marker-start": ("marker",),
    "marker-mid": ("marker",),
    "marker-end": ("marker",),
}


def _references(root: Any) -> Iterator[Fault]:
    """url(#id) leads to a part of the right kind, never round in a circle, and does not draw millions of copies."""
    parts: dict[str, Any] = {}
    for element in root.iter(etree.Element):
        if (key := element.get("id")) is not None and parts.setdefault(key, element) is not element:
            yield Fault(element.sourceline or 1, f"the id “{key}” stands in the drawing a second time", "give it another")
    for element in root.iter(etree.Element):
        for name, kinds in USERS.items():
            found = REFERENCE.fullmatch(element.get(name, "").strip())
            target = parts.get(found[1]) if found else None
            if found and (target is None or etree.QName(target).localname not in kinds):
                hint = did_you_mean(found[1], (key for key, part in parts.items() if etree.QName(part).localname in kinds))
                yield Fault(
                    element.sourceline or 1, f"{name}=“{found[0]}” leads to no {' or '.join(kinds)} of this drawing", hint
                )
    costs = _Costs(parts)
    if costs.of(root, ()) > COPIES + MOST:
        yield Fault(costs.line or 1, "patterns or markers draw each other over and over", "paint them with plain colours")


class _Costs:
    """How many shapes are drawn where patterns, markers and clips are followed; the line of the first that is too dear."""

    def __init__(self, parts: dict[str, Any]) -> None:
        self.parts, self.line = parts, 0
        self.known: dict[str, int] = {}

    def of(self, element: Any, above: tuple[str, ...]) -> int:
        """The shapes of an element that is drawn once."""
        total = 0
        for each in element.iter(etree.Element):
            if each is not element and above == () and etree.QName(each).localname in UNSEEN:
                continue
            total += 1
            for name in USERS:
                found = REFERENCE.fullmatch(each.get(name, "").strip())
                if found and found[1] in self.parts:
                    total += self.part(found[1], above, each.sourceline or 1)
        return total

    def part(self, key: str, above: tuple[str, ...], line: int) -> int:
        if key in above or len(above) > 4:
            self.line = self.line or line
            return COPIES + MOST + 1
        if key not in self.known:
            self.known[key] = self.of(self.parts[key], (*above, key))
            if self.known[key] > COPIES:
                self.line = self.line or line
        return self.known[key]


def _seen(root: Any) -> Iterator[Fault]:
    """Something can be seen on white paper."""
    box = view_box(root)
    if box and not any(_is_seen(element, box) for element in root.iter(etree.Element)):
        yield Fault(1, "nothing can be seen in the drawing", "draw shapes or words inside the viewBox, in a colour")


def _unseen_words(root: Any) -> Iterator[Fault]:
    """Words that nobody can read. Of white ones their ground decides: the finished picture tells."""
    for element in root.iter(f"{SVG}text", f"{SVG}tspan"):
        words = " ".join((element.text or "").split())
        if words and (
            _is_hidden(element) or not (_paints(element, "fill", "black", white=True) or _paints(element, "stroke", "none"))
        ):
            hint = "take display, visibility or opacity away, or the words"
            yield Fault(element.sourceline or 1, f"the words “{words[:40]}” cannot be seen", hint)


def _is_hidden(element: Any) -> bool:
    """Whether an element is not drawn, or drawn as if it were not there."""
    line = (element, *element.iterancestors())
    aside = any(etree.QName(each).localname in UNSEEN or each.get("display") == "none" for each in line)
    return (
        aside
        or any(_nought(each.get("opacity", "1")) for each in line)
        or inherited(element, "visibility", "visible") != "visible"
    )


def _is_seen(element: Any, box: tuple[float, float, float, float]) -> bool:
    name = etree.QName(element).localname
    if name not in SHAPES and not (name in ("text", "tspan") and (element.text or "").strip()):
        return False
    if _is_hidden(element):
        return False
    painted = _paints(element, "stroke", "none") or (name != "line" and _paints(element, "fill", "black"))
    return painted and _inside(element, box)


def _paints(element: Any, key: str, default: str, *, white: bool = False) -> bool:
    """Whether an element is painted; in `white` too?"""
    colour = inherited(element, key, default).strip()
    if colour in ("none", "transparent") or _nought(inherited(element, f"{key}-opacity", "1")):
        return False
    if REFERENCE.fullmatch(colour) or colour in ("currentColor", "inherit"):
        return True
    return white or ImageColor.getrgb(colour)[:3] != (255, 255, 255)


def inherited(element: Any, key: str, default: str) -> str:
    """An attribute of the element, or of the nearest around it that has it."""
    return next((str(each.get(key)) for each in (element, *element.iterancestors()) if each.get(key) is not None), default)


def _nought(value: str) -> bool:
    return float(value.strip().removesuffix("%").removesuffix("px")) == 0


def _inside(element: Any, box: tuple[float, float, float, float]) -> bool:
    """Whether a shape reaches into the drawing and has a size, as far as its attributes tell: a movement may bring it in."""
    x, y, width, height = box
    texts = {key: element.get(key, "0").removesuffix("px") for key in ("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry")}
    numbers = {key: float(value) for key, value in texts.items() if "%" not in value and " " not in value}
    match etree.QName(element).localname:
        case "rect":
            left, top, wide, high = (numbers.get(key, 0) for key in ("x", "y", "width", "height"))
        case "circle" | "ellipse":
            rx, ry = (numbers.get("r") or numbers.get(key, 0) for key in ("rx", "ry"))
            left, top, wide, high = numbers.get("cx", 0) - rx, numbers.get("cy", 0) - ry, 2 * rx, 2 * ry
        case "path" | "polyline" | "polygon":
            return len(re.findall(r"\d+", element.get("d", "") + element.get("points", ""))) >= 3
        case _:
            return True
    if not wide or not high:
        return False
    moved = any(each.get("transform") for each in (element, *element.iterancestors()))
    return moved or (left < x + width and top < y + height and left + wide > x and top + high > y)


RULES = (_elements, _attributes, _references)  # what can be seen, and read, is asked of a sound drawing
