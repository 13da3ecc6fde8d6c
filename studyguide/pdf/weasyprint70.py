"""What is known of WeasyPrint's inside: what it laid out, and what it painted.

What is used beyond the documented interface is looked at and marked (SLF001); no function is replaced.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from studyguide.art.engine import AbsolutePlaceholder, boxes
from studyguide.pdf.floating import LaidOutPage
from studyguide.pdf.objects import FONTS, Ref, operator_bytes
from studyguide.pdf.visibility import Backdrop

_REFERENCE = re.compile(rb"(\d+) 0 R")


@dataclass(slots=True)
class PaintedRun:
    """A piece of text or a picture that was painted on a page, with its number among the page's marked contents.

    `element` is the DOM element it belongs to and `pseudo` the part of it (“after”, “marker”, “footnote-call” …, or “”). `role`
    is “” for the text of the page, “header”, “footer” or “margin” for its furniture, “leader”, or “head” for the head of a table,
    which may be repeated. `family` is the first font family asked for. `soft` says that the text ends with a hyphen the source
    has not. `line` tells lines of text apart. `area` is where it stands in CSS pixels from the page's top left: left, top, right,
    bottom; `box` is the same for a picture, and None for text. `seen` says that a reader can see it. `pixels` are those of
    the width of a picture that is made of them. `leftwards` says that its line runs from right to left.
    """

    element: Any
    pseudo: str
    text: str
    mark: int
    role: str = ""
    family: str = ""
    soft: bool = False
    line: int = 0
    box: tuple[float, float, float, float] | None = None
    area: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    seen: bool = True
    pixels: int = 0
    leftwards: bool = False

    @property
    def blank(self) -> bool:
        """Whether it is nothing but space, of which nothing is painted."""
        return self.box is None and not self.text.strip()


PAGE = Backdrop()
ROUNDING = 0.5
"""CSS pixels by which a table may be wider than its place."""

_Area = tuple[str, str, tuple[float, float, float, float], Any]


@dataclass(frozen=True, slots=True)
class Resource:
    """A PDF object that operators refer to, as a plain value that may hold others; `stream` are its own operators, if any.

    Where it refers to the fonts, it holds `FONTS`.
    """

    value: Any
    stream: tuple[bytes, ...] | None


@dataclass(slots=True)
class DocumentPage:
    """A painted page: its size in CSS pixels, its operators, what they show, and the links, anchors and bookmarks on it.

    `boxes` are its MediaBox and, if they differ from it, TrimBox and BleedBox in points. A link is its kind (“internal” or
    “external”), its target, its area (left, top, right, bottom) and its element; an anchor the area of its element. `wide` are
    the elements of the tables that are wider than what they stand in, `fonts` the fonts in use, by the name that the operators
    use. All of it depends on this page alone, not on those painted before.
    """

    width: float
    height: float
    boxes: dict[str, list[float]]
    operators: list[Any]
    resources: Resource
    runs: list[PaintedRun]
    links: list[_Area]
    anchors: dict[str, tuple[float, float, float, float]]
    bookmarks: list[tuple[int, str, tuple[float, float], str]]
    wide: list[Any] = field(default_factory=list)
    fonts: dict[str, PaintedFont] = field(default_factory=dict)


@dataclass(slots=True)
class PaintedFont:
    """A font in use: its family, the digest of its file, and the characters that each glyph stood for."""

    family: str
    digest: str
    glyphs: dict[int, str]


@dataclass(slots=True)
class PaintedDocument:
    """Painted pages, and the files of their fonts by digest."""

    pages: list[DocumentPage]
    files: dict[str, bytes] = field(default_factory=dict)


def laid_out_pages(document: Any) -> list[LaidOutPage]:
    """Where the blocks of a laid out document stand. `Page._page_box` is not documented."""
    return [laid_out_page(page._page_box) for page in document.pages]  # noqa: SLF001


def laid_out_page(page: Any) -> LaidOutPage:
    """Where the blocks of a page box stand. Its text ends where it did before blocks were moved apart."""
    top, bottom = page.content_box_y(), page.content_box_y() + page.height
    extents: dict[Any, tuple[float, float]] = {}
    ends = [top]
    for box in page.children:
        if isinstance(box, boxes.FootnoteAreaBox):
            bottom = min(bottom, box.position_y) if box.children else bottom
        elif not isinstance(box, boxes.MarginBox):
            ends += _measured(box, extents)
    return LaidOutPage(top, bottom, max(ends) - vars(page).get("justified", 0.0), extents)


def _measured(box: Any, extents: dict[Any, tuple[float, float]]) -> Iterator[float]:
    """Note the extents of the blocks in a box, the outermost of each element; gives the lower ends of lines and pictures."""
    if isinstance(box, AbsolutePlaceholder) or not box.is_in_normal_flow():
        return
    end = box.position_y + box.margin_height()
    if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
        yield end
        return
    if "::" not in (box.element_tag or ""):
        extents.setdefault(box.element, (box.position_y, end))
    for child in box.children:
        yield from _measured(child, extents)


class _Finished(Exception):
    """Thrown from WeasyPrint's `finisher` callback: the objects are there, and the file need not be written."""


