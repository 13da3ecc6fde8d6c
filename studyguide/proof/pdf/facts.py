"""What the gates judge: the file as it was read, what it says, what its source says, and how the two belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps

from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.pdf.model import PdfMetadata
from studyguide.pdf.numbers import digested
from studyguide.proof.pdf.alignment import Alignment, align
from studyguide.proof.pdf.source import ReadingOptions, source_words
from studyguide.proof.pdf.speech import pdf_words, pieces
from studyguide.proof.pdf.stream import TextLink, WordPosition, WordStream
from studyguide.proof.pdf.values import Element, MarkedContent, Paint, PaintedPage, Reading, Run
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.wording import ENGLISH, Wording

SHOWN = 60  # characters of a text in a message


@dataclass(frozen=True, slots=True)
class Limits:
    """What a rendition promises.

    `text` is the smallest size in points, `figure` the smallest of the words in a drawing, which shrinks with it and whose
    description says all of it in words. `contrast` is asked of all text, `large` of text of 18 points, or 14 and bold. `bleed` is
    how far paint may go on beyond the trimmed page, even where the sheet was cut. `emergency` is how many
    pages hold what to do in one.
    """

    text: float = 6.5
    figure: float = 8.0
    contrast: float = 4.5
    large: float = 3.0
    bleed: float = 0.0
    emergency: int = 1


LIMITS = {
    "print": Limits(bleed=8.6),
    "phone": Limits(figure=7.0, emergency=2),  # a drawing as wide as a phone; it can be enlarged
    "large-print": Limits(text=16.0, figure=16.0, contrast=7.0, large=7.0, emergency=2),
}
"""The renditions that differ from the rest."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """What the units say, side by side with what the PDF says: words, links and headings. `first` is the first id of the body.

    `documents` is the XHTML of the units.
    """

    stream: WordStream
    words: Alignment
    links: Alignment
    headings: Alignment
    first: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a PDF should be: the units that it was made from, what it says of itself, its fonts by name, and what it promises.

    `page` is its width and height in mm, `sheet` the same before the cut; `recto` says that units begin on right-hand pages;
    `words` are those that its style sheets print.
    """

    units: Sequence[Unit | LateUnit]
    metadata: PdfMetadata
    fonts: Mapping[str, bytes] = field(repr=False)
    limits: Limits
    page: tuple[float, float]
    sheet: tuple[float, float]
    recto: bool
    words: Wording = ENGLISH


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """All that the gates look at. `shown` is what the PDF says, `figures` are the marked contents of its drawings.

    `marked` are the texts of every marked content, `struck` those that are said to be struck through.
    """

    reading: Reading
    expected: Expected
    shown: WordStream
    source: SourceText
    figures: frozenset[MarkedContent]
    marked: Mapping[MarkedContent, Sequence[Run]]
    struck: frozenset[MarkedContent] = frozenset()

    @classmethod
    def of(cls, reading: Reading, expected: Expected) -> PdfFacts:
        """Put together what the gates judge."""
        shown = pdf_words(reading)
        figures = frozenset(content for figure in reading.tree.walk("Figure") for content in figure.contents())
        struck = frozenset(each for span in reading.tree.walk("Span") if _is_struck(span) for each in span.contents())
        marked = {content: [run for _, run in said] for content, said in pieces(reading.pages).items()}
        return cls(reading, expected, shown, _source(reading, shown, expected), figures, marked, struck)

    def on(self, page: int) -> str:
        """How a finding names a page."""
        return f"p. {self.reading.pages[page].label}" if 0 <= page < len(self.reading.pages) else self.reading.name

    def runs(self) -> Iterator[tuple[int, PaintedPage, Run]]:
        """Every text of every page that is more than space, with its page and that page's number from 0."""
        for number, page in enumerate(self.reading.pages):
            yield from ((number, page, run) for run in page.runs if not run.blank)

    def is_drawn(self, page: int, run: Run | Paint) -> bool:
        """Whether what is painted on a page is part of a drawing."""
        return MarkedContent(page, run.belongs.mark) in self.figures

    def at(self, position: WordPosition) -> str:
        """How a finding names the page of a word."""
        return self.on(position.page)


def _source(reading: Reading, shown: WordStream, expected: Expected) -> SourceText:
    texts = texts_of(expected.units, page_map(reading), expected.metadata.digest)
    stream = source_words(texts, ReadingOptions(words=expected.words))
    arabic = next((text for unit, text in zip(expected.units, texts, strict=True) if unit.numbering == "arabic"), "")
    return SourceText(
        stream=stream,
        words=align(stream.words, shown.words),
        links=align([goal(reading, link) for link in stream.links], [goal(reading, link) for link in shown.links]),
        headings=align(_titles(stream), _titles(shown)),
        first=next(iter(source_words([arabic]).anchors), "") if arabic else "",
        documents=tuple(texts),
    )


def _is_struck(span: Element) -> bool:
    attributes = span.entries.get("A")
    return isinstance(attributes, Mapping) and attributes.get("TextDecorationType") == "/LineThrough"


def _titles(stream: WordStream) -> list[str]:
    return [f"{heading.level} {heading.text}" for heading in stream.headings]


def page_map(reading: Reading) -> PageMap:
    """The labels and destinations of a file, as the units whose text depends on them want them."""
    return PageMap(tuple(page.label for page in reading.pages), {name: place.page for name, place in reading.names.items()})


def texts_of(units: Iterable[Unit | LateUnit], pages: PageMap, digest: str) -> list[str]:
    """The XHTML of units, with the digest of the sources that is printed in them."""
    return [digested(unit.make(pages) if isinstance(unit, LateUnit) else unit.html, digest) for unit in units]


def goal(reading: Reading, link: TextLink) -> str:
    """Where a link leads, as its source or its active area says it."""
    areas = [reading.annotations[area] for area in link.areas if area >= 0]
    if areas:
        return f"#{areas[0].target}" if areas[0].target else areas[0].address
    return f"#{link.target}" if link.target else link.address


def short(text: str) -> str:
    """A text as a message quotes it."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


Example = tuple[str, str, str, str]
"""A finding that may be one of many: where, rule, what, and the text that it is about."""


def counted(gate: Callable[[PdfFacts], Iterator[Example]]) -> Callable[[PdfFacts], Iterator[Diagnostic]]:
    """A gate whose findings of one kind are given as one: the first of all is named, and how many there are."""

    @wraps(gate)
    def findings(facts: PdfFacts) -> Iterator[Diagnostic]:
        places: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for where, rule, what, example in gate(facts):
            places[rule, what].append((where, example))
        for (rule, what), found in places.items():
            where, example = found[0]
            more = f" ({len(found)} times on {len({place for place, _ in found})} pages)" if len(found) > 1 else ""
            yield finding(where, rule, f"{what}: “{short(example)}”{more}")

    return findings
