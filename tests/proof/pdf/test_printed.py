"""The check of printed page numbers: right ones pass, and each kind of wrong one is found."""

import pikepdf
import pytest
import weasyprint

from studyguide.proof.pdf.printed import compare, read_pages
from studyguide.proof.pdf.reader import read

HTML = """<!DOCTYPE html><html lang="en"><head><title>Five pages</title><style>
@page { size: A6 }
section { break-before: page }
.xref::after { content: " (p. " target-counter(attr(href), page) ")" }
.term::after { content: target-counter(attr(href), page) }
</style></head><body><h1>Front</h1><p>See <a class="xref" href="#two">Chapter 2</a>,
<a class="term" href="#three">neutropenia</a>, <a href="#three">Chapter 3</a> and <a href="#two">7</a>.</p>
<section><h1 id="two">Two</h1></section><section><h1 id="three">Three</h1></section></body></html>"""


@pytest.fixture
def book(tmp_path):
    """A PDF that prints the right numbers, those at the foot of the pages as furniture outside the text."""
    path = tmp_path / "book.pdf"
    weasyprint.HTML(string=HTML).write_pdf(path, pdf_variant="pdf/ua-1")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        face = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for number, page in enumerate(pdf.pages, 1):
            name = page.add_resource(face, pikepdf.Name.Font)
            aside = f"BT {name} 9 Tf 9 90 Td (2025) Tj ET"  # a number outside the text that is none of the page
            page.contents_add(f"/Artifact BMC {aside} BT {name} 9 Tf 9 9 Td ({number}) Tj ET EMC".encode(), prepend=True)
        pdf.save(path)
    return path


def compared(path):
    return compare(read(path), read_pages(path))


def changed(book, change):
    with pikepdf.open(book, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(book)
    return [(finding.code, finding.span.path, finding.message) for finding in compared(book)[0]]


def leading(old, new):
    """A change that leads the links to one place to another."""

    def change(pdf):
        for link in pdf.pages[0].obj.Annots:
            if link.Dest == old:
                link.Dest = new

    return change


def test_right_numbers_pass(book):
    """Right numbers pass: three at the foot of pages, two at links; a link that is a number itself, or ends with one, is none."""
    assert compared(book) == ([], 5)


def test_number_of_another_page_is_found(book):
    """A reference that prints another page than the one its link leads to is found, with both numbers."""
    assert changed(book, leading("two", "three")) == [("page-number", "p. 1", "“Chapter 2 (p. 2)” says 2, and it is page 3")]


def test_number_after_a_link_is_found(book):
    """A bare number after the words of a link is read as a page number too."""
    assert changed(book, leading("three", "two")) == [("page-number", "p. 1", "“neutropenia 3” says 3, and it is page 2")]


def test_numbers_at_the_foot_are_found(book):
    """Pages whose foot does not show the label that a viewer shows are found, each of them, and so is every reference."""

    def count_in_roman(pdf):
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.r)])

    found = changed(book, count_in_roman)

    assert [(rule, place) for rule, place, _ in found] == [
        ("folio", "p. i"),
        ("folio", "p. ii"),
        ("folio", "p. iii"),
        ("page-number", "p. i"),
        ("page-number", "p. i"),
    ]


def test_contents_line_without_number_is_found(book):
    """A line of the contents that prints no number is found."""

    def make_contents(pdf):
        todo = [pdf.Root.StructTreeRoot]
        while todo:
            element = todo.pop()
            todo += [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
            if element.get("/S") == "/P":
                element.S = pikepdf.Name.TOCI

    found = changed(book, make_contents)

    assert ("page-number", "p. 1", "“Chapter 3” says no number, and it is page 3") in found


def test_no_numbers_at_all_are_found(tmp_path):
    """A file in which no page number is found does not pass: the check would have proved nothing."""
    path = tmp_path / "bare.pdf"
    weasyprint.HTML(string="<html lang=en><title>Bare</title><h1>Bare</h1></html>").write_pdf(path, pdf_variant="pdf/ua-1")

    assert [finding.code for finding in compared(path)[0]] == ["folio", "page-number"]
