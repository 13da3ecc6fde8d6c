"""Readability: words of each chapter and how hard they are; a figure of the report to look at, no gate (long names raise it)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from studyguide import nodes as n
from studyguide.book.hyphens import patterns
from studyguide.book.model import Book
from studyguide.lint.passages import passages
from studyguide.nodes.tree import walk


@dataclass(frozen=True)
class ChapterFacts:
    """Counts of one chapter.

    `score` is how hard the running text is to read, `short_score` the same of the “in short” box, by the formula of the language
    (`FORMULAS`); None where there is none.
    """

    title: str
    words: int
    score: float | None
    short_score: float | None
    citations: int
    questions: int
    figures: int
    tables: int


def chapter_facts(book: Book) -> list[ChapterFacts]:
    """The facts of every chapter in order."""
    return [_facts(chapter, book.guide.language) for chapter in book.chapters]


def _facts(chapter: n.Chapter, language: str) -> ChapterFacts:
    found = list(passages(chapter.children))
    nodes = list(walk(chapter.children))
    short = [p.words for box in nodes if isinstance(box, n.Callout) and box.variety == "in-short" for p in passages(box.children)]
    return ChapterFacts(
        f"{chapter.number} {chapter.plain_title}",
        sum(len(p.words.split()) for p in found),
        readability((p.words for p in found if p.kind == "text"), language),
        readability(short, language),
        sum(isinstance(node, n.Citation) for node in nodes),
        sum(isinstance(node, n.Question) for node in nodes),
        sum(isinstance(node, n.Figure) for node in nodes),
        sum(isinstance(node, n.Table) for node in nodes),
    )


@dataclass(frozen=True, slots=True)
class ReadingFormula:
    """A sum of words a sentence and syllables a word, and what its result is called."""

    name: str
    start: float
    sentence: float
    word: float


FORMULAS = {
    "en": ReadingFormula("grade", -15.59, 0.39, 11.8),
    "de": ReadingFormula("ease", 180, -1, -58.5),
    "fr": ReadingFormula("ease", 207, -1.015, -73.6),
    "es": ReadingFormula("ease", 206.84, -1.02, -60),
}
"""By language: Flesch–Kincaid grades of the schools of the USA (Kincaid, Fishburne, Rogers and Chissom 1975); and reading ease,
from 0, hard, to 100, easy: Amstad 1978, Kandel and Moles 1958, Fernández Huerta 1959."""


def formula_of(language: str) -> ReadingFormula | None:
    """The formula for a language, if there is one."""
    return FORMULAS.get(language.partition("-")[0])


def readability(texts: Iterable[str], language: str) -> float | None:
    """What the formula of a language says of some paragraphs; 0 for no text, None without a formula."""
    formula = formula_of(language)
    if formula is None:
        return None
    sentences = [s for text in texts for s in re.split(r"[.!?:;](?:\s+|$)", text) if s.strip()]
    words = [w for s in sentences for w in re.findall(r"[A-Za-zÀ-ÿ]+(?:['’-][A-Za-zÀ-ÿ]+)*", s)]
    if not words:
        return 0.0
    syllables = sum(_syllables(word, language) for word in words)
    return round(formula.start + formula.sentence * len(words) / len(sentences) + formula.word * syllables / len(words), 1)


@cache
def _syllables(word: str, language: str) -> int:
    """Vowel groups and hyphenation points, whichever says more; at least one."""
    silent = "e" if language.partition("-")[0] in ("en", "fr") else ""
    vowels = len(re.findall(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿ]+", word.lower().removesuffix(silent)))
    known = patterns("en-GB" if language.startswith("en") else language, 2)
    points = (len(known.positions(word)) if known else 0) + word.count("-")
    return max(1, vowels, points + 1)
