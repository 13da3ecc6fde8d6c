"""The simple way: lay out every unit with its real page numbers and let WeasyPrint write the file in one piece.

Slow, and without the rebuilt structure tree, but it rests on WeasyPrint's documented interface alone. The linked file must show
the same pages: the tests compare the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.pdf.completeness import losses
from studyguide.pdf.layout import LaidOutUnit, LayoutEngine, StyleSet, anchors
from studyguide.pdf.model import Artifact, PdfMetadata, Rendition, TablesTooWide
from studyguide.pdf.numbers import digested, filled, first_numbers, page_map
from studyguide.sources.diagnostics import Diagnostic

ROUNDS = 8
Trouble = tuple[str, Diagnostic]
"""A source, and what is wrong with the unit that was made of it."""


def one_pass(
    units: Sequence[Unit | LateUnit], rendition: Rendition, metadata: PdfMetadata, guess: PageMap | None = None
) -> tuple[Artifact, tuple[Trouble, ...]]:
    """The whole book, and what was said of it and lost. Lays everything out again until no page number changes.

    A right `guess` at the page numbers saves time. Raises RuntimeError if the numbers do not settle, TablesTooWide if there are
    such tables.
    """
    engine = LayoutEngine(StyleSet.of(rendition))
    pages = replace(guess, openings=()) if guess else PageMap()
    counts = {unit.id: pages.units.get(unit.id, (0, 1))[1] for unit in units}
    for _ in range(ROUNDS):
        laid = _lay_out(engine, units, pages, counts, rendition.files, metadata.digest)
        documents = {name: each.document for name, each in laid.items()}
        found = page_map(units, {name: anchors(document) for name, document in documents.items()})
        counts = {name: len(document.pages) for name, document in documents.items()}
        if found == pages:
            troubles = tuple(_troubles(engine, units, laid))
            data = _write(list(documents.values()), metadata, trimmed=rendition.trimmed)
            return Artifact(data, pages), troubles
        pages = found
    raise RuntimeError("the page numbers do not settle")


def _lay_out(
    engine: LayoutEngine,
    units: Sequence[Unit | LateUnit],
    pages: PageMap,
    counts: Mapping[str, int],
    files: Mapping[str, bytes],
    digest: str,
) -> dict[str, LaidOutUnit]:
    laid = {}
    first = first_numbers(units, counts)
    for unit in units:
        html = filled(unit.make(pages) if isinstance(unit, LateUnit) else unit.html, pages.label)
        laid[unit.id] = engine.lay_out(digested(html, digest), first[unit.id], files, last=unit is units[-1])
    return laid


def _troubles(engine: LayoutEngine, units: Sequence[Unit | LateUnit], laid: Mapping[str, LaidOutUnit]) -> Iterator[Trouble]:
    """What the layout of the units complained of, and what it lost. Raises TablesTooWide."""
    painted = {name: engine.painted_whole(each) for name, each in laid.items()}
    if wide := frozenset(table for each in painted.values() for table in each.wide):
        raise TablesTooWide(wide)
    yield from (("", each) for each in engine.complaints)
    for unit in units:
        made = painted[unit.id]
        yield from ((unit.source, each) for each in (*made.complaints, *losses(made.root, made.painted.pages)))


def _write(documents: list[Any], metadata: PdfMetadata, *, trimmed: bool) -> bytes:
    whole = documents[0].copy([page for document in documents for page in document.pages])
    whole.metadata.title, whole.metadata.authors = metadata.title, list(metadata.authors)
    whole.metadata.lang = metadata.lang
    data: bytes = whole.write_pdf(pdf_variant="pdf/ua-1", finisher=_trim if trimmed else None)
    return data


def _trim(_: Any, pdf: Any) -> None:
    """Make what remains after the cut the whole of every page."""
    for page in pdf.objects:
        if isinstance(page, dict) and page.get("Type") == "/Page":
            page["MediaBox"] = page["BleedBox"] = page["TrimBox"]
