"""The age of a note: that of its content in the ledger; one that differs from it is as new as the edition."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable

from studyguide.publish.flashcards.notes import CardNote
from studyguide.sources.card_ledger import COLUMNS, Entry, Ledger


def since(note: CardNote, ledger: Ledger, edition: datetime.date) -> datetime.date:
    """Since when a note says what it says."""
    entry = ledger.get(note.source)
    return entry.since if entry and entry.content == note.digest else edition


def late(notes: Iterable[CardNote], ledger: Ledger, edition: datetime.date) -> list[CardNote]:
    """The notes that changed, though the edition is not newer than what the ledger has of them: learners would keep the old."""
    told = ((note, ledger.get(note.source)) for note in notes)
    return [note for note, entry in told if entry and entry.content != note.digest and edition <= entry.since]


def changed(notes: Iterable[CardNote], ledger: Ledger) -> int:
    """How many notes are new, or say something else than the ledger has."""
    return sum(ledger.get(note.source, Entry("", datetime.date.min)).content != note.digest for note in notes)


def written(notes: Iterable[CardNote], ledger: Ledger, edition: datetime.date) -> str:
    """The ledger of the notes as they are now, in the order of their names; notes that are gone are forgotten."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted((note.source, note.digest, since(note, ledger, edition).isoformat()) for note in notes))
    return stream.getvalue()
