"""The sums that authors write beside examples."""

from __future__ import annotations

import pytest

from studyguide.book.arithmetic import holds
from tests.tinybook import changed, complaints, tiny_sources


@pytest.mark.parametrize(
    "text",
    ["2400 * (45 + 5) / 100 == 1200", "1.9 * 5 / 100 == 0.095", "0.1 + 0.2 == 0.3", "500 <= 960 < 1000", "-1 + 2 == 1"],
)
def test_true_sums_hold(text: str) -> None:
    """Sums are done in exact fractions, chains of comparisons too."""
    assert holds(text)


@pytest.mark.parametrize("text", ["2400 * 45 / 100 == 1200", "500 <= 400"])
def test_false_sums_do_not(text: str) -> None:
    """A wrong sum is found."""
    assert not holds(text)


@pytest.mark.parametrize("text", ["1 + 1", "__import__('os')", "2 ** 9 == 512", "x == 1", "1 == ", "True == 1", "1 != 2"])
def test_anything_but_arithmetic_is_refused(text: str) -> None:
    """No names, calls or powers: a chapter cannot run a program."""
    with pytest.raises((ValueError, SyntaxError)):
        holds(text)


@pytest.mark.parametrize("wrong", ["2400 * 50 / 100 == 1201", "2400 / 0 == 1", "open('x') == 1"])
def test_a_wrong_sum_stops_the_build(wrong: str) -> None:
    """An example whose arithmetic does not come out is an error at its place."""
    path = "chapters/01-counting.md"
    text = tiny_sources().texts[path].replace("2400 * 50 / 100 == 1200", wrong, 1)

    assert "error[bad-check]" in complaints(changed(**{path: text}))
