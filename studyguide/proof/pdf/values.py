"""What the reader finds in a PDF, as frozen values. Pages count from 0; places are in points from a page's bottom left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from studyguide.proof.pdf.geometry import Area, Box, Point
from studyguide.sources.colour import Colour

WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Belonging:
    """Where a piece of content belongs: to a marked content by its number, to the artifacts of a kind, or (both empty) nowhere.

    `replaced` is the number of the replacement text that stands for it, counted on its page; -1 if it speaks for itself.
    """

    mark: int = -1
    artifact: str = ""
    replaced: int = -1


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font: its name without the tag of the subset, whether the file holds it, and whether it is bold."""

    name: str
    embedded: bool
    bold: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A text that was painted at once. `box` is its ink; `points` are places in it at which its ground is looked at.

    `order` counts what is painted on the page. `colour` is None for a pattern. `clip` is what the text was held to; `faults` says
    what is wrong with its glyphs; `hidden` that it was set without being painted. `em` is where an em to the right and one up
    lead to on the page; `spacing` the least and the largest distance from one letter to the next, in ems; `outlined` that letters
    are not filled, or not that alone.
    """

    text: str
    face: Typeface
    size: float
    colour: Colour | None
    alpha: float
    box: Box
    points: tuple[Point, ...]
    belongs: Belonging
    order: int
    clip: Box | None = None
    faults: tuple[str, ...] = ()
    hidden: bool = False
    em: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 1.0)
    spacing: tuple[float, float] = (0.0, 0.0)
    outlined: bool = False

    @property
    def blank(self) -> bool:
        """Whether it is nothing but space."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """A font as a file holds it. `texts` and `widths` (in ems) are by code; `plain` says that a code is the number of a glyph."""

    name: str
    file: bytes = field(repr=False)
    texts: Mapping[int, str]
    widths: Mapping[int, float]
    default_width: float
    plain: bool


@dataclass(frozen=True, slots=True)
class Paint:
    """An area that was filled, or a line that was drawn. `colour` is None for pictures, patterns and gradients.

    It covers the points in its area and all of its clips; `box` is what may be seen of it. A `thin` line is no ground for text;
    a `picture` is made of pixels.
    """

    area: Area
    clips: tuple[Area, ...]
    colour: Colour | None
    alpha: float
    box: Box
    belongs: Belonging
    order: int
    thin: bool = False
    picture: bool = False

    def covers(self, point: Point) -> bool:
        """Whether it lies on a point."""
        return self.area.holds(point) and all(clip.holds(point) for clip in self.clips)


@dataclass(frozen=True, slots=True)
class LinkAnnotation:
    """A link's active area on a page, with its `lines`.

    `target` is the name it leads to, `destination` where that is, `address` a place on the web.
    """

    page: int
    box: Box
    target: str
    destination: Destination | None
    address: str
    contents: str
    lines: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Destination:
    """A place in the document: page, and how far right and up. None leaves a coordinate as it was."""

    page: int
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """An entry of the outline, with its level from 1."""

    level: int
    title: str
    destination: Destination | None


@dataclass(frozen=True, slots=True)
class PaintedPage:
    """A page as it was painted. `trim` is what remains of the sheet, `sheet` all of it.

    `turn` is how the page is turned when it is shown, in degrees, and `unit` how many points its own unit has. `replacements` are
    the texts that stand for others; `troubles` what is wrong with the marks, as (rule, what).
    """

    label: str
    trim: Box
    sheet: Box
    boxes: tuple[Box, ...]
    turn: float
    unit: float
    runs: tuple[Run, ...]
    paints: tuple[Paint, ...]
    replacements: tuple[str, ...]
    troubles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A marked content by page and number, as the structure names it."""

    page: int
    mark: int


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the structure tree. `links` among its kids are numbers of annotations.

    `numbered` says that it is a list whose labels were made by the layout, as they are not in the source. `entries` are those of
    its dictionary that say something about it: texts (/Alt, /E, /Lang …), and attributes (/A) as texts, numbers and lists.
    """

    role: str
    kids: tuple[Element | MarkedContent | int, ...]
    alt: str = ""
    lang: str = ""
    numbered: bool = False
    entries: Mapping[str, object] = field(default_factory=dict)

    @property
    def elements(self) -> list[Element]:
        """The elements right below it."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def walk(self, *roles: str) -> Iterator[Element]:
        """Itself and every element below it, in reading order; with `roles`, those that have one of them."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            waiting += reversed(element.elements)
            if not roles or element.role in roles:
                yield element

    def holds(self, role: str) -> bool:
        """Whether an element of a role stands in it."""
        return any(True for _ in self.walk(role))

    def contents(self) -> Iterator[MarkedContent]:
        """The marked contents in it and all below it, in reading order."""
        for kid in self.kids:
            if isinstance(kid, MarkedContent):
                yield kid
            elif isinstance(kid, Element):
                yield from kid.contents()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of a file. `metadata` gives what the XMP packet and the information dictionary say, by the names there.

    `linearized` says that its first page stands before the rest; `language` is that of the document, `fonts` are those that it
    shows text in. `strange` are entries that no file of the linker has, each with its page, or -1.
    Where it is read `leftwards`, pages turn so too.
    """

    name: str
    size: int
    linearized: bool
    pages: tuple[PaintedPage, ...]
    tree: Element
    annotations: tuple[LinkAnnotation, ...]
    names: Mapping[str, Destination]
    outline: tuple[OutlineItem, ...]
    metadata: Mapping[str, str]
    language: str
    fonts: tuple[EmbeddedFont, ...]
    strange: tuple[tuple[int, str], ...]
    leftwards: bool = False
