"""Page breaks: where the pages of the printed guide begin, marked in the documents of the e-book.

The print stage tells the first words of every page. They are looked for in the same unit's XHTML, in order, and an empty
`doc-pagebreak` is put right before them (EPUB 3.3 Structural Semantics; EPUB Accessibility 1.1, page navigation). The markup of a
document is not parsed and written again: the marks are put between its characters.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

PIECE = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
MARK = '<span epub:type="pagebreak" role="doc-pagebreak" id="page-{label}" aria-label="{label}"></span>'
# What the first words of a printed page never hold: the numbers of the index, which come last; the names of a record's values.
ALONE = re.compile(r'<(\w+)\b[^>]*(?:epub:type="index-locator"|class="field")')
SURE, LEAST = 8, 2  # words that must agree: as many as there are up to SURE, then fewer, down to LEAST


@dataclass(frozen=True, slots=True)
class Opening:
    """A page of the printed guide: its printed number, its first words, and the first id that begins on it (“” if none)."""

    label: str
    words: tuple[str, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a document, folded for comparison, and where it stands in the document's characters."""

    text: str
    at: int


def mark_pages(document: str, openings: Sequence[Opening]) -> tuple[str, dict[str, str]]:
    """The document with a mark at the start of every page, and how each was found: label → “words”, “anchor” or “next”.

    `openings` are the pages of this unit in order. A page whose words stand nowhere (a table that the e-book sets as records) is
    marked at its first id, or, if it has none, where the page before it is.
    """
    stream = list(words(document))
    here, floor = 0, stream[0].at if stream else document.index("<body")
    places: list[tuple[int, str]] = []
    found: dict[str, str] = {}
    for opening in openings:
        index = _find(stream, tuple(map(fold, opening.words)), here)
        if index is not None:
            here, floor, found[opening.label] = index, stream[index].at, "words"
        elif (at := _anchor(document, opening.anchor)) is not None and at >= floor:
            floor, found[opening.label] = at, "anchor"
            here = next((i for i, word in enumerate(stream) if word.at >= at), here)
        else:
            found[opening.label] = "next"
        places.append((floor, opening.label))
    for at, label in reversed(places):
        document = document[:at] + MARK.format(label=label) + document[at:]
    return document, found


def words(document: str) -> Iterator[Word]:
    """The words of the body in order, without those of the e-book alone; a word that markup interrupts is two."""
    body = document.index("<body")
    alone = ""  # the tag that ends what the e-book says alone
    for piece in PIECE.finditer(document, body):
        if alone:
            alone = "" if piece[0] == alone else alone
        elif found := ALONE.match(piece[0]):
            alone = f"</{found[1]}>"
        elif not piece[0].startswith("<"):
            for word in re.finditer(r"\S+", piece[0]):
                if text := fold(html.unescape(word[0])):
                    yield Word(text, piece.start() + word.start())


def fold(word: str) -> str:
    """A word without case, punctuation and soft hyphens."""
    return re.sub(r"[\W_]+", "", word.replace("\u00ad", "").casefold())


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


def _anchor(document: str, anchor: str) -> int | None:
    """Where the first words behind the element with an id begin."""
    found = re.search(rf'<[^>]*\bid="{re.escape(anchor)}"[^>]*>', document) if anchor else None
    if found is None:
        return None
    pieces = PIECE.finditer(document, found.end())
    return next((piece.start() for piece in pieces if piece[0].strip() and piece[0][0] != "<"), None)


def openings_by_unit(
    labels: Sequence[str], opened: Sequence[Sequence[str]], firsts: Sequence[str], units: Mapping[str, tuple[int, int]]
) -> dict[str, list[Opening]]:
    """The openings of every unit's pages; `units` gives each unit's first page and number of pages."""

    def opening(page: int) -> Opening:
        return Opening(labels[page], tuple(opened[page]), firsts[page])

    return {unit: [opening(page) for page in range(first, first + count)] for unit, (first, count) in units.items()}
