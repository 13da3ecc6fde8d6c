"""Gates on the file as a whole: what it says about itself, and how large it is."""

from collections.abc import Iterator

import pikepdf

from studyguide.art.photographs import PRINT_BYTES
from studyguide.pdf.finish import describe
from studyguide.pdf.model import PdfMetadata
from studyguide.proof.pdf.facts import PdfFacts
from studyguide.proof.pdf.reader import metadata as described
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic

LARGEST = 5 * 1024 * 1024  # bytes


def metadata(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Every property and entry of the metadata is what the guide says, and none is more."""
    wanted, said = _wanted(facts.expected.metadata), facts.reading.metadata
    for name in sorted(wanted.keys() | said.keys()):
        if wanted.get(name) != said.get(name):
            values = (f"“{each[name]}”" if name in each else "not there" for each in (said, wanted))
            yield finding(facts.reading.name, "metadata", "{} is {}, and in the guide {}".format(name, *values))
    if facts.reading.language != facts.expected.metadata.lang:
        message = f"/Lang of the file is “{facts.reading.language}”, and the guide is in “{facts.expected.metadata.lang}”"
        yield finding(facts.reading.name, "metadata", message)
    if facts.reading.leftwards != (facts.expected.metadata.direction == "rtl"):
        yield finding(facts.reading.name, "metadata", "its pages turn in the other direction than the guide is read in")


def _wanted(guide: PdfMetadata) -> dict[str, str]:
    """What the guide's metadata are when they are written and read again."""
    with pikepdf.new() as blank:
        describe(blank, guide)
        return described(blank)


def size(facts: PdfFacts) -> Iterator[Diagnostic]:
    """A file is no larger than what one sends by mail, but for its photographs."""
    photographs = sum(paint.picture for page in facts.reading.pages for paint in page.paints)
    most = LARGEST + photographs * PRINT_BYTES
    if facts.reading.size > most:
        yield finding(facts.reading.name, "file-size", f"{facts.reading.size:,} bytes, more than {most:,}")


def order(facts: PdfFacts) -> Iterator[Diagnostic]:
    """A viewer on the web shows the first page before the rest has come (ISO 32000-1, annex F)."""
    if not facts.reading.linearized:
        yield finding(facts.reading.name, "not-linearized", "the file must be there to the end before its first page is shown")


GATES = (metadata, size, order)
