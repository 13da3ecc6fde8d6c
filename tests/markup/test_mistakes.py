"""Mistakes that editors make in a text, each with the messages that it gives: at its line, and one for each mistake.

A row is appended to a chapter of the tiny guide, or put in the place of a piece of it; lines count from the first of what is new.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from studyguide.sources.diagnostics import Diagnostic, Problems
from tests.tinybook import assemble_tiny, changed, tiny_sources

CALM, COUNTING = "chapters/02-calm.md", "chapters/01-counting.md"


@dataclass(frozen=True)
class Mistake:
    """What is typed, in the place of what (else at the end), in which file, and what must be told: line and code."""

    text: str
    told: tuple[str, ...]
    instead: str = ""
    file: str = CALM


def one(text: str, told: str, instead: str = "", file: str = CALM) -> Mistake:
    """A mistake with one message."""
    return Mistake(text, (told,), instead, file)


STRAY = "1 stray-markup"
MISTAKES = {
    "role misspelt": one("A {trem}`nadir`.", "1 unknown-role"),
    "role without backquotes": one("A {term}nadir.", STRAY),
    "role closed with the wrong quote": one("A {term}`nadir' and {term}`anc`.", STRAY),
    "smart quotes in a role": one("A {term}‘nadir’.", STRAY),
    "role with a space": one("A { term }`nadir`.", STRAY),
    "term misspelt": one("A {term}`nadri`.", "1 unknown-term"),
    "citation misspelt": one("A.{cite}`book-x`", "1 unknown-reference"),
    "form of a value": one("A {value}`anc.severe|SI`.", "1 unknown-form"),
    "reference to nothing": one("See {ref}`fig-gone`.", "1 unknown-target"),
    "bold not closed": one("A **bold word.", STRAY),
    "emphasis with spaces": one("A * so * word.", STRAY),
    "citation of Pandoc": one("A word [@book-a].", STRAY),
    "reference of Pandoc": one("See @fig-ruler.", STRAY),
    "wiki link": one("A [[nadir]].", STRAY),
    "address apart from its words": one("See [it] (https://example.org/a) now.", STRAY),
    "link without scheme": one("See [this](example.org/a).", "1 bad-link"),
    "link with a space": one("See [this](https://example.org/a b).", "1 bad-link"),
    "link to a file": one("See [this](12-gone.md).", "1 unknown-target"),
    "picture": one("A ![x](y.png).", "1 unsupported-markup"),
    "strike without its end": one("An ~~old word.", STRAY),
    "tilde not closed": one("H~2O is water.", STRAY),
    "block of HTML": one('<div class="MsoNormal">\n\nText.\n\n</div>', "1 raw-html"),
    "comment before words": one("<!-- check this --> Words.", STRAY),
    "comment without its end": one("<!-- check this", "1 raw-html"),
    "bullet of Word": one("\uf0b7 one", "1 control-character"),
    "bullet as a list": one("• one\n• two", STRAY),
    "list without a space": one("-one\n-two", STRAY),
    "definition without a space": one("Term\n:Meaning", "2 stray-markup"),
    "box misspelt": one(":::{clinical-perl}\nText.\n:::", "1 unknown-directive"),
    "box with two colons": one("::{pearl}\nText.\n:::", STRAY),
    "box with backquotes": one("```{note}\nText.\n```", "1 unsupported-markup"),
    "inner box with as many colons": one(":::{note} T\nText.\n\n:::{key-point}\nPoint.\n:::\n:::", "1 fence-length"),
    "paragraph indented": one("    Text.", "1 unsupported-markup"),
    "paragraph indented by a tab": one("\tText.", "1 unsupported-markup"),
    "nested list by one space": one("- one\n - two", "2 stray-markup"),
    "heading without a space": one("##Units {#sec-units}\n\nText.", STRAY),
    "heading underlined": one("Units\n===\n\nText.", "2 unsupported-markup"),
    "dashes below a text": one("Text.\n---\n\nMore.", "2 unsupported-markup"),
    "id without its sign": one("## Units ({sec-x})\n\nText.", STRAY),
    "id with capitals": one("## Units {#sec-Blood_x}\n\nText.", "1 bad-id"),
    "id twice": one("## Units {#sec-do}\n\nText.", "1 duplicate-id"),
    "row without a cell": one("| Mild |", "1 ragged-table", "| Mild | 1,500 |", COUNTING),
    "row without its last bar": one("| Mild | 1,500", "1 ragged-table", "| Mild | 1,500 |", COUNTING),
    "table without rows": one(
        "|---|---|\n\nEnd.", "-2 bad-table", "|------|------------:|\n| Mild | 1,500 |\n| Severe | 500 |", COUNTING
    ),
    "table of Pandoc": one("+---+---+\n| a | b |\n+---+---+", STRAY),
    "table of tabs": one("a\tb\nc\td", STRAY),
    "alternative with markup": one(":alt: A **ruler**", "1 unexpected-markup", ":alt: A ruler with a mark at 500", COUNTING),
    "no right answer": one("[ ] 1,080/µL", "-9 one-right-answer", "[x] 1,080/µL", COUNTING),
    "two right answers": one("[x] 972/µL", "4 one-right-answer", "[ ] 972/µL", COUNTING),
    "box without a space": one("[] 972/µL", "1 missing-box", "[ ] 972/µL", COUNTING),
    "reason missing": one("[ ] 972/µL\n", "1 missing-reason", "[ ] 972/µL\n: The bands were left out.\n", COUNTING),
    "no empty line before a choice": Mistake(
        "[x] 1,080/µL\n: All were counted.{cite}`book-a`\n[ ] 108/µL",
        ("3 stray-markup",),
        "[x] 1,080/µL\n: All were counted.{cite}`book-a`\n\n[ ] 108/µL",
        COUNTING,
    ),
    "choice twice": one("[ ] 108/µL", "7 same-option", "[ ] 972/µL", COUNTING),
    "kind misspelt": one(":kind: singel", "1 unknown-kind", ":kind: single", COUNTING),
    "section of another chapter": one(":section: sec-do", "1 unknown-section", ":section: sec-count", COUNTING),
    "question without an answer": one("## Is it? {#faq-is-it}", "1 empty-section", file="chapters/faq.md"),
    "conflict": one("<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> x", "1 merge-conflict"),
    "index mark not closed": one("A {index}`nadir; low word {term}`nadir` and {term}`anc`.", STRAY),
    "note without text": one("A word.[^a]", "1 unknown-note"),
    "note never called": one("[^b]: A note.", "1 unused-note"),
    "note twice": one("A.[^a]\n\n[^a]: One.\n\n[^a]: Two.", "5 duplicate-id"),
    "note that calls itself": one("A.[^a]\n\n[^a]: One.[^a]", "3 note-in-note"),
    "empty section": one("## Begun {#sec-begun}", "1 empty-section"),
    "empty heading": one("## {#sec-begun}\n\nText.", "1 empty-markup"),
    "list too late": one("The causes:\n2. second", "2 stray-markup"),
    "two terms": one("First\nSecond\n: Meaning.", "3 stray-markup"),
    "comment in a paragraph": one("A text\n% a comment", "2 stray-markup"),
}
AS_MEANT = {
    "straight quotes": 'A "word" here.',
    "no empty line before a list": "A text:\n- one\n- two",
    "decomposed accent": "A cafe\u0301.",
    "Arabic with its mark": "ANC \u062f\u0645\u200f here.",
    "line break with a backslash": "one\\\ntwo",
    "line break with two spaces": "one  \ntwo",
    "escaped signs": "A \\* and \\{x\\} and ANC<LLN but WBC>LLN.",
}


def found(mistake: Mistake) -> tuple[int, list[Diagnostic]]:
    """The line on which what is new begins, and what is told of it."""
    text = tiny_sources().texts[mistake.file]
    old = mistake.instead or "\0"
    made = text.replace(old, mistake.text, 1) if mistake.instead in text and mistake.instead else f"{text}\n{mistake.text}\n"
    problems = Problems()
    assemble_tiny(changed(**{mistake.file: made}), problems)
    return made.count("\n", 0, made.index(mistake.text)), problems.errors


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_of_at_its_line(mistake: Mistake) -> None:
    """Each mistake of the table gives its messages, and no other."""
    before, messages = found(mistake)

    assert tuple(f"{each.span.line - before} {each.code}" for each in messages) == mistake.told
    assert {each.span.path for each in messages} == {mistake.file}


@pytest.mark.parametrize("text", AS_MEANT.values(), ids=AS_MEANT)
def test_what_is_understood_as_it_was_meant_is_no_mistake(text: str) -> None:
    """What Markdown reads as an editor means it draws no message."""
    assert found(Mistake(text, ()))[1] == []


def test_no_mistake_is_silent_and_few_have_consequences() -> None:
    """Every row has a message; there is hardly one more than there are rows, and nearly every one stands on the very line."""
    rows = MISTAKES.values()

    assert all(mistake.told for mistake in rows)
    assert sum(len(mistake.told) for mistake in rows) <= 1.1 * len(MISTAKES)
    elsewhere = [name for name, mistake in MISTAKES.items() if int(mistake.told[0].split()[0]) not in range(1, 8)]
    assert elsewhere == ["table without rows", "no right answer"]  # at the head of what lacks it
