"""What each element of the HTML is in the structure tree of a PDF (ISO 32000-1, 14.8.4; ISO 14289-1, 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

SVG = "{http://www.w3.org/2000/svg}"
ROLES = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "article": "Art", "aside": "Sect", "main": "Part", "nav": "Sect", "section": "Sect",
    "address": "P", "blockquote": "BlockQuote", "p": "P", "pre": "P",
    "div": "Div", "figure": "Div", "footer": "Div", "header": "Div",
    "caption": "Caption", "figcaption": "Caption", "table": "Table", "tbody": "TBody", "td": "TD", "tfoot": "TFoot", "th": "TH",
    "thead": "THead", "tr": "TR",
    "dl": "L", "li": "LI", "ol": "L", "ul": "L",
    "code": "Code", "s": "Span", "u": "Span", "img": "Figure", "q": "Quote", SVG + "svg": "Figure",
}  # fmt: skip
"""Elements that are not listed only group text: what is in them goes to the element around them."""

INLINE = frozenset({"", "Code", "Formula", "Link", "Quote", "Span"})
"""Types that stand within a line of text."""

DECORATIONS = {"s": "/LineThrough", "u": "/Underline"}
NUMBERING = {"1": "Decimal", "A": "UpperAlpha", "a": "LowerAlpha", "I": "UpperRoman", "i": "LowerRoman"}
_SPACE = re.compile(r"[ \t\r\n]+")


def role(element: Any) -> str:
    """The structure type of an element, “” for one that needs none."""
    name = element.tag
    if name == "a":
        return "Link" if element.get("href") else ""
    if "data-mathml" in element.attrib:
        return "Formula"
    if element.get("role") == "note":
        return "Note"
    if element.get("role") == "doc-index":
        return "Index"
    found = ROLES.get(name, "")
    return found or ("Span" if element.get("lang") or (name == "abbr" and element.get("title")) else "")


def label(element: Any, around: str) -> str:
    """The structure type of an element in one of another type: a line of the contents and a note may begin with their label."""
    numbered = around == "TOCI" and "number" in (element.get("class") or "").split()
    return "Lbl" if numbered or (around == "Note" and element.tag == "b") else role(element)


def heading(element: Any) -> bool:
    """Whether an element is a heading that links can lead to."""
    return bool(isinstance(element.tag, str) and re.fullmatch("h[1-6]", element.tag) and element.get("id"))


def decorative(element: Any) -> bool:
    """Whether an element only adorns the page, by its own attributes."""
    if element.get("aria-hidden") == "true" or element.get("role") in ("presentation", "none"):
        return True
    return bool(element.tag == "img" and element.get("alt") == "")


def contents_list(element: Any) -> bool:
    """Whether the lists in an element are a table of contents."""
    return element.get("role") == "doc-toc" or (element.tag == "nav" and "contents" in element.get("class", "").split())


def alternative(element: Any) -> str:
    """The text that stands for a picture, “” if there is none."""
    if element.tag == SVG + "svg":
        title = element.find(SVG + "title")
        return _flat(element.get("aria-label") or ("" if title is None else "".join(title.itertext())))
    return _flat(element.get("alt") or element.get("aria-label") or "")


def name(element: Any) -> str:
    """What an element is called aloud: its label, or the text in it."""
    return spoken(_flat(element.get("aria-label") or "".join(_parts(element)) or element.get("title") or ""))


def _parts(element: Any) -> Iterator[str]:
    if element.tag == "img" or element.tag == SVG + "svg":
        yield alternative(element)
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not decorative(child):
            yield from _parts(child)
        yield child.tail or ""


def words(element: Any) -> str:
    """The text in an element that is read aloud, with single spaces; a forced end of a line is one."""
    return _flat("".join(_texts(element)))


def _texts(element: Any) -> Iterator[str]:
    yield " " if element.tag == "br" else element.text or ""
    for child in element:
        yield from () if decorative(child) else _texts(child)
        yield child.tail or ""


def spoken(text: str) -> str:
    """A text without the signs that only hold a line together: a search would not find what stands around them."""
    return text.replace("\u2060", "")


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def attributes(element: Any) -> dict[str, Any]:
    """The attribute object of a table cell, a list or a line of words, without what its content decides (ISO 32000-1, 14.8.5)."""
    if element.tag in ("td", "th"):
        found: dict[str, Any] = {"O": "/Table"}
        if element.tag == "th":
            found["Scope"] = "/Row" if element.get("scope") in ("row", "rowgroup") else "/Column"
        spans = {"ColSpan": element.get("colspan", "1"), "RowSpan": element.get("rowspan", "1")}
        found.update({key: int(value) for key, value in spans.items() if value.isdigit() and int(value) > 1})
        return found if len(found) > 1 else {}
    if element.tag in DECORATIONS:
        return {"O": "/Layout", "TextDecorationType": DECORATIONS[element.tag]}
    if element.tag == "ol":
        return {"O": "/List", "ListNumbering": "/" + NUMBERING.get(element.get("type", "1"), "Decimal")}
    kinds = {"ul": "/Disc", "dl": "/None"}
    return {"O": "/List", "ListNumbering": kinds[element.tag]} if element.tag in kinds else {}
