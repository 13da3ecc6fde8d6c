"""Figures as pictures: an SVG master becomes an opaque RGB or palette PNG that every reader can show.

WeasyPrint lays the drawing out as a one-page PDF with the guide's own fonts, PDFium paints it, Pillow makes the file. No system
font, clock or locale has a say, so the same master gives the same bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from lxml import etree

from studyguide.art.fonts import ADDRESS, FontFace
from studyguide.sources.diagnostics import Span, StageFailed

if TYPE_CHECKING:  # what paints is slow to import: only where something is painted
    from PIL import Image

PNG_WIDTH = 1600
COVER_SIZE = (1600, 2560)
EDGE, GREY = 4, (0x76, 0x76, 0x76)  # pixels; at least 4.5:1 on white and on black
PALETTE = 128
CAPITAL = 0.66  # height of a capital of Source Sans 3 in em


class PictureFailed(StageFailed):
    """A drawing cannot become a picture. `path` is the file at fault, where that is known."""

    code = "bad-svg"

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(Span(path, 0), message, "every letter of a drawing comes from the fonts in styles/fonts")


def figure_png(svg: bytes, fonts: tuple[FontFace, ...], width: int = PNG_WIDTH) -> bytes:
    """The master as PNG, `width` pixels wide, no alpha: white where nothing is drawn, at most 128 colours without dither."""
    from PIL import Image

    picture = rasterise(svg, fonts, width)
    if picture.getcolors(PALETTE):  # few enough to keep each; else the nearest by median cut
        flat = picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=PALETTE)
    else:
        flat = picture.quantize(PALETTE, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    flat.save(buffer, "PNG", optimize=True, compress_level=9)
    return buffer.getvalue()


def cover_jpeg(svg: bytes, fonts: tuple[FontFace, ...], size: tuple[int, int] = COVER_SIZE) -> bytes:
    """The cover as JPEG of `size` pixels, sRGB, quality 90, full colour resolution (sharp coloured edges).

    A grey edge keeps its white part from melting into a white page.
    """
    from PIL import Image, ImageOps

    picture = rasterise(svg, fonts, size[0])
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    picture = ImageOps.expand(ImageOps.crop(picture, EDGE), EDGE, GREY)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90, subsampling=0, optimize=True)
    return buffer.getvalue()


def rasterise(svg: bytes, fonts: tuple[FontFace, ...], width: int) -> Image.Image:
    """The drawing painted on white, `width` pixels wide, in the proportions of its viewBox.

    Raises PictureFailed where WeasyPrint complains, or where a letter would come from a font that is not the guide's.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(_page(svg, fonts))
    try:
        if len(document) != 1:
            raise PictureFailed(f"the drawing fills {len(document)} pages instead of one")
        page = document[0]
        _only(fonts, page)
        bitmap = page.render(scale=width / page.get_width(), fill_color=(255, 255, 255, 255), rev_byteorder=True)
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        if picture.getcolors(1):
            raise PictureFailed("nothing can be seen in the drawing")
    finally:
        document.close()
    return picture


def view_size(svg: bytes) -> tuple[float, float]:
    """Width and height of the viewBox in user units. Raises PictureFailed if there is none."""
    numbers = (etree.fromstring(svg).get("viewBox") or "").replace(",", " ").split()
    if len(numbers) != 4:
        raise PictureFailed("the drawing has no viewBox")
    return float(numbers[2]), float(numbers[3])


def smallest_capital(svg: bytes, width: float = PNG_WIDTH) -> float:
    """The height in pixels of the smallest capital letter of the drawing when it is `width` pixels wide; 0 without letters.

    Sizes are font-size attributes in user units, inherited; transforms that scale are not followed.
    """
    sizes = [
        next((node.get("font-size", "") for node in (run, *run.iterancestors()) if node.get("font-size")), "16")
        for run in etree.fromstring(svg).iter("{*}text", "{*}tspan")
        if (run.text or "").strip()
    ]
    return min((float(size.removesuffix("px")) for size in sizes), default=0.0) * CAPITAL * width / view_size(svg)[0]


def _page(svg: bytes, fonts: tuple[FontFace, ...]) -> bytes:
    from studyguide.art.engine import CSS, HTML, FontConfiguration, MemoryFetcher, logged  # slow: only where a picture is made

    width, height = view_size(svg)
    rules = [face.rule for face in fonts]
    rules += [f"@page {{ size: {width}px {height}px; margin: 0 }}", "html, body { margin: 0; font-size: 16px }"]
    rules += [f"svg {{ display: block; width: {width}px; height: {height}px }}"]
    drawing = etree.tostring(etree.fromstring(svg), encoding="unicode")
    faces = FontConfiguration()
    fetcher = MemoryFetcher({ADDRESS + face.name: face.data for face in fonts})
    with logged() as complaints:
        sheet = CSS(string="\n".join(rules), font_config=faces, url_fetcher=fetcher)
        result: bytes = HTML(string=drawing, url_fetcher=fetcher).write_pdf(stylesheets=[sheet], font_config=faces)
    if complaints:
        raise PictureFailed("; ".join(complaints))
    return result


def _only(fonts: tuple[FontFace, ...], page: Any) -> None:
    """Refuse letters of any other font: a fallback differs from machine to machine."""
    families = tuple(sorted({face.family.replace(" ", "-") for face in fonts}))
    names = {item.get_font().get_base_name().rpartition("+")[2] for item in page.get_objects() if hasattr(item, "get_font")}
    foreign = sorted(name for name in names if not name.startswith(families))
    if foreign:
        raise PictureFailed(f"the drawing's letters need the fonts {', '.join(foreign)}, which are not the guide's")
