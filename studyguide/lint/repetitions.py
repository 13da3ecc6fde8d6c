"""Repetitions: a number of values.toml that is written a second time, as bare figures beside its unit.

When the value changes, such a place stays as it was; so it is named. Ticks of charts and invented cases are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from itertools import islice, pairwise

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.book.occurrences import PlacedText
from studyguide.lint.passages import INVENTED
from studyguide.lint.rules import LintSubject, rule
from studyguide.nodes.grid import named_columns, placed
from studyguide.nodes.tree import walk
from studyguide.sources.config import NBSP, Quantity
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.toml_places import toml_extents
from studyguide.sources.value_text import ROLE

SPACE = r"[\s\u00a0\u202f]*"
TO = rf"{SPACE}to{SPACE}"
NUMBER = rf"(?<![\w.,–-])(?P<number>\d[\d,]*(?:\.\d+)?(?:(?:[–-]|{TO})\d[\d,]*(?:\.\d+)?)?)"
DRAWN = re.compile(r">[^<>]+<")
OTHER_NUMBERS = "chapters/other-numbers.txt"
LONGEST = 12  # lines of a passage
CHART_NUMBERS = ("value", "values", "low", "high", "middle", "mark")


@dataclass(frozen=True, order=True)
class Repetition:
    """A place at which the figures of values stand bare: what is written there, and the keys of all values that it may be.

    `likely` are those among them whose source is cited nearest to it, or, where none is, that the section shows too: the same
    fact, not another of the same size. “2 to 4 weeks” is likely to be none: no form of a value is written so. `apart` is the
    line of other-numbers.txt by which an editor says that it is another number; 0 if there is none.
    """

    span: Span
    text: str
    keys: tuple[str, ...]
    likely: tuple[str, ...] = ()
    apart: int = 0

    @property
    def bare(self) -> bool:
        """Whether it should come from a value."""
        return bool(self.likely) and not self.apart


@rule
def check_repetitions(subject: LintSubject, problems: Problems) -> None:
    """Figures beside a unit that are very likely a value's, and do not come from it."""
    texts = subject.sources.texts
    found = repetitions(subject.book, texts)
    for each in found:
        if each.bare:
            message = f"“{each.text}” repeats the value “{each.likely[0]}”, and will stay when that changes"
            role = f"{{value}}`{each.likely[0]}{'|bare' if subject.book.values[each.likely[0]].op else ''}`"
            hint = f"write {role}; if it is another number of the same size, a line of other-numbers.txt says so"
            problems.warning(each.span, "bare-value", message, hint)
    for line, words in _other_numbers(texts).items():
        if line not in {each.apart for each in found if each.likely}:
            message = f"“{words}” tells no number of the text apart"
            hint = "take the line away; if the words of the text have changed, write them as they are now"
            problems.warning(Span(OTHER_NUMBERS, line, 1, len(words)), "unused-other-number", message, hint)


def repetitions(book: Book, texts: Mapping[str, str], wanted: Iterable[str] = ()) -> list[Repetition]:
    """Every such place of the whole guide, by place; of the `wanted` values alone, if there are any."""
    wanted = set(wanted)
    values = {value.key: value for value in book.values.values() if not wanted or value.key in wanted}
    search = _Search(texts, values, _Figures.of(values.values()))
    others = _other_numbers(texts)
    return sorted(
        replace(each, apart=_line_of(each.span, others, texts)) for each in {*search.prose(book), *search.pictures(book)}
    )


def _other_numbers(texts: Mapping[str, str]) -> dict[int, str]:
    """The words of other-numbers.txt by their lines."""
    rows = enumerate(texts.get(OTHER_NUMBERS, "").split("\n"), 1)
    return {line: words for line, row in rows if (words := row.partition("#")[0].strip())}


