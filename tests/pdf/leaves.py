"""A unit of one of everything that layout has to do with, as a list of blocks that is edited at random, by number."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterator

from studyguide.pdf import Cache
from studyguide.pdf.emit import Emitter
from studyguide.pdf.fragment import UnitFacts, UnitFragment
from studyguide.pdf.layout import LayoutEngine, StyleSet
from studyguide.pdf.resume import PageNumbers
from studyguide.pdf.sheets import SheetStore
from tests.pdf.sample import FIGURES, document, look

CSS = """
@page { size: 80mm 70mm; margin: 6mm 18mm 6mm 6mm; @top-left { content: string(head) " " string(section); font-size: 5pt }
  @bottom-center { font-size: 5pt } }
html { font-size: 7pt }
h2 { string-set: section content(text); bookmark-level: 2 }
figure, .short table { break-inside: avoid }
.beside { float: right; clear: right; width: 10mm; margin: 0 -12mm 1mm 2mm; font-size: 5pt; line-height: 0 }
.beside span { display: inline-block; width: 100%; line-height: 1.2 }
.box { border: 1pt solid #888; padding: 2mm; break-inside: avoid }
.terms { columns: 2 }
"""
WORDS = ["bake", "bread", "cool", "crumb", "crust", "dough", "flour", "fold", "oven", "prove", "rest", "salt", "shape", "slice"]
BLOCKS = 75


class Author:
    """Writes blocks, and edits them."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)  # noqa: S311 - not for secrets
        self.count = 0

    def words(self, least: int, most: int) -> str:
        """Some words."""
        return " ".join(self.chance.choice(WORDS) for _ in range(self.chance.randint(least, most)))

    def name(self) -> str:
        """An id that nothing else has."""
        self.count += 1
        return f"x{self.count}"

    def note(self) -> str:
        """A footnote."""
        return f'<span class="footnote" id="{self.name()}">{self.words(3, 25)}</span>'

    def paragraph(self) -> str:
        """A paragraph, perhaps with a note, a note in the margin, a cross reference."""
        extra = self.chance.choice([
            "", "", "", self.note(), self.note() + " and" + self.note(),
            f'<span class="beside"><span>{self.words(2, 6)}</span></span>',
            f' <a class="xref" href="#x1" data-page="{"0" * self.chance.randint(1, 3)}">there</a>',
            "<em>much</em>", "<!-- nothing -->",
        ])  # fmt: skip
        return f'<p id="{self.name()}">{self.words(3, 40)}{extra} {self.words(2, 30)}</p>'

    def table(self) -> str:
        """A table, short or as long as a page."""
        rows = "".join(f"<tr><th scope='row'>{self.words(1, 2)}</th><td>{self.words(1, 5)}</td></tr>" for _ in range(self.rows()))
        head = "<thead><tr><th scope='col'>A</th><th scope='col'>B</th></tr></thead>"
        return f"<div class='table {'short' * (len(rows) < 400)}'><table>{head}<tbody>{rows}</tbody></table></div>"

    def rows(self) -> int:
        """How many rows a table has."""
        return self.chance.choice([2, 3, 4, 25])

    def block(self) -> str:
        """A block of any kind."""
        made: Callable[[], str] = self.chance.choice([
            *[self.paragraph] * 9,
            self.table,
            lambda: f'<h2 id="{self.name()}">{self.words(1, 3)}</h2>{self.paragraph()}',
            lambda: f'<figure><img src="figures/square.svg" alt="a" style="height: {self.chance.randint(10, 35)}mm"/></figure>',
            lambda: f"<ul>{''.join(f'<li>{self.words(2, 12)}</li>' for _ in range(4))}</ul>",
            lambda: f'<div class="box">{self.paragraph()}{self.paragraph()}</div>',
            lambda: f'<ul class="terms">{"".join(f"<li>{self.words(1, 3)}</li>" for _ in range(6))}</ul>',
            lambda: f'<section class="sec"><h2>{self.words(1, 2)}</h2>{self.paragraph()}{self.paragraph()}</section>',
        ])  # fmt: skip
        return made()

    def edited(self, blocks: list[str]) -> tuple[str, list[str]]:
        """What was done, and the blocks after it."""
        at, new = self.chance.randrange(len(blocks)), list(blocks)
        what = self.chance.choice(["word", "word", "more", "less", "other", "move", "wider", "attribute", "unseen"])
        match what:
            case "word":
                new[at] = (
                    new[at].replace(" ", f" {self.chance.choice(WORDS)} ", 1) if new[at].startswith("<p ") else self.paragraph()
                )
            case "more":
                new.insert(at, self.block())
            case "less":
                del new[at]
            case "other":
                new[at] = self.block()
            case "move":
                new.insert(self.chance.randrange(len(new)), new.pop(at))
            case "wider":
                new = [each.replace('data-page="0"', 'data-page="00"') for each in new]
            case "attribute":
                new[at] = new[at].replace("<p ", '<p style="color: #123456" ', 1)
            case "unseen":
                new.insert(at, f'<span hidden="hidden" id="{self.name()}" style="display: none"></span>')
        return what, new


def unit(blocks: list[str]) -> str:
    """The HTML of a unit."""
    return document(f'<section id="c"><h1>Leaves</h1>{"".join(blocks)}</section>')


class Press:
    """Lays units out and paints them, with or without memory."""

    def __init__(self) -> None:
        self.rendition = look(CSS)
        self.engine = LayoutEngine(StyleSet.of(self.rendition))

    def made(
        self, html: str, cache: Cache, *, whole: bool = False, first: int = 1
    ) -> tuple[tuple[UnitFragment, UnitFacts], Counter[str]]:
        """The fragment of a unit with its facts, and how many pages were made and reused; with `whole`, all are made."""
        store = SheetStore(cache, "sample", "trail-sample", whole=whole)
        files = {name: (hashlib.sha256(data).hexdigest(), data) for name, data in FIGURES.items()}
        made = self.engine.paint(html, PageNumbers(first, "arabic"), files, store)
        return Emitter(made.painted, made.root, "unit", dict.fromkeys(self.engine.fonts, "")).run(
            "arabic", made.complaints
        ), store.tally


def drafts(number: int, edits: int) -> Iterator[tuple[str, str]]:
    """A unit and what it is after each of so many edits; and what was done."""
    author = Author(number)
    blocks = [author.block() for _ in range(BLOCKS)]
    yield "new", unit(blocks)
    for _ in range(edits):
        what, blocks = author.edited(blocks)
        yield what, unit(blocks)
