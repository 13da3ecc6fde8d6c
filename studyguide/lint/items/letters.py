"""Letters: the right answer stands at every letter about equally often, so that no letter is a good guess."""

from studyguide.lint.items.facts import Items
from studyguide.sources.diagnostics import Problems

SPREAD = 2  # the most that the commonest letter of a chapter may be ahead of the rarest
ENOUGH = 20  # keys from which on the chi-square test means something
# The 5 % limits of chi-square by degrees of freedom (letters less one).
CHI_SQUARE = {2: 5.991, 3: 7.815, 4: 9.488, 5: 11.070}


def check_letters(items: Items, problems: Problems) -> None:
    """A chapter's letters may differ by two; the letters of all chapters must pass a chi-square test at 5 %."""
    limit = CHI_SQUARE.get(len(items.letters) - 1, 0)
    if chi_square(items) > limit if len(items.single) >= ENOUGH else _spread(items):
        counts = ", ".join(f"{letter} {count}" for letter, count in sorted(items.letters.items()))
        message = f"the right answers are not level: {counts}"
        problems.warning(items.span, "item-letters", message, "move some keys to another letter")


def _spread(items: Items) -> bool:
    """Letters that every item has are compared; a fifth option of one item is not expected to be the key."""
    shared = min((len(q.options) for q in items.single), default=0)
    counts = [items.letters[chr(ord("A") + i)] for i in range(shared)]
    return bool(counts) and max(counts) - min(counts) > SPREAD


def chi_square(items: Items) -> float:
    """How far the letters are from level: each option of an item is expected to be its key equally often."""
    expected = dict.fromkeys(items.letters, 0.0)
    for question in items.single:
        for option in question.options:
            expected[option.letter] += 1 / len(question.options)
    return sum((items.letters[letter] - mean) ** 2 / mean for letter, mean in expected.items())
