"""Positions: every word that is read on a screen is found where it is written, and what is written where it is read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from studyguide.html import document_name
from studyguide.publish.positions import Positions, Spot, letters
from studyguide.publish.screen_files import ScreenFiles
from studyguide.sources.cache import Cache
from studyguide.sources.diagnostics import Span
from studyguide.tasks.watch.search import document_of
from tests.tinybook import tiny_book

WORD = re.compile(r"[^\W\d_]{3,}")


@cache
def positions() -> Positions:
    """The positions of the tiny guide."""
    return Positions(tiny_book())


@cache
def files() -> ScreenFiles:
    """Its documents."""
    return ScreenFiles(tiny_book(), None, Cache())


def spots(unit: str) -> list[tuple[str, Spot]]:
    """Every word of a document, with what a window tells of its place."""
    body: Any = etree.fromstring(files().ebook(document_name(unit)) or b"")[1]
    pieces = [(text.getparent(), text.is_tail, str(text)) for text in body.xpath(".//text()")]
    whole, found, at = "".join(text for _, _, text in pieces), [], 0
    for owner, tail, text in pieces:
        around = owner.getparent() if tail else owner
        ids = tuple(each.get("id") for each in (around, *around.iterancestors()) if each.get("id"))
        for word in WORD.finditer(text):
            place = at + word.start()
            found.append((word[0], Spot(ids, whole[max(place - 200, 0) : place], whole[place : place + 200])))
        at += len(text)
    return found


def row(span: Span | None) -> str:
    """The line of a source from a place on."""
    assert span
    return tiny_book().sources.texts[span.path].split("\n")[span.line - 1][max(span.col - 1, 0) :]


@pytest.mark.parametrize(
    ("unit", "text", "place"),
    [
        ("counting", "Counting", "chapters/01-counting.md:3:8"),
        ("counting", "right cells", "chapters/01-counting.md:14:11"),
        ("counting", "penia means", "chapters/01-counting.md:23:88"),
        ("counting", "absolute neutrophil count (", "chapters/01-counting.md:22:12"),
        ("counting", "neutrophils. Below", "chapters/01-counting.md:22:59"),
        ("counting", "one half", "chapters/01-counting.md:34:19"),
        ("counting", "First", "chapters/01-counting.md:51:4"),
        ("counting", "Severe", "chapters/01-counting.md:62:3"),
        ("counting", "cubic millimetre", "chapters/01-counting.md:25:15"),
        ("answers", "were left out", "chapters/01-counting.md:80:13"),
        ("figure-descriptions", "one thousand", "chapters/01-counting.md:45:38"),
        ("glossary", "number of neutrophils", "chapters/glossary.md:13:5"),
        ("emergency", "temperature of", "chapters/safety.md:1"),
        ("references", "Ames", "chapters/references.yaml:1:7"),
        ("imprint", "The tests", "chapters/guide.toml"),
        ("colophon", "designed by", "styles/templates/colophon.html"),
    ],
)
def test_a_word_leads_to_its_line(unit, text, place):
    """Words of text, titles, lists, tables, notes, answers, descriptions, fragments, and of what data and templates say."""
    spot = next(spot for _, spot in spots(unit) if " ".join(spot.after.split()).startswith(text))
    span = positions().find(spot)

    assert span
    assert f"{span.path}:{span.line}:{span.col}".startswith(place)


@pytest.mark.parametrize("unit", ["counting", "calm", "faq", "emergency"])
def test_every_written_word_of_a_document_is_found(unit):
    """Every word that stands among words that somebody wrote leads to that very word, however often it is in the guide."""
    prose = [spot for spot in spots(unit) if letters(spot[1].before)[-NEAR:] + letters(spot[1].after)[:NEAR] in positions()._text]
    wrong = [(word, row(positions().find(spot))[:40]) for word, spot in prose if not leads(word, positions().find(spot))]

    assert len(prose) > 2
    assert wrong == []


NEAR = 14


def leads(word: str, span: Span | None) -> bool:
    """Whether a place is that of a word, or of a role whose content it is: a value, a term, an abbreviation."""
    assert span
    return letters(row(span)).startswith(letters(word)) or span in [
        piece.span for piece in positions()._pieces if not piece.literal
    ]


@pytest.mark.parametrize(
    ("path", "line", "column", "document", "after"),
    [
        ("chapters/01-counting.md", 14, 1, "counting.xhtml", "Count the right"),
        ("chapters/01-counting.md", 14, 11, "counting.xhtml", "right cells"),
        ("chapters/01-counting.md", 23, 88, "counting.xhtml", "penia means"),
        ("chapters/01-counting.md", 51, 4, "counting.xhtml", "First"),
        ("chapters/01-counting.md", 80, 18, "answers.xhtml", "left out"),
        ("chapters/01-counting.md", 45, 3, "figure-descriptions.xhtml", "line runs"),
        ("chapters/01-counting.md", 1, 1, "counting.xhtml", "Counting"),
        ("chapters/glossary.md", 13, 1, "glossary.xhtml", "The number"),
        ("chapters/faq.md", 99, 1, "faq.xhtml", ""),
    ],
)
def test_a_place_in_a_source_is_seen_in_its_document(path, line, column, document, after):
    """The document, and the letters behind the place; answers and descriptions stand elsewhere than they are written."""
    passage = positions().passage(path, line, column)

    assert passage
    assert document_of(passage, list(tiny_book().book.units.values()), document_name, files().ebook) == document
    assert passage.after.startswith(letters(after))


def test_a_file_without_words_of_its_own_is_nowhere():
    """A style sheet and a file that there is not are seen in no document."""
    assert positions().passage("styles/print.css", 1) is None
    assert positions().passage(str(Path("/etc/passwd")), 1) is None


def test_what_nobody_wrote_leads_nowhere():
    """Words that are in no source have no place."""
    assert positions().find(Spot((), "", "Zanzibar quixotically")) is None
    assert positions().find(Spot((), "", "")) is None


@pytest.mark.parametrize(
    ("path", "line", "place"),
    [
        ("chapters/figures/ruler.svg", 1, ("chapters/01-counting.md", 42)),
        ("chapters/values.toml", 9, ("chapters/safety.md", 6)),
        ("chapters/values.toml", 1, ("chapters/safety.md", 10)),
        ("chapters/01-counting.md", 5, ("chapters/01-counting.md", 5)),
        ("styles/print.css", 3, ("styles/print.css", 3)),
    ],
)
def test_an_edit_of_a_drawing_or_a_value_is_seen_where_it_is_printed(path, line, place):
    """A drawing with its caption, a value at its first use; text where it is."""
    span = positions().seen(Span(path, line))

    assert (span.path, span.line) == place
