"""Units: the book as XHTML, one document a unit, by the Jinja templates. The same templates serve print and EPUB."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from studyguide.book.backmatter import MatterSection, sections, solved
from studyguide.book.matter import PART, PREFACE
from studyguide.book.model import Book
from studyguide.html import Environment, Rendering, document, document_name, environment
from studyguide.html.headings import set_levels
from studyguide.html.old_addresses import keep_old_addresses
from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.html.typography import mark_long_words, order_notes, set_gaps
from studyguide.html.xhtml import serialise, with_plain_ids
from studyguide.nodes import Chapter, Paragraph
from studyguide.sources.config import Guide, Person
from studyguide.sources.diagnostics import BuildFailed, Problems, StageFailed
from studyguide.sources.folder import Sources
from studyguide.sources.remembered import Memory, Part, given, made_of, pickled
from studyguide.sources.renditions import PrintRendition

Values = Part[dict[str, Any]]


@dataclass(frozen=True)
class DocumentMaker:
    """What every document is made with: the Jinja environment, and the guide that all of them may name.

    `old_addresses` are ids that elements had before, each with the id of now.
    """

    env: Environment
    guide: Guide
    old_addresses: tuple[tuple[str, str], ...] = ()

    def document(self, template: str, rendering: Rendering, values: Mapping[str, Any]) -> Any:
        """The root of one document. Raises TemplateFailed."""
        root = document(self.env, f"{template}.html", rendering, guide=self.guide, **values)
        set_levels(root)
        return root

    def ebook_document(self, template: str, rendering: Rendering, values: Mapping[str, Any]) -> Any:
        """The root of one document of the EPUB. Raises TemplateFailed."""
        root = self.document(template, rendering, values)
        order_notes(root)
        keep_old_addresses(root, self.old_addresses)
        return with_plain_ids(root)


@dataclass(frozen=True)
class Templates:
    """The Jinja environment, the book, and what templates made of it before. `texts` are those of the templates."""

    env: Environment
    book: Book
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    remembered: Memory = field(default_factory=Memory, repr=False)

    @classmethod
    def of(cls, sources: Sources, book: Book, remembered: Memory | None = None) -> Templates:
        """The templates of the project, ready for one book. Raises TemplateFailed."""
        texts, remembered = sources.under("styles/templates"), remembered or Memory()
        return cls(environment(texts, remembered, book.guide.words), book, texts, remembered)

    @cached_property
    def maker(self) -> Part[DocumentMaker]:
        """What documents are made with, named by the texts of all templates and by the guide."""
        old = tuple(self.book.old_addresses.items())
        return given(DocumentMaker(self.env, self.book.guide, old), self.texts, self.book.guide, old)

    def make(self, template: str, rendering: Rendering, **values: object) -> Any:
        """The root of one document. Raises TemplateFailed."""
        return self.maker.value.document(template, rendering, values)

    def printed(self, template: str, rendering: Rendering, values: Values) -> str:
        """One document for print. Raises TemplateFailed."""
        return self.remembered(print_document, self.maker, template, rendering, values).value

    @property
    def emergency_line(self) -> tuple[Paragraph, ...]:
        """The blocks of the emergency line."""
        return (self.book.emergency_line,) if self.book.emergency_line else ()

    def chapter(self, chapter: Chapter) -> Values:
        """What the template of a chapter is given."""
        line = self.emergency_line if chapter.emergency else ()

        def values() -> dict[str, Any]:
            last = tuple(each for each in solved(chapter) if each.solved == "chapter")
            return {"chapter": chapter, "emergency_line": line, "notes": self.book.notes.get(chapter.id, ()), "solved": last}

        name = self.book.digests.get(chapter.id)
        return made_of((name, line), values) if name else pickled(values())

    def section(self, section: MatterSection, pages: PageMap | None) -> Values:
        """What the template of a section of the back matter is given."""
        values = section.values(self.book, pages.anchors if pages else None)
        values = {"notes": self.book.notes.get(section.id, ()), **values}
        return given({"section": section, **values}, section.id, pickled(values))


def print_document(
    maker: DocumentMaker, template: str, rendering: Rendering, values: Mapping[str, Any], problems: Problems
) -> str:
    """One document for print. Raises TemplateFailed. A step, which has nothing else to tell."""
    root = maker.document(template, rendering, values)
    mark_long_words(root)
    set_gaps(root)
    return serialise(root)


@contextmanager
def failures_reported(problems: Problems, texts: Mapping[str, str]) -> Iterator[None]:
    """A failing stage becomes a mistake in `problems`. Raises BuildFailed, with the texts that its report quotes, for any."""
    try:
        yield
    except StageFailed as failure:
        failure.report_to(problems)
        raise BuildFailed(problems, texts) from None
    except BuildFailed as failed:
        raise BuildFailed(failed.problems, texts) from None


def print_units(
    templates: Templates,
    rendition: PrintRendition,
    images: Mapping[str, str],
    cover: str,
    stacked: frozenset[str] = frozenset(),
    code: str = "",
) -> Iterator[Unit | LateUnit]:
    """The units of a PDF in order: the front matter as one, contents and other lists, each part and chapter, what stands behind.

    The front matter prints the digest of the sources, for which zeros stand until it is linked: no edit lays it out again. Late
    sections wait for page numbers. `images` gives the address of every figure by its `src`; `cover` is that of the cover, `code`
    that of the code which leads to the guide's home. `stacked` are the ids of tables that do not fit the rendition's pages, and
    are set as records.
    """
    book = templates.book
    rendering = replace(print_rendering(rendition, images, stacked), spelt_out=book.guide.spelt_out)
    shown = {
        "cover_url": cover,
        "code_url": code,
        "cover_alt": cover_alt(book),
        "emergency": book.emergency,
        "emergency_line": templates.emergency_line,
        "digest": book.digest,
        "bound": rendition.recto,
    }
    for name, values in (("front", shown), ("contents", dict(book.contents))):
        yield Unit(name, templates.printed(name, rendering, pickled(values)), "roman", f"styles/templates/{name}.html")
    for section in (each for each in sections(book) if each.front):
        html = _printed_section(templates, rendering, section)(None)
        yield Unit(section.id, html, "roman", f"styles/templates/{section.made_by}.html")
    for chapter in book.body:
        html = templates.printed(template_of(chapter), rendering, templates.chapter(chapter))
        yield Unit(chapter.id, html, "roman" if chapter.type == PREFACE else "arabic", chapter.span.path)
    for section in (each for each in sections(book) if not each.front):
        source = section.source or f"styles/templates/{section.made_by}.html"
        make = _printed_section(templates, rendering, section)
        yield LateUnit(section.id, make, source) if section.late else Unit(section.id, make(None), "arabic", source)


def print_rendering(rendition: PrintRendition, images: Mapping[str, str], stacked: frozenset[str]) -> Rendering:
    """What the templates are told of a rendition on paper."""
    return Rendering(
        medium="print",
        images=images,
        narrow=rendition.narrow,
        columns=rendition.columns,
        stacked=stacked,
        pages=True,
        margin=rendition.margin,
    )


def template_of(chapter: Chapter) -> str:
    """The name of the template that makes a chapter, or a part."""
    return "part" if chapter.type == PART else "chapter"


def _printed_section(templates: Templates, rendering: Rendering, section: MatterSection) -> Callable[[PageMap | None], str]:
    return lambda pages: templates.printed(section.made_by, rendering, templates.section(section, pages))


@dataclass(frozen=True)
class EbookUnit:
    """A document of the EPUB before it is made: its unit, title and template, what the template is given, who wrote it."""

    unit: str
    title: str
    template: str
    values: Values
    authors: tuple[Person, ...] = ()


def ebook_units(templates: Templates, pages: PageMap | None) -> Iterator[EbookUnit]:
    """The documents of the EPUB in the order of the spine, without cover and contents."""
    book = templates.book
    yield EbookUnit("title", book.guide.title, "title", given({}))
    if book.emergency:
        yield EbookUnit("emergency", book.emergency.plain_title, "emergency", templates.chapter(book.emergency))
    yield EbookUnit("imprint", book.guide.words.gettext("Imprint"), "imprint", given({"digest": book.digest}))
    made = [
        (each.front, EbookUnit(each.id, book.guide.words.gettext(each.title), each.made_by, templates.section(each, pages)))
        for each in sections(book)
    ]
    yield from (unit for front, unit in made if front)
    for chapter in book.body:
        shown = templates.chapter(chapter)
        yield EbookUnit(chapter.id, chapter.plain_title, template_of(chapter), shown, chapter.authors)
    yield from (unit for front, unit in made if not front)


def ebook_documents(
    templates: Templates, rendering: Rendering, pages: PageMap | None, skip: Callable[[str], bool] = lambda unit: False
) -> Iterator[tuple[str, str, Any]]:
    """The same, made: (unit, title, root of the XHTML)."""
    for each in ebook_units(templates, pages):
        if not skip(each.unit):
            here = replace(rendering, here=rendering.files.get(each.unit, document_name(each.unit)))
            yield each.unit, each.title, templates.maker.value.ebook_document(each.template, here, each.values.value)


def cover_alt(book: Book) -> str:
    """What the cover says, for those who do not see it."""
    guide = book.guide
    title, stop = (
        guide.words.gettext("Cover: %(title)s") % {"title": guide.title},
        guide.words.pgettext("at the end of a sentence", "."),
    )
    return " ".join(f"{words}{stop}" for words in (title, guide.subtitle, guide.edition) if words)


def utc(date: datetime.date) -> datetime.datetime:
    """Midnight UTC of a date: the only time that a build knows."""
    return datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.UTC)
