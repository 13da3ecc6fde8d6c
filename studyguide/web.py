"""Web pages: the units as XHTML files that a browser opens from the disk. A preview for editors; the EPUB is the published e-book."""

from __future__ import annotations

from pathlib import Path

from studyguide.diagnostics import BuildFailed, Problems
from studyguide.html import Rendering, TemplateFailed
from studyguide.project import Compiled
from studyguide.units import Templates, ebook_units

SHEETS = ("styles/tokens.css", "styles/content.css", "styles/web.css")


def web_pages(compiled: Compiled) -> dict[str, bytes]:
    """The files of the preview by name: a page a unit, the contents as index.xhtml, figures, one style sheet. Raises BuildFailed."""
    book, texts = compiled.book, compiled.sources.texts
    homes = {anchor: f"{unit}.xhtml" for anchor, unit in book.units.items()} | {"contents": "contents.xhtml"}
    images = {src: f"images/{Path(src).name}" for src in compiled.figures}
    rendering = Rendering(medium="epub", files=homes, images=images, pages=False, margin=False, stylesheets=("guide.css",))
    try:
        templates = Templates.of(compiled.sources, book)
        pages = {f"{unit}.xhtml": text.encode() for unit, _, text in ebook_units(templates, rendering, None)}
        pages["contents.xhtml"] = templates.make("contents", rendering, **book.contents).encode()
    except TemplateFailed as failure:
        problems = Problems()
        problems.error(failure.span, "bad-template", failure.message, failure.hint)
        raise BuildFailed(problems, texts) from None
    pages["guide.css"] = "\n".join(texts[sheet] for sheet in SHEETS).encode()
    return {**pages, **{images[src]: svg.encode() for src, svg in compiled.figures.items()}}
