"""What the checks look at: the finished files of a guide, the programs that look, and what the files were made from."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from zipfile import BadZipFile

from lxml import etree
from PIL import Image

from studyguide.art.fonts import guide_fonts
from studyguide.art.photographs import developed
from studyguide.art.raster import rasterise
from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.others.tools import Tools
from studyguide.proof.pdf.reader import read
from studyguide.proof.pdf.values import Reading
from studyguide.proof.report import Outcome
from studyguide.publish.compiled import Compiled
from studyguide.publish.epubs import make_epubs
from studyguide.publish.names import epub_path, kindle_path, pdf_path
from studyguide.publish.pdf import CODE, COVER, code_of, cover_of, stacked_tables, units_of
from studyguide.publish.store import reference_pages, stored_book
from studyguide.sources.diagnostics import Diagnostic
from studyguide.sources.look import renditions
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

    @property
    def kindle(self) -> Path:
        """The EPUB for readers that draw no SVG, which need not be there."""
        return self.root / kindle_path(self.epub.stem)

    @property
    def epubs(self) -> dict[str, Path]:
        """The EPUB files that are there, by their keys; the first is always among them."""
        return {"epub": self.epub} | ({"kindle": self.kindle} if self.kindle.is_file() else {})

    @cached_property
    def compiled(self) -> Compiled:
        """What the files were made from."""
        return stored_book(self.root)

    @cached_property
    def opened(self) -> OpenedBook:
        """The EPUB; an empty one if it is no zip file."""
        return _opened(self.epub)

    def opened_for(self, found: Diagnostic) -> OpenedBook:
        """The EPUB file that a fault was found in; the first, where it names none."""
        return self._opened_kindle if found.span.path.startswith(self.kindle.name) else self.opened

    @cached_property
    def _opened_kindle(self) -> OpenedBook:
        return _opened(self.kindle)

    @cached_property
    def pages(self) -> PageMap:
        """The page map of the reference rendition."""
        return reference_pages(self.root)

    @cached_property
    def packed_again(self) -> Mapping[str, bytes]:
        """The EPUB files as the book gives them now, their pictures drawn anew. Raises BuildFailed."""
        with tempfile.TemporaryDirectory() as folder:
            return make_epubs(self.compiled, self.pages, Path(folder))

    @cached_property
    def _drawings(self) -> dict[str, tuple[str, Image.Image]]:
        return {}

    def drawing(self, source: str, rendition: PrintRendition, width: int) -> tuple[str, Image.Image]:
        """The letters of a drawing and what it shows, painted anew, by its address in the units.

        The cover has the shape of the rendition's sheet. A photograph is read anew, and has no letters.
        """
        name = f"{source} {rendition.sheet if source == COVER else rendition.small}"
        if name not in self._drawings:
            self._drawings[name] = self._drawn(source, rendition, width)
        return self._drawings[name]

    def _drawn(self, source: str, rendition: PrintRendition, width: int) -> tuple[str, Image.Image]:
        compiled, src = self.compiled, source.removeprefix("chapters/")
        if src in compiled.photographs:
            picture = developed(compiled.sources.blobs[source]).convert("RGB")
            return "", picture.resize((width, max(1, round(width * picture.height / picture.width))), reducing_gap=3.0)
        own = {COVER: lambda: cover_of(compiled, rendition.sheet), CODE: lambda: code_of(compiled)}
        svg = own[source]() if source in own else (compiled.small if rendition.small else compiled.figures)[src].encode()
        return letters(svg), rasterise(svg, guide_fonts(compiled.sources.blobs), width)

    @property
    def pdfs(self) -> tuple[FinishedPdf, ...]:
        """The PDFs of all renditions; each time anew, so that what is read of one goes when its checks are done."""
        paths = {key: self.root / pdf_path(self.compiled.book.guide.name, key) for key in RENDITIONS}
        looks = renditions(self.compiled.book.guide.look)
        return tuple(FinishedPdf(self, path, looks[key]) for key, path in paths.items())

    @property
    def reference(self) -> FinishedPdf:
        """The PDF whose page numbers the EPUB has."""
        return next(pdf for pdf in self.pdfs if pdf.rendition.id == REFERENCE)

    @cached_property
    def _units(self) -> dict[tuple[str, frozenset[str]], list[Unit | LateUnit]]:
        return {}

    def units(self, rendition: PrintRendition, anchors: Collection[str]) -> list[Unit | LateUnit]:
        """The units that a PDF is made from; which tables are records there, its anchors tell."""
        stacked = frozenset(stacked_tables(self.compiled.book, anchors))
        key = rendition.id, stacked
        if key not in self._units:
            self._units[key] = units_of(self.compiled, rendition, stacked)
        return self._units[key]


@dataclass(frozen=True)
class FinishedPdf:
    """One PDF of a guide."""

    guide: FinishedGuide
    path: Path
    rendition: PrintRendition

    @property
    def units(self) -> list[Unit | LateUnit]:
        """The units that it was made from."""
        return self.guide.units(self.rendition, self.reading.names)

    @cached_property
    def reading(self) -> Reading:
        """The file as it was read, for all checks that look into it."""
        return read(self.path)


def letters(svg: bytes) -> str:
    """The letters of a drawing, in order, without spaces."""
    texts: Iterator[str] = ("".join(map(str, text.itertext())) for text in etree.fromstring(svg).iter("{*}text"))
    return "".join("".join(texts).split())


def _opened(path: Path) -> OpenedBook:
    try:
        return OpenedBook.read(path.read_bytes())
    except BadZipFile:
        return OpenedBook((), {}, b"")


Check = Callable[[FinishedGuide], Outcome]
EpubCheck = Callable[[FinishedGuide, Path], Outcome]
PdfCheck = Callable[[FinishedPdf], Outcome]


def of_each_epub(check: EpubCheck) -> Check:
    """A check of one EPUB file as one of all that are there; each must have something to look at."""

    @wraps(check)
    def whole(guide: FinishedGuide) -> Outcome:
        outcomes = [check(guide, path) for path in guide.epubs.values()]
        found = [each for outcome in outcomes for each in outcome.findings]
        detail = "; ".join(outcome.detail for outcome in outcomes)
        return Outcome(found, outcomes[0].version, detail, looked=min(outcome.looked for outcome in outcomes))

    return whole
