"""The values that go into the PDF stage and come out of it. Nothing here knows a library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Numbering = Literal["roman", "arabic"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What is laid out alone: the front matter as a whole, a chapter, the glossary, the index.

    `html` is one XHTML document without page numbers. A unit begins on a new page; roman units are numbered i, ii, …, arabic ones
    1, 2, … through all of them; all roman units stand before the arabic ones. `source` is the file a message about it names.
    """

    id: str
    html: str
    numbering: Numbering = "arabic"
    source: str = ""


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit whose text depends on page numbers, such as an index that joins neighbouring pages to a range.

    `make` gives its HTML from the page map of every other unit, and the same characters for the same map. Late units are arabic.
    """

    id: str
    make: Callable[[PageMap], str]
    source: str = ""

    @property
    def numbering(self) -> Numbering:
        """Late units follow the body."""
        return "arabic"


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
    byte.
    """

    id: str
    stylesheets: tuple[Stylesheet, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    recto: bool = False
    trimmed: bool = False
    linearized: bool = False
    characters: int = 2200


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says about itself. `modified` is `YYYY-MM-DDThh:mm:ssZ`; `digest` names the sources it was made from."""

    title: str
    subtitle: str = ""
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


@dataclass(frozen=True, slots=True)
class PageMap:
    """Where everything stands. Pages count from 0; `labels` are the printed numbers, the same as the file's page labels.

    `anchors` gives the page of every id; `firsts` gives, for every page, the first id that begins there (“” if none does);
    `units` gives the first page and the number of pages of every unit; `openings` the first words of the running text on every
    page.
    """

    labels: tuple[str, ...] = ()
    anchors: Mapping[str, int] = field(default_factory=dict)
    firsts: tuple[str, ...] = ()
    units: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    openings: tuple[tuple[str, ...], ...] = ()

    def label(self, anchor: str) -> str:
        """The printed number of the page that an id stands on, or “” if there is no such id."""
        page = self.anchors.get(anchor)
        return "" if page is None else self.labels[page]


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file and the map of its pages."""

    data: bytes
    pages: PageMap


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong: a diagnostic's code, message and hint, and the place if it is not simply the source of the unit."""

    code: str
    message: str
    hint: str = ""
    path: str = ""
    line: int = 0
    col: int = 0
