"""Titles: every kind of inline in a title, in every place where a title is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pytest

from studyguide import nodes as n
from studyguide.proof.epub.opened import NAMES, OpenedBook, text
from studyguide.proof.epub.rules.navigation import toc
from studyguide.proof.pdf.reader import read
from studyguide.proof.pdf.values import Reading
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import make_pdf, units_of
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.html.test_nodes import kinds
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

SHEET = "styles/renditions/a4.css"

# What is written in a title, what it says as plain characters, and the markup of it in the contents of print and EPUB.
TITLES: dict[type[n.Node], list[tuple[str, str, str]]] = {
    n.Text: [
        ("Salt & water < 5", "Salt & water < 5", "Salt &amp; water &lt; 5"),
        ("Counts of 10^9^/L", "Counts of 10⁹/L", "Counts of 10⁹/L"),
        ("H~2~O, CO~2~, Ca^2+^ and 10^-3^", "H₂O, CO₂, Ca²⁺ and 10⁻³", "H₂O, CO₂, Ca²⁺ and 10⁻³"),
        ("Growth as x^n+1^", "Growth as xⁿ⁺¹", "Growth as xⁿ⁺¹"),
        ("He said “no”: it’s 3–5", "He said “no”: it’s 3–5", "He said “no”: it’s 3–5"),
        ("A dose of 5 mg", "A dose of 5\u00a0mg", "A dose of 5\u00a0mg"),
    ],
    n.Code: [("The word `ANC_x`", "The word ANC_x", "The word <code>ANC_x</code>")],
    n.Emphasis: [("Not *one* of them", "Not one of them", "Not <em>one</em> of them")],
    n.Strong: [("Never **ever**", "Never ever", "Never <strong>ever</strong>")],
    n.Superscript: [("On the 1^st^ day", "On the 1st day", "On the 1<sup>st</sup> day")],
    n.Subscript: [("The T~max~ of it", "The Tmax of it", "The T<sub>max</sub> of it")],
    n.Foreign: [
        ("[Sicca]{lang=la} means dry", "Sicca means dry", '<i class="foreign" lang="la" xml:lang="la">Sicca</i> means dry'),
    ],
    n.Link: [("See [the *page*](https://example.org/t)", "See the page", "See the <em>page</em>")],
    n.Abbreviation: [("A {abbr}`CBC (complete blood count)`", "A complete blood count (CBC)", "A complete blood count (CBC)")],
    n.Strikethrough: [("An ~~old~~ limit", "An old limit", "An <s>old</s> limit")],
    n.InternalLink: [("Back [to](01-counting.md) it", "Back to it", "Back to it")],
    n.CitedAuthors: [("What {cite:t}`book-a` says", "What Ames (2020) says", "What Ames (2020) says")],
    n.Maths: [("The mass $m$ of it", "The mass m of it", "")],
    n.TermUse: [
        ("After the {term}`nadir`", "After the nadir", "After the nadir"),
        ("After {term}`CO~2~ lows <nadir>`", "After CO₂ lows", "After CO₂ lows"),
    ],
    n.Citation: [
        ("What {cite}`book-a` says", "What says", "What says"),
        ("The limit is 500 {cite}`book-a, paper-b`", "The limit is 500", "The limit is 500"),
    ],
    n.CrossReference: [
        ("Back to {ref}`the ruler <fig-ruler>`", "Back to the ruler", "Back to the ruler"),
        ("Back to {ref}`fig-ruler` again", "Back to Figure 1.1 again", "Back to Figure 1.1 again"),
        ("As in {ref}`sec-closer`", "As in “A closer look”", "As in “A closer look”"),
    ],
    n.ValueUse: [
        ("Below {value}`anc.severe`: act", "Below 500/µL: act", 'Below <span class="value">500/µL</span>: act'),
        ("From {value}`fever.call|bare` on", "From 38.0\u00a0°C on", 'From <span class="value">38.0\u00a0°C</span> on'),
    ],
    n.IndexMark: [("A place{index}`place; of marks` of marks", "A place of marks", "A place of marks")],
    n.NoteCall: [("Above 500[^#] cells", "Above 500 cells", "Above 500 cells"), ("Over 10^9^[^#]", "Over 10⁹", "Over 10⁹")],
}
GAP = re.compile(r'<span class="gap">(.)</span>')
VOICED = re.compile(r'<abbr class="voiced" title="[^"]*">([^<]*)</abbr>')
TITLES |= {kind: [(f"A {{{kind.role}}}`{kind.role}` of it", f"A {kind.role} of it", "")] for kind in kinds(n.Inline) if kind.role}
NOT_ON_ONE_LINE = {n.LineBreak, n.TaskBox}
CASES = [(kind, *each) for kind, rows in TITLES.items() for each in rows]


@dataclass(frozen=True)
class Finished:
    """The guide with a chapter, a section, a sub-section and a question of the FAQ for every case, finished."""

    reading: Reading
    book: OpenedBook
    units: dict[str, str]


def flat(words: str) -> str:
    """Words with single spaces."""
    return " ".join(words.split())


@cache
def sources():
    """Each case is a chapter's title, and in it a section's and a sub-section's; and a question of the FAQ."""
    texts = dict(tiny_sources().texts)
    texts[SHEET] += "\n.sec.level-2 { break-before: page }\n"
    for number, (_, written, *_) in enumerate(CASES):
        titles = [written.replace("#", f"{name}-{number}") for name in ("one", "two", "three", "four")]
        notes = [f"[^{name}-{number}]: The note {name}-{number}." for name in ("one", "two", "three")] if "#" in written else []
        quoted = titles[0].replace("'", "''")
        rows = [
            f"---\nid: t{number}\ntitle: '{quoted}'\n---\nSee {{ref}}`sec-three-{number}`.",
            f"## {titles[1]} {{#sec-two-{number}}}",
        ]
        rows += ["Text.", f"### {titles[2]} {{#sec-three-{number}}}", "Text.", *notes]
        texts[f"chapters/{number + 10}-t{number}.md"] = "\n\n".join(rows) + "\n"
        texts["chapters/faq.md"] += f"\n## {titles[3]} {{#faq-four-{number}}}\n\nAn answer.\n"
        texts["chapters/faq.md"] += f"\n[^four-{number}]: A note of the FAQ.\n" if "#" in written else ""
    return changed(**texts)


