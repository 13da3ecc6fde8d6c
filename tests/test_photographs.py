"""Photographs: what a file of pixels becomes in every rendition, and what is said of one that cannot be used.

All of them are made here, so that each case says what is special about it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache, partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms

from studyguide.art.photographs import Photograph, Unusable, developed, printed, read_photograph
from studyguide.proof.epub.figures import unlike
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.epub.rules import figures as rules
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import make_pdf
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.folder import Sources, read_sources
from studyguide.sources.renditions import RENDITIONS
from tests.tinybook import changed, compile_tiny, complaints

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
NOTED = "Where-it-was-taken"
CHAPTER = "chapters/02-calm.md"


def two_colours(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """A red picture whose upper left quarter is blue."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, 0, width // 2, height // 2))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """A picture as the bytes of a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def turned(orientation: int) -> bytes:
    """A JPEG that says how it is to be turned, where it was taken, by whom, and what somebody thinks of it."""
    noted = Image.Exif()
    noted[0x0112], noted[0x010F] = orientation, NOTED
    noted.get_ifd(0x8825)[1] = "N"
    options: dict[str, Any] = {"exif": noted, "comment": NOTED.encode(), "quality": 95, "subsampling": 0}
    return saved(two_colours(), "JPEG", **options) + NOTED.encode()


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG with a header, some chunks, and hardly any pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"".join((b"\x89PNG\r\n\x1a\n", header, *chunks, chunk(b"IDAT", zlib.compress(b"\0" * 99)), chunk(b"IEND", b"")))


