"""How many sequences of edits are tried: a few in the tests, many in ./guide edits."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--sequences` is known where this folder's tests are named on the command line."""
    parser.addoption("--sequences", type=int, default=0, help="so many random sequences of edits instead of a fixed few")
