"""Pieces of a book that leave it one by one, for cards and banks of questions: HTML that stands alone, with its pictures."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from studyguide.art.screen_drawings import for_screens
from studyguide.html import Rendering, document_name
from studyguide.html.excerpts import excerpt
from studyguide.html.units import Templates
from studyguide.nodes import CrossReference, Figure, NoteCall
from studyguide.nodes.tree import walk
from studyguide.publish.compiled import Compiled


@dataclass(frozen=True)
class Pieces:
    """What pieces are made with: the guide, its templates and pictures."""

    compiled: Compiled

    def made(self, template: str, **values: object) -> str:
        """What a template makes of values, as HTML in one line. Raises TemplateFailed."""
        return excerpt(self._templates.make(template, self._rendering, **values))

    def pictures(self, markup: str) -> dict[str, bytes]:
        """The files that HTML shows, by the names that it has for them."""
        return {name: data for name, data in self._media.items() if f'"{name}"' in markup}

    def figures(self, asked: object) -> list[Figure]:
        """The figures that nodes refer to: whoever is asked a question must see them."""
        named = {node.target for node in walk(asked) if isinstance(node, CrossReference)}
        return [figure for figure in self.compiled.book.figures if figure.id in named]

    def first_name(self, anchor: str) -> str:
        """What an anchor was called first, if it was renamed."""
        return self._first_names.get(anchor, anchor)

    @cached_property
    def _templates(self) -> Templates:
        return self.compiled.templates

    @cached_property
    def _rendering(self) -> Rendering:
        homes = {anchor: document_name(unit) for anchor, unit in self.compiled.book.units.items()}
        return Rendering(medium="epub", files=homes, images=self._images, pages=False, margin=False)

    @cached_property
    def _images(self) -> dict[str, str]:
        """The name of every picture outside the guide, by its `src`."""
        name = self.compiled.book.guide.name
        drawn = {src: f"{name}-{Path(src).name}" for src in self.compiled.figures}
        return drawn | {src: f"{name}-{Path(src).stem}.{made.ending}" for src, made in self.compiled.photographs.items()}

    @cached_property
    def _media(self) -> Mapping[str, bytes]:
        drawn = {self._images[src]: for_screens(svg).encode() for src, svg in self.compiled.figures.items()}
        return drawn | {self._images[src]: made.screen for src, made in self.compiled.photographs.items()}

    @cached_property
    def _first_names(self) -> dict[str, str]:
        return {new: old for old, new in reversed([*self.compiled.book.old_addresses.items()])}


def calls(value: object) -> tuple[NoteCall, ...]:
    """The calls of footnotes in nodes."""
    return tuple(node for node in walk(value) if isinstance(node, NoteCall))


def escaped(words: str) -> str:
    """Words as HTML."""
    return html.escape(words, quote=False)
