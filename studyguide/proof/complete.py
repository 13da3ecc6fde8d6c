"""Complete: every file that the guide should have is there, is what its name says, and is made from the sources as they are."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from studyguide.proof.finished import FinishedGuide
from studyguide.proof.report import Outcome, finding
from studyguide.publish.names import epub_paths, pdf_path
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.folder import digests
from studyguide.sources.renditions import UA2

MAGIC = {".pdf": b"%PDF-", ".epub": b"PK\x03\x04"}


def check(guide: FinishedGuide) -> Outcome:
    """All the files are there, and the book that they are held against is that of the sources."""
    made = guide.compiled.book.guide
    epubs = epub_paths(made.name, kindle=made.kindle).values()
    asked = [guide.root / pdf_path(made.name, UA2.id)] if made.ua2 else []
    paths = [*(pdf.path for pdf in guide.pdfs), *asked, *(guide.root / path for path in epubs)]
    found = [each for path in paths for each in _missing(path)]
    found += stale(guide.compiled.sources.read, digests(guide.root))
    return Outcome(found, "", f"{len(paths)} files, {len(guide.compiled.sources.read)} sources", looked=len(paths))


def _missing(path: Path) -> Iterator[Diagnostic]:
    """What is wrong with a file before anybody looks into it."""
    if not path.is_file():
        yield finding(path.name, "missing-file", "the file is not there")
    elif not path.read_bytes().startswith(MAGIC[path.suffix]):
        yield finding(path.name, "missing-file", f"the file is empty, or no {path.suffix[1:].upper()}")


def stale(read: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Diagnostic]:
    """The sources that are not what the book was made from, each as the digest of its bytes."""
    for path in sorted(read.keys() | now.keys()):
        if read.get(path) != now.get(path):
            yield finding(path, "stale", "the finished guide was not made from this file as it is now")
