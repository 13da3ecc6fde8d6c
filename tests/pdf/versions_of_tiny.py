"""The tiny guide as it is edited: each edit takes its texts to others, and what a build makes of them is one value."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from studyguide.html.pages import LateUnit, PageMap
from studyguide.publish.compiled import compile_sources
from studyguide.publish.epubs import make_epubs
from studyguide.publish.pdf import print_job
from studyguide.sources.cache import Cache
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.folder import Sources
from studyguide.sources.messages import report
from studyguide.sources.remembered import Memory
from studyguide.sources.renditions import RENDITIONS
from tests.tinybook import tiny_sources

Texts = Mapping[str, str]
COUNT, CALM, SAFETY = "chapters/01-counting.md", "chapters/02-calm.md", "chapters/safety.md"
EMERGENCY, GLOSSARY, FAQ, GUIDE = "chapters/emergency.md", "chapters/glossary.md", "chapters/faq.md", "chapters/guide.toml"
VALUES, REFERENCES, CHART = "chapters/values.toml", "chapters/references.yaml", "chapters/figures/bars.toml"
RULER, TOKENS, NODES = "chapters/figures/ruler.svg", "styles/tokens.css", "styles/templates/nodes.html"
FONT = "styles/fonts/SourceSans3-Bold.ttf"
BARS = """id = "bars"
kind = "range-bars"
title = "Two bars"
desc = "Two bars for the tests."
source = ["book-a"]
axis = { ticks = [0, 50, 100], label = "Per cent" }
row = [{ label = "A", low = 10, high = 30 }, { label = "B", low = 40, high = 90, fill = "hatch" }]
"""
FIGURE = """
::::{figure} figures/bars.svg
:id: fig-bars
:alt: Two bars
:credit: Drawn from {cite}`book-a`.

Two bars.

:::{description}
One bar is longer than the other.
:::
::::
"""
ENTRY = ":::{entry} zenith\n:id: zenith\nThe highest point.\n:::\n\n"
MORE = """---
id: more
title: One chapter more
---
## What is more {#sec-more}

