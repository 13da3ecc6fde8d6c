"""Generated chapters with many footnotes: by number, so that the same number always gives the same chapter."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

from studyguide.html.pages import Unit
from studyguide.pdf.layout import LaidOutUnit, LayoutEngine, StyleSet
from studyguide.pdf.numbers import filled
from studyguide.pdf.weasyprint70 import DocumentPage, paint
from studyguide.publish.pdf import print_job
from studyguide.sources.renditions import RENDITIONS
from tests.tinybook import changed, compile_tiny

WORDS = ["bake", "bread", "cool", "crumb", "crust", "dough", "flour", "fold", "oven", "prove", "rest", "salt", "shape", "slice"]
KINDS = ["short", "long", "address", "close", "mixed"]
"""What notes are like: a few words, up to a fifth of a page, a web address, several in a row, some of each."""

LEAST = 115
SHARE = 0.999
"""So many notes at least stand on the page of their call."""


class _Author:
    def __init__(self, number: int, notes: int) -> None:
        self.chance = random.Random(number)  # noqa: S311 - not for secrets
        self.kind, self.left, self.heads, self.notes = KINDS[number % len(KINDS)], notes, 0, [""]

    def words(self, least: int, most: int) -> str:
        return " ".join(self.chance.choice(WORDS) for _ in range(self.chance.randint(least, most)))

    def note(self) -> str:
        kind = self.chance.choice(KINDS[:3]) if self.kind == "mixed" else self.kind
        text = self.words(40, 90) if kind == "long" else self.words(3, 14)
        if kind == "address":
            text += " <https://example.org/" + self.words(4, 7).replace(" ", "/") + ">"
        self.notes.append(f"Note {len(self.notes)} {text}.")
        return f"[^{len(self.notes) - 1}]"

    def calls(self) -> str:
        count = min(self.left, self.chance.randint(2, 4) if self.kind == "close" and self.chance.random() < 0.3 else 1)
        self.left -= count
        return " ".join(self.note() for _ in range(count))

    def sentence(self, often: float) -> str:
        text = self.words(4, 18).capitalize()
        return f"{text}{self.calls() if self.left and self.chance.random() < often else ''}."

    def paragraph(self) -> str:
        return " ".join(self.sentence(0.35) for _ in range(self.chance.randint(2, 9)))

    def block(self) -> str:
        match self.chance.randrange(12):
            case 0:
                self.heads += 1
                return f"## Part {self.heads}: {self.words(1, 3)}\n\n{self.paragraph()}"
            case 1:
                return "\n".join(f"* {self.sentence(0.5)}" for _ in range(self.chance.randint(3, 7)))
            case 2:
                return f"> {self.sentence(0.5)}"
            case _:
                return self.paragraph()


def chapter(number: int, notes: int = LEAST) -> tuple[str, int]:
    """A chapter in Markdown, and how many notes it calls."""
    author = _Author(number, notes)
    blocks = []
    while author.left:
        blocks.append(author.block())
    blocks.append(author.paragraph())
    texts = [f"[^{place}]: {text}" for place, text in enumerate(author.notes) if place]
    return "\n\n".join(["---\nid: noted\ntitle: Notes\n---", *blocks, *texts]) + "\n", len(texts)


@dataclass(frozen=True)
class Noted:
    """How the notes of a chapter stand: the page of each call and of each note, by the number of the note in the text."""

    called: dict[int, int]
    printed: list[tuple[int, int]]

    @classmethod
    def of(cls, pages: list[DocumentPage]) -> Noted:
        """The notes of painted pages."""
        calls, notes = (
            [(run.element, number) for number, page in enumerate(pages) for run in page.runs if run.pseudo == part]
            for part in ("footnote-call", "footnote-marker")
        )
        order = {note: place for place, (note, _) in enumerate(calls)}
        return cls({order[note]: number for note, number in calls}, [(order.get(note, -1), number) for note, number in notes])

    @property
    def lost(self) -> int:
        """Notes that are called and not printed, or more than once."""
        numbers = [note for note, _ in self.printed]
        return sum(numbers.count(note) != 1 for note in self.called)

    @property
    def disordered(self) -> int:
        """Notes that are printed behind a later one."""
        numbers = [note for note, _ in self.printed]
        return sum(first > second for first, second in pairwise(numbers))

    @property
    def late(self) -> int:
        """Notes that are not on the page of their call."""
        return sum(self.called.get(note) != page for note, page in self.printed)


def laid_out(markdown: str, rendition: str) -> LaidOutUnit:
    """The chapter as a rendition of the tiny guide lays it out."""
    compiled = compile_tiny(changed(**{"chapters/03-noted.md": markdown}))
    units, look, _ = print_job(compiled, RENDITIONS[rendition])
    unit = next(unit for unit in units if unit.id == "noted" and isinstance(unit, Unit))
    return LayoutEngine(StyleSet.of(look)).lay_out(filled(unit.html, lambda _: "000"), 1, look.files)


def noted(markdown: str, rendition: str) -> Noted:
    """How a rendition prints the notes of a chapter."""
    return Noted.of(paint(laid_out(markdown, rendition).document).pages)
