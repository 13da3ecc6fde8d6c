"""Pages as small grey pictures, made by PDFium, and held against those that were looked at and kept."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from studyguide.proof.report import finding
from studyguide.sources import files
from studyguide.sources.diagnostics import Diagnostic

DOTS = 50  # an inch
GREYS = 17  # steps between the sixteen greys that are kept
TILE = 12  # pixels of the squares that are compared: a line of text fills half of one
MEAN = 14.0  # of 255: the difference that a tile may have on average; letters drawn softer have half of that
FAR = 64  # of 255: a pixel as far off as this is another one, not one at the edge of a letter …
SHARE = 0.004  # … and the share of a page's pixels that may be others


def compare_pages(pdf: Path, folder: Path, *, update: bool = False) -> list[Diagnostic]:
    """Where the pages of a PDF differ from the pictures in a folder; `update` keeps the pages as the new pictures instead."""
    made = list(page_pictures(pdf))
    if update:
        keep_pages(made, folder)
    kept = sorted(folder.glob("*.png"))
    findings = [found for number, picture in enumerate(made, 1) for found in _compared(number, picture, _picture(folder, number))]
    if len(kept) != len(made):
        findings.append(finding(pdf.name, "page-picture", f"{len(made)} pages, and {len(kept)} pictures in {folder.name}"))
    return findings


def page_pictures(pdf: Path) -> Iterator[Image.Image]:
    """Every page in sixteen greys."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            picture: Image.Image = page.render(scale=DOTS / 72, grayscale=True).to_pil().convert("L")
            yield picture.point([GREYS * round(value / GREYS) for value in range(256)])
    finally:
        document.close()


def keep_pages(pictures: list[Image.Image], folder: Path) -> None:
    """Write the pictures of a whole document into a folder, in place of those that are there."""
    for old in folder.glob("*.png"):
        old.unlink()
    for number, picture in enumerate(pictures, 1):
        small = picture.point([value // GREYS for value in range(256)]).convert("P")
        small.putpalette([GREYS * step for step in range(16) for _ in "rgb"])
        data = io.BytesIO()
        small.save(data, "PNG", optimize=True, bits=4)
        files.replace(folder / f"{number:02}.png", data.getvalue())


def _picture(folder: Path, number: int) -> Image.Image | None:
    path = folder / f"{number:02}.png"
    if not path.is_file():
        return None
    with Image.open(path) as opened:
        return opened.convert("L")


def _compared(number: int, made: Image.Image, kept: Image.Image | None) -> Iterator[Diagnostic]:
    where = f"page {number}"
    if kept is None or kept.size != made.size:
        yield finding(
            where, "page-picture", "the page has no picture" if kept is None else f"{made.size}, the picture {kept.size}"
        )
        return
    difference = ImageChops.difference(made, kept)
    tiles = difference.reduce(TILE)
    means = tiles.tobytes()
    worst = max(means)
    share = sum(difference.histogram()[FAR:]) / (made.width * made.height)
    if worst > MEAN or share > SHARE:
        place = means.index(worst)
        across, down = (place % tiles.width + 0.5) / tiles.width, (place // tiles.width + 0.5) / tiles.height
        what = f"differs most {across:.0%} across and {down:.0%} down the page, by {worst} of 255; {share:.2%} of it clearly"
        yield finding(where, "page-picture", what)