The {term}`nadir` passes, see {ref}`sec-count`.{index}`more`{cite}`book-a`
"""


@dataclass(frozen=True)
class BookEdit:
    """A kind of edit: in a file, words that take the place of others; the whole file moved; or one more file."""

    path: str
    old: str = ""
    new: str = ""
    to: str = ""

    def of(self, texts: Texts) -> Texts:
        """The texts after the edit; after the same edit once more, those before it."""
        made = dict(texts)
        if self.to:
            there, free = (self.path, self.to) if self.path in made else (self.to, self.path)
            made[free] = made.pop(there).replace(f"id: {_id(there)}\n", f"id: {_id(free)}\n")
        elif self.more and self.path in made:
            del made[self.path]
        elif self.more:
            made[self.path] = self.new
        elif self.new and self.new in texts[self.path]:
            made[self.path] = texts[self.path].replace(self.new, self.old, 1)
        else:
            made[self.path] = texts[self.path].replace(self.old, self.new, 1)
        return made

    @property
    def more(self) -> bool:
        """Whether it adds a file."""
        return not (self.to or self.old)


def _id(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md").partition("-")[2]


EDITS = {
    "a word": BookEdit(CALM, "passes.", "passes soon."),
    "a paragraph": BookEdit(COUNT, "## The count", "A paragraph more.\n\n## The count"),
    "a chapter's title": BookEdit(CALM, "title: Keeping calm", "title: Staying calm"),
    "a heading": BookEdit(COUNT, "### A closer look", "### A look from near"),
    "a reference to a heading": BookEdit(CALM, "See {ref}`sec-count`", "See {ref}`sec-closer`"),
    "a citation": BookEdit(CALM, "It is not.{cite}`book-a`", "It is not.{cite}`paper-b`"),
    "a note": BookEdit(CALM, "passes.", "passes.[^soon]\n\n[^soon]: Within days.\n"),
    "an index mark": BookEdit(CALM, "{index}`nadir`", "{index}`nadir; passing`"),
    "a term": BookEdit(CALM, "when the temperature", "in {term}`neutropenia`, when the temperature"),
    "an answer": BookEdit(COUNT, "All were counted.", "All of them were counted."),
    "a description": BookEdit(COUNT, "with one mark at", "with a mark at"),
    "a check that fails": BookEdit(COUNT, ":check: 2400 * 50 / 100 == 1200\nMult", ":check: 2400 * 50 / 100 == 1300\nMult"),
    "an unknown reference": BookEdit(CALM, "enough\nIt is not.{cite}`book-a`", "enough\nIt is not.{cite}`book-z`"),
    "an unclosed box": BookEdit(CALM, ":::{myth} Rest is enough", "::::{myth} Rest is enough"),
    "what nobody can see": BookEdit(CALM, "It cannot wait", "It\u200b cannot wait"),
    "an unknown target": BookEdit(EMERGENCY, "Call at", "Call, see {ref}`sec-nowhere`, at"),
    "a title that refers to itself": BookEdit(COUNT, "### A closer look", "### A look at {ref}`sec-closer`"),
    "a value": BookEdit(VALUES, "value = 38.0", "value = 38.5"),
    "a value's source": BookEdit(VALUES, 'source = ["book-a"]', 'source = ["paper-b"]'),
    "a bibliography entry": BookEdit(REFERENCES, "A book about blood", "A book on blood"),
    "a faulty bibliography entry": BookEdit(REFERENCES, "type: book", "type: tome"),
    "the emergency page": BookEdit(EMERGENCY, "Do not wait", "Never wait"),
    "the emergency line": BookEdit(GUIDE, "is an emergency: call now", "is an emergency: call at once"),
    "guide.toml": BookEdit(GUIDE, 'edition = "First edition"', 'edition = "Second edition"'),
    "the guide's date": BookEdit(GUIDE, "date = 2026-01-02", "date = 2024-01-02"),
    "a jurisdiction": BookEdit(GUIDE, 'UK = ["UK", "British"]', 'UK = ["UK"]'),
    "a definition": BookEdit(GLOSSARY, "The lowest point.", "The lowest count."),
    "a term's name": BookEdit(GLOSSARY, ":::{entry} nadir", ":::{entry} nadir\n:synonyms: low point"),
    "a question of the FAQ": BookEdit(FAQ, "## Is it an emergency?", "## Is this an emergency?"),
    "a fragment": BookEdit(SAFETY, "- chemotherapy", "- recent chemotherapy"),
    "a fragment nobody includes": BookEdit(EMERGENCY, ":::{include} at-risk\n:::", ""),
    "a drawing": BookEdit(RULER, "Ruler of counts", "Ruler of cells"),
    "a faulty drawing": BookEdit(RULER, "</svg>", "<script/></svg>"),
    "chart data": BookEdit(CHART, "low = 10", "low = 20"),
    "faulty chart data": BookEdit(CHART, "low = 40", "low = 95"),
    "a token": BookEdit(TOKENS, "--ink: #1A1A1A", "--ink: #1B1B1B"),
    "a macro": BookEdit(NODES, "<strong>{{ inline", '<strong class="edited">{{ inline'),
    "a faulty template": BookEdit(NODES, "{% macro text(", "{% macro text text("),
    "a chart's template": BookEdit("styles/templates/charts/range-bars.svg", 'stroke-width="0.75"', 'stroke-width="0.70"'),
    "the style of references": BookEdit("styles/references.csl", 'et-al-min="7"', 'et-al-min="1"'),
    "a chapter under another number": BookEdit(COUNT, to="chapters/03-counting.md"),
    "a chapter under another name": BookEdit(CALM, to="chapters/02-quiet.md"),
    "a chapter more": BookEdit("chapters/03-more.md", new=MORE),
    "an entry more": BookEdit(GLOSSARY, ":::{entry} nadir", f"{ENTRY}:::{{entry}} nadir"),
    "a word list": BookEdit("chapters/words.txt", "emgee", "emgee\nfoo foo"),
}


def first() -> Texts:
    """The texts before every edit: the tiny guide with a chart."""
    tiny = tiny_sources().texts
    return {**tiny, COUNT: f"{tiny[COUNT]}{FIGURE}", CHART: BARS, "chapters/words.txt": "emgee\n"}


def edited(texts: Texts, *kinds: str) -> Texts:
    """The texts after edits of some kinds, as far as each finds what it changes."""
    return reduce(lambda now, kind: EDITS[kind].of(now) if _there(EDITS[kind], now) else now, kinds, texts)


def _there(edit: BookEdit, texts: Texts) -> bool:
    return edit.more or edit.path in texts or edit.to in texts


def built(
    texts: Texts, folder: Path, remembered: Memory | None = None, fonts: Mapping[str, bytes] | None = None
) -> tuple[str, ...]:
    """All that a build makes, or tells: the book with every place, the drawings, the documents for print, the bytes of the EPUB.

    Without a memory it is a clean build. Pictures are kept in a folder.
    """
    problems, remembered = Problems(), remembered or Memory(Cache())
    sources = Sources(texts, fonts or tiny_sources().blobs)
    try:
        compiled = compile_sources(sources, problems, remembered)
        units, _, _ = print_job(compiled, RENDITIONS["a4"])
        epubs = make_epubs(compiled, None, folder)
    except BuildFailed as failed:
        return (report(failed, 500), *(repr((each, each.needs, each.lost, each.hides)) for each in sorted(failed.problems.found)))
    pages = (unit.make(PageMap()) if isinstance(unit, LateUnit) else unit.html for unit in units)
    packed = (hashlib.sha256(data).hexdigest() for data in epubs.values())
    return (_written(compiled.book), repr(compiled.figures), *pages, *packed)


def _written(book: object) -> str:
    """A book as it is written out, but for the names of its chapters, of which one value may have several."""
    return repr({name: value for name, value in vars(book).items() if name != "digests"})
