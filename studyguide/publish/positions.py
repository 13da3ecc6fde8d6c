"""Positions: from words of a page, an e-book document or a web page to their line and column in the sources, and back.

No published file holds a trace of it. A place in a document is known by the letters before and behind it; they are looked for
among the letters of the book, and a letter of the book is counted off in its source. Spaces, signs and hyphens, which every
medium sets in its own way, are no letters.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import accumulate, islice

from studyguide.html.pages import UnitPlace
from studyguide.nodes import Figure, Inline, Node, Text, ValueUse, Wrapper
from studyguide.nodes.tree import texts, walk
from studyguide.publish.compiled import Compiled
from studyguide.publish.places import IDS, Places, written
from studyguide.sources.diagnostics import Span

CONTEXT = 48
"""Letters on either side of a place, at most, that are asked for and looked for."""
WORD = re.compile(r"\w[\w’'-]*")
SLACK = 400
"""So many letters of markup may stand before the words of a piece in their source."""
NO_LETTER = re.compile(r"[^a-z0-9]+")
SHORTER = (48, 32, 20, 12, 7, 4)
"""So many letters are looked for on either side, one after the other, until they are found."""
TELLING = 24
"""So many letters are found anywhere; fewer only among ids that are those of the place."""
CHAPTERS, FIGURES, VALUES = "chapters/", "chapters/figures/", "chapters/values.toml"
TABLE = re.compile(r"\[([\w.-]+)\]")
"""The name of a table of values."""
GUIDE, REFERENCES, TEMPLATES = "chapters/guide.toml", "chapters/references.yaml", "styles/templates"
ENTRY = re.compile(r"[\s-]*[\"']?id[\"']?\s*:\s*[\"']?([^\s\"',]+)")
"""The id of an entry of the bibliography."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a document: the ids of the elements around it, the innermost first, and the text before and behind it."""

    ids: tuple[str, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SoughtPassage:
    """Where to look for a place of the sources in a document: its unit, and the letters before and behind the place."""

    unit: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WrittenPiece:
    """The letters of words that stand together in the sources: the unit whose text they are, the ids around them, their place.

    `literal` says that the same letters stand in the source: neither a value nor anything else that is called by a name.
    """

    unit: str
    ids: frozenset[str]
    letters: str
    span: Span
    literal: bool


UnitPieces = tuple[object, list[WrittenPiece]]
"""What a unit prints, and the pieces of it."""


def letters(text: str) -> str:
    """The letters and figures of a text, in their simplest form (Unicode NFKD, small)."""
    if text.isascii():
        return NO_LETTER.sub("", text.lower())
    return "".join(c for c in unicodedata.normalize("NFKD", text).lower() if c.isalnum())


@dataclass(frozen=True)
class Positions:
    """The positions of one compiled book. What it needs to know of the book is made when it is first asked for.

    `before` are the `units` of another one: what both books have in common is not made again.
    """

    compiled: Compiled
    before: Mapping[str, UnitPieces] = field(default_factory=dict, repr=False)

    def find(self, spot: Spot) -> Span | None:
        """Where the word behind a place of a document is written, or what it was made from; None where nothing like it is."""
        before, after = letters(spot.before)[-CONTEXT:], letters(spot.after)[:CONTEXT]
        if found := self._found(before, after, {*spot.ids, *map(written, spot.ids)}):
            return self._written(*found)
        node = self._places.find("", UnitPlace("", 0, ids=spot.ids))
        return node if node.path else self._entry(spot.ids) or self._printed(spot.ids[-1:], before, after)

    def seen(self, span: Span) -> Span:
        """Where that is printed which a drawing or a value is written as: its caption, its first use. Any other place itself."""
        nodes = walk(self.compiled.book.prose)
        if span.path.startswith(FIGURES):
            drawn = span.path.removeprefix(CHAPTERS).rpartition(".")[0]
            found = (
                place
                for node in nodes
                if isinstance(node, Figure) and node.src.rpartition(".")[0] == drawn
                for _, place in texts(node.caption)
            )
        elif span.path == VALUES:
            tables = (TABLE.match(row) for row in reversed(self._rows(VALUES)[: span.line]))
            key = next((table[1] for table in tables if table), "")
            found = (node.span for node in nodes if isinstance(node, ValueUse) and node.key == key)
        else:
            return span
        return next(found, span)

    def passage(self, path: str, line: int, col: int = 0) -> SoughtPassage | None:
        """What to look for in a document, to see a place of the sources; None where the file prints no words of its own."""
        mine = [number for number, piece in enumerate(self._pieces) if piece.span.path == path]
        if not mine:
            return None
        before = [number for number in mine if _start(self._pieces[number]) <= (line, max(col, 1))]
        number = max(before, key=lambda each: _start(self._pieces[each])) if before else mine[0]
        at = self._starts[number] + self._letters_before(self._pieces[number], line, col)
        return SoughtPassage(self._pieces[number].unit, self._text[max(at - CONTEXT, 0) : at], self._text[at : at + CONTEXT])

    def _found(self, before: str, after: str, ids: set[str]) -> tuple[int, int] | None:
        """The piece that a place stands in, and the number of its letters before the place."""
        for old, new in _needles(before, after):
            hits = self._hits(old, new)
            near = [hit for hit in hits if ids & self._pieces[hit[0]].ids]
            if near or (hits and len(old + new) >= TELLING):
                return max(near or hits, key=lambda hit: len(ids & self._pieces[hit[0]].ids))
        return None

    def _entry(self, ids: Iterable[str]) -> Span | None:
        """The entry of the bibliography that one of these ids was made from."""
        keys = [name.removeprefix("ref-") for name in ids if name.startswith("ref-")]
        for line, row in enumerate(self._rows(REFERENCES), 1):
            found = ENTRY.match(row)
            if found and found[1] in keys:
                return Span(REFERENCES, line, found.start(1) + 1, len(found[1]))
        return None

    def _printed(self, unit: Sequence[str], before: str, after: str) -> Span | None:
        """Words that the data of the guide or the templates hold, and no chapter."""
        paths = [path for name in unit for path in (GUIDE, f"{TEMPLATES}/{name}.html", f"{TEMPLATES}/matter.html")]
        streams = {path: list(self._source(Span(path, 1, 1))) for path in paths}
        for old, new in _needles(before, after):
            for stream in streams.values():
                at = "".join(letter for letter, _ in stream).find(old + new)
                if at >= 0:
                    return stream[min(at + len(old), len(stream) - 1)][1]
        return None

    def _hits(self, before: str, after: str) -> list[tuple[int, int]]:
        """Every place of the book between these letters."""
        found, at, needle = [], -1, before + after
        while needle and (at := self._text.find(needle, at + 1)) >= 0:
            place = at + len(before) - (0 if after else 1)
            number = bisect_right(self._starts, place) - 1
            found.append((number, place - self._starts[number]))
        return found

    def _written(self, number: int, skipped: int) -> Span:
        """The place in its source of a letter of a piece: the word that it belongs to."""
        piece = self._pieces[number]
        if not piece.literal:
            return piece.span
        near = list(islice(self._source(piece.span), len(piece.letters) + SLACK))
        first = max("".join(letter for letter, _ in near).find(piece.letters), 0)
        return near[first + skipped][1] if first + skipped < len(near) else piece.span

    def _source(self, span: Span) -> Iterator[tuple[str, Span]]:
        """The letters of a source from a place on, each with the word that it stands in."""
        rows = self._rows(span.path)
        for line in range(span.line, len(rows) + 1):
            first, row = max(span.col - 1, 0) if line == span.line else 0, rows[line - 1]
            for word in WORD.finditer(row, first):
                yield from ((letter, Span(span.path, line, word.start() + 1, len(word[0]))) for letter in letters(word[0]))

    def _letters_before(self, piece: WrittenPiece, line: int, col: int) -> int:
        """The letters of a piece that stand in its source before a place."""
        rows = self._rows(piece.span.path)[piece.span.line - 1 : line]
        if not piece.literal or not rows:
            return 0
        if len(rows) == line - piece.span.line + 1:
            rows[-1] = rows[-1][: max(col - 1, 0)]
        rows[0] = rows[0][max(piece.span.col - 1, 0) :]
        return min(len(letters(" ".join(rows))), max(len(piece.letters) - 1, 0))

    def _rows(self, path: str) -> list[str]:
        return self.compiled.sources.texts.get(path, "").split("\n")

    @cached_property
    def _places(self) -> Places:
        return Places(self.compiled)

    @cached_property
    def units(self) -> dict[str, UnitPieces]:
        """The pieces of every unit, with the nodes that they are taken from."""
        book = self.compiled.book
        warned = next((chapter.id for chapter in book.chapters if chapter.emergency), "")
        back = (warned, book.emergency_line), ("glossary", book.glossary), ("faq", book.faq)
        values: list[tuple[str, object]] = [*((chapter.id, chapter) for chapter in book.prose), *back]
        return {f"{unit} {type(value).__name__}": self._unit(unit, value) for unit, value in values}

    def _unit(self, unit: str, value: object) -> UnitPieces:
        known = self.before.get(f"{unit} {type(value).__name__}")
        return known if known and known[0] is value else (value, _placed(_pieces(value, unit, frozenset({unit}))))

    @cached_property
    def _pieces(self) -> Sequence[WrittenPiece]:
        return [piece for _, pieces in self.units.values() for piece in pieces]

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(piece.letters) for piece in self._pieces), initial=0))[:-1]

    @cached_property
    def _text(self) -> str:
        return "".join(piece.letters for piece in self._pieces)


