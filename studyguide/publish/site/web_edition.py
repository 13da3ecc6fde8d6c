"""The web edition: every unit of the guide as a page, and all of it as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from studyguide.art.screen_drawings import for_screens
from studyguide.html import Rendering, fill
from studyguide.html.units import EbookUnit, Templates, ebook_units
from studyguide.html.web_edition import Beside, WebBody, answers_of, web_body
from studyguide.html.xhtml import serialise
from studyguide.nodes import plain
from studyguide.publish.compiled import Compiled
from studyguide.sources.identifiers import plain_id

READ = "read/"
WHOLE = "all.html"
CONTENTS = "contents.html"


@dataclass(frozen=True)
class WebPage:
    """A page before it has its head and foot: its file, its title, what it shows."""

    name: str
    title: str
    body: WebBody


@dataclass(frozen=True)
class WebEdition:
    """The pages of a compiled guide, made from the documents of its e-book."""

    compiled: Compiled

    def files(self) -> dict[str, bytes]:
        """All pages and pictures by name, below `READ`. Raises TemplateFailed."""
        return {**self._written(), **self._moved(), WHOLE: self._shown(self._whole(), None, None), **self._pictures()}

    @cached_property
    def pages(self) -> tuple[WebPage, ...]:
        """The pages in reading order, the contents first."""
        return tuple(self._pages())

    def _pages(self) -> Iterator[WebPage]:
        words = self.compiled.book.guide.words
        contents = self._templates.make("contents", self._at(CONTENTS), **self.compiled.book.contents)
        yield WebPage(CONTENTS, words.gettext("Contents"), web_body(contents, Beside()))
        for unit, root in self._documents.items():
            yield WebPage(file_name(unit), self._units[unit].title, web_body(root, self._beside))

    def _written(self) -> dict[str, bytes]:
        around = zip((None, *self.pages), self.pages, (*self.pages[1:], None), strict=False)
        return {page.name: self._shown(page, before, after) for before, page, after in around}

    def _shown(self, page: WebPage, before: WebPage | None, after: WebPage | None) -> bytes:
        def way(to: WebPage | None) -> dict[str, str] | None:
            return {"address": to.name, "title": to.title} if to else None

        values = {"title": page.title, "body": page.body.markup, "before": way(before), "after": way(after)}
        return fill(self._templates.env, "site/page.html", guide=self._guide, top="../", here="read", **values).encode()

    def _whole(self) -> WebPage:
        """The whole guide as one page: every link stays in it."""
        rendering = replace(self._rendering, files=dict.fromkeys(self.compiled.book.units, WHOLE), here=WHOLE)
        bodies = [web_body(self._made(unit, rendering), Beside(self._beside.meanings)) for unit in self._units.values()]
        title = self._guide.words.gettext("The whole guide")
        return WebPage(WHOLE, title, WebBody("\n".join(body.markup for body in bodies)))

    def _moved(self) -> dict[str, bytes]:
        """The pages at the old addresses of chapters that were renamed."""
        chapters = {chapter.id: chapter for chapter in self.compiled.book.chapters}
        old = {old: chapters[new] for old, new in self.compiled.book.old_addresses.items() if new in chapters}
        return {
            file_name(name): serialise(self._templates.make("moved", self._rendering, chapter=to, href=file_name(to.id))).encode()
            for name, to in old.items()
        }

    def _pictures(self) -> dict[str, bytes]:
        drawn = {self._images[src]: for_screens(svg).encode() for src, svg in self.compiled.figures.items()}
        return drawn | {self._images[src]: made.screen for src, made in self.compiled.photographs.items()}

    @cached_property
    def _documents(self) -> dict[str, Any]:
        return {name: self._made(unit, self._at(file_name(name))) for name, unit in self._units.items()}

    def _made(self, unit: EbookUnit, rendering: Rendering) -> Any:
        return self._templates.maker.value.ebook_document(unit.template, rendering, unit.values.value)

    @cached_property
    def _units(self) -> dict[str, EbookUnit]:
        return {unit.unit: unit for unit in ebook_units(self._templates, None)}

    @cached_property
    def _beside(self) -> Beside:
        entries = [entry for _, entries in self.compiled.book.glossary for entry in entries]
        meanings = {plain_id(entry.anchor): meaning(entry.definition) for entry in entries}
        answers = answers_of(self._documents["answers"]) if "answers" in self._units else {}
        return Beside(meanings, answers, self._guide.words.gettext("Answer"))

    def _at(self, name: str) -> Rendering:
        return replace(self._rendering, here=name)

    @cached_property
    def _rendering(self) -> Rendering:
        homes = {anchor: file_name(unit) for anchor, unit in self.compiled.book.units.items()} | {"contents": CONTENTS}
        return Rendering(medium="epub", files=homes, images=self._images, pages=False, margin=False)

    @cached_property
    def _images(self) -> dict[str, str]:
        drawn = {src: f"images/{Path(src).stem}.svg" for src in self.compiled.figures}
        return drawn | {src: f"images/{Path(src).stem}.{made.ending}" for src, made in self.compiled.photographs.items()}

    @cached_property
    def _templates(self) -> Templates:
        return self.compiled.templates

    @property
    def _guide(self) -> Any:
        return self.compiled.book.guide


def file_name(unit: str) -> str:
    """The file of a unit's page."""
    return f"{plain_id(unit)}.html"


def meaning(definition: tuple[Any, ...]) -> str:
    """The words of a definition's first paragraph."""
    return " ".join(plain(getattr(definition[0], "children", ())).split()) if definition else ""
