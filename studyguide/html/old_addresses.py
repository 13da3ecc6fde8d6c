"""Old addresses: in documents that are read by address, an id that something had before it was renamed still leads to it."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from studyguide.html.xhtml import XHTML

HOLDERS = "aside caption dd div dt figcaption h1 h2 h3 h4 header li p section td th"
FLOW = frozenset(f"{XHTML}{name}" for name in HOLDERS.split())
"""Elements that an empty span may begin; before any other it stands as a sibling (HTML, 4: a figure begins with its caption)."""


def keep_old_addresses(root: Any, old_addresses: Iterable[tuple[str, str]]) -> None:
    """Put an empty element with the old id at each element of the document that had another before."""
    wanted: dict[str, list[str]] = {}
    for old, new in old_addresses:
        wanted.setdefault(new, []).append(old)
    found = [element for element in root.iter(etree.Element) if element.get("id") in wanted] if wanted else []
    for element in found:
        for old in wanted[element.get("id")]:
            _mark(element, old)


def _mark(element: Any, old: str) -> None:
    """Put the span before the first words of an element, so that what must begin it still does."""
    span = etree.Element(f"{XHTML}span", id=old)
    while len(element) and element.tag in FLOW and element[0].tag in FLOW and not (element.text or "").strip():
        element = element[0]
    if element.tag in FLOW:
        span.tail, element.text = element.text, None
        element.insert(0, span)
    else:
        element.addprevious(span)
