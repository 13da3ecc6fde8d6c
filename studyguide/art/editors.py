"""What programs leave in the drawings that they write: their own elements and attributes, sizes in millimetres, styles.

Styles become the attributes that they stand for; all else of this is taken out, in silence, for it draws nothing.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
XML = "{http://www.w3.org/XML/1998/namespace}"
EDITORS = re.compile(
    r"inkscape|sodipodi|adobe\.com|22-rdf-syntax-ns|purl\.org/dc|creativecommons\.org/ns|web\.resource\.org/cc|bohemiancoding|sketch"
    r"|figma|serif\.com|affinity|corel|xara|boxy-svg|vectornator|x-schema|openoffice|libreoffice|schemas\.microsoft",
    re.IGNORECASE,
)
IDLE = frozenset(
    (
        *("class", "version", "baseProfile", "enable-background", "overflow", "xmlns", "contentScriptType", "contentStyleType"),
        *(
            "zoomAndPan",
            "shape-rendering",
            "text-rendering",
            "image-rendering",
            "color-interpolation",
            "color-rendering",
            "focusable",
        ),
        *("color-interpolation-filters", "marker", "mix-blend-mode", "isolation", "font-variant", "font-stretch", "writing-mode"),
        *("direction", "line-height", "text-align", "text-indent", "text-transform", "white-space", "block-progression", "font"),
        *("unicode-bidi", "text-orientation", "solid-color", "solid-opacity", "fill-opacity-ratio", "stroke-linecap-ratio"),
        *(
            "font-feature-settings",
            "font-variation-settings",
            "font-variant-ligatures",
            "font-variant-caps",
            "font-variant-numeric",
        ),
        *("font-variant-east-asian", "font-variant-position", "font-variant-alternates", "font-specification", "text-overflow"),
        *(
            "shape-inside",
            "shape-padding",
            "shape-margin",
            "inline-size",
            "word-wrap",
            "tab-size",
            "font-kerning",
            "glyph-orientation",
        ),
    )
)
"""Attributes and properties that a plain drawing does without."""
NO_EFFECT = {
    "filter": "none",
    "mask": "none",
    "clip-path": "none",
    "transform": "none",
    "stop-opacity": "1",
    "letter-spacing": "normal",
}
IN_PIXELS = {"px": 1.0, "": 1.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pt": 96 / 72, "pc": 16.0}


def without_traces(root: Any) -> None:
    """Take out of the tree what its editor left there."""
    _take_out(root)
    sheets = _rules(root)
    for element in root.iter(f"{SVG}*"):
        _plain_attributes(element, sheets)
    _plain_frame(root)
    etree.cleanup_namespaces(root)


def _take_out(root: Any) -> None:
    """Elements of editors' own namespaces, metadata and remarks."""
    for element in [*root.iter()]:
        if element is root or element.getparent() is None:
            continue
        if not isinstance(element.tag, str):
            gone = element.tag is etree.Comment
        else:
            space = etree.QName(element).namespace or ""
            gone = bool(EDITORS.search(space)) or element.tag == f"{SVG}metadata"
        if gone:
            _remove(element)


def _remove(element: Any) -> None:
    """Take an element out; the words behind it stay."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _rules(root: Any) -> dict[str, dict[str, str]]:
    """The properties of each class of a style sheet that names classes alone; another sheet stays, and is refused."""
    found: dict[str, dict[str, str]] = {}
    for sheet in root.findall(f".//{SVG}style"):
        text = re.sub(r"/\*.*?\*/|<!\[CDATA\[|\]\]>", "", sheet.text or "", flags=re.DOTALL)
        if not re.fullmatch(r"(\s*\.[\w-]+(\s*,\s*\.[\w-]+)*\s*\{[^{}\\@]*\})*\s*", text):
            continue
        for names, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
            for name in names.split(","):
                found.setdefault(name.strip().removeprefix("."), {}).update(_declared(body))
        _remove(sheet)
    return found


def _declared(style: str) -> dict[str, str]:
    """The properties of a style: name and value."""
    pairs = (part.partition(":") for part in style.split(";") if ":" in part)
    return {name.strip().lower(): value.replace("!important", "").strip() for name, _, value in pairs}


def _plain_attributes(element: Any, sheets: dict[str, dict[str, str]]) -> None:
    styles: dict[str, str] = {}
    for name in (element.get("class") or "").split():
        styles |= sheets.get(name, {})
    styles |= _declared(element.attrib.pop("style", ""))
    for name, value in styles.items():
        if not _is_idle(name, value):
            element.set(name, value)
    for key, value in [*element.attrib.items()]:
        if EDITORS.search(key) or _is_idle(key, value) or key == f"{XML}space":
            del element.attrib[key]
    if (size := element.get("font-size")) and (found := re.fullmatch(r"([\d.]+)(mm|cm|in|pt|pc)", size)):
        element.set("font-size", f"{float(found[1]) * IN_PIXELS[found[2]]:g}")


def _is_idle(name: str, value: str) -> bool:
    return name in IDLE or name.startswith(("-", "data-")) or NO_EFFECT.get(name) == value.strip()


def _plain_frame(root: Any) -> None:
    """The size on paper is the rendition's business; a drawing without viewBox has the one that its size implies."""
    width, height = (_pixels(root.attrib.pop(key, "")) for key in ("width", "height"))
    for key in ("x", "y"):
        root.attrib.pop(key, None)
    if root.get("viewBox") is None and width and height:
        root.set("viewBox", f"0 0 {width:g} {height:g}")


def _pixels(length: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([a-z]*)", length.strip())
    return float(found[1]) * IN_PIXELS.get(found[2], 0.0) if found else 0.0
