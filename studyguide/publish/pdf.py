"""Print: a compiled book and a rendition, laid out and linked to a PDF."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from studyguide.art import photographs
from studyguide.art.cover import CoverText, cover_svg
from studyguide.art.fonts import guide_fonts
from studyguide.art.quick_response import quick_response_code
from studyguide.book import Book
from studyguide.html.omissions import unprinted_passages
from studyguide.html.units import Templates, failures_reported, print_units, utc
from studyguide.nodes import DisplayedMaths, FormulaPicture, Maths, Table
from studyguide.nodes.tree import walk
from studyguide.pdf import (
    Artifact,
    Cache,
    Here,
    LateUnit,
    LinkedBook,
    PdfMetadata,
    Rendition,
    Stylesheet,
    TablesTooWide,
    Unit,
    build,
    link_units,
)  # fmt: skip
from studyguide.pdf.progress import Watcher
from studyguide.publish.characters import unprinted
from studyguide.publish.compiled import Compiled
from studyguide.publish.places import Places
from studyguide.sources.cache import key
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.environment import environment
from studyguide.sources.renditions import PrintRendition

if TYPE_CHECKING:
    from studyguide.pdf.sheets import PageWatcher

COVER = "build/cover.svg"
COVER_WIDTH = 1600
CODE = "build/home.svg"
"""What pages fetch as the code that leads to the guide's home."""
PrintJob = tuple[list[Unit | LateUnit], Rendition, PdfMetadata]
"""What a PDF is made from: units, look, and what it says about itself."""
T = TypeVar("T")


def make_pdf(  # noqa: PLR0913 - what a rendition is made of
    compiled: Compiled,
    rendition: PrintRendition,
    folder: Path,
    *,
    scheduler: str = "",
    cache: str = "",
    one_pass: bool = False,
    watch: Watcher | None = None,
) -> Artifact:
    """The PDF of one rendition and its page map. Raises BuildFailed with what templates or WeasyPrint complain of.

    Results are kept in a folder, or under the URL `cache`; `scheduler` is the address of a Dask cluster that does the work.
    Raises ClusterUnavailable if there is none. Tables that turn out too wide are set as records.
    `watch` is told how far the layout is.
    """
    from studyguide.pdf.cluster import connect
    from studyguide.pdf.shared_cache import SharedCache

    kept = SharedCache(cache) if cache else Cache(folder)
    with connect(scheduler) if scheduler else nullcontext() as executor:
        return _fitting(compiled, rendition, kept, partial(build, executor=executor, one_pass=one_pass, watch=watch))


def link_pdf(compiled: Compiled, rendition: PrintRendition, kept: Cache, show: PageWatcher | None = None) -> LinkedBook:
    """The same in this process, but for the last step, without which the file shows its pages, too.

    `show` is told of new pages before all of them are there.
    """
    return _fitting(compiled, rendition, kept, partial(link_units, executor=Here(), show=show))


def _fitting(compiled: Compiled, rendition: PrintRendition, kept: Cache, build: Callable[..., T]) -> T:
    """What is built of the units once all tables fit. Raises BuildFailed."""
    problems = Problems()
    find = Places(compiled).find

    def made(job: PrintJob, stacked: frozenset[str]) -> T:
        problems.found += unprinted_passages(compiled.book, job[0], compiled.remembered)
        problems.found += unprinted(compiled, rendition, job[0])
        if problems.errors:
            raise BuildFailed(problems)
        return build(*job, problems=problems, find=find, cache=kept)

    with failures_reported(problems, compiled.sources.texts):
        return with_records(compiled, rendition, made, kept)


def with_records(
    compiled: Compiled,
    rendition: PrintRendition,
    made: Callable[[PrintJob, frozenset[str]], T],
    kept: Cache | None = None,
) -> T:
    """What is made of the job of a rendition, and of the ids of those tables in it that are set as records: all too wide ones.

    Raises StageFailed, and what `made` raises but TablesTooWide.
    """
    stacked = frozenset[str]()
    while True:
        try:
            return made(print_job(compiled, rendition, stacked, kept), stacked)
        except TablesTooWide as wide:  # one that is set as records is no table any more, so this comes to an end
            stacked |= wide.tables


def print_job(
    compiled: Compiled, rendition: PrintRendition, stacked: frozenset[str] = frozenset(), kept: Cache | None = None
) -> PrintJob:
    """What a PDF is made from: units, look, and what it says about itself; photographs are `kept`. Raises StageFailed."""
    templates = compiled.templates
    look = look_of(compiled, rendition, kept or Cache())
    cover = {COVER: cover_of(compiled, rendition.sheet, templates)}
    look = replace(look, files={**look.files, **cover})
    return units_of(compiled, rendition, stacked, templates), look, metadata(compiled.book)


