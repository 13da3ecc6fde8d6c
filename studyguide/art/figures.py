"""Figures: every drawing the book asks for, from its SVG master or from its data, proven harmless."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from lxml import etree

from studyguide.art import charts
from studyguide.nodes import Figure
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.folder import Sources
from studyguide.sources.schema import toml_error_place

FORBIDDEN = {
    "script",
    "foreignObject",
    "iframe",
    "image",
    "audio",
    "video",
    "animate",
    "set",
    "animateTransform",
    "handler",
    "style",
    "a",
}
SVG = "{http://www.w3.org/2000/svg}"


def draw_figures(figures: Iterable[Figure], sources: Sources, env: Any, problems: Problems) -> dict[str, str]:
    """The SVG text of each figure by its `src` (“figures/name.svg”). A data file beside the name wins over a drawing."""
    made: dict[str, str] = {}
    for figure in figures:
        path = f"chapters/{figure.src}"
        data = path.removesuffix(".svg") + ".toml"
        if data in sources.texts:
            made[figure.src] = _chart(data, sources.texts[data], env, problems)
        elif path in sources.texts:
            made[figure.src] = sources.texts[path]
        check_svg(data if data in sources.texts else path, made.get(figure.src, ""), problems)
    return made


def _chart(path: str, text: str, env: Any, problems: Problems) -> str:
    try:
        return charts.draw(tomllib.loads(text), env)
    except tomllib.TOMLDecodeError as error:
        line, col = toml_error_place(error) or (1, 1)
        problems.error(Span(path, line, col), "bad-toml", str(error).lower())
    except ValueError as error:
        problems.error(Span(path, 1), "bad-value", f"the chart cannot be drawn: {error}")
    return ""


def check_svg(path: str, text: str, problems: Problems) -> None:
    """Report what no rendition may contain: scripts, links, pictures, anything fetched, all but a plain drawing with a title."""
    if not text:
        return
    try:
        root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        problems.error(Span(path, error.lineno or 1), "bad-svg", f"this is not XML: {error.msg}")
        return
    if root.getroottree().docinfo.internalDTD is not None:
        problems.error(Span(path, 1), "bad-svg", "a document type is not allowed", "delete the line <!DOCTYPE …>")
    if root.tag != SVG + "svg" or not root.get("viewBox"):
        problems.error(Span(path, 1), "bad-svg", "the drawing needs an svg element with a viewBox")
    if root.find(f"{SVG}title") is None:
        problems.error(Span(path, 1), "bad-svg", "the drawing has no <title>")
    for element in root.iter():
        _check_element(path, element, problems)


def _check_element(path: str, element: Any, problems: Problems) -> None:
    span = Span(path, element.sourceline or 1)
    if not isinstance(element.tag, str):
        if element.tag is not etree.Comment:
            problems.error(span, "bad-svg", "processing instructions and entities are not allowed")
        return
    name = etree.QName(element).localname
    if name in FORBIDDEN or not element.tag.startswith(SVG):
        problems.error(span, "bad-svg", f"the element <{name}> is not allowed in a drawing")
    for key, value in element.attrib.items():
        attribute = etree.QName(key).localname
        fetched = attribute in ("href", "src") and not value.startswith("#")
        if attribute.startswith("on") or fetched or re.search(r"url\(\s*['\"]?(?!#)|@import|javascript:", value):
            problems.error(
                span,
                "bad-svg",
                f"the attribute {attribute}=“{value[:40]}” reaches out of the drawing",
                "refer only to parts of the same drawing, as #id",
            )
