"""Notes, glossary links and references: what pops up must pop up whole, and lead back."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from lxml import etree

from studyguide.proof.epub.opened import NAMES, TYPE, ContentDocument, OpenedBook, text
from studyguide.proof.epub.rules.rule import page_rule, rule
from studyguide.proof.pdf.source import INLINE
from studyguide.proof.pdf.stream import END, runs_on

POPUP = range(9, 5001)
PLACED = re.compile(r"[^\d\s,،\u2060]")
"""What is no number and no comma: a bracket that has it says where in a source."""
CALLS = ("doc-noteref", "doc-biblioref")
RAISED = ("sup", "sub")


@page_rule("note", "Apple Books and Kindle find pop-up notes by type and link back")
def note(page: ContentDocument) -> Iterator[str]:
    """§1.6: each call leads to one footnote in its file, which leads back once and is not too long; numbers follow the calls."""
    notes = page.typed("footnote")
    called = [_called(page, call, notes) for call in page.typed("noteref")]
    yield from (word for word in called if isinstance(word, str))
    order = [node for node in called if not isinstance(node, str)]
    first = [node for n, node in enumerate(order) if node not in order[:n]]
    if not any(isinstance(node, str) for node in called) and first != notes:
        yield "its notes do not stand in the order of their calls, or one is never called"


def _called(page: ContentDocument, call: Any, notes: list[Any]) -> Any:
    """The footnote that a call leads to, or what is wrong with it."""
    target = next((node for node in notes if call.get("href") == f"#{node.get('id')}"), None)
    if target is None:
        return f"the note call {text(call)} leads to no footnote of its file"
    back = list(target.xpath(".//h:a[@role='doc-backlink']", namespaces=NAMES))
    if [link.get("href") for link in back] != [f"#{call.get('id')}"]:
        return f"the note of call {text(call)} does not lead back to it exactly once"
    if len(text(target)) not in POPUP:
        return f"the note of call {text(call)} has {len(text(target))} characters: too short or too long to pop up"
    return target


@page_rule("call", "with other styles, in a copy and read aloud, 500 with the call 1 is 5001")
def call_in_number(page: ContentDocument) -> Iterator[str]:
    """§1.6: neither a call of a note or a source nor a raised figure is read as part of the number before it."""
    before = ""
    for event, node in etree.iterwalk(page.find("//h:body")[0], events=("start", "end")):
        name = etree.QName(node).localname
        called = text(node) if event == "start" and (name in RAISED or node.get("role") in CALLS) else ""
        if runs_on(before, called):
            yield f"{called} is read as part of “{before}{called}”"
        gap = "" if name in INLINE else " "
        before = f"{before}{gap}{(node.text if event == 'start' else node.tail) or ''}"[-END:]


@page_rule("notes-last", "KOReader prints a note where it stands and again at the foot of the page")
def notes_last(page: ContentDocument) -> Iterator[str]:
    """§1.6: all notes of a file stand in one section of footnotes at its end."""
    sections = page.typed("footnotes")
    if len(sections) > 1 or any(node.getparent() not in sections for node in page.typed("footnote")):
        yield "its notes do not stand in one section of footnotes"
    for section in sections:
        if "".join(section.xpath("following::text()")).strip():
            yield "text follows its footnotes"


@rule("glossary-link", "Kobo pops up a definition only if the target holds term and definition")
def glossary_link(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """§1.6: a glossary link leads to an entry with term and definition of 9 to 5,000 characters; one link a term and chapter."""
    for page in book.content():
        links = page.typed("glossref")
        for link in links:
            entry = book.elements.get(page.target(link.get("href") or ""))
            kinds = {(node.get(TYPE) or "") for node in entry.iter()} if entry is not None else set()
            if entry is None or not {"glossterm", "glossdef"} <= kinds or len(text(entry)) not in POPUP:
                yield page.name, f"the glossary link “{text(link)}” leads to no whole entry"
        if page.chapters:
            for href, count in Counter(link.get("href") for link in links).items():
                if count > 1:
                    yield page.name, f"{count} links lead to the glossary entry {href}: only the first use is linked"


@rule("citation", "a number that leads to no source")
def citation(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """§1.5: each citation leads to an item of the bibliography and has a name that says what its number is."""
    for page in book.content():
        for link in page.find("//h:a[@role='doc-biblioref']"):
            target = book.elements.get(page.target(link.get("href") or ""))
            inside = target is not None and any("bibliography" in (up.get(TYPE) or "") for up in target.iterancestors())
            if not inside or not link.get("aria-label"):
                yield page.name, f"the citation {text(link)} leads to no reference, or has no aria-label"


@rule("citation-back", "who looked a source up finds the sentence no more")
def citation_back(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """§1.5: each reference leads back to every place that calls its number."""
    led: dict[str, set[int]] = defaultdict(set)
    for page in book.content():
        for number, item in _numbered(page):
            for link in item.iterfind(".//{*}a"):
                led[page.target(link.get("href") or "")].add(number)
    for page in book.content():
        for link in page.find("//h:a[@role='doc-biblioref'][@id]"):
            for number in sorted(_numbers(text(link)) - led[f"{page.name}#{link.get('id')}"]):
                yield page.name, f"reference {number} does not lead back to {link.get('id')}"


def _numbered(page: ContentDocument) -> Iterator[tuple[int, Any]]:
    """The items of a list of references with their numbers; one that goes on from another document says where."""
    for items in page.find("//*[contains(@e:type, 'bibliography')]//h:ol"):
        yield from enumerate(items.iterfind("{*}li"), int(items.get("start", "1")))


def _numbers(bracket: str) -> set[int]:
    """The numbers that a bracket calls; what says a place in a source, too, ends with a semicolon, or the bracket."""
    parts = re.split("[;؛]", bracket)
    return {int(number) for part in parts for number in re.findall(r"\d+", part)[: 1 if PLACED.search(part) else None]}


@page_rule("index-locator", "an index entry that leads nowhere useful")
def index_locator(page: ContentDocument) -> Iterator[str]:
    """§1.5: locators stand in the index and lead into other documents."""
    for link in page.typed("index-locator"):
        inside = any("index" in (up.get(TYPE) or "").split() for up in link.iterancestors())
        if not inside or (link.get("href") or "#").startswith("#") or not text(link):
            yield f"the locator “{text(link)}” is empty, outside the index, or leads into it"
