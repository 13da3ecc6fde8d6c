"""The document tree: frozen values, one class a construct, each with the place in the sources it came from.

`parse` makes these values from Markdown; `resolve` returns new trees in which the fields headed “filled by resolve” are set.
Nothing changes a node in place. Templates find a macro by the class's name in lower case (`kind`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar

from studyguide.sources.diagnostics import Span

NOWHERE = Span("", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every node has."""

    span: Span = field(default=NOWHERE, compare=False)

    @property
    def kind(self) -> str:
        """The macro and CSS name of this class: `BulletList` → `bullet_list`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self).__name__).lower()


# ---------------------------------------------------------------- inline


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Plain characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis(Node):
    """Stress, or a word talked about."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong(Node):
    """Importance."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code(Node):
    """Literal characters."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak(Node):
    """A forced line end."""


@dataclass(frozen=True, slots=True)
class Superscript(Node):
    """Raised characters."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript(Node):
    """Lowered characters."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Foreign(Node):
    """Words in another language; `lang` is a BCP 47 tag."""

    lang: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link(Node):
    """A link out of the guide."""

    url: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Abbreviation(Node):
    """An abbreviation with its expansion, as at its first use: “absolute neutrophil count (ANC)”."""

    short: str
    expansion: str


@dataclass(frozen=True, slots=True)
class TermUse(Node):
    """A glossary term in the text."""

    term: str
    text: str
    # filled by resolve
    anchor: str = ""
    first: bool = False
    definition: str = ""
    # what heads the definition in the margin: the word of the text, or the term of which it is a form
    heading: str = ""
    # the anchor of this use itself, where it is the chapter's first
    place: str = ""


