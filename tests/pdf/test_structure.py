"""What a screen reader is given: the structure tree that is made from the DOM."""

import pikepdf
import pytest
from lxml import etree

from studyguide.pdf import Unit
from studyguide.pdf.structure import StructTree
from studyguide.pdf.tagging import prune
from studyguide.pdf.weasyprint70 import PaintedRun
from tests.pdf.sample import PROSE, compiled, document, look, made, marked, opened, read_aloud

TREES = {
    "headings and paragraphs": ("<section><h1>A</h1><p>B <b>bold</b> and <i>italic</i></p></section>", "Sect(H1 P)"),
    "a paragraph over pages": (f"<p>{PROSE * 40}</p>", "P"),
    "a list over pages": ("<ul>" + "<li>item</li>" * 40 + "</ul>", "L(" + " ".join(["LI(Lbl LBody)"] * 40) + ")"),
    "a list in a list": ("<ul><li>a<ol><li>b</li></ol></li></ul>", "L(LI(Lbl LBody(L(LI(Lbl LBody)))))"),
    "loose items": ("<ul><li><p>a</p><p>b</p></li></ul>", "L(LI(Lbl LBody(P P)))"),
    "definitions": ("<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd><dd>e</dd></dl>", "L(LI(Lbl LBody) LI(Lbl LBody(P P)))"),
    "definitions in groups": ("<dl><div id='x'><dt>a</dt><dd>b</dd></div></dl>", "L(LI(Lbl LBody))"),
    "a table": (
        (
            "<table><caption>c</caption><thead><tr><th scope='col'>a</th><th></th></tr></thead>"
            "<tbody><tr><th scope='row'>b</th><td></td></tr></tbody></table>"
        ),
        "Table(Caption THead(TR(TH TH)) TBody(TR(TH TD)))",
    ),
    "contents": (
        (
            '<nav class="contents"><ol><li><a class="toc" href="#a">A</a><ol><li><a href="#a">B</a></li></ol></li></ol></nav>'
            '<p id="a">x</p>'
        ),
        "Sect(TOC(TOCI(Lbl Reference(Link) TOC(TOCI(Lbl Reference(Link)))))) P",
    ),
    "a footnote": ('<p>a<span class="footnote" id="n">note</span> b</p>', "P(Reference Note(Lbl))"),
    "a picture": ('<figure><img src="figures/square.svg" alt="x"/><figcaption>y</figcaption></figure>', "Div(Figure Caption)"),
    "language and abbreviation": ('<p>a <i lang="la">b</i> <abbr title="c d">e</abbr> <span>f</span></p>', "P(Span Span)"),
    "decoration": (
        '<p>a <span aria-hidden="true">b</span></p><p aria-hidden="true">c</p><img src="figures/square.svg" alt=""/>',
        "P",
    ),
    "an index": ('<section role="doc-index"><h1>a</h1></section>', "Index(H1)"),
    "nothing": ("<div><p></p></div><p>a</p>", "P"),
}


@pytest.mark.parametrize("name", TREES)
def test_tree(name):
    """Each kind of text has its elements, one each however many pages it takes, and nothing that only decorates."""
    body, expected = TREES[name]
    with opened(made([Unit("unit", document(body))])) as pdf:
        assert " ".join(_shape(kid) for kid in _kids(pdf.Root.StructTreeRoot.K)) == expected


def _shape(element):
    inner = " ".join(map(_shape, _kids(element)))
    return str(element.S)[1:] + (f"({inner})" if inner else "")


def _kids(element):
    kids = element.get("/K", pikepdf.Array([]))
    return [kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if not isinstance(kid, int) and "/S" in kid]


