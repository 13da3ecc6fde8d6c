"""Cards: all that is made of a guide's notes, and what an editor is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studyguide.html.units import failures_reported
from studyguide.publish.compiled import Compiled
from studyguide.publish.flashcards.age import changed, late, written
from studyguide.publish.flashcards.deck import apkg
from studyguide.publish.flashcards.lines import lines
from studyguide.publish.flashcards.notes import CardNote, card_notes
from studyguide.sources.card_ledger import PATH, Ledger, read_ledger
from studyguide.sources.diagnostics import Problems
from studyguide.sources.messages import counted

NAMED = 3  # of the cards that an editor should know of


@dataclass(frozen=True)
class MadeCards:
    """The deck for Anki, the same as text, the ledger as it should be for this edition, and what there is to say of them."""

    apkg: bytes
    text: bytes
    ledger: str
    said: tuple[str, ...]


def cards(compiled: Compiled) -> MadeCards:
    """The flashcards of a guide. Raises BuildFailed with what is wrong in a template."""
    problems = Problems()
    edition = compiled.book.guide.date
    ledger = read_ledger(compiled.sources.texts.get(PATH, ""), problems)
    with failures_reported(problems, compiled.sources.texts):
        notes = card_notes(compiled)
        deck, text = apkg(compiled, notes, ledger), lines(compiled, notes).encode()
    return MadeCards(deck, text, written(notes, ledger, edition), tuple(_said(notes, ledger, compiled)))


def _said(notes: Sequence[CardNote], ledger: Ledger, compiled: Compiled) -> Iterator[str]:
    kinds = Counter(note.kind for note in notes)
    told = ", ".join(counted(count, kind) for kind, count in kinds.items())
    yield told or "no cards: the guide has no glossary, no questions and no drawings that name terms"
    if old := late(notes, ledger, compiled.book.guide.date):
        names = ", ".join(note.source for note in old[:NAMED]) + (" …" if len(old) > NAMED else "")
        why = "the date in guide.toml is not later than before: learners who have the deck keep the old"
        yield f"{counted(len(old), 'card')} changed, and {why} ({names})"
    elif ledger and (count := changed(notes, ledger)):
        yield f"{counted(count, 'card')} not yet in {PATH}; before an edition goes out, ./guide cards --record notes them"