def _pieces(value: object, unit: str, ids: frozenset[str]) -> Iterator[WrittenPiece]:
    """The words of a tree in their order, as `texts` has them, with the ids of the nodes around them."""
    if isinstance(value, tuple):
        for each in value:
            yield from _pieces(each, unit, ids)
    elif isinstance(value, Node):
        ids |= {name for field in IDS if (name := getattr(value, field, ""))}
        if isinstance(value, Inline) and not isinstance(value, Wrapper) and value.plain:
            yield WrittenPiece(unit, ids, letters(value.plain), value.span, isinstance(value, Text))
        else:
            for field in fields(value):
                yield from _pieces(getattr(value, field.name), unit, ids)


def _needles(before: str, after: str) -> Iterator[tuple[str, str]]:
    """What is looked for, the longest first: letters on both sides of a place or behind it; last those before it alone."""
    for count in SHORTER:
        for old, new in ((before[-count:], after[:count]), ("", after[:count])):
            if len(old + new) >= min(count, len(before + after)) > 0:
                yield old, new
    yield from ((before[-count:], "") for count in SHORTER if len(before) >= count)


def _start(piece: WrittenPiece) -> tuple[int, int]:
    return piece.span.line, piece.span.col


def _placed(pieces: Iterable[WrittenPiece]) -> list[WrittenPiece]:
    """The pieces; one of which the parser does not know the place stands behind the one before it."""
    placed: list[WrittenPiece] = []
    for piece in pieces:
        last = placed[-1].span if placed else piece.span
        placed.append(piece if piece.span.path else replace(piece, span=replace(last, col=last.col + last.length)))
    return placed
