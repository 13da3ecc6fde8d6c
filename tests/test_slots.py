"""Slots: each kind of block and of inline, in each place that may hold it, is printed in PDF and EPUB, or refused at its line.

Kinds and slots are found by reflection: a new class of node, and a new field that holds nodes, is tried by itself. It fails here
until the tables say how an author writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from textwrap import indent

import pytest
from lxml import etree

from studyguide import nodes as n
from studyguide.html.pages import PageMap
from studyguide.html.units import Templates, ebook_documents, print_units
from studyguide.proof.epub.inspect import inspect
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.pdf.facts import PdfFacts, texts_of
from studyguide.proof.pdf.gates import expected, gates
from studyguide.proof.pdf.reader import read
from studyguide.proof.same_words import compared
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import ebook_rendering, make_epub
from studyguide.publish.pdf import make_pdf
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.folder import Sources
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.html.test_nodes import kinds
from tests.tinybook import changed, compile_tiny, tiny_sources

CALM, FAQ, GLOSSARY, SAFETY = (f"chapters/{name}.md" for name in ("02-calm", "faq", "glossary", "safety"))
SHEET = "styles/renditions/a4.css"
MADE = {n.QuestionSet}  # by the program, of what authors write
ONCE = {n.ObjectivesHere, n.KeyTermsHere}  # may stand in a chapter once, so not among many trials of one book
Kind = type[n.Node]
Slot = tuple[Kind, str]

# How each kind is written. «…» are the words that must be printed; “#” is a number of the trial, for ids.
BLOCKS: dict[Kind, str] = {
    n.Paragraph: "«words»",
    n.BulletList: "- «one»\n- «two»",
    n.OrderedList: "3. «third»\n4. «fourth»",
    n.DefinitionList: "«Term»\n: «Its meaning»",
    n.Quotation: "> «words»",
    n.ThematicBreak: "«one»\n\n***\n\n«two»",
    n.Formula: ":::{formula}\n«words»\n:::",
    n.MathBlock: ":::{math}\nx^2\n:::",
    n.Equation: ":::{math}\n:id: eq-#\nx^2\n:::",
    n.CodeBlock: "```\n«words»  «and more»\n```",
    n.Listing: "```{code-block} python\n:caption: «Caption»\n:id: code-#\n:linenos:\nprint(«words»)\n```",
    n.Table: ":::{table} «Caption»\n:id: tab-#\n| A | B |\n|---|---|\n| «c» | d |\n:::",
    n.Figure: "::::{figure} figures/ruler.svg\n:id: fig-#\n:alt: A ruler\n\n«Caption»\n\n:::{description}\n«A line»\n:::\n::::",
    n.Callout: ":::{note} «A title»\n«words»\n:::",
    n.Question: "::::{question} q-#\n:kind: true-false\n:answer: true\n:objective: act\n:section: sec-do\n:level: apply\n"
    "«Stem»\n\n:::{answer}\n«So it is»\n:::\n::::",
    n.ObjectivesHere: ":::{objectives}\n:::",
    n.KeyTermsHere: ":::{key-terms}\n:::",
    n.Section: "### «Heading» {#sec-#}\n\n«words»",
}
INLINES: dict[Kind, str] = {
    n.Text: "«words» & <",
    n.Code: "`«words»`",
    n.Maths: "$x$ «words»",
    n.Emphasis: "*«words»*",
    n.Strong: "**«words»**",
    n.Strikethrough: "~~«words»~~",
    n.Superscript: "x^«st»^",
    n.Subscript: "T~«max»~",
    n.Foreign: "[«words»]{lang=la}",
    n.Link: "[«words»](https://example.org/a)",
    n.InternalLink: "[«words»](#fig-ruler)",
    n.CitedAuthors: "«words» {cite:t}`book-a, p. 7`",
    n.LineBreak: "«words»\\\n«more»",
    n.Abbreviation: "{abbr}`«short» («its expansion»)`",
    n.TermUse: "{term}`«words» <nadir>`",
    n.Citation: "«words»{cite}`book-a`",
    n.CrossReference: "{ref}`«words» <fig-ruler>`",
    n.ValueUse: "{value}`anc.severe` «words»",
    n.IndexMark: "«words»{index}`an entry`",
    n.NoteCall: "«words» 500[^#]",
    n.TaskBox: "[x] «words»",
    **{kind: f"{{{kind.role}}}`«words»`" for kind in kinds(n.Inline) if kind.role},
}

QUESTION = "::::::{question} q-slot-#\n:kind: %s\n:objective: act\n:section: sec-do\n:level: recall\n"
SINGLE = QUESTION % "single" + "Which?\n\n[x] A%s\n: %s\n\n[ ] B\n: No.\n\n[ ] C\n: No.\n::::::"
OBJECTIVE = (
    "---\nid: objective-#\ntitle: Objective\nobjectives:\n  - id: one\n    verb: do\n    text: 'this @ now'\n---\n"
    ":::{objectives}\n:::\n\n## Section {#sec-objective-#}\n\nText.\n\n"
    "::::{question} q-objective-#\n:kind: calculation\n:result: 1\n:check: 2 - 1 == 1\n:objective: one\n"
    ":section: sec-objective-#\n:level: recall\nHow many?\n\n:::{answer}\nOne.\n:::\n::::"
)
CHAPTER = "---\nid: title-#\ntitle: 'Title @ here'\n---\n## Section {#sec-title-#}\n\nText."
FIGURE = "::::::{figure} figures/ruler.svg\n:id: fig-slot-#\n:alt: A ruler\n"
TABLE = "::::::{table} %s\n:id: tab-slot-#\n| A | B |\n|---|---|\n| c | %s |\n%s::::::"
# How a block, “@”, is written in each slot.
BLOCK_SLOTS: dict[Slot, tuple[str, str]] = {
    (n.Chapter, "children"): (CALM, "@"),
    (n.Section, "children"): (CALM, "## Around {#sec-around-#}\n\n@"),
    (n.BulletList, "items"): (CALM, "- First.\n\n  @"),
    (n.OrderedList, "items"): (CALM, "1. First.\n\n   @"),
    (n.Definition, "descriptions"): (CALM, "Word\n: First.\n\n  @"),
    (n.Quotation, "children"): (CALM, "> First.\n>\n> @"),
    (n.Callout, "children"): (CALM, "::::::{key-point}\n@\n::::::"),
    (n.Callout, "solution"): (CALM, "::::::{exercise}\nSolve it.\n\n:::::{solution}\nFirst.\n\n@\n:::::\n::::::"),
    (n.Figure, "description"): (CALM, FIGURE + "\nA caption.\n\n:::::{description}\nFirst.\n\n@\n:::::\n::::::"),
    (n.Table, "notes"): (CALM, TABLE % ("Caption", "d", "\n@\n")),
    (n.Cell, "blocks"): (
        CALM,
        "::::::{list-table} Caption\n:id: tab-cells-#\n\n* - A\n  - B\n* - c\n  - First.\n\n    @\n::::::",
    ),
    (n.NoteCall, "blocks"): (CALM, "Called.[^slot-#]\n\n[^slot-#]: First.\n\n    @"),
    (n.Option, "rationale"): (CALM, SINGLE % ("", "First.\n\n  @")),
    (n.Pair, "rationale"): (CALM, QUESTION % "matching" + "Match.\n\nA\n: a\n: First.\n\n  @\n\nB\n: b\n: So.\n::::::"),
    (n.Step, "answer"): (CALM, QUESTION % "case" + "A case.\n\nWhat?\n: First.\n\n  @\n::::::"),
    (n.Question, "stem"): (CALM, QUESTION % "true-false" + ":answer: true\n@\n\nTrue?\n\n:::::{answer}\nYes.\n:::::\n::::::"),
    (n.Question, "rationale"): (
        CALM,
        QUESTION % "true-false" + ":answer: true\nTrue?\n\n:::::{answer}\nFirst.\n\n@\n:::::\n::::::",
    ),
    (n.FaqEntry, "answer"): (FAQ, "## A question? {#faq-#}\n\nFirst.\n\n@"),
    (n.GlossaryEntry, "definition"): (GLOSSARY, "::::::{entry} word #\n:id: word-#\nFirst.\n\n@\n::::::"),
    (n.Fragment, "children"): (SAFETY, "::::::{fragment} part-#\nFirst.\n\n@\n::::::"),
}
HELD = {kind: f"{{{kind.role}}}`a @ b`" for kind in kinds(n.Wrapper) if kind.role} | {
    n.Emphasis: "*a @ b*",
    n.Strong: "**a @ b**",
    n.Strikethrough: "~~a @ b~~",
    n.Foreign: "[a @ b]{lang=la}",
    n.Link: "[a @ b](https://example.org/b)",
    n.InternalLink: "[a @ b](02-calm.md)",
    n.Superscript: "x^a@^",
    n.Subscript: "x~a@~",
}
# How an inline is written in each slot, on one line.
INLINE_SLOTS: dict[Slot, tuple[str, str]] = {
    **{(kind, "children"): (CALM, f"Text {text} text.") for kind, text in HELD.items()},
    (n.Paragraph, "children"): (CALM, "A text @ goes on."),
    (n.Formula, "children"): (CALM, ":::{formula}\na = @\n:::"),
    (n.Formula, "words"): (CALM, ":::{formula}\n:words: a is @ alone\na = b\n:::"),
    (n.Definition, "term"): (CALM, "The @ word\n: Its meaning."),
    (n.Cell, "children"): (CALM, TABLE % ("Caption", "d @", "")),
    (n.Listing, "caption"): (CALM, "```{code-block} python\n:caption: Caption @\n:id: code-slot-#\nprint()\n```"),
    (n.Table, "caption"): (CALM, TABLE % ("Caption @", "d", "")),
    (n.Figure, "caption"): (CALM, FIGURE + "\nA caption @ it is.\n\n:::::{description}\nA line.\n:::::\n::::::"),
    (n.Figure, "licence"): (CALM, FIGURE + ":licence: As @\n\nA caption.\n\n:::::{description}\nA line.\n:::::\n::::::"),
    (n.Figure, "credit"): (CALM, FIGURE + ":credit: By @\n\nA caption.\n\n:::::{description}\nA line.\n:::::\n::::::"),
    (n.Callout, "title"): (CALM, "::::::{note} Title @\nA text.\n::::::"),
    (n.Option, "text"): (CALM, SINGLE % (" @", "Yes.")),
    (n.Pair, "left"): (CALM, QUESTION % "matching" + "Match.\n\nA @\n: a\n: So.\n\nB\n: b\n: So.\n::::::"),
    (n.Pair, "right"): (CALM, QUESTION % "matching" + "Match.\n\nA\n: a @\n: So.\n\nB\n: b\n: So.\n::::::"),
    (n.Step, "prompt"): (CALM, QUESTION % "case" + "A case.\n\nWhat @ now?\n: This.\n::::::"),
    (n.Section, "title"): (CALM, "## Heading @ here {#sec-slot-#}\n\nText."),
    (n.FaqEntry, "question"): (FAQ, "## Question @ here? {#faq-slot-#}\n\nAn answer."),
    (n.Objective, "text"): ("chapters/##-objective-#.md", OBJECTIVE),
    (n.Chapter, "title"): ("chapters/##-title-#.md", CHAPTER),
}


@dataclass(frozen=True)
class Trial:
    """A kind of node in a slot: the file, what is added to it, the lines of the kind's own text in that, and its words."""

    number: int
    kind: Kind
    slot: Slot
    file: str
    text: str
    lines: range
    words: tuple[str, ...]

    def __str__(self) -> str:
        """As a failing test names it."""
        return f"{self.kind.__name__} in {self.slot[0].__name__}.{self.slot[1]}"


