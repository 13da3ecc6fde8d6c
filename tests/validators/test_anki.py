"""Anki itself imports the deck of one edition, learns, and imports that of the next: what was learned stays."""

from __future__ import annotations

import datetime

import pytest
from anki.collection import Collection, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportResponse

from studyguide.publish.flashcards.cards import cards
from tests.tinybook import changed, compile_tiny, tiny_sources

GUIDE, GLOSSARY, COUNTING, LEDGER = (f"chapters/{name}" for name in ("guide.toml", "glossary.md", "01-counting.md", "cards.csv"))


@pytest.fixture
def editions(tmp_path):
    """Two editions as files: in the second a definition is another, a term and a question are new, and the order has changed."""
    first = cards(compile_tiny(tiny_sources()))
    texts = tiny_sources().texts
    head, *entries = texts[GLOSSARY].split(":::{entry}")
    entries = [f"{entry.rstrip()}\n\n" for entry in (" band\nA young neutrophil.\n:::", *reversed(entries))]
    before, after = texts[COUNTING].split(":::{question} q-bands")
    asked = after[: after.index("\n:::\n") + 5]
    again = f":::{{question}} q-late{asked}\n:::{{question}} q-bands{asked}"
    second = cards(
        compile_tiny(
            changed(
                **{
                    LEDGER: first.ledger,
                    GUIDE: texts[GUIDE].replace("2026-01-02", "2026-07-01"),
                    GLOSSARY: ":::{entry}".join([head, *entries]).replace("The lowest point.", "The lowest point of a curve."),
                    COUNTING: before + again + after[len(asked) :],
                }
            )
        )
    )
    for name, made in (("first", first), ("second", second)):
        (tmp_path / f"{name}.apkg").write_bytes(made.apkg)
    return tmp_path / "first.apkg", tmp_path / "second.apkg"


@pytest.fixture
def collection(tmp_path):
    """A learner's collection."""
    made = Collection(str(tmp_path / "collection.anki2"))
    yield made
    made.close()


def taken(collection: Collection, package) -> ImportResponse.Log:
    """What Anki tells of an import with what it offers first."""
    return collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package))).log


def schedule(collection: Collection) -> dict[int, tuple[int, int, int, int]]:
    """What a learner would lose: of each card when it is due, its interval, how often it was seen, its queue."""
    held = [collection.get_card(each) for each in collection.find_cards("")]
    return {card.id: (card.due, card.ivl, card.reps, card.queue) for card in held if card.reps}


def contents(collection: Collection) -> dict[str, tuple[list[str], list[str]]]:
    """The fields and tags of every note by its guid."""
    notes = map(collection.get_note, collection.find_notes(""))
    return {note.guid: (note.fields, note.tags) for note in notes}


def test_a_new_edition_keeps_what_was_learned(editions, collection):
    """The same notes, the same days on which cards are due; only the field that says something else is another."""
    first, second = editions
    assert len(taken(collection, first).new) == collection.note_count()
    deck = collection.decks.id_for_name("Tiny")
    collection.decks.select(deck)
    for _ in range(4):
        card = collection.sched.getCard()
        collection.sched.answerCard(card, 4)
    learned, before = schedule(collection), contents(collection)
    assert len(learned) == 4

    log = taken(collection, second)

    assert (len(log.new), len(log.updated)) == (2, 1)
    assert not [*log.conflicting, *log.missing_notetype, *log.missing_deck, *log.empty_first_field]
    after = contents(collection)
    differing = {guid: (old, after[guid]) for guid, old in before.items() if after[guid] != old}
    (((old, _), (new, _)),) = differing.values()
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [
        ("<p>The lowest point.</p>", "<p>The lowest point of a curve.</p>"),
    ] * 2
    assert schedule(collection) == learned
    assert {name.name for name in collection.decks.all_names_and_ids()} == {"Default", "Tiny"}


def test_the_same_edition_again_changes_nothing(editions, collection):
    """Imported twice, every note is known, and none is written."""
    taken(collection, editions[0])
    log = taken(collection, editions[0])
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 0, collection.note_count())


def test_a_date_that_is_not_later_keeps_the_old_card(editions, collection, tmp_path):
    """Why an editor is warned: without a later date Anki takes the learner's own note for the newer one."""
    taken(collection, editions[0])
    text = tiny_sources().texts[GLOSSARY].replace("The lowest point.", "Another.")
    made = cards(compile_tiny(changed(**{GLOSSARY: text, LEDGER: cards(compile_tiny(tiny_sources())).ledger})))
    assert made.said[1].startswith("1 card changed")
    (tmp_path / "third.apkg").write_bytes(made.apkg)
    assert not taken(collection, tmp_path / "third.apkg").updated


def test_notes_are_dated_by_their_content(editions, collection):
    """A note that did not change is as old in the second edition as in the first."""
    taken(collection, editions[1])
    days = {
        datetime.datetime.fromtimestamp(note.mod, datetime.UTC).date()
        for note in map(collection.get_note, collection.find_notes(""))
    }
    assert days == {datetime.date(2026, 1, 2), datetime.date(2026, 7, 1)}
