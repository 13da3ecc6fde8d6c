"""What is said of a document of the EPUB: its elements by their roles, names and words (HTML AAM 1.0, DPUB-ARIA 1.1).

The voice is one that knows lexicons (EPUB 3 Text-to-Speech Enhancements 1.0, W3C PLS 1.0).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from studyguide.html.omissions import formula_said
from studyguide.proof.epub.opened import ContentDocument, OpenedBook
from studyguide.proof.heard.spoken import Spoken

DRAWING = "{http://www.w3.org/2000/svg}svg"
XHTML = "{http://www.w3.org/1999/xhtml}"
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = {"ul": "li", "ol": "li", "dl": "dt"}
GROUPS = ("aside", "figure", "nav", "header", "footer")
BLOCKS = ("p", "pre", "blockquote", "figcaption", "caption", "dt", "dd", "div", "section", "address")
CALLED = {"a": "link", "figcaption": "caption", "td": "cell", "th": "head"}


def transcript(page: ContentDocument, aliases: Mapping[str, str] | None = None) -> tuple[Spoken, ...]:
    """What is said of a document; `aliases` are those of the lexicon of the book."""
    linked = page.find("//h:link[@rel='pronunciation']")
    return tuple(_EbookListener(page, (aliases or {}) if linked else {}).element(page.root.find(f"{XHTML}body"), ()))


def transcripts(book: OpenedBook) -> dict[str, tuple[Spoken, ...]]:
    """The same of every document of a book, by their names."""
    told = aliases(book)
    return {page.name: transcript(page, told) for page in book.pages.values()}


def aliases(book: OpenedBook) -> dict[str, str]:
    """What the lexicon of a book puts in the place of what a voice would read wrong."""
    lexicons = (book.file(name) for name in book.manifest if name.endswith(".pls"))
    return {
        each.findtext("{*}grapheme", ""): each.findtext("{*}alias", "")
        for data in lexicons
        for each in etree.fromstring(data).iter("{*}lexeme")
    }


class _EbookListener:
    def __init__(self, page: ContentDocument, aliases: Mapping[str, str]) -> None:
        self.page, self.aliases = page, aliases
        self.hard = re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in aliases) or r"(?!)")
        self.texts = {each.get("id"): _words(each) for each in page.root.iter() if isinstance(each.tag, str) and each.get("id")}

    def element(self, element: Any, within: tuple[str, ...]) -> Iterator[Spoken]:
        """What an element says, and all in it."""
        if not isinstance(element.tag, str) or element.get("aria-hidden") == "true" or element.get("hidden") is not None:
            return
        tag = element.tag.removeprefix(XHTML)
        place = self.page.name
        inner = (*within, *self._said_in(element, tag))
        if element.get("role") == "doc-pagebreak":
            yield Spoken("page", name=element.get("aria-label", ""), within=within, place=place)
        elif formula := formula_said(element):
            yield Spoken("text", f" {formula} ", within=within, place=place)
        elif tag == "img" or element.get("role") == "img":
            said = element.get("alt") or element.get("aria-label") or ""
            yield Spoken("graphic" if tag in ("img", DRAWING) else "text", said, within=within, place=place)
        elif tag == "a" and element.get("href"):
            target = self.page.target(element.get("href"))
            yield Spoken("link", _words(element), self._name(element) or _words(element), target, within=within, place=place)
            yield from (each for each in self.kids(element, inner) if each.kind == "page")
        else:
            yield from self.announced(element, tag, within)
            yield from self.kids(element, inner)
            if tag in (*BLOCKS, *HEADINGS, *LISTS, "td", "th", "li"):
                yield Spoken("block", within=within, place=place)

    def announced(self, element: Any, tag: str, within: tuple[str, ...]) -> Iterator[Spoken]:
        """What is said before the words of an element."""
        place, name = self.page.name, self._name(element)
        if tag in HEADINGS:
            yield Spoken("heading", _words(element), level=HEADINGS[tag], within=within, place=place)
        elif tag in LISTS:
            yield Spoken("list", name=name, count=len(element.findall(f".//{XHTML}{LISTS[tag]}")), within=within, place=place)
        elif tag == "li":
            yield Spoken("item", name=_sign(element), within=within, place=place)
        elif tag == "table":
            rows = element.findall(f".//{XHTML}tr")
            columns = max((sum(int(cell.get("colspan", "1")) for cell in row) for row in rows), default=0)
            yield Spoken("table", name=name, count=len(rows), columns=columns, within=within, place=place)
        elif tag == "tr":
            yield Spoken("row", within=within, place=place)
        elif tag in ("td", "th"):
            yield Spoken("cell", _words(element), level=int(tag == "th"), within=within, place=place)
        elif (kind := self._kind(element, tag)) or tag in BLOCKS:
            yield Spoken("group" if kind else "block", kind, name, within=within, place=place)

    def kids(self, element: Any, within: tuple[str, ...]) -> Iterator[Spoken]:
        """The text of an element and what stands in it."""
        place = self.page.name
        yield Spoken("text", self._voiced(element.text), within=within, place=place)
        for kid in element:
            yield from self.element(kid, within)
            yield Spoken("text", self._voiced(kid.tail), within=within, place=place)

    def _voiced(self, text: str | None) -> str:
        return self.hard.sub(lambda found: self.aliases[found[0]], text or "")

    def _kind(self, element: Any, tag: str) -> str:
        """What an element is announced as; “” if it is not."""
        if role := element.get("role"):
            return "" if role in ("presentation", "none", "rowgroup") else str(role.removeprefix("doc-"))
        if tag == "header" and any(up.get("role") or up.tag == f"{XHTML}body" for up in element.iterancestors()):
            return "banner"
        if tag == "section":
            return "region" if self._name(element) else ""
        return tag if tag in GROUPS and tag != "aside" else "complementary" if tag == "aside" and self._name(element) else ""

    def _name(self, element: Any) -> str:
        """What an element is called (Accessible Name 1.2): by its label, or by the words of others."""
        named = (self.texts.get(name, "") for name in (element.get("aria-labelledby") or "").split())
        return " ".join(filter(None, named)) or (element.get("aria-label") or "").strip()

    def _said_in(self, element: Any, tag: str) -> tuple[str, ...]:
        kind = "heading" if tag in HEADINGS else CALLED.get(tag, tag)
        return (kind, *(element.get("class") or "").split())


def _sign(item: Any) -> str:
    """The sign that stands before an item of a list."""
    around = item.getparent()
    if not str(around.tag).endswith("}ol"):
        return "•"
    number = int(around.get("start", "1")) + [each for each in around if each.tag == item.tag].index(item)
    return f"{chr(64 + number)}." if around.get("type") == "A" or "options" in (around.get("class") or "") else f"{number}."


def _words(element: Any) -> str:
    """The words of an element, with single spaces."""
    return " ".join("".join(_texts(element)).replace("\u00ad", "").split())


def _texts(element: Any) -> Iterator[str]:
    if element.get("aria-hidden") == "true" or element.get("role") == "doc-pagebreak":
        return
    if formula := formula_said(element):
        yield f" {formula} "
        return
    yield element.get("alt") or element.text or ""
    for kid in element:
        if isinstance(kid.tag, str):
            yield from _texts(kid)
        yield kid.tail or ""
