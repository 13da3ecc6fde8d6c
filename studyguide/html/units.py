"""Units: the book as XHTML, one document a unit, by the Jinja templates. The same templates serve print and EPUB."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from studyguide.book.backmatter import MatterSection, sections
from studyguide.book.model import Book
from studyguide.html import Environment, Rendering, document, document_name, environment
from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.html.typography import mark_long_words, order_notes, set_gaps
from studyguide.html.xhtml import serialise
from studyguide.nodes import Chapter, Paragraph
from studyguide.sources.diagnostics import BuildFailed, Problems, StageFailed
from studyguide.sources.folder import Sources
from studyguide.sources.renditions import PrintRendition


@dataclass(frozen=True)
class Templates:
    """The Jinja environment and the words every document may use."""

    env: Environment
    book: Book

    @classmethod
    def of(cls, sources: Sources, book: Book) -> Templates:
        """The templates of the project, ready for one book. Raises TemplateFailed."""
        return cls(environment(sources.under("styles/templates")), book)

    def make(self, template: str, rendering: Rendering, **values: object) -> Any:
        """The root of one document. Raises TemplateFailed."""
        return document(self.env, f"{template}.html", rendering, guide=self.book.guide, digest=self.book.digest, **values)

    def printed(self, template: str, rendering: Rendering, **values: object) -> str:
        """One document for print. Raises TemplateFailed."""
        root = self.make(template, rendering, **values)
        mark_long_words(root)
        set_gaps(root)
        return serialise(root)

    @property
    def emergency_line(self) -> tuple[Paragraph, ...]:
        """The blocks of the emergency line."""
        return (self.book.emergency_line,) if self.book.emergency_line else ()

    def chapter(self, chapter: Chapter) -> dict[str, object]:
        """What the template of a chapter is given."""
        line = self.emergency_line if chapter.emergency else ()
        return {"chapter": chapter, "emergency_line": line, "notes": self.book.notes.get(chapter.id, ())}

    def section(self, section: MatterSection, pages: PageMap | None) -> dict[str, object]:
        """What the template of a section of the back matter is given."""
        notes = self.book.notes.get(section.id, ())
        return {"section": section, "notes": notes, **section.values(self.book, pages.anchors if pages else None)}


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
    templates: Templates, rendition: PrintRendition, images: Mapping[str, str], cover: str, stacked: frozenset[str] = frozenset()
) -> Iterator[Unit | LateUnit]:
    """The units of a PDF in order: the front matter as one, the contents, each chapter, each section of back matter.

    The front matter prints the digest of the sources, for which zeros stand until it is linked: no edit lays it out again. Late
    sections wait for page numbers. `images` gives the address of every figure by its `src`; `cover` is that of the cover.
    `stacked` are the ids of tables that do not fit the rendition's pages, and are set as records.
    """
    book = templates.book
    rendering = print_rendering(rendition, images, stacked)
    front = templates.printed(
        "front",
        rendering,
        cover_url=cover,
        cover_alt=cover_alt(book),
        emergency=book.emergency,
        emergency_line=templates.emergency_line,
    )
    yield Unit("front", front, "roman", "styles/templates/front.html")
    yield Unit("contents", templates.printed("contents", rendering, **book.contents), "roman", "styles/templates/contents.html")
    for chapter in book.chapters:
        yield Unit(chapter.id, templates.printed("chapter", rendering, **templates.chapter(chapter)), "arabic", chapter.span.path)
    for section in sections(book):
        source = section.source or f"styles/templates/{section.id}.html"
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


def _printed_section(templates: Templates, rendering: Rendering, section: MatterSection) -> Callable[[PageMap | None], str]:
    return lambda pages: templates.printed(section.id, rendering, **templates.section(section, pages))


def ebook_units(
    templates: Templates, rendering: Rendering, pages: PageMap | None, skip: Callable[[str], bool] = lambda unit: False
) -> Iterator[tuple[str, str, Any]]:
    """The documents of the EPUB in the order of the spine, without cover and contents: (unit, title, root of the XHTML)."""
    book = templates.book
    shown: list[tuple[str, str, str, dict[str, Any]]] = [
        ("title", book.guide.title, "title", {}),
        ("imprint", "Imprint", "imprint", {}),
    ]
    if book.emergency:
        shown.append(("emergency", book.emergency.plain_title, "emergency", templates.chapter(book.emergency)))
    shown += [(chapter.id, chapter.plain_title, "chapter", templates.chapter(chapter)) for chapter in book.chapters]
    shown += [(each.id, each.title, each.id, templates.section(each, pages)) for each in sections(book)]
    for unit, title, template, values in shown:
        if not skip(unit):
            root = templates.make(template, replace(rendering, here=document_name(unit)), **values)
            order_notes(root)
            yield unit, title, root


def cover_alt(book: Book) -> str:
    """What the cover says, for those who do not see it."""
    guide = book.guide
    return " ".join(f"{words}." for words in (f"Cover: {guide.title}", guide.subtitle, guide.edition) if words)


def utc(date: datetime.date) -> datetime.datetime:
    """Midnight UTC of a date: the only time that a build knows."""
    return datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.UTC)