class _SilentFonts(dict[int, Any]):
    """The fonts of a document, which WeasyPrint looks up, but finds none to write."""

    def values(self) -> Any:
        """Nothing."""
        return ()


class _TracedPage:
    """A page as `Document.copy` takes it, which remembers what its painting marked.

    It hides the links and the box tree from WeasyPrint, which would otherwise write annotations and a structure tree that are
    made better elsewhere. `Page._page_box` and `Stream._tags` are not documented.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        self.width, self.height, self.bleed, self.forms = page.width, page.height, page.bleed, page.forms
        self.links: list[Any] = []
        self.anchors: dict[str, Any] = {}
        self.bookmarks: list[Any] = []
        self.marks: dict[Any, int] = {}
        self._page_box = page._page_box.copy_with_children([])  # noqa: SLF001

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page, and note what was marked."""
        self.page.paint(stream, scale)
        self.marks = {box: tag["mcid"] for box, tag in stream._tags.items()}  # noqa: SLF001
        stream._tags.clear()  # noqa: SLF001 - WeasyPrint checks that all of them went into its tree


def paint(document: Any) -> PaintedDocument:
    """Paint a laid out document, each page as if it were alone: WeasyPrint rounds widths as the first text in a font has them."""
    painter = PagePainter(document)
    return PaintedDocument([painter.painted(page) for page in document.pages], painter.files)


