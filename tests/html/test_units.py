"""Every document of the tiny guide, in print and for the EPUB."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree, html

from studyguide.html import Rendering
from studyguide.html.units import Templates, ebook_documents, print_units
from studyguide.html.xhtml import serialise_file
from studyguide.sources.renditions import RENDITIONS
from tests.tinybook import tiny_book

VOID = {"br", "img", "link", "meta"}
UNITS = ["title", "emergency", "imprint", "counting", "calm", "answers", "glossary", "faq", "figure-descriptions", "references"]
UNITS += ["index", "colophon"]


@cache
def templates():
    compiled = tiny_book()
    return Templates.of(compiled.sources, compiled.book)


@cache
def ebook():
    book = tiny_book().book
    files = {anchor: f"{unit}.xhtml" for anchor, unit in book.units.items()} | {"contents": "contents.xhtml"}
    images = {figure.src: f"images/{Path(figure.src).stem}.png" for figure in book.figures}
    rendering = Rendering(
        medium="epub", files=files, images=images, narrow=True, pages=False, margin=False, stylesheets=("book.css",)
    )
    return {unit: serialise_file(root).decode() for unit, _, root in ebook_documents(templates(), rendering, None)}


@cache
def printed(rendition="a4"):
    images = {figure.src: figure.src for figure in tiny_book().book.figures}
    units = print_units(templates(), RENDITIONS[rendition], images, "cover.svg")
    return {unit.id: unit.html for unit in units if hasattr(unit, "html")}


def words(element):
    return "".join(map(str, element.itertext())).split()


def in_every_document(function):
    every = [pytest.param(ebook, unit, id=f"epub-{unit}") for unit in UNITS]
    every += [pytest.param(printed, unit, id=f"print-{unit}") for unit in ("front", "contents", *UNITS[3:-2])]
    return pytest.mark.parametrize(("made", "unit"), every)(function)


def test_every_unit_is_made():
    """The EPUB has a document a unit; print has its front matter as one, and contents."""
    assert list(ebook()) == UNITS
    assert list(printed()) == ["front", "contents", *UNITS[3:-2]]


@in_every_document
def test_documents_are_well_formed(made, unit):
    """A document is XML, with its language twice, a title, and no element closed in the way of XML that HTML does not know."""
    text = made()[unit]
    root = etree.fromstring(text.encode())

    assert root.get("lang") == root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
    assert root.findtext(".//{*}title")
    assert [tag for tag in re.findall(r"<([a-z0-9]+)[^>]*/>", text) if tag not in VOID] == []


@in_every_document
def test_browsers_read_the_same_words(made, unit):
    """The parser of HTML, which old reading systems use, finds the same text as the parser of XML."""
    text = made()[unit]
    as_html = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))

    assert words(as_html) == words(etree.fromstring(text.encode()))


@in_every_document
def test_headings_go_down_step_by_step(made, unit):
    """A document starts with its h1 and no level is left out."""
    ranks = [int(rank) for rank in re.findall(r"<h([1-6])", made()[unit])]

    assert ranks[0] == 1
    assert [after for before, after in pairwise(ranks) if after > before + 1] == []


@in_every_document
def test_names_of_regions_exist(made, unit):
    """What `aria-labelledby` names stands in the same document and says something."""
    root = etree.fromstring(made()[unit].encode())
    labels = {element.get("id"): words(element) for element in root.iter() if element.get("id")}

    assert [name for element in root.iter() if (name := element.get("aria-labelledby")) and not labels.get(name)] == []


@pytest.mark.parametrize("made", [ebook, printed], ids=["epub", "print"])
def test_ids_are_unique_in_the_whole_guide(made):
    """No id stands twice, not even in two documents: links and page numbers go by them."""
    ids = Counter(found for text in made().values() for found in re.findall(r'\sid="([^"]+)"', text))

    assert [name for name, count in ids.items() if count > 1] == []


def test_every_link_of_the_ebook_arrives():
    """Each address in the EPUB is that of an id in the file it names."""
    homes = {(f"{unit}.xhtml", name) for unit, text in ebook().items() for name in re.findall(r'\sid="([^"]+)"', text)}
    links = [(unit, link) for unit, text in ebook().items() for link in re.findall(r'href="([^":]*#[^"]+)"', text)]

    lost = [link for unit, link in links if (link.split("#")[0] or f"{unit}.xhtml", link.split("#")[1]) not in homes]
    assert links
    assert lost == []


def test_print_holds_no_page_numbers():
    """Numbers of pages are added after layout: the templates print none, and leave the index's locators empty."""
    assert "data-page" not in "".join(printed().values())


def test_what_serves_layout_stays_in_print():
    """Joiners, spaces in elements of their own and margin notes are made for paper alone."""
    for sign in ("\u2060", 'class="gap"', 'class="margin-note"'):
        assert sign in printed()["counting"] or sign in printed()["glossary"]
        assert sign not in "".join(ebook().values())


def test_answers_are_far_from_their_questions():
    """A chapter's document shows no option as right; the answers stand in their own unit with a way back."""
    assert 'class="right"' not in ebook()["counting"]
    assert 'role="doc-backlink" href="counting.xhtml#q-' in ebook()["answers"]


def test_an_emergency_chapter_says_so_first():
    """The emergency line stands at the head of the chapters that ask for it, before all else, and beside the title in print."""
    for chapter in tiny_book().book.chapters:
        text = ebook()[chapter.id]
        assert ("emergency-line" in text) == chapter.emergency
        if chapter.emergency:
            assert text.index("emergency-line") < text.index("callout")
    assert [('class="on-paper"' in printed(each)["front"]) for each in ("a4", "phone", "print")] == [False, False, True]
    assert 'class="emergency"' in printed()["front"]
