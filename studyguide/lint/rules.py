"""The list of lints: a module of this folder puts its own into it with `@rule`."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.sources.config import Quantity, Value
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources
from studyguide.sources.reference_files import REFERENCE_FILES, Source, merged, read_references
from studyguide.sources.remembered import Memory, Part, given, pickled

T = TypeVar("T")
Trees = Iterable[Part[tuple[n.Node, ...]]]
EarlierNumbers = Mapping[str, Sequence[tuple[Value, str]]]
"""What values of the guide were before they were changed: number and unit, by key."""


@dataclass(frozen=True)
class LintSubject:
    """What a lint looks at: a faultless book, its sources, the day that decides what is due for review, and what values were.

    What is `remembered` of the reading of the sources is not done again.
    """

    book: Book
    sources: Sources
    today: datetime.date
    earlier: EarlierNumbers = field(default_factory=dict)
    remembered: Memory = field(default_factory=Memory, compare=False, repr=False)

    @cached_property
    def known(self) -> dict[str, Source]:
        """The sources that can be cited, by key."""
        return known_sources(self.sources, self.remembered)

    @cached_property
    def values(self) -> Part[Mapping[str, Quantity]]:
        """The values, named by all that they are made of: by no text that authors write."""
        return given(self.book.values, {path: text for path, text in self.sources.texts.items() if not path.endswith(".md")})

    @cached_property
    def sourced(self) -> Part[dict[str, Source]]:
        """The sources that can be cited, named by the files that they are read from."""
        return given(self.known, {path: self.sources.texts.get(path, "") for path in REFERENCE_FILES})

    @property
    def prose(self) -> tuple[n.Chapter, ...]:
        """The emergency page and the chapters, in reading order."""
        return self.book.prose

    @cached_property
    def trees(self) -> tuple[Part[tuple[n.Node, ...]], ...]:
        """All that authors write: each chapter by itself, then the questions of readers, then the glossary."""
        entries = tuple(entry for _, group in self.book.glossary for entry in group)
        return (*(self._named(each) for each in self.prose), pickled(self.book.faq), pickled(entries))

    @property
    def chapters(self) -> tuple[Part[tuple[n.Node, ...]], ...]:
        """The chapters among these."""
        return self.trees[len(self.prose) - len(self.book.chapters) : len(self.prose)]

    def _named(self, chapter: n.Chapter) -> Part[tuple[n.Node, ...]]:
        name = self.book.digests.get(chapter.id)
        return given((chapter,), name) if name else pickled((chapter,))

    def each(self, step: Callable[..., T], problems: Problems, *inputs: object, trees: Trees | None = None) -> Iterator[T]:
        """What a step makes of each of the trees; where nothing in one changed, it is remembered with what it told."""
        return (self.remembered(step, tree, *inputs).tell(problems) for tree in (self.trees if trees is None else trees))

    def tell(self, step: Callable[..., None], problems: Problems, *inputs: object, trees: Trees | None = None) -> None:
        """Tell what a step has to tell of each of the trees."""
        for _ in self.each(step, problems, *inputs, trees=trees):
            pass


def known_sources(sources: Sources, remembered: Memory | None = None) -> dict[str, Source]:
    """The sources that can be cited, by key."""
    read = remembered or Memory()
    files = (path for path in REFERENCE_FILES if path in sources.texts)
    return merged((read(read_references, path, sources.texts[path]).value for path in files), Problems())


Rule = Callable[[LintSubject, Problems], None]
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Put a lint into the list: a function that reports what it finds."""
    RULES.append(function)
    return function
