"""A generated textbook of any length: the same number of chapters and the same edits always give the same book.

A chapter takes about fourteen pages: sections, tables, a drawing, lists, footnotes, cross references to its own and other
chapters with page numbers, glossary links, index terms. Drawings, short tables (both float) and notes in the margin are as many
a page as in the guide: one in twelve, two in ten, eight in ten. Front matter with a table of contents, a glossary and an index
stand around.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.pdf.model import Rendition, Stylesheet

HERE = Path(__file__).parent
FONTS = HERE.parents[1] / "styles" / "fonts"
SMALL, _BEGINNINGS, _ENDINGS = (line.split() for line in (HERE / "words.txt").read_text("utf-8").splitlines())
LONG = [first + last for first in _BEGINNINGS for last in _ENDINGS]
SENTENCES = {"short": (5, 9), "middle": (9, 16), "long": (12, 26)}


class _Writer:
    """Words by the seed, and never by anything else."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - not for secrets

    def words(self, count: int) -> str:
        return " ".join(self.random.choice(LONG if self.random.random() < 0.2 else SMALL) for _ in range(count))

    def sentence(self, length: str = "long") -> str:
        return self.words(self.random.randint(*SENTENCES[length])).capitalize() + "."

    def title(self) -> str:
        return self.words(3).capitalize()


@dataclass
class Chapter:
    """A chapter as values for the template: blocks are (kind, id, values), runs of a paragraph (kind, values)."""

    number: int
    chapters: int
    extra: str = ""
    blocks: list[tuple[str, str, Any]] = field(default_factory=list)
    terms: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.id = f"ch{self.number:02d}"
        self.write = _Writer(f"chapter {self.number}")
        self.title = self.write.title()
        for number in range(1, 5):
            self._section(number)
        self.blocks.append(("h2", f"{self.id}-s5", (f"{self.number}.5", "Review questions")))
        self.blocks.append(("ol", "", [self.write.sentence("middle") for _ in range(12)]))
        if self.extra == "sentence":
            self.blocks[9][2].append(("text", "One more sentence was written here this morning."))
        if self.extra == "pages":
            more = _Writer("more")
            self.blocks[9:9] = [("p", "", [("text", " ".join(more.sentence() for _ in range(8)))]) for _ in range(9)]

    def _section(self, number: int) -> None:
        add = self.blocks.append
        add(("h2", f"{self.id}-s{number}", (f"{self.number}.{number}", self.write.title())))
        self._paragraphs(3)
        if number == 1:
            add(("figure", f"{self.id}-f1", (f"Figure {self.number}.1", self.write.sentence("middle"), self._bars())))
        if number in (2, 4):
            rows = [
                [self.write.words(2), self.write.sentence("short"), self.write.words(3), self.write.sentence("short")]
                for _ in range(7)
            ]
            add(
                ("table", f"{self.id}-t{number // 2}", (f"Table {self.number}.{number // 2}", self.write.sentence("short"), rows))
            )
        if number in (2, 3):
            add(("ul" if number == 3 else "ol", "", [self.write.sentence("middle") for _ in range(5)]))
        for letter in "ab":
            add(("h3", f"{self.id}-s{number}{letter}", self.write.title()))
            self._paragraphs(2)
        add(("box", "", (self.write.title(), [self.write.sentence(), self.write.sentence()])))
        if number in (1, 3, 4):
            rows = [[self.write.words(2), *(self.write.sentence("short") for _ in range(3))] for _ in range(4)]
            add(("short", f"{self.id}-t{number + 2}", (f"Table {self.number}.{number + 2}", self.write.sentence("short"), rows)))

    def _bars(self) -> list[tuple[int, int, str]]:
        heights = [self.write.random.randint(12, 110) for _ in range(8)]
        return [(40 + 44 * index, height, self.write.random.choice(SMALL)) for index, height in enumerate(heights)]

    def _paragraphs(self, count: int) -> None:
        for _ in range(count):
            runs: list[tuple[str, Any]] = []
            for _ in range(self.write.random.randint(5, 8)):
                runs.append(("text", self.write.sentence()))
                runs += self._extra()
            self.blocks.append(("p", "", runs))

    def _extra(self) -> list[tuple[str, Any]]:
        """What may follow a sentence."""
        choice = self.write.random.random()
        if choice < 0.06:
            return [("strong", self.write.words(2)), ("text", self.write.sentence("short"))]
        if choice < 0.10:
            return [("note", self.write.sentence("middle"))]
        if choice < 0.14:
            return [("see", (self._target(self.write.random.randint(1, self.chapters)), self._target(self.number)))]
        if choice < 0.22:
            return [("term", (self.write.random.randrange(GLOSSARY), self.write.words(1), self.write.sentence()))]
        if choice < 0.32:
            name = f"{self.id}-i{len(self.terms)}"
            self.terms.append((self.write.random.choice(LONG), name))
            return [("mark", name)]
        return []

    def _target(self, chapter: int) -> tuple[str, str]:
        kind, place = self.write.random.choice(
            [("Table", "t1"), ("Table", "t2"), ("Figure", "f1"), ("Section", "s2"), ("Section", "s4")]
        )
        return f"ch{chapter:02d}-{place}", f"{kind} {chapter}.{place[1]}"


