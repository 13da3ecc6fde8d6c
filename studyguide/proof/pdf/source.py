"""What a source says: its XHTML read from the first element to the last, with what the style sheets add to it.

What print and EPUB have besides the text is declared here, and nowhere else.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from studyguide.html.omissions import DRAWING, formula_said
from studyguide.html.pages import PRINTED
from studyguide.proof.pdf.stream import SILENT, Heading, TextLink, WordPosition, WordStream, Writer
from studyguide.sources.wording import ENGLISH, Wording

NUMBER = "\ue000"
"""Stands for a page number, which no source knows."""

INLINE = frozenset({
    "a", "abbr", "b", "bdi", "cite", "code", "dfn", "em", "i", "kbd",
    "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u",
})  # fmt: skip
"""Elements that stand within a line of text; all others end the word before them."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}


def added(kind: str, words: Wording) -> str:
    """What styles/print.css adds to a link of a class; the number of a contents line stands apart from it."""
    before, after = words.page_reference if PRINTED.links[kind] else (" ", " ") if kind == "toc" else ("", "")
    return f"{before}{NUMBER}{after}".replace("\u00a0", " ")


CALLS = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in ("cite", "note-call", "footnote", "label-note"))
"""An XPath condition: calls of notes and sources, the notes of print where they are called, and what is said of a page number."""

FORMULA = "ancestor::*[local-name() = 'math']"
"""An XPath condition: what stands in a formula, in whose place its text alternative is said."""

XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How a source is read: whether its links print page numbers, and the classes and tags that are left out.

    `labels` are the page numbers of the index, by id; without `numbers`, these alone are read. `words` are those that the style
    sheets print.
    """

    numbers: bool = True
    without: frozenset[str] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)
    words: Wording = ENGLISH


def source_words(documents: Iterable[str | bytes], options: ReadingOptions = ReadingOptions()) -> WordStream:
    """The words of XHTML documents, one after the other."""
    reader = _DocumentReader(options)
    for document in documents:
        root = etree.fromstring(document.encode() if isinstance(document, str) else document)
        body = root.find(f"{XHTML}body")
        reader.notes = {each.get("id", ""): each for each in root.iter(f"{XHTML}aside")}
        reader.element(root if body is None else body, root.get("lang", ""), ())
        reader.writer.stop()
    writer = reader.writer
    return WordStream(tuple(writer.words), tuple(writer.positions), tuple(reader.links), tuple(reader.headings), reader.anchors)


class _DocumentReader:
    def __init__(self, options: ReadingOptions) -> None:
        self.options = options
        self.writer = Writer()
        self.links: list[TextLink] = []
        self.headings: list[Heading] = []
        self.anchors: dict[str, tuple[int, bool]] = {}
        self.notes: dict[str, Any] = {}

    def element(self, element: Any, lang: str, around: tuple[str, ...]) -> None:
        """An element and all in it; `around` are the classes of the elements that it stands in."""
        tag = str(element.tag).removeprefix(XHTML)
        classes = (element.get("class") or "").split()
        if not isinstance(element.tag, str) or _adorns(element) or self.options.without & {tag, *classes}:
            return
        lang = element.get("lang") or lang
        if formula := formula_said(element):
            self.writer.say(f" {formula} ", WordPosition(lang=lang))  # it is an element of its own, and heard apart
            return
        block = tag not in INLINE or "footnote" in classes or element.get("role") == "note"
        if block:
            self.writer.stop()
        if name := element.get("id"):
            self.anchors.setdefault(name, (self.writer.following, self.writer.fresh))
        self.inner(element, tag, lang, (*around, *classes))
        if block:
            self.writer.stop()

    def inner(self, element: Any, tag: str, lang: str, around: tuple[str, ...]) -> None:
        """What an element says."""
        if tag in ("img", DRAWING):  # the words of a drawing are within its picture
            self.writer.say(element.get("alt") or element.get("aria-label") or "", WordPosition(lang=lang))
        elif tag == "a" and "noteref" in around:
            self.note(element, lang)
        elif tag == "a" and element.get("href"):
            self.link(element, lang, around)
        elif tag in HEADINGS:
            self.heading(element, HEADINGS[tag], lang, around)
        else:
            self.kids(element, lang, around)
            if tag == "b" and "margin-note" in around:
                self.writer.say(
                    self.options.words.pgettext("behind a label", ":"), WordPosition(lang=lang)
                )  # styles/print.css: .margin-note b::after

    def kids(self, element: Any, lang: str, around: tuple[str, ...]) -> None:
        """The text of an element and what stands in it."""
        position = WordPosition(lang=lang)
        self.writer.say(element.text or "", position)
        for kid in element:
            self.element(kid, lang, around)
            self.writer.say(kid.tail or "", position)

    def note(self, call: Any, lang: str) -> None:
        """A note of an EPUB, where it is called: there the layout of print sets it."""
        self.writer.stop()
        self.kids(self.notes[call.get("href")[1:]], lang, ())
        self.writer.stop()

    def link(self, element: Any, lang: str, around: tuple[str, ...]) -> None:
        """A link, with the page number that it prints."""
        href = element.get("href")
        with self.writer.recording() as text:
            self.kids(element, lang, around)
        name = element.get("aria-label") or text.text
        with self.writer.recording() as number:
            if href.startswith("#"):
                self.writer.say(self.number(element, around), WordPosition(lang=lang))
        whole = " ".join("".join((*text.pieces, *number.pieces)).split())
        target, address = (href[1:], "") if href.startswith("#") else ("", href)
        self.links.append(TextLink(whole, target, address, WordPosition(lang=lang), name=" ".join(name.split())))

    def number(self, element: Any, around: Collection[str]) -> str:
        """What the style sheets print behind a link."""
        kind = next((each for each in (element.get("class") or "").split() if each in PRINTED.links), "")
        if not self.options.numbers:
            return self.options.labels.get(element.get("href")[1:], "") if kind == "locator" else ""
        if not kind:
            return ""
        return f" {NUMBER}" if kind == "xref" and "key-terms" in around else added(kind, self.options.words)

    def heading(self, element: Any, level: int, lang: str, around: tuple[str, ...]) -> None:
        """A heading, and its entry in the outline."""
        with self.writer.recording() as text:
            self.kids(element, lang, around)
        bookmark = f"{element.get('data-number') or ''} {uncalled(element)}".strip()
        self.headings.append(Heading(level, text.text, text.position, bookmark, within="in-part" in around))


def uncalled(heading: Any) -> str:
    """What a heading says where it stands a second time: without notes, and calls of notes and sources."""
    found: Any = heading.xpath(f".//text()[not(ancestor::*[{CALLS}] or {FORMULA})] | .//@alttext | .//*[@data-mathml]/@alt")
    return " ".join(SILENT.sub("", "".join(found)).split())


def _adorns(element: Any) -> bool:
    """Whether an element is not part of the text, by its own attributes."""
    if element.get("aria-hidden") == "true" or element.get("role") in ("presentation", "none"):
        return True
    return bool(str(element.tag).endswith("}img") and not element.get("alt"))
