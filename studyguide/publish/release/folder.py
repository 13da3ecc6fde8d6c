"""The folder of a release, by the names of its files."""

from __future__ import annotations

from collections.abc import Mapping

from studyguide.book.model import Book
from studyguide.publish.release.change_log import logged_versions
from studyguide.publish.release.index import SUMS, packed_sums
from studyguide.publish.release.materials import bill_of_materials
from studyguide.publish.release.report import NAME, BuildReport, PublishedFile
from studyguide.sources import files

NOTES, MATERIALS = "NOTES.md", "sbom.cdx.json"


def release_folder(
    book: Book, made: Mapping[str, bytes], pages: Mapping[str, int], change_log: str, made_with: Mapping[str, str], pins: str
) -> dict[str, bytes]:
    """All files of a release: those that were `made`, what is new, what made them, a report on them, and the digests of all.

    `pages` are the pages of those that have some; `made_with` are names with versions, `pins` the text of the requirements. Where
    the change log says nothing of the version, there are no notes.
    """
    listed = tuple(PublishedFile(name, files.digest(data), len(data), pages.get(name, 0)) for name, data in sorted(made.items()))
    report = BuildReport.of(book, made_with, listed)
    notes = next((each.notes for each in logged_versions(change_log) if each.version == report.version), "")
    told = {
        **({NOTES: f"# {report.title}: {report.edition}, {report.date.isoformat()}\n\n{notes}\n".encode()} if notes else {}),
        MATERIALS: bill_of_materials(report, pins),
        NAME: report.packed(),
    }
    whole = {**made, **told}
    return {**whole, SUMS: packed_sums({name: files.digest(data) for name, data in whole.items()})}
