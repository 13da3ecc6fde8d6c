"""Whether a file was published: which edition it is, whether its bytes are those listed, whether there is a newer one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from studyguide.proof.editions import NotAnEdition, StatedEdition, stated_edition
from studyguide.publish.release.index import DigestList
from studyguide.publish.release.report import BuildReport
from studyguide.sources import files

NO_LIST = "Whether it is unchanged cannot be told: there is no list of digests. Name the folder that has one, with --index."
NOT_THERE = "Whether it is unchanged cannot be told: no list has this edition."


class FileState(IntEnum):
    """What was found of a file; the number is what the process returns."""

    UNCHANGED = 0
    CHANGED = 1
    UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is found of a file, and what a person is told of it, a sentence a line."""

    finding: FileState
    sentences: tuple[str, ...]


def verdict(name: str, data: bytes, index: Sequence[DigestList]) -> Verdict:
    """The verdict on a file by its name and its bytes, as far as an index knows."""
    digest = files.digest(data)
    listed = [listing for listing in index if digest in listing.sums.values()]
    try:
        stated = stated_edition(data)
    except NotAnEdition as reason:
        reports = [listing.report for listing in listed if listing.report]
        if not reports:
            return _unnamed(name, digest, str(reason), listed or [each for each in index if name in each.sums])
        stated = _stated_by(reports[0])
    same = (FileState.UNCHANGED, _unchanged(name, digest, listed[0])) if listed else None
    finding, sentence = same or _not_listed(name, stated, index)
    return Verdict(finding, (*_described(name, stated), sentence, *_newer(stated, listed, index)))


def _unnamed(name: str, digest: str, reason: str, listed: Sequence[DigestList]) -> Verdict:
    said = f"{name}: it cannot be told which edition it is: {reason}."
    same = any(digest in listing.sums.values() for listing in listed)
    found = (_unchanged(name, digest, each) if same else _other_bytes(name, each) for each in listed[:1])
    return Verdict(FileState.UNCHANGED if same else FileState.CHANGED, (said, *found))


def _other_bytes(name: str, listing: DigestList) -> str:
    return f"It was changed, or is of another edition: {listing.source} lists other bytes for {name}."


def _stated_by(report: BuildReport) -> StatedEdition:
    return StatedEdition(report.title, report.identifier, report.edition, report.date.isoformat(), report.sources)


def _described(name: str, stated: StatedEdition) -> tuple[str, ...]:
    edition = ", ".join(filter(None, (stated.edition, stated.date)))
    sources = (f"It was made from the sources with the SHA-256 {stated.sources}.",) if stated.sources else ()
    said = (f"{name} says that it is “{stated.title}”, {edition}.", *sources)
    return tuple("".join(filter(str.isprintable, each)) for each in said)  # what a stranger wrote moves no cursor


def _unchanged(name: str, digest: str, listing: DigestList) -> str:
    names = [each for each, known in listing.sums.items() if known == digest]
    other = "" if name in names else f", as {names[0]}"
    return f"It is unchanged: {listing.source} lists it by its SHA-256{other}."


def _not_listed(name: str, stated: StatedEdition, index: Sequence[DigestList]) -> tuple[FileState, str]:
    """Why a file that no listing has is not as it was published, or that nobody can know."""
    for listing in index:
        report = listing.report
        if report and _is_of(stated, report):
            if stated.sources not in ("", report.sources):
                return FileState.CHANGED, f"It was made from other sources than the files of this edition in {listing.source}."
            return FileState.CHANGED, f"It was changed: {listing.source} has this edition, and no file of these bytes."
    for listing in index:
        if not listing.report and name in listing.sums:
            return FileState.CHANGED, _other_bytes(name, listing)
    return FileState.UNKNOWN, NOT_THERE if index else NO_LIST


def _is_of(stated: StatedEdition, report: BuildReport) -> bool:
    """Whether a file says that it is of the edition of a report, or of its sources: who changes one may leave the other."""
    return report.identifier == stated.identifier and (report.edition == stated.edition or report.sources == stated.sources)


def _newer(stated: StatedEdition, listed: Sequence[DigestList], index: Sequence[DigestList]) -> tuple[str, ...]:
    """The newest edition of the same guide, if it is newer; that there is none, if the guide is known."""
    known = [(each.report, each.source) for each in index if each.report and each.report.identifier == stated.identifier]
    if not known:
        return ()
    report, source = max(known, key=lambda each: each[0].order)
    return (_compared(stated, _own(stated, listed, known), report, source),)


def _own(stated: StatedEdition, listed: Sequence[DigestList], known: Sequence[tuple[BuildReport, Path]]) -> BuildReport | None:
    """The report on the edition of a file: that which lists it, or that which has its edition."""
    its = [each.report for each in listed if each.report]
    return next(iter([*its, *(report for report, _ in known if report.edition == stated.edition)]), None)


def _compared(stated: StatedEdition, own: BuildReport | None, newest: BuildReport, source: Path) -> str:
    later = newest.order > own.order if own else newest.date.isoformat() > stated.date
    if later:
        return f"A newer edition is there: {newest.edition}, {newest.date.isoformat()}, in {source}."
    return "No newer edition is there."
