"""The document tree: frozen values, one class a construct, each with the place in the sources it came from.

The parser makes these values from Markdown. The stages of `book` return new trees in which more fields are set; a comment above
such fields names the stage: `number`, `resolve` or `backmatter`. Nothing changes a node in place. Templates find a macro by the
class's name in lower case (`kind`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import Field, dataclass, field, replace
from typing import Any, ClassVar, dataclass_transform

from studyguide.nodes.boxes import BOXES, Box
from studyguide.sources.config import Amount, Person
from studyguide.sources.diagnostics import Span
from studyguide.sources.wording import message

NOWHERE = Span("", 0)
NO_AMOUNT = Amount("")
SHORT = 7  # rows of a table that is kept on one page
CLOSING = (" ", "", *".,;:!?)]”’")  # what no space stands before
ROMAN_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
ROMAN_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
BRIEF = 16  # characters: two of them stand side by side in half of a page's width
BESIDE_BRIEF = 30  # characters of a partner that stands beside something brief there
TALL = 400  # characters of a cell: on a phone, three columns of them fill a page


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value:
    """A class below this one is a frozen dataclass, without saying so."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True)(cls)


class Node(Value):
    """What every node has."""

    span: Span = field(default=NOWHERE, compare=False, kw_only=True)

    @property
    def kind(self) -> str:
        """The macro and CSS name of this class: `BulletList` → `bullet_list`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self).__name__).lower()


# ---------------------------------------------------------------- inline


class Inline(Node):
    """What stands in a line of text. `role`: what an author writes in braces for it, if the content is all it takes."""

    role: ClassVar[str] = ""
    apart: ClassVar[bool] = False  # whether it is no word of its sentence: a mark, or a call of a note or a source

    @property
    def plain(self) -> str:
        """The characters that a reader sees, without markup: its `text`; marks and calls have none."""
        return str(getattr(self, "text", ""))


class Wrapper(Inline):
    """An element around other inlines: whatever a pass does to text, it does to what stands in a wrapper."""

    children: tuple[Inline, ...]

    @property
    def plain(self) -> str:
        """The characters of what it holds."""
        return plain(self.children)


def plain(inlines: Iterable[Inline]) -> str:
    """The characters that a reader sees, without markup."""
    return "".join(inline.plain for inline in inlines)


def title_text(inlines: Iterable[Inline]) -> str:
    """A title in a place that takes no markup: running heads, bookmarks, NCX, names of links."""
    return plain(bare(inlines)).strip()


def bare(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """The same inlines for a second printing: no citation, note, index mark or link to a term, whose ids may stand once only."""
    return uncalled(Text(i.text, span=i.span) if isinstance(i, TermUse) else _around(bare, i) for i in inlines)


def phrase(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """The same inlines for a second printing inside a link: with what marks words and signs alone."""
    kept: list[Inline] = []
    for inline in bare(inlines):
        match inline:
            case Link() | InternalLink():
                kept += phrase(inline.children)
            case CrossReference() | Abbreviation() | LineBreak():
                kept.append(Text(inline.plain, span=inline.span))
            case _:
                kept.append(_around(phrase, inline))
    return tuple(kept)


def uncalled(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """The same inlines without calls and marks; of the spaces around one, the first goes with it."""
    kept: list[Inline] = []
    gap = False
    for inline in inlines:
        if inline.apart:
            gap = True
            continue
        if gap and kept and inline.plain[:1] in CLOSING:
            kept[-1] = _without_last_space(kept[-1])
        gap = False
        kept.append(_around(uncalled, inline))
    if gap and kept:
        kept[-1] = _without_last_space(kept[-1])
    return tuple(kept)


def _around(change: Callable[[Iterable[Inline]], tuple[Inline, ...]], inline: Inline) -> Inline:
    return replace(inline, children=change(inline.children)) if isinstance(inline, Wrapper) else inline


def _without_last_space(inline: Inline) -> Inline:
    return replace(inline, text=inline.text.rstrip(" ")) if isinstance(inline, Text) else inline


class Words(Inline):
    """An inline whose characters are its `text`."""

    text: str


class Text(Words):
    """Plain characters."""


class Code(Words):
    """Literal characters."""

    role: ClassVar[str] = "code"


class FormulaPicture(Value):
    """The drawing of a formula, as SVG, under a name made of it; width, height and depth below the line of text in em."""

    name: str
    svg: str
    width: float
    height: float
    depth: float

    @property
    def src(self) -> str:
        """The address that pages fetch it by."""
        return f"build/formulas/{self.name}.svg"


class Maths(Inline):
    """A formula in a line: its TeX, the same as MathML, what is said in its place, and its picture."""

    tex: str
    mathml: str
    alt: str
    picture: FormulaPicture

    @property
    def plain(self) -> str:
        """What is said in its place."""
        return self.alt


class Emphasis(Wrapper):
    """Stress, or a word talked about."""


class Strong(Wrapper):
    """Importance."""


class Strikethrough(Wrapper):
    """Words that hold no longer."""


class SmallCapitals(Wrapper):
    """Words in small capitals."""

    role: ClassVar[str] = "sc"


class Underline(Wrapper):
    """Underlined words; not a link."""

    role: ClassVar[str] = "u"


class Keyboard(Words):
    """A key, or what is typed."""

    role: ClassVar[str] = "kbd"


class Superscript(Wrapper):
    """Raised characters."""


class Subscript(Wrapper):
    """Lowered characters."""


class Foreign(Wrapper):
    """Words in another language; `lang` is a BCP 47 tag."""

    lang: str


class Link(Wrapper):
    """A link out of the guide."""

    url: str


class InternalLink(Wrapper):
    """A link to a place of the guide with words of its own: `target` is an id, `chapter` the chapter that it is looked for in.

    Of a link to a chapter, `target` is empty; of one within its chapter, `chapter` is.
    """

    target: str
    chapter: str = ""
    # resolve: where it leads
    anchor: str = ""


class LineBreak(Inline):
    """A forced line end."""

    @property
    def plain(self) -> str:
        """A space."""
        return " "


class Abbreviation(Inline):
    """An abbreviation with its expansion, as at its first use: “relative humidity (RH)”."""

    short: str
    expansion: str

    @property
    def plain(self) -> str:
        """The expansion, then the short form in brackets."""
        return f"{self.expansion} ({self.short})"


class TermUse(Inline):
    """A glossary term in the text; `text` is how it is called here."""

    term: str
    text: str
    # resolve: the entry it leads to; at the chapter's first use also the short definition, and the anchor of this use
    anchor: str = ""
    first: bool = False
    definition: str = ""
    # what heads the definition in the margin: the word of the text, or the term of which it is a form
    heading: str = ""
    place: str = ""


class CitedAuthors(Inline):
    """Who wrote a reference, and when, as a part of the sentence: “Smith & Jones (2020)”; its call follows."""

    key: str
    # resolve
    text: str = ""


class Citation(Inline):
    """One call of one or more references; `locators` say where in each of them: “p. 12”, or nothing."""

    apart: ClassVar[bool] = True
    keys: tuple[str, ...]
    # resolve: (number, reference anchor) a key, and the anchor of this call
    numbers: tuple[tuple[int, str], ...] = ()
    anchor: str = ""
    locators: tuple[str, ...] = ()
    # resolve: the locators in the order of the numbers
    places: tuple[str, ...] = ()

    @property
    def located(self) -> bool:
        """Whether it says of any reference where in it."""
        return any(self.places)

    @property
    def many(self) -> bool:
        """Whether its numbers are so many that a line must be able to end among them, where it holds little."""
        return len(self.numbers) > 3

    @property
    def crowd(self) -> bool:
        """Whether its numbers are so many that they may not fit any line."""
        return len(self.numbers) > 12


class CrossReference(Inline):
    """A reference to a chapter, section, figure, table or question by its id."""

    target: str
    text: str = ""
    # resolve: what to print when the author gave no text, e.g. “Figure 2.1”
    label: str = ""

    @property
    def plain(self) -> str:
        """The author's words, else the target's label."""
        return self.text or self.label


class ValueUse(Inline):
    """A number from values.toml. `form` is one of the FORMS of sources/config.py."""

    key: str
    form: str = "full"
    # resolve: the number with its unit, and the same in another unit
    amount: Amount = NO_AMOUNT

    @property
    def plain(self) -> str:
        """The whole as printed."""
        return self.amount.text


class IndexMark(Inline):
    """A place that the index points to: (“yeast”, “dried”); prints nothing."""

    apart: ClassVar[bool] = True
    entry: tuple[str, ...]
    # resolve
    anchor: str = ""


class TaskBox(Inline):
    """The box before an item of a list of tasks, ticked or not."""

    done: bool

    @property
    def plain(self) -> str:
        """The sign of it."""
        return "☑" if self.done else "☐"

    @property
    def label(self) -> str:
        """What it says."""
        return message("done") if self.done else message("to do")


class NoteCall(Inline):
    """The call of a footnote, with the note's text."""

    apart: ClassVar[bool] = True
    label: str
    blocks: tuple[Block, ...] = ()
    # resolve: its place among the notes of the unit that prints it, the anchors of call and note
    number: int = 0
    anchor: str = ""
    note_anchor: str = ""

    @property
    def sign(self) -> str:
        """What calls it."""
        return note_sign(self.number)


