"""Back matter made from what the text uses: answers, glossary, references, index, contents."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeVar

from studyguide import nodes as n
from studyguide.book.model import BACK_MATTER, ContentsItem, IndexEntry, Reference
from studyguide.book.resolve import Resolver, term_names
from studyguide.nodes.tree import rebuild, walk
from studyguide.sources.bibliography import Source, format_references
from studyguide.sources.diagnostics import Problems, did_you_mean

T = TypeVar("T")
Glossary = Mapping[str, n.GlossaryEntry]


def sort_key(text: str) -> str:
    """Letter by letter, without accents or case, as in a dictionary."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum() or c == " ")


def check_glossary(entries: Sequence[n.GlossaryEntry], problems: Problems) -> dict[str, n.GlossaryEntry]:
    """The entries by id; doubled ids and names, and see-also ids that lead nowhere, are errors."""
    found: dict[str, n.GlossaryEntry] = {}
    names: dict[str, str] = {}
    for entry in entries:
        if entry.id in found:
            problems.error(entry.span, "duplicate-id", f"the term “{entry.id}” stands in the glossary a second time")
        found[entry.id] = entry
        for name in (entry.term, entry.abbr, *entry.synonyms):
            owner = names.setdefault(name.casefold(), entry.id) if name else entry.id
            if owner != entry.id:
                problems.error(
                    entry.span, "duplicate-term", f"“{name}” is a name of “{owner}” already", "a word leads to one entry"
                )
    for entry in entries:
        for key in entry.see_also:
            if key not in found:
                problems.error(entry.span, "unknown-term", f"“{key}” (see also) is not in the glossary", did_you_mean(key, found))
    return found


def glossary_groups(
    entries: Glossary, uses: Mapping[str, Sequence[tuple[str, str]]]
) -> tuple[tuple[str, tuple[n.GlossaryEntry, ...]], ...]:
    """The entries by initial letter, with their anchors, “used in” links and “see also” links."""
    made = [
        replace(
            entry,
            anchor=f"g-{entry.id}",
            used_in=tuple(uses.get(entry.id, ())),
            related=tuple((entries[key].term, f"g-{key}") for key in entry.see_also if key in entries),
        )
        for entry in entries.values()
    ]
    return _by_letter(made, lambda entry: entry.term)


def references(resolver: Resolver, sources: Mapping[str, Source], style: str) -> tuple[Reference, ...]:
    """The cited references in the order of their numbers, with links back to every call."""
    keys = sorted(resolver.cited, key=lambda key: resolver.cited[key])
    texts = format_references([sources[key] for key in keys], style)
    return tuple(
        Reference(key, i, f"ref-{key}", text, tuple(resolver.calls[key]))
        for i, (key, text) in enumerate(zip(keys, texts, strict=True), 1)
    )


def index_groups(resolver: Resolver, entries: Glossary) -> tuple[tuple[str, tuple[IndexEntry, ...]], ...]:
    """The index by initial letter: marked places, glossary terms at their first use in a chapter, and see / see also.

    Two levels, letter by letter (ISO 999).
    """
    index = _Index(entries, term_names(entries), {anchor: i for i, anchor in enumerate(resolver.units)})
    for words, anchors in resolver.marks.items():
        index.add(words, anchors)
    for key, uses in resolver.uses.items():
        index.add((entries[key].term,), [anchor for _, anchor in uses])
    return _by_letter([*(index.entry(key) for key in index.heads), *index.see_entries()], lambda entry: entry.term)


