"""What is said of a PDF: its structure tree from the first element to the last (ISO 32000-1, 14.8.4)."""

import re
from collections.abc import Iterator

from studyguide.proof.heard.spoken import Spoken
from studyguide.proof.pdf.speech import INLINE, pieces
from studyguide.proof.pdf.values import Element, MarkedContent, Reading

HEADING = re.compile(r"H([1-6])")
BLOCKS = ("P", "Caption", "BlockQuote")
GROUPS = {"Aside": "complementary", "Index": "index"}


def transcript(reading: Reading) -> tuple[Spoken, ...]:
    """What is said of a file."""
    return tuple(each for element in reading.tree.elements for each in _PageListener(reading).element(element, ()))


def chapter(reading: Reading, title: str) -> tuple[Spoken, ...]:
    """What is said of the unit that has a heading with this title. Raises LookupError if there is none."""
    listener = _PageListener(reading)
    for unit in (unit for document in reading.tree.elements for unit in document.elements):
        if any(listener.words(heading) == title for heading in unit.walk("H1")):
            return tuple(listener.element(unit, ()))
    raise LookupError(title)


class _PageListener:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.texts = pieces(reading.pages)

    def element(self, element: Element, within: tuple[str, ...]) -> Iterator[Spoken]:
        """What an element says, and all in it."""
        place, inner = self._place(element), (*within, element.role)
        said = self.words(element) if element.role in ("TD", "TH") or HEADING.fullmatch(element.role) else ""
        if element.role in ("Figure", "Formula"):
            yield Spoken("graphic" if element.role == "Figure" else "text", element.alt, within=within, place=place)
        elif "E" in element.entries:
            yield Spoken("text", str(element.entries["E"]), within=within, place=place)
        elif element.role == "Link":
            area = next((self.reading.annotations[kid] for kid in element.kids if isinstance(kid, int) and kid >= 0), None)
            name, target = (area.contents, area.target or area.address) if area else ("", "")
            yield Spoken("link", self.words(element), name, target, within=within, place=place)
        elif element.role == "Lbl" and within and within[-1] in ("LI", "Note", "TOCI"):
            return  # said with its item or note
        else:
            yield from self.announced(element, said, within, place)
            yield from self.kids(element, (*inner, "heading") if HEADING.fullmatch(element.role) else inner)
            if element.role not in (*INLINE, "LBody"):
                yield Spoken("block", within=within, place=place)

    def announced(self, element: Element, said: str, within: tuple[str, ...], place: str) -> Iterator[Spoken]:
        """What is said before the words of an element."""
        role = element.role
        if heading := HEADING.fullmatch(role):
            yield Spoken("heading", said, level=int(heading[1]), within=within, place=place)
        elif role in ("L", "TOC"):
            yield Spoken("list", count=len(element.elements), within=within, place=place)
        elif role in ("LI", "TOCI", "Note"):
            yield Spoken("note" if role == "Note" else "item", name=self._label(element), within=within, place=place)
        elif role == "Table":
            rows = list(element.walk("TR"))
            yield Spoken("table", count=len(rows), columns=max(len(row.elements) for row in rows), within=within, place=place)
        elif role == "TR":
            yield Spoken("row", within=within, place=place)
        elif role in ("TD", "TH"):
            yield Spoken("cell", said, level=int(role == "TH"), within=within, place=place)
        elif role in BLOCKS or role in GROUPS:
            yield Spoken("group" if role in GROUPS else "block", GROUPS.get(role, ""), within=within, place=place)

    def kids(self, element: Element, within: tuple[str, ...]) -> Iterator[Spoken]:
        """The text of an element and what stands in it."""
        for kid in element.kids:
            if isinstance(kid, Element):
                yield from self.element(kid, within)
            elif isinstance(kid, MarkedContent):
                said = "".join(text for text, _ in self.texts.get(kid, ()))
                yield Spoken("text", said.replace("\u00ad", ""), within=within, place=self._page(kid))

    def words(self, element: Element) -> str:
        """The words in an element, with single spaces."""
        found = (text for content in element.contents() for text, _ in self.texts.get(content, ()))
        return " ".join("".join(found).replace("\u00ad", "").split())

    def _label(self, element: Element) -> str:
        label = next((kid for kid in element.elements if kid.role == "Lbl"), None)
        return "" if label is None else str(label.entries.get("ActualText", "")) or self.words(label)

    def _place(self, element: Element) -> str:
        return next((self._page(content) for content in element.contents()), self.reading.name)

    def _page(self, content: MarkedContent) -> str:
        return f"p. {self.reading.pages[content.page].label}" if content.page >= 0 else self.reading.name
