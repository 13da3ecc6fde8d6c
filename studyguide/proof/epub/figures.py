"""The pictures of the figures: what is drawn stands out from the ground that a figure brings with it, and can be read."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import PurePosixPath

from PIL import Image, ImageChops, ImageFilter

from studyguide.art.fonts import FontFace, guide_fonts
from studyguide.art.live_drawings import live
from studyguide.art.narrow_drawings import WORDS, points
from studyguide.art.photographs import developed
from studyguide.art.raster import PNG_WIDTH, figure_png, smallest_capital
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.epub.screens import GROUNDS
from studyguide.proof.finished import FinishedGuide
from studyguide.proof.report import Outcome, finding
from studyguide.sources.colour import contrast, css_colour
from studyguide.sources.diagnostics import Diagnostic, Problems

Pixel = tuple[int, int, int]
NON_TEXT = 3.0  # WCAG 2.2, 1.4.11
TINT = 1.5  # a colour with less contrast is a ground of its own, not a mark
SHARE = 0.002  # of a picture's pixels that a colour fills at least to be a mark
EDGE = 5  # pixels around a pixel: a smoothed edge is one wide, a line that sets something off at least three
MIXED = 12  # how far a mixture may be off the straight line between two colours: palettes round
PLAIN = frozenset({"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"})  # what Pillow tells of a file without metadata
SQUEEZED = 0.02
FIELDS, TINGE = (24, 24), 16  # into how many parts a photograph is divided, and by how much of 255 their colours may differ
WIDTH = PNG_WIDTH  # pixels of a drawing that is looked at on a ground
SHOWN = (("white", GROUNDS["white"]), ("black", GROUNDS["black"]))  # sepia lies between them
FAMILIES = re.compile(r'font-family="[^"]*"')  # which the painter knows without quotation marks
CAPITAL = 22  # pixels of a figure that is 1,600 wide: 2 mm on a six-inch screen


@dataclass(frozen=True, slots=True)
class DrawnColour:
    """A colour of a figure, its share of all pixels, and its contrast with the figure's ground."""

    colour: Pixel
    share: float
    contrast: float


def check(guide: FinishedGuide) -> Outcome:
    """The marks of every figure, or their outlines, have at least 3:1 against its ground; its letters are large enough."""
    files = OpenedBook.read(guide.epub.read_bytes()).content_files
    compiled = guide.compiled
    photographs = {f"images/{PurePosixPath(src).stem}.{made.ending}": src for src, made in compiled.photographs.items()}
    pictures = [name for name in sorted(files) if name.endswith((".png", ".jpeg"))]
    faces = guide_fonts(compiled.sources.blobs)
    shown = sum(data.count(b'class="drawing') for name, data in files.items() if name.endswith(".xhtml"))
    seen = {
        f"{src} ({name})": on_ground(svg, *colours, faces) for src, svg in compiled.narrowed.items() for name, colours in SHOWN
    }
    painted = _pictures(guide)
    telling = {f"images/{PurePosixPath(figure.src).stem}.png" for figure in compiled.book.figures}  # not what only adorns
    told_of = {name: data for name, data in painted.items() if name.rpartition(":")[2] in telling}
    found = [*weak(seen | told_of), *small(compiled.figures), *small_in_columns(compiled.narrow)]
    for name in sorted(photographs.keys() & files.keys()):
        found += unlike(name, files[name], compiled.sources.blobs[f"chapters/{photographs[name]}"])
    wanted = len({figure.src for figure in compiled.book.figures})
    if len(pictures) + shown != wanted:
        told = f"{len(pictures) + shown} figures are in the file, and {wanted} in the guide"
        found.append(finding(guide.epub.name, "missing", told))
    if "kindle" in guide.epubs and len(painted) != len(compiled.figures):
        told = f"{len(painted)} drawings are in the file, and {len(compiled.figures)} in the guide"
        found.append(finding(guide.kindle.name, "missing", told))
    wide = [PurePosixPath(src).stem for src, svg in compiled.narrowed.items() if 0 < points(svg) < WORDS]
    detail = f"{len(seen)} views of drawings, {len(painted)} pictures of them, {len(pictures)} photographs"
    if wide:
        detail += f"; words below {WORDS} points at 80 mm, without a narrow drawing: {', '.join(wide)}"
    return Outcome(found, "", detail, looked=len(files))


def _pictures(guide: FinishedGuide) -> dict[str, bytes]:
    """The pictures of drawings in the file for Kindle, if it is there."""
    names = {f"images/{PurePosixPath(src).stem}.png" for src in guide.compiled.figures}
    files = OpenedBook.read(guide.kindle.read_bytes()).content_files if "kindle" in guide.epubs else {}
    return {f"{guide.kindle.name}:{name}": data for name, data in files.items() if name in names}


def on_ground(svg: str, ground: Pixel, ink: Pixel, faces: tuple[FontFace, ...]) -> bytes:
    """A drawing as the e-book shows it on a ground with text in an ink: a picture."""
    drawing = live(svg, Problems())
    box = drawing.view_box.split()
    sheet = f'<rect x="{box[0]}" y="{box[1]}" width="{box[2]}" height="{box[3]}" fill="{css_colour(ground, 255)}"/>'
    shapes = drawing.shapes.replace("currentColor", css_colour(ink, 255))
    page = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{drawing.view_box}">{sheet}{shapes}</svg>'
    return figure_png(FAMILIES.sub(lambda found: found[0].replace("'", ""), page).encode(), faces, WIDTH)


