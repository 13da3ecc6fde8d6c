"""Rendering: what a template must know about the rendition it makes, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from studyguide.nodes import Table
from studyguide.sources.identifiers import plain_id


def document_name(unit: str) -> str:
    """The name of a unit's file: its id, in Punycode (RFC 3492) where old readers would not find a file of that name."""
    return f"{plain_id(unit)}.xhtml"


@dataclass(frozen=True, slots=True)
class InlineDrawing:
    """An SVG drawing that is part of a document: its viewBox, its shapes and words, and whether it is made for narrow screens.

    In an address or an id of its own stands `OWN_NAME` in the place of the id of the figure, for one document may show it twice.
    """

    view_box: str
    shapes: str
    narrow: bool = False

    def of(self, figure: str) -> Markup:
        """The shapes for one figure."""
        return Markup(self.shapes.replace(OWN_NAME, plain_id(figure)))  # noqa: S704 (it was held to an allow-list, and is no text)


OWN_NAME = "this-figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The global `r` of the templates. A value: the same rendering and the same nodes give the same characters.

    `medium` is “print” or “epub”. `files` tells which file of the EPUB each anchor stands in (anchor → file name) and `here` is
    the file being made; print needs neither, because a print document holds every link as `#anchor`. `images` gives the address
    of each figure by its `src`; `drawings` are those that stand in the document itself. Tables
    that have more than `columns` columns are records on pages, and linear in the EPUB; so are
    those whose id is in `stacked`, because they did not fit, and where it is `narrow`, those that say it. `pages` says that cross
    references get page numbers; `margin` that the page has a margin column for notes. `labels` gives the printed page number of
    an anchor, for the EPUB's index. `stylesheets` are linked in the head, and so is the `lexicon` if it has a name. The
    abbreviations that print says letter by letter are `spelt_out`.
    """

    medium: str = "print"
    files: Mapping[str, str] = field(default_factory=dict)
    here: str = ""
    images: Mapping[str, str] = field(default_factory=dict)
    drawings: Mapping[str, InlineDrawing] = field(default_factory=dict)
    narrow: bool = False
    columns: int = 4
    stacked: frozenset[str] = frozenset()
    pages: bool = True
    margin: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)
    stylesheets: tuple[str, ...] = ()
    lexicon: str = ""
    spelt_out: tuple[str, ...] = ()

    def href(self, anchor: str) -> str:
        """The address of an anchor, seen from this document. Raises LookupError in the EPUB if no file holds the anchor."""
        if self.medium == "print":
            return f"#{anchor}"
        if anchor not in self.files:
            raise LookupError(f"no document holds the anchor “{anchor}”")
        file = self.files[anchor]
        place = f"#{plain_id(anchor)}"
        return place if file == self.here else f"{file}{place}"

    def image(self, src: str) -> str:
        """The address of a figure. Raises LookupError if the rendition has no such picture."""
        if src not in self.images:
            raise LookupError(f"this rendition has no picture for “{src}”")
        return self.images[src]

    def records(self, table: Table) -> bool:
        """Whether a table is set as records: on pages, whose width is known."""
        return self.medium == "print" and self._narrow(table)

    def linear(self, table: Table) -> bool:
        """Whether the cells of a table stand one below the other where a screen is narrow."""
        return self.medium == "epub" and self._narrow(table)

    def _narrow(self, table: Table) -> bool:
        asked = self.narrow and table.wide == "records"
        return asked or table.id in self.stacked or table.width > self.columns
