"""Flashcards: what stands on them, the name by which a card is known again, and since when it says what it says."""

from __future__ import annotations

import datetime
import io
import json
import sqlite3
import zipfile

import pytest
from lxml import etree

from studyguide.art.hidden_labels import hidden_labels
from studyguide.html.excerpts import excerpt
from studyguide.publish.flashcards.age import since, written
from studyguide.publish.flashcards.cards import cards
from studyguide.publish.flashcards.notes import CardNote, card_notes
from studyguide.sources.card_ledger import Entry, read_ledger
from studyguide.sources.diagnostics import BuildFailed, Problems
from tests.tinybook import changed, compile_tiny, tiny_book, tiny_sources

LEDGER, GUIDE, GLOSSARY, RENAMED = (f"chapters/{name}" for name in ("cards.csv", "guide.toml", "glossary.md", "renamed.toml"))
NOTES = """
g-anc
  absolute neutrophil count (ANC)
  AB-suh-loot
  <p>The number of neutrophils in a volume of blood.</p>
  <p>The number of neutrophils in a volume of blood.</p>
  <p><b>Word parts:</b> neutro- (neutral) + -phil (liking).</p><p><b>Also called:</b> neutrophil count.</p>
g-nadir
  nadir
  -
  <p>The lowest point.</p>
  <p>The lowest point.</p>
  -
g-neutropenia
  neutropenia
  -
  <p>A low number of neutrophils.</p>
  <p>A low number of neutrophils.</p>
  -
q-always
  <p>Every low count is dangerous.</p> <p>True or false?</p>
  <p class="verdict">False</p> <p>It depends on the depth.</p>
"""


def shown(note: CardNote) -> str:
    """A note as the table above has it."""
    return "\n".join([note.source, *(f"  {field or '-'}" for field in note.fields)])


def test_notes_say_what_the_guide_says():
    """Terms have both sides, word parts and synonyms; a question has its answer; links and calls of sources are gone."""
    notes = {note.source: note for note in card_notes(tiny_book())}
    rows = [shown(notes[name]) for name in ("g-anc", "g-nadir", "g-neutropenia", "q-always")]
    assert "\n".join(rows) == NOTES.strip()
    everything = " ".join(field for note in notes.values() for field in note.fields)
    assert "<a " not in everything.replace('<a class="external"', "")
    assert "[1]" not in everything
    assert {"q-bands", "q-always", "q-calc", "q-match", "q-case"} <= notes.keys()
    assert notes["q-bands"].tags == (
        "tiny::kind::single", "tiny::chapter::counting", "tiny::objective::compute", "tiny::level::apply",
    )  # fmt: skip


def test_a_definition_does_not_give_its_term_away():
    """Where a definition says the term, an abbreviation or a synonym, in one or many, there is a gap when the term is asked."""
    text = (
        tiny_sources()
        .texts[GLOSSARY]
        .replace("The number of neutrophils", "ANCs, or the Neutrophil count, not anchors: the number")
    )
    note = next(note for note in card_notes(compile_tiny(changed(**{GLOSSARY: text}))) if note.source == "g-anc")
    assert note.fields[2].startswith("<p>ANCs, or the Neutrophil count, not anchors")
    assert note.fields[3].startswith("<p>[…], or the […], not anchors")


EXCERPTS = {
    "<p>One <sup class='cite'>[1]</sup>two</p>": "<p>One two</p>",
    "<p>From <span class='cite'>[1]</span>.</p>": "<p>From .</p>",
    "<p id='a'>See <a href='b.xhtml#c' class='xref'>Figure 1</a>, <a href='https://example.org/'>there</a>.</p>": (
        '<p>See <span>Figure 1</span>, <a href="https://example.org/">there</a>.</p>'
    ),
    "<p>A<br/>B<i></i></p>\n\n<p>a &lt; b</p>": "<p>A<br/>B<i></i></p> <p>a &lt; b</p>",
    "<p>1<sup><a class='backlink' href='#x'>Back</a></sup></p>": "<p>1<sup></sup></p>",
    "<math xmlns='http://www.w3.org/1998/Math/MathML'><mn>1</mn></math>": (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mn>1</mn></math>'
    ),
}


@pytest.mark.parametrize("markup", EXCERPTS)
def test_an_excerpt_stands_alone(markup):
    """What leads to another page is plain words, or gone; what is left is HTML in one line."""
    root = etree.fromstring(f"<div xmlns='http://www.w3.org/1999/xhtml'>{markup}</div>")
    assert excerpt(root) == EXCERPTS[markup]


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" aria-labelledby="t"><title id="t">Parts: crust, crumb</title>'
    "<text>1. Crust</text><text><tspan>crumb</tspan></text><text>7 mm</text><text>Crust</text></svg>"
)