def unlike(name: str, data: bytes, source: bytes) -> Iterator[Diagnostic]:
    """Where a photograph is not what its source shows, or says more than its pixels do."""
    wanted = developed(source).convert("RGB")
    with Image.open(io.BytesIO(data)) as picture:
        if said := sorted({*picture.info} - PLAIN):
            yield finding(name, "metadata", f"the file says more than its pixels: {', '.join(map(str, said))}")
        shown = picture.convert("RGB")
    if abs(shown.width * wanted.height / (shown.height * wanted.width) - 1) > SQUEEZED:
        yield finding(name, "photograph", "it is squeezed, or only a part of it is there")
        return
    fields = [each.resize(FIELDS, Image.Resampling.BOX) for each in (shown, wanted)]
    apart = max(high for _, high in ImageChops.difference(*fields).getextrema())  # type: ignore[misc]
    if apart > TINGE:
        yield finding(name, "photograph", f"it is not what its source shows (a part of it differs by {apart / 255:.0%})")


def weak(pictures: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """The pictures by name in which something drawn does not stand out, or nothing is."""
    for name, data in pictures.items():
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        found = marks(picture)
        pale = [mark for mark in found if mark.contrast < NON_TEXT]
        weakest = min((mark.contrast for mark in bare(picture, pale)), default=NON_TEXT if found else 0)
        if weakest < NON_TEXT:
            yield finding(name, "contrast", f"a mark stands out by {weakest:.2f}:1" if found else "it shows nothing")


def bare(picture: Image.Image, pale: Iterable[DrawnColour]) -> Iterator[DrawnColour]:
    """Those of some marks that no outline sets off: half of their edge lies on the ground, or on tints, and not on a line."""
    ground = ground_of(picture)
    least = SHARE * picture.width * picture.height
    counted = picture.getcolors(picture.width * picture.height) or []
    tints = [c for n, c in counted if n >= least and isinstance(c, tuple) and contrast(c, ground, 255) < TINT]  # type: ignore[arg-type]
    on_ground = reduce(ImageChops.lighter, (_where(picture, colour) for colour in tints)).filter(ImageFilter.MaxFilter(EDGE))
    for mark in pale:
        there = _where(picture, mark.colour)
        edge = ImageChops.subtract(there, there.filter(ImageFilter.MinFilter(3)))
        if 2 * _count(ImageChops.darker(edge, on_ground)) > _count(edge):
            yield mark


def _where(picture: Image.Image, colour: tuple[int, ...]) -> Image.Image:
    """A mask of the pixels that have a colour."""
    bands = (
        band.point([255 * (tone == wanted) for tone in range(256)]) for band, wanted in zip(picture.split(), colour, strict=True)
    )
    return reduce(ImageChops.darker, bands)


def _count(mask: Image.Image) -> int:
    return mask.histogram()[255]


def small(drawings: Mapping[str, str]) -> Iterator[Diagnostic]:
    """The SVG drawings by name whose smallest letters are too small in the picture."""
    for name, svg in drawings.items():
        if 0 < (height := smallest_capital(svg.encode())) < CAPITAL:
            yield finding(name, "letters", f"a capital is only {height:.0f} pixels tall in the picture, not {CAPITAL}")


def small_in_columns(drawings: Mapping[str, str]) -> Iterator[Diagnostic]:
    """The drawings for narrow columns by name whose words are too small there."""
    for name, svg in drawings.items():
        if 0 < (size := points(svg)) < WORDS:
            yield finding(name, "narrow-letters", f"its words have {size:.1f} points where it is 80 mm wide, not {WORDS}")


def marks(picture: Image.Image) -> tuple[DrawnColour, ...]:
    """The figure's colours that fill at least 0.2 % of it, other than its ground, tints, and the tones of smoothed edges."""
    ground, total = ground_of(picture), picture.width * picture.height
    counted = picture.getcolors(total) or []
    drawn = [DrawnColour(c, n / total, contrast(c, ground, 255)) for n, c in counted if isinstance(c, tuple)]  # type: ignore[arg-type]
    found = [each for each in drawn if each.share >= SHARE and each.contrast >= TINT]
    return tuple(mark for mark in found if not any(_smoothed(mark, other, ground) for other in found))


def _smoothed(mark: DrawnColour, other: DrawnColour, ground: Pixel) -> bool:
    """Whether a colour is only the smoothed edge of a stronger and commoner mark: a mixture of its colour and the ground."""
    if other.contrast <= mark.contrast or other.share <= mark.share:
        return False
    way = [end - start for start, end in zip(ground, other.colour, strict=True)]
    gone = [here - start for start, here in zip(ground, mark.colour, strict=True)]
    part = sum(a * b for a, b in zip(way, gone, strict=True)) / sum(a * a for a in way)
    return 0 < part < 1 and all(abs(step * part - there) <= MIXED for step, there in zip(way, gone, strict=True))


def ground_of(picture: Image.Image) -> Pixel:
    """The commonest colour of the outermost pixels of an RGB picture."""
    width, height = picture.size
    edge = Counter(picture.getpixel((x, y)) for x in range(width) for y in (0, height - 1))
    edge.update(picture.getpixel((x, y)) for y in range(height) for x in (0, width - 1))
    red, green, blue = edge.most_common(1)[0][0]  # type: ignore[misc]
    return int(red), int(green), int(blue)
