"""The package document (EPUB 3.3 §5): metadata, manifest, spine and the EPUB 2 guide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from lxml import etree

from studyguide.epub.accessibility import claims
from studyguide.epub.navigation import nav_document, ncx_document
from studyguide.epub.publication import LEXICON, Document, PackageFailed, Publication, content_digest
from studyguide.html import Environment, Rendering, fill, fill_xml
from studyguide.sources.config import Person

MEDIA_TYPES = {
    "xhtml": "application/xhtml+xml",
    "ncx": "application/x-dtbncx+xml",
    "css": "text/css",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "pls": "application/pls+xml",
}
DETECTED = {"svg": "{http://www.w3.org/2000/svg}svg", "mathml": "{http://www.w3.org/1998/Math/MathML}math"}
RESERVED = frozenset({"cover.xhtml", "nav.xhtml", "contents.xhtml"})


@dataclass(frozen=True, slots=True)
class File:
    """One file below `EPUB/`, as the manifest names it."""

    id: str
    name: str
    data: bytes
    properties: tuple[str, ...] = ()
    linear: bool = True
    authors: tuple[Person, ...] = ()

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


def package(publication: Publication, env: Environment) -> Package:
    """Everything below `EPUB/`: nav and NCX first, then the rest by name. Raises PackageFailed."""
    _require(publication)
    roots = {document.name: etree.fromstring(document.data) for document in publication.documents}
    made = _made(publication, roots, env)
    documents = tuple(_document(document, roots[document.name]) for document in publication.documents)
    pictures = tuple(File(f"image-{name.replace('.', '-')}", f"images/{name}", data) for name, data in publication.images.items())
    fonts = tuple(File(f"font-{name.replace('.', '-')}", f"fonts/{name}", data) for name, data in publication.fonts.items())
    own = [made[name] for name in ("cover", "css", "picture", *(("lexicon",) if publication.hard else ()))]
    rest = sorted((*own, *documents, *pictures, *fonts), key=lambda file: file.name)
    files = (made["nav"], made["ncx"], *rest)
    spine = _spine(made["cover"], made["nav"], documents, publication.contents_after)
    accessibility = claims(publication, roots, content_digest({file.name: file.data for file in files}))
    opf = fill_xml(
        env,
        "epub/package.opf",
        m=publication.metadata,
        a=accessibility,
        summary=" ".join(
            fill(env, "epub/accessibility.txt", a=accessibility, contact=publication.metadata.accessibility_contact).split()
        ),
        modified=publication.metadata.modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        page_break_source=publication.metadata.page_break_source if publication.page_list else "",
        files=files,
        spine=spine,
        start=next((mark for mark in publication.landmarks if mark.type == "bodymatter"), None),
    )
    return Package(opf.encode(), files, spine)


def _made(publication: Publication, roots: Mapping[str, Any], env: Environment) -> dict[str, File]:
    metadata = publication.metadata
    title = metadata.words.listed(text for text in (metadata.title, metadata.subtitle, metadata.edition) if text)
    page = fill_xml(env, "epub/cover.xhtml", m=metadata, title=title)
    return {
        "nav": File("nav", "nav.xhtml", nav_document(publication, env).encode(), ("nav",)),
        "ncx": File("ncx", "toc.ncx", ncx_document(publication, roots, env).encode()),
        "cover": File("cover", "cover.xhtml", page.encode()),
        "css": File("css", "book.css", publication.css),
        "lexicon": File("lexicon", LEXICON, _lexicon(publication, env)),
        "picture": File("cover-image", "images/cover.jpg", publication.cover_jpeg, ("cover-image",)),
    }


def _lexicon(publication: Publication, env: Environment) -> bytes:
    rendering = Rendering(medium="epub")
    return fill_xml(env, "epub/lexicon.xml", r=rendering, m=publication.metadata, parts=publication.hard).encode()


def _document(document: Document, root: Any) -> File:
    detected = (name for name, tag in DETECTED.items() if next(root.iter(tag), None) is not None)
    properties = tuple(sorted({*document.properties, *detected}))
    return File(
        f"text-{document.name.rpartition('.')[0]}", document.name, document.data, properties, document.linear, document.authors
    )


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
        raise PackageFailed("; ".join(faults))
