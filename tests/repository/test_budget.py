"""The suite tells what it costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.budget import spent, told

FILES = {"tests/test_a.py": 12.2, "tests/test_b.py": 90.0}


@pytest.mark.parametrize(
    ("seconds", "whole", "measured", "line"),
    [
        (3.4, False, False, "3 CPU seconds"),
        (300.0, False, False, "300 CPU seconds"),
        (201.0, True, False, "201 CPU seconds of a budget of 240"),
        (261.0, True, False, "261 CPU seconds, 21 over the budget of 240. Most cost: tests/test_b.py (90), tests/test_a.py (12)"),
        (600.0, True, True, "600 CPU seconds, with coverage measured; without, 240 are the budget"),
    ],
)
def test_the_line_tells_sum_budget_and_what_costs_most(seconds: float, line: str, *, whole: bool, measured: bool) -> None:
    """A part of the suite has no budget, nor has a run that measures coverage; what is over it names the files to look at."""
    assert told(seconds, FILES, whole=whole, measured=measured) == line


def test_what_other_processes_did_counts() -> None:
    """Seconds of processes that a test started are its own."""
    before = spent()
    subprocess.run([sys.executable, "-c", "sum(range(10**6))"], check=True)

    assert spent() > before


def test_every_run_ends_with_it(pytestconfig: pytest.Config) -> None:
    """The plugin that tells the line is the one of this run."""
    (plugin,) = (each for each in pytestconfig.pluginmanager.get_plugins() if getattr(each, "told", None) is told)

    assert Path(plugin.__file__).name == "conftest.py"
    assert plugin.SPENT
