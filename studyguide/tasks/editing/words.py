"""The words behind ./guide new, rename, where, doctor and changes: read in one way, and refused in plain sentences."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from studyguide.tasks.editing.edits import EditRefused

REFUSED, UNKNOWN = 1, 3
"""What a process returns: the sources do not allow what was asked; the words were not understood."""


class WordReader(argparse.ArgumentParser):
    """A reader of words that leaves its mistakes to `run`."""

    def error(self, message: str) -> NoReturn:
        """Tell what was not understood. Raises SystemExit."""
        said = message.replace("the following arguments are required", "these words are missing")
        print(f"{said[:1].upper()}{said[1:]}.\n{self.format_usage().strip()}", file=sys.stderr)
        raise SystemExit(UNKNOWN)


def reader(name: str, example: str) -> WordReader:
    """A reader for the words behind ./guide NAME."""
    return WordReader(prog=f"./guide {name}", epilog=f"example: ./guide {example}", allow_abbrev=False)


def run(work: Callable[[], str]) -> int:
    """Do what the words ask for and print what it says; returns what the process has to return."""
    try:
        said = work()
    except EditRefused as refused:
        print(refused, file=sys.stderr)
        return REFUSED
    print(said.rstrip("\n"))
    return 0


Words = Sequence[str]