def trial(number: int, kind: Kind, sample: str, slot: Slot, written: tuple[str, str]) -> Trial:
    """The trial of a kind in a slot; each word that is looked for is one of its own."""
    mark = "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")
    words: list[str] = []

    def marked(found: re.Match[str]) -> str:
        words.append(f"q{mark}{len(words)}q".replace("0", "k").replace("1", "l").replace("2", "m"))
        return words[-1]

    file, template = written[0].replace("##", f"{number % 90 + 10}"), written[1]
    before, _, after = template.partition("@")
    margin = before.rpartition("\n")[2]
    margin = margin if not margin.strip("> ") else ""
    note = f"\n\n[^{number}]: A note." if kind is n.NoteCall else ""
    own = indent(re.sub("«.*?»", marked, sample), margin, lambda line: True).removeprefix(margin)
    text = f"{before}{own}{after}{note}".replace("#}", f"{number}}}")
    text = re.sub(r"(?<=[a-z^]-)#|(?<=\^)#|(?<=word )#", str(number), text)
    first = before.count("\n")
    lines = range(first, first + sample.count("\n") + 1)
    return Trial(number, kind, slot, file.replace("-#", f"-{number}"), text, lines, tuple(words))


def trials() -> Iterator[Trial]:
    """Every kind in every slot that takes nodes of its sort."""
    number = 100
    for samples, slots in ((BLOCKS, BLOCK_SLOTS), (INLINES, INLINE_SLOTS)):
        for slot, written in slots.items():
            for kind, sample in samples.items():
                if "\n" not in sample or samples is BLOCKS or slot == (n.Paragraph, "children"):
                    number += 1
                    yield trial(number, kind, sample, slot, written)


