"""Readability: words and reading grade of each chapter, for the report; a figure to look at, not a gate (long names raise it)."""

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

    Grades are Flesch–Kincaid grades (Kincaid et al. 1975) of the running text and of the “in short” box.
    """

    title: str
    words: int
    grade: float
    short_grade: float
    citations: int
    questions: int
    figures: int
    tables: int


def chapter_facts(book: Book) -> list[ChapterFacts]:
    """The facts of every chapter in order."""
    return [_facts(chapter) for chapter in book.chapters]


def _facts(chapter: n.Chapter) -> ChapterFacts:
    found = list(passages(chapter.children))
    nodes = list(walk(chapter.children))
    short = [p.words for box in nodes if isinstance(box, n.Callout) and box.variety == "in-short" for p in passages(box.children)]
    return ChapterFacts(
        f"{chapter.number} {chapter.plain_title}",
        sum(len(p.words.split()) for p in found),
        grade(p.words for p in found if p.kind == "text"),
        grade(short),
        sum(isinstance(node, n.Citation) for node in nodes),
        sum(isinstance(node, n.Question) for node in nodes),
        sum(isinstance(node, n.Figure) for node in nodes),
        sum(isinstance(node, n.Table) for node in nodes),
    )


def grade(texts: Iterable[str]) -> float:
    """The Flesch–Kincaid grade of some paragraphs: 0.39 words a sentence + 11.8 syllables a word − 15.59. 0 for no text."""
    sentences = [s for text in texts for s in re.split(r"[.!?:;](?:\s+|$)", text) if s.strip()]
    words = [w for s in sentences for w in re.findall(r"[A-Za-zÀ-ÿ]+(?:['’-][A-Za-zÀ-ÿ]+)*", s)]
    if not words:
        return 0.0
    return round(0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59, 1)


@cache
def _syllables(word: str) -> int:
    """Vowel groups and hyphenation points, whichever says more; at least one."""
    vowels = len(re.findall(r"[aeiouyà-ÿ]+", word.lower().removesuffix("e")))
    points = len(patterns("en-GB", 2).positions(word)) + word.count("-")
    return max(1, vowels, points + 1)
