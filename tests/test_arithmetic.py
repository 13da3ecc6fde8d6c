"""The sums that authors write beside examples."""

from __future__ import annotations

import re

import pytest

from studyguide.book.arithmetic import NotArithmetic, holds
from tests.tinybook import changed, complaints, tiny_sources


@pytest.mark.parametrize(
    "text",
    [
        "2400 * (45 + 5) / 100 == 1200",
        "1.9 * 5 / 100 == 0.095",
        "0.1 + 0.2 == 0.3",
        "500 <= 960 < 1000",
        "-1 + 2 == 1",
        "2400 × (45 + 5) ÷ 100 = 1200",
        "3 − 1 ≥ 2",
    ],
)
def test_true_sums_hold(text: str) -> None:
    """Sums are done in exact fractions, chains of comparisons too."""
    assert holds(text)


@pytest.mark.parametrize("text", ["2400 * 45 / 100 == 1200", "500 <= 400"])
def test_false_sums_do_not(text: str) -> None:
    """A wrong sum is found."""
    assert not holds(text)


NONE = {
    "1 + 1": "nothing is compared",
    "": "nothing is compared",
    "1 ==": "a side of it is empty",
    "5 == 5": "nothing is worked out",
    "1200 = 1300": "nothing is worked out",
    "2 * 3 == 2 * 3": "nothing is worked out",
    "1e308 * 10 == 1e308 * 10": "e is no sign of arithmetic",
    "2,400 / 2 == 1200": "numbers are written without commas",
    "1 / 0 == 1": "a number is divided by nought",
    "2 ** 9 == 512": "a number is missing before *",
    "x == 1 + 1": "x is no sign of arithmetic",
    "__import__('os')": "_ is no sign of arithmetic",
    "1 != 2": "! is no sign of arithmetic",
    "(1 + 1 == 2": "a bracket is never closed",
    "1 + 1) == 2": "a sign is missing before )",
    f"{'(' * 30}1{')' * 30} + 1 == 2": "its brackets are nested too deeply",
    f"{'-' * 30}1 + 1 == 2": "its brackets are nested too deeply",
    f"{'1 + ' * 100}1 == 2": "it has more than 300 characters",
    f"{'1' * 20} + 1 == 2": "a number has more than 15 figures",
}


@pytest.mark.parametrize("text", NONE)
def test_anything_but_arithmetic_is_refused(text: str) -> None:
    """No names, calls or powers, no comparison of a number with itself, nothing without end: a chapter cannot run a program."""
    with pytest.raises(NotArithmetic, match=f"^{re.escape(NONE[text])}$"):
        holds(text)


@pytest.mark.parametrize("wrong", ["2400 * 50 / 100 == 1201", "2400 / 0 == 1", "open('x') == 1", "; ;"])
def test_a_wrong_sum_stops_the_build(wrong: str) -> None:
    """An example whose arithmetic does not come out is an error at its place."""
    path = "chapters/01-counting.md"
    text = tiny_sources().texts[path].replace("2400 * 50 / 100 == 1200", wrong, 1)

    assert "error[bad-check]" in complaints(changed(**{path: text}))
