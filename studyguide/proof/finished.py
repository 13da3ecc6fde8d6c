"""What the checks look at: the finished files of a guide, the programs that look, and what the files were made from."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

from studyguide.html.pages import PageMap
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.others.tools import Tools
from studyguide.proof.pdf.reader import read
from studyguide.proof.pdf.values import Reading
from studyguide.proof.report import Outcome
from studyguide.publish.compiled import Compiled
from studyguide.publish.names import epub_path, pdf_path
from studyguide.publish.store import reference_pages, stored_book
from studyguide.sources.renditions import REFERENCE, RENDITIONS, PrintRendition


@dataclass(frozen=True)
class FinishedGuide:
    """A guide in the folder of `tools`, with its EPUB. What it was made from is read from the store when a check asks for it."""

    tools: Tools
    epub: Path
    today: datetime.date = datetime.date.min

    @classmethod
    def of(cls, tools: Tools, today: datetime.date) -> FinishedGuide:
        """The guide as the last build left it."""
        return cls(tools, tools.root / epub_path(stored_book(tools.root).book.guide.name), today)

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.tools.root

    @cached_property
    def compiled(self) -> Compiled:
        """What the files were made from."""
        return stored_book(self.root)

    @cached_property
    def opened(self) -> OpenedBook:
        """The EPUB; an empty one if it is no zip file."""
        try:
            return OpenedBook.read(self.epub.read_bytes())
        except BadZipFile:
            return OpenedBook((), {}, b"")

    @cached_property
    def pages(self) -> PageMap:
        """The page map of the reference rendition."""
        return reference_pages(self.root)

    @property
    def pdfs(self) -> tuple[FinishedPdf, ...]:
        """The PDFs of all renditions; each time anew, so that what is read of one goes when its checks are done."""
        paths = {key: self.root / pdf_path(self.compiled.book.guide.name, key) for key in RENDITIONS}
        return tuple(FinishedPdf(self, path, RENDITIONS[key]) for key, path in paths.items())

    @property
    def reference(self) -> FinishedPdf:
        """The PDF whose page numbers the EPUB has."""
        return next(pdf for pdf in self.pdfs if pdf.rendition.id == REFERENCE)


@dataclass(frozen=True)
class FinishedPdf:
    """One PDF of a guide."""

    guide: FinishedGuide
    path: Path
    rendition: PrintRendition

    @cached_property
    def reading(self) -> Reading:
        """The file as it was read, for all checks that look into it."""
        return read(self.path)


Check = Callable[[FinishedGuide], Outcome]
PdfCheck = Callable[[FinishedPdf], Outcome]
