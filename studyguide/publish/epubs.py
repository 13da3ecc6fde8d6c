"""The EPUB files of a guide: one with live drawings, and one with pictures of them, for Kindle and others that draw no SVG.

Each has an identifier of its own: that of a publication is unique to it, and one that is derived from another gets a new one
(EPUB 3.3, 5.5.3.1.1). A library that holds both tells them apart by it, and the second names the first (DCMI `isFormatOf`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from studyguide.art.fonts import guide_fonts
from studyguide.art.raster import PNG_WIDTH, PictureFailed, figure_png
from studyguide.epub.pack import pack
from studyguide.epub.publication import Document, Publication
from studyguide.html.pages import PageMap
from studyguide.html.pictured import put_pictures
from studyguide.html.units import failures_reported
from studyguide.html.xhtml import parse, serialise_file
from studyguide.publish.characters import undrawn
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import letters_of, own_faces, publication, style_sheet
from studyguide.sources.cache import Cache, key
from studyguide.sources.diagnostics import BuildFailed, Problems, Span
from studyguide.sources.identifiers import plain_id

SMALL_WIDTH = 1200  # pixels of a picture for narrow columns, which is high
NamedPicture = tuple[str, bytes]


def make_epubs(compiled: Compiled, pages: PageMap | None, folder: Path) -> dict[str, bytes]:
    """The bytes of “epub”, and of “kindle” if the guide wants it. Raises BuildFailed as `make_epub` does."""
    problems, pictures, env = Problems(undrawn(compiled)), Cache(folder), compiled.templates.env
    with failures_reported(problems, compiled.sources.texts):
        if problems.errors:
            raise BuildFailed(problems)
        made = {"epub": publication(compiled, compiled.templates, pages, pictures, problems)}
        if compiled.book.guide.kindle:
            made["kindle"] = pictured(made["epub"], compiled, pictures, problems)
        packed = {name: pack(each, env) for name, each in made.items()}
        if problems.errors:
            raise BuildFailed(problems)
        return packed


def kindle_identifier(identifier: str) -> str:
    """The UUID of the second e-book of a guide that has a UUID."""
    return str(uuid.uuid5(uuid.UUID(identifier), "kindle"))


def pictured(live: Publication, compiled: Compiled, pictures: Cache, problems: Problems) -> Publication:
    """The same publication with a picture in the place of each drawing. One that cannot be made is reported, and left out."""
    fonts = guide_fonts(compiled.sources.blobs)
    addresses = {src: f"images/{Path(src).stem}.png" for src in compiled.figures}
    shown = {plain_id(each.id): addresses[each.src] for each in compiled.book.drawn if each.src in addresses}
    roots = {each.name: parse(each.data.decode(), each.name) for each in live.documents}
    changed = {name for name, root in roots.items() if put_pictures(root, shown)}
    own = own_faces(fonts, roots)
    identifier = kindle_identifier(compiled.book.guide.identifier)
    return replace(
        live,
        metadata=replace(live.metadata, identifier=f"urn:uuid:{identifier}", format_of=live.metadata.identifier),
        documents=tuple(_as_changed(each, roots[each.name]) if each.name in changed else each for each in live.documents),
        images={**live.images, **dict(_painted(compiled, addresses, pictures, problems))},
        css=style_sheet(compiled, compiled.templates, own),
        fonts={face.file_name: face.data for face in own},
    )


def _as_changed(document: Document, root: Any) -> Document:
    return replace(document, data=serialise_file(root))


def _painted(compiled: Compiled, addresses: Mapping[str, str], pictures: Cache, problems: Problems) -> Iterator[NamedPicture]:
    """The pictures of the drawings, each painted once: rasterising is the slowest part of an EPUB."""
    fonts = letters_of(guide_fonts(compiled.sources.blobs))
    for src, svg in compiled.narrowed.items():
        drawn, width = svg.encode(), SMALL_WIDTH if src in compiled.narrow else PNG_WIDTH
        try:
            name = key("picture", "figure", str(width), fonts.digest, drawn)
            yield Path(addresses[src]).name, pictures.made(name, partial(figure_png, drawn, fonts.value, width))
        except PictureFailed as failure:
            problems.error(Span(f"chapters/{src}", 1), failure.code, failure.message, failure.hint)
