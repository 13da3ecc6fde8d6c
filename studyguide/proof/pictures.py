"""Pictures for people: pages of the PDFs and screens of the EPUB as PNG, for a look before a release and for the README."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path, PurePosixPath

import pypdfium2
from PIL import Image

from studyguide.art.figures import ChartTools, draw_chart
from studyguide.art.fonts import guide_fonts
from studyguide.art.plotdata import TableFile
from studyguide.art.raster import figure_png
from studyguide.book.backmatter import sections
from studyguide.book.model import Book
from studyguide.html import document_name, environment
from studyguide.nodes import Callout, Figure, Table
from studyguide.nodes.tree import walk
from studyguide.proof.epub.screens import (
    STANDARD_VIEWS,
    Browser,
    ScreenPlace,
    View,
    contact_sheet,
    foliate_screens,
    mutool_screens,
)
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import ebook_name, wide_tables
from studyguide.publish.names import epub_path, pdf_path
from studyguide.sources import files
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.renditions import REFERENCE, RENDITIONS

SHEET = 15  # pages on a contact sheet
SCREEN = 360  # the width in pixels of an e-reader's screen on a contact sheet
COLOURS = 128  # of the pictures of the README
GLIMPSE = 30  # pages of each rendition but the reference, of which every page is painted


def write_page_sheets(root: Path, compiled: Compiled, width: int = 420) -> list[Path]:
    """build/pictures/<rendition>-NN.png: every A4 page, and the first of every other rendition, on contact sheets."""
    made = []
    for key in RENDITIONS:
        path = root / pdf_path(compiled.book.guide.name, key)
        if path.is_file():
            limit = None if key == REFERENCE else GLIMPSE
            pages = paint(path, root / "build" / "pictures" / "pages" / key, width, limit)
            for number, at in enumerate(range(0, len(pages), SHEET), 1):
                target = root / "build" / "pictures" / f"{key}-{number:02}.png"
                files.replace(target, contact_sheet(pages[at : at + SHEET], 5))
                made.append(target)
    return made


def write_screen_sheets(root: Path, compiled: Compiled, browser: Browser, views: Sequence[View] = STANDARD_VIEWS) -> list[Path]:
    """build/pictures/epub-….png: places of the EPUB as readers show them, a contact sheet for each view, and MuPDF's pages."""
    epub, folder = root / epub_path(compiled.book.guide.name), root / "build" / "pictures"
    seen = foliate_screens(epub, folder / "screens", browser, list(_places(compiled)), views)
    complaints = [*seen.overflow, *seen.errors]
    files.replace(folder / "screens.txt", ("\n".join(complaints) + "\n").encode())
    made = []
    for view in views:
        shown = [picture for picture in seen.pictures if view.name in picture.name]
        files.replace(folder / f"epub-{view.name}.png", contact_sheet(shown, 7, SCREEN))
        made.append(folder / f"epub-{view.name}.png")
    return made


def write_oldest_engine(root: Path, compiled: Compiled) -> Path:
    """build/pictures/epub-mutool.png: the first pages by an engine that knows little CSS."""
    folder = root / "build" / "pictures"
    pages = mutool_screens(root / epub_path(compiled.book.guide.name), folder / "mutool", "1-24")
    files.replace(folder / "epub-mutool.png", contact_sheet(pages, 6))
    return folder / "epub-mutool.png"


def write_readme_pictures(root: Path, compiled: Compiled, labels: Sequence[int]) -> None:
    """docs/pictures/pages.png and screens.png: what the README shows. `labels` are pages of the reference rendition, from 0."""
    folder = root / "build" / "pictures"
    pages = sorted((folder / "pages" / REFERENCE).glob("*.png"))
    files.replace(
        root / "docs" / "pictures" / "pages.png", _small(contact_sheet([pages[i] for i in sorted(labels)], len(labels)))
    )
    wanted = ("600x800-light-100-fig-*.png", "600x800-light-100-q-*.png", "360x640-dark-100-*--box-*.png")
    screens = [picture for pattern in wanted for picture in sorted((folder / "screens").glob(pattern))[:1]]
    if screens:
        files.replace(root / "docs" / "pictures" / "screens.png", _small(contact_sheet(screens, len(screens), 420)))


