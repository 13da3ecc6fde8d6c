"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps

from studyguide.proof.epub.opened import OpenedBook

Check = Callable[[OpenedBook], Iterator["Finding"]]
Plain = Callable[[OpenedBook], Iterator[tuple[str, str]]]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One broken rule: its code, the file inside the EPUB, and what is wrong (lower case, no full stop)."""

    code: str
    file: str
    message: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, why it stands (who breaks without it), and its check."""

    code: str
    reason: str
    check: Check


RULES: dict[str, Rule] = {}


def rule(code: str, reason: str) -> Callable[[Plain], Check]:
    """Declare a check that yields (file, message) pairs under a code."""

    def declare(check: Plain) -> Check:
        @wraps(check)
        def findings(book: OpenedBook) -> Iterator[Finding]:
            yield from (Finding(code, file, message) for file, message in check(book))

        if code in RULES:
            raise KeyError(f"rule {code!r} is declared twice")
        RULES[code] = Rule(code, reason, findings)
        return findings

    return declare