class PagePainter:
    """Paints pages of a document; `files` are the files of all fonts that were met, by digest."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._digests: dict[tuple[str, int], str] = {}
        self.files: dict[str, bytes] = {}

    def painted(self, page: Any) -> DocumentPage:
        """A painted page. It stops before a file is written."""
        traced, caught = _TracedPage(page), list[Any]()
        copy = self._document.copy([traced])
        copy.fonts = fonts = _SilentFonts()

        def finisher(_: Any, pdf: Any) -> None:
            caught.extend(pdf.objects)
            raise _Finished

        with suppress(_Finished):
            copy.write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True, finisher=finisher)
        made = _page(traced, next(each for each in caught if isinstance(each, dict) and each.get("Type") == "/Page"), caught)
        for font in dict.values(fonts):
            known = made.fonts.setdefault(font.hash, PaintedFont(font.family, self._digest(font), {}))
            known.glyphs.update(font.to_unicode)
        return made

    def _digest(self, font: Any) -> str:
        name = font.hash, len(font.file_content)
        if name not in self._digests:
            self._digests[name] = digest = hashlib.sha256(font.file_content).hexdigest()
            self.files[digest] = font.file_content
        return self._digests[name]


def _page(traced: _TracedPage, dictionary: Any, objects: list[Any]) -> DocumentPage:
    page, root = traced.page, traced.page._page_box  # noqa: SLF001
    media = {name: list(dictionary[name]) for name in ("MediaBox", "TrimBox", "BleedBox")}
    return DocumentPage(
        page.width, page.height,
        {name: box for name, box in media.items() if name == "MediaBox" or box != media["MediaBox"]},
        list(map(_operator, objects[int(dictionary["Contents"].split()[0])].stream)),
        _resource(dictionary["Resources"], objects, {}),
        list(_painted_runs(root, traced.marks)),
        _distinct([(kind, target, area, box.element) for kind, target, area, box in page.links if box.element.tag == "a"]),
        page.anchors, page.bookmarks,
        list(dict.fromkeys(_wide_tables(root))),
    )  # fmt: skip


def _operator(operator: Any) -> Any:
    """An operator as bytes; the entries of a mark as a plain dictionary."""
    return dict(operator) if isinstance(operator, dict) else operator_bytes(operator)


def _resource(reference: bytes, objects: list[Any], known: dict[int, Resource]) -> Resource:
    number = int(reference.split()[0])
    if number not in known:
        source = objects[number]
        stream = tuple(map(operator_bytes, source.stream)) if hasattr(source, "stream") else None
        value = _plain(source.extra if stream is not None else source, objects, known)
        known[number] = Resource(value, stream)
    return known[number]


def _plain(value: Any, objects: list[Any], known: dict[int, Resource]) -> Any:
    if isinstance(value, Mapping):
        return {
            key: Ref(-FONTS) if key == "Font" else _plain(item, objects, known) for key, item in value.items() if key != "Length"
        }
    if isinstance(value, list | tuple):
        return [_plain(item, objects, known) for item in value]
    if hasattr(value, "data"):
        return value.data  # a pydyf string
    raw = value.encode() if isinstance(value, str) else value
    return _resource(raw, objects, known) if isinstance(raw, bytes) and _REFERENCE.fullmatch(raw) else raw


def _distinct(links: list[_Area]) -> list[_Area]:
    """The areas of links without those that lie within another of the same link: what a stylesheet prints has one of its own."""
    kept: list[int] = []
    for number in sorted(range(len(links)), key=lambda number: links[number][2][0] - links[number][2][2]):
        if not any(_within(links[number], links[other]) for other in kept):
            kept.append(number)
    return [links[number] for number in sorted(kept)]


def _within(small: _Area, large: _Area) -> bool:
    """Whether an area lies within another one of the same link, on its line."""
    (left, top, right, bottom), (left_, top_, right_, bottom_) = small[2], large[2]
    return small[3] is large[3] and left_ <= left and right <= right_ and top_ < (top + bottom) / 2 < bottom_


def _painted_runs(
    box: Any, marks: dict[Any, int], role: str = "", line: int = 0, around: Backdrop = PAGE
) -> Iterator[PaintedRun]:
    """What was painted of a box and all in it, in the order of the text."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001
    role = role or _role(box)
    if box in marks:
        run = _painted_run(box, marks[box], role, line)
        yield replace(run, seen=around.shows(box), area=around.placed(run.area))
    if isinstance(box, boxes.LineBox):
        line = id(box)
    around = around.within(box)
    for child in box.children:
        yield from _painted_runs(child, marks, role, line, around)


def _role(box: Any) -> str:
    if isinstance(box, boxes.MarginBox):
        return {"@top": "header", "@bottom": "footer"}.get(box.at_keyword.partition("-")[0], "margin")
    if box.is_leader:
        return "leader"
    return "head" if isinstance(box, boxes.TableRowGroupBox) and box.is_header else ""


def _painted_run(box: Any, mark: int, role: str, line: int) -> PaintedRun:
    pseudo = (box.element_tag or "").partition("::")[2]
    if not isinstance(box, boxes.TextBox):
        left, top = box.content_box_x(), box.content_box_y()
        area = left, top, left + box.width, top + box.height
        pixels = getattr(getattr(box, "replacement", None), "width", 0)
        return PaintedRun(box.element, pseudo, "", mark, role, box=area, area=area, pixels=pixels)
    style, left, top = box.style, box.position_x, box.position_y
    hyphen = style["hyphenate_character"]
    soft = style["hyphens"] != "none" and len(box.text) > 1 and box.text.endswith(hyphen)
    area = left, top, left + box.width, top + box.height
    family, leftwards = style["font_family"][0], style["direction"] == "rtl"
    return PaintedRun(box.element, pseudo, box.text, mark, role, family, soft, line, area=area, leftwards=leftwards)


def _wide_tables(box: Any) -> Iterator[Any]:
    """The elements of the tables in a box that are wider than what they stand in."""
    for child in box.children:
        if isinstance(child, AbsolutePlaceholder) or not isinstance(child, boxes.ParentBox) or isinstance(child, boxes.LineBox):
            continue
        if child.is_table_wrapper and child.margin_width() > box.width + ROUNDING:
            yield child.element
        yield from _wide_tables(child)
