"""Back matter made from what the text uses: answers, glossary, references, index, contents. `SECTIONS` is the whole list."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, TypeVar

from studyguide import nodes as n
from studyguide.book.model import Book, ContentsItem, IndexEntry, Reference
from studyguide.book.resolve import Resolver, term_names
from studyguide.nodes.tree import walk
from studyguide.sources.bibliography import Source, format_references
from studyguide.sources.diagnostics import Problems, did_you_mean

T = TypeVar("T")
Glossary = Mapping[str, n.GlossaryEntry]
Index = tuple[tuple[str, tuple[IndexEntry, ...]], ...]
Pages = Mapping[str, int] | None  # the page of every anchor, where the printed guide is laid out


@dataclass(frozen=True, kw_only=True)
class MatterSection:
    """A section of the back matter: a unit of its own, made by the template of its `id`.

    `values` gives what the template prints; a section that has nothing to print is left out. `type` is its semantics
    (`epub:type`, and the role `doc-…`); a `landmark` is one of the EPUB's. A `late` one is laid out when the pages of all others
    are known. `source` is the file that a message about it names, if that is not the template.
    """

    id: str
    title: str
    values: Callable[[Book, Pages], Mapping[str, object]]
    type: str = ""
    landmark: bool = False
    late: bool = False
    source: str = ""


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
                message = f"“{name}” is a name of “{owner}” already"
                problems.error(entry.span, "duplicate-term", message, "a word leads to one entry")
    for entry in entries:
        for key in entry.see_also:
            if key not in found:
                problems.error(entry.span, "unknown-term", f"“{key}” (see also) is not in the glossary", did_you_mean(key, found))
    return found


def in_order(entries: Glossary) -> tuple[n.GlossaryEntry, ...]:
    """The entries in the order in which they are printed."""
    return tuple(entry for _, group in _by_letter(entries.values(), lambda entry: entry.term) for entry in group)


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


def index_groups(resolver: Resolver, entries: Glossary) -> Index:
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
        children = tuple(IndexEntry(sub, _anchor(f"{key}--{sort_key(sub)}"), self._ordered(key, sub)) for sub in subs)
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


def _by_letter(items: Iterable[T], name: Callable[[T], str]) -> tuple[tuple[str, tuple[T, ...]], ...]:
    def letter(item: T) -> str:
        first = sort_key(name(item))[:1].upper()
        return first if first.isalpha() else "0–9"

    ordered = sorted(items, key=lambda item: (letter(item) != "0–9", sort_key(name(item))))
    return tuple((key, tuple(group)) for key, group in groupby(ordered, key=letter))


def answers(chapters: Iterable[n.Chapter]) -> tuple[tuple[n.Chapter, tuple[n.Question, ...]], ...]:
    """The questions of each chapter that has any, fit to be printed a second time: without anchors of their own."""
    found = ((c, tuple(_unanchored(q) for q in walk(c.children) if isinstance(q, n.Question))) for c in chapters)
    return tuple((chapter, questions) for chapter, questions in found if questions)


def _unanchored(question: n.Question) -> n.Question:
    """The question with the anchors of its printed choices taken out; the answer parts keep theirs."""
    return replace(
        question,
        options=tuple(replace(o, text=n.bare(o.text)) for o in question.options),
        pairs=tuple(replace(p, left=n.bare(p.left), right=n.bare(p.right)) for p in question.pairs),
        spare=tuple(replace(p, right=n.bare(p.right)) for p in question.spare),
        steps=tuple(replace(s, prompt=n.bare(s.prompt)) for s in question.steps),
    )


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


SECTIONS = (
    MatterSection(id="answers", title="Answers", values=lambda book, _: {"groups": book.answers}),
    MatterSection(
        id="glossary",
        title="Glossary",
        values=lambda book, _: {"groups": book.glossary},
        type="glossary",
        landmark=True,
        source="chapters/glossary.md",
    ),
    MatterSection(
        id="faq", title="Frequently asked questions", values=lambda book, _: {"entries": book.faq}, source="chapters/faq.md"
    ),
    MatterSection(id="figure-descriptions", title="Figure descriptions", values=lambda book, _: {"figures": book.figures}),
    MatterSection(
        id="references",
        title="References",
        values=lambda book, _: {"items": book.references},
        type="bibliography",
        landmark=True,
        source="chapters/references.yaml",
    ),
    MatterSection(
        id="sign-off",
        title="Who has checked this guide",
        values=lambda book, _: {"sign_offs": book.guide.sign_offs},
        source="chapters/guide.toml",
    ),
    MatterSection(
        id="index",
        title="Index",
        values=lambda book, pages: {"groups": joined(book.index, pages)},
        type="index",
        landmark=True,
        late=True,
    ),
    MatterSection(id="colophon", title="Colophon", values=lambda book, pages: {}, type="colophon", late=True),
)


def sections(book: Book) -> tuple[MatterSection, ...]:
    """The sections that this book has: those with something to print, or with nothing but the template's own words."""
    return tuple(s for s in SECTIONS if not (values := s.values(book, None)) or any(values.values()))


def contents(book: Book) -> dict[str, tuple[ContentsItem, ...]]:
    """The lines of the table of contents: front, body (two levels), back."""

    def inside(chapter: n.Chapter) -> tuple[ContentsItem, ...]:
        return tuple(ContentsItem(s.number, n.phrase(s.title), s.id) for s in chapter.children if isinstance(s, n.Section))

    return {
        "front": (ContentsItem("", n.phrase(book.emergency.title), book.emergency.id),),
        "body": tuple(ContentsItem(c.number, n.phrase(c.title), c.id, inside(c)) for c in book.chapters),
        "back": tuple(ContentsItem("", (n.Text(section.title),), section.id) for section in sections(book)),
    }
