"""A local index: folders that list the digests of published files, in SHA256SUMS and in build-report.json."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studyguide.publish.release.report import NAME, BuildReport

SUMS = "SHA256SUMS"
ROW = re.compile(r"([0-9a-fA-F]{64}) [ *](.+)")


class IndexDamaged(Exception):
    """What lists digests cannot be read, or contradicts itself; the text says which file and why."""


@dataclass(frozen=True, slots=True)
class DigestList:
    """A folder of an index: the SHA-256 of each file that it lists, by name, and its report, if it has one."""

    folder: Path
    sums: Mapping[str, str]
    report: BuildReport | None = None

    @property
    def source(self) -> Path:
        """The file that lists them."""
        return self.folder / (NAME if self.report else SUMS)


def read_index(folder: Path, *, deep: bool = True) -> tuple[DigestList, ...]:
    """What a folder lists, and, if `deep`, those directly in it. Raises IndexDamaged and OSError."""
    patterns = [f"{start}{name}" for start in (("", "*/") if deep else ("",)) for name in (SUMS, NAME)]
    return tuple(_listing(each) for each in sorted({path.parent for pattern in patterns for path in folder.glob(pattern)}))


def packed_sums(sums: Mapping[str, str]) -> bytes:
    """SHA256SUMS, as sha256sum writes and reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()


def _listing(folder: Path) -> DigestList:
    report = _report(folder / NAME)
    sums = dict(_sums(folder / SUMS))
    for file in report.files if report else ():
        if sums.setdefault(file.name, file.sha256) != file.sha256:
            raise IndexDamaged(f"{folder}: {SUMS} and {NAME} do not agree on {file.name}.")
    return DigestList(folder, sums, report)


def _report(path: Path) -> BuildReport | None:
    try:
        return BuildReport.read(path.read_bytes()) if path.is_file() else None
    except ValueError as error:
        raise IndexDamaged(f"{path} is damaged: it is no report that ./guide release wrote.") from error


def _sums(path: Path) -> Iterator[tuple[str, str]]:
    text = path.read_text("utf-8", "replace") if path.is_file() else ""
    for number, row in enumerate(text.splitlines(), 1):
        if not (found := ROW.fullmatch(row)):
            raise IndexDamaged(f"{path}:{number} is damaged: a line is a SHA-256, two spaces and a name.")
        yield found[2], found[1].lower()
