"""The listen gate: a golden transcript of the small guide, and a fault put in for every rule."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from studyguide.proof.epub.opened import ContentDocument, OpenedBook
from studyguide.proof.heard import epub, pdf
from studyguide.proof.heard.check import findings
from studyguide.proof.heard.rules import HEARD
from studyguide.proof.heard.spoken import Spoken, lines
from studyguide.proof.pdf.reader import read

GOLDEN = Path(__file__).parent


@pytest.fixture(scope="module")
def book(project):
    """The EPUB of the small guide."""
    return OpenedBook.read(next((project / "build").glob("*.epub")).read_bytes())


@pytest.fixture(scope="module")
def whole(tiny):
    """What is said of its PDF."""
    return pdf.transcript(read(tiny.path))


@pytest.mark.parametrize("file", ["epub", "pdf"])
def test_the_first_chapter_is_heard_so(file, book, tiny):
    """The first chapter is heard as it was found to be heard well; UPDATE_GOLDEN=1 keeps what it says now."""
    heard = epub.transcripts(book)["counting.xhtml"] if file == "epub" else pdf.chapter(read(tiny.path), "Counting")
    said, kept = "\n".join(lines(heard)) + "\n", GOLDEN / f"counting-{file}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        kept.write_text(said, "utf-8")
    assert said == kept.read_text("utf-8")


def test_no_such_chapter(tiny):
    """A chapter that the file does not have is an error, not an empty text."""
    with pytest.raises(LookupError):
        pdf.chapter(read(tiny.path), "Weighing")


def test_the_small_guide_is_heard_well(book, whole):
    """No rule finds anything in its PDF and its EPUB."""
    assert [found for heard in epub.transcripts(book).values() for found in findings(heard, "epub")] == []
    assert list(findings(whole, "pdf")) == []


FAULTS = {
    "heard-marker": ('<h2 id="sec-count--title"', ">", '><span role="doc-pagebreak" id="page--9" aria-label="9"></span>'),
    "heard-link": ('aria-label="Reference 2"', "", 'aria-label="Reference 1"'),
    "heard-heading": ('<h2 id="sec-count--title"', "h2", "h4"),
    "heard-label": ('<h2 class="label"', "h2", "p"),
    "heard-range": ("Multiply 2,400", "2,400", "2,000–2,400"),
    "heard-cell": (">1,500</td>", "1,500", "–"),
    "heard-name": ('<section class="objectives"', ">", ' aria-label="You will learn to">'),
    "heard-region": ('<div class="opener">', "div", "header"),
    "heard-echo": ('<h2 id="sec-count--title"', "", '<h2 id="echo">The count</h2><h2 id="sec-count--title"'),
    "heard-power": ('<link rel="pronunciation"', "", '<link rel="next"'),
    "heard-formula": ('<p class="formula-words">', "", "<p>"),
    "heard-bracket": ("1, 2</a>", "", '1</a>, <a href="references.xhtml#ref-cdc">2</a>'),
    "heard-flood": ("Multiply", "Multiply", " ".join(f'{"word " * 18}<a href="#way-{n}">way {n}</a>' for n in range(30))),
    "heard-respelling": ("Multiply", "Multiply", '<span class="say">MUL-tiply</span>'),
}
"""By rule, a text of the first chapter, a part of it (or the whole), and what is put in the place of that part."""


def altered(page, found, part, new):
    """A document with a text altered at its first place; an element that gets another name ends with that."""
    data = page.data.decode()
    assert found in data
    start = data.index(found)
    end = data.index(part, start) + len(part) if part == ">" else start + len(found)
    old = data[start:end]
    text = data[:start] + old.replace(part or found, new, 1) + data[end:]
    if part in ("h2", "div"):
        close = text.index(f"</{part}>", start)
        text = text[:close] + f"</{new}>" + text[close + len(part) + 3 :]
    return ContentDocument(page.name, text.encode(), etree.fromstring(text.encode()))


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_heard(code, book):
    """What spoils hearing a document of the EPUB is told by the rule for that."""
    page = altered(book.pages["counting.xhtml"], *FAULTS[code])
    assert {found.code for found in findings(epub.transcript(page, epub.aliases(book)), "epub")} == {code}


def test_a_note_ahead_of_its_text_is_heard(whole):
    """A note in the margin that is read before the paragraph that calls it is told."""
    at = next(number for number, each in enumerate(whole) if each.kind == "note" and each.name.startswith("In the margin"))
    note = replace(whole[at], within=(*whole[at].within, "P"))
    assert [found.code for found in findings((Spoken("block"), note), "pdf")] == ["heard-note"]


def test_every_rule_has_its_fault():
    """No rule is there that has not been seen to speak."""
    assert set(HEARD) == {*FAULTS, "heard-note"}