GLOSSARY = 60


@dataclass(frozen=True)
class Book:
    """A book of so many chapters. `edits` gives a chapter another sentence or two more pages: {7: "sentence", 9: "pages"}."""

    chapters: int
    edits: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def _content(self) -> list[Chapter]:
        return [Chapter(number, self.chapters, self.edits.get(number, "")) for number in range(1, self.chapters + 1)]

    @cached_property
    def _templates(self) -> jinja2.Environment:
        loader = jinja2.FileSystemLoader(HERE)
        return jinja2.Environment(
            loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def _body(self, name: str, **values: object) -> str:
        return self._templates.get_template("book.html").module.__dict__[name](**values)  # type: ignore[no-any-return]

    def _page(self, kind: str, body: str) -> str:
        return self._templates.get_template("page.html").render(kind=kind, body=body)

    def units(self) -> list[Unit | LateUnit]:
        """The book for the linker."""
        chapters = [Unit(each.id, self._page("chapter", self._body("chapter", chapter=each))) for each in self._content]
        front = Unit("front", self._page("front", self._body("front", chapters=self._content)), "roman")
        glossary = Unit("glossary", self._page("chapter", self._glossary()))
        return [front, *chapters, glossary, LateUnit("index", lambda pages: self._page("chapter", self._index(pages)))]

    def _glossary(self) -> str:
        return self._body("glossary", entries=self._entries())

    def _entries(self) -> list[tuple[int, str, str]]:
        writer = _Writer("glossary")
        return [(index, LONG[3 * index], writer.sentence()) for index in range(GLOSSARY)]

    def _index(self, pages: PageMap | None) -> str:
        return self._body("index", terms=self._terms(pages))

    def _terms(self, pages: PageMap | None) -> list[tuple[str, list[str]]]:
        """The terms and their marks; those on one page count once where the pages are known."""
        terms: dict[str, dict[str, str]] = {}
        for chapter in self._content:
            for term, anchor in chapter.terms:
                terms.setdefault(term, {}).setdefault(pages.label(anchor) if pages else anchor, anchor)
        return [(term, list(found.values())) for term, found in sorted(terms.items())]

    def whole(self) -> str:
        """The book as one document, for WeasyPrint alone."""
        bodies = [self._body("chapter", chapter=each) for each in self._content]
        body = "".join([self._body("front", chapters=self._content), *bodies, self._glossary(), self._index(None)])
        return self._page("whole", body)

    def typst(self) -> str:
        """The book as a source file of Typst."""
        values = {"chapters": self._content, "entries": self._entries(), "terms": self._terms(None)}
        return self._templates.overlay(autoescape=False).get_template("book.typ").render(values)


def rendition(*extra: str) -> Rendition:
    """How the book looks, and that it is linearised, as all that is published. `extra` names more stylesheets of this folder."""
    sheets = tuple(Stylesheet(f"styles/{name}", (HERE / name).read_text("utf-8")) for name in ("book.css", *extra))
    fonts = {f"styles/fonts/{path.name}": path.read_bytes() for path in sorted(FONTS.glob("*.ttf"))}
    return Rendition("bench", sheets, fonts, linearized=True)
