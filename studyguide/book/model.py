"""The values of the finished book. Everything a template prints is here; templates compute nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from studyguide import nodes as n
from studyguide.book.pictures import openers
from studyguide.sources.config import Guide, Quantity


@dataclass(frozen=True)
class Target:
    """Something that can be referred to: its anchor, the unit it stands in, and what to call it: a label, or else its title.

    `alias` is the name of a heading whose anchor nobody wrote, or could write.
    """

    anchor: str
    unit: str
    label: str
    title: tuple[n.Inline, ...] = ()
    alias: str = ""


@dataclass(frozen=True)
class Reference:
    """An entry of the list of references: its number, its formatted text (XHTML), and the calls that lead to it.

    A call is the place where it stands, as “2.3”, and its anchor.
    """

    key: str
    number: int
    anchor: str
    html: str
    calls: tuple[tuple[str, str], ...]

    @property
    def places(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The places of the calls in order, each with the anchors of all calls there."""
        found: dict[str, tuple[str, ...]] = {}
        for place, anchor in self.calls:
            found[place] = (*found.get(place, ()), anchor)
        return tuple(found.items())


@dataclass(frozen=True)
class IndexEntry:
    """A heading of the index. `locators` are anchors, or (first, last) of a range; `see` and `see_also` are (term, anchor)."""

    term: str
    anchor: str
    locators: tuple[str | tuple[str, str], ...] = ()
    see: tuple[tuple[str, str], ...] = ()
    see_also: tuple[tuple[str, str], ...] = ()
    children: tuple[IndexEntry, ...] = ()


@dataclass(frozen=True)
class ContentsItem:
    """A line of the contents: number (or empty), title, anchor, the lines below it, the kind of chapter that it leads to."""

    number: str
    title: tuple[n.Inline, ...]
    anchor: str
    children: tuple[ContentsItem, ...] = ()
    type: str = ""


@dataclass(frozen=True)
class Book:
    """The whole guide. `fragments` are as they were written; `answers` and `solutions` have their chapters without the text.

    `units` maps every anchor to the id of the unit that it is printed in; `notes` are the footnotes of each unit, in order;
    `known` are the keys of all sources; `titles` are those that sections of the back matter were given; `digests` name what is
    printed of each chapter; `old_addresses` are anchors that things had before they were renamed, with those they have now;
    `news` is the page “New in this edition”; `parts` are the parts by the ids of the chapters that open them.

    What a guide may be without is empty or None, and then nothing of it is printed.
    """

    guide: Guide
    digest: str
    emergency: n.Chapter | None
    emergency_line: n.Paragraph | None
    chapters: tuple[n.Chapter, ...]
    answers: tuple[tuple[n.Chapter, tuple[n.Question, ...]], ...]
    glossary: tuple[tuple[str, tuple[n.GlossaryEntry, ...]], ...]
    faq: tuple[n.FaqEntry, ...]
    figures: tuple[n.Figure, ...]
    references: tuple[Reference, ...]
    index: tuple[tuple[str, tuple[IndexEntry, ...]], ...]
    targets: Mapping[str, Target]
    values: Mapping[str, Quantity]
    known: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict, compare=False)
    fragments: Mapping[str, tuple[n.Block, ...]] = field(default_factory=dict)
    contents: Mapping[str, tuple[ContentsItem, ...]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, tuple[n.NoteCall, ...]] = field(default_factory=dict)
    old_addresses: Mapping[str, str] = field(default_factory=dict)
    news: n.Chapter | None = None
    solutions: tuple[tuple[n.Chapter, tuple[n.Callout, ...]], ...] = ()
    parts: Mapping[str, n.Chapter] = field(default_factory=dict)

    @property
    def prose(self) -> tuple[n.Chapter, ...]:
        """The emergency page and the chapters, in reading order."""
        return (*([self.emergency] if self.emergency else []), *self.chapters)

    @property
    def body(self) -> tuple[n.Chapter, ...]:
        """The chapters, each part before the first of its own."""
        return tuple(each for chapter in self.chapters for each in (self.parts.get(chapter.id), chapter) if each)

    @property
    def drawn(self) -> tuple[n.Figure, ...]:
        """Everything that is drawn: the figures, and what opens chapters."""
        return (*self.figures, *openers(self.chapters))

    @property
    def questions(self) -> tuple[n.Question, ...]:
        """All questions in order."""
        return tuple(q for _, questions in self.answers for q in questions)
