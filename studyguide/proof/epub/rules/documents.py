"""Content documents: XHTML that every engine reads alike."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import html5lib
from lxml import etree

from studyguide.proof.epub.opened import LANG, NAMES, ContentDocument, OpenedBook, text
from studyguide.proof.epub.rules.rule import page_rule, rule
from studyguide.proof.pdf.source import uncalled

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"})
SELF_CLOSED = re.compile(rb"<([A-Za-z][\w:-]*)(?:\s[^<>]*)?/>")
FOREIGN_TREE = re.compile(rb"<(svg|math)[\s>].*?</\1>", re.DOTALL)
LIMIT = 300_000
ACTIVE = ("script", "iframe", "embed", "object", "audio", "video", "form", "input", "button")
# Characters that e-readers draw wrongly, and what stands for them.
FORBIDDEN = {
    "\u2011": "a non-breaking hyphen: Kobo draws it raised",
    "\u2060": "a word joiner: drawn as a box",
    "\ufeff": "a byte order mark",
    "\ufffd": "a replacement character: text was lost",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
}
EMOJI_ARROWS = re.compile("[\u21a9\u21aa\u2194-\u2199](?!\ufe0e)")
PARTED = re.compile(r"\d ×? ?(?:°[CF]\b|10[⁰¹²³⁴-⁹]|/?[µm]L\b|g/d?L\b|[mkµ]?g\b)")
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
"""Categories of Unicode: controls, joiners and marks of direction, what is private or means nothing."""

SEEN = frozenset("\n\t\u00ad")
"""What is of them and does no harm: line ends, tabs, soft hyphens."""


@rule("document", "speech picks a wrong voice, and headings lead nowhere")
def document(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """X1: doctype, both language attributes, and a title that is the only h1."""
    language = next(iter(text(node) for node in book.package("o:metadata/dc:language")), "")
    for page in book.pages.values():
        if not re.match(rb"<\?xml[^>]*\?>\s*<!DOCTYPE html>", page.data):
            yield page.name, "it does not begin with the XML declaration and <!DOCTYPE html>"
        if page.root.get("lang") != language or page.root.get(LANG) != language:
            yield page.name, f"its lang and xml:lang are not both {language}"
        titles = page.find("/h:html/h:head/h:title")
        headings = page.find("//h:h1")
        if not page.typed("cover") and (len(headings) != 1 or not titles or text(titles[0]) != uncalled(headings[0])):
            yield page.name, "its title is not its only h1"


@rule("id", "a deep link goes to the wrong place; merged files break")
def unique_ids(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """X1: no id twice in the whole book."""
    found = [(node.get("id"), page.name) for page in book.pages.values() for node in page.find("//*[@id]")]
    counted = Counter(name for name, _ in found)
    for name, file in found:
        if counted[name] > 1:
            yield file, f"the id {name} stands {counted[name]} times in the book"


@page_rule("self-closed", "engines that read XHTML as HTML swallow the rest of the page", everywhere=True)
def self_closed(page: ContentDocument) -> Iterator[str]:
    """X2: no self-closed element but HTML's void ones."""
    for match in SELF_CLOSED.finditer(FOREIGN_TREE.sub(b"", page.data)):
        if match[1].decode().lower() not in VOID:
            yield f"<{match[1].decode()}/> is self-closed"


@page_rule("html", "old Android engines read XHTML as HTML and see another text", everywhere=True)
def same_as_html(page: ContentDocument) -> Iterator[str]:
    """X2: an HTML5 parser sees the same words, elements and ids in the same nesting as an XML parser."""
    tree = html5lib.parse(page.data.decode("utf-8"))
    if _sight(tree.find("h:body", NAMES)) != _sight(page.root.find("h:body", NAMES)):
        yield "it reads differently as HTML"


def _sight(node: Any) -> list[Any]:
    """Names, ids, words and nesting of a tree, whichever library made it."""
    kids = [(_sight(kid) if isinstance(kid.tag, str) else [], (kid.tail or "").split()) for kid in node]
    return [node.tag.rpartition("}")[2], node.get("id"), (node.text or "").split(), kids]


