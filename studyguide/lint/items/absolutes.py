"""Absolutes in options: “always”, “only”, “never” mark wrong options unless they are as common in right ones."""

import math

from studyguide.lint.items.facts import Items
from studyguide.sources.diagnostics import Problems

LIMIT = 1.96  # standard errors


def check_absolutes(items: Items, problems: Problems) -> None:
    """The shares of keys and of distractors with an absolute word may differ by chance only (5 %)."""
    keys, of_keys, others, of_others = items.absolutes
    if of_keys and of_others and abs(_difference(keys, of_keys, others, of_others)) > LIMIT:
        message = f"absolute words stand in {keys} of {of_keys} right options and in {others} of {of_others} wrong ones"
        problems.warning(items.span, "item-absolutes", message, "take “only”, “always”, “never” out of distractors")


def _difference(a: int, of_a: int, b: int, of_b: int) -> float:
    """The difference of two shares in standard errors."""
    pooled = (a + b) / (of_a + of_b)
    error = math.sqrt(pooled * (1 - pooled) * (1 / of_a + 1 / of_b))
    return (a / of_a - b / of_b) / error if error else 0.0
