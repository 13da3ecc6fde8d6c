"""Coverage: chapters/coverage.toml promises topics and corrections, and the guide has them.

A topic is covered by the sections that treat it. An error is put right in a section by a claim that rests on sources: these must
be cited there, and the number that the claim turns on, if any, shown. How the claim is worded is the author's business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.lint.rules import LintSubject, rule
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems, Span, did_you_mean
from studyguide.sources.schema import CheckedData, read_toml

PATH = "chapters/coverage.toml"
KINDS = {"topics": "S", "corrections": "E"}


@dataclass(frozen=True)
class Promise:
    """A row of the file: its key (“E7”), what it says, and where it stands."""

    key: str
    row: Any
    span: Span


@rule
def check_coverage(subject: LintSubject, problems: Problems) -> None:
    """Every topic and every correction that [counts] asks for is there, and every row is true of the book."""
    if PATH not in subject.sources.texts:
        return
    read = subject.remembered(read_promises, subject.sources.texts[PATH]).tell(problems)
    if not read.sound:
        return
    data = read.content
    for kind, letter in KINDS.items():
        _check_count(kind, letter, read, problems)
    places = _places(subject.book)
    for key, row in data["topics"].items():
        for target in row:
            _check_target(Promise(key, row, read.span("topics", key)), target, subject.book, problems)
    for key, row in data["corrections"].items():
        _check_correction(Promise(key, row, read.span("corrections", key)), subject, places, problems)


def read_promises(text: str, problems: Problems) -> CheckedData:
    """The file. A step."""
    return read_toml(PATH, text, "coverage", problems)


def _check_count(kind: str, letter: str, read: CheckedData, problems: Problems) -> None:
    data, count = read.content, read.content["counts"][kind]
    wanted = [f"{letter}{i}" for i in range(1, count + 1)]
    for key in wanted:
        if key not in data[kind]:
            problems.error(read.span(kind), "coverage", f"{key} is missing from [{kind}]")
    for key in data[kind]:
        if key not in wanted:
            problems.error(read.span(kind, key), "coverage", f"{key} is one more than the {count} {kind} of [counts]")


def _check_target(promise: Promise, target: str, book: Book, problems: Problems) -> bool:
    if target in book.targets:
        return True
    hint = did_you_mean(target, book.targets)
    problems.error(promise.span, "coverage", f"{promise.key}: nothing has the id “{target}”", hint)
    return False


def _check_correction(promise: Promise, subject: LintSubject, places: Mapping[str, n.Node], problems: Problems) -> None:
    row, book = promise.row, subject.book
    if _check_target(promise, row["at"], book, problems):
        place = places.get(book.targets[row["at"]].anchor)
        cited = {key for node in walk(place) if isinstance(node, n.Citation) for key in node.keys}
        shown = {node.key for node in walk(place) if isinstance(node, n.ValueUse)}
        for key in row["cites"]:
            _check_there(promise, f"the source “{key}”", key, cited, subject.known, problems)
        if "value" in row:
            _check_there(promise, f"the value “{row['value']}”", row["value"], shown, book.values, problems)


def _check_there(promise: Promise, what: str, key: str, there: set[str], known: Mapping[str, object], problems: Problems) -> None:
    if key not in known:
        problems.error(promise.span, "coverage", f"{promise.key}: {what} does not exist", did_you_mean(key, known))
    elif key not in there:
        hint = "the claim must rest on it there, or on another source that this row then names"
        problems.error(promise.span, "coverage", f"{promise.key}: {what} is not in “{promise.row['at']}”", hint)


def _places(book: Book) -> dict[str, n.Node]:
    """The node of each id, the first that has it."""
    found: dict[str, n.Node] = {}
    for node in walk((book.prose, book.faq)):
        if key := getattr(node, "id", None):
            found.setdefault(key, node)
    return found