def exchanged() -> bytes:
    """A colour profile in which red is green, and green is red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")


def read(name: str, data: bytes) -> Photograph | Unusable:
    return read_photograph(f"figures/{name}", data, Problems())


JPEG, PNG = partial(saved, kind="JPEG"), partial(saved, kind="PNG")
MOVING: dict[str, Any] = {"save_all": True, "append_images": [two_colours().rotate(180)]}
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

REFUSED: dict[str, tuple[str, bytes, str]] = {
    "nothing in it": ("a.jpg", b"", "its content is empty"),
    "text": ("a.jpg", b"Dear reader", "its content is of another kind"),
    "a web page": ("a.png", b"<!DOCTYPE html><p>Not found", "its content is a web page"),
    "a drawing": ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a drawing (SVG)"),
    "not fetched": ("a.png", b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
    "a GIF": ("a.png", saved(two_colours(), "GIF"), "its content is a GIF"),
    "HEIC": ("a.jpg", b"\0\0\0\x18ftypheic" + bytes(40), "HEIC or AVIF"),
    "a PNG called JPEG": ("a.jpg", PNG(two_colours()), ".jpg stands for JPEG, and it holds PNG"),
    "a JPEG called PNG": ("a.png", JPEG(two_colours()), ".png stands for PNG, and it holds JPEG"),
    "a PNG called WebP": ("a.webp", PNG(two_colours()), ".webp stands for WEBP, and it holds PNG"),
    "a torn JPEG": ("a.jpg", JPEG(two_colours(400, 300))[:-900], "it cannot be read to its end"),
    "a torn PNG": ("a.png", PNG(Image.effect_noise((90, 90), 50))[:-900], "it cannot be read to its end"),
    "a torn WebP": ("a.webp", saved(two_colours(), "WEBP")[:-30], "a damaged WebP"),
    "a bomb of pixels": ("a.png", png(60_000, 60_000), "more than 64 million pixels"),
    "many pixels": ("a.png", png(10_000, 9_000), "the picture has 10,000 × 9,000 pixels, and at most 64 million"),
    "a bomb of text": ("a.png", png(9, 9, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(9_000_000)))), "a damaged PNG"),
    "a moving PNG": ("a.png", PNG(two_colours(), **MOVING), "the picture moves"),
    "a moving WebP": ("a.webp", saved(two_colours(), "WEBP", **MOVING), "the picture moves"),
    "inks": ("a.jpg", JPEG(two_colours(mode="CMYK")), "printing inks (CMYK)"),
    "a profile of others": ("a.jpg", JPEG(two_colours(mode="CMYK"), icc_profile=PROFILE), "made for other colours"),
    "no profile": ("a.png", PNG(two_colours(), icc_profile=b"colours" * 30), "colour profile cannot be read"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused(case: str) -> None:
    """A file that is damaged, a bomb, moving, of unknown colours, or not what its name says, is refused in words."""
    name, data, words = REFUSED[case]
    found = read(name, data)
    assert isinstance(found, Unusable)
    assert words in found.message
    assert found.hint


def translucent() -> Image.Image:
    image = two_colours(mode="RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    return image


SHOWN: dict[str, tuple[str, bytes, tuple[int, int, int]]] = {
    "JPEG": ("a.jpg", JPEG(two_colours(), quality=95), BLUE),
    "PNG": ("a.png", PNG(two_colours()), BLUE),
    "WebP": ("a.webp", saved(two_colours(), "WEBP", lossless=True), BLUE),
    "a palette": ("a.png", PNG(two_colours(mode="P")), BLUE),
    "black and white": ("a.png", PNG(Image.new("1", (9, 9), 1)), WHITE),
    "16 bits": ("a.png", PNG(Image.new("I;16", (9, 9), 51_400)), (200, 200, 200)),
    "nothing but ground": ("a.png", PNG(translucent()), WHITE),
    "grey and clear": ("a.png", PNG(translucent().convert("LA")), WHITE),
    "of a telephone": ("a.jpg", saved(two_colours(), "MPO", save_all=True, append_images=[two_colours()], quality=95), BLUE),
    "other colours": ("a.png", PNG(Image.new("RGB", (9, 9), RED), icc_profile=exchanged()), GREEN),
    "the usual colours": ("a.png", PNG(two_colours(), icc_profile=PROFILE), BLUE),
}


@pytest.mark.parametrize("case", SHOWN)
def test_every_kind_shows_its_colours(case: str) -> None:
    """Whatever a picture is made of, its first pixel is shown as sRGB on white, in 8 bits, on screens and in print."""
    name, data, colour = SHOWN[case]
    made = read(name, data)
    assert isinstance(made, Photograph)
    for shown in (made.screen, printed(data, (210, 297))):
        with Image.open(io.BytesIO(shown)) as picture:
            assert picture.format == ("PNG" if made.ending == "png" else "JPEG")
            assert picture.mode in ("L", "P", "RGB")
            first = picture.convert("RGB").getpixel((1, 1))
        assert all(abs(tone - wanted) < 12 for tone, wanted in zip(first, colour, strict=True))  # type: ignore[arg-type]


@pytest.mark.parametrize(("orientation", "corner"), [*enumerate(("lt", "rt", "rb", "lb", "lt", "rt", "rb", "lb"), 1)], ids=str)
def test_pictures_stand_upright(orientation: int, corner: str) -> None:
    """However a camera was held, its picture is turned as it says, and only the blue corner is blue."""
    picture = developed(turned(orientation))
    assert picture.size == ((60, 40) if orientation < 5 else (40, 60))
    places = {"l": 3, "r": picture.width - 4, "t": 3, "b": picture.height - 4}
    blue = {across + down for across in "lr" for down in "tb" if picture.getpixel((places[across], places[down]))[2] > 200}  # type: ignore[index]
    assert blue == {corner}


def test_nothing_but_pixels_is_published() -> None:
    """What a camera or an editor noted in a file is in none that is made of it; the same file gives the same bytes."""
    data = turned(6)
    made = read("a.jpg", data)
    assert NOTED.encode() in data
    assert isinstance(made, Photograph)
    for shown in (made.screen, printed(data, (210, 297))):
        with Image.open(io.BytesIO(shown)) as picture:
            assert not picture.getexif()
            assert {*picture.info} <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert NOTED.encode() not in shown
    assert made == read("a.jpg", data)
    assert printed(data, (90, 160)) == printed(data, (90, 160))


def test_no_more_pixels_than_are_seen() -> None:
    """A picture that is far too large is made smaller, by the page in print and for a screen; a small one stays as it is."""
    data = saved(Image.radial_gradient("L").resize((4000, 3000)), "JPEG")
    made = read("a.jpg", data)
    assert isinstance(made, Photograph)
    sizes = [Image.open(io.BytesIO(each)).size for each in (made.screen, printed(data, (210, 297)), printed(data, (90, 160)))]
    assert (made.width, made.height) == (4000, 3000)
    assert sizes == [(1600, 1200), (1984, 1488), (850, 638)]
    noise = read("b.png", PNG(Image.merge("RGB", [Image.effect_noise((900, 900), 99)] * 3)))
    assert isinstance(noise, Photograph)
    assert len(noise.screen) <= 1_500_000


# ---------------------------------------------------------------- in a guide


def box(name: str, *options: str, description: str = "") -> str:
    """A figure of a chapter."""
    rows = (f":id: fig-new-{name.partition('.')[0].lower()}", ":alt: A blue corner", *options)
    return "\n".join((f"\n\n::::{{figure}} figures/{name}", *rows, "", "The caption.", description, "::::"))


CREDIT = ":credit: A. Person, CC BY 4.0"
DESCRIBED = "\n:::{description}\nRed, and a blue corner.\n:::"


def guide(written: str, **pictures: bytes) -> Sources:
    """The tiny guide with figures at the end of a chapter, and with pictures by name (“a_jpg” is a.jpg)."""
    small = changed()
    texts = {**small.texts, CHAPTER: small.texts[CHAPTER] + written}
    named = {f"chapters/figures/{name.replace('_', '.')}": data for name, data in pictures.items()}
    return Sources(texts, {**small.blobs, **named})


TOLD: dict[str, tuple[str, dict[str, bytes], str]] = {
    "no file": (box("a.jpg", CREDIT), {}, ":1:5: error[missing-figure]: there is no file chapters/figures/a.jpg"),
    "no picture": (box("a.jpg", CREDIT), {"a_jpg": b"x"}, ":1:5: error[bad-picture]: figures/a.jpg: the file is no picture"),
    "no credit": (box("a.jpg"), {"a_jpg": turned(1)}, ":1:5: error[missing-option]: a photograph needs the option “credit”"),
    "no licence": (
        box("a.jpg", ":credit: A. Person"),
        {"a_jpg": turned(1)},
        ":1:5: error[missing-option]: the credit does not say under which licence",
    ),
    "no width": (box("a.jpg", CREDIT, ":width: 5cm"), {"a_jpg": turned(1)}, ":5:9: error[bad-option]: “5cm” is not a width"),
    "a drawing": (
        box("ruler.svg", ":width: 50%", description=DESCRIBED),
        {},
        ":4:9: error[bad-option]: only a photograph can be narrower",
    ),
    "one name": (
        box("ruler.png", CREDIT),
        {"ruler_png": PNG(two_colours())},
        ":1:5: error[bad-path]: figures/ruler.png and figures/ruler.svg have the same name",
    ),
    "capitals": (box("A.JPG", CREDIT), {}, ":1:14: error[bad-path]: “figures/A.JPG” is not a figure"),
}


@pytest.mark.parametrize("case", TOLD)
def test_mistakes_are_told_at_the_figure(case: str) -> None:
    """A photograph that is missing, unusable or without credit and licence is one error, at the line of its figure."""
    written, pictures, words = TOLD[case]
    sources = guide(written, **pictures)
    first = sources.texts[CHAPTER].count("\n") - written.count("\n") + 3
    line, rest = words[1:].partition(":")[::2]
    told = complaints(sources)
    assert f"{CHAPTER}:{first + int(line) - 1}:{rest}" in told
    assert told.count("error[") == 1


@pytest.mark.parametrize(
    "credit", ["© 2026 B", "Wikimedia, CC0", "[CC BY-SA](https://creativecommons.org/licenses/by-sa/4.0/)", "Gemeinfrei"]
)
def test_a_licence_in_the_credit_is_enough(credit: str) -> None:
    """A licence is known by its usual names; any other stands behind its own option, and both are printed."""
    assert complaints(guide(box("a.jpg", f":credit: {credit}"), a_jpg=turned(1))) == ""
    assert complaints(guide(box("a.jpg", ":credit: A. Person", ":licence: as agreed"), a_jpg=turned(1))) == ""


@cache
def album() -> Compiled:
    """The tiny guide with three photographs: one described, one coarse, one narrow."""
    fine = saved(two_colours(1500, 1000), "JPEG")
    written = (
        box("fine.jpg", CREDIT, description=DESCRIBED) + box("coarse.webp", CREDIT) + box("narrow.png", CREDIT, ":width: 20%")
    )
    pictures = {"fine_jpg": fine, "coarse_webp": saved(two_colours(500, 300), "WEBP"), "narrow_png": PNG(two_colours(600, 400))}
    return compile_tiny(guide(written, **pictures))


def test_print_tells_what_is_coarse(layouts: Path) -> None:
    """Pixels per inch are counted where a picture is printed: one is told, at its line; a narrow one of as many pixels is not."""
    found = make_pdf(album(), RENDITIONS["phone"], layouts)
    line = album().sources.texts[CHAPTER].split("\n").index("::::{figure} figures/coarse.webp") + 1
    assert [(each.severity, each.code, each.span.path, each.span.line) for each in found.warnings] == [
        ("warning", "coarse-picture", CHAPTER, line)
    ]
    assert "80 mm wide, with 158 pixels per inch" in found.warnings[0].message
    with pikepdf.open(io.BytesIO(found.data)) as pdf:
        kinds = {str(each.get("/Filter")) for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Width" in each}
    assert kinds == {"/DCTDecode", "/FlateDecode"}


def test_too_coarse_a_picture_is_not_printed(layouts: Path) -> None:
    """Below 100 pixels per inch no file is made, and the figure's line is told."""
    written = box("tiny.png", CREDIT)
    book = compile_tiny(guide(written, tiny_png=PNG(two_colours(300, 200))))
    with pytest.raises(BuildFailed) as failed:
        make_pdf(book, RENDITIONS["phone"], layouts)
    told = [(each.code, each.span.path) for each in failed.value.problems.errors]
    assert told == [("coarse-picture", CHAPTER)]