def _line_of(span: Span, others: Mapping[int, str], texts: Mapping[str, str]) -> int:
    """The line of the words around the figures at a place; 0 if there is none, or if it is these figures alone."""
    row = texts[span.path].split("\n")[span.line - 1].replace(NBSP, " ") if others and span.col else ""
    written = ((line, words.replace(NBSP, " ")) for line, words in others.items() if len(words) > span.length)
    around = ((line, found) for line, words in written for found in re.finditer(re.escape(words), row))
    return next((line for line, found in around if found.start() < span.col <= span.col - 1 + span.length <= found.end()), 0)


class _Figures:
    """The keys of values by their printed figures and their unit."""

    def __init__(self, keys: Mapping[tuple[str, str], tuple[str, ...]], written: Mapping[str, str]) -> None:
        self.keys = keys
        self.units = {unit: _forms(unit, written.get(unit, "")) for _, unit in keys}
        units = sorted({form for forms in self.units.values() for form in forms}, key=len, reverse=True)
        spelt = "|".join(re.escape(unit).replace("\\ ", SPACE) for unit in units)
        self.beside = re.compile(rf"{NUMBER}{SPACE}(?P<unit>{spelt})(?!\w)") if units else None

    @classmethod
    def of(cls, values: Iterable[Quantity]) -> _Figures:
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        written: dict[str, str] = {}
        for value in values:
            written[value.unit] = value.measure.written if value.measure else ""
            for form in ("bare", "bare-si") if value.converts else ("bare",):
                shown = value.show(form)
                if shown.unit and not isinstance(value.value, str):
                    name = shown.number, shown.unit.replace(NBSP, " ")
                    found[name] = (*found.get(name, ()), value.key)
        return cls(found, written)

    def in_text(self, text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Offset, figures with unit, and keys of each."""
        for found in self.beside.finditer(text) if self.beside else ():
            written = re.sub(r"\s", " ", found["unit"])
            for unit in (unit for unit, forms in self.units.items() if written in forms):
                if keys := self.named(found["number"], unit):
                    yield found.start(), found[0], keys

    def named(self, number: str, unit: str) -> tuple[str, ...]:
        """The keys of the values of this size."""
        return self.keys.get((re.sub(f"-|{TO}", "–", number), unit), ())

    def units_in(self, words: str) -> set[str]:
        """The units that a heading or an axis names."""
        return {unit for unit, forms in self.units.items() for form in forms if re.search(rf"{re.escape(form)}(?!\w)", words)}


def _forms(unit: str, written: str) -> tuple[str, ...]:
    """A unit as it is written: “/kg”, “per kg”, “per kilogram”. `written` is what stands under its stroke in full."""
    stroke, under = ("/", unit[1:]) if unit.startswith("/") else ("", unit)
    names = [under, *([written] if written else ())]
    return (unit, *(f"per {name}" for name in names)) if stroke else tuple(names)


PASSAGES = n.Paragraph | n.Formula | n.Table | n.Figure | n.Definition | n.GlossaryEntry | n.FaqEntry


@dataclass(frozen=True)
class _Nearby:
    """What surrounds a piece of text: the sources that are cited nearest to it, and the values that are shown near it."""

    cited: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()

    def inside(self, node: n.Node) -> _Nearby:
        """The surroundings of what stands in a node."""
        if isinstance(node, n.Section):
            return _Nearby(frozenset(), self.shown | {each.key for each in walk(node) if isinstance(each, n.ValueUse)})
        return self.narrowed(_cited(node)) if isinstance(node, PASSAGES) else self

    def narrowed(self, cited: frozenset[str]) -> _Nearby:
        """The surroundings in a sentence, cell, row or passage: what is cited in it counts more than what is cited around it."""
        return _Nearby(cited or self.cited, self.shown)

    def tells(self, value: Quantity) -> bool:
        """Whether figures in these surroundings are likely to be a value. Beside another source they are that source's own."""
        return bool(self.cited & {*value.source}) if self.cited else value.key in self.shown


def _cited(*nodes: n.Node) -> frozenset[str]:
    return frozenset(key for each in walk(nodes) if isinstance(each, n.Citation) for key in each.keys)


ENDS = re.compile(r"(?<=[.!?])[”’)]*\s+(?![a-z\d(])")
"""Where a sentence ends within a text; citations may stand before its full stop or behind it."""


def _sentences(inlines: Iterable[n.Inline]) -> Iterator[tuple[tuple[tuple[n.Text, int, int], ...], frozenset[str]]]:
    """The sentences of a passage: the pieces of its texts, each with its beginning and end, and the sources that are cited."""
    pieces: list[tuple[n.Text, int, int]] = []
    cited: set[str] = set()
    ended = False
    for each in walk(tuple(inlines)):
        if isinstance(each, n.Citation):
            cited |= {*each.keys}
        elif isinstance(each, n.Text):
            cuts = [0] * (ended and each.text[:1].isspace()) + [found.end() for found in ENDS.finditer(each.text)]
            for start, end in pairwise([0, *cuts, len(each.text)]):
                pieces.append((each, start, end))
                if end in cuts:
                    yield tuple(pieces), frozenset(cited)
                    pieces, cited = [], set()
            ended = each.text.endswith((".", "!", "?"))
        elif isinstance(each, n.Inline) and each.plain:
            ended = False
    yield tuple(pieces), frozenset(cited)


@dataclass(frozen=True)
class _Search:
    """The texts in which figures are looked for, the values that they may be, and these by figures."""

    texts: Mapping[str, str]
    values: Mapping[str, Quantity]
    known: _Figures

    def made(self, span: Span, written: str, keys: tuple[str, ...], around: _Nearby) -> Repetition:
        spelt = re.search(rf"\d{TO}\d", written)
        return Repetition(span, written, keys, () if spelt else tuple(key for key in keys if around.tells(self.values[key])))

    def prose(self, book: Book) -> Iterator[Repetition]:
        """In what authors write, without questions and worked examples, whose numbers are invented."""
        for tree in (*book.prose, *book.faq, *(entry for _, entries in book.glossary for entry in entries)):
            yield from self.node(tree, _Nearby())

    def node(self, node: n.Node, around: _Nearby) -> Iterator[Repetition]:
        if _invented(node):
            return
        inner = around.inside(node)
        if isinstance(node, n.Table):
            yield from self.columns(node, inner)
        for field in fields(node):
            yield from self.each(getattr(node, field.name), inner)

    def each(self, value: object, around: _Nearby) -> Iterator[Repetition]:
        if isinstance(value, n.Node):
            yield from self.node(value, around)
        elif isinstance(value, tuple) and any(isinstance(item, n.Inline) for item in value):
            yield from self.passage(value, around)
        elif isinstance(value, tuple):
            row = any(isinstance(item, n.Cell) for item in value)
            for item in value:
                yield from self.each(item, around.narrowed(_cited(*value)) if row else around)

    def passage(self, inlines: tuple[n.Inline, ...], around: _Nearby) -> Iterator[Repetition]:
        """In the sentences of a paragraph, a cell, a caption."""
        whole = around.narrowed(_cited(*inlines))
        for pieces, cited in _sentences(inlines):
            for text, start, end in pieces:
                if text.span.path:
                    yield from self.words(text, start, end, whole.narrowed(cited))

    def words(self, text: n.Text, start: int, end: int, around: _Nearby) -> Iterator[Repetition]:
        for at, written, keys in self.known.in_text(text.text):
            if start <= at < end:
                place = _within(self.texts, text.span, written, text.text.count(written, 0, at))
                yield self.made(place, written, keys, around)

    def columns(self, table: n.Table, around: _Nearby) -> Iterator[Repetition]:
        """Cells that are figures alone, below a head that names their unit."""
        units = [self.known.units_in(" ".join(n.plain(cell.text) for cell in column)) for column in named_columns(table)]
        for row in placed(table.rows) if any(units) else ():
            cited = around.narrowed(_cited(*(each.cell for each in row.cells)))
            for each in row.cells:
                first = next((part for part in each.cell.text if isinstance(part, n.Text) and part.span.path), n.Text(""))
                for unit in units[each.column] if first.text else ():
                    if keys := self.known.named(first.text.strip(), unit):
                        near = cited.narrowed(_cited(each.cell))
                        yield self.made(_within(self.texts, first.span, first.text.strip()), first.text.strip(), keys, near)

    def pictures(self, book: Book) -> Iterator[Repetition]:
        """In drawings and the data of charts, and in the text alternatives of both."""
        for figure in book.figures:
            around = _Nearby().inside(figure)
            yield from self.alt(figure, around)
            path = f"chapters/{figure.src}"
            data = path.removesuffix(".svg") + ".toml"
            if data in self.texts:
                yield from self.chart(data, around)
            elif path in self.texts:
                yield from self.drawing(path, around)

    def alt(self, figure: n.Figure, around: _Nearby) -> Iterator[Repetition]:
        source = PlacedText(figure.span.path, self.texts.get(figure.span.path, ""))
        start, written = source.option(figure.span.line, "alt")
        for at, words, keys in self.known.in_text(ROLE.sub(_blank, written)):
            yield self.made(source.span(start + at, len(words)), words, keys, around)

    def drawing(self, path: str, around: _Nearby) -> Iterator[Repetition]:
        text = self.texts[path]
        for words in DRAWN.finditer(text):
            for at, written, keys in self.known.in_text(ROLE.sub(_blank, words[0])):
                yield self.made(_at(path, text, words.start() + at, len(written)), written, keys, around)

    def chart(self, path: str, around: _Nearby) -> Iterator[Repetition]:
        text, extents = self.texts[path], toml_extents(self.texts[path])
        named = " ".join(text[start:end] for where, (start, end) in extents.items() if where[-1] in ("label", "unit"))
        units = self.known.units_in(named)
        sources = frozenset(text[start + 1 : end - 1] for where, (start, end) in extents.items() if where[0] == "source")
        around = _Nearby(around.cited | sources, around.shown)
        for where, (start, end) in extents.items():
            written = text[start:end]
            if written[:1] in "\"'":
                for at, words, keys in self.known.in_text(ROLE.sub(_blank, written)):
                    yield self.made(_at(path, text, start + at, len(words)), words, keys, around)
            elif any(name in CHART_NUMBERS for name in where) and re.fullmatch(r"\d+(\.\d+)?", written):
                for unit in units:
                    if keys := self.known.named(f"{float(written):,.10g}", unit):
                        yield self.made(_at(path, text, start, end - start), written, keys, around)


def _invented(node: n.Node) -> bool:
    """Whether the numbers of a node are made up: questions, worked examples, sections that say so."""
    match node:
        case n.QuestionSet() | n.Question():
            return True
        case n.Callout():
            return node.box.numbers == "invented"
        case n.Section():
            return any(INVENTED in n.plain(block.children) for block in node.children if isinstance(block, n.Paragraph))
        case _:
            return False


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _within(texts: Mapping[str, str], span: Span, written: str, before: int = 0) -> Span:
    """The place of some characters of a passage that begins at a span, after so many of the same; else the span."""
    rows = texts.get(span.path, "").split("\n")
    for line in range(span.line, min(span.line + LONGEST, len(rows) + 1)):
        row, start = rows[line - 1], span.col - 1 if line == span.line and span.col else 0
        for found in islice(re.finditer(re.escape(written), row[start:]), before, None):
            return Span(span.path, line, start + found.start() + 1, len(written))
        before -= row.count(written, start)
    return span


def _at(path: str, text: str, start: int, length: int) -> Span:
    return Span(path, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start), length)
