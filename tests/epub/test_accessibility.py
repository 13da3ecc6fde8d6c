"""Accessibility metadata: true, complete, computed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from studyguide.epub.accessibility import Accessibility
from studyguide.epub.accessibility import claims as claims_of
from studyguide.epub.package import package
from studyguide.epub.publication import Publication, content_digest
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.epub.rules import RULES
from studyguide.sources.config import Evaluation
from tests.epub.synthetic import TEMPLATES, packed, publication


def changed(name: str, old: bytes, new: bytes) -> Publication:
    """The synthetic publication with one document edited."""
    documents = tuple(
        replace(document, data=document.data.replace(old, new)) if document.name == name else document
        for document in publication().documents
    )
    assert documents != publication().documents
    return replace(publication(), documents=documents)


def digest(book: Publication) -> str:
    """The digest of what a reader of a publication meets."""
    return content_digest({file.name: file.data for file in package(book, TEMPLATES).files})


def claims(book: Publication) -> Accessibility:
    """What a publication may say of itself."""
    return claims_of(book, {document.name: etree.fromstring(document.data) for document in book.documents}, digest(book))


def test_the_whole_specimen_earns_every_claim():
    """A book with everything claims everything, and nothing that it has not."""
    found = claims(publication())
    assert found.features == (
        "ARIA",
        "alternativeText",
        "displayTransformability",
        "index",
        "longDescription",
        "pageBreakMarkers",
        "pageNavigation",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
        "unlocked",
    )
    assert (found.modes, found.sufficient, found.hazards) == (("textual", "visual"), ("textual",), ("none",))


@pytest.mark.parametrize(
    ("feature", "name", "old", "new"),
    [
        ("alternativeText", "counting.xhtml", b' alt="A ruler', b' title="A ruler'),
        ("alternativeText", "counting.xhtml", b' alt="A ruler of neutrophil counts', b' alt="." title="A ruler'),
        ("longDescription", "counting.xhtml", b'class="describe"', b'class="xref"'),
        ("longDescription", "counting.xhtml", b"#desc-fig-ruler", b"#desc-nothing"),
        ("index", "index.xhtml", b'epub:type="index"', b'epub:type="appendix"'),
        ("structuralNavigation", "causes.xhtml", b"h2", b"h3"),
        ("structuralNavigation", "counting.xhtml", b" scope=", b" title="),
    ],
)
def test_a_feature_that_is_taken_away_is_no_longer_claimed(feature, name, old, new):
    """Each claim hangs on the thing that it speaks of."""
    assert feature in claims(publication()).features
    assert feature not in claims(changed(name, old, new)).features


def test_pictures_without_alternative_make_text_alone_insufficient():
    """One picture without alternative, and the book cannot be read as text alone."""
    assert claims(changed("counting.xhtml", b' alt="A ruler', b' title="A ruler')).sufficient == ("textual,visual",)


def test_what_is_for_the_eye_alone_needs_no_alternative():
    """A drawing that no screen reader meets takes nothing from the claims; the same one, if it is met, does."""
    drawing = b'<div%s><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg></div><p>'
    hidden, heard = (changed("causes.xhtml", b"<p>", drawing % said) for said in (b' aria-hidden="true"', b""))
    assert (claims(hidden).sufficient, claims(heard).sufficient) == (("textual",), ("textual,visual",))


def test_video_makes_the_hazard_unknown():
    """Nothing moves: only then is the hazard none."""
    moving = changed("causes.xhtml", b"<p>", b"<video></video><p>")
    assert claims(moving).hazards == ("unknown",)


@pytest.mark.parametrize("rule", ["p { font-size: 12px }", "p { margin: 0 !important }", "p { position: fixed }"])
def test_a_sheet_that_forces_the_reader_forfeits_transformability(rule):
    """Absolute sizes and forced rules end the claim that text can be transformed."""
    forced = replace(publication(), css=publication().css + rule.encode())
    assert "displayTransformability" not in claims(forced).features


def test_conformance_is_claimed_only_for_the_very_content_that_was_evaluated():
    """An evaluation of this content is stated with evaluator and date; one of any other content is not stated at all."""
    verdict = Evaluation("Reading Room", date(2026, 11, 20), digest(publication()))
    evaluated = replace(publication(), metadata=replace(publication().metadata, evaluation=verdict))
    book = OpenedBook.read(packed(evaluated))
    assert book.meta("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert (book.meta("a11y:certifiedBy"), book.meta("dcterms:date")) == (["Reading Room"], ["2026-11-20"])
    later = replace(changed("causes.xhtml", b"slowly", b"quickly"), metadata=evaluated.metadata)
    assert not OpenedBook.read(packed(later)).meta("dcterms:conformsTo")


def test_an_evaluator_may_say_more():
    """Credential and report stand with the evaluator; an address for questions ends the summary."""
    verdict = Evaluation("Reading Room", date(2026, 11, 20), digest(publication()), credential="Known", report="https://a.org/r")
    metadata = replace(publication().metadata, evaluation=verdict, accessibility_contact="access@a.org")
    book = OpenedBook.read(packed(replace(publication(), metadata=metadata)))
    (certifier,) = book.package("o:metadata/o:meta[@property='a11y:certifiedBy']")
    assert book.meta("a11y:certifierCredential", certifier.get("id")) == ["Known"]
    (report,) = book.package("o:metadata/o:link[@rel='a11y:certifierReport']")
    assert (report.get("href"), report.get("refines")) == ("https://a.org/r", f"#{certifier.get('id')}")
    assert book.meta("schema:accessibilitySummary")[0].endswith("Questions about its accessibility: access@a.org")
    assert list(RULES["conformance"].check(book)) == list(RULES["claim"].check(book)) == []


def test_the_summary_says_that_nothing_is_claimed_where_nobody_evaluated():
    """Without an evaluation the summary says so in words, behind what there is."""
    summary = OpenedBook.read(packed(publication())).meta("schema:accessibilitySummary")[0]
    assert summary.startswith("All of it can be read as text")
    assert summary.endswith("no conformance to an accessibility standard is claimed.")


def test_the_digest_changes_with_every_part_of_the_content():
    """Documents, pictures, sheet, cover and navigation: none can change behind an evaluator's back."""
    whole = publication()
    others = (
        changed("causes.xhtml", b"slowly", b"quickly"),
        replace(whole, css=b""),
        replace(whole, cover_jpeg=b""),
        replace(whole, images={}),
        replace(whole, nav=whole.nav[1:]),
        replace(whole, page_list=()),
    )
    assert len({digest(book) for book in (whole, *others)}) == len(others) + 1


def test_the_printed_digest_of_the_sources_is_no_part_of_the_content():
    """The sources name the evaluation, so their digest changes with it: an evaluation must not undo itself."""
    printed = b'<span class="hash">%s</span></section>'
    one, other = (changed("causes.xhtml", b"</section>", printed % text) for text in (b"0a1b", b"2c3d"))
    assert digest(one) == digest(other)