def _elements(pdf, role):
    found, waiting = [], [pdf.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop(0)
        if role == element.S:
            found.append(element)
        waiting = _kids(element) + waiting
    return found


def test_repeated_head():
    """The head of a table that is repeated on the next page is read once."""
    rows = "<tr><td>cell</td></tr>" * 60
    body = f"<table><thead><tr><th scope='col'>Heading</th></tr></thead><tbody>{rows}</tbody></table>"
    with opened(made([Unit("unit", document(body))])) as pdf:
        assert len(pdf.pages) > 2
        assert read_aloud(pdf).count("Heading") == 1
        assert len(_elements(pdf, "/TR")) == 61


def test_attributes():
    """Language, expansion, scope, spans, numbering and text alternatives reach the tree."""
    body = (
        '<p><i lang="la">sicca</i> <abbr title="absolute neutrophil count">ANC</abbr></p><ol type="a"><li>x</li></ol>'
        "<table><tr><th scope='row' rowspan='2'>a</th><td colspan='2'>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
        '<img src="figures/square.svg" alt="A square"/>'
    )
    with opened(made([Unit("unit", document(body))])) as pdf:
        assert [str(span.get("/Lang", "")) for span in _elements(pdf, "/Span")] == ["la", ""]
        assert str(_elements(pdf, "/Span")[1].E) == "absolute neutrophil count"
        assert _elements(pdf, "/L")[0].A.ListNumbering == "/LowerAlpha"
        assert _elements(pdf, "/TH")[0].A.Scope == "/Row"
        assert _elements(pdf, "/TH")[0].A.RowSpan == 2
        assert _elements(pdf, "/TD")[0].A.ColSpan == 2
        assert str(_elements(pdf, "/Figure")[0].Alt) == "A square"


def test_area_of_a_picture():
    """A picture's area is given in points from the page's foot."""
    body = '<p style="margin:0"><img src="figures/square.svg" alt="A square" style="display:block;width:40px;height:40px"/></p>'
    with opened(made([Unit("unit", document(body))])) as pdf:
        left, bottom, right, top = (float(side) for side in _elements(pdf, "/Figure")[0].A.BBox)
        margin, height = 10 / 25.4 * 72, float(pdf.pages[0].MediaBox[3])
    assert (left, top, right, bottom) == pytest.approx((margin, height - margin, margin + 30, height - margin - 30), abs=0.01)


def test_notes_have_identifiers():
    """Every note has an identifier of its own in the whole file, and is found by it."""
    body = '<p>a<span class="footnote" id="n">one</span></p>'
    with opened(made([Unit("one", document(body)), Unit("two", document(body.replace('"n"', '"m"')))])) as pdf:
        assert sorted(str(note.ID) for note in _elements(pdf, "/Note")) == ["one.n", "two.m"]


def test_words_are_whole():
    """Read without looking at the page, the text is the source's, word for word: over line ends, hyphens and pages."""
    words = "immunosuppression granulocytopenia, e.g. well-known <b>thrombocytopenia</b> and https://example.org/a-long-address "
    body = f'<p style="text-align:justify;hyphens:auto">{words * 40}</p>'
    with opened(made([Unit("unit", document(body))])) as pdf:
        assert any("\u00ad" in text for text in marked(pdf).values())
        read = read_aloud(pdf).replace("\u00ad", "")
    assert read.split() == (words * 40).replace("<b>", "").replace("</b>", "").split()


def test_forced_line_ends_part_words():
    """Between two lines that the source parts there is a space, also where a page ends between them."""
    with opened(made([Unit("unit", document("<p>" + "one<br/>two<br/>" * 60 + "end</p>"))])) as pdf:
        assert len(pdf.pages) > 1
        assert read_aloud(pdf).split() == [*(["one", "two"] * 60), "end"]


def test_link_is_said_in_words():
    """A link is described by its label or its text, not by where it leads."""
    body = (
        '<p id="a"><a href="#a">see <b>there</b></a> <a href="#a" aria-label="Reference 5">5</a></p>'
        '<ul><li>fox, <a class="locator" href="#a"></a>, <a class="locator" href="#a"></a></li></ul>'
    )
    with opened(made([Unit("unit", document(body))])) as pdf:
        assert [str(link.Contents) for link in pdf.pages[0].Annots] == ["see there", "Reference 5", "fox", "fox"]


NOTES = '<span role="note"><b>a</b> one</span><span role="note">two</span>'


def test_notes_of_a_paragraph():
    """Notes in the margin are read behind all text of their paragraph, though they be painted beside a word of it."""
    root = etree.fromstring(f'<html><body><p>text <a href="#x">link</a>{NOTES}</p></body></html>')
    paragraph, link = root.find(".//p"), root.find(".//a")
    bold, one, two = root.find(".//b"), *root.findall(".//span[@role]")
    tree = StructTree(root)
    tree.page(0, 100, [PaintedRun(two, "", "two", 0), PaintedRun(paragraph, "", "text", 1), PaintedRun(bold, "", "a", 2)])
    tree.page(1, 100, [PaintedRun(one, "", " one", 0), PaintedRun(paragraph, "", "text", 1), PaintedRun(link, "", "link", 2)])
    prune(tree.top)
    assert " ".join(map(_order, tree.top.kids)) == "P(1 1 Link(2)) Note(Lbl(2) 0) Note(0)"


def _order(kid):
    """A node as text: marks are numbers."""
    inner = getattr(kid, "kids", None)
    return str(kid.number) if inner is None else f"{kid.role}({' '.join(map(_order, inner))})"


def test_a_term_and_its_note_are_apart():
    """A space at the end of a note's line is not lost: words that a stylesheet adds belong to the note's line."""
    css = "b::after { content: ':' } span { float: right; width: 3.2em }"
    body = '<p><span role="note"><b>count</b> The number</span>text</p>'
    with opened(made([Unit("unit", document(body))], look(css))) as pdf:
        assert "count: \nThe number" in read_aloud(pdf)


def test_what_a_stylesheet_prints_can_be_touched():
    """A number that a stylesheet sets apart from its link's text is active as well; one within it adds no second area."""
    css = ".far::after { content: '7'; position: absolute; right: 0 } .near::after { content: ' (p. 7)' }"
    body = '<p id="a"><a href="#a" class="near">near</a></p><p style="position:relative"><a href="#a" class="far">far</a></p>'
    with opened(made([Unit("unit", document(body))], look(css))) as pdf:
        assert [len(link.get("/QuadPoints", ())) for link in pdf.pages[0].Annots] == [16, 0]


def test_a_link_is_one_stop():
    """A link over the end of a line is one area with two lines on its page, and one of its own on the next page."""
    body = f'<p>{PROSE}<a id="a" href="#a">{PROSE * 12}</a></p>'
    with opened(made([Unit("unit", document(body))])) as pdf:
        areas = [link for page in pdf.pages for link in page.get("/Annots", ())]
        assert len(areas) == len(pdf.pages) > 1
        assert all(len(link.QuadPoints) > 8 for link in areas)
        link = areas[0]
        assert float(link.Rect[3]) == max(map(float, list(link.QuadPoints)[1::2]))


def test_joiners_are_not_read():
    """The sign that keeps a line together is neither in the outline nor in what stands for a divided word."""
    word = "G-\u2060CSF \u2060immunosuppression "
    body = f'<h1>The G-\u2060CSF</h1><p style="hyphens:auto">{word * 60}</p>'
    with opened(made([Unit("unit", document(body))])) as pdf, pdf.open_outline() as outline:
        assert outline.root[0].title == "The G-CSF"
        replaced = [text for text in marked(pdf).values() if "\u00ad" in text]
        assert replaced
        assert all("\u2060" not in text for text in replaced)


def test_furniture_is_not_read():
    """Running heads, page numbers and leaders are marked as what they are."""
    units = [Unit("unit", document('<h1 id="a">Head</h1><p><a class="toc" href="#a">A</a></p>' + "<p>x</p>" * 60))]
    with opened(made(units)) as pdf:
        assert read_aloud(pdf).count("Head") == 1
        assert ". ." not in read_aloud(pdf)
        assert b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC" in pdf.pages[1].Contents.read_bytes()


def test_numbers_are_looked_for():
    """The figures of a printed page number are found among the glyphs, also where they are old-style ones."""
    css = "a.xref[data-page]::after { font-variant-numeric: oldstyle-nums }"
    fragment, facts = compiled('<p id="a"><a class="xref" href="#a" data-page="000">A</a></p>', css)
    assert [slot.place for slot in fragment.contents[0].slots if slot.target == "a"] == [0, 1, 2]
    assert facts.printed == ("a",)
