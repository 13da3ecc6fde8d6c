"""What a rule is, and the tables of all that are declared."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps

from studyguide.proof.epub.opened import ContentDocument, OpenedBook

Check = Callable[[OpenedBook], Iterator[tuple[str, str]]]
"""Yields the file inside the EPUB and what is wrong there (lower case, no full stop)."""

PageCheck = Callable[[ContentDocument], Iterator[str]]
"""Yields what is wrong in a document."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, why it stands (who breaks without it), and its check."""

    code: str
    reason: str
    check: Check


RULES: dict[str, Rule] = {}
"""The rules that every book must keep."""

READER_RULES: dict[str, Rule] = {}
"""The rules that only some families of readers ask for."""


def rule(code: str, reason: str, table: dict[str, Rule] = RULES) -> Callable[[Check], Check]:
    """Declare a check under a code."""

    def declare(check: Check) -> Check:
        if code in RULES or code in READER_RULES:
            raise KeyError(f"rule {code!r} is declared twice")
        table[code] = Rule(code, reason, check)
        return check

    return declare


def page_rule(code: str, reason: str, *, everywhere: bool = False) -> Callable[[PageCheck], PageCheck]:
    """Declare a check that looks at one document after the other: those that hold the book, or everywhere at all of them."""

    def declare(check: PageCheck) -> PageCheck:
        @wraps(check)
        def checked(book: OpenedBook) -> Iterator[tuple[str, str]]:
            for page in book.pages.values() if everywhere else book.content():
                yield from ((page.name, message) for message in check(page))

        rule(code, reason)(checked)
        return check

    return declare
