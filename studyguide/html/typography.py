"""Typography of finished documents: where lines may and may not end. Each function changes a tree in place."""

import re
from typing import Any

from lxml import etree

from studyguide.book.hyphens import soften
from studyguide.html.xhtml import XHTML
from studyguide.nodes import note_sign

LONGEST = 18  # characters of a word and the numbers tied to it: they must fit into a line of the smallest screen
LONG_WORD = re.compile(r"([^\s/\u2010-\u2014-]{24,})")  # more than a narrow column holds; a line may end behind hyphen and stroke
STRESSED = frozenset(f"{XHTML}{name}" for name in ("strong", "em", "b"))
LAST_WORD = re.compile(r"[^ \t\n\r\f\v]+\Z")  # a no-break space does not end a word
SPACE_AT_END = re.compile(r"(?<=\S)[ \u00a0]\Z")


def mark_long_words(root: Any) -> None:
    """For print: every word that may be wider than a line in a `<span class="long">` of its own, which a line may end in.

    WeasyPrint 70 breaks other words too, where all text may be broken: any that is the first of its element on a line.
    """
    for element in list(root.find(f"{XHTML}body").iter(etree.Element)):
        for before in (None, *element):
            text = element.text if before is None else before.tail
            if text and LONG_WORD.search(text):
                _mark_long(element, before, LONG_WORD.split(text))


def _mark_long(element: Any, before: Any, parts: list[str]) -> None:
    """Put a text into an element, behind a child or at the start; every second of its parts is a long word."""
    at = 0 if before is None else element.index(before) + 1
    for place, (word, after) in enumerate(zip(parts[1::2], parts[2::2], strict=True), at):
        span = _span("long", word)
        span.tail = after
        element.insert(place, span)
    if before is None:
        element.text = parts[0]
    else:
        before.tail = parts[0]


def set_gaps(root: Any) -> None:
    """For print: every space between a word and an element behind it in a `<span class="gap">` of its own.

    Where a line has room for the word but not for the space behind it, WeasyPrint 70 would break the line far too early.
    """
    for element in list(root.find(f"{XHTML}body").iterdescendants(etree.Element)):
        before = _text_before(element)
        if found := SPACE_AT_END.search(before):
            _cut_before(element, found.start())
            element.addprevious(_span("gap", found[0]))


def tie_citations(root: Any) -> None:
    """For the EPUB: each short word and the citation right behind it in one `<span class="tie">`.

    So no line begins with “[12]”; print ties them with a word joiner, which old e-readers draw as a box. Behind a stressed word
    the citation moves into its element.
    """
    for numbers in list(root.iter(f"{XHTML}sup")):
        if numbers.get("class") in ("cite", "note-call"):
            _tie(numbers)


def _tie(numbers: Any) -> None:
    before, previous = _text_before(numbers), numbers.getprevious()
    inside = not before and previous is not None and previous.tag in STRESSED
    text = _text_at_end(previous) if inside else before
    found = LAST_WORD.search(text)
    if not found or len(found[0]) + len("".join(numbers.itertext())) > LONGEST:
        return
    span = _span("tie", found[0])
    if inside:
        _set_text_at_end(previous, text[: found.start()])
        previous.append(span)
        previous.tail = numbers.tail
    else:
        _cut_before(numbers, found.start())
        numbers.addprevious(span)
        span.tail = numbers.tail
    numbers.tail = None
    span.append(numbers)


def order_notes(root: Any) -> None:
    """For the EPUB: notes in the order of their calls, and lettered by it, as print counts them.

    What a table set as records, or a list of objectives, calls for may be printed in another order than it is written in.
    """
    calls = [link for link in root.iter(f"{XHTML}a") if link.get("role") == "doc-noteref"]
    notes = {note.get("id"): note for note in root.iter(f"{XHTML}aside") if note.get("role") == "doc-footnote"}
    called = [notes[call.get("href").rpartition("#")[2]] for call in calls]
    if called == list(notes.values()):
        return
    called[0].getparent()[:] = called
    said = {link.text: link.get("aria-label") for link in calls}
    back = {_sign(note).text: [link.get("aria-label") for link in _links_back(note)] for note in called}
    for number, (call, note) in enumerate(zip(calls, called, strict=True), 1):
        sign = call.text = _sign(note).text = f"[{note_sign(number)}]"
        call.set("aria-label", said[sign])
        for link, words in zip(_links_back(note), back[sign], strict=True):
            link.set("aria-label", words)


def _sign(note: Any) -> Any:
    return next(note.iterfind(f".//{XHTML}span[@class='note-number']"))


def _links_back(note: Any) -> list[Any]:
    return list(note.iterfind(f".//{XHTML}a[@role='doc-backlink']"))


def soften_tables(root: Any, language: str) -> None:
    """For the EPUB: soft hyphens in the long words of table cells. A language without hyphenation patterns changes nothing.

    Everywhere else the reading system breaks lines as it and its owner like. In tables it must not be left to chance: an engine
    without a dictionary for the language makes a table as wide as its longest words, and what runs over the edge is lost.
    """
    for cell in root.iter(f"{XHTML}td", f"{XHTML}th"):
        for element in cell.iter(etree.Element):
            if element.text and element.tag != f"{XHTML}code":
                element.text = soften(element.text, language)
            if element.tail and element is not cell:
                element.tail = soften(element.tail, language)


def _span(name: str, text: str) -> Any:
    span = etree.Element(f"{XHTML}span", {"class": name})
    span.text = text
    return span


def _text_before(element: Any) -> str:
    """The text between an element and what stands before it in its parent."""
    previous = element.getprevious()
    return (element.getparent().text if previous is None else previous.tail) or ""


def _cut_before(element: Any, start: int) -> None:
    """Take the characters from `start` on off the text before an element."""
    previous = element.getprevious()
    if previous is None:
        element.getparent().text = element.getparent().text[:start]
    else:
        previous.tail = previous.tail[:start]


def _text_at_end(element: Any) -> str:
    return (element[-1].tail if len(element) else element.text) or ""


def _set_text_at_end(element: Any, text: str) -> None:
    if len(element):
        element[-1].tail = text
    else:
        element.text = text
