"""Footnotes: none is lost, none is out of order, and each stands on the page of its call."""

import sys
from math import inf

import pytest

from studyguide.pdf import Unit, pagination
from studyguide.sources.diagnostics import BuildFailed
from tests.pdf.noted import LEAST, SHARE, chapter, noted
from tests.pdf.sample import document, look, made

HARD = 5, 9, 15
"""Chapters of which WeasyPrint by itself loses notes, or puts them on other pages than their calls."""

SMALL = "@page { size: 60mm 60mm; margin: 5mm; @top-left { content: none } @bottom-center { font-size: 5pt } } p { margin: 0 }"


def test_no_note_of_generated_chapters_is_lost(request, capsys):
    """Of chapters full of notes, on A4 and on the phone, every note is printed once, in order, on the page of its call."""
    many = request.config.getoption("--texts", 0)
    texts = range(many) if many else HARD[:1]
    found = [noted(chapter(number)[0], rendition) for number in texts for rendition in ("a4", "phone")]
    notes, late = sum(len(each.called) for each in found), sum(each.late for each in found)

    with capsys.disabled():
        sys.stdout.write(f"\n{many} chapters, {notes} notes on A4 and phone, {late} late\n" if many else "")
    assert notes >= 2 * len(texts) * LEAST
    assert sum(each.lost for each in found) == 0
    assert sum(each.disordered for each in found) == 0
    assert late <= (1 - SHARE) * notes


def test_the_hard_chapters_are_hard(request, monkeypatch):
    """Without the account of notes, the same chapters have notes that are lost or late: so it is what saves them."""
    monkeypatch.setattr(pagination, "PageContext", engine_context)
    monkeypatch.setattr(pagination.PageLoop, "page", lambda loop, index: loop._made(index, inf))

    hard = HARD if request.config.getoption("--texts", 0) else HARD[:1]
    found = [noted(chapter(number)[0], "a4") for number in hard]

    assert all(each.lost or each.late for each in found)


def engine_context(context):
    """WeasyPrint's own context, as it makes it."""
    context.rendered_notes = []
    return context


def test_a_lost_note_stops_the_build(monkeypatch):
    """If a note is lost after all, nothing is published, and the message names the chapter and the note."""
    monkeypatch.setattr(pagination, "_notes", lambda _: set())
    monkeypatch.setattr(pagination.PageContext, "layout_footnote", lambda *_: False)
    notes = "".join(f'<p>Line<span class="footnote">Note {number} says this.</span></p>' for number in range(3))

    with pytest.raises(BuildFailed) as failed:
        made([Unit("unit", document(notes), source="chapters/a.md")], look(SMALL))
    assert {each.code for each in failed.value.problems.errors} == {"lost-text"}
    assert {each.span.path for each in failed.value.problems.errors} == {"chapters/a.md"}


def test_a_note_that_cannot_stand_with_its_call_is_named():
    """A note as high as a page stands on the next one; the build goes on, and names it."""
    long = f'<p>First<span class="footnote">Much {"to be said about it all " * 40}</span></p><p>Last</p>'

    artifact = made([Unit("unit", document(long), source="chapters/a.md")], look(SMALL))

    (warning,) = artifact.warnings
    assert (warning.code, warning.span.path) == ("late-note", "chapters/a.md")
    assert warning.message.startswith("the footnote “Much to be said about it all")
    assert warning.message.endswith("stands behind the page of its call, in the rendition sample")
