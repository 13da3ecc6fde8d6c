"""Units: the book as XHTML, one document a unit, by the Jinja templates. The same templates serve print and EPUB."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from studyguide.book.backmatter import MatterSection, sections
from studyguide.book.model import Book
from studyguide.html import Environment, Rendering, document, document_name, environment
from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.html.typography import mark_long_words, order_notes, set_gaps
from studyguide.html.xhtml import serialise
from studyguide.nodes import Chapter, Paragraph
from studyguide.sources.config import Guide
from studyguide.sources.diagnostics import BuildFailed, Problems, StageFailed
from studyguide.sources.folder import Sources
from studyguide.sources.remembered import Memory, Part, given, pickled
from studyguide.sources.renditions import PrintRendition

NO_DIGEST = "0" * 64
Values = Part[dict[str, Any]]


@dataclass(frozen=True)
class Templates:
    """The Jinja environment, the words every document may use, and what templates made of them before."""

    env: Environment
    book: Book
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    remembered: Memory = field(default_factory=Memory, repr=False)

    @classmethod
    def of(cls, sources: Sources, book: Book, remembered: Memory | None = None) -> Templates:
        """The templates of the project, ready for one book. Raises TemplateFailed."""
        texts, remembered = sources.under("styles/templates"), remembered or Memory()
        return cls(environment(texts, remembered), book, texts, remembered)

    def make(self, template: str, rendering: Rendering, **values: object) -> Any:
        """The root of one document. Raises TemplateFailed."""
        return make(self.env, template, rendering, self.book.guide, self.book.digest, values)

    def printed(self, template: str, rendering: Rendering, values: Values) -> str:
        """One document for print. Raises TemplateFailed."""
        return self.remembered(print_document, *self.names, template, rendering, self._guide, values).value

    @cached_property
    def names(self) -> tuple[Part[Environment], ...]:
        """The environment, named by all templates."""
        return (given(self.env, self.texts),)

    @cached_property
    def _guide(self) -> Part[Guide]:
        return given(self.book.guide)

    @property
    def emergency_line(self) -> tuple[Paragraph, ...]:
        """The blocks of the emergency line."""
        return (self.book.emergency_line,) if self.book.emergency_line else ()

    def chapter(self, chapter: Chapter) -> dict[str, Any]:
        """What the template of a chapter is given."""
        line = self.emergency_line if chapter.emergency else ()
        return {"chapter": chapter, "emergency_line": line, "notes": self.book.notes.get(chapter.id, ())}

    def named_chapter(self, chapter: Chapter) -> Values:
        """The same under a name."""
        values = self.chapter(chapter)
        return (
            given(values, self.book.digests[chapter.id], values["emergency_line"])
            if chapter.id in self.book.digests
            else pickled(values)
        )

    def section(self, section: MatterSection, pages: PageMap | None) -> dict[str, Any]:
        """What the template of a section of the back matter is given."""
        notes = self.book.notes.get(section.id, ())
        return {"section": section, "notes": notes, **section.values(self.book, pages.anchors if pages else None)}

    def named_section(self, section: MatterSection, pages: PageMap | None) -> Values:
        """The same under a name."""
        values = self.section(section, pages)
        return given(values, section.id, pickled({name: value for name, value in values.items() if value is not section}))


def make(env: Environment, template: str, rendering: Rendering, guide: Guide, digest: str, values: Mapping[str, Any]) -> Any:
    """The root of one document. Raises TemplateFailed."""
    return document(env, f"{template}.html", rendering, guide=guide, digest=digest, **values)


def print_document(
    env: Environment, template: str, rendering: Rendering, guide: Guide, values: Mapping[str, Any], problems: Problems
) -> str:
    """One document for print; zeros stand for the digest, until it is linked. Raises TemplateFailed. A step."""
    root = make(env, template, rendering, guide, NO_DIGEST, values)
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
    templates: Templates, rendition: PrintRendition, images: Mapping[str, str], cover: str, stacked: frozenset[str] = frozenset()
) -> Iterator[Unit | LateUnit]:
    """The units of a PDF in order: the front matter as one, the contents, each chapter, each section of back matter.

    The front matter prints the digest of the sources, for which zeros stand until it is linked: no edit lays it out again. Late
    sections wait for page numbers. `images` gives the address of every figure by its `src`; `cover` is that of the cover.
    `stacked` are the ids of tables that do not fit the rendition's pages, and are set as records.
    """
    book = templates.book
    rendering = Rendering(
        medium="print",
        images=images,
        narrow=rendition.narrow,
        columns=rendition.columns,
        stacked=stacked,
        pages=True,
        margin=rendition.margin,
    )
    shown = {
        "cover_url": cover,
        "cover_alt": cover_alt(book),
        "emergency": book.emergency,
        "emergency_line": templates.emergency_line,
    }
    for name, values in (("front", shown), ("contents", dict(book.contents))):
        yield Unit(name, templates.printed(name, rendering, pickled(values)), "roman", f"styles/templates/{name}.html")
    for chapter in book.chapters:
        html = templates.printed("chapter", rendering, templates.named_chapter(chapter))
        yield Unit(chapter.id, html, "arabic", chapter.span.path)
    for section in sections(book):
        source = section.source or f"styles/templates/{section.id}.html"
        make = _printed_section(templates, rendering, section)
        yield LateUnit(section.id, make, source) if section.late else Unit(section.id, make(None), "arabic", source)


def _printed_section(templates: Templates, rendering: Rendering, section: MatterSection) -> Callable[[PageMap | None], str]:
    return lambda pages: templates.printed(section.id, rendering, templates.named_section(section, pages))


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
