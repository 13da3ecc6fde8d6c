"""The golden text: the first chapter of the tiny guide as it is read aloud."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studyguide.proof.pdf.reader import read
from tests.proof.pdf.aloud import chapter_aloud

GOLDEN = Path(__file__).with_name("counting.txt")


def test_golden(tiny):
    """The first chapter reads as it was found to read well; UPDATE_GOLDEN=1 keeps what it says now."""
    said = chapter_aloud(read(tiny.path), "Counting")
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(said, "utf-8")
    assert said == GOLDEN.read_text("utf-8")


def test_no_such_chapter(tiny):
    """A chapter that the file does not have is an error, not an empty text."""
    with pytest.raises(LookupError):
        chapter_aloud(read(tiny.path), "Weighing")
