"""The e-book: a compiled book and the page map of the printed one, packed to an EPUB."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from studyguide.art import raster
from studyguide.art.characters import unshown
from studyguide.art.cover import CoverText, cover_svg
from studyguide.art.fonts import MORE, OWN, FontFace, guide_fonts, more_families, reduced
from studyguide.art.lettering import letters_by_face
from studyguide.art.live_drawings import live
from studyguide.art.raster import cover_jpeg
from studyguide.book.assemble import WAYS
from studyguide.book.backmatter import sections
from studyguide.book.hyphens import CHARACTERS, soften, too_wide
from studyguide.book.matter import APPENDIX, PREFACE
from studyguide.book.model import Book, ContentsItem
from studyguide.epub.agreement import dead_links
from studyguide.epub.hidden import hiding_rules
from studyguide.epub.pack import pack
from studyguide.epub.parts import in_parts
from studyguide.epub.publication import LEXICON, Document, Landmark, NavPoint, PageMark, Publication, PublicationMetadata
from studyguide.html import Rendering, document_name, fill
from studyguide.html.omissions import omitted, passages
from studyguide.html.pagebreaks import Opening, mark_pages, openings_by_unit
from studyguide.html.pages import PageMap
from studyguide.html.passages import amounts
from studyguide.html.rendering import InlineDrawing
from studyguide.html.speech import SpokenPart, hard
from studyguide.html.typography import soften_tables, tie_citations
from studyguide.html.units import DocumentMaker, EbookUnit, Templates, ebook_units, failures_reported, utc
from studyguide.html.xhtml import parse, serialise_file
from studyguide.nodes import (
    Abbreviation,
    CrossReference,
    DisplayedMaths,
    Figure,
    GlossaryEntry,
    Maths,
    Node,
    Question,
    Table,
    TermUse,
    Text,
    ValueUse,
    plain,
    title_text,
)
from studyguide.nodes.grid import placed
from studyguide.nodes.tree import map_children, map_nodes, walk
from studyguide.publish.characters import undrawn
from studyguide.publish.compiled import Compiled, is_upright
from studyguide.publish.places import Places
from studyguide.sources.cache import Cache, key
from studyguide.sources.diagnostics import BuildFailed, Problems, Span
from studyguide.sources.environment import environment
from studyguide.sources.identifiers import is_name
from studyguide.sources.numerals import DECIMAL
from studyguide.sources.remembered import Memory, Part, given, pickled
from studyguide.sources.wording import message

SHEET = "styles/epub.css"
# The documents of the e-book that are pages of the printed front matter.
FRONT = ("title", "imprint", "emergency")
OPENING = {"title": message("Title page"), "imprint": message("Imprint")}
"""The first lines of the contents, by the documents that they lead to."""
PARTS = ("front", "body", "back")


def make_epub(compiled: Compiled, pages: PageMap | None, folder: Path) -> bytes:
    """The bytes of the EPUB. Raises BuildFailed with what templates, pictures or the package complain of.

    Pictures once made are kept in a folder.
    """
    problems = Problems(undrawn(compiled))
    with failures_reported(problems, compiled.sources.texts):
        if problems.errors:
            raise BuildFailed(problems)
        templates = compiled.templates
        packed = pack(publication(compiled, templates, pages, Cache(folder), problems), templates.env)
        if problems.errors:
            raise BuildFailed(problems)
        return packed


def publication(
    compiled: Compiled, templates: Templates, pages: PageMap | None, pictures: Cache, problems: Problems
) -> Publication:
    """The e-book as a value. A picture that cannot be made is reported, and left out."""
    book, guide = compiled.book, compiled.book.guide
    fonts = guide_fonts(compiled.sources.blobs)
    letters = letters_of(fonts)
    spine = Spine(compiled, templates, pages)
    made = [Document(name, unit.title, spine.document(name), authors=unit.authors) for name, unit in spine.units.items()]
    listed = [
        PageMark(guide.words.figures(opening.label), f"{name}#page--{opening.label}")
        for name, unit in spine.units.items()
        for opening in spine.openings.get(unit.unit, ())
    ]
    roots = {document.name: parse(document.data.decode(), document.name) for document in made}
    units = {unit.unit: roots[name] for name, unit in spine.units.items()}
    problems.found += omitted(passages(book), units)
    for place, address in dead_links(roots, {"book.css", spine.rendering.lexicon, *spine.images.values()}):
        problems.error(Places(compiled).find("", place), "dead-link", f"the EPUB has nothing at “{address}”")
    for rule in hiding_rules(compiled.sources.texts[SHEET], roots):
        message = f"“{rule.selector}” hides words ({rule.declaration})" + (f": “{rule.words[:40]}”" if rule.words else "")
        problems.error(Span(SHEET, rule.line, rule.col), "lost-text", message, "what the e-book holds, its readers must see")
    photographs = {Path(address).name: compiled.photographs[src].screen for src, address in spine.images.items()}
    cover = cover_svg(CoverText.of(guide), fonts, templates.env, art=compiled.art)
    own, drawn = own_faces(fonts, roots), drawn_faces(compiled)
    whole = Publication(
        metadata=_metadata(book, pages),
        documents=tuple(made),
        nav=tuple(_nav(item, spine.rendering) for item in contents_of(book)),
        landmarks=tuple(_landmarks(book, spine.rendering)),
        page_list=tuple(listed),
        images=photographs,
        css=style_sheet(compiled, templates, own, drawn),
        fonts={face.file_name: face.data for face in (*own, *drawn)},
        cover_jpeg=kept_cover(pictures, cover, letters),
        contents_after=document_name(book.emergency.id if book.emergency else "title"),
        hard=hard_words(book),
    )
    return in_parts(whole)


def style_sheet(
    compiled: Compiled, templates: Templates, own: tuple[FontFace, ...] = (), drawn: tuple[FontFace, ...] = ()
) -> bytes:
    """The sheet of the e-book: that of every guide, and what one with photographs, formulas or fonts of its own needs besides.

    The words of drawings have fonts of the guide, by which they were measured.
    """
    photographs = fill(templates.env, "epub/photographs.css") if compiled.photographs else ""
    displayed = any(isinstance(node, DisplayedMaths) for node in walk(compiled.book.body))
    formulas = fill(templates.env, "epub/formulas.css") if displayed else ""
    main = any(not face.family.startswith(MORE) for face in own)
    fonts = fill(templates.env, "epub/fonts.css", faces=(*own, *drawn), own=bool(own), more=more_families(own), main=main)
    counter = DECIMAL[compiled.book.guide.words.numerals][1]
    script = fill(templates.env, "epub/script.css", counter=counter, upright=is_upright(compiled.book.guide))
    return "".join((fonts, compiled.sources.texts[SHEET], photographs, formulas, script)).encode()


def own_faces(fonts: Iterable[FontFace], roots: Mapping[str, Any]) -> tuple[FontFace, ...]:
    """The fonts that the guide asks for, with what the documents need of them; other letters are the reading system's."""
    own = [face for face in fonts if face.family.startswith(OWN)]
    text = "".join(sorted({letter for root in roots.values() for part in root.itertext() for letter in part})) if own else ""
    lacked = "".join(unshown(text, [face.data for face in fonts if not face.family.startswith(MORE)])) if own else ""
    wanted = [(face, lacked if face.family.startswith(MORE) else text) for face in own]
    return tuple(reduced(face, letters) for face, letters in wanted if letters)


