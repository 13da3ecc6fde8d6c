"""Bare values: places where a number of values.toml stands without its name, as it is or as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from studyguide.lint.left_over import left_over
from studyguide.lint.repetitions import Repetition, written_again
from studyguide.lint.rules import LintSubject, rule
from studyguide.sources.config import NBSP, Quantity
from studyguide.sources.diagnostics import Problems, Span

OTHER_NUMBERS = "chapters/other-numbers.txt"
Texts = Mapping[str, str]


@rule
def check_bare_values(subject: LintSubject, problems: Problems) -> None:
    """Figures that are very likely a value's and do not come from it; those that it had before it was changed."""
    texts, values = subject.sources.texts, subject.book.values
    again = told_apart(written_again(subject, problems), texts)
    left = told_apart(left_over(subject.book, texts, subject.earlier), texts)
    for each in left:
        if each.bare:
            value = min((values[key] for key in each.likely), key=lambda likely: _is_range(likely) != each.ranged)
            message = f"“{each.text}” is what “{value.key}” was; it is {value.show('bare').text} now"
            problems.warning(each.span, "left-over-value", message, _hint(each, value, "this is another number"))
    told = {each.span for each in left if each.bare}
    for each in again:
        if each.bare and each.span not in told:
            value = values[each.likely[0]]
            message = f"“{each.text}” repeats the value “{value.key}”, and will stay when that changes"
            problems.warning(each.span, "bare-value", message, _hint(each, value, "it is another number of the same size"))
    for line, words in other_numbers(texts).items():
        if line not in {each.apart for each in (*again, *left) if each.likely}:
            message = f"“{words}” tells no number of the text apart"
            hint = "take the line away; if the words of the text have changed, write them as they are now"
            problems.warning(Span(OTHER_NUMBERS, line, 1, len(words)), "unused-other-number", message, hint)


def _is_range(value: Quantity) -> bool:
    return isinstance(value.value, tuple)


def _hint(found: Repetition, value: Quantity, otherwise: str) -> str:
    form = "|low` or `|high" if _is_range(value) and not found.ranged else "|bare" if value.op else ""
    return f"write {{value}}`{value.key}{form}`; if {otherwise}, a line of other-numbers.txt says so"


def told_apart(found: Iterable[Repetition], texts: Texts) -> list[Repetition]:
    """The places, each with the line of other-numbers.txt that says that it is another number."""
    others = other_numbers(texts)
    return [replace(each, apart=_line_of(each.span, others, texts)) for each in found]


def other_numbers(texts: Texts) -> dict[int, str]:
    """The words of other-numbers.txt by their lines."""
    rows = enumerate(texts.get(OTHER_NUMBERS, "").split("\n"), 1)
    return {line: words for line, row in rows if (words := row.partition("#")[0].strip())}


def _line_of(span: Span, others: Mapping[int, str], texts: Texts) -> int:
    """The line of the words around the figures at a place; 0 if there is none, or if it is these figures alone."""
    row = texts[span.path].split("\n")[span.line - 1].replace(NBSP, " ") if others and span.col else ""
    written = ((line, words.replace(NBSP, " ")) for line, words in others.items() if len(words) > span.length)
    around = ((line, found) for line, words in written for found in re.finditer(re.escape(words), row))
    return next((line for line, found in around if found.start() < span.col <= span.col - 1 + span.length <= found.end()), 0)
