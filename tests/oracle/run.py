"""Hold linked PDFs against the oracle: those of the guide, and generated books of about 230 and 570 pages."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from studyguide.pdf import Cache, build
from studyguide.pdf.one_pass import one_pass
from studyguide.proof.others import verapdf
from studyguide.proof.others.tools import find_tools, package_version
from studyguide.proof.report import CheckResult, Outcome, finding, measured
from studyguide.publish.compiled import Compiled
from studyguide.publish.pdf import PrintJob, with_records
from studyguide.publish.store import STORE
from studyguide.sources import files
from studyguide.sources.diagnostics import Problems
from studyguide.sources.renditions import RENDITIONS
from tests.oracle.compare import Side, compare

BOOKS = {"book-230": 17, "book-570": 42}
"""Generated books, by their chapters."""


def compare_guide(root: Path, compiled: Compiled, rendition: str) -> list[CheckResult]:
    """One rendition of the guide."""
    cache = Cache(root / STORE / "fragments")
    return with_records(compiled, RENDITIONS[rendition], lambda job, _: _compare(root, rendition, job, cache))


def compare_book(root: Path, name: str) -> list[CheckResult]:
    """A generated book, which the reference validator looks at besides."""
    from tests.bench.book import Book, rendition
    from tests.bench.run import METADATA

    with TemporaryDirectory() as folder:
        results = _compare(root, name, (Book(BOOKS[name]).units(), rendition(), METADATA), Cache(Path(folder)))
    path = _places(root, name)[0]
    judged = measured("veraPDF ua1", lambda: verapdf.verdicts((path,), find_tools(root), ("ua1",))[path, "ua1"])
    return [*results, judged]


def _places(root: Path, name: str) -> tuple[Path, Path]:
    """Where the two files are kept, to be looked at."""
    folder = root / STORE / "oracle"
    return folder / f"{name}.pdf", folder / f"{name}-in-one-piece.pdf"


def _compare(root: Path, name: str, job: PrintJob, cache: Cache) -> list[CheckResult]:
    ours, theirs = _places(root, name)
    artifact = build(*job, problems=Problems(), cache=cache)
    files.replace(ours, artifact.data)

    def body() -> Outcome:
        model, troubles = one_pass(*job, artifact.pages)
        files.replace(theirs, model.data)
        findings, counts = compare(Side.of(ours), Side.of(theirs))
        findings += [finding(name, "oracle", trouble.message) for _, trouble in troubles]
        return Outcome(
            findings, f"WeasyPrint {package_version('weasyprint')}", f"{name}: {counts}", looked=len(ours.read_bytes())
        )

    return [measured("Oracle", body)]
