"""The pictures of docs/constructs.md: each example as the A4 PDF and the EPUB have it, side by side."""

import ctypes
import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageOps
from PIL.PngImagePlugin import PngInfo

from studyguide.html import document_name
from studyguide.proof.constructs import MADE_OF, PAGE, SMALL, ConstructExample, construct_examples, with_examples
from studyguide.proof.epub.screens import Browser, device_font
from studyguide.publish.compiled import compile_sources
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import make_pdf
from studyguide.sources import files
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources, read_sources
from studyguide.sources.renditions import REFERENCE, RENDITIONS

SCALE = 1.2  # pixels of a point of the page
FOOT = 66  # points at the foot of a page, where its number stands
PHONE, TALL = 360, 1500  # pixels of a column of the EPUB
AIR, GAP = 14, 40  # pixels around what is shown, and the most that is left of a gap in it
COLOURS = 48
WHITE, FRAME = (255, 255, 255), (205, 205, 205)
TIMEOUT = 120  # seconds for Chromium
EPUB = Path(__file__).parent / "epub"


def write_construct_pictures(root: Path, browser: Browser) -> list[Path]:
    """docs/pictures/construct-….png, an example each. Raises BuildFailed, or RuntimeError with what the browser says."""
    examples = list(construct_examples((root / PAGE).read_text("utf-8")))
    compiled = compile_sources(_sources(root, examples), Problems())
    with TemporaryDirectory() as name:
        folder = Path(name)
        made = make_pdf(compiled, RENDITIONS[REFERENCE], folder / "fragments")
        printed = list(print_pictures(made.data, examples))
        (folder / "book").mkdir()
        with zipfile.ZipFile(io.BytesIO(make_epub(compiled, made.pages, folder / "drawings"))) as packed:
            packed.extractall(folder / "book")
        shown = list(screen_pictures(folder / "book" / "EPUB", examples, browser))
    for example, left, right in zip(examples, printed, shown, strict=True):
        files.replace(root / example.picture, _png(beside(left, right), example))
    return [root / example.picture for example in examples]


def _sources(root: Path, examples: Sequence[ConstructExample]) -> Sources:
    """The small guide with the examples in it, in the project's design."""
    small = read_sources(root / SMALL, Problems(), ("chapters",))
    styles = read_sources(root, Problems(), ("styles",))
    return replace(styles, texts={**styles.texts, **with_examples(small.texts, examples)}, blobs={**small.blobs, **styles.blobs})


def print_pictures(pdf: bytes, examples: Sequence[ConstructExample]) -> Iterator[Image.Image]:
    """What stands on the page of each example, from its heading to the foot."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for example in examples:
            number, top = _place(document, example.anchor)
            page = document[number]
            picture = page.render(scale=SCALE).to_pil().convert("RGB")
            start = round((page.get_height() - top) * SCALE) - 4
            yield ink(picture.crop((0, start, picture.width, picture.height - round(FOOT * SCALE))))


def _place(document: pypdfium2.PdfDocument, name: str) -> tuple[int, float]:
    """The index of the page of a named destination, and how many points above the page's foot it lies."""
    found = pdfium.FPDF_GetNamedDestByName(document, name.encode())
    flags, numbers = [ctypes.c_int() for _ in range(3)], [ctypes.c_float() for _ in range(3)]
    pdfium.FPDFDest_GetLocationInPage(found, *flags, *numbers)
    return pdfium.FPDFDest_GetDestPageIndex(document, found), numbers[1].value


def screen_pictures(book: Path, examples: Sequence[ConstructExample], browser: Browser) -> Iterator[Image.Image]:
    """What a phone shows from the heading of each example on, from an unpacked EPUB. Raises RuntimeError."""
    style = book / "book.css"
    rules = [device_font(browser.fonts.resolve().as_uri()), (EPUB / "columns.css").read_text("utf-8")]
    style.write_text("\n".join([style.read_text("utf-8"), *rules]), "utf-8")
    shutil.copy(EPUB / "columns.html", book)
    places = [("place", f"{document_name(example.id)}#{example.anchor}") for example in examples]
    asked = urlencode([("width", PHONE), ("height", TALL), *places])
    sheet = _screenshot(book / "columns.html", asked, PHONE * len(examples), browser)
    for at in range(0, sheet.width, PHONE):
        yield ink(sheet.crop((at, 0, at + PHONE, sheet.height)))


def _screenshot(page: Path, asked: str, width: int, browser: Browser) -> Image.Image:
    """A page, asked for something, as Chromium shows it in a window of that width. Raises RuntimeError with what it says."""
    target = page.with_suffix(".png")
    options = ("--headless", "--no-sandbox", "--hide-scrollbars", f"--user-data-dir={page.parent / 'chromium'}")
    words = [
        str(browser.chromium),
        *options,
        f"--window-size={width},{TALL}",
        f"--screenshot={target}",
        f"{page.as_uri()}?{asked}",
    ]
    done = subprocess.run(words, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    if not target.is_file():
        raise RuntimeError(done.stderr)
    return Image.open(target).convert("RGB")


def ink(picture: Image.Image) -> Image.Image:
    """A picture without the white around what it shows, and without more than a little in between."""
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, WHITE)).getbbox() or (0, 0, 1, 1)
    shown = picture.crop(box)
    rows = list(_rows(shown))
    made = Image.new("RGB", (shown.width, len(rows)), WHITE)
    for y, row in enumerate(rows):
        made.paste(shown.crop((0, row, shown.width, row + 1)), (0, y))
    return made


def _rows(picture: Image.Image) -> Iterator[int]:
    """The rows of a picture, but for those of a gap that go beyond `GAP`."""
    inked = ImageOps.invert(picture.convert("L")).point(lambda value: 255 if value else 0)
    blank = 0
    for y in range(picture.height):
        blank = 0 if inked.crop((0, y, picture.width, y + 1)).getbbox() else blank + 1
        if blank <= GAP:
            yield y


def beside(left: Image.Image, right: Image.Image) -> Image.Image:
    """Two pictures side by side, each in a frame."""
    height = max(left.height, right.height) + 2 * AIR
    framed = [_framed(each, height) for each in (left, right)]
    made = Image.new("RGB", (sum(each.width for each in framed) + AIR, height), WHITE)
    made.paste(framed[0], (0, 0))
    made.paste(framed[1], (framed[0].width + AIR, 0))
    return made


def _framed(picture: Image.Image, height: int) -> Image.Image:
    made = Image.new("RGB", (picture.width + 2 * AIR, height), WHITE)
    made.paste(picture, (AIR, AIR))
    return ImageOps.expand(made.crop((1, 1, made.width - 1, height - 1)), 1, FRAME)


def _png(picture: Image.Image, example: ConstructExample) -> bytes:
    """A small PNG that says of which text it was made."""
    written, said = io.BytesIO(), PngInfo()
    said.add_text(MADE_OF, example.digest)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True, pnginfo=said)
    return written.getvalue()
