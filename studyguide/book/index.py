"""The index: marked places, terms at their first use in a chapter, and see / see also. Two levels (ISO 999).

An entry is known by its text: “C” is not “C++”, “Ofen” not “Öfen”, “AIDS” not “aids”.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from studyguide import nodes as n
from studyguide.book.collation import Collation
from studyguide.book.model import IndexEntry
from studyguide.book.resolve import Resolver
from studyguide.sources.identifiers import ascii_slug, canonical

Glossary = Mapping[str, n.GlossaryEntry]
Index = tuple[tuple[str, tuple[IndexEntry, ...]], ...]
Pages = Mapping[str, int] | None  # the page of every anchor, where the printed guide is laid out


def index_groups(resolver: Resolver, entries: Glossary, collation: Collation) -> Index:
    """The index by initial letter."""
    index = _Index(entries, _term_forms(entries), {anchor: i for i, anchor in enumerate(resolver.units)}, collation)
    for words, anchors in resolver.marks.items():
        index.add(words, anchors)
    for key, uses in resolver.uses.items():
        index.add((entries[key].term,), [anchor for _, anchor in uses])
    return collation.by_letter([*map(index.entry, index.heads), *index.see_entries()], lambda entry: entry.term)


def _term_forms(entries: Glossary) -> dict[str, str]:
    """The term that each name of it stands under, also where a name has another first letter at the head of a sentence."""
    names = ((name, entry.term) for entry in entries.values() for name in (entry.term, entry.abbr, *entry.synonyms) if name)
    return {_small(name): term for name, term in names}


def _small(name: str) -> str:
    """A name with a small first letter, if only that is a capital: not “AIDS”."""
    return name[:1].lower() + name[1:] if name[1:2] == name[1:2].lower() else name


@dataclass
class _IndexHeading:
    """A heading with the anchors of its places, and its sub-headings by their text."""

    term: str
    anchor: str
    locators: list[str] = field(default_factory=list)
    below: "dict[str, _IndexHeading]" = field(default_factory=dict)


@dataclass
class _Index:
    """The index while it is gathered: headings by their text."""

    entries: Glossary
    terms: Mapping[str, str]
    order: Mapping[str, int]
    collation: Collation
    heads: dict[str, _IndexHeading] = field(default_factory=dict)
    see_also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _anchors: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        terms = {key: entry.term for key, entry in self.entries.items()}
        self.see_also = {e.term: tuple(terms[key] for key in e.see_also if key in terms) for e in self.entries.values()}

    def add(self, words: Sequence[str], anchors: Iterable[str]) -> None:
        """A heading, or a heading and a sub-heading, with places; any name of a term stands under the term itself."""
        head, *rest = map(canonical, words)
        heading = self._heading(self.heads, self.terms.get(_small(head), head), "index--ie")
        for sub in rest:
            heading = self._heading(heading.below, sub, heading.anchor)
        heading.locators.extend(anchors)

    def _heading(self, among: dict[str, _IndexHeading], term: str, above: str) -> _IndexHeading:
        if term not in among:
            among[term] = _IndexHeading(term, self._anchor(f"{above}-{ascii_slug(term)}"))
        return among[term]

    def _anchor(self, name: str) -> str:
        """An anchor of this name that no other entry has."""
        self._anchors[name] += 1
        return f"{name}--{self._anchors[name]}" if self._anchors[name] > 1 else name

    def entry(self, term: str) -> IndexEntry:
        """The finished entry of a heading."""
        heading = self.heads[term]
        below = self.collation.in_order(heading.below.values(), lambda sub: sub.term)
        children = tuple(IndexEntry(sub.term, sub.anchor, self._ordered(sub)) for sub in below)
        return IndexEntry(term, heading.anchor, self._ordered(heading), see_also=self._see_also(term), children=children)

    def see_entries(self) -> Iterable[IndexEntry]:
        """“see” entries for the abbreviations and synonyms of terms that the index has, unless they would stand beside them."""
        for entry in self.entries.values():
            target = self.heads.get(entry.term)
            for name in self._others(entry) if target else ():
                if target and name not in self.heads:
                    yield IndexEntry(name, self._anchor(f"index--ie-{ascii_slug(name)}"), see=((entry.term, target.anchor),))

    def _others(self, entry: n.GlossaryEntry) -> Iterable[str]:
        """The other names of a term, those that differ in signs alone once, without those that the term begins with."""
        names = {self._said(name): name for name in reversed((entry.abbr, *entry.synonyms)) if name}
        return (name for said, name in reversed(names.items()) if not self._said(entry.term).startswith(said))

    def _said(self, name: str) -> str:
        return self.collation.words(name).casefold()

    def _ordered(self, heading: _IndexHeading) -> tuple[str, ...]:
        return tuple(sorted(set(heading.locators), key=lambda anchor: self.order[anchor]))

    def _see_also(self, term: str) -> tuple[tuple[str, str], ...]:
        related = (name for name in self.see_also.get(term, ()) if name in self.heads and name != term)
        shown = self.collation.in_order(related, str)
        return tuple((name, self.heads[name].anchor) for name in shown)


def joined(index: Index, pages: Pages) -> Index:
    """The index with locators on one page named once and three or more pages in a row joined to a range."""

    def join(entry: IndexEntry) -> IndexEntry:
        locators = ranges(entry.locators, pages) if pages else entry.locators
        return replace(entry, locators=locators, children=tuple(map(join, entry.children)))

    return tuple((letter, tuple(map(join, group))) for letter, group in index)


def ranges(locators: Iterable[Any], pages: Mapping[str, int]) -> tuple[str | tuple[str, str], ...]:
    """Anchors in reading order as locators: an anchor, or the first and last anchor of at least three pages in a row."""
    by_page: dict[int, str] = {}
    for anchor in locators:
        if anchor in pages:  # a place in a unit that is not laid out yet has no page
            by_page.setdefault(pages[anchor], anchor)
    out: list[str | tuple[str, str]] = []
    # pages in a row differ from their rank by the same number
    for _, run in groupby(enumerate(sorted(by_page)), key=lambda ranked: ranked[1] - ranked[0]):
        row = [by_page[page] for _, page in run]
        out += [(row[0], row[-1])] if len(row) > 2 else row
    return tuple(out)