def test_the_book_has_them_as_its_readers_want_them(tmp_path: Path) -> None:
    """The EPUB has JPEG and PNG, told in its package, with a sheet for them; the gates find nothing, and an exchanged picture."""
    compiled = album()
    data = make_epub(compiled, None, tmp_path)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = {name for name in packed.namelist() if "/images/" in name}
        sheet = packed.read("EPUB/book.css").decode()
        page = packed.read("EPUB/calm.xhtml").decode()
    assert names == {f"EPUB/images/{name}" for name in ("cover.jpg", "fine.jpeg", "coarse.jpeg", "narrow.png")}
    assert "img.width-20 { max-width: 20%; }" in sheet
    assert '<img src="images/narrow.png" alt="A blue corner" class="photograph width-20"/>' in page
    assert list(rules.picture(OpenedBook.read(data))) == []
    source = compiled.sources.blobs["chapters/figures/fine.jpg"]
    assert list(unlike("fine", compiled.photographs["figures/fine.jpg"].screen, source)) == []
    wrong = {"turned": two_colours(1500, 1000).rotate(180), "cut": two_colours(1500, 700)}
    assert {name: [each.code for each in unlike(name, JPEG(picture), source)] for name, picture in wrong.items()} == {
        "turned": ["photograph"],
        "cut": ["photograph"],
    }
    assert [each.code for each in unlike("told", turned(1), source)] == ["metadata"]


