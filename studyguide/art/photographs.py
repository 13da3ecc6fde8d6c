"""Photographs: pictures made of pixels (JPEG, PNG, WebP), each made upright, opaque, sRGB, and as small as its use allows.

They are written anew from their pixels, so that nothing else of a file is published: no place and time that a camera noted, no
name, no comment, no thumbnail. The same file gives the same bytes.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studyguide.sources.diagnostics import Problems

if TYPE_CHECKING:  # slow to import: only where there is a photograph
    from PIL import Image

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
"""What a file holds by the ending of its name."""
MOST = 64_000_000
"""Pixels of a picture: four bytes each while it is made ready."""
FINEST = 240
"""Pixels per inch with which a picture as large as the sheet is published; smaller ones have more."""
SCREEN, SCREEN_BYTES = (1600, 2500), 1_500_000
"""Pixels and bytes of a picture in the e-book: as much as every reader program shows."""
PRINT_BYTES = 1_500_000
QUALITIES = (88, 80, 70, 60, 50)
"""Of a JPEG: the first one with which it is small enough."""
COLOURS = 256
"""As many as a PNG can name, each pixel in one byte."""
WHITE = 255
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error, zlib.error)
"""What Pillow raises where a file is damaged, or made to do damage."""
MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""The mode of the pixels that a colour profile is of."""


@dataclass(frozen=True)
class Photograph:
    """A picture as screens get it: JPEG or PNG, as `ending` (“jpeg”, “png”) says; `width` and `height` are its source's."""

    width: int
    height: int
    ending: str
    screen: bytes


@dataclass(frozen=True)
class Unusable:
    """Why a file cannot be published as a picture, and what to do about it."""

    message: str
    hint: str


class _Refused(Exception):
    """A file is no picture that can be used."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.found = Unusable(message, hint)


AGAIN = "open it in a picture editor, and save it anew as JPEG or PNG"


def read_photograph(name: str, data: bytes, _: Problems) -> Photograph | Unusable:
    """The picture in a file, or why there is none: a step, which leaves it to others to say where the picture is asked for."""
    try:
        _check_header(name, data)
        picture = developed(data)
    except _Refused as refused:
        return refused.found
    size = picture.size
    screen = _encoded(_within(picture, SCREEN), lossless(data), SCREEN_BYTES)
    return Photograph(*size, "png" if screen.startswith(b"\x89PNG") else "jpeg", screen)


def printed(data: bytes, sheet: tuple[float, float]) -> bytes:
    """A picture that `read_photograph` has found good, for pages of a width and height in millimetres: JPEG or PNG."""
    width, height = (max(1, round(side / 25.4 * FINEST)) for side in sheet)
    return _encoded(_within(developed(data), (width, height)), lossless(data), PRINT_BYTES)


def developed(data: bytes) -> Image.Image:
    """The pixels of a file, upright, in grey or sRGB, on white. Raises an exception that is no other's for what is damaged."""
    from PIL import ImageOps

    try:
        with _opened(data) as picture:
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except (*BROKEN, MemoryError) as error:
        raise _Refused("the picture is damaged: it cannot be read to its end", AGAIN) from error
    return _clean(_on_white(upright))


def pixels_across(data: bytes) -> int:
    """How many pixels a picture has from left to right, by its header; 0 where it cannot be read."""
    try:
        with _opened(data) as picture:
            return int(picture.width)
    except BROKEN:
        return 0


def lossless(data: bytes) -> bool:
    """Whether every pixel of a file is kept as it was: PNG and lossless WebP, as screenshots are. Else noise would be kept."""
    return data.startswith(b"\x89PNG") or (data[8:12] == b"WEBP" and b"VP8L" in data[12:4096])


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """A file of which the header is read. WeasyPrint tells Pillow to take torn files for whole ones: here they are not."""
    from PIL import ImageFile
    from PIL.Image import open as decoder  # of bytes: nothing here opens a file

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with decoder(io.BytesIO(data), formats=sorted(set(FORMATS.values()))) as picture:
                yield picture
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _check_header(name: str, data: bytes) -> None:
    """What can be told before a pixel is decoded: kind, size, frames. Raises _Refused."""
    from PIL import Image

    ending = name.rpartition(".")[2]
    try:
        with _opened(data) as picture:
            found = "JPEG" if picture.format == "MPO" else str(picture.format)  # of a telephone: JPEG, with more behind it
            width, height = picture.size
            moving = found != "JPEG" and getattr(picture, "is_animated", False)
    except Image.DecompressionBombError as error:
        raise _Refused(f"the picture has more than {MOST // 10**6} million pixels", "save it smaller") from error
    except (*BROKEN, MemoryError) as error:
        raise _Refused(f"the file is no picture: its name ends in .{ending}, and its content is {_kind(data)}", AGAIN) from error
    if found != FORMATS[ending]:
        other = next(each for each, kind in FORMATS.items() if kind == found)
        message = f"the file is not what its name says: .{ending} stands for {FORMATS[ending]}, and it holds {found}"
        raise _Refused(message, f"let its name end in .{other}")
    if width * height > MOST:
        message = f"the picture has {width:,} × {height:,} pixels, and at most {MOST // 10**6} million are taken"
        raise _Refused(message, "save it smaller")
    if moving:
        raise _Refused("the picture moves, and paper does not", "save the one frame that says most as a picture of its own")


