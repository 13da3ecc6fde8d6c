"""The simple way: lay out every unit with its real page numbers and let WeasyPrint write the file in one piece.

Slow, and without the rebuilt structure tree, but it rests on WeasyPrint's documented interface alone. The linked file must show
the same pages: the tests compare the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.pdf.layout import UNIT, LayoutEngine, StyleSet, anchors
from studyguide.pdf.model import Artifact, PdfMetadata, Rendition
from studyguide.pdf.numbers import digested, filled, first_numbers, page_map
from studyguide.sources.diagnostics import Diagnostic, Span

ROUNDS = 8


def one_pass(
    units: Sequence[Unit | LateUnit], rendition: Rendition, metadata: PdfMetadata, guess: PageMap | None = None
) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    """The whole book. Lays everything out again until no page number changes; raises RuntimeError if that does not end.

    A right `guess` at the page numbers saves time.
    """
    engine = LayoutEngine(StyleSet.of(rendition))
    pages = replace(guess, openings=()) if guess else PageMap()
    counts = {unit.id: pages.units.get(unit.id, (0, 1))[1] for unit in units}
    for _ in range(ROUNDS):
        documents, complaints = _lay_out(engine, units, pages, counts, rendition.files, metadata.digest)
        found = page_map(units, {name: anchors(document) for name, document in documents.items()})
        counts = {name: len(document.pages) for name, document in documents.items()}
        if found == pages:
            data = _write(list(documents.values()), metadata, trimmed=rendition.trimmed)
            return Artifact(data, pages), engine.complaints + complaints
        pages = found
    raise RuntimeError("the page numbers do not settle")


def _lay_out(
    engine: LayoutEngine,
    units: Sequence[Unit | LateUnit],
    pages: PageMap,
    counts: Mapping[str, int],
    files: Mapping[str, bytes],
    digest: str,
) -> tuple[dict[str, Any], tuple[Diagnostic, ...]]:
    documents: dict[str, Any] = {}
    complaints: tuple[Diagnostic, ...] = ()
    first = first_numbers(units, counts)
    for unit in units:
        html = filled(unit.make(pages) if isinstance(unit, LateUnit) else unit.html, pages.label)
        laid = engine.lay_out(digested(html, digest), first[unit.id], files, last=unit is units[-1])
        documents[unit.id] = laid.document
        complaints += tuple(replace(each, span=Span(unit.source, 0)) if each.span == UNIT else each for each in laid.complaints)
    return documents, complaints


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