def note_sign(number: int) -> str:
    """What calls the first, second … note: “a” … “z”, “aa” … A figure could be read as part of a number before it."""
    sign = ""
    while number:
        number, letter = divmod(number - 1, 26)
        sign = chr(ord("a") + letter) + sign
    return sign


def list_sign(number: int, style: str) -> str:
    """What stands before an item of a list: “3.”, “c.”, “iii.”."""
    sign = _roman(number) if style in "iI" else note_sign(number) if style in "aA" else str(number)
    return f"{sign.upper() if style.isupper() else sign}."


def _roman(number: int) -> str:
    tens, units = divmod(number, 10)
    return ROMAN_TENS[tens] + ROMAN_UNITS[units]


# ---------------------------------------------------------------- blocks


class Block(Node):
    """What stands on lines of its own."""


class Paragraph(Block):
    """A paragraph."""

    children: tuple[Inline, ...]


class BulletList(Block):
    """An unordered list; each item is a tuple of blocks."""

    items: tuple[tuple[Block, ...], ...]

    @property
    def tasks(self) -> bool:
        """Whether each item has a box of its own, in the place of a sign."""
        heads = (item[0].children[0] for item in self.items if item and isinstance(item[0], Paragraph) and item[0].children)
        return sum(isinstance(head, TaskBox) for head in heads) == len(self.items)