def look_of(compiled: Compiled, rendition: PrintRendition, kept: Cache) -> Rendition:
    """The look of a rendition, with all files that its pages may fetch but the cover; photographs are `kept`."""
    return Rendition(
        rendition.id,
        tuple(Stylesheet(path, compiled.sources.texts[path]) for path in rendition.stylesheets),
        _files(compiled, rendition, kept),
        recto=rendition.recto,
        trimmed=rendition.trimmed,
        linearized=rendition.part == 1,  # structure destinations lead from every page to all tags: each would come first
        characters=rendition.characters,
        part=rendition.part,
    )


def units_of(
    compiled: Compiled,
    rendition: PrintRendition,
    stacked: frozenset[str] = frozenset(),
    templates: Templates | None = None,
) -> list[Unit | LateUnit]:
    """The units of a rendition; tables whose ids are in `stacked` are set as records. Raises TemplateFailed."""
    images = {src: f"chapters/{src}" for src in compiled.pictures}
    code = CODE if compiled.book.guide.address else ""
    return list(print_units(templates or compiled.templates, rendition, images, COVER, stacked, code))


def stacked_tables(book: Book, anchors: Collection[str]) -> frozenset[str]:
    """The ids of the tables that a finished file, known by its anchors, has as records: their captions have ids then."""
    tables = (node.id for node in walk((book.emergency, book.chapters, book.faq, book.glossary)) if isinstance(node, Table))
    return frozenset(table for table in tables if f"{table}--caption" in anchors)


def _files(compiled: Compiled, rendition: PrintRendition, kept: Cache) -> dict[str, bytes]:
    """Everything that pages may fetch but the cover: fonts, figures, photographs as fine as the sheet needs them."""
    blobs, sheet = compiled.sources.blobs, rendition.sheet
    drawn = compiled.small if rendition.small else compiled.figures
    fonts = {path: data for path, data in blobs.items() if path.startswith("styles/fonts/") and path.endswith((".ttf", ".otf"))}
    figures = {f"chapters/{src}": text.encode() for src, text in drawn.items()}
    formulas = {each.src: each.svg.encode() for each in formula_pictures(compiled.book)}
    pixels = {f"chapters/{src}": printed_photograph(kept, blobs[f"chapters/{src}"], sheet) for src in compiled.photographs}
    code = {CODE: code_of(compiled)} if compiled.book.guide.address else {}
    return {**fonts, **figures, **pixels, **formulas, **code}


def printed_photograph(kept: Cache, data: bytes, sheet: tuple[float, float]) -> bytes:
    """A photograph for sheets of a width and height in mm, made once for each size."""
    code = Path(photographs.__file__).read_bytes()
    made: bytes = kept.made(key("photograph", *environment(), code, repr(sheet), data), lambda: photographs.printed(data, sheet))
    return made


def formula_pictures(book: Book) -> Iterator[FormulaPicture]:
    """The drawings of the formulas of a book."""
    trees = (*book.prose, book.faq, book.glossary, book.news)
    yield from (node.picture for node in walk(trees) if isinstance(node, Maths | DisplayedMaths))


def cover_of(compiled: Compiled, sheet: tuple[float, float], templates: Templates | None = None) -> bytes:
    """The drawing of the cover in the shape of a sheet. Raises StageFailed."""
    size = (COVER_WIDTH, round(COVER_WIDTH * sheet[1] / sheet[0]))
    env = (templates or compiled.templates).env
    return cover_svg(CoverText.of(compiled.book.guide), guide_fonts(compiled.sources.blobs), env, size, compiled.art)


def code_of(compiled: Compiled) -> bytes:
    """The drawing of the code that leads to the guide's home."""
    return quick_response_code(compiled.book.guide.address)


def metadata(book: Book) -> PdfMetadata:
    """What the PDF says about itself."""
    guide = book.guide
    return PdfMetadata(
        title=guide.full_title,
        authors=tuple(person.name for person in guide.people if person.role == "aut"),
        lang=guide.language,
        subject=guide.description,
        keywords=tuple(subject.name for subject in guide.subjects),
        rights=guide.licence.named if guide.licence else "",
        edition=guide.full_edition,
        identifier=f"urn:uuid:{guide.identifier}",
        publisher=guide.publisher,
        modified=utc(guide.date).strftime("%Y-%m-%dT%H:%M:%SZ"),
        digest=book.digest,
        addresses=guide.addresses,
        old_addresses=tuple(book.old_addresses.items()),
        direction=guide.words.direction,
        nought=guide.words.figures(0),
    )