def _small(sheet: bytes) -> bytes:
    """A PNG of few colours, which pages on the web load at once."""
    written = io.BytesIO()
    Image.open(io.BytesIO(sheet)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


CHARTS = "docs/charts.md"
EXAMPLE = re.compile(r"^```(toml|csv) figures/([\w-]+)\.\1\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE_SOURCE = "who-counts"


def telling_places(book: Book) -> list[str]:
    """The ids of the first table and the first figure of a book: what its pages are known by."""
    found = (next((node.id for node in walk(book.chapters) if isinstance(node, kind)), "") for kind in (Table, Figure))
    return [anchor for anchor in found if anchor]


def chart_examples(text: str, tools: ChartTools, problems: Problems) -> dict[str, str]:
    """The drawing of every example of docs/charts.md by its name; what is wrong with one is told."""
    files = {f"figures/{found[2]}.{found[1]}": found[3] for found in EXAMPLE.finditer(text)}
    made: dict[str, str] = {}
    for path in (path for path in files if path.endswith(".toml")):
        table = path.removesuffix("toml") + "csv"
        beside = TableFile(table, files[table], {}) if table in files else None
        made[PurePosixPath(path).stem] = draw_chart(path, files[path], beside, tools, problems)
    return made


def write_chart_pictures(root: Path, compiled: Compiled) -> list[Path]:
    """docs/pictures/chart-….png: the examples of docs/charts.md as they are drawn. Raises BuildFailed."""
    problems, faces = Problems(), guide_fonts(compiled.sources.blobs)
    tools = ChartTools(environment(compiled.sources.under("styles/templates")), faces, (EXAMPLE_SOURCE,))
    text = (root / CHARTS).read_text("utf-8")
    drawn = chart_examples(text, tools, problems)
    if problems.errors:
        raise BuildFailed(problems, {CHARTS: text})
    made = []
    for name, drawing in drawn.items():
        made.append(root / "docs" / "pictures" / f"chart-{name}.png")
        files.replace(made[-1], figure_png(drawing.encode(), faces, 720))
    return made


def paint(pdf: Path, folder: Path, width: int, limit: int | None = None) -> list[Path]:
    """Every page, or the first `limit` pages, as PNG by PDFium, `width` pixels wide."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number, page in enumerate(islice(document, limit), 1):
            path = folder / f"{number:03}.png"
            page.render(scale=width / page.get_width()).to_pil().save(path)
            made.append(path)
    return made


def _places(compiled: Compiled) -> Iterator[ScreenPlace]:
    """One of everything that looks unlike the rest."""
    book = compiled.book
    for unit in ("cover", "title", "nav", *(["emergency"] if book.emergency else [])):
        yield ScreenPlace(unit, ebook_name(book, unit))
    for chapter in book.chapters[1:2]:
        yield ScreenPlace(chapter.id, ebook_name(book, chapter.id), 3)
    tables = [node.id for node in walk(book.chapters) if isinstance(node, Table)]
    stacked = wide_tables(book)
    shown = [*[name for name in tables if name not in stacked][:1], *sorted(stacked)[:1]]
    shown += [figure.id for figure in book.figures[2:4]]
    boxes = [node for node in walk(book.chapters) if isinstance(node, Callout)]
    shown += [next((box.anchor for box in boxes if box.variety == variety), "") for variety in ("red-flag", "myth", "key-point")]
    for variety in ("single", "matching"):
        questions = [question.id for question in book.questions if question.variety == variety][:1]
        shown += [name for question in questions for name in (question, f"a-{question}")]
    for anchor in filter(None, shown):
        yield ScreenPlace(anchor, f"{ebook_name(book, book.units[anchor])}#{anchor}")
    for section in sections(book):
        if section.id in ("glossary", "faq", "figure-descriptions", "references", "index"):
            yield ScreenPlace(section.id, document_name(section.id), 2)
