"""Gates on page labels: they count right, and each page prints its own."""

import re
from collections.abc import Iterator

from studyguide.proof.pdf.facts import PdfFacts
from studyguide.proof.pdf.values import PaintedPage
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.numerals import plain_figures, roman

FOLIO = re.compile(r"\d+|[ivxlc]+")


def page_labels(facts: PdfFacts) -> Iterator[Diagnostic]:
    """The labels count i, ii, … and then 1, 2, …; the first unit of the body begins page 1."""
    labels = [page.label for page in facts.reading.pages]
    front = next((number for number, label in enumerate(labels) if label.isdigit()), len(labels))
    for number, label in enumerate(labels):
        wanted = roman(number + 1) if number < front else str(number - front + 1)
        if label != wanted:
            yield finding(facts.reading.name, "page-label", f"page {number + 1} of the file is labelled {label}, not {wanted}")
    body = facts.reading.names.get(facts.source.first)
    if body is not None and labels[body.page] != "1":
        yield finding(facts.on(body.page), "page-label", "the body does not begin on page 1")


def folios(facts: PdfFacts) -> Iterator[Diagnostic]:
    """A page prints its label; every page of the body that says something does."""
    for number, page in enumerate(facts.reading.pages):
        printed = _printed(page)
        if any(text != page.label for text in printed):
            yield finding(facts.on(number), "folio", f"the page prints {', '.join(printed)}, and its label is {page.label}")
        elif not printed and page.label.isdigit() and any(run.belongs.mark >= 0 for run in page.runs):
            yield finding(facts.on(number), "folio", "the page prints no number")


def _printed(page: PaintedPage) -> list[str]:
    """The numbers at the foot of a page."""
    feet = (plain_figures(run.text.strip()) for run in page.runs if run.belongs.artifact == "Footer")
    return [text for text in feet if FOLIO.fullmatch(text)]


GATES = (page_labels, folios)
