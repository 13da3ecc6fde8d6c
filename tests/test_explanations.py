"""docs/diagnostics/: a page a code, with a wrong text, a right one, and why. The tests follow the pages word by word.

An example is of the small guide in `tests/tiny`. Its lead says what becomes of a file: the text stands “at the end of” it,
“as” it, or the guide is “without” it. A line that ends in ◀ is the one that the message names; without such a line it is a file,
or the folder of chapters.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

import pytest

from studyguide.html.units import failures_reported
from studyguide.lint import lint
from studyguide.publish.characters import unprinted
from studyguide.publish.compiled import compile_sources
from studyguide.publish.pdf import units_of
from studyguide.sources.consequences import mistakes
from studyguide.sources.diagnostics import CODES, BuildFailed, Problems
from studyguide.sources.remembered import Memory
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from studyguide.tasks import explain
from tests.tinybook import changed, tiny_sources

PAGES = {path.stem: path.read_text("utf-8") for path in sorted(explain.PAGES.glob("*.md"))}
MARK = " ◀"
TODAY = datetime.date(2026, 1, 2)
A4 = RENDITIONS[REFERENCE]
TOLD_IN_WORDS = {
    *(
        "bad-package",
        "bad-template",
        "dead-link",
        "layout",
        "no-alt",
        "page-figures",
        "page-numbers",
        "stylesheet",
    ),  # the design's
    *("coarse-picture", "late-note", "lost-text", "outside-page", "paper-overflow", "wide-table"),  # of pages that were laid out
    *("disk", "internal", "outside-project", "surroundings"),  # no text is at fault
    *("bad-picture", "control-character", "not-utf-8", "too-large"),  # could not be shown here
    "bad-wish",  # what was typed is at fault
    *("change-log", "item-difficulty", "unsigned", "version-tag", "left-over-value"),  # of the guide as a whole
}
"""Codes that no short text of a chapter gives: their pages say how they come about."""
SHOWN = sorted(set(PAGES) - TOLD_IN_WORDS)
PART = re.compile(
    r"^(?:\*\*(?P<word>Wrong|Right)\*\*, |and )(?P<how>at the end of|as|without) `(?P<path>[^`]+)`"
    r"(?:\.|:\n\n```\n(?P<text>.*?)\n```)$",
    re.MULTILINE | re.DOTALL,
)
FOREIGN = "\u2fff"
"""Letters behind this one are in no font of the guide; only they are worth the looking."""
Place = tuple[str, str, int]
Changes = tuple[tuple[str, str | None], ...]


@dataclass
class Shelf:
    """A shelf in memory, so that what an example leaves as it is is read once."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def get(self, name: str) -> bytes | None:
        """What was put there."""
        return self.kept.get(name)

    def put(self, name: str, data: bytes) -> None:
        """Keep it."""
        self.kept[name] = data


MEMORY = Memory(Shelf(), "explanations")


@dataclass(frozen=True)
class Example:
    """What an example makes of files of the small guide, and the line that is marked in it, if there is one."""

    changes: Changes
    marked: tuple[str, int] | None


def example(page: str, word: str) -> Example:
    """The wrong or the right example of a page."""
    texts: dict[str, str | None] = {}
    marked = None
    current = ""
    for part in PART.finditer(page):
        current = part["word"] or current
        if current == word:
            path = part["path"]
            before = f"{tiny_sources().texts[path].rstrip()}\n\n" if part["how"] == "at the end of" else ""
            rows = (part["text"] or "").split("\n")
            marked = next(((path, before.count("\n") + i) for i, row in enumerate(rows, 1) if row.endswith(MARK)), marked)
            text = before + "\n".join(row.removesuffix(MARK) for row in rows) + "\n"
            texts[path] = None if part["how"] == "without" else text
    assert texts, f"the page has no example that is {word.lower()}"
    return Example(tuple(texts.items()), marked)


@cache
def told(changes: Changes) -> Counter[Place]:
    """Code, path and line of all that is told of the changed guide: mistakes, or letters that no font has, or lints."""
    problems, sources = Problems(), changed(**dict(changes))
    try:
        compiled = compile_sources(sources, problems, MEMORY)
        if any(max(text, default="") > FOREIGN for path, text in sources.texts.items() if path.startswith("chapters/")):
            with failures_reported(problems, sources.texts):
                problems.found += unprinted(compiled, A4, units_of(compiled, A4))
        lint(compiled.book, compiled.sources, TODAY, problems, MEMORY)
    except BuildFailed as failed:
        problems = failed.problems
    found = [each.diagnostic for each in mistakes(problems.found, sources.texts)]
    return Counter((each.code, each.span.path, each.span.line) for each in found)


def test_every_code_has_its_page() -> None:
    """There is a page a code, headed by the code and its sentence, and no page is left over."""
    assert PAGES.keys() == CODES.keys(), "docs/diagnostics/ needs a page a code: wrong, right, why"
    assert [code for code, page in PAGES.items() if not page.startswith(f"# `{code}`\n\n{CODES[code]}\n\n")] == []
    assert set(CODES) >= TOLD_IN_WORDS


@pytest.mark.parametrize("code", SHOWN)
def test_a_wrong_example_is_told(code: str) -> None:
    """A wrong example gives its code once, at the marked line, and nothing else."""
    wrong = example(PAGES[code], "Wrong")
    found = told(wrong.changes) - told(())

    assert [place[0] for place in found.elements()] == [code], found
    _, path, line = next(iter(found))
    assert (path, line) == (wrong.marked or (path, 0)), found


@pytest.mark.parametrize("code", SHOWN)
def test_a_right_example_is_not_told(code: str) -> None:
    """Of a right example nothing is told, not even by the lints, and its page says why the other one is wrong."""
    assert told(example(PAGES[code], "Right").changes) - told(()) == Counter()
    assert re.search(r"^\*\*Why\*\*: \S", PAGES[code], re.MULTILINE)


@pytest.mark.parametrize("code", sorted(TOLD_IN_WORDS))
def test_what_no_text_gives_is_told_in_words(code: str) -> None:
    """A page without examples says how its code comes about, and what to do."""
    assert re.search(r"^\*\*How it comes about\*\*: .+\n\n\*\*What to do\*\*: .+\n\Z", PAGES[code], re.MULTILINE)
    assert not PART.search(PAGES[code])


def test_explain_shows_the_page_in_plain_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`./guide explain` prints the page of a code as a terminal shows it: prose filled, examples set in, no marks of Markdown."""
    monkeypatch.setenv("COLUMNS", "60")

    assert explain.main(["explain", "[unknown-role]"]) == 0
    assert capsys.readouterr().out.split("\n") == [
        "unknown-role",
        "",
        "A role does not exist.",
        "",
        "Wrong, at the end of chapters/02-calm.md:",
        "",
        "    See {terms}`nadir`. ◀",
        "",
        "Right, at the end of chapters/02-calm.md:",
        "",
        "    See {term}`nadir`.",
        "",
        "Why: There is no role of this name. docs/writing.md lists",
        "those that there are; the hint names the nearest.",
        "",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["unknwn-term"], "there is no code “unknwn-term”; did you mean “unknown-term”?\n"),
        (["qqq"], "there is no code “qqq”; the code stands in brackets in the message: error[unknown-term]\n"),
        ([], "which code? The code stands in brackets in the message: error[unknown-term]\n"),
    ],
)
def test_explain_knows_no_other_codes(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A code that is none gets the nearest, or the place where codes stand; the process returns 3."""
    assert explain.main(["explain", *words]) == explain.UNKNOWN
    assert capsys.readouterr().err == told
