"""One measured run, in a process of its own: `python -m tests.bench.run MODE CHAPTERS EDITS FOLDER` prints JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from studyguide.pdf import Cache, PdfMetadata, build
from studyguide.pdf.workers import Here
from tests.bench.book import Book, rendition

METADATA = PdfMetadata("Essentials", authors=("A. Editor",), modified="2026-01-01T00:00:00Z", identifier="urn:example:bench")


def one_shot(book: Book) -> tuple[bytes, int]:
    """The whole book by WeasyPrint alone, with its own page counters; no float is moved."""
    from studyguide.art.engine import BASE, CSS, HTML, FontConfiguration, MemoryFetcher

    look, fonts = rendition("one-shot.css"), FontConfiguration()
    fetcher = MemoryFetcher(look.files)
    sheets = [
        CSS(string=sheet.text, base_url=BASE + sheet.name, url_fetcher=fetcher, font_config=fonts) for sheet in look.stylesheets
    ]
    document = HTML(string=book.whole(), base_url=BASE, url_fetcher=fetcher).render(stylesheets=sheets, font_config=fonts)
    return document.write_pdf(pdf_variant="pdf/ua-1"), len(document.pages)


def linked(book: Book, folder: Path, processes: int) -> tuple[bytes, int]:
    """The whole book by this package, with whatever the folder remembers."""
    from studyguide.sources.diagnostics import CODES, Problems

    CODES.setdefault("layout", "")
    artifact = build(
        book.units(),
        rendition(),
        METADATA,
        problems=Problems(),
        cache=Cache(folder / "cache"),
        executor=Here() if processes == 1 else None,
    )
    return artifact.data, len(artifact.pages.labels)


def main(mode: str, chapters: str, edits: str, folder: str) -> None:
    """Make the book once."""
    book = Book(int(chapters), {int(number): kind for number, kind in json.loads(edits).items()})
    data, pages = one_shot(book) if mode == "one-shot" else linked(book, Path(folder), 1 if mode == "one process" else 2)
    Path(folder, mode.replace(" ", "-") + ".pdf").write_bytes(data)
    sys.stdout.write(json.dumps({"pages": pages, "size": len(data)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