class OrderedList(Block):
    """A numbered list that counts from `start`, in a `style` of HTML: “1”, “a”, “A”, “i” or “I”."""

    items: tuple[tuple[Block, ...], ...]
    start: int = 1
    style: str = "1"

    @property
    def before(self) -> int:
        """What has been counted before the first item."""
        return self.start - 1

    @property
    def signs(self) -> tuple[str, ...]:
        """What stands before each item."""
        return tuple(list_sign(number, self.style) for number in range(self.start, self.start + len(self.items)))


class Definition(Node):
    """One term with its descriptions."""

    term: tuple[Inline, ...]
    descriptions: tuple[tuple[Block, ...], ...]


class DefinitionList(Block):
    """Terms with descriptions."""

    items: tuple[Definition, ...]


class Quotation(Block):
    """A block quotation."""

    children: tuple[Block, ...]


class ThematicBreak(Block):
    """A pause between paragraphs, wider than an empty line (CommonMark 4.1)."""


class Formula(Block):
    """A displayed formula in words and signs (no MathML: old readers garble it), and `words` that say it without signs."""

    children: tuple[Inline, ...]
    words: tuple[Inline, ...] = ()


class DisplayedMaths(Block):
    """A formula on lines of its own; its fields are those of `Maths`."""

    tex: str
    mathml: str
    alt: str
    picture: FormulaPicture


