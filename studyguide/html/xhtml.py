"""XHTML as a tree: read once when a template has made it, changed by typography and page marks, written once."""

from typing import Any

from lxml import etree

from studyguide.html.failure import TemplateFailed
from studyguide.sources.diagnostics import Span
from studyguide.sources.identifiers import plain_id

NAMESPACE = "http://www.w3.org/1999/xhtml"
XHTML = f"{{{NAMESPACE}}}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
VOID = frozenset(
    f"{XHTML}{name}" for name in ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
IDS = {"id", "aria-labelledby", "aria-describedby", "aria-details", "headers", "for"}
"""The attributes that hold an id, or several."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def parse(text: str, path: str) -> Any:
    """The root element of what the template `path` made. Raises TemplateFailed if that is not well-formed XML."""
    try:
        return etree.fromstring(text.encode(), _PARSER)
    except etree.XMLSyntaxError as error:
        row = text.split("\n")[(error.lineno or 1) - 1].strip()[:80]
        message = f"the outcome is not well-formed XML: {error.msg}, at “{row}”"
        raise TemplateFailed(Span(path, 0), message, "close every element, and void elements as <br/>") from error


def with_plain_ids(root: Any) -> Any:
    """The document with ids that every reading program takes, also where it refers to them itself."""
    for element in root.iter(etree.Element):
        for name in IDS & set(element.keys()):
            element.set(name, " ".join(map(plain_id, element.get(name).split())))
        if (href := element.get("href", "")).startswith("#"):
            element.set("href", f"#{plain_id(href[1:])}")
    return root


def serialise(root: Any) -> str:
    """The document with its doctype. Empty elements keep their end tags, which programs that read XHTML as HTML need."""
    for element in root.iter(etree.Element):
        if element.text is None and len(element) == 0 and element.tag not in VOID:
            element.text = ""
    return str(etree.tostring(root.getroottree(), encoding="unicode")) + "\n"


def _is_blank_lines(text: str) -> bool:
    return text.count("\n") > 1 and text.isspace()


def serialise_file(root: Any) -> bytes:
    """The document as a file: UTF-8, behind its XML declaration, without the blank lines that templates leave between blocks."""
    for element in root.iter():
        if _is_blank_lines(element.text or ""):
            element.text = "\n"
        if _is_blank_lines(element.tail or ""):
            element.tail = "\n"
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + serialise(root).encode()
