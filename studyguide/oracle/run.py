"""Hold linked PDFs against the oracle: those of the guide, and generated books of about 230 and 570 pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from studyguide.checks import verapdf
from studyguide.checks.report import CheckResult, Finding, Outcome, measured
from studyguide.checks.tools import find_tools
from studyguide.diagnostics import Problems
from studyguide.oracle.compare import Side, compare
from studyguide.pdf import Cache, LateUnit, Metadata, Rendition, Unit, build
from studyguide.pdf.one_pass import one_pass
from studyguide.print import print_job
from studyguide.project import STORE, Compiled
from studyguide.renditions import RENDITIONS

BOOKS = {"book-230": 17, "book-570": 42}
"""Generated books, by their chapters."""


def compare_guide(root: Path, compiled: Compiled, rendition: str) -> list[CheckResult]:
    """One rendition of the guide."""
    return _compare(rendition, *print_job(compiled, RENDITIONS[rendition]), Cache(root / STORE / "fragments"))


def compare_book(root: Path, name: str) -> list[CheckResult]:
    """A generated book, which the reference validator looks at besides."""
    from studyguide.pdf.bench.book import Book, rendition
    from studyguide.pdf.bench.run import METADATA

    with TemporaryDirectory() as folder:
        units = Book(BOOKS[name]).units()
        return _compare(name, units, rendition(), METADATA, Cache(Path(folder)), validate=root)


def _compare(
    name: str,
    units: Sequence[Unit | LateUnit],
    rendition: Rendition,
    metadata: Metadata,
    cache: Cache,
    *,
    validate: Path | None = None,
) -> list[CheckResult]:
    with TemporaryDirectory() as folder:
        ours, theirs = Path(folder, f"{name}.pdf"), Path(folder, "oracle.pdf")
        artifact = build(units, rendition, metadata, problems=Problems(), cache=cache)
        ours.write_bytes(artifact.data)

        def body() -> Outcome:
            model, troubles = one_pass(units, rendition, metadata, artifact.pages)
            theirs.write_bytes(model.data)
            findings, counts = compare(Side.of(ours), Side.of(theirs))
            findings += [Finding(name, "oracle", trouble.message) for trouble in troubles]
            return Outcome(findings, "WeasyPrint", f"{name}: {counts}")

        results = [measured("Oracle", body)]
        if validate:
            results += verapdf.check_pdfs([ours], find_tools(validate), ("ua1",))
        return results
