"""Documents in which pictures stand in the place of drawings, for programs that draw no SVG."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from studyguide.html.xhtml import XHTML

DRAWING = "{http://www.w3.org/2000/svg}svg"


def put_pictures(root: Any, addresses: Mapping[str, str]) -> bool:
    """Put a picture in the place of each drawing of a document, with its name as the text alternative.

    A drawing stands in a figure; `addresses` are those of the pictures by the ids of the figures. Returns whether there was one.
    """
    drawings = list(root.iter(DRAWING))
    for drawing in drawings:
        figure = drawing.getparent()
        picture = etree.Element(f"{XHTML}img", {"src": addresses[figure.get("id")], "alt": drawing.get("aria-label", "")})
        picture.tail = drawing.tail
        figure.replace(drawing, picture)
    return bool(drawings)
