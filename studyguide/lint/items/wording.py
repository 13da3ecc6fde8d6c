"""Wording: what one item may not do. A negative stem, a word that gives the key away, a matching set without spare partners."""

import re

from studyguide import nodes as n
from studyguide.lint.items.facts import key, stem_text
from studyguide.sources.diagnostics import Problems

NEGATIVE = re.compile(r"\b(?:not|except|false|incorrect|wrong|least|untrue|neither|n’t)\b", re.IGNORECASE)
LONG = 7  # letters of a word that is a clue when only the stem and the key have it
ROOT = 6  # letters by which words are compared, so that “platelet” meets “platelets”


def check_wording(question: n.Question, problems: Problems) -> None:
    """The rules that one item breaks or keeps alone."""
    if question.variety == "single" and question.options:
        _check_negative(question, problems)
        _check_cue(question, problems)
    if question.variety == "matching" and not question.spare:
        message = f"“{question.id}” has as many partners as lines, so the last pair is free"
        hint = "add a partner that belongs to no line: [ ], then : partner and : reason"
        problems.warning(question.span, "item-matching", message, hint)
    if not question.level:
        message = f"“{question.id}” does not say what it asks of the reader"
        problems.error(question.span, "item-level", message, "add a line :level: recall, understand or apply")


def _check_negative(question: n.Question, problems: Problems) -> None:
    asked = re.split(r"(?<=[.!?])\s+", stem_text(question).strip())[-1]
    if found := NEGATIVE.search(asked):
        problems.warning(question.span, "item-negative", f"“{found[0]}” turns the question round", "ask for what is right")


def _check_cue(question: n.Question, problems: Problems) -> None:
    asked = _words(stem_text(question))
    others = set().union(*(_words(n.plain(o.text)) for o in question.options if not o.correct))
    if shared := sorted((asked & _words(n.plain(key(question).text))) - others):
        message = f"“{shared[0]}…” stands in the stem and in the right option only"
        problems.warning(question.span, "item-cue", message, "use the word in a distractor as well, or say it otherwise")


def _words(text: str) -> set[str]:
    return {word[:ROOT].lower() for word in re.findall(r"[A-Za-zÀ-ÿ]+", text) if len(word) >= LONG}
