"""Selection: which questions stand in a test, in which order, and their options in which order.

All of it follows from a seed and from the questions themselves, each known by the name that it had first: where a question stands
in the guide has no part in it, and a new one changes no more than its own place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from studyguide.book import Book
from studyguide.nodes import (
    Chapter,
    CrossReference,
    Equation,
    Figure,
    InternalLink,
    Listing,
    Option,
    Question,
    Table,
    plain,
)
from studyguide.nodes.tree import texts, walk
from studyguide.publish.banks.items import amount
from studyguide.publish.papers.wish import USUAL, PaperWish, TypedWish
from studyguide.sources.diagnostics import Problems
from studyguide.sources.messages import counted
from studyguide.sources.wording import Wording

Carried = Figure | Table | Listing | Equation
"""What comes along with a question that speaks of it."""


@dataclass(frozen=True)
class PoolQuestion:
    """A question that may be drawn: the name that it had first, its chapter, and what has to come along."""

    name: str
    chapter: Chapter
    question: Question
    carried: tuple[Carried, ...] = ()


@dataclass(frozen=True)
class Pool:
    """The questions that may be drawn, and the names of those that send their reader to what is not in a test."""

    questions: tuple[PoolQuestion, ...]
    leading_away: tuple[str, ...]


def asked_parts(question: Question) -> tuple[object, ...]:
    """What of a question is asked, and no part of its answer."""
    return (
        question.stem,
        tuple(each.text for each in question.options),
        tuple((each.left, each.right) for each in (*question.pairs, *question.spare)),
        tuple(each.prompt for each in question.steps),
    )


def things_of(book: Book) -> dict[str, Carried]:
    """What questions may speak of, by its id."""
    return {node.id: node for node in walk((book.prose, book.faq)) if isinstance(node, Carried) and node.id}


def carried_by(question: Question, things: Mapping[str, Carried]) -> tuple[tuple[Carried, ...], bool]:
    """What has to come along with a question, and whether that is all it speaks of."""
    inside = {node.id for node in walk(asked_parts(question)) if isinstance(node, Carried)}
    targets = [name for name in dict.fromkeys(_targets(question)) if name not in inside]
    return tuple(things[name] for name in targets if name in things), all(name in things for name in targets)


def pool(book: Book, wish: PaperWish) -> Pool:
    """The questions of a guide that fit a wish."""
    first = {new: old for old, new in reversed([*book.old_addresses.items()])}
    things = things_of(book)
    found: list[PoolQuestion] = []
    away: list[str] = []
    for chapter, questions in book.answers:
        for each in (question for question in questions if wish.takes(chapter, question)):
            carried, whole = carried_by(each, things)
            if whole:
                found.append(PoolQuestion(first.get(each.id, each.id), chapter, each, carried))
            else:
                away.append(each.id)
    return Pool(tuple(found), tuple(away))


def _targets(question: Question) -> Iterator[str]:
    for node in walk(asked_parts(question)):
        if isinstance(node, CrossReference):
            yield node.target
        elif isinstance(node, InternalLink):
            yield node.anchor


def drawn(found: Pool, wish: PaperWish, typed: TypedWish, problems: Problems) -> tuple[PoolQuestion, ...]:
    """So many questions of a pool as were asked for, from each chapter in proportion to what it has."""
    there, away = len(found.questions), len(found.leading_away)
    number = wish.number or min(USUAL, there)
    also = f"; {away} more lead out of the test ({', '.join(found.leading_away[:5])})" if away else ""
    if not there:
        message, hint = f"no question of the guide fits{also}", "ask for other chapters, kinds or objectives"
        problems.error(typed.span("questions"), "bad-wish", message, hint)
    elif number > there:
        asked = counted(number, "question") + (" is" if number == 1 else " are")
        message, hint = f"{asked} asked for, and {there} fit{also}", "ask for fewer, or for more chapters or kinds"
        problems.error(typed.span("questions"), "bad-wish", message, hint)
    return tuple(_spread(found.questions, wish.seed))[:number]


def _spread(questions: Iterable[PoolQuestion], seed: str) -> Iterator[PoolQuestion]:
    """The questions so that any number of the first ones is spread over the chapters as all of them are."""
    by_chapter: dict[str, list[PoolQuestion]] = {}
    for each in sorted(questions, key=lambda each: _rank(seed, each.name)):
        by_chapter.setdefault(each.chapter.id, []).append(each)
    placed = [((at + 0.5) / len(group), each) for group in by_chapter.values() for at, each in enumerate(group)]
    yield from (each for _, each in sorted(placed, key=lambda pair: (pair[0], _rank(seed, pair[1].name))))


def ordered(questions: Iterable[PoolQuestion], seed: str, version: int, words: Wording) -> tuple[PoolQuestion, ...]:
    """The questions as a version of a test has them: in an order of its own, their options too, where that says the same."""
    mixed = sorted(questions, key=lambda each: _rank(seed, str(version), each.name))
    return tuple(replace(each, question=_mixed(each, seed, version, words)) for each in mixed)


def _mixed(each: PoolQuestion, seed: str, version: int, words: Wording) -> Question:
    question = each.question
    if is_in_order(question, words):
        return question

    def rank(option: Option) -> bytes:
        return _rank(seed, str(version), each.name, plain(option.text))

    letters = [option.letter for option in question.options]
    mixed = zip(sorted(question.options, key=rank), letters, strict=True)
    return replace(question, options=tuple(replace(option, letter=letter) for option, letter in mixed))


def is_in_order(question: Question, words: Wording) -> bool:
    """Whether options must stay as they are: they are numbers in order, or something speaks of their order or letters."""
    told = " ".join(text for text, _ in texts((question.stem, question.options, question.rationale)))
    speaks = words.pgettext(
        "words by which an option speaks of other options, parted by |",
        "the above|all of these|none of these|all of them|none of them|both of these|neither of these|the other options",
    )
    letters = "".join(option.letter for option in question.options)
    by_letter = letters and re.search(rf"(?<![\w°-])(?!A [“”‘’\w])[{letters}](?![\w-])", told)
    by_words = re.search(rf"\b({'|'.join(map(re.escape, speaks.split('|')))})\b", told, re.IGNORECASE)
    return bool(by_letter or by_words) or _is_sorted([amount(plain(each.text), words.language) for each in question.options])


def _is_sorted(amounts: Sequence[tuple[float, str] | None]) -> bool:
    numbers = [each[0] for each in amounts if each]
    return len(numbers) == len(amounts) > 1 and numbers in (sorted(numbers), sorted(numbers, reverse=True))


def _rank(*words: str) -> bytes:
    return hashlib.sha256("\0".join(words).encode()).digest()
