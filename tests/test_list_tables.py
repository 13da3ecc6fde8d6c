"""List tables: cells of paragraphs and lists, merged cells, and what each rendition makes of them."""

from __future__ import annotations

import re

import pikepdf
import pytest
from lxml import etree

from studyguide import nodes as n
from studyguide.html.pages import Unit
from studyguide.html.units import print_units
from studyguide.nodes.grid import named_columns, whole_rows
from studyguide.nodes.tree import walk
from studyguide.proof.epub.inspect import inspect
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.pdf.facts import PdfFacts, texts_of
from studyguide.proof.pdf.gates import expected, gates
from studyguide.proof.pdf.reader import read
from studyguide.proof.same_words import compared
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.rendered_book import clashes, packed, printed
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

CALM = "chapters/02-calm.md"
TEXT = tiny_sources().texts[CALM]
FIRST = TEXT.count("\n") + 4
"""The line of the first row of a table at the end of the chapter."""
HEAD = "* - A\n  - B\n  - C\n"
DOSES = """\
* - {rows=2} Drug
  - {cols=2} Dose{cite}`book-a`
  - {rows=2} Watch
* - by day
  - by night
* - Alpha
  - 10
  - {kbd}`20`
  - {rows=2} For both:

    - the {term}`nadir`
    - the skin{cite}`book-a`
* - Beta
  - {cols=2} none
* - {cols=4} In hospital
* - {rows=2} Gamma
  - 5
  - {cols=2 rows=2} all[^all]
* - 7

Notes stand below.
"""


def table(rows: str, options: str = "") -> str:
    """A list table as an editor writes it."""
    return f"\n::::{{list-table}} Doses\n:id: tab-doses\n{options}\n{rows}::::\n\n[^all]: Of them."


def guide_with(rows: str, options: str = "") -> Compiled:
    """The tiny guide with a table at its end."""
    return compile_tiny(changed(**{CALM: TEXT + table(rows, options)}))


def table_in(book: Compiled) -> n.Table:
    """The table of the guide."""
    return next(node for node in walk(book.book.chapters) if isinstance(node, n.Table) and node.id == "tab-doses")


def test_each_place_of_the_grid_has_its_cell() -> None:
    """A merged cell stands in every row and under every column that it spans."""
    made = table_in(guide_with(DOSES, ":header-rows: 2\n:align: left, right, right, left\n"))
    rows = [[n.plain(each.cell.text) for each in row for _ in range(each.cell.columns)] for row in whole_rows(made.rows)]

    assert [[n.plain(cell.text) for cell in column] for column in named_columns(made)] == [
        ["Drug"],
        ["Dose", "by day"],
        ["Dose", "by night"],
        ["Watch"],
    ]
    assert rows == [
        ["Alpha", "10", "20", "For both: the nadir the skin"],
        ["Beta", "none", "none", "For both: the nadir the skin"],
        ["In hospital"] * 4,
        ["Gamma", "5", "all", "all"],
        ["Gamma", "7", "all", "all"],
    ]
    assert [cell.align for cell in made.rows[0]] == ["left", "right", "right", "left"]


@pytest.mark.parametrize(
    ("rendition", "pattern"),
    [
        ("a4", r'<th scope="col" colspan="2">Dose.*<th scope="row" rowspan="2">Gamma.*<td colspan="2" rowspan="2">all'),
        (
            "phone",
            r'Dose.*, by day:</b> 10.*<b class="field">Dose, by day, by night:</b> none.*<dt class="record-head again">Gamma',
        ),
        (
            "epub",
            r'data-label="Dose, by day:">10.*colspan="2" data-label="Dose, by day, by night:">none.*class="again"[^>]*>Gamma',
        ),
    ],
)
def test_a_rendition_shows_merged_cells(rendition, pattern) -> None:
    """Print has them merged; records, and cells one below the other, have what spans rows in each, with all names."""
    book = guide_with(DOSES, ":header-rows: 2\n:wide: records\n")
    paper, screen = printed(book), packed(book)
    units = print_units(book.templates, RENDITIONS["phone"], {figure.src: figure.src for figure in book.book.figures}, "c.svg")
    phone = next(unit.html for unit in units if isinstance(unit, Unit) and unit.id == "calm")
    shown = {"a4": paper[3].text, "phone": phone, "epub": next(d.text for d in screen if d.name == "calm.xhtml")}[rendition]
    ids = [str(node.get("id")) for node in etree.fromstring(shown.encode()).iter(etree.Element) if node.get("id")]

    assert re.search(pattern, shown[shown.index('id="tab-doses"') :], re.DOTALL)
    assert len(ids) == len(set(ids))
    assert clashes(paper, screen) == []


