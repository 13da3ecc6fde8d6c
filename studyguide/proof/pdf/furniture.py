"""A gate on what stands outside the text, of pages or repeated heads: it says what the guide says."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from studyguide.html.pagebreaks import fold
from studyguide.proof.pdf.facts import Example, PdfFacts, counted
from studyguide.proof.pdf.labels import FOLIO
from studyguide.proof.pdf.leftwards import as_read
from studyguide.proof.pdf.source import XHTML


@counted
def furniture(facts: PdfFacts) -> Iterator[Example]:
    """Every text outside the structure is the page's label, a title, of a table's head, or a line's number."""
    known = "\n".join(dict.fromkeys(fold(text) for document in facts.source.documents for text in _known(document)))
    for number, _, run in facts.runs():
        folio = run.belongs.artifact == "Footer" and FOLIO.fullmatch(run.text.strip())  # another gate looks at those
        if run.belongs.artifact and not folio and fold(run.text) not in known and fold(as_read(run.text)) not in known:
            yield facts.on(number), "furniture", "the page says outside its text what the guide does not say", run.text


def _known(document: str) -> Iterator[str]:
    """What a unit gives to its pages besides the text: titles with their numbers, heads of tables, what nobody hears."""
    root: Any = etree.fromstring(document.encode())
    for element in root.iter(etree.Element):
        yield f"{element.get('data-number') or ''} {element.get('data-title') or ''}"
        if element.tag == f"{XHTML}thead" or element.get("aria-hidden") == "true":
            yield "".join(element.itertext())


GATES = (furniture,)
