"""All gates together, and the check of a PDF by them."""

from collections.abc import Collection
from pathlib import PurePosixPath

import pikepdf

from studyguide.proof.finished import FinishedPdf
from studyguide.proof.pdf import ink, labels, links, makeup, marks, outline, record, wording
from studyguide.proof.pdf.facts import LIMITS, Expected, Limits, PdfFacts
from studyguide.proof.report import Outcome, finding
from studyguide.publish.compiled import Compiled
from studyguide.publish.pdf import metadata, stacked_tables, units_of
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.renditions import PrintRendition

GATES = tuple(gate for group in (record, ink, makeup, marks, wording, labels, links, outline) for gate in group.GATES)


def expected(compiled: Compiled, rendition: PrintRendition, anchors: Collection[str] = ()) -> Expected:
    """What the PDF of a rendition should be. Which tables are records there, its `anchors` tell."""
    fonts = frozenset(PurePosixPath(path).stem for path in compiled.sources.blobs if path.startswith("styles/fonts/"))
    limits = LIMITS.get(rendition.id.removesuffix("-bleed"), Limits())
    return Expected(units_of(compiled, rendition, stacked_tables(compiled.book, anchors)), metadata(compiled.book), fonts, limits)


def gates(facts: PdfFacts) -> list[Diagnostic]:
    """Every fault that the gates find in a PDF."""
    return [found for gate in GATES for found in gate(facts)]


def check(pdf: FinishedPdf) -> Outcome:
    """Hold a PDF against the book that it was made from."""
    facts = PdfFacts.of(pdf.reading, expected(pdf.guide.compiled, pdf.rendition, pdf.reading.names))
    counts = f"{len(facts.reading.pages)} pages, {len(facts.shown.words):,} words, {len(facts.shown.links):,} links"
    return Outcome(gates(facts), f"pikepdf {pikepdf.__version__}", f"{pdf.path.name}: {counts}")


def check_syntax(pdf: FinishedPdf) -> Outcome:
    """Let qpdf, inside pikepdf, read every object and decode every stream; each complaint is a finding."""
    with pikepdf.open(pdf.path) as opened:
        findings = [finding(pdf.path.name, "syntax", complaint) for complaint in opened.check_pdf_syntax()]
    return Outcome(findings, f"qpdf {pikepdf.__libqpdf_version__}", pdf.path.name)
