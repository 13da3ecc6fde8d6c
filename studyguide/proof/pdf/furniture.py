"""A gate on what stands outside the text, of pages or repeated heads: it says what the guide says."""

from collections.abc import Collection, Iterator
from typing import Any

from lxml import etree

from studyguide.book.visual import RIGHT_TO_LEFT
from studyguide.html.pagebreaks import fold
from studyguide.proof.pdf.facts import Example, PdfFacts, counted
from studyguide.proof.pdf.labels import FOLIO
from studyguide.proof.pdf.leftwards import as_read, shows
from studyguide.proof.pdf.source import XHTML


@counted
def furniture(facts: PdfFacts) -> Iterator[Example]:
    """Every text outside the structure is the page's label, a title, of a table's head, or a line's number."""
    texts = tuple(dict.fromkeys(text for document in facts.source.documents for text in _known(document)))
    known = "\n".join(dict.fromkeys(map(fold, texts)))
    for number, _, run in facts.runs():
        folio = run.belongs.artifact == "Footer" and FOLIO.fullmatch(run.text.strip())  # another gate looks at those
        is_known = fold(run.text) in known or fold(as_read(run.text)) in known
        if run.belongs.artifact and not folio and not is_known and not _turned(run.text, texts):
            yield facts.on(number), "furniture", "the page says outside its text what the guide does not say", run.text


def _turned(painted: str, texts: Collection[str]) -> bool:
    """Whether a line from right to left, which words from left to right may stand in, is one of the texts."""
    return RIGHT_TO_LEFT.search(painted) is not None and any(shows(painted, text, leftwards=True) for text in texts)


def _known(document: str) -> Iterator[str]:
    """What a unit gives to its pages besides the text: titles with their numbers, heads of tables, what nobody hears."""
    root: Any = etree.fromstring(document.encode())
    for element in root.iter(etree.Element):
        yield f"{element.get('data-number') or ''} {element.get('data-title') or ''}"
        if element.tag == f"{XHTML}thead" or element.get("aria-hidden") == "true":
            yield "".join(element.itertext())


GATES = (furniture,)
