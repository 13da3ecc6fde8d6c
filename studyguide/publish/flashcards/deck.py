"""The deck for Anki: a package of notes that keeps a learner's schedule when a new edition of it is imported.

Notes are known by their `guid`, made of the guide's identifier and the name of their source; so are note types and the deck. Each
note carries the day since when it says what it says. Written by genanki in the format of Anki 2.1 (collection.anki2, schema 11).
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import genanki

from studyguide.html import fill
from studyguide.html.units import utc
from studyguide.publish.archive import archived
from studyguide.publish.compiled import Compiled
from studyguide.publish.flashcards.age import since
from studyguide.publish.flashcards.notes import DRAWING, QUESTION, TERM, CardNote
from studyguide.sources.card_ledger import Ledger
from studyguide.sources.wording import Wording, message

SHEET = "styles/cards.css"
FIELDS = {
    TERM: (message("Term"), message("Pronunciation"), message("Definition"), message("Definition with gaps"), message("More")),
    QUESTION: (message("Question"), message("Answer")),
    DRAWING: (message("Drawing with gaps"), message("Drawing"), message("Label")),
}
"""The fields of the kinds of notes, in the order of a note's."""
CARDS = {TERM: ("term", "meaning"), QUESTION: ("asked",), DRAWING: ("label",)}
"""The cards that a kind of note makes: templates in styles/templates/cards/, `NAME-front.html` and `NAME-back.html`."""
NAMES = {TERM: message("Terms"), QUESTION: message("Questions"), DRAWING: message("Drawings")}


class DatedNote(genanki.Note):  # type: ignore[misc]
    """A note with a time of its own, in seconds since 1970, where the library has one for all notes of a file."""

    modified = 0.0

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        """Write note and cards."""
        super().write_to_db(cursor, self.modified, deck_id, id_gen)


def apkg(compiled: Compiled, notes: Sequence[CardNote], ledger: Ledger) -> bytes:
    """The package of a guide's notes; the same notes give the same bytes. Raises TemplateFailed."""
    guide = compiled.book.guide
    time = utc(guide.date).timestamp()
    deck = genanki.Deck(number_of(guide.identifier, "deck"), guide.title, guide.description)
    models = {kind: note_type(compiled, kind) for kind in FIELDS}
    for place, note in enumerate(notes):
        made = DatedNote(models[note.kind], list(note.fields), tags=list(note.tags), guid=guid(guide.identifier, note), due=place)
        made.modified = utc(since(note, ledger, guide.date)).timestamp()
        deck.add_note(made)
    return package(collection(deck, time, guide.identifier), media_of(notes), guide.date)


def collection(deck: Any, time: float, identifier: str) -> bytes:
    """The notes as a database (SQLite), which was never on a disk."""
    with sqlite3.connect(":memory:") as connection:
        first = int(time * 1000) + number_of(identifier, "ids") % 86_400_000
        genanki.Package(deck).write_to_db(connection.cursor(), time, itertools.count(first))
        connection.commit()
        return connection.serialize()


def package(database: bytes, media: Mapping[str, bytes], date: datetime.date) -> bytes:
    """The package: the database, the files by numbers, and the names of these."""
    names = {str(number): name for number, name in enumerate(sorted(media))}
    files = {key: media[name] for key, name in names.items()}
    return archived({"collection.anki2": database, "media": json.dumps(names).encode(), **files}, date)


def note_type(compiled: Compiled, kind: str) -> Any:
    """A note type of Anki: its fields, the sides of its cards, their style sheet."""
    guide, env = compiled.book.guide, compiled.templates.env
    words: Wording = guide.words
    name = f"{guide.title}{words.pgettext('behind a label', ':')} {words.gettext(NAMES[kind])}"
    fields = [{"name": words.gettext(field), "rtl": words.direction == "rtl"} for field in FIELDS[kind]]
    shown = {"fields": [field["name"] for field in fields]}
    cards = [
        {
            "name": f"{words.gettext(NAMES[kind])} {number}",
            "qfmt": fill(env, f"cards/{card}-front.html", **shown).strip(),
            "afmt": fill(env, f"cards/{card}-back.html", **shown).strip(),
        }
        for number, card in enumerate(CARDS[kind], 1)
    ]
    return genanki.Model(number_of(guide.identifier, kind), name, fields, cards, compiled.sources.texts[SHEET])


def guid(identifier: str, note: CardNote) -> str:
    """The name by which a learner's program knows a note again in every edition."""
    return str(genanki.guid_for(identifier, note.source))


def number_of(identifier: str, what: str) -> int:
    """A number for a deck or a note type that no other guide has: 31 bits, the highest set."""
    return int.from_bytes(hashlib.sha256(f"{identifier}/{what}".encode()).digest()[:4]) >> 2 | 1 << 30


def media_of(notes: Sequence[CardNote]) -> dict[str, bytes]:
    """The files that notes show, by name."""
    return {name: data for note in notes for name, data in note.media.items()}
