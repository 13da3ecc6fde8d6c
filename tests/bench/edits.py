"""What an editor does to the guide, as files with other texts. None stands for a file that is taken away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

Texts = Mapping[str, str | None]
"""The texts of files by their paths in the project."""

PARAGRAPH = re.compile(r"(?<=\n\n)[A-Z][^\n]+\.(?=\n\n)")
OPENED, CLOSED = re.compile(r"^:{3,}\{", re.MULTILINE), re.compile(r"^:{3,}$", re.MULTILINE)
VALUE = re.compile(r"\{value\}`([\w.-]+)")
SENTENCES = "This paragraph was written to be measured. It has words enough for most of a page, and moves what follows. "
CHAPTER = """---
id: measured
title: What was measured
checked: 2026-01-02
---
:::{{in-short}}
A chapter that was not there before.
:::

## How it was measured {{#sec-measured}}

{paragraphs}
"""
ENTRY = "\n:::{{entry}} {word}\n:id: {word}\nA word that was put into the glossary to be measured.\n:::\n"


def word(root: Path, number: int, chapter: int = 1) -> Texts:
    """A word more at the end of a plain paragraph of a chapter, the second one."""
    path = chapters(root)[chapter]
    return {path: next(edited(_text(root, path), 0.4, f"measured{number}"))}


def paragraph(root: Path, number: int) -> Texts:
    """A paragraph more in the second chapter, of which it takes most of a page."""
    path = chapters(root)[1]
    text = _text(root, path)
    at = next(plain(text, 0.3)).end()
    return {path: f"{text[:at]}\n\n{SENTENCES * 14}It is the {number}th.{text[at:]}"}


def value(root: Path, number: int) -> Texts:
    """A number less for a count that five chapters or more print: a chart may show where the next range begins."""
    path = "chapters/values.toml"
    printed = Counter(key for each in chapters(root) for key in set(VALUE.findall(_text(root, each))))
    numbers = re.compile(r"^\[([\w.-]+)\]\n(?:(?!\[).*\n)*?value = (\d+)$", re.MULTILINE)
    text = _text(root, path)
    found = next(each for each in numbers.finditer(text) if printed[each[1]] >= 5)
    return {path: f"{text[: found.start(2)]}{int(found[2]) - number}{text[found.end(2) :]}"}


def definition(root: Path, number: int) -> Texts:
    """A word more in the definition of a glossary entry."""
    path = "chapters/glossary.md"
    rows = _text(root, path).split("\n")
    at = [at for at, row in enumerate(rows) if row.endswith(".") and rows[at + 1 : at + 2] == [":::"]][20]
    rows[at] = f"{rows[at][:-1]} measured{number}."
    return {path: "\n".join(rows)}


def entry(root: Path, number: int) -> Texts:
    """One more glossary entry."""
    path = "chapters/glossary.md"
    return {path: _text(root, path) + ENTRY.format(word=f"measure{'d' * number}")}


def chapter(root: Path, number: int) -> Texts:
    """A new chapter of two pages in the middle: those behind it get other numbers."""
    names = chapters(root)
    behind = names[len(names) // 2 :]
    moved: dict[str, str | None] = dict.fromkeys(behind)
    for path in behind:
        moved[re.sub(r"\d+", lambda found: f"{int(found[0]) + 1:02}", path, count=1)] = _text(root, path)
    first = re.search(r"\d+", behind[0])
    text = CHAPTER.format(paragraphs="\n\n".join([f"{SENTENCES * 5}It is the {number}th."] * 6))
    return {**moved, f"chapters/{first[0] if first else '02'}-measured.md": text}


def token(root: Path, number: int) -> Texts:
    """Another colour: everything is laid out anew."""
    path = "styles/tokens.css"
    return {path: re.sub(r"(--blue: #)[0-9A-Fa-f]{6}", rf"\g<1>00{number:02}90", _text(root, path), count=1)}


def edited(text: str, place: float, more: str) -> Iterator[str]:
    """The text with a word more at the end of a plain paragraph behind a place."""
    for found in plain(text, place):
        yield f"{text[: found.end() - 1]} {more}{text[found.end() - 1 :]}"


def plain(text: str, place: float) -> Iterator[re.Match[str]]:
    """The paragraphs of running text behind a place: what stands in a box or below a figure may be printed elsewhere, too."""
    for found in PARAGRAPH.finditer(text, int(len(text) * place)):
        if len(OPENED.findall(text, 0, found.start())) == len(CLOSED.findall(text, 0, found.start())):
            yield found


def chapters(root: Path) -> list[str]:
    """The paths of the chapters, in their order."""
    return sorted(path.relative_to(root).as_posix() for path in (root / "chapters").glob("[0-9][0-9]-*.md"))


def put(root: Path, texts: Texts) -> Texts:
    """Write texts; returns what stood in those places before, to be put back."""
    before = {path: _text(root, path) if (root / path).exists() else None for path in texts}
    for path, text in texts.items():
        if text is None:
            (root / path).unlink(missing_ok=True)
        else:
            (root / path).write_text(text, "utf-8")
    return before


def _text(root: Path, path: str) -> str:
    return (root / path).read_text("utf-8")
