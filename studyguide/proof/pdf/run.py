"""Runs the gates on a PDF."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pikepdf

from studyguide.html.pages import LateUnit, Unit
from studyguide.pdf.model import Metadata
from studyguide.proof.pdf import ink, labels, links, makeup, marks, outline, record, wording
from studyguide.proof.pdf.facts import LIMITS, Facts, Limits, gather
from studyguide.proof.pdf.reader import read
from studyguide.proof.report import CheckResult, Finding, Outcome, measured
from studyguide.publish.compiled import Compiled
from studyguide.publish.pdf import metadata, units_of
from studyguide.sources.renditions import PrintRendition

GATES = tuple(gate for group in (record, ink, makeup, marks, wording, labels, links, outline) for gate in group.GATES)
RULES = {
    "outside-page": "text reaches beyond the page, paint beyond the sheet, or a link off the page",
    "cut-off": "text is cut off by the frame that it stands in",
    "text-size": "text is smaller than the rendition promises",
    "contrast": "text does not stand out from what lies under it, lies under paint, or is not painted",
    "font": "text is set in a font that is not the guide's, or not in the file",
    "glyph": "a glyph is missing, leaves no ink, or does not say what it stands for",
    "overlap": "texts lie on each other",
    "stranded": "a heading, or the caption of a table, stands at the foot of a page, apart from what follows",
    "line-alone": "the first or last line of a paragraph stands alone on a page",
    "gap": "a page is empty for more than a third, and its unit goes on",
    "unmarked": "content is neither text nor artifact",
    "nesting": "marked contents stand in each other, or are not closed",
    "structure": "a marked content is not in the structure exactly once, or does not lead to its element",
    "actual-text": "something else is read than what is painted",
    "notes": "a page has other footnotes than its text calls for",
    "list": "the labels of a list do not count",
    "word-missing": "a word of the source is not in the PDF",
    "word-extra": "a word is in the PDF and not in the source, or twice",
    "reading-order": "words are read in another order than in the source",
    "language": "a word is marked as of another language than in the source",
    "heading": "a heading of the source is none, or of another level",
    "page-label": "the labels of pages do not count",
    "folio": "a page prints another number than its label, or none",
    "link-dead": "a link leads nowhere",
    "link-target": "a link leads elsewhere than in the source",
    "link-area": "a link is not active where it is printed",
    "link-text": "a link says something else than in the source",
    "link-name": "a link is called aloud what it does not say",
    "page-number": "a printed page number is not the label of the page that its link leads to",
    "outline": "the outline is not that of the headings, or leads elsewhere",
    "destination": "an id is not a place at its text",
    "metadata": "the metadata are incomplete, differ from each other, or from the guide",
    "file-size": "the file is too large",
    "not-linearized": "the file is not in the order in which a viewer on the web wants it",
}
"""Every rule that a finding may name, and what it means."""

FONTS = Path(__file__).parents[3] / "styles" / "fonts"


def gates(
    path: Path,
    rendition: str,
    expected: Sequence[Unit | LateUnit] | None = None,
    *,
    about: Metadata | None = None,
    fonts: Collection[str] | None = None,
) -> list[Finding]:
    """Every fault of a PDF. `expected` are the units that it was made from, `about` what it should say of itself.

    Without them, only what can be seen in the file alone is judged. `fonts` are the names of the guide's fonts.
    """
    return judged(facts_of(path, rendition, expected, about=about, fonts=fonts))


def facts_of(
    path: Path,
    rendition: str,
    expected: Sequence[Unit | LateUnit] | None = None,
    *,
    about: Metadata | None = None,
    fonts: Collection[str] | None = None,
) -> Facts:
    """What the gates judge of a PDF."""
    names = font_names() if fonts is None else fonts
    return gather(read(path), LIMITS.get(rendition.removesuffix("-bleed"), Limits()), names, expected, about)


def judged(facts: Facts) -> list[Finding]:
    """What all gates find."""
    return [finding for gate in GATES for finding in gate(facts)]


def font_names(folder: Path = FONTS) -> frozenset[str]:
    """The fonts of the guide, by the names of their files."""
    return frozenset(font.stem for font in folder.glob("*.[ot]tf"))


def check_gates(pdf: Path, rendition: PrintRendition, compiled: Compiled) -> CheckResult:
    """Hold a PDF against the book that it was made from."""

    def body() -> Outcome:
        facts = facts_of(pdf, rendition.id, units_of(compiled, rendition), about=metadata(compiled.book))
        counts = f"{len(facts.reading.pages)} pages, {len(facts.spoken.words):,} words, {len(facts.spoken.links):,} links"
        return Outcome(judged(facts), f"pikepdf {pikepdf.__version__}", f"{pdf.name}: {counts}")

    return measured("PDF gates", body)
