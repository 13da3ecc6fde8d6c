"""How much is tried: a little in the tests, much in ./guide edits."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options are known where this folder's tests are named on the command line."""
    parser.addoption("--texts", type=int, default=0, help="so many generated chapters full of notes instead of a few hard ones")
    parser.addoption("--layouts", type=int, default=0, help="so many resumed layouts against whole ones instead of a few")
    parser.addoption("--sequences", type=int, default=0, help="so many random sequences of edits instead of a fixed few")
    parser.addoption("--edits", type=int, default=0, help="so many random edits in one kept process instead of a few")