def test_labels_of_a_drawing_are_asked_for_one_by_one():
    """Every name is hidden, the one that is asked for by a mark of its own, and no screen reader tells; then it stands out."""
    found = hidden_labels(DRAWING, {"crust", "Crust", "crumb"}.__contains__)
    assert [each.label for each in found] == ["Crust", "crumb"]
    asks, tells = (
        ["".join(map(str, text.itertext())) for text in etree.fromstring(svg)] for svg in (found[0].asks, found[0].tells)
    )
    assert asks == ["?", "…", "7 mm", "?"]
    assert tells == ["1. Crust", "crumb", "7 mm", "Crust"]
    assert "Parts" not in found[0].asks
    assert found[0].tells.count('fill="#B3261E"') == 2


@pytest.mark.parametrize("names", [{"crumb"}, set(), {"1. Crust", "7 mm"}])
def test_drawings_that_are_not_about_names_ask_for_none(names):
    """One name alone is no choice; a number is no name."""
    assert hidden_labels(DRAWING, names.__contains__) == ()


def test_renamed_things_are_known_again():
    """The guid of a note is that of the first name that its source had; the number of its question is no part of it."""
    before = {note.source: note.digest for note in card_notes(tiny_book())}
    texts = {path: text.replace("q-bands", "q-stripes") for path, text in tiny_sources().texts.items() if path.endswith(".md")}
    after = card_notes(compile_tiny(changed(**texts, **{RENAMED: 'q-bands = "q-stripes"\n'})))
    assert {note.source: note.digest for note in after} == before


NOTE = CardNote("g-a", "term", ("a",))
DAY = datetime.date(2026, 1, 2)


def test_a_note_is_as_old_as_its_content():
    """Unchanged, it keeps the day of the ledger; changed or new, it has that of the edition; the ledger forgets what is gone."""
    ledger = {"g-a": Entry(NOTE.digest, DAY), "g-gone": Entry("0", DAY)}
    later = DAY + datetime.timedelta(90)
    assert since(NOTE, ledger, later) == DAY
    assert since(CardNote("g-a", "term", ("b",)), ledger, later) == later
    text = written([CardNote("g-new", "term", ("n",)), NOTE], ledger, later)
    assert list(read_ledger(text, Problems()).items()) == [
        ("g-a", Entry(NOTE.digest, DAY)), ("g-new", Entry(CardNote("g-new", "term", ("n",)).digest, later)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("note,content\n", "1: the first line is not “note,content,since”"),
        ("note,content,since\ng-a,0\n", "2: this line has no note, content and day"),
        ("note,content,since\ng-a,0,2026-01-02\ng-b,0,soon\n", "3: this line has no note, content and day"),
    ],
)
def test_a_damaged_ledger_is_told_at_its_line(text, told):
    """error[bad-ledger]: nothing is made with a ledger that cannot be read."""
    with pytest.raises(BuildFailed) as failed:
        compile_tiny(changed(**{LEDGER: text}))
    (found,) = failed.value.problems.found
    assert (found.code, f"{found.span.line}: {found.message}") == ("bad-ledger", told)


def test_an_editor_is_told_what_learners_would_not_get():
    """A card that changed without a later date of the edition is named; so is what the ledger does not have yet."""
    ledger = cards(tiny_book()).ledger
    assert cards(compile_tiny(changed(**{LEDGER: ledger}))).said[1:] == ()
    text = tiny_sources().texts[GLOSSARY].replace("The lowest point.", "The lowest of all points.")
    said = cards(compile_tiny(changed(**{LEDGER: ledger, GLOSSARY: text}))).said
    assert said[1].startswith("1 card changed, and the date in guide.toml is not later than before")
    assert said[1].endswith("(g-nadir)")
    guide = tiny_sources().texts[GUIDE].replace("2026-01-02", "2026-01-03")
    assert (
        cards(compile_tiny(changed(**{LEDGER: ledger, GLOSSARY: text, GUIDE: guide})))
        .said[1]
        .startswith("1 card not yet in chapters/cards.csv")
    )


def test_the_deck_is_the_same_each_time():
    """The same sources give the same bytes; in them stand all notes, each with its own time, and the files that they show."""
    made, again = cards(tiny_book()), cards(tiny_book())
    assert made == again
    with zipfile.ZipFile(io.BytesIO(made.apkg)) as package, sqlite3.connect(":memory:") as database:
        database.deserialize(package.read("collection.anki2"))
        rows = database.execute("SELECT guid, mod FROM notes").fetchall()
        media = json.loads(package.read("media"))
    assert len(rows) == len({guid for guid, _ in rows}) == len(card_notes(tiny_book()))
    assert {mod for _, mod in rows} == {int(datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC).timestamp())}
    assert all(any(name in field for note in card_notes(tiny_book()) for field in note.fields) for name in media.values())


def test_the_text_has_a_line_for_each_card():
    """Fields are parted by tabs, a guid leads each line, and the head tells Anki what is what."""
    rows = cards(tiny_book()).text.decode().splitlines()
    assert [row.split(":")[0] for row in rows[:6]] == [
        "#separator", "#html", "#guid column", "#notetype column", "#deck column", "#tags column",
    ]  # fmt: skip
    assert len(rows) - 6 == sum(not note.media for note in card_notes(tiny_book()))
    assert all(row.count("\t") >= 5 for row in rows[6:])