def test_a_guide_without_photographs_has_no_sheet_for_them(tmp_path: Path) -> None:
    """What a guide does not have leaves nothing in its EPUB."""
    with zipfile.ZipFile(io.BytesIO(make_epub(compile_tiny(changed()), None, tmp_path))) as packed:
        assert b"photograph" not in packed.read("EPUB/book.css")


def test_photographs_lie_among_the_figures(tmp_path: Path) -> None:
    """The reader takes JPEG, PNG and WebP by their endings in small letters; any other picture is told, with what to do."""
    figures = tmp_path / "chapters" / "figures"
    figures.mkdir(parents=True)
    for name in ("a.jpg", "b.jpeg", "c.png", "d.webp", "e.gif", "F.JPG"):
        (figures / name).write_bytes(b"x")
    problems = Problems()
    read = read_sources(tmp_path, problems, ("chapters",))
    assert sorted(read.blobs) == [f"chapters/figures/{name}" for name in ("a.jpg", "b.jpeg", "c.png", "d.webp")]
    assert [(each.code, each.span.path) for each in problems.errors] == [
        ("stray-file", "chapters/figures/F.JPG"),
        ("stray-file", "chapters/figures/e.gif"),
    ]
    assert {each.hint for each in problems.errors} == {
        "save it as SVG, JPEG, PNG or WebP, under a name in small letters: figures/some-words.jpg"
    }
    assert set(read.named) == set(read.blobs)
