"""Figures: every drawing the book asks for, from its SVG master or from its data, proven harmless."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from studyguide.art.chartdata import read_chart
from studyguide.art.charts import draw
from studyguide.art.fonts import guide_fonts
from studyguide.html import Environment
from studyguide.nodes import Figure
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.folder import Sources

ELEMENTS = frozenset(
    (
        *("svg", "title", "desc", "defs", "g", "marker", "pattern", "clipPath", "linearGradient", "radialGradient", "stop"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
    )
)
SVG = "{http://www.w3.org/2000/svg}"
REACHES_OUT = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:|\\")  # a backslash may hide any of them
LARGEST = 10_000  # units of a viewBox


def draw_figures(figures: Iterable[Figure], sources: Sources, env: Environment, problems: Problems) -> dict[str, str]:
    """The SVG text of each figure by its `src` (“figures/name.svg”). A data file beside the name wins over a drawing."""
    families = {face.family for face in guide_fonts(sources.blobs)}
    made: dict[str, str] = {}
    for figure in figures:
        path = f"chapters/{figure.src}"
        data = path.removesuffix(".svg") + ".toml"
        if data in sources.texts:
            made[figure.src] = _chart(data, sources.texts[data], env, problems)
        elif path in sources.texts:
            made[figure.src] = sources.texts[path]
            check_svg(path, made[figure.src], families, problems)
    return made


def _chart(path: str, text: str, env: Environment, problems: Problems) -> str:
    chart = read_chart(path, text, problems)
    if chart and chart.id != PurePosixPath(path).stem:
        problems.error(Span(path, 1), "bad-id", f"the id “{chart.id}” is not the file's name", "make them the same")
    return draw(chart, env) if chart else ""


def check_svg(path: str, text: str, families: Collection[str], problems: Problems) -> None:
    """Report what no rendition may contain: all but a plain drawing with a title, its letters in one of the font `families`."""
    try:
        root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        problems.error(Span(path, error.lineno or 1), "bad-svg", f"this is not XML: {error.msg}")
        return
    if root.getroottree().docinfo.internalDTD is not None:
        problems.error(Span(path, 1), "bad-svg", "a document type is not allowed", "delete the line <!DOCTYPE …>")
    if root.tag != SVG + "svg" or not _is_view(root.get("viewBox", "")):
        hint = f"four numbers, width and height above 0 and at most {LARGEST:,}"
        problems.error(Span(path, 1), "bad-svg", "the drawing needs an svg element with a viewBox", hint)
    if root.find(f"{SVG}title") is None:
        problems.error(Span(path, 1), "bad-svg", "the drawing has no <title>")
    for element in root.iter():
        _check_element(path, element, problems)
        _check_font(path, element, families, problems)


def _is_view(box: str) -> bool:
    try:
        _, _, width, height = map(float, box.replace(",", " ").split())
    except ValueError:
        return False
    return 0 < width <= LARGEST and 0 < height <= LARGEST


def _check_element(path: str, element: Any, problems: Problems) -> None:
    span = Span(path, element.sourceline or 1)
    if not isinstance(element.tag, str):
        if element.tag is not etree.Comment:
            problems.error(span, "bad-svg", "processing instructions and entities are not allowed")
        return
    name = etree.QName(element).localname
    if name not in ELEMENTS or not element.tag.startswith(SVG):
        problems.error(
            span, "bad-svg", f"the element <{name}> is not allowed in a drawing", f"allowed are {', '.join(sorted(ELEMENTS))}"
        )
        return
    for key, value in element.attrib.items():
        attribute = etree.QName(key).localname
        if attribute in ("href", "src", "style") or attribute.startswith("on") or REACHES_OUT.search(value):
            problems.error(
                span,
                "bad-svg",
                f"the attribute {attribute}=“{value[:40]}” is not allowed in a drawing",
                "drawings hold no styles or scripts, and refer only to parts of themselves, as url(#id)",
            )


def _check_font(path: str, element: Any, families: Collection[str], problems: Problems) -> None:
    """Letters of no family of the guide would come from whatever font a machine has."""
    if element.tag not in (f"{SVG}text", f"{SVG}tspan") or not (element.text or "").strip():
        return
    named = next((e.get("font-family") for e in (element, *element.iterancestors()) if e.get("font-family")), "")
    family = named.split(",")[0].strip(" \"'")
    if family not in families:
        problems.error(
            Span(path, element.sourceline or 1),
            "bad-svg",
            f"the font “{family}” of these letters is not the guide's" if family else "these letters have no font",
            f"give the drawing a font-family that begins with {' or '.join(sorted(families))}",
        )