def drawn_faces(compiled: Compiled) -> tuple[FontFace, ...]:
    """The fonts that set the words of a book's drawings, each with the letters that they need of it."""
    faces = tuple(face for face in guide_fonts(compiled.sources.blobs) if not face.family.startswith(OWN))
    needed: dict[FontFace, set[str]] = {}
    for svg in compiled.narrowed.values():
        for face, letters in letters_by_face(svg, faces).items():
            needed.setdefault(face, set()).update(letters)
    wanted = ((face, "".join(sorted(needed[face]))) for face in faces if face in needed)
    return tuple(compiled.remembered(with_letters, given(face, face.name, face.data), letters).value for face, letters in wanted)


def with_letters(face: FontFace, letters: str, problems: Problems) -> FontFace:
    """A font with what it needs to set some letters. A step, which has nothing to tell."""
    return reduced(face, letters)


@dataclass(frozen=True)
class Spine:
    """The documents of an e-book in their order, each made when it is asked for: whoever looks at one waits for no other."""

    compiled: Compiled
    templates: Templates
    pages: PageMap | None

    @cached_property
    def units(self) -> dict[str, EbookUnit]:
        """What each document is made from, by the document's name."""
        return {ebook_name(self.compiled.book, each.unit): each for each in ebook_units(self.templates, self.pages)}

    @cached_property
    def images(self) -> dict[str, str]:
        """The address of every photograph by its `src`."""
        return {src: f"images/{Path(src).stem}.{made.ending}" for src, made in self.compiled.photographs.items()}

    @cached_property
    def rendering(self) -> Rendering:
        """How the templates make the documents."""
        rendering = ebook_rendering(self.compiled.book, self.pages, self.images, self.compiled.remembered)
        return replace(rendering, drawings=inline_drawings(self.compiled))

    @cached_property
    def _shown(self) -> dict[str, list[str]]:
        """The `src` of the drawings that each unit shows: a changed one makes no other document anew."""
        found: dict[str, list[str]] = {}
        book = self.compiled.book
        for src, unit in (
            *((figure.src, book.units[figure.id]) for figure in book.figures),
            *((chapter.drawing, chapter.id) for chapter in book.chapters),
        ):
            if src in self.rendering.drawings:
                found.setdefault(unit, []).append(src)
        return found

    @cached_property
    def openings(self) -> dict[str, list[Opening]]:
        """The printed pages that open in each unit."""
        return printed_pages(self.compiled.book, self.pages) if self.pages else {}

    def document(self, name: str) -> bytes:
        """A document as it is packed. Raises TemplateFailed."""
        unit = self.units[name]
        rendering = self.rendering if unit.template == "index" else replace(self.rendering, labels={})  # no other prints numbers
        rendering = replace(rendering, drawings={src: self.rendering.drawings[src] for src in self._shown.get(unit.unit, ())})
        place = name, self.openings.get(unit.unit, [])
        return self.compiled.remembered(
            finished_document, self.templates.maker, unit.template, given(rendering), unit.values, place
        ).value


