"""build-report.json: the edition of a release, what made its files, and their digests. It names no clock and no place."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from studyguide.book.model import Book

NAME = "build-report.json"
URN = "urn:uuid:"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of a release: its name, the SHA-256 of its bytes, how many these are, and its pages (0: it has none)."""

    name: str
    sha256: str
    size: int
    pages: int = 0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What build-report.json says. `edition` is worded as the files word it; `sources` is the digest that they print."""

    title: str
    identifier: str
    edition: str
    version: str
    date: datetime.date
    sources: str
    made_with: Mapping[str, str] = field(default_factory=dict)
    files: tuple[PublishedFile, ...] = ()

    @classmethod
    def of(cls, book: Book, made_with: Mapping[str, str], files: tuple[PublishedFile, ...]) -> BuildReport:
        """The report on the files of a book."""
        guide = book.guide
        return cls(
            guide.full_title,
            plain(guide.identifier),
            guide.full_edition,
            guide.version,
            guide.date,
            book.digest,
            made_with,
            files,
        )

    @classmethod
    def read(cls, data: bytes) -> BuildReport:
        """The report in the bytes of a file. Raises ValueError where they are none."""
        try:
            told = json.loads(data)
            files = tuple(PublishedFile(**each) for each in told.pop("files"))
            return cls(**{**told, "date": datetime.date.fromisoformat(told["date"])}, files=files)
        except (AttributeError, KeyError, TypeError, RecursionError) as error:
            raise ValueError(str(error)) from error

    @property
    def order(self) -> tuple[datetime.date, tuple[int, ...], bool]:
        """What is greater for a newer edition: its day, then the numbers of its version; a draft comes before what it drafts."""
        numbers = self.version.removesuffix("-draft").split(".")
        return self.date, tuple(int(each) for each in numbers if each.isdecimal()), not self.version.endswith("-draft")

    def packed(self) -> bytes:
        """The report as bytes of JSON, the same for the same values."""
        told = {**asdict(self), "date": self.date.isoformat(), "made_with": dict(sorted(self.made_with.items()))}
        return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def plain(identifier: str) -> str:
    """An identifier without the words that make a URN of it."""
    return identifier.removeprefix(URN)