class MathBlock(DisplayedMaths):
    """A displayed formula in the run of the text."""


class Equation(DisplayedMaths):
    """A displayed formula with a number, which can be referred to."""

    id: str = ""
    # number: “2.1”
    number: str = ""


class CodePiece(Node):
    """Characters of a line of code that look alike; `token` says what they are, as a CSS class (“keyword”), “” for plain ones."""

    text: str
    token: str = ""


class CodeLine(Node):
    """A line of code; one that is `marked` stands out."""

    pieces: tuple[CodePiece, ...]
    marked: bool = False

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(piece.text for piece in self.pieces)


class CodeLines(Block):
    """Lines of code, as a program prints them. `language` is the name that the author gave; “” for characters of no language.

    Lines are numbered from `first`; 0 says that they have no numbers.
    """

    language: str
    lines: tuple[CodeLine, ...]
    first: int = 0


class CodeBlock(CodeLines):
    """Code that stands in the run of the text."""


class Listing(CodeLines):
    """Code with a number and a caption, which can be referred to."""

    id: str = ""
    caption: tuple[Inline, ...] = ()
    # number: “2.1”
    number: str = ""


class Cell(Node):
    """A table cell; `align` is left, right or center. It holds `children`, or else `blocks`, and spans `columns` and `rows`."""

    children: tuple[Inline, ...]
    align: str = "left"
    blocks: tuple[Block, ...] = ()
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> tuple[Inline, ...]:
        """What it says, as one run."""
        return self.children or tuple(_run(self.blocks))


def _run(blocks: Iterable[Block]) -> Iterator[Inline]:
    """The text of paragraphs, and of lists of them, with spaces between."""
    for number, block in enumerate(blocks):
        inside = block.items if isinstance(block, BulletList | OrderedList) else ()
        yield from (Text(" "),) if number else ()
        yield from block.children if isinstance(block, Paragraph) else ()
        for at, item in enumerate(inside):
            yield from (Text(" "),) if at else ()
            yield from _run(item)


def tall(row: Iterable[Cell]) -> bool:
    """Whether a row of a table holds so much that it must be free to go on over the end of a page."""
    return any(len(plain(cell.text)) > TALL for cell in row)


ALL_ITEMS = "*"  # no chapter has this id


