"""The e-book: a compiled book and the page map of the printed one, packed to an EPUB."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from studyguide.art import raster
from studyguide.art.cover import MASTER, CoverText, cover_svg
from studyguide.art.raster import FontFace, cover_jpeg, figure_png, guide_fonts
from studyguide.book.model import Book, ContentsItem
from studyguide.epub.pack import pack
from studyguide.epub.publication import Document, Evaluation, Landmark, Metadata, NavPoint, PageMark, Person, Publication, Subject
from studyguide.html import Rendering
from studyguide.html.hyphens import soften, soften_tables, too_wide
from studyguide.html.pagebreaks import Opening, mark_pages, openings_by_unit
from studyguide.html.pages import PageMap
from studyguide.html.ties import tie_citations
from studyguide.html.units import Templates, ebook_units, failures_reported, utc
from studyguide.markup.inline import plain
from studyguide.nodes import Table
from studyguide.nodes.tree import walk
from studyguide.pdf.cache import Cache, key
from studyguide.publish.compiled import Compiled
from studyguide.sources.diagnostics import Problems
from studyguide.sources.environment import environment

# The documents of the e-book that are pages of the printed front matter.
FRONT = ("title", "imprint", "emergency")
LANDMARKS = {"glossary": "Glossary", "bibliography": "References", "index": "Index"}


def make_epub(compiled: Compiled, pages: PageMap | None, folder: Path) -> bytes:
    """The bytes of the EPUB. Raises BuildFailed with what templates complain of. Pictures once made are kept in a folder."""
    with failures_reported(Problems(), compiled.sources.texts):
        return pack(publication(compiled, pages, Cache(folder)))


def publication(compiled: Compiled, pages: PageMap | None, pictures: Cache) -> Publication:
    """The e-book as a value."""
    book, guide, texts = compiled.book, compiled.book.guide, compiled.sources.texts
    fonts = guide_fonts(compiled.sources.blobs)
    names = {src: f"{Path(src).stem}.png" for src in compiled.figures}
    rendering = ebook_rendering(book, pages, {src: f"images/{name}" for src, name in names.items()})
    openings = printed_pages(book, pages) if pages else {}
    made, marks = [], []
    for unit, title, page in ebook_units(Templates.of(compiled.sources, book), rendering, pages):
        marked, _ = mark_pages(page, openings.get(unit, []))
        marks += [PageMark(opening.label, f"{unit}.xhtml#page-{opening.label}") for opening in openings.get(unit, [])]
        made.append(Document(f"{unit}.xhtml", title, tie_citations(soften_tables(marked.encode(), guide.language))))
    text = CoverText(guide.title, guide.subtitle, guide.edition)
    return Publication(
        metadata=_metadata(book, pages),
        documents=tuple(made),
        nav=tuple(_nav(item, rendering) for item in _items(book)),
        landmarks=tuple(_landmarks(book, rendering)),
        page_list=tuple(marks),
        images={name: _kept(pictures, "figure", compiled.figures[src].encode(), fonts) for src, name in names.items()},
        css=texts["styles/epub.css"].encode(),
        templates=compiled.sources.under("styles/templates/epub"),
        cover_jpeg=_kept(pictures, "cover", cover_svg(text, fonts, texts[MASTER]), fonts),
    )


def ebook_rendering(book: Book, pages: PageMap | None, images: dict[str, str]) -> Rendering:
    """How the templates make the documents of the EPUB: links between files, no page numbers but those of the printed index."""
    homes = {anchor: f"{unit}.xhtml" for anchor, unit in book.units.items()}
    labels = {anchor: pages.label(anchor) for anchor in pages.anchors} if pages else {}
    return Rendering(
        medium="epub",
        files=homes,
        images=images,
        narrow=True,
        stacked=wide_tables(book),
        pages=False,
        margin=False,
        stylesheets=("book.css",),
        labels=labels,
    )


def wide_tables(book: Book) -> frozenset[str]:
    """The ids of the tables whose columns do not fit side by side on a small screen."""
    return frozenset(node.id for node in walk(book.chapters) if isinstance(node, Table) and _is_wide(node, book.guide.language))


def _is_wide(table: Table, language: str) -> bool:
    rows = ([soften(plain(cell.children), language) for cell in row] for row in (table.head, *table.rows))
    return bool(too_wide(rows))


def _items(book: Book) -> Iterable[ContentsItem]:
    front = (ContentsItem("", "Title page", "title"), ContentsItem("", "Imprint", "imprint"))
    return (*front, *book.contents["front"], *book.contents["body"], *book.contents["back"])


def _nav(item: ContentsItem, rendering: Rendering) -> NavPoint:
    label = f"{item.number} {item.title}".strip()
    return NavPoint(label, rendering.href(item.anchor), tuple(_nav(child, rendering) for child in item.children))


def _landmarks(book: Book, rendering: Rendering) -> Iterable[Landmark]:
    if book.chapters:
        yield Landmark("bodymatter", "Start of the text", rendering.href(book.chapters[0].id))
    units = {"bibliography": "references"}
    for kind, label in LANDMARKS.items():
        if units.get(kind, kind) in book.units:
            yield Landmark(kind, label, rendering.href(units.get(kind, kind)))


def printed_pages(book: Book, pages: PageMap) -> dict[str, list[Opening]]:
    """The printed pages of each document of the e-book, in order.

    The cover, its back and the contents are left out: the e-book has its own. A page of the front matter belongs to the document
    that its first id stands in; one on which no id begins, to that of the page before it.
    """
    found = openings_by_unit(pages.labels, pages.openings, pages.firsts, pages.units)
    found.pop("contents", None)
    home = ""
    for opening in found.pop("front", []):
        home = book.units.get(opening.anchor, home)
        if home in FRONT:
            found.setdefault(home, []).append(opening)
    return found


def unpaged(book: Book, pages: PageMap) -> frozenset[str]:
    """The printed pages that have no counterpart in the e-book."""
    paged = {opening.label for openings in printed_pages(book, pages).values() for opening in openings}
    return frozenset(pages.labels) - paged


def _metadata(book: Book, pages: PageMap | None) -> Metadata:
    guide = book.guide
    evaluation = guide.evaluation
    return Metadata(
        identifier=f"urn:uuid:{guide.identifier}",
        title=guide.title,
        subtitle=guide.subtitle,
        language=guide.language,
        people=tuple(Person(p.name, p.file_as, p.role) for p in guide.people),
        publisher=guide.publisher,
        date=guide.date,
        modified=utc(guide.date),
        rights=f"{guide.licence.name} ({guide.licence.spdx}), {guide.licence.url}",
        description=guide.description,
        subjects=tuple(Subject(s.name, s.authority, s.code) for s in guide.subjects),
        edition=f"{guide.edition}, version {guide.version}",
        page_break_source=f"{guide.title}, {guide.edition}, version {guide.version}, PDF (A4)" if pages else "",
        evaluation=Evaluation(evaluation.evaluator, utc_date(evaluation.date), evaluation.digest) if evaluation else None,
    )


def utc_date(text: str) -> datetime.date:
    """A date from its ISO 8601 form."""
    return datetime.date.fromisoformat(text)


def _kept(pictures: Cache, kind: str, svg: bytes, fonts: tuple[FontFace, ...]) -> bytes:
    """A picture of a drawing, made once for each drawing: rasterising is the slowest part of an EPUB."""
    maker = Path(raster.__file__).read_bytes()
    name = key(kind, *environment(), maker, svg, *(face.file for face in fonts))
    made = pictures.get(name)
    if made is None:
        made = cover_jpeg(svg, fonts) if kind == "cover" else figure_png(svg, fonts)
        pictures.put(name, made)
    return made
