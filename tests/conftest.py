"""What all tests share: one process that lays out, what it has laid out, no work that is done over and over; and what it cost."""

from __future__ import annotations

import gc
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from studyguide.pdf import workers
from tests.budget import spent, told

SPENT = defaultdict[str, float](float)
"""Processor seconds by file."""
GARBAGE = (200_000, 20, 100)
"""New objects before Python looks for garbage, as in a build: what tests share stays, and was looked at again and again."""

sys.dont_write_bytecode = False  # tests start hundreds of processes: none compiles the program anew, whatever is usual here
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
gc.set_threshold(*GARBAGE)


def pytest_collection_finish() -> None:
    """Thousands of tests stay to the end: they are no longer looked through for garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Count what a test costs, with what it set up and took down."""
    before = spent()
    try:
        return (yield)
    finally:
        SPENT[item.nodeid.partition("::")[0]] += spent() - before


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell it at the end."""
    whole = config.args_source is config.ArgsSource.TESTPATHS and not config.option.keyword
    terminalreporter.write_line(told(spent(), SPENT, whole=whole, measured="coverage" in sys.modules))


@pytest.fixture(scope="session", autouse=True)
def one_process() -> Iterator[None]:
    """No test starts a pool by the way: style sheets and fonts are read once. `tests/pdf/test_workers.py` is about pools."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(workers, "_processors", lambda: 1)
        yield


@pytest.fixture(scope="session")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is laid out, shared by all tests: what is made from the same is found again by another."""
    return tmp_path_factory.mktemp("layouts")
