"""The ledger of flashcards: since when each note says what it says, by the name of its source.

Anki takes a note of a new edition over only if it is newer than the learner's (its `mod`), and a build has no time of its own. So
`chapters/cards.csv` holds for each note the digest of its content and the day since when it has that content.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass

from studyguide.sources.diagnostics import Problems, Span

PATH = "chapters/cards.csv"
COLUMNS = ["note", "content", "since"]
HINT = "take the file away; ./guide cards --record writes it anew, and every card counts as changed"


@dataclass(frozen=True)
class Entry:
    """A row of the ledger."""

    content: str
    since: datetime.date


Ledger = Mapping[str, Entry]


def read_ledger(text: str, problems: Problems) -> Ledger:
    """The ledger of a text of CSV (RFC 4180) with its head; a row that is none is an error."""
    rows = list(csv.reader(io.StringIO(text)))
    found: dict[str, Entry] = {}
    if text and rows[:1] != [COLUMNS]:
        problems.error(Span(PATH, 1), "bad-ledger", f"the first line is not “{','.join(COLUMNS)}”", HINT)
        return found
    for line, row in enumerate(rows[1:], 2):
        try:
            note, content, since = row
            found[note] = Entry(content, datetime.date.fromisoformat(since))
        except ValueError:
            problems.error(Span(PATH, line), "bad-ledger", "this line has no note, content and day", HINT)
    return found
