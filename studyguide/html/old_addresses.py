"""Old addresses: in documents that are read by address, an id that something had before it was renamed still leads to it."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from studyguide.html.xhtml import XHTML

FLOW = frozenset(
    f"{XHTML}{name}" for name in ("aside", "dd", "div", "h1", "h2", "h3", "h4", "header", "li", "p", "section", "td")
)
"""Elements that an empty span may begin; before any other it stands as a sibling (HTML, 4: a figure begins with its caption)."""
HEADS = frozenset(f"{XHTML}{name}" for name in ("h1", "h2", "h3", "h4", "header"))


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
    span = etree.Element(f"{XHTML}span", id=old)
    first = element[0] if len(element) and not (element.text or "").strip() else None
    if first is not None and first.tag in HEADS:
        element = first[0] if len(first) and first[0].tag in FLOW and not (first.text or "").strip() else first
    if element.tag in FLOW:
        span.tail, element.text = element.text, None
        element.insert(0, span)
    else:
        element.addprevious(span)