@page_rule("document-size", "RMSDK stops at about 300 KB, and page turns grow slow", everywhere=True)
def document_size(page: ContentDocument) -> Iterator[str]:
    """X4: every document is below 300 KB."""
    if len(page.data) >= LIMIT:
        yield f"it has {len(page.data):,} bytes"


@page_rule("heading-first", "Kobo ignores page breaks in CSS: only a new file begins a new page")
def heading_first(page: ContentDocument) -> Iterator[str]:
    """X4: the h1 comes first in its file; only the chapter's number may stand before it."""
    body = page.find("//h:body")[0]
    for heading in page.find("(//h:h1)[1]"):
        before = "".join(body.xpath(".//text()[following::h:h1]", namespaces=NAMES)).split()
        if len(" ".join(before)) > 20:
            yield f"text stands before the heading “{text(heading)}”"


@page_rule("abbreviation", "a title attribute cannot be seen on touch or e-ink", everywhere=True)
def abbreviation(page: ContentDocument) -> Iterator[str]:
    """X5: each abbreviation with a title is spelt out in the text right before."""
    for node in page.find("//h:abbr[@title]"):
        before = "".join(node.xpath("preceding::text()")).replace("\u00ad", "")
        around = "".join(before[-200:].split()).casefold()
        if "".join(node.get("title").split()).casefold() not in around:
            yield f"{text(node)} is not spelt out before it stands here"


@page_rule("foreign", "speech reads Latin with English rules", everywhere=True)
def foreign(page: ContentDocument) -> Iterator[str]:
    """X5: lang and xml:lang always come together and agree."""
    for node in page.root.iter(etree.Element):
        if node.get("lang") != node.get(LANG):
            yield f"lang and xml:lang of “{text(node)[:40]}” differ"


@page_rule("character", "boxes, emoji and raised hyphens in place of letters", everywhere=True)
def character(page: ContentDocument) -> Iterator[str]:
    """X6: no character that e-readers draw wrongly."""
    content = "".join(page.root.itertext()) + "".join(page.root.xpath("//@alt | //@title | //@aria-label"))
    for char in sorted(set(content) & FORBIDDEN.keys()):
        yield f"U+{ord(char):04X} is {FORBIDDEN[char]}"
    for match in {*EMOJI_ARROWS.findall(content)}:
        yield f"U+{ord(match):04X} is drawn as an emoji: add U+FE0E"
    for char in sorted({each for each in {*content} - SEEN - FORBIDDEN.keys() if unicodedata.category(each) in UNSEEN}):
        yield f"U+{ord(char):04X} is a character that nobody sees, or a private one"


@page_rule("unit-space", "a number at the end of a line, and its unit on the next", everywhere=True)
def unit_space(page: ContentDocument) -> Iterator[str]:
    """X6: no plain space between a number and its unit."""
    for match in PARTED.finditer("".join(page.root.itertext())):
        yield f"“{match[0]}” may be parted at the end of a line: put U+00A0"


@rule("active", "no reader is sure to run it, and stores refuse it")
def active(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """X7, E1, O1: no scripts, forms, media, inline styles; nothing fetched from the network."""
    for page in book.pages.values():
        for node in page.root.iter(etree.Element):
            name = etree.QName(node).localname
            if name in ACTIVE:
                yield page.name, f"<{name}> is not allowed"
            for attribute, value in node.attrib.items():
                if attribute == "style" or attribute.startswith("on"):
                    yield page.name, f"the attribute {attribute} on <{name}> is not allowed"
                if attribute in ("src", "srcset", "data") and re.match(r"(?:[a-z]+:)?//|data:", str(value)):
                    yield page.name, f"{value} is fetched from outside the book"
    if any(item.get("media-overlay") for item in book.manifest.values()):
        yield "package.opf", "media overlays are not made"
