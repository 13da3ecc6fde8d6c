"""The linked file against the one that WeasyPrint writes in one piece, and what only the linked one has."""

import io
import re
from dataclasses import replace

import pikepdf

from studyguide.pdf.finish import HINTS, hints_end
from studyguide.sources.numerals import roman
from tests.pdf.sample import book, destinations, in_one, linked, links, look, made, opened, pictures, read_aloud, texts


def test_same_pages():
    """Every page looks the same, pixel by pixel."""
    assert pictures(linked().data) == pictures(in_one().data)


def test_same_text():
    """The text of every page is the same, but for the spaces at line ends, which only the linked file has."""
    assert [text.split() for text in texts(linked().data)] == [text.split() for text in texts(in_one().data)]


def test_same_map():
    """Both ways find every id on the same page."""
    assert _without_openings(linked()) == in_one().pages


def _without_openings(artifact):
    return replace(artifact.pages, openings=())


def test_same_destinations():
    """Every id leads to the same point."""
    assert destinations(opened(linked())) == destinations(opened(in_one()))


def test_same_links():
    """Links have the same targets and areas, without the second one that WeasyPrint lays over what a stylesheet adds."""
    one, other = set(links(opened(linked()))), set(links(opened(in_one())))
    assert one <= other
    assert all(any(_inside(each, link) for link in one) for each in other)


def _inside(small, large):
    (left, bottom, right, top), (left_, bottom_, right_, top_) = small[2], large[2]
    return small[:2] == large[:2] and left >= left_ and bottom >= bottom_ and right <= right_ and top <= top_


def test_same_outline():
    """The outline has the same entries, nested alike."""
    with opened(linked()).open_outline() as one, opened(in_one()).open_outline() as other:
        assert _entries(one.root) == _entries(other.root)


def _entries(items):
    return [(item.title, _entries(item.children)) for item in items]


def test_every_reference_prints_the_page_it_leads_to():
    """Where the text says “(p. 7)”, the link leads to the page with the label 7."""
    pages = linked().pages
    checked = 0
    for text in texts(linked().data):
        for name, number in re.findall(r"Section\s+(\d\.\d)\s+\(p\.\s+(\d+)\)", text):
            chapter, section = name.split(".")
            assert number == pages.label(f"c{chapter}s{section}")
            checked += 1
    assert checked == 18


def test_folios_are_the_page_labels():
    """The number in the foot of every page is its label, roman in front."""
    pages = linked().pages
    front = pages.units["front"][1]
    assert list(pages.labels) == [
        *(roman(number + 1) for number in range(front)),
        *(str(n + 1) for n in range(len(pages.labels) - front)),
    ]
    for text, label in zip(texts(linked().data), pages.labels, strict=True):
        assert text.split()[-1] == label or label in text.split()


def test_page_labels():
    """The file's page labels count as the printed numbers do."""
    with opened(linked()) as pdf:
        assert [page.label for page in pdf.pages] == list(linked().pages.labels)


def test_no_footnote_is_lost():
    """Every footnote is read once, right after its call."""
    text = re.sub(r"\s+", " ", read_aloud(opened(linked())))
    for chapter in (1, 2, 3):
        for section in range(3):
            assert text.count(f"Note {chapter}.{section} says this.") == 1


def test_about():
    """XMP and information dictionary say the same, and claim PDF/UA-1 and PDF/A-3a."""
    with opened(linked()) as pdf, pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == pdf.docinfo["/Title"] == "Small: a book"
        assert list(xmp["dc:creator"]) == ["A. Writer", "B. Wärter"]
        assert (xmp["pdfuaid:part"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("1", "3", "A")
        assert pdf.Root.Lang == "en"


def test_each_font_once():
    """The file has one font program for each font file in use, however many units use it."""
    with opened(linked()) as pdf:
        files = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each]
    assert len(files) == 4


def test_right_hand_pages():
    """On paper every unit begins on a right-hand page, and the blank pages before are there."""
    artifact = made(book(2), look(recto=True))
    assert all(first % 2 == 0 for first, _ in artifact.pages.units.values())
    assert _without_openings(artifact) == made(book(2), look(recto=True), one_pass=True).pages


def test_linearized():
    """A linearized file has the same pages and is the same on every build."""
    one, other = (made(book(1), look(linearized=True)).data for _ in range(2))
    assert one == other
    with pikepdf.open(io.BytesIO(one)) as pdf:
        assert pdf.is_linearized
        assert pdf.check_linearization()


def test_a_file_that_is_written_once_more_is_whole(monkeypatch):
    """Where the hint table of a first file does not end as it should, the second differs from it in its compression alone."""
    whole = made(book(1), look(linearized=True)).data
    refused = iter((False, False))
    monkeypatch.setattr("studyguide.pdf.finish.hints_end", lambda _: next(refused, True))
    again = made(book(1), look(linearized=True)).data

    with pikepdf.open(io.BytesIO(whole)) as one, pikepdf.open(io.BytesIO(again)) as other:
        assert other.check_pdf_syntax() == []
        assert other.Root.Metadata.read_bytes() == one.Root.Metadata.read_bytes()
        assert len(other.objects) == len(one.objects)


def test_hints_end_as_pdfa_asks():
    """A hint table without a line end before `endstream`, as qpdf writes it by chance, is seen; the file that is kept has one."""
    data = made(book(1), look(linearized=True)).data
    table = HINTS.search(data)
    assert table
    end = table.end() + int(table[1])
    assert hints_end(data)
    assert data[end:].startswith(b"\nendstream")
    assert not hints_end(data[:end] + data[end + 1 :])


def test_sound():
    """The file is well formed; every marked content and every link has its element in the structure."""
    with opened(linked()) as pdf:
        assert pdf.check_pdf_syntax() == []
        root = pdf.Root.StructTreeRoot
        parents = pikepdf.NumberTree(root.ParentTree)
        for page in pdf.pages:
            elements = parents[int(page.StructParents)]
            assert all(element.get("/P") is not None for element in elements)
            for link in page.get("/Annots", []):
                assert parents[int(link.StructParent)].S == "/Link"


def test_trimmed():
    """Without its bleed a page is what remains of it after the cut, and everything on it stays where it was."""
    css = "@page { bleed: 3mm; marks: none }"
    whole, cut = made(book(1), look(css)), made(book(1), look(css, trimmed=True))
    with opened(whole) as one, opened(cut) as other, opened(made(book(1), look(css, trimmed=True), one_pass=True)) as simple:
        assert [list(page.trimbox) for page in one.pages] == [list(page.mediabox) for page in other.pages]
        assert all(page.mediabox == page.cropbox == page.trimbox == page.bleedbox for page in other.pages)
        assert one.pages[0].mediabox != one.pages[0].trimbox
        assert links(one) == links(other)
        assert destinations(one) == destinations(other) == destinations(simple)
    assert pictures(cut.data) == pictures(made(book(1), look(css, trimmed=True), one_pass=True).data)
