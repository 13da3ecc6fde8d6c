"""Comparators: a number and the words around it say the same of which side the number itself is on, and say it once."""

import re
from collections.abc import Mapping

from studyguide.lint.rules import LintSubject, rule
from studyguide.lint.runs import InlineRun, runs
from studyguide.sources.config import BARE, OF_RANGE, Quantity
from studyguide.sources.diagnostics import Problems

# Words before a number, and after it, by the sign they stand for; “–” for those of a range, which leave no room for a sign.
BEFORE = {
    "≥": r"at least|not below|no less than|not under",
    ">": r"above|over|more than|greater than|higher than|exceeds?|exceeding|warmer than|hotter than",
    "<": r"below|under|less than|fewer than|lower than",
    "≤": r"at most|up to|no more than|not above|not over",
    "–": r"between|from|between [^.;]{1,40} and|from [^.;]{1,40} to",
}
AFTER = {
    "≥": r"(?:points )?or (?:more|higher|above|over|hotter|warmer)|and (?:over|above|more|higher|up)\b|upwards?",
    "≤": r"or (?:less|lower|below|under|fewer)|and (?:below|under|less|lower)\b",
    "–": r"to (?:below|under)\b",
}
SPACE = r"[\s\u00a0]*"
WHAT = r"(?: about| the| a| an)?(?: (?:age|count|score|total|(?-i:[A-Z]{2,6})) of)?"
# A second notation of the same number may stand between: “38.0 °C (100.4 °F) or more”.
TWICE = r"(?:[^\s(]*[\s\u00a0]?[^\s(]*[\s\u00a0]\()?"
LEADING = {sign: re.compile(rf"\b(?:{words}){WHAT}{SPACE}{TWICE}$", re.IGNORECASE) for sign, words in BEFORE.items()}
TRAILING = {sign: re.compile(rf"^\)?{SPACE}+(?:\([^()]*\){SPACE}+)?(?:{words})", re.IGNORECASE) for sign, words in AFTER.items()}
# Where the number itself belongs to the upper side, and where to the lower.
SAME_SIDE = {"≥": "≥<", "<": "≥<", ">": ">≤", "≤": ">≤"}


@rule
def check_comparators(subject: LintSubject, problems: Problems) -> None:
    """A comparator that is printed and said, one that is said otherwise than it is, and one that is neither, are reported."""
    subject.tell(otherwise_compared, problems, subject.values)
    otherwise_compared(subject.book.emergency_line, subject.book.values, problems)


def otherwise_compared(tree: object, values: Mapping[str, Quantity], problems: Problems) -> None:
    """The same in one tree. A step."""
    for run in runs(tree):
        for start, end, use in run.values:
            value = values[use.key]
            if not value.op:
                continue
            said = _said(run, start, end)
            for sign in said & set("≥><≤"):
                if len(value.op) == 1 and sign not in SAME_SIDE[value.op[0]]:
                    message = f"“{value.key}” is {value.show().text}, the words around it say “{sign}”"
                    hint = "check the source, then correct the sentence or the value"
                    problems.error(use.span, "comparator-contradicted", message, hint)
            if said and use.form not in {*BARE, *OF_RANGE}:
                bare = next(bare for bare, full in BARE.items() if full == use.form)
                hint = f"write {{value}}`{use.key}|{bare}`, or leave the words out"
                problems.error(use.span, "comparator-twice", f"the words say the comparator of {value.show().text} already", hint)


def _said(run: InlineRun, start: int, end: int) -> set[str]:
    """The signs that the words right before and after a number stand for; “–” for those of a range."""
    before, after = run.text[:start], run.text[end:]
    found = {sign for sign, pattern in LEADING.items() if pattern.search(before)}
    return found | {sign for sign, pattern in TRAILING.items() if pattern.search(after)}