class Table(Block):
    """A table. `rows` are body rows, `subheads` those of the head below its first; so many columns head their rows.

    `wide` is “grid” (a table everywhere) or “records” (where the page is narrow, one record a row: on a phone’s
    page always, in the EPUB as long as the screen is so).
    """

    id: str
    caption: tuple[Inline, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_headers: int = 1
    wide: str = "grid"
    notes: tuple[Block, ...] = ()
    # the questions that `item_tables` makes its rows of: those of the chapter of this id, or ALL_ITEMS
    items: str = ""
    subheads: tuple[tuple[Cell, ...], ...] = ()
    # number: “2.1”; of a table that has neither caption nor id, nothing
    number: str = ""

    @property
    def named(self) -> bool:
        """Whether something is printed above it."""
        return bool(self.caption or self.number)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return sum(cell.columns for cell in self.head)

    @property
    def head_rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows of its head."""
        return (self.head, *self.subheads)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, in the order in which they are written."""
        return tuple(cell for row in (*self.head_rows, *self.rows) for cell in row)

    @property
    def merged(self) -> bool:
        """Whether a cell spans several rows or columns."""
        return any(cell.rows > 1 or cell.columns > 1 for cell in self.cells)

    @property
    def short(self) -> bool:
        """Whether it has so few rows that it is kept on one page."""
        return len(self.rows) <= SHORT and not any(map(tall, self.rows))


class Figure(Block):
    """A figure: SVG master or photograph, caption, text alternative (≤ 140 characters), long description, credit line, licence.

    `width` is what it takes of the column at most, in per cent (“60”); “” is all of it.
    """

    id: str
    src: str
    alt: str
    caption: tuple[Inline, ...]
    description: tuple[Block, ...]
    credit: tuple[Inline, ...] = ()
    # names of values and fragments whose words stand in the drawing
    says: tuple[str, ...] = ()
    licence: tuple[Inline, ...] = ()
    width: str = ""
    # number: “2.1”
    number: str = ""

    @property
    def photograph(self) -> bool:
        """Whether its file is made of pixels, not drawn."""
        return not self.src.endswith(".svg")


class Callout(Block):
    """A box; `variety` is the name of its kind in `BOXES`."""

    variety: str
    title: tuple[Inline, ...]
    children: tuple[Block, ...]
    checks: tuple[tuple[str, Span], ...] = ()
    id: str = ""
    # what the guide itself declares of its kind
    declared: Box | None = None
    # what solves it, and where that is printed: below it, at the end of its chapter, or in a section of the back matter (“end”)
    solution: tuple[Block, ...] = ()
    solved: str = "below"
    # number: its place among the boxes of the chapter, and among those that are counted with it: “2.1”
    number: int = 0
    anchor: str = ""
    count: str = ""

    @property
    def box(self) -> Box:
        """Its kind."""
        return self.declared or BOXES[self.variety]

    @property
    def solution_anchor(self) -> str:
        """Where its solution stands."""
        return f"{self.anchor}--solution"


class Option(Node):
    """One answer that can be chosen, with the reason why it is right or wrong."""

    text: tuple[Inline, ...]
    correct: bool
    rationale: tuple[Block, ...]
    # number: “A”, “B” …
    letter: str = ""


class Pair(Node):
    """One pair of a matching question, with the reason; a partner that belongs to no line has nothing on its left."""

    left: tuple[Inline, ...]
    right: tuple[Inline, ...]
    rationale: tuple[Block, ...] = ()
    # number: the printed number of the left side and letter of the right side
    number: int = 0
    letter: str = ""


class Step(Node):
    """One step of a case: what is asked, and a model answer."""

    prompt: tuple[Inline, ...]
    answer: tuple[Block, ...]


class Question(Block):
    """A self-test question. `variety`: single, true-false, calculation, matching, case.

    single → `options`; true-false → `verdict` and `rationale`; calculation → `result` and `rationale` (the working);
    matching → `pairs`, and in `spare` partners that belong to no line; case → `steps`. `level` is recall, understand or apply,
    `difficulty` easy, middle or hard.
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
    checks: tuple[tuple[str, Span], ...] = ()
    level: str = ""
    difficulty: str = ""
    spare: tuple[Pair, ...] = ()
    # where the names of its objective and section stand
    places: tuple[tuple[str, Span], ...] = field(default=(), compare=False)
    # number: “2.7”
    number: str = ""

    def at(self, option: str) -> Span:
        """Where one of these names stands."""
        return dict(self.places).get(option, self.span)

    @property
    def shuffled(self) -> tuple[Pair, ...]:
        """The pairs, and the spare partners, in the order of the letters of their right-hand sides."""
        return tuple(sorted((*self.pairs, *self.spare), key=lambda pair: pair.letter))

    @property
    def brief(self) -> bool:
        """Whether its options, or the two lists to match, are so short that they stand side by side in half of a page's width."""
        lefts = (*(option.text for option in self.options), *(pair.left for pair in self.pairs))
        rights = (pair.right for pair in self.shuffled)
        return not any(len(plain(text)) > BRIEF for text in lefts) and not any(len(plain(text)) > BESIDE_BRIEF for text in rights)


class ObjectivesHere(Block):
    """The place where a chapter's learning objectives are printed."""


class QuestionSet(Block):
    """A run of neighbouring questions, made by `number`. `heading` is the id of the heading that names it, if one does."""

    questions: tuple[Question, ...]
    heading: str = ""


class KeyTermsHere(Block):
    """The place where a chapter's key terms are listed."""

    # resolve: (term, glossary anchor) of every term the chapter uses
    terms: tuple[tuple[str, str], ...] = ()


class Section(Block):
    """A section: level 2 (“1.1”), 3 or 4 (unnumbered), with what stands in it.

    Where its heading has no id, `id` is empty until `number`, and `alias` the name made of its words.
    """

    id: str
    level: int
    title: tuple[Inline, ...]
    children: tuple[Block, ...]
    alias: str = ""
    # number: “2.1”, or empty
    number: str = ""

    @property
    def plain_title(self) -> str:
        """The title as plain characters."""
        return title_text(self.title)


# ---------------------------------------------------------------- text written once


class Fragment(Node):
    """Text with a name, written once in chapters/safety.md."""

    name: str
    children: tuple[Block, ...]


class Include(Node):
    """A place for a fragment, in a sentence or as blocks; the book holds the fragment itself."""

    name: str
    inline: bool = False

    @property
    def plain(self) -> str:
        """Nothing: the words come with the fragment."""
        return ""


# ---------------------------------------------------------------- documents


class Objective(Node):
    """A learning objective: one verb, one thing the reader will be able to do."""

    id: str
    verb: str
    text: tuple[Inline, ...]
    # number: the printed numbers and ids of the questions that test it
    questions: tuple[tuple[str, str], ...] = ()


class Chapter(Node):
    """A parsed file of prose: a chapter of the body, or a piece of front or back matter."""

    id: str
    title: tuple[Inline, ...]
    children: tuple[Block, ...]
    short_title: str = ""
    objectives: tuple[Objective, ...] = ()
    emergency: bool = False
    checked: str = ""
    checked_line: int = 0
    # what it is by its `epub:type`; whether it has a number; the part that it opens, or whether one ends; who wrote it, and when
    type: str = "chapter"
    numbered: bool = True
    part: str = ""
    part_line: int = 0
    after_parts: bool = False
    authors: tuple[Person, ...] = ()
    date: str = ""
    date_line: int = 0
    drawing: str = ""  # at its head, which says nothing: “figures/name.svg”
    drawing_line: int = 0
    # number: “2”, or empty for front and back matter; what it is called: “Chapter 2”; the part around it; minutes of reading
    number: str = ""
    called: str = ""
    within: str = ""
    minutes: int = 0

    @property
    def plain_title(self) -> str:
        """The title as plain characters."""
        return title_text(self.title)

    @property
    def running_title(self) -> str:
        """The title for running heads, as plain characters: the short one if there is one."""
        return self.short_title or self.plain_title

    @property
    def called_around(self) -> tuple[str, str, str]:
        """What it is called, as the words before its number, the number, and the words behind: (“Chapter ”, “2”, “”)."""
        return self.called.rpartition(self.number) if self.number else (self.called, "", "")

    @property
    def counted(self) -> str:
        """What stands before the title in lists: the number of a chapter, and what else is called by its kind: “Appendix A”."""
        return self.number if self.type == "chapter" else self.called


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
    see_also_span: Span = field(default=NOWHERE, compare=False, kw_only=True)
    # backmatter: its anchor, (label, anchor) of every chapter that uses it, (term, anchor) of its see-also terms
    anchor: str = ""
    used_in: tuple[tuple[str, str], ...] = ()
    related: tuple[tuple[str, str], ...] = ()


class FaqEntry(Node):
    """A frequently asked question with its answer; `id` and `alias` as those of a section."""

    id: str
    question: tuple[Inline, ...]
    answer: tuple[Block, ...]
    alias: str = ""
    # number
    number: int = 0

    @property
    def plain_question(self) -> str:
        """The question as plain characters."""
        return title_text(self.question)
