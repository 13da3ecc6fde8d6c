"""Sheets to use: a worksheet of the questions, a summary on one page, a card to cut out, a poster, a leaflet.

All they say are pieces of the guide, which guide.toml names under `[papers]`; a guide that names none has none. Summary, card,
poster and leaflet say the emergency line of the guide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from studyguide.book.model import Reference
from studyguide.html.units import failures_reported
from studyguide.nodes import (
    Cell,
    Chapter,
    Citation,
    Figure,
    Node,
    Question,
    Section,
    Table,
    ValueUse,
    plain,
)
from studyguide.nodes.tree import map_children, map_nodes, walk
from studyguide.pdf import Artifact, Cache
from studyguide.publish.compiled import Compiled
from studyguide.publish.names import paper_path
from studyguide.publish.papers.print_paper import Fields, Paper, PaperPrinter, sources_of
from studyguide.publish.papers.selection import Carried, asked_parts, carried_by, things_of
from studyguide.sources.diagnostics import BuildFailed, Problems, Span

KINDS = ("worksheet", "summary", "card", "poster", "leaflet")
SIZES = {
    "summary": (9.5, 9, 8.5, 8, 7.5, 7),
    "card": (8, 7.5, 7, 6.5, 6, 5.5),
    "poster": (20, 18, 16, 14, 12),
}
"""The sizes of type in points that are tried, until what must stand on one page does."""
MORE = "more"
"""The id of what may stand on further pages."""
GUIDE = "chapters/guide.toml"
INCLUDED = re.compile(r"\{include\}`([^`]+)`")
TO_FILL_IN = {"", "…", "...", "___"}


@dataclass(frozen=True)
class PaperValue:
    """A value as a sheet prints it: what it is, the number with its comparator, whose rule it is, and where it is from."""

    label: str
    value: ValueUse
    where: tuple[str, ...]
    sources: tuple[Reference, ...]


@dataclass(frozen=True)
class WorksheetQuestion:
    """A question, and what is shown before it for the first time in its chapter."""

    question: Question
    shown: tuple[Carried, ...]


@dataclass(frozen=True)
class BackRow:
    """A row of the back of a card: what it names, what it says; nothing where somebody is to write."""

    head: Cell
    said: tuple[Cell, ...]


def sheets_to_use(compiled: Compiled, kept: Cache | None = None) -> dict[str, bytes]:
    """The sheets of a guide by path; nothing `kept` is laid out again. Raises BuildFailed, with what does not fit its page."""
    sheets, problems = SheetsToUse(compiled), Problems()
    makers: dict[str, Callable[[], Paper | None]] = {kind: getattr(sheets, kind) for kind in KINDS}
    printer = PaperPrinter(compiled, kept or Cache())
    made: dict[str, bytes] = {}
    with failures_reported(problems, compiled.sources.texts):
        for kind, make in makers.items():
            if paper := make():
                artifact = _fitted(printer, kind, paper, problems)
                made[paper_path(compiled.book.guide.name, kind)] = artifact.data if artifact else b""
        if problems.errors:
            raise BuildFailed(problems)
    return made


def _fitted(printer: PaperPrinter, kind: str, paper: Paper, problems: Problems) -> Artifact | None:
    """The file of a sheet in the largest type in which it fits its page."""
    if kind not in SIZES:
        return printer.printed(paper, problems)
    for size in SIZES[kind]:
        sized = replace(paper, parts=tuple({**part, "size": size} for part in paper.parts))
        if kind == "card" and not _fits(printer.printed(replace(sized, template="card-sides"), problems), 2):
            continue
        artifact = printer.printed(sized, problems)
        if _fits(artifact, 1):
            return artifact
    hint = f"take something out of [papers.{kind}], or say it in fewer words"
    problems.error(
        paper.source, "paper-overflow", f"the {kind} does not fit its page in type of {SIZES[kind][-1]:g} points", hint
    )
    return None


def _fits(artifact: Artifact, pages: int) -> bool:
    return artifact.pages.anchors.get(MORE, len(artifact.pages.labels)) <= pages


@dataclass(frozen=True)
class SheetsToUse:
    """The sheets of a guide before they are laid out; None for what it does not have."""

    compiled: Compiled

    def worksheet(self) -> Paper | None:
        """All questions with room to write, a part a chapter; answers stand in the guide."""
        title = self._words.gettext("Worksheet: %(title)s") % {"title": self._guide.title}
        parts = tuple(self._worksheet_part(chapter, questions) for chapter, questions in self._book.answers)
        return Paper(title, "worksheet", parts, Span(GUIDE, 0)) if parts else None

    def _worksheet_part(self, chapter: Chapter, questions: Iterable[Question]) -> Fields:
        asked = tuple(self._with_things(questions))
        sources = sources_of(self.compiled, tuple((asked_parts(each.question), each.shown) for each in asked))
        line = self._line if chapter.emergency else ()
        return {"chapter": chapter, "questions": asked, "emergency_line": line, "sources": sources}

    def _with_things(self, questions: Iterable[Question]) -> Iterator[WorksheetQuestion]:
        seen: set[str] = set()
        for question in questions:
            carried, _ = carried_by(question, self._things)
            shown = tuple(_undescribed(thing) for thing in carried if thing.id not in seen)
            seen |= {thing.id for thing in carried}
            yield WorksheetQuestion(question, shown)

    def summary(self) -> Paper | None:
        """What is to be known, on one page: the emergency line, values, figures."""
        asked = self._asked("summary")
        if asked is None:
            return None
        figures = tuple(_undescribed(self._things[name]) for name in asked.get("figures", ()))
        values = self._values(asked)
        title = asked.get("title") or self._words.gettext("%(title)s on one page") % {"title": self._guide.title}
        return self._paper("summary", title, values=values, figures=figures, sources=self._sources(values, figures))

    def card(self) -> Paper | None:
        """A card to cut out: on the front the emergency line and values, on the back a table."""
        asked = self._asked("card")
        if asked is None:
            return None
        back: Any = self._things.get(asked.get("back", ""))
        values = self._values(asked)
        sources = self._sources(values, (back,) if back else ())
        shown = {"back": back, "rows": tuple(_rows(back)) if back else ()}
        return self._paper("card", asked.get("title") or self._guide.title, values=values, **shown, sources=sources)

    def poster(self) -> Paper | None:
        """A drawing of the guide, as large as a sheet; behind it its description and sources."""
        asked = self._asked("poster")
        if asked is None:
            return None
        figure: Any = self._things[asked["figure"]]
        title = asked.get("title") or plain(figure.caption)
        shown = {"figure": figure, "sheet": asked.get("size", "A2"), "sources": self._sources((), figure)}
        return self._paper("poster", title, **shown)

    def leaflet(self) -> Paper | None:
        """A section of the guide, to be handed out."""
        asked = self._asked("leaflet")
        if asked is None:
            return None
        found = ((chapter, node) for chapter in self._book.prose for node in walk(chapter) if isinstance(node, Section))
        chapter, section = next(each for each in found if each[1].id == asked["section"])
        raised = _raised(section.children, section.level - 1)
        title = asked.get("title") or section.plain_title
        return self._paper("leaflet", title, chapter=chapter, blocks=raised, sources=self._sources((), raised))

    def _paper(self, kind: str, title: str, **values: object) -> Paper:
        shown = {"emergency_line": self._line, "line_sources": self._line_sources, **values}
        return Paper(title, kind, (shown,), self._guide.places[f"papers.{kind}"], by_itself=True)

    def _asked(self, kind: str) -> Any:
        return self._guide.papers.get(kind)

    def _values(self, asked: Any) -> tuple[PaperValue, ...]:
        return tuple(self._value(name) for name in asked.get("values", ()))

    def _value(self, name: str) -> PaperValue:
        value = self._book.values[name]
        form = "both" if value.converts else "full"
        use = ValueUse(name, form, amount=value.show(form))
        return PaperValue(value.label, use, value.where, tuple(self._by_key[key] for key in value.source))

    def _sources(self, values: Iterable[PaperValue], nodes: object) -> tuple[Reference, ...]:
        """All that is to be named for a sheet, in the order of the numbers."""
        found = {*self._line_sources, *(each for value in values for each in value.sources), *sources_of(self.compiled, nodes)}
        return tuple(each for each in self._book.references if each in found)

    @cached_property
    def _line_sources(self) -> tuple[Reference, ...]:
        """Where the emergency line is from: the sources of its values, and of the fragments in it."""
        uses = [node for node in walk(self._line) if isinstance(node, ValueUse)]
        fragments = [self._book.fragments.get(name, ()) for name in INCLUDED.findall(self._guide.emergency_line)]
        keys = {key for use in uses for key in self._book.values[use.key].source}
        keys |= {key for node in walk(tuple(fragments)) if isinstance(node, Citation) for key in node.keys}
        return tuple(each for each in self._book.references if each.key in keys)

    @cached_property
    def _by_key(self) -> dict[str, Reference]:
        return {each.key: each for each in self._book.references}

    @cached_property
    def _things(self) -> dict[str, Carried]:
        return things_of(self._book)

    @property
    def _line(self) -> Any:
        return self.compiled.templates.emergency_line

    @property
    def _book(self) -> Any:
        return self.compiled.book

    @property
    def _guide(self) -> Any:
        return self.compiled.book.guide

    @property
    def _words(self) -> Any:
        return self._guide.words


def _undescribed(thing: Carried) -> Carried:
    """A figure without the way to its description, which stands in the guide."""
    return replace(thing, description=()) if isinstance(thing, Figure) else thing


def _is_to_fill_in(cell: Cell) -> bool:
    return plain(cell.text).strip() in TO_FILL_IN


def _rows(table: Table) -> Iterator[BackRow]:
    for head, *cells in table.rows:
        yield BackRow(head, tuple(cell for cell in cells if not _is_to_fill_in(cell)))


def _raised(blocks: Any, by: int) -> Any:
    """Sections so many levels higher, without numbers; cells that say that somebody is to write there are empty."""

    def visit(node: Node) -> Node:
        if isinstance(node, Section):
            node = replace(node, level=node.level - by, number="")
        if isinstance(node, Cell) and _is_to_fill_in(node):
            return replace(node, children=(), blocks=())
        if isinstance(node, Figure):
            return _undescribed(node)
        return map_children(node, visit)

    return map_nodes(blocks, visit)
