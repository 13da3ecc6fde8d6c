"""The values that go into the PDF stage and come out of it. Nothing here knows a library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from studyguide.html.pages import PageMap
from studyguide.sources.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A CSS sheet and its path in the project; `url(…)` in it is relative to that path."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """One way to publish: the look, and the files that HTML and CSS may fetch.

    `files` holds every font and figure by its path in the project; nothing else can be fetched. `recto` starts every unit on a
    right-hand page, for print on paper. `trimmed` leaves out the bleed that the stylesheets ask for, so that two renditions which
    differ in nothing else share their layout. `linearized` orders the file for reading over the web (a step of its own, with
    pikepdf). `characters` is about how many characters of text a page holds: a first guess that only saves time, never changes a
    byte. `part` is that of ISO 14289 which the file keeps to: PDF/UA-1, or PDF/UA-2 of the same pages.
    """

    id: str
    stylesheets: tuple[Stylesheet, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    recto: bool = False
    trimmed: bool = False
    linearized: bool = False
    characters: int = 3400
    part: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class PdfMetadata:
    """What the file says about itself. `modified` is `YYYY-MM-DDThh:mm:ssZ`; `digest` names the sources it was made from.

    `addresses` lead to the guide on the web; `old_addresses` are names that places in it had before, each with its name now.
    `direction` is that of its lines and pages, `nought` the figure 0 of its page numbers.
    """

    title: str
    authors: tuple[str, ...] = ()
    lang: str = "en"
    subject: str = ""
    keywords: tuple[str, ...] = ()
    rights: str = ""
    edition: str = ""
    identifier: str = ""
    publisher: str = ""
    modified: str = ""
    digest: str = ""
    addresses: tuple[str, ...] = ()
    old_addresses: tuple[tuple[str, str], ...] = ()
    direction: Literal["ltr", "rtl"] = "ltr"
    nought: str = "0"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file, the map of its pages, and what an editor should look at in it."""

    data: bytes
    pages: PageMap
    warnings: tuple[Diagnostic, ...] = ()


class TablesTooWide(Exception):
    """Tables are wider than the pages that they stand on; `tables` are their ids. Nothing was reported."""

    def __init__(self, tables: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(tables)))
        self.tables = tables
