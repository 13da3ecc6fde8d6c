"""Page breaks: where the pages of the printed guide begin, marked in the documents of the e-book.

The print stage tells the first words of every page. They are looked for in the same unit's XHTML, in order, and an empty
`doc-pagebreak` is put right before them (EPUB 3.3 Structural Semantics; EPUB Accessibility 1.1, page navigation).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from studyguide.html.headings import HEADINGS
from studyguide.html.xhtml import EPUB_TYPE, XHTML
from studyguide.sources.identifiers import plain_id
from studyguide.sources.wording import ENGLISH, Wording

NAMES = frozenset((*HEADINGS, *(f"{XHTML}{name}" for name in ("a", "caption", "figcaption", "th", "thead"))))
"""What gives its words to a link, a heading, or to what it stands in."""
GROUPS = frozenset(f"{XHTML}{name}" for name in ("aside", "div", "figure", "section", "table", "tbody", "thead", "tr"))
SURE, LEAST = 8, 2  # words that must agree: as many as there are up to SURE, then fewer, down to LEAST


@dataclass(frozen=True, slots=True)
class Opening:
    """A page of the printed guide: its printed number, its first words, and the first id that begins on it (“” if none)."""

    label: str
    words: tuple[str, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class TextRun:
    """The text behind a start tag or, with `tail`, behind an end tag; `printed` if the printed pages have it too."""

    element: Any
    tail: bool
    printed: bool

    @property
    def text(self) -> str:
        """Its characters."""
        return (self.element.tail if self.tail else self.element.text) or ""

    def insert(self, mark: Any, at: int) -> None:
        """Put an element between the characters."""
        text = self.text
        mark.tail = text[at:]
        if self.tail:
            self.element.tail = text[:at]
            parent = self.element.getparent()
            parent.insert(parent.index(self.element) + 1, mark)
        else:
            self.element.text = text[:at]
            self.element.insert(0, mark)


Place = tuple[int, int]  # the number of a run, and how many of its characters stand before


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a document, folded for comparison, and its place."""

    text: str
    place: Place


def mark_pages(root: Any, openings: Sequence[Opening], words: Wording = ENGLISH) -> dict[str, str]:
    """Put a mark at the start of every page, and tell how each was found: label → “words”, “anchor” or “next”.

    `openings` are the pages of this unit in order. A page whose words stand nowhere (a table that the e-book sets as records) is
    marked at its first id, or, if it has none, where the page before it is.
    """
    runs = list(_runs(root))
    stream = list(_words(runs))
    here, floor = 0, stream[0].place if stream else (0, 0)
    places: list[tuple[Place, str]] = []
    found: dict[str, str] = {}
    for opening in openings:
        index = _find(stream, tuple(map(fold, opening.words)), here)
        if index is not None:
            here, floor, found[opening.label] = index, stream[index].place, "words"
        elif (place := _anchor(runs, plain_id(opening.anchor))) is not None and place >= floor:
            floor, found[opening.label] = place, "anchor"
            here = next((i for i, word in enumerate(stream) if word.place >= place), here)
        else:
            found[opening.label] = "next"
        places.append((floor, opening.label))
    for (number, at), label in reversed(places):
        _put(_mark(label, words.figures(label)), runs[number], at)
    return found


def _put(mark: Any, run: TextRun, at: int) -> None:
    """Put a mark between the characters of a run, or before the name, formula or drawing that they are part of."""
    around = run.element.getparent() if run.tail else run.element
    named = [each for each in (around, *around.iterancestors()) if each.tag in NAMES or _is_painted(each)]
    if not named:
        run.insert(mark, at)
    elif named[-1].tag == f"{XHTML}th" and (row := named[-1].getparent().getprevious()) is not None:
        row[-1].append(mark)
    else:
        _outermost(named[-1]).addprevious(mark)


def _outermost(element: Any) -> Any:
    """The outermost group that begins with an element, and the marks of later pages that stand before it."""
    while True:
        before = element.getprevious()
        around = element.getparent()
        if before is not None and before.get("role") == "doc-pagebreak" and not (before.tail or "").strip():
            element = before
        elif before is None and around.tag in GROUPS and not (around.text or "").strip():
            element = around
        else:
            return element


