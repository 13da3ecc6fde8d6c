"""Duplicates: two items that ask the same thing are one item."""

import re
from collections.abc import Hashable
from itertools import combinations

from studyguide import nodes as n
from studyguide.lint.items.facts import Items, key, stem_text
from studyguide.sources.diagnostics import Problems

WORDS = 3  # of a shingle
SAME_SHINGLES = 0.25  # of two texts, from which on one is worded after the other
SAME_ROOTS = 0.4  # of the longer words, from which on they speak of the same thing
LONG, ROOT = 5, 6  # letters of a longer word, and of its root


def check_duplicates(everything: Items, problems: Problems) -> None:
    """Pairs of items of which stem and answer are alike: in three-word sequences, or in the roots of their longer words."""
    texts = {q.id: _asked(q).lower() for q in everything.questions}
    shingles = {name: _shingles(text) for name, text in texts.items()}
    roots = {name: _roots(text) for name, text in texts.items()}
    for first, second in combinations(everything.questions, 2):
        a, b = first.id, second.id
        alike, kin = similarity(shingles[a], shingles[b]), similarity(roots[a], roots[b])
        if alike >= SAME_SHINGLES or kin >= SAME_ROOTS:
            message = f"“{b}” is much like “{a}”: {alike:.0%} of the word sequences, {kin:.0%} of the longer words"
            problems.warning(second.span, "item-duplicate", message, "ask something else, or drop one")


def _asked(question: n.Question) -> str:
    right = [n.plain(key(question).text)] if any(o.correct for o in question.options) else [question.result]
    return " ".join([stem_text(question), *(n.plain(pair.left) for pair in question.pairs), *right])


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", re.sub(r"\d[\d,.]*", " number ", text))
    return frozenset(tuple(words[i : i + WORDS]) for i in range(len(words) - WORDS + 1))


def _roots(text: str) -> frozenset[str]:
    return frozenset(word[:ROOT] for word in re.findall(r"[a-zà-ÿ]+", text) if len(word) >= LONG)


def similarity(a: frozenset[Hashable], b: frozenset[Hashable]) -> float:
    """The Jaccard similarity of two sets: 0 for nothing in common, 1 for the same."""
    return len(a & b) / len(a | b) if a and b else 0.0
