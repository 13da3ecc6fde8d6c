"""docs/importing.md says what the rules do."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest

from studyguide.markup.foreign.told import KINDS
from studyguide.tasks.importing.kinds import CONTENTS
from tests.importing.test_rules import made_of
from tests.tinybook import ROOT

PAGE = ROOT / "docs" / "importing.md"
TEXT = PAGE.read_text("utf-8")
ROW = re.compile(r"^\| (`+) ?(.+?) ?\1 \| (`+) ?(.+?) ?\3(?: and .*)? \|(.*)\|$", re.MULTILINE)
INLINE = [
    (before, after, flavour)
    for _, before, _, after, flavour in ROW.findall(TEXT)
    if not re.search(r"`,|` with|:::|\{<|^<details|^\{|x\.png|#include", before + after)
]


def test_every_kind_that_is_told_stands_in_the_page() -> None:
    """The table of kinds is that of the program; UPDATE=1 writes it anew."""
    head = "| kind | what it means |\n|---|---|\n"
    rows = "".join(f"| {kind} | {words} |\n" for kind, words in KINDS.items())
    text = TEXT.partition(head)[0] + head + rows
    if os.environ.get("UPDATE"):
        PAGE.write_text(text, "utf-8")

    assert PAGE.read_text("utf-8") == text


def test_every_contents_file_stands_in_the_page() -> None:
    """The contents files that are known are those that the page names."""
    assert {name for name in CONTENTS if f"`{name}`" in TEXT} == set(CONTENTS)


@pytest.mark.parametrize(("before", "after", "flavours"), INLINE, ids=[before for before, *_ in INLINE])
def test_what_the_page_says_is_what_is_made(before: str, after: str, flavours: Any) -> None:
    """Each row of the table of a piece of a sentence gives what stands beside it, in each flavour that it names."""
    for flavour in flavours.replace(",", " ").split() or ["plain", "pandoc", "mkdocs"]:
        made, _, _ = made_of(before.replace("key", "doe99"), flavour)
        assert made.startswith(after.replace("key", "doe99"))