@dataclass
class _Index:
    """The index while it is gathered: headings and their anchors by sort key, those of sub-headings by sort key and words."""

    entries: Glossary
    names: Mapping[str, str]
    order: Mapping[str, int]
    heads: dict[str, str] = field(default_factory=dict)
    locators: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, words: Sequence[str], anchors: Iterable[str]) -> None:
        """A heading, or a heading and a sub-heading, with places; any name of a term stands under the term itself."""
        term = self.names.get(words[0].casefold())
        head = self.entries[term].term if term else words[0]
        self.heads.setdefault(sort_key(head), head)
        self.locators.setdefault((sort_key(head), words[1] if len(words) > 1 else ""), []).extend(anchors)

    def entry(self, key: str) -> IndexEntry:
        """The finished entry of a heading."""
        subs = sorted((sub for head, sub in self.locators if head == key and sub), key=sort_key)
        children = tuple(IndexEntry(sub, f"{_anchor(key)}--{_hyphened(sub)}", self._ordered(key, sub)) for sub in subs)
        return IndexEntry(self.heads[key], _anchor(key), self._ordered(key, ""), see_also=self._see_also(key), children=children)

    def see_entries(self) -> Iterable[IndexEntry]:
        """“see” entries for the abbreviations and synonyms of terms that the index has."""
        made: dict[str, IndexEntry] = {}
        for entry in self.entries.values():
            for name in (entry.abbr, *entry.synonyms):
                key, target = sort_key(name), sort_key(entry.term)
                if name and target in self.heads and key not in self.heads and not target.startswith(key):
                    made.setdefault(key, IndexEntry(name, _anchor(key), see=((entry.term, _anchor(target)),)))
        return made.values()

    def _ordered(self, key: str, sub: str) -> tuple[str, ...]:
        return tuple(sorted(set(self.locators.get((key, sub), ())), key=lambda anchor: self.order[anchor]))

    def _see_also(self, key: str) -> tuple[tuple[str, str], ...]:
        term = self.names.get(self.heads[key].casefold())
        related = [self.entries[k].term for k in self.entries[term].see_also if k in self.entries] if term else []
        shown = (name for name in sorted(related, key=sort_key) if sort_key(name) in self.heads and sort_key(name) != key)
        return tuple((name, _anchor(sort_key(name))) for name in shown)


def _anchor(key: str) -> str:
    return "ie-" + key.replace(" ", "-")


def _hyphened(text: str) -> str:
    return sort_key(text).replace(" ", "-")


def _by_letter(items: Iterable[T], name: Callable[[T], str]) -> tuple[tuple[str, tuple[T, ...]], ...]:
    def letter(item: T) -> str:
        first = sort_key(name(item))[:1].upper()
        return first if first.isalpha() else "0–9"

    ordered = sorted(items, key=lambda item: (letter(item) != "0–9", sort_key(name(item))))
    return tuple((key, tuple(group)) for key, group in groupby(ordered, key=letter))


def answers(chapters: Iterable[n.Chapter]) -> tuple[tuple[n.Chapter, tuple[n.Question, ...]], ...]:
    """The questions of each chapter that has any, fit to be printed a second time: without anchors of their own."""
    found = []
    for chapter in chapters:
        questions = tuple(_unanchored(q) for q in walk(chapter.children) if isinstance(q, n.Question))
        if questions:
            found.append((chapter, questions))
    return tuple(found)


def _unanchored(question: n.Question) -> n.Question:
    """The question with the anchors of its printed choices taken out; the answer parts keep theirs."""

    def bare(node: n.Node) -> n.Node | None:
        if isinstance(node, n.IndexMark | n.Citation | n.NoteCall):
            return None
        return n.Text(node.text, span=node.span) if isinstance(node, n.TermUse) else node

    return replace(
        question,
        options=tuple(replace(o, text=rebuild(o.text, bare)) for o in question.options),
        pairs=tuple(replace(p, left=rebuild(p.left, bare), right=rebuild(p.right, bare)) for p in question.pairs),
        spare=tuple(replace(p, right=rebuild(p.right, bare)) for p in question.spare),
        steps=tuple(replace(s, prompt=rebuild(s.prompt, bare)) for s in question.steps),
    )


def contents(emergency: n.Chapter, chapters: Iterable[n.Chapter], present: Iterable[str]) -> dict[str, tuple[ContentsItem, ...]]:
    """The lines of the table of contents: front, body (two levels), back."""

    def sections(chapter: n.Chapter) -> tuple[ContentsItem, ...]:
        return tuple(ContentsItem(s.number, s.plain_title, s.id) for s in chapter.children if isinstance(s, n.Section))

    return {
        "front": (ContentsItem("", emergency.title, emergency.id),),
        "body": tuple(ContentsItem(c.number, c.title, c.id, sections(c)) for c in chapters),
        "back": tuple(ContentsItem("", BACK_MATTER[unit], unit) for unit in present),
    }
