"""All gates together, and the check of a PDF by them."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import PurePosixPath

import pikepdf
from fontTools.ttLib import TTFont

from studyguide.html.pages import LateUnit, Unit
from studyguide.proof.finished import FinishedPdf
from studyguide.proof.pdf import (
    balance,
    furniture,
    ink,
    labels,
    links,
    makeup,
    marks,
    outline,
    posture,
    record,
    roles,
    shapes,
    sheets,
    wording,
)
from studyguide.proof.pdf.facts import LIMITS, Expected, Limits, PdfFacts
from studyguide.proof.report import Outcome, finding
from studyguide.publish.compiled import Compiled
from studyguide.publish.pdf import metadata, stacked_tables, units_of
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.renditions import PrintRendition

GROUPS = (record, sheets, ink, shapes, posture, makeup, balance, marks, roles, wording, furniture, labels, links, outline)
GATES = tuple(gate for group in GROUPS for gate in group.GATES)


def expected(
    compiled: Compiled, rendition: PrintRendition, anchors: Collection[str] = (), units: Sequence[Unit | LateUnit] = ()
) -> Expected:
    """What the PDF of a rendition should be. Which tables are records there, its `anchors` tell; known `units` serve."""
    files = {path: data for path, data in compiled.sources.blobs.items() if path.startswith("styles/fonts/")}
    fonts = {called(data) if "/own-" in path else PurePosixPath(path).stem: data for path, data in files.items()}
    return Expected(
        units=units or units_of(compiled, rendition, stacked_tables(compiled.book, anchors)),
        metadata=metadata(compiled.book),
        fonts=fonts,
        limits=LIMITS.get(rendition.id.removesuffix("-bleed"), Limits()),
        page=rendition.page,
        sheet=rendition.page if rendition.trimmed else rendition.sheet,
        recto=rendition.recto,
        words=compiled.book.guide.words,
    )


@lru_cache(maxsize=32)
def called(font: bytes) -> str:
    """The name that a font has in a PDF: its own, whatever its file is called."""
    return TTFont(BytesIO(font), lazy=True)["name"].getDebugName(6) or ""


def gates(facts: PdfFacts) -> list[Diagnostic]:
    """Every fault that the gates find in a PDF."""
    return [found for gate in GATES for found in gate(facts)]


def check(pdf: FinishedPdf) -> Outcome:
    """Hold a PDF against the book that it was made from."""
    facts = PdfFacts.of(pdf.reading, expected(pdf.guide.compiled, pdf.rendition, units=pdf.units))
    counts = f"{len(facts.reading.pages)} pages, {len(facts.shown.words):,} words, {len(facts.shown.links):,} links"
    return Outcome(gates(facts), f"pikepdf {pikepdf.__version__}", f"{pdf.path.name}: {counts}", looked=len(facts.shown.words))


def check_syntax(pdf: FinishedPdf) -> Outcome:
    """Let qpdf, inside pikepdf, read every object and decode every stream; each complaint is a finding."""
    with pikepdf.open(pdf.path) as opened:
        findings = [finding(pdf.path.name, "syntax", complaint) for complaint in opened.check_pdf_syntax()]
        return Outcome(findings, f"qpdf {pikepdf.__libqpdf_version__}", pdf.path.name, looked=len(opened.objects))