KINDS = {
    b"": "empty",
    b"GIF8": "a GIF",
    b"%PDF": "a PDF",
    b"II*\0": "a TIFF",
    b"MM\0*": "a TIFF",
    b"BM": "a BMP",
    b"<svg": "a drawing (SVG)",
    b"<?xml": "XML, perhaps a drawing (SVG)",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
    b"version https://git-lfs": "what Git LFS leaves in the place of a file that it has not fetched",
    b"PK": "a zip archive",
    b"\x89PNG": "a damaged PNG",
    b"\xff\xd8": "a damaged JPEG",
    b"RIFF": "a damaged WebP",
}


def _kind(data: bytes) -> str:
    """What a file is that is no picture, in words."""
    if data[4:8] == b"ftyp":
        return "a picture of another kind (HEIC or AVIF)"
    known = (words for start, words in KINDS.items() if start and data.lstrip().startswith(start))
    return next(known, "of another kind") if data else KINDS[b""]


def _on_white(picture: Image.Image) -> Image.Image:
    """A picture in grey or sRGB without what shines through: reader programs put black behind it."""
    from PIL import Image

    alpha = picture.convert("RGBA").getchannel("A") if picture.has_transparency_data else None
    flat = _in_srgb(_eight_bits(picture), picture.info.get("icc_profile"))
    if alpha is None or alpha.getextrema()[0] == WHITE:
        return flat
    ground = Image.new(flat.mode, flat.size, "white")
    ground.paste(flat, mask=alpha)
    return ground


def _eight_bits(picture: Image.Image) -> Image.Image:
    """A picture in one of the modes L, RGB and CMYK: 16 bits become the higher 8 of them."""
    if picture.mode.startswith(("I", "F")):
        return picture.convert("I").point(lambda value: value / 257).convert("L")
    if picture.mode in ("CMYK", "YCCK"):
        return picture
    return picture.convert("L" if picture.mode in ("1", "L", "LA", "La") else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A picture with its colours as screens show them (IEC 61966-2-1); without a profile they are those. Raises _Refused."""
    from PIL import ImageCms

    if not profile:
        if picture.mode == "CMYK":
            raise _Refused("the picture's colours are printing inks (CMYK), and it does not say which", "save it as RGB (sRGB)")
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = MODES[source.profile.xcolor_space.strip()]
        fit = picture if picture.mode == mode else picture.convert(mode) if picture.mode == "L" and mode == "RGB" else None
        made = fit and ImageCms.profileToProfile(
            fit,
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (*BROKEN, ImageCms.PyCMSError) as error:
        raise _Refused("the picture's colour profile cannot be read", "save it as sRGB") from error
    if made is None:
        raise _Refused("the picture's colour profile is made for other colours than it has", "save it as sRGB")
    return made.convert(picture.mode) if picture.mode == "L" else made


def _clean(picture: Image.Image) -> Image.Image:
    """A picture of which nothing but the pixels is known: Pillow writes comments and profiles that it has met."""
    picture.info.clear()
    return picture


def _within(picture: Image.Image, most: tuple[int, int]) -> Image.Image:
    """A picture made smaller, so that it has at most so many pixels across and down; never larger."""
    from PIL import Image

    picture.thumbnail(most, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return picture


def _encoded(picture: Image.Image, exact: bool, most: int) -> bytes:
    """A picture as PNG, if it is to be `exact` and is small so, else as JPEG with at most so many bytes where that can be."""
    if exact and len(made := _png(picture)) <= most:
        return made
    made = b""
    for quality in QUALITIES:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, optimize=True, subsampling=0 if exact else 2)
        made = buffer.getvalue()
        if len(made) <= most:
            break
    return made


def _png(picture: Image.Image) -> bytes:
    """A picture as PNG, with a palette where its colours can be named."""
    from PIL import Image

    few = picture.mode == "RGB" and picture.getcolors(COLOURS)
    buffer = io.BytesIO()
    (picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=COLOURS) if few else picture).save(buffer, "PNG")
    return buffer.getvalue()
