"""PDF/UA-2: the A4 pages as PDF 2.0, for guides that ask for it: as the reference validator sees them, and beside the A4 PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf

from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others import verapdf
from studyguide.proof.pdf.same_pages import differences
from studyguide.proof.report import Outcome, finding
from studyguide.publish.names import pdf_path
from studyguide.publish.pdf import make_pdf
from studyguide.publish.store import STORE
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.renditions import UA2


def check(guide: FinishedGuide) -> Outcome:
    """The file that the book gives keeps to PDF/UA-2, and shows and reads what the A4 PDF does; one that was made is that file.

    It is linked again from the pages that are kept, so that the option is known to hold where nobody has asked for it yet.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / Path(pdf_path(guide.compiled.book.guide.name, UA2.id)).name
        file.write_bytes(make_pdf(guide.compiled, UA2, guide.root / STORE / "fragments").data)
        found = [*_made_otherwise(guide, file), *_shown_otherwise(guide, file)]
        outcome = verapdf.verdicts((file,), guide.tools, ("ua2",))[file, "ua2"]
        return replace(outcome, findings=[*found, *outcome.findings])


def _made_otherwise(guide: FinishedGuide, file: Path) -> Iterator[Diagnostic]:
    """What is wrong with a file that was made before."""
    made = guide.reference.path.with_name(file.name)
    if made.is_file() and made.read_bytes() != file.read_bytes():
        yield finding(file.name, "file-bytes", "the file in build/ is not the one that the guide gives")


def _shown_otherwise(guide: FinishedGuide, file: Path) -> Iterator[Diagnostic]:
    with pikepdf.open(guide.reference.path) as wanted, pikepdf.open(file) as found:
        yield from differences(file.name, wanted, found)
