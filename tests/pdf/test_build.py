"""What the PDF stage refuses, and what it says then."""

import pytest

from studyguide.pdf import LateUnit, TablesTooWide, Unit, build
from studyguide.pdf.compile import CompileFailed
from studyguide.pdf.workers import Here
from studyguide.sources.diagnostics import BuildFailed, Problems
from tests.pdf.sample import METADATA, document, look, made

FAULTS = {
    "stylesheet": ("<p>a</p>", "p { colour: red }", "Ignored `colour: red `, unknown property"),
    "layout": (
        '<p><img src="figures/missing.svg" alt="x"/></p>',
        "",
        "figures/missing.svg is not among the files of the rendition",
    ),
    "layout, web": (
        '<p><img src="https://example.org/a.png" alt="x"/></p>',
        "",
        "https://example.org/a.png is not among the files",
    ),
    "layout, disk": ('<p><img src="file:///etc/hostname" alt="x"/></p>', "", "file:///etc/hostname is not among the files"),
    "layout, opacity": ('<p style="opacity: 0.5">pale</p>', "", "“pale” would not be read aloud"),
    "missing-glyph": ("<p>a 🙂</p>", "", "no font"),
    "page-figures": (
        '<p id="a"><a class="xref" href="#a">A</a></p>',
        "a.xref[data-page]::after { font-variant-numeric: proportional-nums }",
        "the figures in “(p. 0)” are not all of one width",
    ),
    "dead-link": ('<p><a href="#nowhere">A</a></p>', "", "nothing has the id “nowhere”"),
    "dead-link, flex": ('<p id="a" style="display:flex"><a href="#a">Go</a></p>', "", "the link “Go” cannot be clicked"),
    "no-alt": ('<p><img src="figures/square.svg"/></p>', "", "the picture figures/square.svg has no text alternative"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults(name):
    """Every fault is reported with its code and the file it is in, and no PDF is made."""
    body, css, said = FAULTS[name]
    with pytest.raises(BuildFailed) as failed:
        made([Unit("unit", document(body), source="chapters/a.md")], look(css))
    found = failed.value.problems.errors
    assert {each.code for each in found} == {name.partition(",")[0]}
    assert any(said in each.message for each in found)
    assert {each.span.path for each in found} == {"styles/more.css" if name == "stylesheet" else "chapters/a.md"}


WIDE = '<div id="tab-wide"><table><tr>' + "<td>Granulocytopenia</td>" * 12 + "</tr></table></div>"


@pytest.mark.parametrize("one_pass", [False, True])
def test_both_ways_refuse_what_they_would_lose(*, one_pass):
    """Linked or in one piece: a table that does not fit is named, to be set as records, and hidden words stop the build."""
    with pytest.raises(TablesTooWide) as caught:
        made([Unit("unit", document(WIDE))], one_pass=one_pass)
    with pytest.raises(BuildFailed) as failed:
        made([Unit("unit", document('<p style="visibility: hidden">Lost</p>'), source="chapters/a.md")], one_pass=one_pass)

    assert caught.value.tables == {"tab-wide"}
    assert [(each.code, each.span.path) for each in failed.value.problems.errors] == [("lost-text", "chapters/a.md")]


def test_numbers_that_never_settle():
    """Page numbers that go round in a circle are reported, not printed wrong."""
    flip = iter(range(1000))
    unit = LateUnit("index", lambda pages: document(f"<p>{'x ' * next(flip)}</p>"))
    problems = Problems()
    with pytest.raises(BuildFailed):
        build([Unit("a", document("<p>a</p>")), unit], look(), METADATA, problems=problems, executor=Here())
    assert [each.code for each in problems.errors] == ["page-numbers"]


def test_a_breakdown_names_the_unit(monkeypatch):
    """When WeasyPrint itself breaks down, the message names the unit."""
    from studyguide.pdf.layout import LayoutEngine

    monkeypatch.setattr(LayoutEngine, "paint", lambda *_, **__: 1 / 0)
    with pytest.raises(CompileFailed, match="the unit “broken” cannot be laid out: ZeroDivisionError"):
        made([Unit("broken", document("<p>a</p>"))])


def test_links_between_units():
    """A link to another unit is no dead link."""
    units = [Unit("a", document('<p><a href="#there">A</a></p>')), Unit("b", document('<p id="there">b</p>'))]
    assert made(units).pages.anchors["there"] == 1


def test_no_ids_at_all():
    """A book without a single id, link or heading is a book."""
    assert len(made([Unit("a", document("<p>a</p>"))]).pages.labels) == 1


def test_what_a_drawing_letters_is_no_lost_text():
    """A drawing in a document is a picture, by its title; text before it, behind it and in its caption is held to the pages."""
    letters = '<title>A line</title><text y="9" font-family="Guide Serif">far</text><path d="M0 0h9"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{letters}</svg>'
    body = f"<figure>before {drawing} behind<figcaption>A line</figcaption></figure>"
    css = "figcaption {{ {} }}".format

    assert len(made([Unit("a", document(body))], look(css("color: red"))).pages.labels) == 1
    with pytest.raises(BuildFailed) as failed:
        made([Unit("a", document(body))], look(css("visibility: hidden")))
    assert [each.code for each in failed.value.problems.errors] == ["lost-text"]
