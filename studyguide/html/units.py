"""Units: the book as XHTML, one document a unit, by the Jinja templates. The same templates serve print and EPUB."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from studyguide.book.model import Book, IndexEntry
from studyguide.html import Rendering, TemplateFailed, environment, render
from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.folder import Sources
from studyguide.sources.renditions import PrintRendition


@dataclass(frozen=True)
class Templates:
    """The Jinja environment and the words every template may use."""

    env: Any
    book: Book

    @classmethod
    def of(cls, sources: Sources, book: Book) -> Templates:
        """The templates of the project, ready for one book. Raises TemplateFailed."""
        texts = {p: t for p, t in sources.under("styles/templates").items() if p.endswith(".html") and "/" not in p}
        return cls(environment(texts), book)

    def make(self, template: str, rendering: Rendering, **values: object) -> str:
        """One document. Raises TemplateFailed."""
        return render(self.env, f"{template}.html", rendering, guide=self.book.guide, digest=self.book.digest, **values)


@contextmanager
def failures_reported(problems: Problems, texts: Mapping[str, str]) -> Iterator[None]:
    """A failing template becomes a mistake in `problems`; every BuildFailed gets the texts that its report quotes."""
    try:
        yield
    except TemplateFailed as failure:
        problems.error(failure.span, "bad-template", failure.message, failure.hint)
        raise BuildFailed(problems, texts) from None
    except BuildFailed as failed:
        raise BuildFailed(failed.problems, texts) from None


def print_units(
    templates: Templates, rendition: PrintRendition, images: Mapping[str, str], cover: str
) -> Iterator[Unit | LateUnit]:
    """The units of a PDF in order: the front matter as one, the contents, each chapter, each piece of back matter.

    The front matter prints the digest of the sources, so that every edit lays it out again; the contents are no part of it, to be
    spared that. The index waits for page numbers. `images` gives the address of every figure by its `src`; `cover` is that of the
    cover.
    """
    book = templates.book
    rendering = Rendering(
        medium="print", images=images, narrow=rendition.narrow, columns=rendition.columns, pages=True, margin=rendition.margin
    )
    front = templates.make(
        "front",
        rendering,
        cover_url=cover,
        cover_alt=cover_alt(book),
        emergency=book.emergency,
        emergency_line=(book.emergency_line,),
    )
    yield Unit("front", front, "roman", "styles/templates/front.html")
    yield Unit("contents", templates.make("contents", rendering, **book.contents), "roman", "styles/templates/contents.html")
    for unit, template, values, source in body(book):
        yield Unit(unit, templates.make(template, rendering, **values), "arabic", source)
    yield LateUnit(
        "index", lambda pages: templates.make("index", rendering, groups=joined(book, pages)), "styles/templates/index.html"
    )
    yield LateUnit("colophon", lambda pages: templates.make("colophon", rendering), "styles/templates/colophon.html")


def ebook_units(
    templates: Templates, rendering: Rendering, pages: PageMap | None, skip: Callable[[str], bool] = lambda unit: False
) -> Iterator[tuple[str, str, str]]:
    """The documents of the EPUB in the order of the spine, without cover and contents: (unit, title, XHTML)."""
    book = templates.book
    line = (book.emergency_line,)
    shown: list[tuple[str, str, str, dict[str, Any]]] = [
        ("title", book.guide.title, "title", {}),
        ("imprint", "Imprint", "imprint", {"emergency_line": line}),
        ("emergency", book.emergency.title, "emergency", {"chapter": book.emergency, "emergency_line": line}),
    ]
    shown += [(unit, unit_title(book, unit), template, values) for unit, template, values, _ in body(book)]
    shown.append(("index", "Index", "index", {"groups": joined(book, pages)}))
    shown.append(("colophon", "Colophon", "colophon", {}))
    for unit, title, template, values in shown:
        if skip(unit):
            continue
        here = replace(rendering, here=f"{unit}.xhtml")
        yield unit, title, templates.make(template, here, **values)


def body(book: Book) -> Iterator[tuple[str, str, dict[str, Any], str]]:
    """Chapters and back matter, without the index and the colophon: (unit, template, values, source file)."""
    for chapter in book.chapters:
        line = (book.emergency_line,) if chapter.emergency else ()
        yield chapter.id, "chapter", {"chapter": chapter, "emergency_line": line}, chapter.span.path
    if book.answers:
        yield "answers", "answers", {"groups": book.answers}, "styles/templates/answers.html"
    if book.glossary:
        yield "glossary", "glossary", {"groups": book.glossary}, "chapters/glossary.md"
    if book.faq:
        yield "faq", "faq", {"entries": book.faq}, "chapters/faq.md"
    if book.figures:
        yield "figure-descriptions", "figure-descriptions", {"figures": book.figures}, "styles/templates/figure-descriptions.html"
    if book.references:
        yield "references", "references", {"items": book.references}, "chapters/references.yaml"
    if book.guide.sign_offs:
        yield "sign-off", "sign-off", {"sign_offs": book.guide.sign_offs}, "chapters/guide.toml"


def unit_title(book: Book, unit: str) -> str:
    """The title of a chapter or a piece of back matter."""
    titles = {chapter.id: chapter.title for chapter in book.chapters}
    titles |= {item.anchor: item.title for item in book.contents["back"]}
    return titles[unit]


def cover_alt(book: Book) -> str:
    """What the cover says, for those who do not see it."""
    return f"Cover: {book.guide.title}. {book.guide.subtitle}. {book.guide.edition}."


def joined(book: Book, pages: PageMap | None) -> list[tuple[str, list[IndexEntry]]]:
    """The index with locators on one page named once and three or more pages in a row joined to a range (first, last)."""

    def join(entry: IndexEntry) -> IndexEntry:
        locators: Any = ranges(entry.locators, pages) if pages else entry.locators
        return replace(entry, locators=locators, children=tuple(join(c) for c in entry.children))

    return [(letter, [join(entry) for entry in group]) for letter, group in book.index]


def ranges(locators: Sequence[str], pages: PageMap) -> tuple[str | tuple[str, str], ...]:
    """Anchors in reading order as locators: an anchor, or the first and last anchor of at least three pages in a row."""
    by_page: dict[int, str] = {}
    for anchor in locators:
        if anchor in pages.anchors:  # a place in a unit that is not laid out yet has no page
            by_page.setdefault(pages.anchors[anchor], anchor)
    runs: list[list[int]] = []
    for page in sorted(by_page):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    out: list[str | tuple[str, str]] = []
    for run in runs:
        out += [(by_page[run[0]], by_page[run[-1]])] if len(run) > 2 else [by_page[page] for page in run]
    return tuple(out)


def utc(date: datetime.date) -> datetime.datetime:
    """Midnight UTC of a date: the only time that a build knows."""
    return datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.UTC)
