"""The values that the EPUB stage takes: documents, navigation, metadata and pictures of one publication.

Every `href` is relative to the folder `EPUB/` inside the container: `counting.xhtml` or `counting.xhtml#sec-units`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from studyguide.html.speech import SpokenPart
from studyguide.nodes import Inline
from studyguide.sources.config import Evaluation, Person, Subject
from studyguide.sources.diagnostics import Span, StageFailed
from studyguide.sources.wording import ENGLISH, Wording

LEXICON = "lexicon.pls"
PRINTED_DIGEST = re.compile(rb'<span class="hash">.*?</span>')


class PackageFailed(StageFailed):
    """A publication that cannot be packed: what its caller promised does not hold."""

    code = "bad-package"

    def __init__(self, message: str) -> None:
        super().__init__(Span("", 0), message)


@dataclass(frozen=True, slots=True)
class Document:
    """One finished XHTML document of the spine. `properties` are manifest properties (EPUB 3.3 §5.5.2), e.g. `svg`.

    `authors` are those who wrote it, if it says so itself.
    """

    name: str
    title: str
    data: bytes
    properties: tuple[str, ...] = ()
    linear: bool = True
    authors: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class NavPoint:
    """One entry of the table of contents; at most three levels deep. `title` is the label with its markup."""

    label: str
    href: str
    children: tuple[NavPoint, ...] = ()
    title: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Landmark:
    """One landmark: a single value of the EPUB structural vocabulary, e.g. `bodymatter`, `glossary`, `index`."""

    type: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class PageMark:
    """The place where a page of the print edition begins; `label` is the printed folio (“iv”, “57”)."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationMetadata:
    """Bibliographic facts. `identifier` is a `urn:uuid:` that stays the same over revisions; `modified` is in UTC.

    `format_of` is the identifier of another publication that says the same in another format (DCMI `isFormatOf`).
    """

    identifier: str
    title: str
    language: str
    people: tuple[Person, ...]
    publisher: str
    date: date
    modified: datetime
    rights: str
    description: str
    subtitle: str = ""
    subjects: tuple[Subject, ...] = ()
    edition: str = ""
    addresses: tuple[str, ...] = ()
    page_break_source: str = ""
    format_of: str = ""
    evaluation: Evaluation | None = None
    accessibility_contact: str = ""
    words: Wording = ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Everything an EPUB is packed from.

    `documents` stand in spine order, without cover and contents: `pack` makes those, and puts the contents behind the
    document named `contents_after` (or behind the cover). `images` and `fonts` map bare file names to bytes; documents
    refer to `images/<name>`, and to the style sheet as `book.css`, which refers to `fonts/<name>`. `hard` is what a voice would
    read wrong; if there is something, they refer to `LEXICON`, which says it.
    """

    metadata: PublicationMetadata
    documents: tuple[Document, ...]
    nav: tuple[NavPoint, ...]
    landmarks: tuple[Landmark, ...]
    css: bytes
    cover_jpeg: bytes
    page_list: tuple[PageMark, ...] = ()
    images: Mapping[str, bytes] = field(default_factory=dict)
    fonts: Mapping[str, bytes] = field(default_factory=dict)
    contents_after: str = "title.xhtml"
    hard: tuple[SpokenPart, ...] = ()


def content_digest(files: Mapping[str, bytes]) -> str:
    """The SHA-256 (hex) of all that a reader meets: the files below `EPUB/`, by name, but for the package document.

    An `Evaluation` names the content it speaks of by this digest. The digest of the sources, which the book prints, is left out:
    the sources hold the evaluation.
    """
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        if name != "package.opf":
            met = PRINTED_DIGEST.sub(b"", data)
            digest.update(f"{name}\0{len(met)}\0".encode())
            digest.update(met)
    return digest.hexdigest()
