"""Reads a PDF once: its pages as they are painted, its structure, links, names, outline and metadata, as frozen values."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf

from studyguide.html.pages import PageMap
from studyguide.proof.pdf.canvas import Canvas
from studyguide.proof.pdf.geometry import Box, bounds
from studyguide.proof.pdf.leftwards import joined
from studyguide.proof.pdf.painting import painted
from studyguide.proof.pdf.strangers import strange
from studyguide.proof.pdf.tree import read_tree
from studyguide.proof.pdf.typefaces import PdfFont
from studyguide.proof.pdf.values import Destination, LinkAnnotation, OutlineItem, Paint, PaintedPage, Reading, Run

BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
PageNumbers = Mapping[tuple[int, int], int]
"""The number of each page, from 0, by the number and generation of its object."""

DEEPEST = 60  # of the outline; a deeper one is a loop


def read(path: Path) -> Reading:
    """A PDF file as values."""
    with pikepdf.open(path) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        annotations = _annotations(pdf)
        fonts: dict[tuple[int, int], PdfFont] = {}
        canvases = [painted(page, fonts) for page in pdf.pages]
        links = {link.objgen: index for index, (_, link) in enumerate(annotations)}
        marks = [{each.belongs.mark for each in chain[Run | Paint](canvas.runs, canvas.paints)} - {-1} for canvas in canvases]
        tree, strays = read_tree(pdf, numbers, links, marks)
        names = dict(_names(pdf, numbers))
        leftwards = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction") == "/R2L"
        return Reading(
            name=path.name,
            size=path.stat().st_size,
            linearized=pdf.is_linearized,
            pages=tuple(_page(*each, leftwards=leftwards) for each in zip(pdf.pages, canvases, strays, strict=True)),
            tree=tree,
            annotations=tuple(_annotation(page, link, numbers, names) for page, link in annotations),
            names=names,
            outline=tuple(_bookmarks(pdf.Root.get("/Outlines", pikepdf.Dictionary()).get("/First"), 1, numbers, names)),
            metadata=metadata(pdf),
            language=str(pdf.Root.get("/Lang", "")),
            fonts=tuple(font.inside for font in fonts.values()),
            strange=tuple(strange(pdf)),
            leftwards=leftwards,
        )


def read_page_map(path: Path) -> PageMap:
    """The labels and destinations alone, which takes a hundredth of the time."""
    with pikepdf.open(path) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        labels = tuple(page.label for page in pdf.pages)
        return PageMap(labels, {name: found.page for name, found in _names(pdf, numbers)})


# ---------------------------------------------------------------- pages


def _page(page: pikepdf.Page, canvas: Canvas, strays: Sequence[tuple[str, str]], *, leftwards: bool) -> PaintedPage:
    return PaintedPage(
        label=page.label,
        trim=_box(page.trimbox),
        sheet=_box(page.mediabox),
        boxes=tuple(_box(page.obj[key]) for key in BOXES if key in page.obj),
        turn=float(page.obj.get("/Rotate", 0)),
        unit=float(page.obj.get("/UserUnit", 1)),
        runs=joined(canvas.runs) if leftwards else tuple(canvas.runs),
        paints=tuple(canvas.paints),
        replacements=tuple(canvas.replacements),
        troubles=(*dict.fromkeys(canvas.troubles), *strays),
    )


def _box(values: Any) -> Box:
    left, bottom, right, top = map(float, values)
    return (left, bottom, right, top)


# ---------------------------------------------------------------- links and where they lead


def _annotations(pdf: pikepdf.Pdf) -> list[tuple[int, Any]]:
    """The link annotations, each with its page."""
    return [
        (number, each)
        for number, page in enumerate(pdf.pages)
        for each in page.obj.get("/Annots", pikepdf.Array())
        if each.get("/Subtype") == "/Link"
    ]


def _annotation(page: int, link: Any, numbers: PageNumbers, names: Mapping[str, Destination]) -> LinkAnnotation:
    action = link.get("/A", pikepdf.Dictionary())
    target = link.get("/Dest", action.get("/D"))
    return LinkAnnotation(
        page=page,
        box=_box(link.Rect),
        target=unquote(str(target)) if isinstance(target, pikepdf.String | pikepdf.Name) else "",
        destination=_destination(target, numbers, names),
        address=str(action.get("/URI", "")),
        contents=str(link.get("/Contents", "")),
        lines=tuple(_lines([float(value) for value in link.get("/QuadPoints", ())])) or (_box(link.Rect),),
    )


def _lines(corners: Sequence[float]) -> Iterator[Box]:
    """The box around each four corners (ISO 32000-1, 12.5.6.5)."""
    for at in range(0, len(corners) - 7, 8):
        yield bounds(zip(corners[at : at + 8 : 2], corners[at + 1 : at + 8 : 2], strict=True))


def _names(pdf: pikepdf.Pdf, numbers: PageNumbers) -> Iterator[tuple[str, Destination]]:
    tree = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    for name, target in pikepdf.NameTree(tree).items() if tree is not None else ():
        if (found := _destination(target, numbers, {})) is not None:
            yield unquote(str(name)), found


def _destination(target: Any, numbers: PageNumbers, names: Mapping[str, Destination]) -> Destination | None:
    """A destination: a name, an array that begins with a page, or a dictionary that holds one (ISO 32000-1, 12.3.2)."""
    if isinstance(target, pikepdf.String | pikepdf.Name):
        return names.get(unquote(str(target)))
    if isinstance(target, pikepdf.Dictionary):
        target = target.get("/D")
    if not isinstance(target, pikepdf.Array) or not len(target) or not isinstance(target[0], pikepdf.Dictionary):
        return None
    page = numbers.get(target[0].objgen)
    if page is None:
        return None
    exact = len(target) > 3 and target[1] == "/XYZ"
    x, y = (float(target[2]), float(target[3])) if exact else (None, None)
    return Destination(page, x, y)


def _bookmarks(item: Any, level: int, numbers: PageNumbers, names: Mapping[str, Destination]) -> Iterator[OutlineItem]:
    while item is not None:
        target = item.get("/Dest", item.get("/A", pikepdf.Dictionary()).get("/D"))
        yield OutlineItem(level, str(item.get("/Title", "")), _destination(target, numbers, names))
        if "/First" in item and level < DEEPEST:
            yield from _bookmarks(item.First, level + 1, numbers, names)
        item = item.get("/Next")


# ---------------------------------------------------------------- metadata


def metadata(pdf: pikepdf.Pdf) -> dict[str, str]:
    """What the XMP packet says by the names of its properties, and the information dictionary by its keys."""
    packet = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    found = {str(name): _said(value) for name, value in packet.items()}
    return found | {str(key): str(value) for key, value in pdf.docinfo.items()}


def _said(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(sorted(value) if isinstance(value, set) else value)
