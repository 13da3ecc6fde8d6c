"""Arithmetic that authors write beside worked examples and calculations, evaluated without Python's eval."""

import operator
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from studyguide import nodes as n
from studyguide.nodes.tree import texts, walk
from studyguide.sources.diagnostics import Problems

LONGEST = 300  # characters of a check
DEEPEST = 20  # brackets in each other
FIGURES = 15  # of a number
TOKEN = re.compile(r"(?P<number>\d+(?:\.\d+)?)|(?P<sign>==|<=|>=|[-+*/()<>=×÷−·≤≥])|(?P<blank>\s+)|(?P<stray>.)", re.DOTALL)
MEANINGS = {"×": "*", "·": "*", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", "=": "=="}
OPERATORS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
COMPARISONS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "==": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
PRINTED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
SMALL = ["nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
EXAMPLE = "write 2400 * (45 + 5) / 100 == 1200"


class NotArithmetic(ValueError):
    """A check that cannot be worked out; the message says why, in words that follow it."""


def check_arithmetic(chapter: n.Chapter, problems: Problems) -> None:
    """Report every `:check:` of a chapter that is not arithmetic or does not hold."""
    for node in walk(chapter.children):
        if not isinstance(node, n.Question | n.Callout):
            continue
        for check, place in node.checks:
            try:
                if not holds(check):
                    message = f"“{check}” does not come out"
                    problems.error(place, "bad-check", message, "correct the numbers here and in the text")
            except NotArithmetic as fault:
                problems.error(place, "bad-check", f"“{check[:60]}” is not arithmetic: {fault}", EXAMPLE)


def check_results(chapter: n.Chapter, problems: Problems) -> None:
    """Report results of `:check:` that do not stand in the text beside them, so that no other number is printed than is proven.

    The values in the chapter must be looked up, and its checks hold.
    """
    for node in (each for each in walk(chapter.children) if isinstance(each, n.Question | n.Callout)):
        for check, place in node.checks:
            with suppress(NotArithmetic):  # it has been told
                for number in _unprinted(node, check) if holds(check) else ():
                    message = f"the result {_figures(number)} of this check does not stand in the text beside it"
                    problems.error(place, "unprinted-result", message, "correct the number in the text, or the check")


def _unprinted(node: n.Question | n.Callout, check: str) -> set[Fraction]:
    """The results of a check that are not printed where a reader looks for them: the last one of a calculation is its result."""
    found = results(check)
    others = _numbers(" ".join(text for text, _ in node.checks if text != check))
    if isinstance(node, n.Question) and node.result and not found & others:
        return found - _numbers(node.result)
    return found - printed_numbers(node)


def results(text: str) -> set[Fraction]:
    """What the sums of a check come to; a limit that a sum is only above or below is no result."""
    sides, signs = _sides(text)
    return {_value(right) for sign, right in zip(signs, sides[1:], strict=True) if sign == "=="}


def printed_numbers(node: n.Question | n.Callout) -> set[Fraction]:
    """The numbers that a reader sees in a question with its answers, or in a box."""
    words = " ".join(text for text, _ in texts(node)) + f" {getattr(node, 'result', '')}"
    return _numbers(words) | {Fraction(i) for i, word in enumerate(SMALL) if re.search(rf"\b{word}\b", words, re.IGNORECASE)}


def _numbers(words: str) -> set[Fraction]:
    return {Fraction(found[0].replace(",", "")) for found in PRINTED.finditer(words)}


def _figures(number: Fraction) -> str:
    return f"{float(number):,.10g}"


def holds(text: str) -> bool:
    """Whether a comparison such as `2400 * (45 + 5) / 100 == 1200` or `500 <= 960 < 1000` is true, in exact fractions.

    × ÷ − ≤ ≥ and a single = may be written too. Raises NotArithmetic if it is not a comparison of sums, differences, products and
    quotients, or if it says no more than that something is itself.
    """
    sides, signs = _sides(text)
    if not signs:
        raise NotArithmetic("nothing is compared")
    if not all(sides):
        raise NotArithmetic("a side of it is empty")
    for sign, (left, right) in zip(signs, pairwise(sides), strict=True):
        if left == right or (sign == "==" and not OPERATORS.keys() & {*left[1:], *right[1:]}):
            raise NotArithmetic("nothing is worked out")
    values = [_value(side) for side in sides]
    return all(COMPARISONS[sign](left, right) for sign, (left, right) in zip(signs, pairwise(values), strict=True))


def _sides(text: str) -> tuple[list[list[str]], list[str]]:
    """The sides of a comparison, and the signs between them."""
    tokens = _tokens(text)
    cuts = [-1, *(i for i, token in enumerate(tokens) if token in COMPARISONS), len(tokens)]
    return [tokens[start + 1 : end] for start, end in pairwise(cuts)], [tokens[i] for i in cuts[1:-1]]


def _tokens(text: str) -> list[str]:
    if len(text) > LONGEST:
        raise NotArithmetic(f"it has more than {LONGEST} characters")
    found = [token for token in TOKEN.finditer(text) if not token["blank"]]
    for before, token in pairwise([None, *found]):
        if token and token["stray"]:
            thousands = token[0] == "," and before is not None and before["number"]
            raise NotArithmetic("numbers are written without commas" if thousands else f"{token[0]} is no sign of arithmetic")
        if token and len(token["number"] or "") > FIGURES:
            raise NotArithmetic(f"a number has more than {FIGURES} figures")
    return [MEANINGS.get(token[0], token[0]) for token in found]


def _value(tokens: list[str]) -> Fraction:
    reader = _Terms(tokens)
    value = reader.sum()
    if reader.next < len(tokens):
        raise NotArithmetic(f"a sign is missing before {tokens[reader.next]}")
    return value


@dataclass
class _Terms:
    """One side of a comparison, and how far it has been read."""

    tokens: list[str]
    next: int = 0
    depth: int = 0

    def sum(self) -> Fraction:
        return self.chain(("+", "-"), lambda: self.chain(("*", "/"), self.factor))

    def chain(self, signs: tuple[str, ...], part: Callable[[], Fraction]) -> Fraction:
        value = part()
        while self.peek() in signs:
            sign = self.take()
            other = part()
            if sign == "/" and not other:
                raise NotArithmetic("a number is divided by nought")
            value = OPERATORS[sign](value, other)
        return value

    def factor(self) -> Fraction:
        token = self.take()
        if token[:1].isdigit():
            return Fraction(token)
        if token not in ("-", "("):
            raise NotArithmetic(f"a number is missing {f'before {token}' if token else 'at the end of a side'}")
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotArithmetic("its brackets are nested too deeply")
        value = -self.factor() if token == "-" else self.sum()  # noqa: S105 (a sign, no secret)
        self.depth -= 1
        if token == "(" and self.take() != ")":  # noqa: S105
            raise NotArithmetic("a bracket is never closed")
        return value

    def peek(self) -> str:
        return self.tokens[self.next] if self.next < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.next += 1
        return token
