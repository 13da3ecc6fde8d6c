"""Cases of the tests of Markdown: text, a line with a full stop, what is told or printed, a full stop again."""

from __future__ import annotations

from pathlib import Path

from studyguide import nodes as n
from studyguide.markup import Dialect, parse_chapter
from studyguide.nodes.tree import texts
from studyguide.sources.diagnostics import Diagnostic, Problems
from studyguide.sources.folder import Sources, readable

HERE = Path(__file__).parent
PATH = "chapters/01-x.md"
HEAD = "---\nid: x\ntitle: X\n---\n"


def cases(name: str) -> list[tuple[str, str]]:
    """The pairs of a file: input and expected."""
    parts = (HERE / name).read_text("utf-8").split("\n.\n")
    return [(text.lstrip("\n"), expected) for text, expected in zip(parts[::2], parts[1::2], strict=False)]


def parsed(text: str) -> tuple[n.Chapter, list[Diagnostic]]:
    """A text as the body of a chapter, and what was told of it, by line and column."""
    problems = Problems()
    read = readable(Sources({PATH: f"{HEAD}{text}\n"}, {}), problems).texts[PATH]
    return parse_chapter(PATH, read, Dialect(), problems), problems.errors


def told(text: str) -> list[str]:
    """The messages about the body of a chapter: `line:column code: message`, lines counted from its first."""
    return [f"{d.span.line - HEAD.count(chr(10))}:{d.span.col} {d.code}: {d.message}" for d in parsed(text)[1]]


def printed(text: str) -> str:
    """The words of the body of a chapter, one after the other."""
    return " ".join("".join(words for words, _ in texts(parsed(text)[0].children)).split())
