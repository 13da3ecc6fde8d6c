"""Inspection: every rule asked about the bytes of a finished EPUB."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable

from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.epub.rules import RULES, Finding, Rule


def inspect(data: bytes, rules: Iterable[Rule] | None = None) -> tuple[Finding, ...]:
    """What is wrong with the EPUB, sorted; nothing if all is well. `rules`: those to ask, by default all of `RULES`.

    A rule that cannot even read its part of the book is a finding of its own, `unreadable`: broken books must not pass for good.
    """
    try:
        book = OpenedBook.read(data)
    except (zipfile.BadZipFile, NotImplementedError) as error:  # zipfile says so of a compression that it does not know
        return (Finding("unreadable", "", f"it is not a zip file that can be read: {error}"),)
    found: set[Finding] = set()
    for rule in RULES.values() if rules is None else rules:
        found.update(_ask(rule, book))
    return tuple(sorted(found))


def _ask(rule: Rule, book: OpenedBook) -> list[Finding]:
    try:
        return list(rule.check(book))
    except (AttributeError, IndexError, KeyError, OSError, TypeError, ValueError) as error:
        return [Finding("unreadable", "", f"the rule {rule.code} cannot read the book: {type(error).__name__} {error}")]
