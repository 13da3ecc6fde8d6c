"""All gates together, and the check of a PDF by them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pikepdf

from studyguide.html.pages import LateUnit, Unit
from studyguide.pdf.model import Metadata
from studyguide.proof.finished import FinishedPdf
from studyguide.proof.pdf import ink, labels, links, makeup, marks, outline, record, wording
from studyguide.proof.pdf.facts import LIMITS, Limits, PdfFacts, gather
from studyguide.proof.pdf.reader import read
from studyguide.proof.pdf.values import Reading
from studyguide.proof.report import Outcome, finding
from studyguide.publish.pdf import metadata, units_of
from studyguide.sources.diagnostics import Diagnostic

GATES = tuple(gate for group in (record, ink, makeup, marks, wording, labels, links, outline) for gate in group.GATES)
FONTS = Path(__file__).parents[3] / "styles" / "fonts"


def gates(
    path: Path,
    rendition: str,
    expected: Sequence[Unit | LateUnit] | None = None,
    *,
    about: Metadata | None = None,
    fonts: Collection[str] | None = None,
) -> list[Diagnostic]:
    """Every fault of a PDF. `expected` are the units that it was made from, `about` what it should say of itself.

    Without them, only what can be seen in the file alone is judged. `fonts` are the names of the guide's fonts.
    """
    return judged(facts_of(read(path), rendition, expected, about=about, fonts=fonts))


def facts_of(
    reading: Reading,
    rendition: str,
    expected: Sequence[Unit | LateUnit] | None = None,
    *,
    about: Metadata | None = None,
    fonts: Collection[str] | None = None,
) -> PdfFacts:
    """What the gates judge of a PDF."""
    names = font_names() if fonts is None else fonts
    return gather(reading, LIMITS.get(rendition.removesuffix("-bleed"), Limits()), names, expected, about)


def judged(facts: PdfFacts) -> list[Diagnostic]:
    """What all gates find."""
    return [found for gate in GATES for found in gate(facts)]


def font_names(folder: Path = FONTS) -> frozenset[str]:
    """The fonts of the guide, by the names of their files."""
    return frozenset(font.stem for font in folder.glob("*.[ot]tf"))


def check(pdf: FinishedPdf) -> Outcome:
    """Hold a PDF against the book that it was made from."""
    compiled, rendition = pdf.guide.compiled, pdf.rendition
    facts = facts_of(pdf.reading, rendition.id, units_of(compiled, rendition), about=metadata(compiled.book))
    counts = f"{len(facts.reading.pages)} pages, {len(facts.shown.words):,} words, {len(facts.shown.links):,} links"
    return Outcome(judged(facts), f"pikepdf {pikepdf.__version__}", f"{pdf.path.name}: {counts}")


def check_syntax(pdf: FinishedPdf) -> Outcome:
    """Let qpdf, inside pikepdf, read every object and decode every stream; each complaint is a finding."""
    with pikepdf.open(pdf.path) as opened:
        findings = [finding(pdf.path.name, "syntax", complaint) for complaint in opened.check_pdf_syntax()]
    return Outcome(findings, f"qpdf {pikepdf.__libqpdf_version__}", pdf.path.name)
