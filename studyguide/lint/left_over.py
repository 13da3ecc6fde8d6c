"""Left over: places that still say what a value was before it was changed, in figures or in words.

A value that is changed changes wherever it is shown; these are the places that it cannot reach. Unlike repetitions they are
looked for in questions and invented cases, too: what is right there hangs on the number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.book.spelt_numbers import spelt
from studyguide.lint.comparators import AFTER, BEFORE, SPACE
from studyguide.lint.repetitions import DRAWN, Figures, FigureSearch, Nearby, Repetition, invented, place_at, shown_in
from studyguide.lint.rules import EarlierNumbers
from studyguide.nodes.tree import texts as written_texts
from studyguide.nodes.tree import walk
from studyguide.sources.config import Quantity, Value
from studyguide.sources.diagnostics import Span

SIGN = rf"[<>≤≥]{SPACE}"
LIMITING = re.compile(rf"(?:{SIGN}|\b(?:{'|'.join(BEFORE.values())}){SPACE})$", re.IGNORECASE)
LIMITED = re.compile(rf"^{SPACE}(?:{'|'.join(AFTER.values())})", re.IGNORECASE)
ENDED = re.compile(r"\s*(?:[.,;:)!?]|$)")
WORD = re.compile(r"[^\W\d_]{4,}")
TELLING = 3  # characters of figures that stand for a value where nothing else is written
STEM = 6  # letters by which words are told to be the same


def left_over(book: Book, texts: Mapping[str, str], earlier: EarlierNumbers) -> list[Repetition]:
    """Every such place, likely or not, by place."""
    found: set[Repetition] = set()
    for generation in range(max(map(len, earlier.values()), default=0)):
        old = {
            key: replace(book.values[key], value=numbers[generation][0], unit=numbers[generation][1])
            for key, numbers in earlier.items()
            if len(numbers) > generation and key in book.values
        }
        found |= {*EarlierSearch.of(book, texts, old).prose(book)}
    return sorted(found)


def still_said(book: Book, texts: Mapping[str, str], earlier: EarlierNumbers) -> EarlierNumbers:
    """The earlier numbers of those values that some place very likely still tells, even if it is said to be another number."""
    said = {key for each in left_over(book, texts, earlier) for key in each.likely}
    return {key: numbers for key, numbers in earlier.items() if key in said}


def _ends(old: Quantity, now: Quantity) -> Iterator[Quantity]:
    """A value as it was, and if it was a range, each end that is another now."""
    yield old
    if isinstance(old.value, tuple):
        ends = now.value if isinstance(now.value, tuple) else (now.value,)
        yield from (replace(old, value=end, op=()) for end in old.value if end not in ends)


def _spelt(value: Value, language: str) -> tuple[str, ...]:
    """The words of a number, or those of both ends of a range with a stroke between them."""
    if isinstance(value, tuple):
        return tuple(f"{low}–{high}" for low in spelt(value[0], language) for high in spelt(value[1], language))
    return () if isinstance(value, str) else spelt(value, language)


@dataclass(frozen=True)
class EarlierSearch(FigureSearch):
    """A search for what values were. `now` are the values as they are, `others` the figures of those that did not change.

    `sections` are the values that sections show, by their ids; `made_up`: an invented case is looked through.
    """

    now: Mapping[str, Quantity]
    others: Figures
    sections: Mapping[str, frozenset[str]]
    made_up: bool = False

    @classmethod
    def of(cls, book: Book, texts: Mapping[str, str], old: Mapping[str, Quantity]) -> EarlierSearch:
        """The search for old values."""
        every = [each for value in old.values() for each in _ends(value, book.values[value.key])]
        words = {each.value: _spelt(each.value, each.words.language) for each in every}
        others = Figures.of(value for key, value in book.values.items() if key not in old)
        sections = {node.id: shown_in(node) for node in walk(book.prose) if isinstance(node, n.Section)}
        return cls(texts, old, Figures.of(every, words), book.values, others, sections)

    def node(self, node: n.Node, around: Nearby) -> Iterator[Repetition]:
        """In what stands in a node."""
        if invented(node) and not self.made_up:
            yield from replace(self, made_up=True).node(node, around)
            return
        if isinstance(node, n.Question):
            shown = around.shown | self.sections.get(node.section, frozenset())
            around = replace(around, shown=shown, words=" ".join(text for text, _ in written_texts(node.stem)))
        inner = around.inside(node)
        if isinstance(node, n.Figure):
            inner = replace(inner, shown=inner.shown | {*node.says}, words=f"{node.alt} {n.plain(node.caption)}")
            yield from self.picture(node, inner)
        elif isinstance(node, n.Table):
            yield from self.columns(node, inner)
        for each in fields(node):
            yield from self.each(getattr(node, each.name), inner)

    def made(self, span: Span, written: str, keys: tuple[str, ...], around: Nearby) -> Repetition:
        """A place, and which values it tells as they were: not one that tells another value as it is."""
        found = super().made(span, written, keys, around)
        rivals = {key for find in (self.others.in_text, self.others.alone) for _, _, those in find(written) for key in those}
        return replace(found, likely=tuple(key for key in found.likely if self._meant(key, rivals, around)))

    def _meant(self, key: str, rivals: Collection[str], around: Nearby) -> bool:
        """Whether the words of a sentence are about this value rather than about others.

        Of those that would be written alike, the one that it says most of. Where it cites nothing and says nothing of the value,
        none is meant that it says something of another, nor in an invented case.
        """
        said = _stems(around.words)
        own = said & _stems(f"{self.now[key].label} {key}")
        shown = [each for each in self.now.values() if each.key != key and around.tells(each)]
        others = {each.key: said & _stems(f"{each.label} {each.key}") for each in shown}
        if any(len(words - own) > len(own - words) for name, words in others.items() if name in rivals):
            return False
        return bool(around.cited or own or not (self.made_up or any(others.values())))

    def words(self, text: n.Text, start: int, end: int, around: Nearby) -> Iterator[Repetition]:
        """In a part of a text: figures with their unit, and alone where a comparator tells what they are."""
        for at, written, keys in self.known.in_text(text.text):
            before, after = text.text[:at], text.text[at + len(written) :]
            limit = LIMITING.search(before) or LIMITED.match(after)
            those = tuple(key for key in keys if limit or not self.made_up or not self.values[key].op)
            if start <= at < end and those:
                yield self.made(self.within(text, written, at), written, those, around)
        for at, written, keys in self.known.alone(text.text):
            if start <= at < end and LIMITING.search(text.text[:at]) and ENDED.match(text.text, at + len(written)):
                yield self.made(self.within(text, written, at), written, keys, around)

    def drawing(self, path: str, around: Nearby) -> Iterator[Repetition]:
        """In the words of a drawing; figures alone are a value where nothing else is written there."""
        yield from super().drawing(path, around)
        text = self.texts[path]
        for words in DRAWN.finditer(text):
            bare = re.sub(r"&[lg]t;|[<>≤≥\s]", lambda found: " " * len(found[0]), words[0])
            for at, written, keys in self.known.alone(bare):
                if written == bare.strip() and len(written) >= TELLING:
                    yield self.made(place_at(path, text, words.start() + at, len(written)), written, keys, around)


def _stems(words: str) -> set[str]:
    return {found[0].casefold()[:STEM] for found in WORD.finditer(words)}
