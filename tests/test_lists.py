"""Lists of the front matter: figures, tables, listings and abbreviations, where guide.toml asks for them."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from studyguide.proof.epub.inspect import inspect
from studyguide.proof.epub.opened import OpenedBook, text
from studyguide.proof.pdf.facts import PdfFacts
from studyguide.proof.pdf.gates import expected, gates
from studyguide.proof.pdf.reader import read
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.rendered_book import clashes, packed, printed
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

GUIDE, CALM = "chapters/guide.toml", "chapters/02-calm.md"
FORMULA = "\n$$\nE = mc^2\n$$ (eq-energy)\n"
CODE = "\n```{code-block} sql\n:caption: *Few* cells{cite}`book-a`\n:id: code-few\nSELECT 1\n```\n"
ALL = '["figures", "tables", "listings", "equations", "abbreviations"]'
LINES = {
    "figures": ["1.1"],
    "tables": ["1.1 Limits by source"],
    "listings": ["2.1 Few cells"],
    "equations": ["2.1"],
    "abbreviations": ["ANC absolute neutrophil count"],
}


def guide_with(lists: str) -> Compiled:
    """The tiny guide with a listing, and lists."""
    texts = tiny_sources().texts
    return compile_tiny(changed(**{GUIDE: f"lists = {lists}\n{texts[GUIDE]}", CALM: texts[CALM] + CODE + FORMULA}))


def lines(document: str) -> list[str]:
    """The lines of a list."""
    rows = etree.fromstring(document.encode()).findall(".//{*}nav/{*}ol/{*}li")
    return [" ".join("".join(map(str, row.itertext())).split()) for row in rows]


@pytest.mark.parametrize("what", LINES)
def test_a_list_names_what_there_is(what) -> None:
    """It stands behind the contents and in the order of the guide, without calls of sources; and it alone was asked for."""
    book = guide_with(f'["{what}"]')
    paper, screen = printed(book), packed(book)

    assert [each.name for each in paper][:4] == ["front", "contents", f"list-of-{what}", "counting"]
    assert [each.name for each in screen][2:5] == ["imprint.xhtml", f"list-of-{what}.xhtml", "counting.xhtml"]
    for document in (paper[2], screen[3]):
        assert [line[: len(start)] for line, start in zip(lines(document.text), LINES[what], strict=True)] == LINES[what]
    assert [item.anchor for item in book.book.contents["front"]] == ["emergency", f"list-of-{what}"]
    assert clashes(paper, screen) == []


def test_finished_files_have_lists(tmp_path, layouts) -> None:
    """They have page numbers, bookmarks, landmarks and places in the list of pages, and every gate and rule holds."""
    book = guide_with(ALL)
    made = make_pdf(book, RENDITIONS[REFERENCE], layouts)
    (tmp_path / "a4.pdf").write_bytes(made.data)
    reading = read(tmp_path / "a4.pdf")
    data = make_epub(book, made.pages, tmp_path)
    nav = OpenedBook.read(data).nav
    marks = [text(link) for kind in ("loi", "lot") for link in nav.find(f"//h:nav[@e:type='landmarks']//h:a[@e:type='{kind}']")]

    assert list(gates(PdfFacts.of(reading, expected(book, RENDITIONS[REFERENCE])))) == []
    assert [mark.title for mark in reading.outline][8:13] == ["Figures", "Tables", "Listings", "Equations", "Abbreviations"]
    assert [found for found in inspect(data) if found.code != "description"] == []
    assert marks == ["Figures", "Tables"]
    assert re.findall(r"list-of-(\w+)", "".join(nav.find("//h:nav[@e:type='page-list']//h:a/@href"))) == list(LINES)


def test_a_list_of_nothing_is_none() -> None:
    """What the guide does not have has no list, and a list that nobody knows is an error at its line."""
    text = tiny_sources().texts[GUIDE]
    empty = changed(**{GUIDE: f'lists = ["listings"]\n{text}'})

    assert [each.name for each in packed(compile_tiny(empty))][3] == "counting.xhtml"
    assert "guide.toml:1:10: error[bad-value]" in complaints(changed(**{GUIDE: f'lists = ["maps"]\n{text}'}))
