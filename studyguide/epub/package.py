"""The package document (EPUB 3.3 §5): metadata, manifest, spine and the EPUB 2 guide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC

from studyguide.epub.accessibility import claims
from studyguide.epub.navigation import nav_document, ncx_document
from studyguide.epub.publication import Publication, content_digest
from studyguide.html.shipped import render

MEDIA_TYPES = {
    "xhtml": "application/xhtml+xml",
    "ncx": "application/x-dtbncx+xml",
    "css": "text/css",
    "png": "image/png",
    "jpg": "image/jpeg",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "otf": "font/otf",
}
DETECTED = {"svg": rb"<svg[\s>]", "mathml": rb"<math[\s>]"}
RESERVED = frozenset({"cover.xhtml", "nav.xhtml", "contents.xhtml"})


@dataclass(frozen=True, slots=True)
class File:
    """One file below `EPUB/`, as the manifest names it."""

    id: str
    name: str
    data: bytes
    properties: tuple[str, ...] = ()
    linear: bool = True

    @property
    def media_type(self) -> str:
        """The core media type of EPUB 3.3 §3.2 for the file's extension."""
        return MEDIA_TYPES[self.name.rpartition(".")[2]]


@dataclass(frozen=True, slots=True)
class Package:
    """The package document, the files of the manifest in a fixed order, and the ids of the spine."""

    opf: bytes
    files: tuple[File, ...]
    spine: tuple[File, ...]


def package(publication: Publication) -> Package:
    """Everything below `EPUB/`: nav and NCX first, then the rest by name."""
    _require(publication)
    made = _made(publication)
    documents = tuple(_document(doc.name, doc.data, doc.properties, doc.linear) for doc in publication.documents)
    pictures = tuple(File(f"image-{name.replace('.', '-')}", f"images/{name}", data) for name, data in publication.images.items())
    rest = sorted((made["cover"], made["css"], made["picture"], *documents, *pictures), key=lambda file: file.name)
    files = (made["nav"], made["ncx"], *rest)
    spine = _spine(made["cover"], made["nav"], documents, publication.contents_after)
    return Package(_opf(publication, files, spine), files, spine)


def _made(publication: Publication) -> dict[str, File]:
    metadata = publication.metadata
    alt = ", ".join(text for text in (metadata.title, metadata.subtitle, metadata.edition) if text)
    page = render(
        "cover.xhtml", publication.templates, m=metadata, labels=publication.labels, alt=f"{publication.labels.cover}: {alt}"
    )
    return {
        "nav": File("nav", "nav.xhtml", nav_document(publication), ("nav",)),
        "ncx": File("ncx", "toc.ncx", ncx_document(publication)),
        "cover": File("cover", "cover.xhtml", page),
        "css": File("css", "book.css", publication.css),
        "picture": File("cover-image", "images/cover.jpg", publication.cover_jpeg, ("cover-image",)),
    }


def _opf(publication: Publication, files: tuple[File, ...], spine: tuple[File, ...]) -> bytes:
    accessibility = claims(publication, content_digest({file.name: file.data for file in files}))
    summary = render("accessibility.txt", publication.templates, a=accessibility).decode("utf-8")
    return render(
        "package.opf",
        publication.templates,
        m=publication.metadata,
        a=accessibility,
        summary=" ".join(summary.split()),
        modified=publication.metadata.modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        page_break_source=publication.metadata.page_break_source if publication.page_list else "",
        files=files,
        spine=spine,
        labels=publication.labels,
        start=next((mark for mark in publication.landmarks if mark.type == "bodymatter"), None),
    )


def _document(name: str, data: bytes, properties: tuple[str, ...], linear: bool) -> File:
    detected = (prop for prop, pattern in DETECTED.items() if re.search(pattern, data))
    return File(f"text-{name.rpartition('.')[0]}", name, data, tuple(sorted({*properties, *detected})), linear)


def _spine(cover: File, nav: File, documents: tuple[File, ...], contents_after: str) -> tuple[File, ...]:
    names = [file.name for file in documents]
    cut = names.index(contents_after) + 1 if contents_after in names else 0
    return (cover, *documents[:cut], nav, *documents[cut:])


def _require(publication: Publication) -> None:
    """The promises that a caller must keep; each broken one would make a book that cannot be read."""
    metadata = publication.metadata
    names = [doc.name for doc in publication.documents]
    faults = [f"document {name} is made by the package" for name in names if name in RESERVED]
    faults += [f"document {doc.name} is empty" for doc in publication.documents if not doc.data.strip()]
    if len(set(names)) < len(names):
        faults.append("two documents have one name")
    if "cover.jpg" in publication.images:
        faults.append("image cover.jpg is the cover's name")
    if metadata.modified.tzinfo is None:
        faults.append("metadata.modified has no time zone")
    if not metadata.identifier.startswith("urn:uuid:"):
        faults.append("metadata.identifier is not a urn:uuid:")
    if publication.page_list and not metadata.page_break_source:
        faults.append("a page-list needs metadata.page_break_source")
    if faults:
        raise ValueError("; ".join(faults))
