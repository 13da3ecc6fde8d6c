"""The ways through the book: contents, landmarks, pages, NCX, guide."""

import re
from collections.abc import Iterator
from typing import Any

from studyguide.proof.epub.opened import NAMES, TYPE, ContentDocument, OpenedBook, text
from studyguide.proof.epub.rules.rule import page_rule, rule
from studyguide.proof.pdf.source import uncalled

LANDMARKS = ("cover", "toc", "bodymatter")
MATTER = ("preface", "appendix", "glossary", "bibliography", "index")
Entry = tuple[int, str, str]


@rule("contents", "what the contents do not name, nobody finds; Kobo nests three levels and no more")
def contents(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """N1: entries for all documents and sections, at most three levels, labelled as the headings they lead to."""
    entries = list(toc(book.nav))
    if not entries or book.nav.find("//h:nav")[0].get(TYPE) != "toc":
        yield book.nav.name, "the first nav is not a table of contents"
    for level, label, href in entries:
        if level > 3:
            yield book.nav.name, f"“{label}” stands deeper than three levels"
        if href in book.elements and not _labels(label, book.elements[href]):
            yield book.nav.name, f"“{label}” is not what the heading at {href} says"
    named = {href.partition("#")[0] for _, _, href in entries}
    for page in book.content():
        if page.name not in named:
            yield page.name, "the contents do not lead to it"
    yield from _sections(book, {href for _, _, href in entries})


def _sections(book: OpenedBook, linked: set[str]) -> Iterator[tuple[str, str]]:
    for page in book.content():
        for section in page.chapters:
            for heading in section.xpath(".//h:section[@id]/h:h2", namespaces=NAMES):
                place = f"{page.name}#{heading.getparent().get('id')}"
                if "level-2" in (heading.getparent().get("class") or "").split() and place not in linked:
                    yield page.name, f"the section “{text(heading)}” is not in the contents"


def toc(nav: ContentDocument) -> Iterator[Entry]:
    """(level, label, href) of every entry of the contents, in order."""
    for tree in nav.find("//h:nav[@e:type='toc']/h:ol"):
        yield from _branch(tree, 1)


def _branch(ol: Any, level: int) -> Iterator[Entry]:
    for li in ol.xpath("h:li", namespaces=NAMES):
        for link in li.xpath("h:a", namespaces=NAMES):
            yield level, text(link), link.get("href") or ""
        for below in li.xpath("h:ol", namespaces=NAMES):
            yield from _branch(below, level + 1)


def _labels(label: str, node: Any) -> bool:
    """Whether a label says what the heading at (or first below) `node` says, with or without its number."""
    if "titlepage" in (node.get(TYPE) or "").split():
        return True
    headings = node.xpath("(descendant-or-self::*[self::h:h1 or self::h:h2 or self::h:h3 or self::h:h4])[1]", namespaces=NAMES)
    said = uncalled(headings[0]) if headings else ""
    called = " ".join(map(text, node.xpath(".//h:p[@class='chapter-number']", namespaces=NAMES)[:1]))
    return bool(said) and (label in (said, f"{called} {said}") or re.sub(r"^(Chapter )?\d+[.:]? ", "", label) == said)


@rule("visible-contents", "Kindle wants a contents page that can be turned to")
def visible_contents(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """N2: the navigation document is in the spine, behind cover and title page, before the first chapter."""
    if book.nav.name not in book.spine:
        yield book.nav.name, "it is not in the spine"
        return
    at = book.spine.index(book.nav.name)
    titles = [n for n, name in enumerate(book.spine) if name in book.pages and book.pages[name].typed("titlepage")]
    texts = [n for n, name in enumerate(book.spine) if name in book.pages and book.pages[name].chapters]
    if at == 0 or (titles and at < titles[0]) or (texts and at > texts[0]):
        yield book.nav.name, "it does not stand between the title page and the first chapter"


@rule("landmarks", "Apple Books opens at the licence instead of the text; Kobo lists the labels")
def landmarks(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """N3: hidden landmarks, one type a link, with a label each, and those that the book has."""
    links = book.nav.find("//h:nav[@e:type='landmarks']//h:a")
    types = [link.get(TYPE) or "" for link in links]
    for link in links:
        if len((link.get(TYPE) or "").split()) != 1 or not text(link):
            yield book.nav.name, f"the landmark “{text(link)}” has not exactly one type and a label"
    there = [kind for kind in MATTER if any(page.typed(kind) for page in book.content())]
    for kind in (*LANDMARKS, *there):
        if types.count(kind) != 1:
            yield book.nav.name, f"there is not one landmark of type {kind}"
    if any(nav.get("hidden") is None for nav in book.nav.find("//h:nav[@e:type='landmarks' or @e:type='page-list']")):
        yield book.nav.name, "landmarks and pages are not hidden"


@rule("page-list", "“open page 57” fails in class; A11y 1.1 requires every marker to be linked")
def page_list(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """N4: one entry for each page marker, in reading order, labelled as the marker."""
    entries = [(text(link), link.get("href") or "") for link in book.nav.find("//h:nav[@e:type='page-list']//h:a")]
    markers = [
        (node.get("aria-label") or "", f"{page.name}#{node.get('id')}")
        for page in book.content()
        for node in page.typed("pagebreak")
    ]
    if entries != markers:
        odd = [label for label, _ in sorted(set(entries) ^ set(markers))]
        yield book.nav.name, f"page-list and page markers differ: {', '.join(odd[:5]) or 'another order'}"
    if len({label for label, _ in entries}) < len(entries):
        yield book.nav.name, "two pages have one label"


@page_rule("page-marker", "a number that is text is read into the sentence")
def page_marker(page: ContentDocument) -> Iterator[str]:
    """N5: markers are empty spans with the label as their accessible name."""
    for node in page.typed("pagebreak"):
        if text(node) or len(node) or node.get("role") != "doc-pagebreak" or not node.get("aria-label") or not node.get("id"):
            yield f"the page marker {node.get('id')} is not an empty span with role, label and id"


@rule("ncx", "RMSDK, Nook and old engines know no other contents")
def ncx(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """N6: the NCX says what nav and page-list say, and how deep it is."""
    points = list(_points(book.ncx, 1))
    if points != list(toc(book.nav)):
        yield "toc.ncx", "its tree is not the tree of the nav"
    pages = [(text(target), target.find("n:content", NAMES).get("src")) for target in book.ncx.iterfind(".//n:pageTarget", NAMES)]
    if pages != [(text(link), link.get("href")) for link in book.nav.find("//h:nav[@e:type='page-list']//h:a")]:
        yield "toc.ncx", "its pages are not those of the page-list"
    if book.ncx.xpath("//n:meta[@name='dtb:depth']/@content", namespaces=NAMES) != [str(max((p[0] for p in points), default=0))]:
        yield "toc.ncx", "dtb:depth is not its depth"


def _points(node: Any, level: int) -> Iterator[Entry]:
    for point in node.xpath("n:navMap/n:navPoint | n:navPoint", namespaces=NAMES):
        yield level, text(point.find("n:navLabel", NAMES)), point.find("n:content", NAMES).get("src")
        yield from _points(point, level + 1)


@rule("guide", "Kindle's chapter name freezes where no reference leads into the text")
def guide(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """N7: the guide names cover, contents and text, and all are there."""
    found = {ref.get("type"): ref.get("href") for ref in book.package("o:guide/o:reference")}
    for kind in ("cover", "toc", "text"):
        if found.get(kind) not in book.places:
            yield "package.opf", f"the guide's {kind} leads nowhere"
