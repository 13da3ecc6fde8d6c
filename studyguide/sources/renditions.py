"""Renditions: the ways the guide is published, as data.

A rendition differs from another only in what stands here and in its style sheets.
"""

from dataclasses import dataclass, replace
from typing import Literal

LANGUAGE_SHEET = "styles/language.css"
"""The sheet that is made for the language of the guide; no file has this name."""


@dataclass(frozen=True, slots=True)
class PrintRendition:
    """A PDF: its style sheets (in order), and how the templates and the linker treat it.

    `narrow` sets wide tables as records, `columns` is the most columns a table may then keep; `small` pages have the drawings for
    narrow columns; `margin` is a margin column for notes; `recto` starts every unit on a right-hand page; `characters` is about
    how many of them a page holds; `page` is its width and height in mm, and `bleed` how far what reaches its edge goes on, unless
    the file is `trimmed`. `part` is that of ISO 14289 (PDF/UA) which the file keeps to.
    """

    id: str
    title: str
    sheets: tuple[str, ...]
    narrow: bool = False
    small: bool = False
    columns: int = 4
    margin: bool = False
    recto: bool = False
    characters: int = 3400
    page: tuple[float, float] = (210, 297)
    bleed: float = 0
    trimmed: bool = False
    part: Literal[1, 2] = 1

    @property
    def sheet(self) -> tuple[float, float]:
        """Width and height in mm before the cut, to which the cover is drawn."""
        return self.page[0] + 2 * self.bleed, self.page[1] + 2 * self.bleed

    @property
    def stylesheets(self) -> tuple[str, ...]:
        """Paths of the sheets in the order of the cascade."""
        return (
            "styles/tokens.css",
            LANGUAGE_SHEET,
            "styles/content.css",
            "styles/print.css",
            *(f"styles/renditions/{sheet}.css" for sheet in self.sheets),
        )


PRINT = PrintRendition(
    "print",
    "Print on paper, 6 × 9 in",
    ("print", "print-bleed"),
    recto=True,
    characters=2600,
    page=(152.4, 228.6),
    bleed=3,
    trimmed=True,
)
RENDITIONS = {
    rendition.id: rendition
    for rendition in (
        PrintRendition("a4", "A4, for the screen and the office printer", ("a4",), columns=9, margin=True),
        PrintRendition("letter", "US Letter", ("letter",), columns=9, margin=True, characters=3200, page=(215.9, 279.4)),
        PrintRendition("large-print", "Large print", ("large-print",), narrow=True, columns=3, characters=1550),
        PrintRendition("phone", "Phone", ("phone",), narrow=True, small=True, columns=3, characters=1250, page=(90, 160)),
        PRINT,
        replace(PRINT, id="print-bleed", title="Print on paper with 3 mm bleed", trimmed=False),  # the same layout, uncut
    )
}

PAPER = PrintRendition("paper", "Tests and sheets to use", ("a4", "papers"), columns=9)
"""The look of what is printed of a guide on its own; it is no rendition of the whole."""

UA2 = replace(RENDITIONS["a4"], id="a4-ua2", title="A4 as PDF 2.0 and PDF/UA-2", part=2)
"""The same pages as PDF/UA-2, for who asks for it: no rendition that everybody gets."""

# The rendition whose page numbers the index and the page list of the EPUB give.
REFERENCE = "a4"
