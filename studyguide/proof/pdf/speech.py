"""What a PDF says: its structure tree read from the first element to the last, as a screen reader would."""

import re
from collections.abc import Iterator
from dataclasses import replace

from studyguide.proof.pdf.geometry import Box
from studyguide.proof.pdf.stream import NOWHERE, Heading, Label, TextLink, WordPosition, WordStream, Writer
from studyguide.proof.pdf.values import Element, MarkedContent, PaintedPage, Reading, Run

HEADING = re.compile(r"H([1-6])")
INLINE = frozenset({"Span", "Link", "Code", "Quote", "Reference"})
"""Elements that stand within a line of text; all others end the word before them."""

Pieces = dict[MarkedContent, list[tuple[str, Run]]]


def pdf_words(reading: Reading) -> WordStream:
    """The words of a PDF in the order of its structure."""
    reader = _StructureReader(pieces(reading.pages), reading.pages)
    reader.element(reading.tree, reading.language)
    writer = reader.writer
    writer.stop()
    return WordStream(
        words=tuple(writer.words),
        positions=tuple(writer.positions),
        links=tuple(reader.links),
        headings=tuple(reader.headings),
        calls=tuple(reader.calls),
        notes=tuple(reader.notes),
        lists=tuple(tuple(labels) for labels in reader.lists),
    )


def pieces(pages: tuple[PaintedPage, ...]) -> Pieces:
    """The texts of every marked content, each with the run that shows it; what a replacement stands for is said once."""
    found: Pieces = {}
    for number, page in enumerate(pages):
        said: set[int] = set()
        for run in page.runs:
            if run.belongs.mark < 0:
                continue
            found.setdefault(MarkedContent(number, run.belongs.mark), []).append((_said(page, run, said), run))
    return found


def _said(page: PaintedPage, run: Run, said: set[int]) -> str:
    replaced = run.belongs.replaced
    if replaced < 0:
        return run.text
    first = replaced not in said
    said.add(replaced)
    return page.replacements[replaced] if first else ""


def spoken_label(element: Element) -> bool:
    """Whether an element is a label of words, as of a note in the margin, which says besides what it is."""
    return element.role == "Lbl" and "ActualText" in element.entries


class _StructureReader:
    def __init__(self, texts: Pieces, pages: tuple[PaintedPage, ...]) -> None:
        self.texts, self.pages = texts, pages
        self.writer = Writer()
        self.links: list[TextLink] = []
        self.headings: list[Heading] = []
        self.calls: list[Label] = []
        self.notes: list[Label] = []
        self.lists: list[list[Label]] = []

    def element(self, element: Element, lang: str) -> None:
        """Say an element and all below it."""
        lang = element.lang or lang
        if element.role == "Figure":
            self.figure(element, lang)
        elif element.role == "Formula":  # it stands in its line
            pages = [content.page for content in element.contents()]
            self.writer.say(f" {element.alt} ", WordPosition(pages[0] if pages else -1, lang=lang))
        elif element.role == "Reference" and not element.elements:
            self.calls.append(replace(self.label(element), before=self.writer.end))
        elif element.role == "Link":
            self.link(element, lang)
        elif heading := HEADING.fullmatch(element.role):
            self.heading(element, int(heading[1]), lang)
        elif element.role in INLINE:
            self.kids(element, lang)
        else:
            self.block(element, lang)

    def block(self, element: Element, lang: str) -> None:
        """Say an element that stands on lines of its own."""
        self.writer.stop()
        if element.role == "L" and element.numbered:
            self.list(element, lang)
        elif element.role == "Note":
            self.note(element, lang)
        else:
            self.kids(element, lang)
        self.writer.stop()

    def kids(self, element: Element, lang: str, without: str = "") -> None:
        """Say what is in an element."""
        for kid in element.kids:
            if isinstance(kid, Element):
                if kid.role != without or spoken_label(kid):
                    self.element(kid, lang)
            elif isinstance(kid, MarkedContent):
                for text, run in self.texts.get(kid, ()):
                    self.writer.say(text, WordPosition(kid.page, run.box[1], run.box[3], lang))

    def list(self, element: Element, lang: str) -> None:
        """A list whose items have labels that the layout made."""
        labels: list[Label] = []
        self.lists.append(labels)
        for item in element.elements:
            labels += [self.label(kid) for kid in item.elements if kid.role == "Lbl"]
            self.writer.stop()
            self.kids(item, item.lang or lang, without="Lbl")

    def note(self, element: Element, lang: str) -> None:
        """A footnote, which has a number, or a note in the margin, which has none."""
        self.notes += [self.label(kid) for kid in element.elements if kid.role == "Lbl" and not spoken_label(kid)]
        self.kids(element, lang, without="Lbl")

    def label(self, element: Element) -> Label:
        """A label, which is not said."""
        found = [(text, run, content.page) for content in element.contents() for text, run in self.texts.get(content, ())]
        text = " ".join("".join(text for text, _, _ in found).split())
        return Label(text, WordPosition(found[0][2], found[0][1].box[1], found[0][1].box[3]) if found else NOWHERE)

    def figure(self, element: Element, lang: str) -> None:
        """A picture: its text alternative."""
        pages = [content.page for content in element.contents()]
        self.writer.stop()
        self.writer.say(element.alt, WordPosition(pages[0] if pages else -1, lang=lang))
        self.writer.stop()

    def link(self, element: Element, lang: str) -> None:
        """A link, with its active areas."""
        before = self.writer.end
        with self.writer.recording() as recording:
            self.kids(element, lang)
        areas = tuple(kid for kid in element.kids if isinstance(kid, int))
        runs = [(content.page, run) for content in element.contents() for _, run in self.texts.get(content, ())]
        ink = (*((page, run.box) for page, run in runs if not run.blank), *self.formulas(element))
        self.links.append(TextLink(recording.text, "", "", recording.position, areas, ink, before=before))

    def formulas(self, link: Element) -> Iterator[tuple[int, Box]]:
        """Where the formulas of a link are painted, which are drawn and no text."""
        for content in (each for formula in link.walk("Formula") for each in formula.contents()):
            paints = self.pages[content.page].paints
            yield from ((content.page, paint.box) for paint in paints if paint.belongs.mark == content.mark)

    def heading(self, element: Element, level: int, lang: str) -> None:
        """A heading."""
        self.writer.stop()
        with self.writer.recording() as recording:
            self.kids(element, lang)
        self.headings.append(Heading(level, recording.text, recording.position))
        self.writer.stop()
