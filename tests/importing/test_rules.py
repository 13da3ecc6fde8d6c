"""Rules of the import: what others write, what a guide has for it, and what is told."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from studyguide.markup.dialect import Dialect
from studyguide.markup.foreign.blocks import joined
from studyguide.markup.foreign.convert import Converted, convert, outlined
from studyguide.markup.foreign.page import BookShelf
from studyguide.markup.foreign.told import KINDS, Told
from studyguide.markup.foreign.words import missing_words
from studyguide.markup.parse import parse_chapter
from studyguide.sources.diagnostics import Problems
from studyguide.tasks.importing.book import NOTHING, imported
from studyguide.tasks.importing.contents import BookFile, Contents

FILES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
CASE = re.compile(r"(.+?) \[(\w+)\]\n\.\n((?:.*\n)*?)\.\n((?:.*\n)*?)\.\n((?:.*\n)*?)\.\n")
OTHERS = {
    "other.md": "# Another\n\n## Sec\n\nText.\n",
    "listing.rs": "fn a() {}\n// ANCHOR: part\nfn b() {}\n// ANCHOR_END: part\n",
    "refs.bib": "@book{smith2020, title={One}}\n@book{doe99, title={Two}}\n",
}
"""What the book of each case holds besides."""
PICTURES = {"pics/cat.png": 1400, "pics/dog.jpg": 1400}


def cases(file: Path) -> list[tuple[str, str, str, str, str]]:
    """The cases of a file: title, flavour, what others write, what becomes of it, what is told."""
    found = CASE.findall(file.read_text("utf-8"))
    return [(title, flavour, before[:-1], after[:-1], told) for title, flavour, before, after, told in found]


EVERY = [(file, *case) for file in FILES for case in cases(file)]
NAMES = [f"{file.stem}: {title}" for file, title, *_ in EVERY]


def made_of(text: str, flavour: Any) -> tuple[str, tuple[Told, ...], str]:
    """The chapter that is made of a text, without its head; what is told of it; the glossary."""
    texts = {"a.md": text, **OTHERS}
    contents = Contents(
        "", flavour, (BookFile("a.md"), BookFile("other.md")), bibliographies=("refs.bib",), variables={"version": "7.1"}
    )
    book = imported(contents, texts, PICTURES, "", NOTHING)
    chapter = next(text for name, text in book.files.items() if name.startswith("chapters/01-"))
    told = tuple(each for each in book.told if each.path == "a.md")
    return chapter.split("\n---\n", 1)[1].strip("\n"), told, book.files.get("chapters/glossary.md", "")


def listed(told: tuple[Told, ...]) -> str:
    return "".join(f"{each.line}:{each.col} {each.kind}{f': {each.words}' if each.words else ''}\n" for each in told)


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_what_becomes_of_what_others_write(file: Path) -> None:
    """Every case becomes what stands below it, and what is told is told at its line and column."""
    made = [(title, flavour, before, *made_of(before, flavour)[:2]) for title, flavour, before, _, _ in cases(file)]
    text = "\n".join(
        f"{title} [{flavour}]\n.\n{before}\n.\n{after}\n.\n{listed(told)}.\n" for title, flavour, before, after, told in made
    )
    if os.environ.get("UPDATE"):
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text


@pytest.mark.parametrize(("file", "title", "flavour", "before", "after", "told"), EVERY, ids=NAMES)
def test_a_guide_reads_what_is_written(file: Path, title: str, flavour: str, before: str, after: str, told: str) -> None:
    """What is made of a case is a chapter without a mistake of its own."""
    problems = Problems()
    parse_chapter("chapters/01-a.md", f"---\nid: a\ntitle: A\n---\n\n{after}", Dialect(), problems)

    assert [each.message for each in problems.errors] == []


@pytest.mark.parametrize(("file", "title", "flavour", "before", "after", "told"), EVERY, ids=NAMES)
def test_no_word_is_lost(file: Path, title: str, flavour: str, before: str, after: str, told: str) -> None:
    """Every word of a case stands in what is made of it, in its title, in the glossary, or in what is told."""
    _, _, glossary = made_of(before, flavour) if "glossary" in before else ("", (), "")

    assert missing_words(before, [after, told, glossary, "the title t"]) == []


def test_every_kind_is_told_of_some_case() -> None:
    """Of all kinds that can be told there is a case, but for those that are told of whole books, and that of lost words."""
    told = {line.split(" ")[1].partition(":")[0] for *_, lines in EVERY for line in lines.splitlines()}

    assert set(KINDS) - told == {"duplicate-id", "not-in-contents", "uncited", "unreadable"}


def blocks(text: str) -> str:
    """The blocks of a text that MyST would write."""
    made: Converted = convert("a.md", text, "myst", BookShelf(pictures={"figures/cat.png": "cat.png"}), "T")
    return "\n".join(joined(outlined(made.blocks, [], "a.md")))


@pytest.mark.parametrize(
    "text",
    [
        "*a* and **b** `c` {kbd}`d` \\{e}",
        "## One\n\n- a\n\n  c\n\n- b\n\n1. d\n\nTerm\n: e",
        ":::{tip} A title\nf\n:::",
        "| a | b |\n|---|--:|\n| 1 | 2 |",
    ],
)
def test_the_text_of_a_guide_stays_as_it_is(text: str) -> None:
    """What is written as a guide writes it comes through unchanged."""
    assert blocks(text) == text
