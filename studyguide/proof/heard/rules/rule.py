"""What a rule is, and the table of all that are declared."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from studyguide.proof.heard.spoken import Spoken

Heard = Callable[[Sequence[Spoken]], Iterator[tuple[str, str]]]
"""Yields, of a transcript, the place and what spoils hearing it there."""


@dataclass(frozen=True, slots=True)
class HeardRule:
    """A rule: its code, who suffers where it is broken, its check, and of which files it speaks.

    What both must keep, and only an EPUB tells from its elements, is asked of that: a gate of its own holds their words together.
    """

    code: str
    reason: str
    check: Heard
    files: tuple[str, ...] = ("epub", "pdf")


HEARD: dict[str, HeardRule] = {}


def heard_rule(code: str, reason: str, *files: str) -> Callable[[Heard], Heard]:
    """Declare a check under a code."""

    def declare(check: Heard) -> Heard:
        if code in HEARD:
            raise KeyError(f"rule {code!r} is declared twice")
        HEARD[code] = HeardRule(code, reason, check, files or ("epub", "pdf"))
        return check

    return declare
