"""Repetitions: a number of values.toml that is written a second time, as bare figures beside its unit.

When the value changes, such a place stays as it was; so it is named, and once it has changed, named again as what is left of it.
Ticks of charts are none, and numbers of invented cases only what a changed value may have left there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import islice, pairwise

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.book.occurrences import PlacedText
from studyguide.lint.passages import INVENTED
from studyguide.lint.rules import LintSubject
from studyguide.nodes.grid import named_columns, placed
from studyguide.nodes.tree import walk
from studyguide.sources.config import NBSP, Quantity, Value
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.toml_places import toml_extents
from studyguide.sources.value_text import ROLE
from studyguide.sources.wording import ENGLISH, Wording, separators

SPACE = r"[\s\u00a0\u202f]*"
DRAWN = re.compile(r">[^<>]+<")
LONGEST = 12  # lines of a passage
CHART_NUMBERS = ("value", "values", "low", "high", "middle", "mark")


@dataclass(frozen=True, order=True)
class Repetition:
    """A place at which the figures of values stand bare: what is written there, and the keys of all values that it may be.

    `likely` are those among them whose source is cited nearest to it, or, where none is, that the section shows too: the same
    fact, not another of the same size. `apart` is the line of other-numbers.txt by which an editor says that it is another
    number; 0 if there is none. `ranged`: both ends of a range stand there.
    """

    span: Span
    text: str
    keys: tuple[str, ...]
    likely: tuple[str, ...] = ()
    apart: int = 0
    ranged: bool = field(default=False, compare=False)

    @property
    def bare(self) -> bool:
        """Whether it should come from a value."""
        return bool(self.likely) and not self.apart


def repetitions(book: Book, texts: Mapping[str, str], wanted: Iterable[str] = ()) -> list[Repetition]:
    """Every such place of the whole guide, by place; of the `wanted` values alone, if there are any."""
    wanted = set(wanted)
    values = {value.key: value for value in book.values.values() if not wanted or value.key in wanted}
    search = FigureSearch(texts, values, Figures.of(values.values()))
    return sorted({*search.prose(book), *search.pictures(book)})


def written_again(subject: LintSubject, problems: Problems) -> list[Repetition]:
    """The same of a lint's subject: no tree in which nothing changed is searched again."""
    texts, values, found = subject.sources.texts, subject.book.values, set[Repetition]()
    for tree in subject.trees:
        own = {path: texts[path] for path in subject.remembered(paths_in, tree).value if path in texts}
        found |= subject.remembered(repeated_in, tree, own, subject.values).tell(problems)
    return sorted(found.union(FigureSearch(texts, values, Figures.of(values.values())).pictures(subject.book)))


def paths_in(tree: tuple[n.Node, ...], problems: Problems) -> tuple[str, ...]:
    """The sources that the nodes of a tree stand in. A step with nothing to tell."""
    return tuple(sorted({each.span.path for each in walk(tree)}))


def repeated_in(
    tree: tuple[n.Node, ...], texts: Mapping[str, str], values: Mapping[str, Quantity], problems: Problems
) -> frozenset[Repetition]:
    """The places in one tree, whose sources are given. A step with nothing to tell."""
    return frozenset(FigureSearch(texts, values, Figures.of(values.values())).trees(tree))