@pytest.fixture(scope="module")
def finished(tmp_path_factory, layouts) -> Finished:
    """One guide for all."""
    folder, compiled = tmp_path_factory.mktemp("titles"), compile_tiny(sources())
    artifact = make_pdf(compiled, RENDITIONS[REFERENCE], layouts)
    (folder / "titles.pdf").write_bytes(artifact.data)
    book = OpenedBook.read(make_epub(compiled, artifact.pages, folder))
    units = {unit.id: getattr(unit, "html", "") for unit in units_of(compiled, RENDITIONS[REFERENCE])}
    return Finished(read(folder / "titles.pdf"), book, units)


def test_every_kind_is_in_a_title():
    """The table knows every class of inline but the one that cannot stand on one line."""
    assert set(TITLES) == set(kinds(n.Inline)) - NOT_ON_ONE_LINE


@pytest.mark.parametrize("number", range(len(CASES)), ids=[each[1] for each in CASES])
def test_a_title_says_the_same_in_every_place(finished, number):
    """Contents, running heads, bookmarks, document titles, nav, NCX, cross references say the words of a title, and no call."""
    _, _, plain, markup = CASES[number]
    chapter = str(number + 3)
    one = finished.units[f"t{number}"]
    page = finished.book.pages[f"t{number}.xhtml"]
    said = flat(plain)

    contents = VOICED.sub(r"\1", GAP.sub(r"\1", finished.units["contents"].replace("\u2060", "")))
    assert contents.count(f'<span class="toc-title">{markup}</span>') == 2 or not markup
    bookmarks = [(each.level, flat(each.title)) for each in finished.reading.outline]
    entries = [(1, f"{chapter} {said}"), (2, f"{chapter}.1 {said}"), (3, said)]
    assert [each for each in bookmarks if each in entries] == entries
    assert (2, f"{number + 2} {said}") in bookmarks  # of the FAQ
    heads = {flat(run.text) for each in finished.reading.pages for run in each.runs if run.belongs.artifact}
    assert {f"{chapter} {said}", said} <= heads
    assert text(page.find("/h:html/h:head/h:title")[0]) == said
    nav = {href: label for _, label, href in toc(finished.book.nav)}
    labels = [nav[f"t{number}.xhtml#{name}"] for name in (f"t{number}", f"sec-two-{number}")]
    assert labels == [f"{chapter} {said}", f"{chapter}.1 {said}"]
    points = finished.book.ncx.iter("{*}navPoint")
    assert {each.find("n:content", NAMES).get("src"): text(each.find("n:navLabel", NAMES)) for each in points} == nav
    assert text(page.find(f"//h:a[@class='xref' and @href='#sec-three-{number}']")[0]) == f"“{said}”"
    assert one.count('class="footnote"') == 3 * CASES[number][1].count("[^")


@pytest.mark.parametrize(
    ("written", "col", "code"),
    [
        ("title: 1. Counting", 8, "bad-title"),
        ("title: Counts of 2^1/2^", 20, "raised-figures"),
        ("title: About {value}`nowhere`", 22, "unknown-value"),
        ("title: A title\nshort-title: A *short* one", 1, "unexpected-markup"),
        ("title: A title\nshort-title: A {value}`anc.severe`", 1, "unexpected-markup"),
    ],
)
def test_a_title_that_cannot_be_printed_right_is_refused(written, col, code):
    """What a title cannot hold is one message at the line of the title."""
    lines = written.split("\n")
    told = complaints(changed(**{"chapters/03-new.md": f"---\nid: new\n{written}\n---\nText.\n"}))

    assert f"chapters/03-new.md:{2 + len(lines)}:{f'{col}:' if col else ''} error[{code}]" in told
    assert told.endswith("1 error; nothing was published")


def test_a_second_printing_holds_nothing_that_has_an_id():
    """No mark or call, no link to a term, and no space where a citation stood; but one between words."""
    mark, cite, term = n.IndexMark(("x",)), n.Citation(("a",)), n.TermUse("band", "bands")
    text = (n.Text("Below "), mark, n.Text("500 "), cite, n.Text(", "), term, n.Text(" rise "), cite, n.Emphasis((term, cite)))

    assert n.plain(n.bare(text)) == "Below 500, bands rise bands"


def test_what_stands_in_a_link_holds_no_link():
    """Contents lead to their headings: a link in a title is its words there."""
    text = (
        n.Link((n.Strong((n.Text("here"),)),), "https://example.org/"),
        n.CrossReference("a", label="Figure 1"),
        n.LineBreak(),
    )

    assert n.phrase(text) == (n.Strong((n.Text("here"),)), n.Text("Figure 1"), n.Text(" "))