def inline_drawings(compiled: Compiled) -> dict[str, InlineDrawing]:
    """The drawings of a book by their `src`, as parts of documents for screens."""
    return {src: compiled.remembered(live, svg).value for src, svg in compiled.narrowed.items()}


def ebook_name(book: Book, unit: str) -> str:
    """The name of a unit's document in the EPUB: a renamed chapter keeps the one that it had first.

    Nobody sees it, but reading programs keep bookmarks, notes and the place of reading by it.
    """
    first = next((old for old, new in book.old_addresses.items() if new == unit and is_name(old)), unit)
    return document_name(first)


def finished_document(
    maker: DocumentMaker,
    template: str,
    rendering: Rendering,
    values: Mapping[str, Any],
    place: tuple[str, Sequence[Opening]],
    problems: Problems,
) -> bytes:
    """One document of the e-book, with the marks of the printed pages; `place` is its name, and the pages that open in it.

    Raises TemplateFailed. A step, which has nothing else to tell.
    """
    name, openings = place
    root = maker.ebook_document(template, replace(rendering, here=name), values)
    mark_pages(root, openings, maker.guide.words)
    soften_tables(root, maker.guide.language)
    tie_citations(root)
    return serialise_file(root)


def ebook_rendering(book: Book, pages: PageMap | None, images: dict[str, str], remembered: Memory | None = None) -> Rendering:
    """How the templates make the documents of the EPUB: links between files, no page numbers but those of the printed index."""
    homes = {anchor: ebook_name(book, unit) for anchor, unit in book.units.items()}
    labels = {anchor: pages.label(anchor) for anchor in pages.anchors} if pages else {}
    return Rendering(
        medium="epub",
        files=homes,
        images=images,
        narrow=True,
        stacked=wide_tables(book, remembered),
        pages=False,
        margin=False,
        stylesheets=("book.css",),
        labels=labels,
        lexicon=LEXICON if hard_words(book) else "",
    )