class Figures:
    """The keys of values by their printed figures and their unit, in the words of a language."""

    def __init__(self, words: Wording) -> None:
        self.keys: dict[tuple[str, str], tuple[str, ...]] = {}
        self.units: dict[str, tuple[str, ...]] = {}
        self.spelt: set[str] = set()
        self.phrases: dict[str, tuple[str, ...]] = {}
        self.words = words
        group, point = separators(words.language)
        self.group = SPACE[:-1] if group.isspace() else re.escape(group)
        self.to = words.gettext("%(low)s to %(high)s") % {"low": "", "high": ""}
        self.to = rf"(?:[–-]|{SPACE[:-1]}+{re.escape(self.to.strip())}{SPACE[:-1]}+)"
        self.one = rf"\d+(?:{self.group}\d{{3}})*(?:{re.escape(point)}\d+)?"

    @classmethod
    def of(cls, values: Iterable[Quantity], spelt: Mapping[Value, tuple[str, ...]] | None = None) -> Figures:
        """The figures of values; and with `spelt` the words of numbers, and values that are words."""
        every = list(values)
        made = cls(every[0].words if every else ENGLISH)
        for value in every:
            for form in ("bare", "bare-si") if value.converts else ("bare",):
                shown = value.show(form)
                if shown.unit and not isinstance(value.value, str):
                    unit = shown.unit.replace(NBSP, " ")
                    written = value.measure.written if value.measure and form == "bare" else ""
                    made.units[unit] = _forms(unit, written)
                    for number in (shown.number, *(spelt or {}).get(value.value, ())):
                        made.take(number, unit, value.key)
            if isinstance(value.value, str) and spelt is not None:
                made.phrases[value.value] = (*made.phrases.get(value.value, ()), value.key)
            made.spelt |= {end for each in (spelt or {}).get(value.value, ()) for end in each.split("–")}
        return made

    def take(self, number: str, unit: str, key: str) -> None:
        """Note the figures of a value."""
        name = self.figures(number), unit
        self.keys[name] = tuple(dict.fromkeys((*self.keys.get(name, ()), key)))

    def figures(self, number: str) -> str:
        """Figures without what may be written otherwise: signs between groups, the word or stroke of a range."""
        bare = re.sub(rf"(?<=\d){self.group}(?=\d{{3}}(?!\d))", "", number.casefold())
        return re.sub(r"\s+", " ", re.sub(rf"(?<=\w){self.to}(?=\w)", "–", bare))

    @cached_property
    def number(self) -> str:
        """The pattern of a number or a range, in figures or in one of the words that are looked for."""
        words = "".join(rf"{re.escape(each)}|" for each in sorted(self.spelt, key=len, reverse=True)).replace(r"\ ", r"\s+")
        one = rf"(?:{words}{self.one})"
        return rf"(?<![\w.,–-])(?P<number>{one}(?:{self.to}{one})?)"

    @cached_property
    def beside(self) -> re.Pattern[str]:
        """The pattern of a number and its unit."""
        units = sorted({form for forms in self.units.values() for form in forms}, key=len, reverse=True)
        written = "|".join(re.escape(unit).replace("\\ ", SPACE) for unit in units)
        return re.compile(rf"{self.number}{SPACE}(?P<unit>{written})(?!\w)", re.IGNORECASE)

    def in_text(self, text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Offset, figures with unit, and keys of each."""
        for found in self.beside.finditer(text) if self.units else ():
            written = re.sub(r"\s", " ", found["unit"])
            for unit in (unit for unit, forms in self.units.items() if written in forms):
                if keys := self.named(found["number"], unit):
                    yield found.start(), found[0], keys
        for phrase, keys in self.phrases.items():
            yield from ((found.start(), found[0], keys) for found in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text))

    def alone(self, text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Offset, figures, and keys of each number whatever its unit is."""
        for found in re.finditer(self.number, text, re.IGNORECASE) if self.units else ():
            if keys := tuple(key for unit in self.units for key in self.named(found["number"], unit)):
                yield found.start(), found[0], keys

    def named(self, number: str, unit: str) -> tuple[str, ...]:
        """The keys of the values of this size."""
        return self.keys.get((self.figures(number), unit), ())

    def units_in(self, words: str) -> set[str]:
        """The units that a heading or an axis names."""
        return {unit for unit, forms in self.units.items() for form in forms if re.search(rf"{re.escape(form)}(?!\w)", words)}

    def ranges(self, written: str) -> bool:
        """Whether both ends of a range are written."""
        return bool(re.search(rf"\w{self.to}\w", written.casefold()))


PER = ("per", "a", "pro", "je", "par", "por", "لكل")
"""What is said for a stroke, in the languages of the catalogues."""


def _forms(unit: str, written: str) -> tuple[str, ...]:
    """A unit as it is written: “/kg”, “per kg”, “per kilogram”. `written` is what stands under its stroke in full."""
    stroke, under = ("/", unit[1:]) if unit.startswith("/") else ("", unit)
    names = [under, *([written] if written else ())]
    return (unit, *(f"{per} {name}" for per in PER for name in names)) if stroke else tuple(names)


PASSAGES = n.Paragraph | n.Formula | n.Table | n.Figure | n.Definition | n.GlossaryEntry | n.FaqEntry


@dataclass(frozen=True)
class Nearby:
    """What surrounds a piece of text: the sources that are cited nearest, the values that are shown near it, its sentence."""

    cited: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    words: str = ""

    def inside(self, node: n.Node) -> Nearby:
        """The surroundings of what stands in a node."""
        if isinstance(node, n.Section):
            return Nearby(frozenset(), self.shown | shown_in(node))
        return self.narrowed(cited_in(node)) if isinstance(node, PASSAGES) else self

    def narrowed(self, cited: frozenset[str]) -> Nearby:
        """The surroundings in a sentence, cell, row or passage: what is cited in it counts more than what is cited around it."""
        return replace(self, cited=cited or self.cited)

    def tells(self, value: Quantity) -> bool:
        """Whether figures in these surroundings are likely to be a value. Beside another source they are that source's own."""
        return bool(self.cited & {*value.source}) if self.cited else value.key in self.shown


def shown_in(node: n.Node) -> frozenset[str]:
    """The values that something shows."""
    return frozenset(each.key for each in walk(node) if isinstance(each, n.ValueUse))


def cited_in(*nodes: n.Node) -> frozenset[str]:
    """The sources that something cites."""
    return frozenset(key for each in walk(nodes) if isinstance(each, n.Citation) for key in each.keys)


ENDS = re.compile(r"(?<=[.!?])[”’)]*\s+(?![a-z\d(])")
"""Where a sentence ends within a text; citations may stand before its full stop or behind it."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage: the pieces of its texts, each with its beginning and end, the sources that it cites, its words."""

    pieces: tuple[tuple[n.Text, int, int], ...]
    cited: frozenset[str]
    words: str


def sentences(inlines: Iterable[n.Inline]) -> Iterator[Sentence]:
    """The sentences of a passage."""
    pieces: list[tuple[n.Text, int, int]] = []
    cited: set[str] = set()
    said: list[str] = []
    ended = False
    for each in walk(tuple(inlines)):
        if isinstance(each, n.Citation):
            cited |= {*each.keys}
        elif isinstance(each, n.Text):
            cuts = [0] * (ended and each.text[:1].isspace()) + [found.end() for found in ENDS.finditer(each.text)]
            for start, end in pairwise([0, *cuts, len(each.text)]):
                pieces.append((each, start, end))
                said.append(each.text[start:end])
                if end in cuts:
                    yield Sentence(tuple(pieces), frozenset(cited), " ".join(said))
                    pieces, cited, said = [], set(), []
            ended = each.text.endswith((".", "!", "?"))
        elif isinstance(each, n.Inline) and each.plain:
            ended = False
            said += [each.plain] if not isinstance(each, n.Wrapper) else []
    yield Sentence(tuple(pieces), frozenset(cited), " ".join(said))


@dataclass(frozen=True)
class FigureSearch:
    """The texts in which figures are looked for, the values that they may be, and these by figures."""

    texts: Mapping[str, str]
    values: Mapping[str, Quantity]
    known: Figures

    def made(self, span: Span, written: str, keys: tuple[str, ...], around: Nearby) -> Repetition:
        """A place where figures stand that may be some values, and which of them are likely."""
        likely = tuple(key for key in keys if around.tells(self.values[key]))
        return Repetition(span, written, keys, likely, ranged=self.known.ranges(written))

    def prose(self, book: Book) -> Iterator[Repetition]:
        """In what authors write, without questions and worked examples, whose numbers are invented."""
        return self.trees((*book.prose, *book.faq, *(entry for _, entries in book.glossary for entry in entries)))

    def trees(self, trees: Iterable[n.Node]) -> Iterator[Repetition]:
        """In some trees of theirs."""
        for tree in trees:
            yield from self.node(tree, Nearby())

    def node(self, node: n.Node, around: Nearby) -> Iterator[Repetition]:
        """In what stands in a node."""
        if invented(node):
            return
        inner = around.inside(node)
        if isinstance(node, n.Table):
            yield from self.columns(node, inner)
        for each in fields(node):
            yield from self.each(getattr(node, each.name), inner)

    def each(self, value: object, around: Nearby) -> Iterator[Repetition]:
        """In what a field of a node holds."""
        if isinstance(value, n.Node):
            yield from self.node(value, around)
        elif isinstance(value, tuple) and any(isinstance(item, n.Inline) for item in value):
            yield from self.passage(value, around)
        elif isinstance(value, tuple):
            row = any(isinstance(item, n.Cell) for item in value)
            for item in value:
                yield from self.each(item, around.narrowed(cited_in(*value)) if row else around)

    def passage(self, inlines: tuple[n.Inline, ...], around: Nearby) -> Iterator[Repetition]:
        """In the sentences of a paragraph, a cell, a caption."""
        whole = around.narrowed(cited_in(*inlines))
        for sentence in sentences(inlines):
            near = replace(whole.narrowed(sentence.cited), words=f"{around.words} {sentence.words}")
            for text, start, end in sentence.pieces:
                if text.span.path:
                    yield from self.words(text, start, end, near)

    def words(self, text: n.Text, start: int, end: int, around: Nearby) -> Iterator[Repetition]:
        """In a part of a text, from one character to another."""
        for at, written, keys in self.known.in_text(text.text):
            if start <= at < end:
                yield self.made(self.within(text, written, at), written, keys, around)

    def within(self, text: n.Text, written: str, at: int) -> Span:
        """The place of some characters of a text."""
        return _within(self.texts, text.span, written, text.text.count(written, 0, at))

    def columns(self, table: n.Table, around: Nearby) -> Iterator[Repetition]:
        """Cells that are figures alone, below a head that names their unit."""
        units = [self.known.units_in(" ".join(n.plain(cell.text) for cell in column)) for column in named_columns(table)]
        for row in placed(table.rows) if any(units) else ():
            cited = around.narrowed(cited_in(*(each.cell for each in row.cells)))
            for each in row.cells:
                first = next((part for part in each.cell.text if isinstance(part, n.Text) and part.span.path), n.Text(""))
                for unit in units[each.column] if first.text else ():
                    if keys := self.known.named(first.text.strip(), unit):
                        near = cited.narrowed(cited_in(each.cell))
                        yield self.made(_within(self.texts, first.span, first.text.strip()), first.text.strip(), keys, near)

    def pictures(self, book: Book) -> Iterator[Repetition]:
        """In drawings and the data of charts, and in the text alternatives of both."""
        for figure in book.figures:
            yield from self.picture(figure, Nearby().inside(figure))

    def picture(self, figure: n.Figure, around: Nearby) -> Iterator[Repetition]:
        """In what a figure shows, and in its text alternative."""
        yield from self.alt(figure, around)
        path = f"chapters/{figure.src}"
        data = path.removesuffix(".svg") + ".toml"
        if data in self.texts:
            yield from self.chart(data, around)
        elif path in self.texts:
            yield from self.drawing(path, around)

    def alt(self, figure: n.Figure, around: Nearby) -> Iterator[Repetition]:
        """In the text alternative of a figure."""
        source = PlacedText(figure.span.path, self.texts.get(figure.span.path, ""))
        start, written = source.option(figure.span.line, "alt")
        for at, words, keys in self.known.in_text(ROLE.sub(blanked, written)):
            yield self.made(source.span(start + at, len(words)), words, keys, around)

    def drawing(self, path: str, around: Nearby) -> Iterator[Repetition]:
        """In the words of a drawing."""
        text = self.texts[path]
        for words in DRAWN.finditer(text):
            for at, written, keys in self.known.in_text(ROLE.sub(blanked, words[0])):
                yield self.made(place_at(path, text, words.start() + at, len(written)), written, keys, around)

    def chart(self, path: str, around: Nearby) -> Iterator[Repetition]:
        """In the words and numbers of a chart."""
        text, extents = self.texts[path], toml_extents(self.texts[path])
        named = " ".join(text[start:end] for where, (start, end) in extents.items() if where[-1] in ("label", "unit"))
        units = self.known.units_in(named)
        sources = frozenset(text[start + 1 : end - 1] for where, (start, end) in extents.items() if where[0] == "source")
        around = replace(around, cited=around.cited | sources, words=f"{around.words} {text}")
        for where, (start, end) in extents.items():
            written = text[start:end]
            if written[:1] in "\"'":
                for at, words, keys in self.known.in_text(ROLE.sub(blanked, written)):
                    yield self.made(place_at(path, text, start + at, len(words)), words, keys, around)
            elif any(name in CHART_NUMBERS for name in where) and re.fullmatch(r"\d+(\.\d+)?", written):
                for unit in units:
                    if keys := self.known.named(self.known.words.number(f"{float(written):,.10g}"), unit):
                        yield self.made(place_at(path, text, start, end - start), written, keys, around)
        yield from self.table_of(path.removesuffix(".toml") + ".csv", units, around)

    def table_of(self, path: str, units: Iterable[str], around: Nearby) -> Iterator[Repetition]:
        """In the cells of the table of a chart, whose axis names their unit."""
        text = self.texts.get(path, "")
        for cell in re.finditer(r"(?<=[,;\t\n])[ \"]*(\d+(?:[.,]\d+)?)(?=[ \"]*(?:[,;\t\n]|$))", text):
            number = self.known.words.number(f"{float(cell[1].replace(',', '.')):,.10g}")
            for unit in units:
                if keys := self.known.named(number, unit):
                    yield self.made(place_at(path, text, cell.start(1), len(cell[1])), cell[1], keys, around)


def invented(node: n.Node) -> bool:
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


def blanked(found: re.Match[str]) -> str:
    """Spaces in the place of what was found."""
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


def place_at(path: str, text: str, start: int, length: int) -> Span:
    """The place of some characters of a text by their offset."""
    return Span(path, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start), length)
