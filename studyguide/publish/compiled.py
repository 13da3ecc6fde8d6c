"""Compiled: sources read, parsed, assembled and drawn. What every rendition is made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from studyguide.art.cover import MASTER, CoverArt, read_art
from studyguide.art.figures import draw_figures
from studyguide.art.fonts import MORE, OWN, FontFace, guide_fonts, more_families, own_folder, single
from studyguide.art.narrow_drawings import draw_narrow, is_low
from studyguide.art.photographs import Photograph, Unusable, read_photograph
from studyguide.book import Book, assemble
from studyguide.html import Environment, environment, fill
from studyguide.html.units import Templates, failures_reported
from studyguide.pdf.glyphs import figure_sets
from studyguide.sources import card_ledger
from studyguide.sources.card_ledger import read_ledger
from studyguide.sources.config import Guide
from studyguide.sources.diagnostics import BuildFailed, Problems, Span
from studyguide.sources.folder import Sources, read_sources
from studyguide.sources.garbage import Searches, undisturbed
from studyguide.sources.look import EBOOK_SHEET, check_screen_colours, dressed
from studyguide.sources.mirroring import mirrored
from studyguide.sources.numerals import DECIMAL
from studyguide.sources.page_figures import paged
from studyguide.sources.remembered import Memory
from studyguide.sources.renditions import LANGUAGE_SHEET, PAPER, RENDITIONS
from studyguide.sources.system_fonts import font_files
from studyguide.sources.tokens import check_tokens

LANGUAGE_TEMPLATE = "language.css"
SHEETS = {"styles/epub.css", "styles/web.css"} | {
    path for each in (*RENDITIONS.values(), PAPER) for path in each.stylesheets if path != LANGUAGE_SHEET
}
PACKAGE = {
    f"styles/templates/epub/{name}"
    for name in (
        *("container.xml", "cover.xhtml", "fonts.css", "formulas.css", "nav.xhtml", "package.opf", "photographs.css"),
        *("script.css", "toc.ncx"),
    )
}
DESIGN = {MASTER, "styles/cards.css", "styles/site.css", f"styles/templates/{LANGUAGE_TEMPLATE}"} | SHEETS | PACKAGE
"""What every guide needs of styles/, besides the templates of its pages, which name each other."""


@dataclass(frozen=True)
class Compiled:
    """What every rendition is made from: the sources, the book, the drawings and photographs by `src`, and that of the cover.

    `narrow` are those drawings that have one for narrow columns. What is `remembered` need not be made again.
    """

    sources: Sources
    book: Book
    figures: Mapping[str, str]
    art: CoverArt | None = None
    remembered: Memory = field(default_factory=Memory, compare=False, repr=False)
    photographs: Mapping[str, Photograph] = field(default_factory=dict)
    narrow: Mapping[str, str] = field(default_factory=dict)

    @property
    def narrowed(self) -> dict[str, str]:
        """The drawings as narrow columns show them."""
        return {**self.figures, **self.narrow}

    @property
    def small(self) -> dict[str, str]:
        """The drawings as small pages show them: a narrow one only if text has room beside it, else pages stay half empty."""
        return {**self.figures, **{src: svg for src, svg in self.narrow.items() if is_low(svg)}}

    @property
    def pictures(self) -> tuple[str, ...]:
        """The `src` of everything that figures show."""
        return (*self.figures, *self.photographs)

    @property
    def templates(self) -> Templates:
        """The templates of the project, ready for the book. Raises TemplateFailed."""
        return Templates.of(self.sources, self.book, self.remembered)


def compile_book(root: Path, remembered: Memory | None = None) -> Compiled:
    """Read, parse, assemble and draw. Raises BuildFailed with every mistake in the sources."""
    problems = Problems()
    sources = read_sources(root, problems)
    return compile_sources(sources, problems, remembered)


def compile_sources(sources: Sources, problems: Problems, remembered: Memory | None = None) -> Compiled:
    """Sources to a faultless book with its drawings; what is `remembered` is not made again. Raises BuildFailed."""
    try:
        with undisturbed():  # a book is hundreds of thousands of values that hold no cycles, and all of them stay
            return _compiled(sources, problems, remembered or Memory())
    finally:
        SEARCHES.after_a_time()  # a process that is kept compiles once more for every edit


SEARCHES = Searches()


UPRIGHT = frozenset({
    *("Arab", "Beng", "Deva", "Gujr", "Guru", "Hans", "Hant", "Hebr", "Jpan", "Khmr", "Knda", "Kore", "Laoo", "Mlym", "Mymr"),
    *("Orya", "Syrc", "Taml", "Telu", "Thaa", "Thai", "Tibt"),
})  # fmt: skip
"""Scripts that emphasis does not slant."""


def is_upright(guide: Guide) -> bool:
    """Whether the script of its language has no italics."""
    return guide.words.script in UPRIGHT


def worded(sources: Sources, env: Environment, guide: Guide) -> Sources:
    """The sources with the sheet of the words that other sheets print, all sheets set for lines in the direction of the language.

    Raises TemplateFailed.
    """
    faces = [face for face in guide_fonts(sources.blobs) if face.family.startswith(OWN)]
    counter = DECIMAL[guide.words.numerals][1]
    asked = {"faces": faces, "more": more_families(faces), "main": any(not face.family.startswith(MORE) for face in faces)}
    sheet = fill(env, LANGUAGE_TEMPLATE, words=guide.words, upright=is_upright(guide), counter=counter, **asked)
    texts = {**sources.texts, LANGUAGE_SHEET: sheet}
    if counter != "decimal":
        face = page_face(faces, guide)
        texts |= {path: paged(texts[path], counter, f"fonts/{face.name}" if face else "") for path in SHEETS}
    if guide.words.direction == "rtl":
        texts |= {path: mirrored(texts[path]) for path in SHEETS}
    return replace(sources, texts=texts)


def page_face(faces: Iterable[FontFace], guide: Guide) -> FontFace | None:
    """The face of the guide's own fonts that page numbers are set in: its figures have one width."""
    own, nought = [face for face in faces if face.family.startswith(OWN)], ord(guide.words.figures(0))
    return next((face for face in sorted(own, key=lambda face: face.weight) if figure_sets(face.data, nought)), None)