def hard_words(book: Book) -> tuple[SpokenPart, ...]:
    """What a voice would read wrong in a book."""
    written = walk((book.body, book.emergency, book.emergency_line, book.faq, book.glossary))
    texts = (text for node in written for kind, said in SAID.items() if isinstance(node, kind) for text in said(node))
    return hard(texts, book.guide.spelt_out)


SAID: Mapping[type[Node], Callable[[Any], Iterable[str]]] = {
    Text: lambda node: (node.text,),
    TermUse: lambda node: (node.text,),
    ValueUse: lambda node: (node.plain,),
    Abbreviation: lambda node: (node.expansion, node.short),
    CrossReference: lambda node: (node.plain,),
    GlossaryEntry: lambda node: (node.term, node.abbr, *node.synonyms),
    Figure: lambda node: (node.alt,),
    Question: lambda node: (node.result,),
}
"""What the nodes of a text say, by their classes."""


def wide_tables(book: Book, remembered: Memory | None = None) -> frozenset[str]:
    """The ids of the tables whose columns do not fit side by side on a small screen."""
    others = (book.emergency, book.faq, book.glossary)
    written = given((book.chapters, others), book.digests, pickled(others if book.digests else (book.chapters, others)))
    return (remembered or Memory())(tables_too_wide, written, book.guide.language).value


def tables_too_wide(written: tuple[Any, ...], language: str, problems: Problems) -> frozenset[str]:
    """The ids of those tables among nodes whose columns do not fit side by side on a small screen. A step."""

    def softened(table: Table) -> Iterable[list[str]]:
        """What each column holds; what spans several makes none of them wider."""
        for row in (*placed(table.head_rows), *placed(table.rows)):
            cells = {each.column: each.cell for each in row.cells if each.cell.columns == 1}
            yield [soften(plain(cells[at].text), language) if at in cells else "" for at in range(table.width)]

    tables = (node for node in walk(written) if isinstance(node, Table))
    return frozenset(table.id for table in tables if too_wide(softened(table)) or too_full(table))


