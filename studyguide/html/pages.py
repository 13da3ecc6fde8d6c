"""Units and the map of their pages: the values that HTML, PDF and EPUB share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from studyguide.sources.diagnostics import Span

Numbering = Literal["roman", "arabic"]


@dataclass(frozen=True, slots=True)
class PrintedNumbers:
    """The agreement on printed page numbers between templates, style sheet, linker and proof.

    A link of one of the classes in `links` whose target has a page gets that page's number as `attribute`; the style sheet
    prints it behind the link, for those that are True between the words of a page reference: “(p. 12)”. Numbers in text are
    drawn in the face `text_face`, those at the edge of a page in `folio_face`, and nothing else is: so the linker knows what it
    may write over. An element with the attribute `digest` holds zeros for digits of the sources' digest, from the place that the
    attribute gives.
    """

    attribute: str
    links: Mapping[str, bool]
    text_face: str
    folio_face: str
    digest: str


PRINTED = PrintedNumbers(
    attribute="data-page",
    links={"xref": True, "back": True, "toc": False, "locator": False},
    text_face="Folio Text",
    folio_face="Folio Margin",
    digest="data-digest",
)


@dataclass(frozen=True, slots=True, order=True)
class UnitPlace(Span):
    """A place in a unit, whose source is not known here: the ids around it, the innermost first, and the words there."""

    ids: tuple[str, ...] = ()
    words: str = ""


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