def with_own_fonts(sources: Sources, guide: Guide, problems: Problems) -> Sources:
    """The sources with the fonts that the guide names in folders of their own, where they are known by what they are for."""
    if not guide.fonts and guide.words.numerals == "latn":
        return sources
    sheets = "\n".join(text for path, text in sources.texts.items() if path.endswith(".css"))
    is_used = {path: not path.startswith("styles/fonts/") or path.rpartition("/")[2] in sheets for path in sources.blobs}
    blobs = {path: data for path, data in sources.blobs.items() if is_used[path]}
    for use, name in guide.fonts.items():
        for found in font_files(name, guide.places[f"fonts.{use}"], sources.blobs, problems):
            suffix, data = single(found.data, found.index)
            blobs[f"styles/fonts/{own_folder(use)}/{re.sub(r'[^A-Za-z0-9]', '', name)}-{found.cut}{suffix}"] = data
    if guide.words.numerals != "latn" and not page_face(guide_fonts(blobs), guide):
        place = guide.places.get("numerals") or guide.places["language"]
        hint = (
            'page numbers are set in figures that are equally wide: name another font under [fonts], or write numerals = "latn"'
        )
        problems.error(
            place, "page-figures", f"no font of the guide has the figures {guide.words.figures(123)} in one width", hint
        )
    return replace(sources, blobs=blobs)


def check_sheets(sources: Sources, problems: Problems) -> None:
    """Report the style sheets that no rendition reads."""
    for path in sorted(path for path in sources.under("styles", ".css") if not path.startswith("templates/")):
        if (sheet := f"styles/{path}") not in DESIGN:
            hint = "write its rules into one that is read, as content.css or renditions/a4.css, or keep it outside this folder"
            problems.error(Span(sheet, 0), "stray-file", "no rendition reads this style sheet", hint)


def _compiled(sources: Sources, problems: Problems, remembered: Memory) -> Compiled:
    for path in sorted(DESIGN - sources.texts.keys()):
        problems.error(Span(path, 0), "missing-file", "this file does not exist", "every guide needs it")
    check_sheets(sources, problems)
    check_tokens(sources.texts, problems)
    read_ledger(sources.texts.get(card_ledger.PATH, ""), problems)
    with failures_reported(problems, sources.texts):
        book = assemble(sources, problems, remembered)
    if book is None or problems.errors:
        raise BuildFailed(problems, {**sources.strays, **sources.texts})
    sources = with_own_fonts(dressed(sources, book.guide.look), book.guide, problems)
    check_screen_colours(sources.texts[EBOOK_SHEET], problems)
    with failures_reported(problems, sources.texts):
        env = environment(sources.under("styles/templates"), remembered, book.guide.words)
        sources = worded(sources, env, book.guide)
        figures = draw_figures(book, sources, env, problems, remembered)
        narrow = {} if problems.errors else draw_narrow(book, sources, env, figures, problems, remembered)
        photographs = read_photographs(book, sources, problems, remembered)
        art = read_art(sources, guide_fonts(sources.blobs), problems)
    if problems.errors:
        raise BuildFailed(problems, sources.texts)
    return Compiled(sources, book, figures, art, remembered, photographs, narrow)


def read_photographs(book: Book, sources: Sources, problems: Problems, remembered: Memory) -> dict[str, Photograph]:
    """The photographs of a book by `src`; one that cannot be used is told where it is asked for."""
    made: dict[str, Photograph] = {}
    asked = {figure.src: figure for figure in reversed(book.figures) if figure.photograph}
    for src, figure in reversed(asked.items()):
        read = remembered(read_photograph, src, sources.blobs[f"chapters/{src}"]).tell(problems)
        if isinstance(read, Unusable):
            problems.error(figure.span, "bad-picture", f"{src}: {read.message}", read.hint)
        else:
            made[src] = read
    return made
