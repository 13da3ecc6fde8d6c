"""QTI: items of version 2.1 with the XHTML that the standard has room for, and the same items as version 3.0 has them.

Sources: IMS QTI 2.1, Assessment Test, Section and Item Information Model, 4 and 20 (XHTML); IMS QTI 3.0, Best Practices and
Implementation Guide, Appendix “Migrating”: names in kebab-case, those of the standard begin with “qti-”.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

V21, V30 = "http://www.imsglobal.org/xsd/imsqti_v2p1", "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
HTML = frozenset({
    "a", "abbr", "address", "b", "big", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "dfn", "div",
    "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "q", "samp",
    "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "ul", "var",
})  # fmt: skip
"""The elements of XHTML that an item may hold."""
INSTEAD = {
    "section": "div",
    "aside": "div",
    "figure": "div",
    "figcaption": "div",
    "header": "div",
    "footer": "div",
    "bdi": "span",
}
INSTEAD |= dict.fromkeys(("s", "u", "mark", "del", "ins", "time", "data"), "span")
OWN = frozenset(("value", "match", "correct", "variable", "equal", "mapping"))
"""The elements of QTI itself that have small letters only."""
KEPT = {"class", "src", "alt", "href", "width", "height", "colspan", "rowspan", "scope", "headers", "id"}
"""The attributes of XHTML that an item may hold."""
NAMESPACES: Any = {None: V30}
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def version_2(text: str) -> bytes:
    """An item or a test of QTI 2.1 as a file, with XHTML that the standard knows."""
    root = etree.fromstring(text.encode())
    for element in root.iter(etree.Element):
        name = etree.QName(element)
        if name.namespace == V21 and _is_html(name.localname):
            _as_known(element, name.localname)
    return _file(root)


def version_3(item: bytes) -> bytes:
    """The same item or test as QTI 3.0 has it."""
    root = etree.fromstring(item)
    for feedback in root.iter(f"{{{V21}}}modalFeedback"):
        _wrapped(feedback)
    for element in root.iter(etree.Element):
        name = etree.QName(element)
        if name.namespace != V21:
            continue
        element.tag = f"{{{V30}}}{name.localname if _is_html(name.localname) else _new(name.localname)}"
        if not _is_html(name.localname):
            _with_new_attributes(element)
    attributes: dict[str, str] = {str(name): str(value) for name, value in root.attrib.items()}
    again: Any = etree.Element(root.tag, attributes, nsmap=NAMESPACES)
    again.extend([*root])
    return _file(again)


def _is_html(name: str) -> bool:
    return name.islower() and name not in OWN


def _as_known(element: Any, name: str) -> None:
    known = INSTEAD.get(name, name)
    element.tag = f"{{{V21}}}{known if known in HTML else 'span'}"
    for attribute in [each for each in element.attrib if each not in KEPT]:
        value = element.attrib.pop(attribute)
        if attribute == "lang":
            element.set("{http://www.w3.org/XML/1998/namespace}lang", value)


def _wrapped(feedback: Any) -> None:
    """What a feedback holds within the body that version 3.0 wants around it."""
    body = etree.Element(f"{{{V21}}}contentBody")
    body.text, feedback.text = feedback.text, None
    body.extend([*feedback])
    feedback.append(body)


def _new(name: str) -> str:
    return f"qti-{CAMEL.sub('-', name).lower()}"


def _with_new_attributes(element: Any) -> None:
    values = {name if name.startswith("{") else CAMEL.sub("-", name).lower(): value for name, value in element.attrib.items()}
    element.attrib.clear()
    element.attrib.update(values)


def _file(root: Any) -> bytes:
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"