def marks(root: Any) -> Iterator[tuple[str, list[str]]]:
    """The page marks of a document in order, each with the folded words behind it."""
    runs = list(_runs(root))
    stream = list(_words(runs))
    for number, run in enumerate(runs):
        if run.tail and run.element.get("role") == "doc-pagebreak":
            label = (run.element.get("id") or "").removeprefix("page--")
            yield label, [word.text for word in stream if word.place >= (number, 0)]


def fold(word: str) -> str:
    """A word without case, punctuation and soft hyphens."""
    return re.sub(r"[\W_]+", "", word.replace("\u00ad", "").casefold())


def _mark(label: str, said: str) -> Any:
    names = {EPUB_TYPE: "pagebreak", "role": "doc-pagebreak", "id": f"page--{label}", "aria-label": said}
    return etree.Element(f"{XHTML}span", names)


def _runs(root: Any) -> Iterator[TextRun]:
    """The runs of text of the body in order, empty ones too."""
    body = root.find(f"{XHTML}body")
    alone = None  # the element that the e-book says alone
    for event, element in etree.iterwalk(body, events=("start", "end", "comment")):
        if event == "start":
            alone = element if alone is None and _is_alone(element) else alone
            yield TextRun(element, tail=False, printed=alone is None)
        elif element is not body:
            alone = None if element is alone else alone
            yield TextRun(element, tail=True, printed=alone is None)


def _is_alone(element: Any) -> bool:
    """What the first words of a printed page never hold.

    Those are numbers of the index, which come last, names of a record's values, and formulas and drawings, which print paints.
    """
    return bool(_is_painted(element) or element.get(EPUB_TYPE) == "index-locator" or element.get("class") == "field")


def _is_painted(element: Any) -> bool:
    return str(element.tag).endswith(("}math", "}svg"))


def _is_drawn(run: TextRun) -> bool:
    """Whether the text of a run is within a drawing, which has no place for a mark."""
    around = run.element.getparent() if run.tail else run.element
    return any(str(each.tag).startswith("{http://www.w3.org/2000/svg}") for each in (around, *around.iterancestors()))


def _words(runs: Sequence[TextRun]) -> Iterator[Word]:
    """The words in order, without those of the e-book alone; a word that markup interrupts is two."""
    for number, run in enumerate(runs):
        if run.printed:
            for word in re.finditer(r"\S+", run.text):
                if text := fold(word[0]):
                    yield Word(text, (number, word.start()))


def _find(stream: Sequence[Word], wanted: Sequence[str], start: int) -> int | None:
    """The index of the first place from `start` on where the wanted words stand in a row."""
    wanted = [word for word in wanted if word]
    for count in range(min(SURE, len(wanted)), LEAST - 1, -1):
        for skipped in (0, 1):  # a page may begin with the second half of a divided word
            part = wanted[skipped : skipped + count]
            if len(part) < count:
                continue
            for index in range(start, len(stream) - count + 1):
                if all(stream[index + i].text == part[i] for i in range(count)):
                    return index
    return None


def _anchor(runs: Sequence[TextRun], anchor: str) -> Place | None:
    """Where the first words behind the start of the element with an id begin."""
    start = next((i for i, run in enumerate(runs) if anchor and not run.tail and run.element.get("id") == anchor), None)
    return (
        None
        if start is None
        else next(((i, 0) for i, run in enumerate(runs) if i >= start and run.text.strip() and not _is_drawn(run)), None)
    )


def openings_by_unit(
    labels: Sequence[str], opened: Sequence[Sequence[str]], firsts: Sequence[str], units: Mapping[str, tuple[int, int]]
) -> dict[str, list[Opening]]:
    """The openings of every unit's pages; `units` gives each unit's first page and number of pages."""

    def opening(page: int) -> Opening:
        return Opening(labels[page], tuple(opened[page]), firsts[page])

    return {unit: [opening(page) for page in range(first, first + count)] for unit, (first, count) in units.items()}