def too_full(table: Table) -> bool:
    """Whether paragraphs and lists fill a cell with more than its share of a small screen."""
    return any(cell.blocks and len(plain(cell.text)) > cell.columns * CHARACTERS // table.width for cell in table.cells)


def _opening(book: Book) -> Iterable[ContentsItem]:
    said = book.guide.words.gettext
    ways = ContentsItem("", (Text(said("Reading by ear, large or by keyboard")),), WAYS)
    for unit, words in OPENING.items():
        yield ContentsItem("", (Text(said(words)),), unit, (ways,) if unit == "imprint" else ())


def contents_of(book: Book) -> Iterable[ContentsItem]:
    """The contents of the e-book: those of the guide, with the lines of its back matter."""
    below = {section.id: tuple(section.lines(book)) for section in sections(book)}
    title, imprint = _opening(book)
    listed = [
        replace(item, children=item.children or below.get(item.anchor, ())) for part in PARTS for item in book.contents[part]
    ]
    before = 1 if book.emergency else 0  # what to do in an emergency comes first
    yield from (title, *listed[:before], imprint, *listed[before:])


def _nav(item: ContentsItem, rendering: Rendering) -> NavPoint:
    signs = map_nodes(item.title, _in_signs)
    title = (Text(f"{item.number} "), *signs) if item.number else signs
    children = tuple(_nav(child, rendering) for child in item.children)
    return NavPoint(amounts(title_text(title)), rendering.href(item.anchor), children, title)


def _in_signs(node: Node) -> Node:
    """A formula of a title as what is said in its place: a reader's own list of contents shows no MathML."""
    return Text(node.alt) if isinstance(node, Maths) else map_children(node, _in_signs)


def _landmarks(book: Book, rendering: Rendering) -> Iterable[Landmark]:
    words = book.guide.words
    first = [chapter for chapter in (book.emergency, *book.body) if chapter and chapter.type != PREFACE]
    if book.emergency:
        yield Landmark("notice", book.emergency.plain_title, rendering.href(book.emergency.id))
    if first:
        yield Landmark("bodymatter", words.gettext("Start of the text"), rendering.href(first[0].id))
    for kind in (PREFACE, APPENDIX):
        for chapter in [each for each in book.chapters if each.type == kind][:1]:
            yield Landmark(kind, " ".join(filter(None, (chapter.called, chapter.plain_title))), rendering.href(chapter.id))
    for section in sections(book):
        if section.landmark:
            yield Landmark(section.landmark, words.gettext(section.title), rendering.href(section.id))


def printed_pages(book: Book, pages: PageMap) -> dict[str, list[Opening]]:
    """The printed pages of each document of the e-book, in order.

    The cover, its back and the contents are left out: the e-book has its own. A page of the front matter belongs to the document
    that its first id stands in; one on which no id begins, to that of the page before it.
    """
    found = openings_by_unit(pages.labels, pages.openings, pages.firsts, pages.units)
    found.pop("contents", None)
    home = ""
    for opening in found.pop("front", []):
        home = book.units.get(opening.anchor, home)
        if home in FRONT:
            found.setdefault(home, []).append(opening)
    return found


def unpaged(book: Book, pages: PageMap) -> frozenset[str]:
    """The printed pages that have no counterpart in the e-book."""
    paged = {opening.label for openings in printed_pages(book, pages).values() for opening in openings}
    return frozenset(pages.labels) - paged


def _metadata(book: Book, pages: PageMap | None) -> PublicationMetadata:
    guide = book.guide
    return PublicationMetadata(
        identifier=f"urn:uuid:{guide.identifier}",
        title=guide.title,
        subtitle=guide.subtitle,
        language=guide.language,
        people=guide.people,
        publisher=guide.publisher,
        date=guide.date,
        modified=utc(guide.date),
        rights=guide.licence.rights if guide.licence else "",
        description=guide.description,
        subjects=guide.subjects,
        edition=guide.full_edition,
        addresses=guide.addresses,
        page_break_source=guide.words.listed((guide.title, guide.full_edition, "PDF (A4)")) if pages else "",
        evaluation=guide.evaluation,
        accessibility_contact=guide.accessibility_contact,
        words=guide.words,
    )


def letters_of(fonts: tuple[FontFace, ...]) -> Part[tuple[FontFace, ...]]:
    """Fonts, named by their bytes and by what paints with them."""
    makers = (Path(raster.__file__).with_name(name).read_bytes() for name in ("raster.py", "engine.py"))
    return given(fonts, *environment(), *makers, *(face.data for face in fonts))


def kept_cover(pictures: Cache, svg: bytes, fonts: Part[tuple[FontFace, ...]]) -> bytes:
    """The picture of a cover, made once for each drawing: rasterising is the slowest part of an EPUB."""
    made: bytes = pictures.made(key("picture", "cover", fonts.digest, svg), lambda: cover_jpeg(svg, fonts.value))
    return made