@cache
def all_trials() -> tuple[Trial, ...]:
    """All, with their numbers."""
    return tuple(trials())


def sources_with(chosen: Sequence[Trial]) -> tuple[Sources, dict[tuple[str, int], Trial]]:
    """The tiny guide with trials added, and the trial that each line belongs to."""
    texts = dict(tiny_sources().texts)
    texts[SHEET] += ".tested { white-space: normal }\n"  # one objective has more questions here than a line holds
    places: dict[tuple[str, int], Trial] = {}
    for each in sorted(chosen, key=lambda one: one.slot != (n.Chapter, "children")):
        old = texts.get(each.file, "").rstrip("\n")
        if each.slot == (n.Chapter, "children"):
            head, tail = old.split("## What to do", 1)
            texts[each.file] = f"{head}{each.text}\n\n## What to do{tail}\n"
            first = head.count("\n") + 1
        else:
            texts[each.file] = f"{old}\n\n{each.text}\n" if old else f"{each.text}\n"
            first = texts[each.file].count("\n") - each.text.count("\n")
        places |= {(each.file, first + line): each for line in each.lines}
        if each.slot[0] is n.Fragment:
            texts[CALM] += f"\n:::{{include}} part-{each.number}\n:::\n"
    return changed(**texts), places


def compiled_with(chosen: Sequence[Trial]) -> tuple[Compiled | None, list[Trial], list[str]]:
    """The guide with trials, or those that were refused, and what was said that is at the line of none."""
    sources, places = sources_with(chosen)
    problems = Problems()
    try:
        return compile_tiny(sources, problems), [], []
    except BuildFailed as failed:
        found = [(places.get((d.span.path, d.span.line)), str(d)) for d in failed.problems.errors]
        return None, [each for each, _ in found if each], [text for each, text in found if each is None]


