"""All rules over all items, and the table that shows how they stand."""

from collections.abc import Iterable, Sequence

from studyguide import nodes as n
from studyguide.lint.items.absolutes import check_absolutes
from studyguide.lint.items.difficulty import check_difficulty
from studyguide.lint.items.duplicates import check_duplicates
from studyguide.lint.items.facts import Items, items_of, together
from studyguide.lint.items.length import check_length
from studyguide.lint.items.letters import check_letters
from studyguide.lint.items.true_false import check_true_false
from studyguide.lint.items.wording import check_wording
from studyguide.lint.rules import LintSubject, rule
from studyguide.markup.questions import LEVELS
from studyguide.sources.diagnostics import Problems
from studyguide.sources.remembered import pickled

HEAD = ("", "items", "keys A–F", "longest", "absolutes", "true", "levels")
LETTERS = "ABCDEF"


@rule
def check_items(subject: LintSubject, problems: Problems) -> None:
    """Every rule over every item, over each chapter and over all."""
    subject.remembered(items_told, pickled(tuple(map(items_of, subject.book.chapters)))).tell(problems)


def items_told(parts: tuple[Items, ...], problems: Problems) -> None:
    """The same of the items of all chapters. A step."""
    everything = together(parts)
    for items in (*parts, everything):
        check_letters(items, problems)
        check_length(items, problems)
    for question in everything.questions:
        check_wording(question, problems)
    check_difficulty(everything, problems)
    check_absolutes(everything, problems)
    check_true_false(everything, problems)
    check_duplicates(everything, problems)


def item_rows(chapters: Iterable[n.Chapter]) -> list[Sequence[str]]:
    """The table of the items, a chapter a row, with its head and the sums.

    Columns: items; how often each letter is the key; keys that are alone the longest; right and wrong options with an absolute
    word; true-or-false items and how many are true; items of each level.
    """
    parts = [items_of(chapter) for chapter in chapters]
    return [HEAD, *(_row(items) for items in (*parts, together(parts)))]


def _row(items: Items) -> Sequence[str]:
    keys, of_keys, others, of_others = items.absolutes
    return (
        items.title,
        str(len(items.questions)),
        " ".join(str(items.letters[letter]) for letter in LETTERS if letter in items.letters),
        f"{items.longest}/{len(items.single)}",
        f"{keys}/{of_keys} {others}/{of_others}",
        f"{sum(bool(q.verdict) for q in items.true_false)}/{len(items.true_false)}",
        " ".join(str(items.levels[level]) for level in (*LEVELS, "") if level or items.levels[level]),
    )
