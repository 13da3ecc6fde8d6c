"""./guide where NAME: where a name is given, and where it is used; of a value also where its figures stand bare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studyguide.book import Book, assemble
from studyguide.book.occurrences import Occurrence, occurrences
from studyguide.lint.repetitions import repetitions
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.excerpts import screen_width, window
from studyguide.sources.folder import Sources, read_sources
from studyguide.sources.messages import place
from studyguide.sources.project import ROOT
from studyguide.tasks.editing.edits import remembered_at
from studyguide.tasks.editing.rename import KINDS, named
from studyguide.tasks.editing.words import Words, reader, run

ROOM = 60  # characters of an excerpt at least: with less it has a line of its own


@dataclass(frozen=True)
class FoundPlace:
    """A place of a name, and what it is there: “given”, “used”, or “bare”, where the figures of a value stand without it.

    “maybe” is a place where they may well be another number of the same size.
    """

    span: Span
    what: str


def main(words: Words) -> int:
    """Print every place of a name; returns what the process has to return."""
    names = reader("where", "where oven.hot")
    names.add_argument("name", help="a value, term, source, id, objective, fragment, figure or file")
    name = names.parse_args(words[1:]).name

    def work() -> str:
        sources = read_sources(ROOT, Problems())
        return told(sources, assemble(sources, Problems(), remembered_at(ROOT)), name)

    return run(work)


def told(sources: Sources, book: Book | None, name: str) -> str:
    """Every place of what is called by a name, with an excerpt, in the words of the terminal. Raises EditRefused for none."""
    found = occurrences(sources.named)
    given = {(each.kind, each.name): each for each in named(found, name)}
    return "\n\n".join("\n".join(_told(sources, book, found, each)) for each in given.values())


def _told(sources: Sources, book: Book | None, found: tuple[Occurrence, ...], what: Occurrence) -> Iterator[str]:
    places = list(places_of(found, what, book, sources.texts))
    count = {kind: sum(each.what == kind for each in places) for kind in ("used", "bare", "maybe")}
    bare = f", {count['bare']} with its figures alone" if count["bare"] else ""
    bare += f", {count['maybe']} with figures that may be others" if count["maybe"] else ""
    yield f"{KINDS[what.kind]}: {what.name}{_shown(book, what)} · {count['used']} {'use' if count['used'] == 1 else 'uses'}{bare}"
    yield from (_row(each, sources.texts) for each in places)


def places_of(
    found: tuple[Occurrence, ...], what: Occurrence, book: Book | None, texts: Mapping[str, str]
) -> Iterator[FoundPlace]:
    """The places of a name: where it is given first, then its uses by place, then bare repetitions of a value."""
    own = [each for each in found if each.kind == what.kind and each.name == what.name]
    yield from (FoundPlace(each.span, "given") for each in own if each.defines)
    yield from (FoundPlace(each.span, "used") for each in own if not each.defines)
    if what.kind == "value" and book is not None:
        again = repetitions(book, texts, [what.name])
        yield from (FoundPlace(each.span, kind) for kind in ("bare", "maybe") for each in again if each.bare == (kind == "bare"))


def _shown(book: Book | None, what: Occurrence) -> str:
    """What a value is, behind its name."""
    value = book.values.get(what.name) if book is not None and what.kind == "value" else None
    return f" = {value.show().text} ({value.label})" if value else ""


def _row(found: FoundPlace, texts: Mapping[str, str]) -> str:
    rows = texts.get(found.span.path, "").split("\n")
    head = f"  {found.what:<5}  {place(found.span)}"
    if not 0 < found.span.line <= len(rows):
        return head
    room = screen_width() - len(head) - 2
    gap = "  " if room >= ROOM else "\n         "
    shown, *_ = window(rows[found.span.line - 1], max(found.span.col - 1, 0), found.span.length, max(ROOM, room))
    return f"{head}{gap}{shown.strip()}"