def shown(compiled: Compiled) -> tuple[str, str]:
    """All text of the units of print, and of the documents of the EPUB."""
    templates = Templates.of(compiled.sources, compiled.book)
    images = dict.fromkeys(compiled.figures, "x.png")
    units = texts_of(print_units(templates, RENDITIONS[REFERENCE], images, "cover.svg"), PageMap(), compiled.book.digest)
    documents = (root for _, _, root in ebook_documents(templates, ebook_rendering(compiled.book, None, images), None))
    return "".join(map(body, map(etree.fromstring, (unit.encode() for unit in units)))), "".join(map(body, documents))


def body(root) -> str:
    """The text of a document, but for its list of contents."""
    for nav in list(root.iter("{*}nav")):
        nav.getparent().remove(nav)
    return "".join(root.find("{*}body").itertext())


def test_every_kind_is_tried():
    """The tables know every class of block and inline."""
    assert set(BLOCKS) == set(kinds(n.Block)) - MADE
    assert set(INLINES) == set(kinds(n.Inline))


@pytest.mark.parametrize(("sort", "slots"), [("Block", BLOCK_SLOTS), ("Inline", INLINE_SLOTS)])
def test_every_slot_is_tried(sort: str, slots: dict[Slot, object]) -> None:
    """The tables know every field of a node that holds blocks or inlines."""
    found = {(kind, each.name): str(each.type) for kind in kinds(n.Node) if kind not in MADE for each in fields(kind)}
    assert set(slots) == {slot for slot, held in found.items() if re.search(rf"\b{sort}\b", held)}


