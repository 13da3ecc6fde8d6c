"""PDF and EPUB: the same words, and a difference that is not declared is found."""

from __future__ import annotations

import pytest

from studyguide.html.omissions import passages
from studyguide.html.units import Templates, ebook_documents
from studyguide.html.xhtml import serialise_file
from studyguide.proof.pdf.facts import texts_of
from studyguide.proof.same_words import compared, lost
from studyguide.publish.ebook import ebook_rendering
from tests.tinybook import tiny_book


@pytest.fixture(scope="module")
def both(tiny):
    """The units of the PDF, the documents of the EPUB, and the page numbers of the index."""
    compiled = tiny_book()
    rendering = ebook_rendering(compiled.book, tiny.pages, {src: f"images/{src}" for src in compiled.figures})
    made = ebook_documents(Templates.of(compiled.sources, compiled.book), rendering, tiny.pages)
    labels = {name: tiny.pages.label(name) for name in tiny.pages.anchors}
    documents = [(f"{unit}.xhtml", serialise_file(root)) for unit, _, root in made]
    return texts_of(tiny.expected.units, tiny.pages, compiled.book.digest), documents, labels


def test_same_words(both):
    """Every word of the one is in the other, in its place."""
    findings, count = compared(*both)
    assert findings == []
    assert count > 500


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        (b"Limits differ.", b"Limits.", {"ebook-missing", "ebook-extra"}),
        (b"It depends on the depth.", b"", {"ebook-missing"}),
        (b"The lowest point.", b"The lowest point. The lowest point.", {"ebook-extra"}),
        (b"One cubic millimetre is", b"is", {"ebook-missing"}),
        (b">3</a>", b">4</a>", {"ebook-missing", "ebook-extra"}),
    ],
    ids=["other words", "a lost sentence", "a sentence twice", "a lost word of a note", "another page in the index"],
)
def test_other_words(both, old, new, rules):
    """A difference is found, with the document that it is in."""
    printed, packed, labels = both
    places = [name for name, data in packed if old in data]
    changed = [(name, data.replace(old, new, 1) if name == places[-1] else data) for name, data in packed]

    findings, _ = compared(printed, changed, labels)
    assert {finding.code for finding in findings} == rules
    assert {finding.span.path for finding in findings} == {places[-1]}


def test_passages(both):
    """Every passage that was written is in the documents, whole; one that loses a word is found, with its place."""
    written = list(passages(tiny_book().book))
    _, packed, _ = both
    packed = [(name.removesuffix(".xhtml"), data) for name, data in packed]
    assert lost(written, packed) == []
    assert len(written) > 50

    cut = [(name, data.replace(b"One cubic millimetre is", b"One millimetre is")) for name, data in packed]
    assert {(found.code, found.span.path) for found in lost(written, cut)} == {("ebook-lost", "chapters/01-counting.md")}
