"""Arithmetic that authors write beside worked examples and calculations, evaluated without Python's eval."""

import ast
import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from studyguide import nodes as n
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems

T = TypeVar("T")
OPERATORS: dict[type[ast.AST], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISONS: dict[type[ast.AST], Callable[[Fraction, Fraction], bool]] = {
    ast.Eq: operator.eq,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def check_arithmetic(chapter: n.Chapter, problems: Problems) -> None:
    """Report every `:check:` of a chapter that is not arithmetic or does not hold."""
    for node in walk(chapter.children):
        for check in node.checks if isinstance(node, n.Question | n.Callout) else ():
            try:
                if not holds(check):
                    message = f"“{check}” does not come out"
                    problems.error(node.span, "bad-check", message, "correct the numbers here and in the text")
            except (ValueError, SyntaxError, ZeroDivisionError) as error:
                message = f"“{check}” is not arithmetic: {error}"
                problems.error(node.span, "bad-check", message, "write 2400 * (45 + 5) / 100 == 1200")


def holds(text: str) -> bool:
    """Whether a comparison such as `2400 * (45 + 5) / 100 == 1200` or `500 <= 960 < 1000` is true, in exact fractions.

    Raises ValueError or SyntaxError if it is not a comparison of sums, differences, products and quotients.
    """
    tree = ast.parse(text, mode="eval").body
    if not isinstance(tree, ast.Compare):
        raise ValueError("nothing is compared")  # noqa: TRY004 (the text is wrong, not the type of an argument)
    sides = [_number(side) for side in (tree.left, *tree.comparators)]
    tests = [_known(COMPARISONS, sign, "== < <= > >=") for sign in tree.ops]
    return all(test(left, right) for test, (left, right) in zip(tests, pairwise(sides), strict=True))


def _number(tree: ast.expr) -> Fraction:
    match tree:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return Fraction(repr(value))
        case ast.BinOp():
            return _known(OPERATORS, tree.op, "+ - * /")(_number(tree.left), _number(tree.right))
        case ast.UnaryOp(op=ast.USub()):
            return -_number(tree.operand)
        case _:
            raise ValueError(f"“{ast.unparse(tree)}” is not a number")


def _known(table: dict[type[ast.AST], T], sign: ast.AST, signs: str) -> T:
    if type(sign) not in table:
        raise ValueError(f"only {signs} are known")
    return table[type(sign)]