def accepted(chosen: Sequence[Trial]) -> tuple[Compiled, list[Trial], list[Trial]]:
    """The guide with those trials that are not refused; and both. Every refusal is one message at the line of its trial."""
    made, refused, stray = compiled_with(chosen)
    assert stray == []
    assert [str(each) for each in refused] == [str(each) for each in dict.fromkeys(refused)], "one mistake has two messages"
    kept = [each for each in chosen if each not in refused]
    if made is None:
        made, again, stray = compiled_with(kept)
        assert (again, stray) == ([], [])
    assert made is not None
    return made, kept, refused


ALONE = [[each for each in all_trials() if each.slot == slot and each.kind not in ONCE] for slot in (*BLOCK_SLOTS, *INLINE_SLOTS)]


@pytest.mark.parametrize("chosen", ALONE, ids=lambda chosen: f"{chosen[0].slot[0].__name__}.{chosen[0].slot[1]}")
def test_a_slot_prints_what_it_takes(chosen: list[Trial]) -> None:
    """Of each kind in a slot, every word is printed, in print as often as in the EPUB; or the kind is refused at its own line."""
    made, kept, _ = accepted(chosen)
    printed, packed = shown(made)

    lost = [(str(each), word) for each in kept for word in each.words if not printed.count(word) == packed.count(word) > 0]
    assert lost == []


WORDS = {
    "word-missing",
    "word-extra",
    "reading-order",
    "language",
    "heading",
    "outline",
    "call",
    "structure",
    "link-target",
    "link-text",
}
"""The gates of the PDF that ask whether all is there, and right. How full its pages are is no matter here."""


def test_all_slots_in_one_finished_guide(tmp_path, layouts) -> None:
    """What is accepted anywhere is said by PDF and EPUB, in the same words and order, and every rule of the EPUB holds."""
    kinds, slots = [*BLOCKS, *INLINES], [*BLOCK_SLOTS, *INLINE_SLOTS]
    quarter = (each for each in all_trials() if (kinds.index(each.kind) + slots.index(each.slot)) % 4 == 0)
    chosen = [each for each in quarter if each.kind not in ONCE]
    assert {each.slot for each in chosen} == {*BLOCK_SLOTS, *INLINE_SLOTS}
    assert {each.kind for each in chosen} >= {*BLOCKS, *INLINES} - ONCE - {n.LineBreak}
    made, _, _ = accepted(chosen)
    artifact = make_pdf(made, RENDITIONS[REFERENCE], layouts)
    (tmp_path / "all.pdf").write_bytes(artifact.data)
    packed = make_epub(made, artifact.pages, tmp_path)
    wanted = expected(made, RENDITIONS[REFERENCE])
    found = [each for each in gates(PdfFacts.of(read(tmp_path / "all.pdf"), wanted)) if each.code in WORDS]
    ruled = [each for each in inspect(packed) if each.code != "description"]
    labels = {name: artifact.pages.label(name) for name in artifact.pages.anchors}
    documents = [(page.name, page.data) for page in OpenedBook.read(packed).pages.values()]
    differing, _ = compared(texts_of(wanted.units, artifact.pages, wanted.metadata.digest), documents, labels)

    assert [*found, *ruled, *differing] == []
