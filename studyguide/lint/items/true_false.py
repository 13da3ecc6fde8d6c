"""True or false: few such items, and as many true as false, since half of them are answered by guessing."""

from studyguide.lint.items.facts import Items
from studyguide.sources.diagnostics import Problems

SHARE = 0.10
SLACK = 1  # of an odd number one verdict must be ahead


def check_true_false(everything: Items, problems: Problems) -> None:
    """Of all items of the guide a tenth at most is true-or-false, and half of these are true."""
    found = everything.true_false
    true = sum(bool(q.verdict) for q in found)
    if len(found) > SHARE * len(everything.questions):
        message = f"{len(found)} of {len(everything.questions)} questions are true-or-false"
        hint = "make some of them single-best-answer questions: a tenth at most"
        problems.warning(everything.span, "item-true-false", message, hint)
    if abs(2 * true - len(found)) > SLACK:
        message = f"{true} of {len(found)} true-or-false statements are true"
        problems.warning(everything.span, "item-true-false", message, "turn statements round, until half are true")
