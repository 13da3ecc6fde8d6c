"""The listen gate: the transcripts of PDF and EPUB, held against the rules."""

from collections.abc import Iterator, Sequence

from studyguide.proof.finished import FinishedGuide, FinishedPdf
from studyguide.proof.heard import epub, pdf
from studyguide.proof.heard.rules import HEARD
from studyguide.proof.heard.spoken import Spoken
from studyguide.proof.report import Outcome, finding
from studyguide.sources.diagnostics import Diagnostic


def check(guide: FinishedGuide) -> Outcome:
    """Listen to every document of the EPUB."""
    heard = epub.transcripts(guide.opened)
    found = [each for transcript in heard.values() for each in findings(transcript, "epub")]
    said = sum(map(len, heard.values()))
    return Outcome(found, "", f"{guide.epub.name}: {len(HEARD)} rules, {said:,} things said", looked=said)


def check_pdf(file: FinishedPdf) -> Outcome:
    """Listen to a PDF."""
    heard = pdf.transcript(file.reading)
    return Outcome(list(findings(heard, "pdf")), "", f"{file.path.name}: {len(heard):,} things said", looked=len(heard))


def findings(transcript: Sequence[Spoken], file: str) -> Iterator[Diagnostic]:
    """What spoils hearing a transcript of a “pdf” or an “epub”."""
    for rule in (rule for rule in HEARD.values() if file in rule.files):
        yield from (finding(place, rule.code, what) for place, what in rule.check(transcript))
