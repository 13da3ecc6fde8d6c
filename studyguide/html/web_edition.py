"""The web edition: a document of the e-book, changed into what stands between the head and the foot of a web page.

Terms say their meaning where a pointer or the keyboard is on them, and a question holds its own answer. No word is taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from studyguide.html.excerpts import BLANKS
from studyguide.html.xhtml import EPUB_TYPE, VOID, XHTML

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAMESPACES = (' xmlns="http://www.w3.org/1999/xhtml"', ' xmlns:epub="http://www.idpf.org/2007/ops"')


@dataclass(frozen=True)
class WebPassage:
    """A section as a search finds it: its address in the page, its title, its words without those of sections within it."""

    anchor: str
    title: str
    words: str


@dataclass(frozen=True)
class WebBody:
    """What a page shows, as HTML; the passages that a search finds in it."""

    markup: str
    passages: tuple[WebPassage, ...] = ()


@dataclass(frozen=True)
class Beside:
    """What a page tells besides its text: meanings of terms and answers, each by its anchor, and the word for an answer."""

    meanings: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    answer: str = "Answer"


def web_body(root: Any, beside: Beside) -> WebBody:
    """The body of a document of the e-book for the web."""
    body = root.find(f"{XHTML}body")
    passages = tuple(_passages(body))
    for term in [each for each in body.iter(f"{XHTML}a") if "term" in each.get("class", "").split()]:
        if meaning := beside.meanings.get(_anchor(term)):
            term.set("data-meaning", meaning)
    for line in [each for each in body.iter(f"{XHTML}p") if "to-answer" in each.get("class", "").split()]:
        answer = beside.answers.get(_anchor(line.find(f"{XHTML}a")))
        if answer is not None:
            line.getparent().replace(line, _folded(answer, beside.answer, line.tail))
    return WebBody(written(body), passages)


def answers_of(root: Any) -> dict[str, Any]:
    """The answers of a document, by their ids."""
    return {each.get("id"): each for each in root.iter(f"{XHTML}section") if "answer" in each.get("class", "").split()}


def written(body: Any) -> str:
    """What stands in an element, as HTML that an XML parser reads too."""
    for element in body.iter(etree.Element):
        element.attrib.pop(EPUB_TYPE, None)
        if language := element.attrib.pop(XML_LANG, None):
            element.set("lang", language)
        if element.text is None and len(element) == 0 and element.tag not in VOID:
            element.text = ""
    text = (body.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in body)
    for namespace in NAMESPACES:
        text = text.replace(namespace, "")
    return text.strip()


def _anchor(link: Any) -> str:
    return str(link.get("href", "")).rpartition("#")[2] if link is not None else ""


def _folded(answer: Any, word: str, tail: str | None) -> Any:
    """An answer that is shown when it is asked for, without its heading and its ways back. Ids are those of the answer itself."""
    details: Any = etree.Element(f"{XHTML}details", {"class": "answer"})
    etree.SubElement(details, f"{XHTML}summary").text = word
    for child in answer:
        heading = str(child.tag).rpartition("}")[2] in {"h1", "h2", "h3", "h4", "h5", "h6"}
        if not heading and "to-question" not in child.get("class", "").split():
            details.append(deepcopy(child))
    for element in details.iter(etree.Element):
        element.attrib.pop("id", None)
        element.attrib.pop("aria-labelledby", None)
    details.tail = tail
    return details


HEADINGS = {f"{XHTML}h{level}" for level in range(1, 7)}


def _passages(body: Any) -> Iterator[WebPassage]:
    """The passages below each heading that can be gone to, in order."""
    anchor, title = "", ""
    words: list[str] = []
    for element in body.iter(etree.Element):
        if element.tag in HEADINGS and "label" not in element.get("class", "").split() and (place := _place(element)):
            if anchor:
                yield WebPassage(anchor, title, " ".join(words))
            anchor, title, words = place, " ".join("".join(element.itertext()).split()), []
        words += [*(element.text or "").split(), *_after(element)]
    if anchor:
        yield WebPassage(anchor, title, BLANKS.sub(" ", " ".join(words)))


def _after(element: Any) -> list[str]:
    """The words behind an element's children; those behind itself are its parent's."""
    return [word for child in element for word in (child.tail or "").split()]


def _place(heading: Any) -> str:
    """The id by which a heading is gone to: that of its section, or its own."""
    parent = heading.getparent()
    section = parent if parent.tag == f"{XHTML}section" else parent.getparent()
    return str((section.get("id") if section is not None and section.tag == f"{XHTML}section" else "") or heading.get("id") or "")
