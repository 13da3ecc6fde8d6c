"""The items of a bank, as values: each question with its options, its key and the reason for every option."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from studyguide.nodes import Chapter, Option, Pair, Question, plain
from studyguide.publish.compiled import Compiled
from studyguide.publish.pieces import Pieces, calls
from studyguide.sources.wording import separators

CHOICE, TRUE_FALSE, NUMBER, MATCH, OPEN = "choice", "true-false", "number", "match", "open"
SPACES = re.compile("[\u00a0\u202f]")
AMOUNT = re.compile(r"(?P<number>[−-]?\d[\d.,'\u00a0\u202f]*?)(?P<unit>\s?[^\d\s:;,]*)")


@dataclass(frozen=True)
class ItemOption:
    """An option: its letter, its text and the reason why it is right or wrong (HTML)."""

    letter: str
    text: str
    right: bool
    reason: str


@dataclass(frozen=True)
class ItemPair:
    """Two things that belong together (HTML); where `left` is empty, one that belongs to none. `words` are those of `right`."""

    name: str
    left: str
    right: str
    words: str


@dataclass(frozen=True)
class ItemSection:
    """Where a bank keeps the questions of a chapter: the chapter's id and its title."""

    name: str
    title: str


@dataclass(frozen=True)
class BankItem:
    """A question as a bank has it. HTML stands in `stem` and `answer`; `answer` is all that the guide says to it.

    `name` is its id, as it was called first; `title` what a teacher finds it by. A number has a value with its unit, what is true
    or false a `verdict`.
    """

    name: str
    kind: str
    title: str
    section: ItemSection
    stem: str
    answer: str
    tags: tuple[str, ...]
    options: tuple[ItemOption, ...] = ()
    pairs: tuple[ItemPair, ...] = ()
    verdict: bool = False
    number: float = 0.0
    unit: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict, compare=False)

    @property
    def markup(self) -> str:
        """All its HTML."""
        pieces = [(each.text, each.reason) for each in self.options], [(each.left, each.right) for each in self.pairs]
        return "\n".join([self.stem, self.answer, *(text for kind in pieces for each in kind for text in each)])


def bank_items(compiled: Compiled) -> tuple[BankItem, ...]:
    """Every question of a guide, in its order. Raises TemplateFailed."""
    pieces = Pieces(compiled)
    return tuple(_item(pieces, chapter, question) for chapter, questions in compiled.book.answers for question in questions)


def _item(pieces: Pieces, chapter: Chapter, question: Question) -> BankItem:
    guide = pieces.compiled.book.guide
    kind, number, unit = kind_of(question, guide.language)
    asked = (question.stem, tuple(each.prompt for each in question.steps))
    told = (tuple(each.rationale for each in question.options), tuple(each.answer for each in question.steps), question.rationale)
    stem = pieces.made("banks/stem", question=question, unit=unit, figures=pieces.figures(asked), notes=calls(asked))
    answer = pieces.made("banks/answer", question=question, kind=kind, notes=calls(told))
    item = BankItem(
        name=pieces.first_name(question.id),
        kind=kind,
        title=guide.words.gettext("Question %(number)s") % {"number": question.number},
        section=ItemSection(chapter.id, " ".join(filter(None, (chapter.called, chapter.plain_title)))),
        stem=stem,
        answer=answer,
        tags=tuple(filter(None, (question.objective, question.level, question.difficulty))),
        options=tuple(_option(pieces, each) for each in question.options),
        pairs=tuple(_pairs(pieces, question)),
        verdict=bool(question.verdict),
        number=number,
        unit=unit,
    )
    return replace(item, pictures=pieces.pictures(item.markup))


def _option(pieces: Pieces, option: Option) -> ItemOption:
    text = pieces.made("banks/line", line=option.text)
    return ItemOption(option.letter, text, option.correct, pieces.made("banks/reason", blocks=option.rationale))


def _pairs(pieces: Pieces, question: Question) -> Iterator[ItemPair]:
    for number, pair in enumerate((*question.pairs, *question.spare), 1):
        yield _pair(pieces, pair, f"p{number}", spare=pair in question.spare)


def _pair(pieces: Pieces, pair: Pair, name: str, *, spare: bool) -> ItemPair:
    left = "" if spare else pieces.made("banks/line", line=pair.left)
    return ItemPair(name, left, pieces.made("banks/line", line=pair.right), plain(pair.right))


def kind_of(question: Question, language: str) -> tuple[str, float, str]:
    """How a bank asks a question, and for one whose result is a single number, the number and its unit.

    A result that is more than that (“72 kg: heavy”) is judged by a person.
    """
    kinds = {"single": CHOICE, "true-false": TRUE_FALSE, "matching": MATCH}
    if question.variety in kinds:
        return kinds[question.variety], 0.0, ""
    if question.variety == "calculation" and (found := amount(question.result, language)):
        return NUMBER, *found
    return OPEN, 0.0, ""


def amount(text: str, language: str) -> tuple[float, str] | None:
    """The number and the unit that a text is, in the signs of a language; None if it is not just that."""
    found = AMOUNT.fullmatch(text.strip())
    if not found:
        return None
    group, point = separators(language)
    digits = found["number"].replace(group, "").replace("\u00a0", "").replace("\u202f", "").replace(point, ".").replace("−", "-")
    try:
        return float(digits), found["unit"].strip()
    except ValueError:
        return None


def figure(number: float) -> str:
    """A number as programs read it."""
    return f"{number:.15g}"
