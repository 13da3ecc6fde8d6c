"""Difficulty: once a guide estimates how hard its items are, it does so for each."""

from studyguide.lint.items.facts import Items
from studyguide.sources.diagnostics import Problems


def check_difficulty(everything: Items, problems: Problems) -> None:
    """Report the items without an estimate, if any has one."""
    if not any(question.difficulty for question in everything.questions):
        return
    for question in everything.questions:
        if not question.difficulty:
            message = f"“{question.id}” does not say how hard it is, and others do"
            problems.error(question.span, "item-difficulty", message, "add a line :difficulty: easy, middle or hard")
