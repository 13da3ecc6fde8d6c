"""The notes as text that Anki and other programs import (Anki manual, “Text files”): a line each, fields parted by tabs."""

from __future__ import annotations

from collections.abc import Sequence

from studyguide.publish.compiled import Compiled
from studyguide.publish.flashcards.deck import NAMES, guid
from studyguide.publish.flashcards.notes import CardNote

HEAD = ("#separator:tab", "#html:true", "#guid column:1", "#notetype column:2", "#deck column:3", "#tags column:4")
SPACES = str.maketrans("\t\n", "  ")


def lines(compiled: Compiled, notes: Sequence[CardNote]) -> str:
    """The notes that show no picture, since a text has none."""
    guide = compiled.book.guide
    colon = guide.words.pgettext("behind a label", ":")
    rows = (
        (
            guid(guide.identifier, note),
            f"{guide.title}{colon} {guide.words.gettext(NAMES[note.kind])}",
            guide.title,
            " ".join(note.tags),
            *note.fields,
        )
        for note in notes
        if not note.media
    )
    return "\n".join([*HEAD, *("\t".join(field.translate(SPACES) for field in row) for row in rows)]) + "\n"
