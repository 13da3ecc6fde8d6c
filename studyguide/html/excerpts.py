"""Excerpts: what a template made of a few nodes as HTML that stands alone, in a flashcard or a bank of questions.

What leads to another page leads nowhere there: links are plain words, calls of sources and ids are gone.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from studyguide.html.xhtml import EPUB_TYPE, VOID, XHTML

LEADING = {"cite", "backlink"}
"""The classes of what only leads away: raised calls of sources, ways back from a footnote."""
GONE = ("id", "role", "aria-labelledby", "aria-describedby", "headers", EPUB_TYPE, "{http://www.w3.org/XML/1998/namespace}lang")
BLANKS = re.compile(r"\s*\n\s*")
NAMESPACES = re.compile(r' xmlns(:\w+)?="(?!http://www\.w3\.org/1998/Math/MathML)[^"]*"')


def excerpt(root: Any) -> str:
    """What stands in an element, as HTML in one line (HTML Living Standard, 13.1): what has no content has no end tag."""
    for element in [each for each in root.iter(etree.Element) if LEADING & set(each.get("class", "").split())]:
        drop(element)
    for element in [*root.iter(etree.Element)]:
        for name in GONE:
            element.attrib.pop(name, None)
    for link in [each for each in root.iter(f"{XHTML}a") if "://" not in each.get("href", "")]:
        link.tag = f"{XHTML}span"
        link.attrib.clear()
    for element in root.iter(etree.Element):
        if element.text is None and len(element) == 0 and element.tag not in VOID:
            element.text = ""
    etree.cleanup_namespaces(root)
    inside = (root.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in root)
    return BLANKS.sub(" ", NAMESPACES.sub("", inside)).strip()


def drop(element: Any) -> None:
    """Take an element away, and leave what follows it."""
    before, parent = element.getprevious(), element.getparent()
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
