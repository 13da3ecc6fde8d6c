"""Inspection: every rule asked about the bytes of a finished EPUB."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from studyguide.epub.publication import content_digest
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.epub.rules import RULES, Rule
from studyguide.proof.finished import FinishedGuide, of_each_epub
from studyguide.proof.report import Outcome, finding
from studyguide.sources.diagnostics import Diagnostic


@of_each_epub
def check(guide: FinishedGuide, epub: Path) -> Outcome:
    """Every rule of `studyguide.proof.epub.rules` on the finished file; and the digest that an evaluation names."""
    data = epub.read_bytes()
    files = OpenedBook.read(data).content_files
    detail = f"{epub.name}: {len(RULES)} rules; content {content_digest(files)}"
    return Outcome(inspect(data, name=epub.name), "", detail, looked=len(files))


def inspect(data: bytes, rules: Iterable[Rule] | None = None, name: str = "") -> tuple[Diagnostic, ...]:
    """What is wrong with the EPUB of this file name, sorted; nothing if all is well. `rules`: those to ask, by default `RULES`.

    What EPUBCheck and Ace say is not asked again here. But a document that is no XML, and a rule that cannot read its part of the
    book, are findings of their own, `unreadable`: broken books must not pass for good.
    """
    try:
        book = OpenedBook.read(data)
    except (zipfile.BadZipFile, NotImplementedError) as error:  # zipfile says so of a compression that it does not know
        return (finding(name, "unreadable", f"it is not a zip file that can be read: {error}"),)
    asked = RULES.values() if rules is None else rules
    broken = [finding(file, "unreadable", f"it is no well-formed XML: {fault}") for file, fault in book.broken.items()]
    return tuple(sorted({*broken, *(found for rule in asked for found in _ask(rule, book, name))}))


def _ask(rule: Rule, book: OpenedBook, name: str) -> Iterator[Diagnostic]:
    try:
        for file, message in rule.check(book):
            yield finding(file or name, rule.code, message)
    except (AttributeError, IndexError, KeyError, OSError, TypeError, ValueError) as error:
        yield finding(name, "unreadable", f"the rule {rule.code} cannot read the book: {type(error).__name__} {error}")
