"""Gates on the file as a whole: what it says about itself, and how large it is."""

from collections.abc import Iterator

from studyguide.pdf.model import PdfMetadata
from studyguide.proof.pdf.facts import PdfFacts
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic

LARGEST = 5 * 1024 * 1024  # bytes


def metadata(facts: PdfFacts) -> Iterator[Diagnostic]:
    """The metadata are complete, say the same in both places, and are those of the guide."""
    wanted = _wanted(facts.expected.metadata)
    for name, (packet, entry) in facts.reading.metadata.items():
        fault = ""
        if not packet.strip() and wanted.get(name, name):
            fault = f"the XMP packet does not give the {name}"
        elif entry is not None and entry != packet:
            fault = f"the {name} is “{packet}” in the XMP packet and “{entry}” in the information dictionary"
        elif packet != wanted.get(name, packet):
            fault = f"the {name} is “{packet}”, and that of the guide is “{wanted[name]}”"
        if fault:
            yield finding(facts.reading.name, "metadata", fault)


def _wanted(guide: PdfMetadata) -> dict[str, str]:
    return {
        "title": guide.title,
        "authors": ", ".join(guide.authors),
        "language": guide.lang,
        "rights": guide.rights,
        "subject": guide.subject,
        "edition": guide.edition,
        "identifier": guide.identifier,
        "digest of the sources": guide.digest,
    }


def size(facts: PdfFacts) -> Iterator[Diagnostic]:
    """A file is no larger than what one sends by mail."""
    if facts.reading.size > LARGEST:
        yield finding(facts.reading.name, "file-size", f"{facts.reading.size:,} bytes, more than {LARGEST:,}")


def order(facts: PdfFacts) -> Iterator[Diagnostic]:
    """A viewer on the web shows the first page before the rest has come (ISO 32000-1, annex F)."""
    if not facts.reading.linearized:
        yield finding(facts.reading.name, "not-linearized", "the file must be there to the end before its first page is shown")


GATES = (metadata, size, order)
