"""Differences of two books: what was added, taken away, changed or moved, a passage at a time; values and sources apart.

What is compared are the words that a reader reads, not lines of files: a line that is broken elsewhere is no change.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any, Literal

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.sources.reference_files import Source

Sort = Literal["added", "removed", "changed", "moved"]
LEAST = 0.5
"""How much of two passages is the same, at least, if one became the other: a share of their words."""
FEW = 3  # words of a passage that may become one without any of them
ALIKE = 0.25
"""Words that two passages must have in common before they are compared in order: a share of the shorter one's."""


@dataclass(frozen=True)
class BookPassage:
    """Words that a reader reads as one, and where they stand: the unit, its title, the nearest heading or id, its title."""

    text: str
    unit: str
    unit_title: str
    anchor: str
    title: str


@dataclass(frozen=True)
class PassageChange:
    """What became of a passage: `old` and `new` are None where there is none."""

    sort: Sort
    old: BookPassage | None
    new: BookPassage | None

    @property
    def place(self) -> BookPassage:
        """Where it is now, or was."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - one of the two is there
        return found


@dataclass(frozen=True)
class EntryChange:
    """What became of a value or a source: its key, and how it read before and reads now; “” where it was not there."""

    key: str
    old: str
    new: str


@dataclass(frozen=True)
class BookChanges:
    """All that changed between two books."""

    passages: tuple[PassageChange, ...]
    values: tuple[EntryChange, ...]
    sources: tuple[EntryChange, ...]

    def count(self, sort: Sort) -> int:
        """How many passages have changed in a way."""
        return sum(change.sort == sort for change in self.passages)


def book_changes(old: Book, new: Book, old_sources: Mapping[str, Source], new_sources: Mapping[str, Source]) -> BookChanges:
    """What changed from one book to another."""
    values = _entries(
        {key: value.show().text for key, value in old.values.items()}, {k: v.show().text for k, v in new.values.items()}
    )
    sources = _entries(_described(old_sources), _described(new_sources))
    renamed = new.old_addresses
    return BookChanges(passage_changes(tuple(passages(old)), tuple(passages(new)), renamed), values, sources)


def _entries(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[EntryChange, ...]:
    keys = [*new, *(key for key in old if key not in new)]
    found = [EntryChange(key, old.get(key, ""), new.get(key, "")) for key in keys if old.get(key) != new.get(key)]
    gone, come = (Counter(text for each in found for text in pair(each)) for pair in (_gone, _come))
    called_else = {text for text in gone if gone[text] == come[text] == 1}  # the same under another key
    return tuple(each for each in found if not {*_gone(each), *_come(each)} & called_else)


def _gone(entry: EntryChange) -> tuple[str, ...]:
    return () if entry.new else (entry.old,)


def _come(entry: EntryChange) -> tuple[str, ...]:
    return () if entry.old else (entry.new,)


def _described(sources: Mapping[str, Source]) -> dict[str, str]:
    return {key: "; ".join(f"{name}: {value}" for name, value in _said(source.csl)) for key, source in sources.items()}


def _said(csl: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a source says of itself, its title first."""
    for name in sorted(csl, key=lambda name: (name != "title", name)):
        value = csl[name]
        if name not in ("id", "read"):
            yield name, str(value) if not isinstance(value, list | dict) else " ".join(_words(value))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _words(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
    else:
        yield str(value)


# ---------------------------------------------------------------- passages


def passages(book: Book) -> Iterator[BookPassage]:
    """Every passage of a book in reading order."""
    for chapter in book.prose:
        head = f"{chapter.called}: {chapter.plain_title}" if chapter.called else chapter.plain_title
        start = BookPassage("", chapter.id, head, chapter.id, chapter.plain_title)
        yield from _of(chapter.objectives, start)
        yield from _of(chapter.children, start)
    for entry in (entry for _, entries in book.glossary for entry in entries):
        start = BookPassage("", "glossary", "Glossary", f"g-{entry.id}", entry.term)
        yield from _of(entry.definition, start)
    for question in book.faq:
        start = BookPassage("", "faq", "Frequently asked questions", question.id, question.plain_question)
        yield from _of(question.answer, start)


def _of(value: object, place: BookPassage) -> Iterator[BookPassage]:
    """The passages of nodes below a heading."""
    match value:
        case n.Section():
            inside = _at(place, value.id, value.plain_title)
            yield from _run(value.title, inside)
            yield from _of(value.children, inside)
        case n.Table():
            inside = _at(place, value.id, place.title)
            yield from _run(value.caption, inside)
            for row in (*value.head_rows, *value.rows):
                yield from _said_at(" | ".join(_plain(cell.text) for cell in row), inside)
            yield from _of(value.notes, inside)
        case n.DisplayedMaths():
            yield from _said_at(value.alt, _at(place, value.id, place.title) if isinstance(value, n.Equation) else place)
        case n.CodeLines():
            inside = _at(place, value.id, place.title) if isinstance(value, n.Listing) else place
            yield from _run(value.caption if isinstance(value, n.Listing) else (), inside)
            for line in value.lines:
                yield from _said_at(line.text, inside)
        case n.Figure():
            inside = _at(place, value.id, place.title)
            yield from _said_at(value.alt, inside)
            yield from _of((value.caption, value.description), inside)
        case n.Question():
            yield from _fields(value, _at(place, value.id, f"Question {value.number}"))
        case n.Node():
            yield from _fields(value, place)
        case tuple() if value and all(isinstance(item, n.Inline) for item in value):
            yield from _run(value, place)
        case tuple():
            for item in value:
                yield from _of(item, place)


def _fields(node: n.Node, place: BookPassage) -> Iterator[BookPassage]:
    for field in fields(node):
        yield from _of(getattr(node, field.name), place)


def _at(place: BookPassage, anchor: str, title: str) -> BookPassage:
    return BookPassage("", place.unit, place.unit_title, anchor or place.anchor, title)


def _run(inlines: tuple[n.Inline, ...], place: BookPassage) -> Iterator[BookPassage]:
    yield from _said_at(_plain(inlines), place)
    for call in (each for each in inlines if isinstance(each, n.NoteCall)):
        yield from _of(call.blocks, place)


def _plain(inlines: tuple[n.Inline, ...]) -> str:
    return n.plain(n.uncalled(inlines))


def _said_at(text: str, place: BookPassage) -> Iterator[BookPassage]:
    words = " ".join(text.split())
    if words:
        yield BookPassage(words, place.unit, place.unit_title, place.anchor, place.title)


# ---------------------------------------------------------------- what became of them


def passage_changes(
    old: Sequence[BookPassage], new: Sequence[BookPassage], renamed: Mapping[str, str]
) -> tuple[PassageChange, ...]:
    """What became of every passage, in the order of the new book; what is gone stands behind what stood before it."""
    partners = _same(old, new, renamed)
    moved = {j for j, i in partners.items() if _home(old[i], renamed) != _home(new[j], {})}
    _like(old, new, renamed, partners)
    found = [(j, _change(old, new, partners, moved, j)) for j in range(len(new))]
    changes = [(float(j), change) for j, change in found if change]
    places = {i: j for j, i in partners.items()}
    here = -1.0
    for i, passage in enumerate(old):
        if i in places:
            here = max(here, places[i])
        else:
            changes.append((here + 0.5, PassageChange("removed", passage, None)))
    return tuple(change for _, change in sorted(changes, key=lambda pair: pair[0]))


def _change(
    old: Sequence[BookPassage], new: Sequence[BookPassage], partners: Mapping[int, int], moved: set[int], at: int
) -> PassageChange | None:
    if at not in partners:
        return PassageChange("added", None, new[at])
    before = old[partners[at]]
    if before.text != new[at].text:
        return PassageChange("changed", before, new[at])
    return PassageChange("moved", before, new[at]) if at in moved else None


def _home(passage: BookPassage, renamed: Mapping[str, str]) -> tuple[str, str]:
    """Where a passage stands, by the names of now."""
    return renamed.get(passage.unit, passage.unit), renamed.get(passage.anchor, passage.anchor)


def _same(old: Sequence[BookPassage], new: Sequence[BookPassage], renamed: Mapping[str, str]) -> dict[int, int]:
    """The passages of the new book whose words the old one has, with theirs: at the same place first, else the next one."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for i, passage in enumerate(old):
        waiting[passage.text].append(i)
    partners: dict[int, int] = {}
    for near in (True, False):
        for j, passage in enumerate(new):
            found = [] if j in partners else waiting.get(passage.text, [])
            fit = [i for i in found if not near or _home(old[i], renamed) == _home(passage, {})]
            if fit:
                partners[j] = fit[0]
                found.remove(fit[0])
    return partners


def _like(old: Sequence[BookPassage], new: Sequence[BookPassage], renamed: Mapping[str, str], partners: dict[int, int]) -> None:
    """Add the passages that became others: of the same unit, most of the words in the same order, the most alike first."""
    gone, come = set(range(len(old))) - set(partners.values()), [j for j in range(len(new)) if j not in partners]
    units: dict[str, list[int]] = defaultdict(list)
    for i in sorted(gone):
        units[_home(old[i], renamed)[0]].append(i)
    pairs = []
    for j in come:
        words = new[j].text.split()
        for i in units.get(new[j].unit, ()):
            share = _likeness(old[i].text.split(), words)
            if share >= LEAST or (share and _home(old[i], renamed) == _home(new[j], {}) and share >= LEAST / 1.5):
                pairs.append((-share, j, i))
    for _, j, i in sorted(pairs):
        if j not in partners and i in gone:
            partners[j] = i
            gone.discard(i)
    _short(old, new, renamed, partners, gone)


def _short(
    old: Sequence[BookPassage], new: Sequence[BookPassage], renamed: Mapping[str, str], partners: dict[int, int], gone: set[int]
) -> None:
    """Add those of a few words, such as the options of a question, if as many went from a place as came there."""
    went: dict[tuple[str, str], list[int]] = defaultdict(list)
    came: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in sorted(gone):
        went[_home(old[i], renamed)].append(i)
    for j in (j for j in range(len(new)) if j not in partners):
        came[_home(new[j], {})].append(j)
    for home, places in came.items():
        others = went.get(home, [])
        short = all(len(each.text.split()) <= FEW for each in (*(old[i] for i in others), *(new[j] for j in places)))
        partners.update(zip(places, others, strict=True) if short and len(others) == len(places) else ())


def _likeness(old: Sequence[str], new: Sequence[str]) -> float:
    shared = len(set(old) & set(new))
    if shared < ALIKE * min(len(set(old)), len(set(new))):
        return 0
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def word_pieces(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The words of two texts, piece by piece: (what was there, what is there now), the same where nothing changed."""
    before, after = old.split(), new.split()
    for sort, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = " ".join(before[i:j]), " ".join(after[k:m])
        yield (gone, gone) if sort == "equal" else (gone, come)
