"""Print a paper: a document that stands alone, laid out by itself, in the look of the guide, to a PDF as all its others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from studyguide.book.model import Reference
from studyguide.html import Rendering
from studyguide.html.standing_alone import set_notes, stand_alone, without_names
from studyguide.html.typography import mark_long_words, set_gaps
from studyguide.html.xhtml import serialise
from studyguide.nodes import NOWHERE, Citation
from studyguide.nodes.tree import walk
from studyguide.pdf import Artifact, Cache, TablesTooWide, Unit, build
from studyguide.publish.compiled import Compiled
from studyguide.publish.pdf import look_of, metadata
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.renditions import PAPER

Fields = dict[str, object]


@dataclass(frozen=True)
class Paper:
    """A paper before it is laid out: its title, its template with the values that each part of it prints, where it comes from.

    Each part begins on a new page, and its links stay in it. A paper that is `anonymous` says nothing but what it prints: neither
    names that authors gave nor what the guide is about; one that is read `by_itself` refers to no place of the guide.
    """

    title: str
    template: str
    parts: tuple[Fields, ...]
    source: Span = NOWHERE
    anonymous: bool = False
    by_itself: bool = False


@dataclass(frozen=True)
class PaperPrinter:
    """What papers of a guide are printed with: fonts and style sheets, read once, and what is kept of earlier ones."""

    compiled: Compiled
    cache: Cache = field(default_factory=Cache)

    def printed(self, paper: Paper, problems: Problems) -> Artifact:
        """The file of a paper. Tables that are too wide are set as records. Raises TemplateFailed, and BuildFailed."""
        stacked = frozenset[str]()
        while True:
            try:
                return self._built(paper, stacked, problems)
            except TablesTooWide as wide:
                stacked |= wide.tables

    def html(self, paper: Paper, values: Fields, stacked: frozenset[str] = frozenset()) -> str:
        """The document of a part. Raises TemplateFailed."""
        images = {src: f"chapters/{src}" for src in self.compiled.pictures}
        rendering = Rendering(
            medium="print",
            images=images,
            columns=PAPER.columns,
            stacked=stacked,
            pages=False,
            margin=False,
            spelt_out=self.compiled.book.guide.spelt_out,
        )
        root: Any = self.compiled.templates.make(f"papers/{paper.template}", rendering, paper=paper.title, **values)
        set_notes(root)
        stand_alone(root, by_itself=paper.by_itself)
        if paper.anonymous:
            without_names(root)
        mark_long_words(root)
        set_gaps(root)
        return serialise(root)

    def _built(self, paper: Paper, stacked: frozenset[str], problems: Problems) -> Artifact:
        documents = (self.html(paper, values, stacked) for values in paper.parts)
        units = [Unit(f"part-{at}", html, "arabic", paper.source.path) for at, html in enumerate(documents)]
        look = look_of(self.compiled, PAPER, self.cache)
        told = metadata(self.compiled.book)
        name = uuid5(NAMESPACE_URL, f"{told.identifier}/{paper.template}/{paper.title}")
        about = replace(told, title=paper.title, identifier=name.urn, old_addresses=())
        about = replace(about, subject="", keywords=()) if paper.anonymous else about
        return build(units, look, about, problems=problems, cache=self.cache, find=lambda _, __: paper.source)


def sources_of(compiled: Compiled, value: object) -> tuple[Reference, ...]:
    """The references that nodes cite, in the order of their numbers."""
    cited = {anchor for node in walk(value) if isinstance(node, Citation) for _, anchor in node.numbers}
    return tuple(each for each in compiled.book.references if each.anchor in cited)
