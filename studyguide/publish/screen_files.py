"""Screen files: those of the e-book and the web pages one at a time, each the very bytes that are published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from studyguide.art.fonts import FontFace
from studyguide.epub.package import package
from studyguide.epub.publication import LEXICON
from studyguide.html import document_name
from studyguide.html.pages import PageMap
from studyguide.html.units import Templates, failures_reported
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import Spine, drawn_faces, publication, style_sheet
from studyguide.publish.web import dressing, web_pages
from studyguide.sources.cache import Cache
from studyguide.sources.diagnostics import BuildFailed, Problems

SHEET = "book.css"
FONTS = "fonts/"
WHOLE = ("cover.xhtml", "images/cover.jpg", LEXICON, "nav.xhtml", "toc.ncx")
"""What only the whole of the EPUB can tell."""


@dataclass(frozen=True)
class ScreenFiles:
    """What is read on screens of one compiled book. `pages` are those that the EPUB names, `pictures` keeps what was painted."""

    compiled: Compiled
    pages: PageMap | None
    pictures: Cache
    _made: dict[tuple[str, str], bytes | None] = field(default_factory=dict, repr=False, compare=False)

    def ebook(self, name: str) -> bytes | None:
        """A file of the EPUB by its name below `EPUB/`; None if there is none of that name. Raises BuildFailed."""
        return self._once("epub", name, self._ebook)

    def web(self, name: str) -> bytes | None:
        """A file of the web pages by its name; None if there is none of that name. Raises BuildFailed."""
        return self._once("web", name, self._web)

    def _once(self, view: str, name: str, make: Callable[[str], bytes | None]) -> bytes | None:
        if (view, name) not in self._made:
            self._made[view, name] = make(name)
        return self._made[view, name]

    def _ebook(self, name: str) -> bytes | None:
        with failures_reported(Problems(), self.compiled.sources.texts):
            if name == SHEET:
                return style_sheet(self.compiled, self._templates, drawn=self._faces)
            if name in self._spine.units:
                return self._spine.document(name)
            if name in self._figures:
                return self.compiled.photographs[self._figures[name]].screen
            if name.startswith(FONTS):
                return next((face.data for face in self._faces if face.file_name == name.removeprefix(FONTS)), None)
            return self._package[name] if name in WHOLE else None

    def _web(self, name: str) -> bytes | None:
        chapters = {document_name(chapter.id): chapter.id for chapter in self.compiled.book.chapters}
        if name in chapters:
            return web_pages(self.compiled, chapters[name])[name]
        return self._dressing[name] if name in self._dressing else self._frame.get(name)

    @cached_property
    def _templates(self) -> Templates:
        return self.compiled.templates

    @cached_property
    def _spine(self) -> Spine:
        return Spine(self.compiled, self._templates, self.pages)

    @cached_property
    def _figures(self) -> dict[str, str]:
        return {address: src for src, address in self._spine.images.items()}

    @cached_property
    def _faces(self) -> tuple[FontFace, ...]:
        return drawn_faces(self.compiled)

    @cached_property
    def _dressing(self) -> dict[str, bytes]:
        return dressing(self.compiled)

    @cached_property
    def _frame(self) -> dict[str, bytes]:
        return web_pages(self.compiled, "frame")

    @cached_property
    def _package(self) -> Mapping[str, bytes]:
        """Everything below `EPUB/`. Raises BuildFailed."""
        problems = Problems()
        made = publication(self.compiled, self._templates, self.pages, self.pictures, problems)
        if problems.errors:
            raise BuildFailed(problems)
        return {file.name: file.data for file in package(made, self._templates.env).files}
