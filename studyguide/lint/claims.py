"""Claims: a number that needs a source stands in values.toml or in a passage that names one; a claim names its source."""

import re
from collections.abc import Iterable

from studyguide import nodes as n
from studyguide.lint.passages import Passage, chapter_passages
from studyguide.lint.rules import LintSubject, rule
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems

NUMBER = r"(?<![\w.])\d[\d,.]*(?:\s?[–-]\s?\d[\d,.]*)?[\s\u00a0\u202f]*"
SHORT = 14  # fewer words than this are a signpost (“Look at the table.”), not a claim


@rule
def check_numbers(subject: LintSubject, problems: Problems) -> None:
    """A number with a listed unit outside a value, a cited passage, an invented case or a summary is an error."""
    subject.tell(uncited_numbers, problems, subject.book.guide.sourced_units, trees=subject.chapters)


def uncited_numbers(chapters: tuple[n.Chapter, ...], units: Iterable[str], problems: Problems) -> None:
    """The same in one tree. A step."""
    number = numbers_with(units)
    for passage in chapter_passages(chapters):
        if passage.cited or passage.kind in ("invented", "repeated"):
            continue
        loose = "".join(node.text for node in walk(passage.children) if isinstance(node, n.Text))
        for found in number.finditer(loose):
            hint = "write it as {value}`…`, or cite the source in the same paragraph"
            problems.error(passage.span, "uncited-number", f"“{found[0]}” has no source", hint)


@rule
def check_claims(subject: LintSubject, problems: Problems) -> None:
    """A passage of the running text that names no source is listed, so that somebody looks at it; chapter 1 is a first look.

    A guide that lists no sources names none.
    """
    subject.tell(uncited_claims, problems, trees=subject.chapters[1:] if subject.book.known else ())


def uncited_claims(chapters: tuple[n.Chapter, ...], problems: Problems) -> None:
    """The same in one tree. A step."""
    for passage in chapter_passages(chapters):
        if _claims(passage) and not passage.cited:
            start = " ".join(passage.words.split()[:7])
            message = f"no source is named: “{start} …”"
            problems.warning(passage.span, "uncited-claim", message, "cite one, or leave it if the text argues for itself")


def numbers_with(units: Iterable[str]) -> re.Pattern[str]:
    """What finds a number before one of the units; spaces in these may be of any kind, or missing. No units, none."""
    spelt = (re.escape(unit).replace("\\ ", r"\s*") + (r"\b" if unit[-1:].isalnum() else "") for unit in units)
    return re.compile(f"{NUMBER}(?:{'|'.join(sorted(spelt, key=len, reverse=True)) or '(?!)'})")


def _claims(passage: Passage) -> bool:
    words = passage.words.split()
    signpost = any(isinstance(node, n.CrossReference) for node in passage.children) and len(words) < 2 * SHORT
    return passage.kind == "text" and len(words) >= SHORT and not passage.words.rstrip().endswith(":") and not signpost
