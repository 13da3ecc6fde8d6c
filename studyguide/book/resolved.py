"""Chapters resolved one by one: what each adds to the book, from what all of them know and what those before it have counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from studyguide import nodes as n
from studyguide.book.arithmetic import check_results
from studyguide.book.backmatter import questions_again, solved
from studyguide.book.collation import Collation
from studyguide.book.prepare import PreparedFile
from studyguide.book.quantities import Told, check_countries_told
from studyguide.book.resolve import ELSEWHERE, Resolver, explained
from studyguide.book.targets import Targets
from studyguide.nodes.tree import walk
from studyguide.sources.config import Guide, Quantity
from studyguide.sources.diagnostics import Problems
from studyguide.sources.reference_files import Source
from studyguide.sources.remembered import Memory, Part, pickled

Calls = Mapping[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Surroundings:
    """What every chapter may refer to. `labels` are titles by anchor, as far as somebody has asked for them."""

    guide: Guide
    targets: Targets
    values: Mapping[str, Quantity]
    known: Mapping[str, Source]
    glossary: Mapping[str, n.GlossaryEntry]
    labels: dict[str, str]

    def resolver(self, problems: Problems) -> Resolver:
        """A resolver that has counted nothing yet."""
        collation = Collation(self.guide.language)
        return Resolver(
            self.targets, self.values, self.known, self.glossary, problems, collation, self.guide.words, _labels=self.labels
        )

    @property
    def circular(self) -> bool:
        """Whether a title takes its words from itself: where that is told depends on who asks first."""
        found, asked = Problems(), {t.anchor: t for t in self.targets.by_name.values() if not t.label and _refers(t.title)}
        resolver = Surroundings(self.guide, self.targets, self.values, self.known, self.glossary, {}).resolver(found)
        for target in asked.values():
            resolver.words(target.title)
        return bool(found.found)


@dataclass(frozen=True)
class Resolved:
    """A chapter, fit to be printed; its questions as they are printed again; what it adds to what a `Resolver` has counted.

    `head` is the chapter without its text, which heads its answers, and the solutions of `solved`.
    `cited` and `counts` are those after it. The digest is that of all that is printed of it.
    `countries` says of which values it names the country, `explained` are the terms that have a note in its margin.
    """

    chapter: n.Chapter
    head: n.Chapter
    questions: tuple[n.Question, ...]
    solved: tuple[n.Callout, ...]
    figures: tuple[n.Figure, ...]
    digest: str
    cited: Mapping[str, int]
    counts: Mapping[str, int]
    units: Mapping[str, str]
    calls: Calls
    uses: Calls
    marks: Mapping[tuple[str, ...], list[str]]
    notes: Mapping[str, list[n.NoteCall]]
    countries: Told
    explained: frozenset[str]


def resolve_chapter(
    prepared: PreparedFile[n.Chapter],
    around: Surroundings,
    cited: Iterable[str],
    counts: Mapping[str, int],
    known: Iterable[str],
    problems: Problems,
) -> Resolved:
    """A chapter with everything in it resolved. A step.

    It stands behind others that cite `cited`, have counted `counts`, and have explained the terms `known`.
    """
    resolver = around.resolver(problems)
    resolver.cited.update({key: i for i, key in enumerate(cited, 1)})
    resolver.count.update(counts)
    resolver.explained.update(known)
    chapter = resolver.chapter(prepared.content.value)
    check_results(chapter, problems)
    told = check_countries_told([chapter], around.values, around.guide, problems)
    return Resolved(
        chapter,
        replace(chapter, children=(), objectives=()),
        questions_again(chapter),
        tuple(each for each in solved(chapter) if each.solved == "end"),
        tuple(node for node in walk(chapter.children) if isinstance(node, n.Figure)),
        pickled((chapter, resolver.notes.get(chapter.id))).digest,
        resolver.cited,
        resolver.count,
        resolver.units,
        dict(resolver.calls),
        dict(resolver.uses),
        dict(resolver.marks),
        dict(resolver.notes),
        told,
        explained(chapter),
    )


def resolve_chapters(
    chapters: Iterable[Part[PreparedFile[n.Chapter]]], around: Part[Surroundings], resolver: Resolver, remembered: Memory
) -> tuple[Resolved, ...]:
    """The chapters in order. What each adds is counted in `resolver`, which stands before the first."""
    made: list[Resolved] = []
    remembered = Memory() if around.value.circular else remembered
    for chapter in chapters:
        elsewhere = {name: count for name, count in resolver.count.items() if name.startswith(ELSEWHERE)}
        known = sorted({term for each in made for term in each.explained})
        part = remembered(resolve_chapter, chapter, around, tuple(resolver.cited), elsewhere, tuple(known))
        made.append(part.tell(resolver.problems))
        _add(made[-1], resolver)
    return tuple(made)


def _add(resolved: Resolved, resolver: Resolver) -> None:
    """Count what a chapter added."""
    resolver.cited.update(resolved.cited)
    resolver.count.update(resolved.counts)
    resolver.units.update(resolved.units)
    for ours, theirs in ((resolver.calls, resolved.calls), (resolver.uses, resolved.uses)):
        for key, calls in theirs.items():
            ours[key] += calls
    for words, anchors in resolved.marks.items():
        resolver.marks[words] += anchors
    for unit, notes in resolved.notes.items():
        resolver.notes[unit] += notes


def _refers(title: tuple[n.Inline, ...]) -> bool:
    return any(isinstance(node, n.CrossReference) for node in walk(title))