@dataclass(frozen=True, slots=True)
class Citation(Node):
    """One call of one or more references."""

    keys: tuple[str, ...]
    # filled by resolve: (number, reference anchor) a key, and the anchor of this call
    numbers: tuple[tuple[int, str], ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class CrossReference(Node):
    """A reference to a chapter, section, figure, table or question by its id."""

    target: str
    text: str = ""
    # filled by resolve: what to print when the author gave no text, e.g. “Figure 2.1”
    label: str = ""


@dataclass(frozen=True, slots=True)
class ValueUse(Node):
    """A clinical number from values.toml. `form` is one of the FORMS of sources/config.py."""

    key: str
    form: str = "full"
    # filled by resolve: the characters to print
    text: str = ""


@dataclass(frozen=True, slots=True)
class IndexMark(Node):
    """A place that the index points to: (“neutrophil”, “half-life”); prints nothing."""

    entry: tuple[str, ...]
    # filled by resolve
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class NoteCall(Node):
    """The call of a footnote."""

    label: str
    # filled by resolve
    number: int = 0
    anchor: str = ""
    note_anchor: str = ""
    blocks: tuple[Block, ...] = ()


Inline = (
    Text
    | Emphasis
    | Strong
    | Code
    | LineBreak
    | Superscript
    | Subscript
    | Foreign
    | Link
    | Abbreviation
    | TermUse
    | Citation
    | CrossReference
    | ValueUse
    | IndexMark
    | NoteCall
)

# ---------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    """A paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class BulletList(Node):
    """An unordered list; each item is a tuple of blocks."""

    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class OrderedList(Node):
    """A numbered list that counts from `start`."""

    items: tuple[tuple[Block, ...], ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Definition(Node):
    """One term with its descriptions."""

    term: tuple[Inline, ...]
    descriptions: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class DefinitionList(Node):
    """Terms with descriptions."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Quotation(Node):
    """A block quotation."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Formula(Node):
    """A displayed formula in words and signs (no MathML: old readers garble it)."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A table cell; `align` is left, right or center."""

    children: tuple[Inline, ...]
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A table. `rows` are body rows; with `row_headers` the first cell of a row heads it.

    `wide` is “grid” (a table everywhere) or “records” (one record a row where the page is narrow: EPUB, phone).
    """

    id: str
    caption: tuple[Inline, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_headers: bool = True
    wide: str = "grid"
    notes: tuple[Block, ...] = ()
    # filled by resolve: “2.1”
    number: str = ""


@dataclass(frozen=True, slots=True)
class Figure(Node):
    """A figure: SVG master, caption, text alternative (≤ 140 characters), long description, credit line."""

    id: str
    src: str
    alt: str
    caption: tuple[Inline, ...]
    description: tuple[Block, ...]
    credit: tuple[Inline, ...] = ()
    # names of values and fragments whose words stand in the drawing
    says: tuple[str, ...] = ()
    # filled by resolve: “2.1”
    number: str = ""


@dataclass(frozen=True, slots=True)
class Callout(Node):
    """A box. `variety`: key-point, red-flag, clinical-pearl, exam-tip, worked-example, in-short, myth, summary, note."""

    variety: str
    title: tuple[Inline, ...]
    children: tuple[Block, ...]
    checks: tuple[str, ...] = ()
    # filled by resolve
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Option(Node):
    """One answer that can be chosen, with the reason why it is right or wrong."""

    text: tuple[Inline, ...]
    correct: bool
    rationale: tuple[Block, ...]
    # filled by resolve: “A”, “B” …
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Pair(Node):
    """One pair of a matching question, with the reason; a partner that belongs to no line has nothing on its left."""

    left: tuple[Inline, ...]
    right: tuple[Inline, ...]
    rationale: tuple[Block, ...] = ()
    # filled by resolve: the printed number of the left side and letter of the right side
    number: int = 0
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Step(Node):
    """One step of a case: what is asked, and a model answer."""

    prompt: tuple[Inline, ...]
    answer: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Question(Node):
    """A self-test question. `variety`: single, true-false, calculation, matching, case.

    single → `options`; true-false → `verdict` and `rationale`; calculation → `result` and `rationale` (the working);
    matching → `pairs`, and in `spare` partners that belong to no line; case → `steps`. `level` is recall, understand or apply.
    """

    id: str
    variety: str
    objective: str
    section: str
    stem: tuple[Block, ...]
    options: tuple[Option, ...] = ()
    pairs: tuple[Pair, ...] = ()
    steps: tuple[Step, ...] = ()
    verdict: bool | None = None
    result: str = ""
    rationale: tuple[Block, ...] = ()
    checks: tuple[str, ...] = ()
    level: str = ""
    spare: tuple[Pair, ...] = ()
    # filled by resolve: “2.7”; the right-hand sides of `pairs` and `spare` in printed (lettered) order
    number: str = ""
    shuffled: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectivesHere(Node):
    """The place where a chapter's learning objectives are printed."""


@dataclass(frozen=True, slots=True)
class QuestionSet(Node):
    """A run of neighbouring questions, printed under one “Check yourself” label (made by resolve)."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class KeyTermsHere(Node):
    """The place where a chapter's key terms are listed (made by resolve from the terms the chapter uses)."""

    # filled by resolve: (term, glossary anchor)
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section(Node):
    """A section: level 2 (“1.1”) or 3 (unnumbered), with what stands in it."""

    id: str
    level: int
    title: tuple[Inline, ...]
    children: tuple[Block, ...]
    # filled by resolve: “2.1”, or empty
    number: str = ""
    # filled by resolve: the title as plain characters, for running heads, outline and navigation
    plain_title: str = ""


Block = (
    Paragraph
    | BulletList
    | OrderedList
    | DefinitionList
    | Quotation
    | Formula
    | Table
    | Figure
    | Callout
    | Question
    | QuestionSet
    | ObjectivesHere
    | KeyTermsHere
    | Section
)

# ---------------------------------------------------------------- text written once


@dataclass(frozen=True, slots=True)
class Fragment(Node):
    """Text with a name, written once in chapters/safety.md."""

    name: str
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Include(Node):
    """A place for a fragment, in a sentence or as blocks; the book holds the fragment itself."""

    name: str
    inline: bool = False


# ---------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True)
class Objective(Node):
    """A learning objective: one verb, one thing the reader will be able to do."""

    id: str
    verb: str
    text: tuple[Inline, ...]
    # filled by resolve: the printed numbers and ids of the questions that test it
    questions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote(Node):
    """A footnote's text."""

    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Chapter(Node):
    """A parsed file of prose: a chapter of the body, or a piece of front or back matter."""

    id: str
    title: str
    children: tuple[Block, ...]
    short_title: str = ""
    objectives: tuple[Objective, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    emergency: bool = False
    checked: str = ""
    # filled by resolve: “2”, or empty for front and back matter; whole minutes
    number: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class GlossaryEntry(Node):
    """A term of the glossary."""

    id: str
    term: str
    definition: tuple[Block, ...]
    say: str = ""
    abbr: str = ""
    roots: str = ""
    synonyms: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    # filled by resolve
    anchor: str = ""
    used_in: tuple[tuple[str, str], ...] = ()
    related: tuple[tuple[str, str], ...] = ()

    CLASS: ClassVar[str] = "glossary-entry"


@dataclass(frozen=True, slots=True)
class FaqEntry(Node):
    """A frequently asked question with its answer."""

    id: str
    question: tuple[Inline, ...]
    answer: tuple[Block, ...]
    # filled by resolve
    number: int = 0