def test_finished_files_hold_merged_cells(tmp_path, layouts) -> None:
    """PDF and EPUB hold the gates and rules, say the same words, and tell a screen reader how far each cell reaches."""
    book = guide_with(DOSES, ":header-rows: 2\n")
    made, wanted = make_pdf(book, RENDITIONS[REFERENCE], layouts), expected(book, RENDITIONS[REFERENCE])
    (tmp_path / "a4").write_bytes(made.data)
    data = make_epub(book, made.pages, tmp_path)
    documents = [(page.name, page.data) for page in OpenedBook.read(data).pages.values()]
    labels = {anchor: made.pages.label(anchor) for anchor in made.pages.anchors}

    assert list(gates(PdfFacts.of(read(tmp_path / "a4"), wanted))) == []
    assert [found for found in inspect(data) if found.code != "description"] == []
    assert compared(texts_of(wanted.units, made.pages, wanted.metadata.digest), documents, labels)[0] == []
    with pikepdf.open(tmp_path / "a4") as pdf:
        cells = [
            each["/A"]
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and str(each.get("/S")) in ("/TH", "/TD") and "/A" in each
        ]
        spans = sorted((int(each.get("/ColSpan", 1)), int(each.get("/RowSpan", 1))) for each in cells)
    assert [span for span in spans if span != (1, 1)] == [(1, 2)] * 4 + [(2, 1)] * 2 + [(2, 2), (4, 1)]


CASES = [
    ("one cell too few", HEAD + "* - a\n  - b\n", "3: error[ragged-table]: this row fills 2 of the 3 columns"),
    (
        "one too many",
        HEAD + "* - a\n  - b\n  - c\n  - d\n",
        "3: error[ragged-table]: this row has cells for 4 columns; the first",
    ),
    (
        "a place that is filled",
        HEAD + "* - a\n  - {rows=2} b\n  - c\n* - x\n  - y\n  - z\n",
        "6: error[ragged-table]: this row has",
    ),
    (
        "a span over another",
        HEAD + "* - a\n  - {rows=2} b\n  - c\n* - {cols=2} x\n  - y\n",
        "6: error[bad-span]: this cell would lie",
    ),
    (
        "a span below the table",
        HEAD + "* - {rows=2} a\n  - b\n  - c\n",
        "3: error[bad-span]: this cell spans 2 rows, and 1 is left in the",
    ),
    (
        "a span out of the head",
        "* - {rows=2} A\n  - B\n* - a\n",
        "0: error[bad-span]: this cell spans 2 rows, and 1 is left in its",
    ),
    ("a merged cell without words", HEAD + "* - {cols=2}\n  - b\n", "3:5: error[bad-span]: a cell that spans 2 columns is empty"),
    ("a mark of HTML", HEAD + "* - {colspan=2} a\n  - b\n", "3:5: error[bad-span]: {colspan=2} does not say"),
    ("an empty row", HEAD + "* -\n  -\n  -\n", "3: error[empty-markup]: this row is empty"),
    ("words in the place of a row", HEAD + "* a\n", "3: error[bad-table]: a row is a list of its cells"),
    ("numbered cells", HEAD + "* 1. a\n  2. b\n  3. c\n", "3: error[bad-table]: a row is a list of its cells"),
    ("numbered rows", "1. - A\n   - B\n2. - a\n   - b\n", "0: error[bad-table]: the table does not start with its rows"),
    ("another sign", HEAD + "- - a\n  - b\n  - c\n", "3: error[bad-table]: this row starts with another sign"),
    ("a head alone", HEAD, "-3:5: error[bad-table]: the table has a head and no rows"),
    ("no rows", "words\n", "0: error[bad-table]: the table does not start with its rows"),
    ("a quotation in a cell", HEAD + "* - a\n  - b\n  - > c\n", "5: error[misplaced-block]: a quotation cannot stand in a cell"),
]


@pytest.mark.parametrize(("rows", "told"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
def test_a_faulty_table_is_told_once(rows, told) -> None:
    """What does not fit is one message, at the line of its row or cell."""
    found = complaints(changed(**{CALM: TEXT + table(rows).partition("\n\n[^all]")[0]}))
    line, _, message = told.partition(":")

    assert f"{CALM}:{FIRST + 1 + int(line)}:{message}" in found, found
    assert found.endswith("1 error; nothing was published")


@pytest.mark.parametrize("option", [":header-rows: 2", ":header-rows: 0", ":stub-columns: 3", ":align: left", ":wide: x"])
def test_an_option_fits_its_table(option) -> None:
    """What the table cannot have is an error at the option."""
    found = complaints(changed(**{CALM: TEXT + table(HEAD + "* - a\n  - b\n  - c\n", f"{option}\n").partition("\n\n[^all]")[0]}))

    assert f"{CALM}:{FIRST}:{option.rindex(' ') + 2}: error[bad-option]" in found, found
    assert found.endswith("1 error; nothing was published")
