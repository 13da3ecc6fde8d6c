"""The book model: numbering, references, back matter, on the tiny guide."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest

from studyguide import nodes as n
from studyguide.book.collation import Collation
from studyguide.book.index import ranges
from studyguide.book.resolve import margin_heading
from studyguide.nodes.tree import map_nodes, rebuild, texts, walk
from studyguide.sources.config import Quantity, Value, ValueUnit
from studyguide.sources.diagnostics import Span
from tests.tinybook import changed, compile_tiny, tiny_book, tiny_sources

N = TypeVar("N", bound=n.Node)
BOOK = tiny_book().book


def found(kind: type[N]) -> list[N]:
    """All nodes of a kind in the chapters, in order."""
    return [node for node in walk(BOOK.chapters) if isinstance(node, kind)]


def test_everything_is_numbered_by_its_chapter() -> None:
    """Sections, figures, tables and questions count from 1 in each chapter, in the order of the source."""
    assert [s.number for s in found(n.Section)] == ["1.1", "", "1.2", "2.1"]
    assert [f.number for f in found(n.Figure)] == ["1.1"]
    assert [t.number for t in found(n.Table)] == ["1.1"]
    assert [q.number for q in found(n.Question)] == ["1.1", "1.2", "1.3", "2.1", "2.2"]


def test_cross_references_say_what_they_lead_to() -> None:
    """A reference without words of its own is named after its target."""
    assert [(r.target, r.text or r.label) for r in found(n.CrossReference)] == [
        ("fig-ruler", "Figure 1.1"),
        ("tab-limits", "the table"),
        ("calm", "Chapter 2"),
        ("sec-count", "Section 1.1"),
    ]


def test_citations_are_numbered_by_their_first_call() -> None:
    """The number of a source is its place in the order of first calls, and every call leads back."""
    assert [(r.number, r.key) for r in BOOK.references] == [(1, "book-a"), (2, "paper-b")]
    calls = {anchor for r in BOOK.references for _, anchor in r.calls}
    assert {c.anchor for c in found(n.Citation)} <= calls


def test_references_are_set_in_the_vancouver_manner() -> None:
    """Authors with initials, title, journal in italics, year, volume, pages, and a link."""
    assert BOOK.references[1].html == (
        "Brown B, Clark C. Counting cells. <i>J Tests</i>. 2021;3(2):10–12. "
        '<a class="external" href="https://doi.org/10.1000/test.1">doi:10.1000/test.1</a>.'
    )


def test_a_term_is_first_used_once_a_chapter() -> None:
    """Only the first use of a term in a chapter links to the glossary, and the glossary links back to it."""
    uses = [(t.text, t.first) for t in found(n.TermUse) if t.anchor == "g-anc"]
    entry = next(e for _, group in BOOK.glossary for e in group if e.id == "anc")

    assert uses == [("neutrophils", True), ("neutrophils", False)]
    assert [label for label, _ in entry.used_in] == ["chapter 1"]
    assert entry.related == (("neutropenia", "g-neutropenia"),)


def test_a_margin_note_has_the_numbers_of_its_definition() -> None:
    """The short definition beside a term is cut at the first full stop or semicolon, and no clinical number is lost in it."""
    path = "chapters/glossary.md"
    text = tiny_sources().texts[path].replace("The lowest point.", "A count below {value}`anc.severe`. It passes.")
    book = compile_tiny(changed(**{path: text})).book
    notes = [t.definition for t in walk(book.chapters) if isinstance(t, n.TermUse) and t.term == "nadir"]

    assert notes == ["A count below 500/µL."]


def test_values_print_with_their_unit_and_both_ways() -> None:
    """A count in /µL is also given in × 10⁹/L when asked for."""
    assert [v.plain for v in found(n.ValueUse)] == ["500/µL (0.5\u00a0×\u00a010⁹/L)", "38.0\u00a0°C"]


MEASURES = {"/µL": ValueUnit("/µL", "microlitre", "× 10⁹/L", 0.001)}


@pytest.mark.parametrize(
    ("value", "unit", "form", "text"),
    [
        (1500, "/µL", "full", "1,500/µL"),
        (1500, "/µL", "si", "1.5\u00a0×\u00a010⁹/L"),
        ((1000, 1500), "/µL", "both", "1,000\u00a0to\u00a01,500/µL (1.0\u00a0to\u00a01.5\u00a0×\u00a010⁹/L)"),
        (38.0, "°C", "full", "38.0\u00a0°C"),
        (5, "%", "full", "5%"),
        (12, "days", "plain", "12"),
        ("two sets", "", "full", "two sets"),
    ],
)
def test_numbers_are_set_as_the_guide_sets_them(value: Value, unit: str, form: str, text: str) -> None:
    """Thousands get a comma, ranges their word, units their space or none."""
    assert Quantity("k", "", value, unit, (), None, Span("", 0), measure=MEASURES.get(unit)).show(form).text == text


def test_matching_sides_are_lettered_in_an_order_of_their_own() -> None:
    """The right-hand sides are sorted by a digest of their words, and every pair knows its letter."""
    question = next(q for q in found(n.Question) if q.variety == "matching")

    assert [p.letter for p in question.shuffled] == ["A", "B"]
    assert {p.letter for p in question.pairs} == {"A", "B"}


def test_answers_are_printed_without_anchors_of_their_own() -> None:
    """What is printed a second time in the answers cannot be an anchor a second time."""
    texts = [o.text for q in BOOK.questions for o in q.options]

    assert not [node for node in walk(tuple(texts)) if isinstance(node, n.Citation | n.IndexMark | n.TermUse)]


def test_the_index_has_marks_terms_and_see_entries() -> None:
    """Marked places, the first use of terms, and synonyms that send the reader on."""
    entries = {e.term: e for _, group in BOOK.index for e in group}

    assert [c.term for c in entries["neutrophil"].children] == ["count"]
    assert entries["nadir"].locators
    assert entries["ANC"].see == (("absolute neutrophil count", "index--ie-absolute-neutrophil-count"),)
    assert [e.term for _, group in BOOK.index for e in group] == Collation("en-GB").in_order(entries, str)


def test_index_locators_join_to_ranges() -> None:
    """One page is named once; three pages in a row become a range, two do not."""
    pages = {"a": 1, "b": 1, "c": 2, "d": 3, "e": 7, "f": 8}

    assert ranges(("a", "b", "c", "d", "e", "f"), pages) == (("a", "d"), "e", "f")


def test_every_anchor_has_a_home() -> None:
    """Each target, note, citation and term stands in a unit, so that the e-book's links can find it."""
    anchors = {target.anchor for target in BOOK.targets.values()}
    anchors |= {citation.anchor for citation in found(n.Citation)}
    anchors |= {f"g-{entry.id}" for _, group in BOOK.glossary for entry in group}

    assert anchors <= set(BOOK.units)


def test_objectives_know_their_questions() -> None:
    """Each objective lists the numbers of the questions that test it."""
    tested = [(o.id, [number for number, _ in o.questions]) for o in BOOK.chapters[0].objectives]

    assert tested == [("compute", ["1.1", "1.3"]), ("define", ["1.2"])]


def test_rebuilding_without_change_is_the_same_tree() -> None:
    """The two ways of going over a tree lose nothing."""
    chapter = BOOK.chapters[0]

    assert rebuild(chapter, lambda node: node) is chapter
    assert map_nodes(chapter.children, lambda node: node) is chapter.children


def test_trees_share_what_a_pass_leaves_as_it_is() -> None:
    """Only the nodes above a changed one are made anew."""
    kept = n.Paragraph((n.Text("kept"), n.Emphasis((n.Text("too"),))))
    tree = (kept, n.Quotation((n.Paragraph((n.Text("old"),)), kept)))

    made = rebuild(tree, lambda node: replace(node, text="new") if node == n.Text("old") else node)

    assert made == (kept, n.Quotation((n.Paragraph((n.Text("new"),)), kept)))
    assert made[0] is kept
    assert made[1].children[1] is kept


def test_every_node_is_walked_once_and_in_order() -> None:
    """No node is met twice, not even the pairs of a question that is printed in two orders; in a paragraph, places only rise."""
    met = list(walk(BOOK.chapters))
    paragraphs = [[node.span for node in p.children if node.span.line] for p in met if isinstance(p, n.Paragraph)]

    assert len({id(node) for node in met}) == len(met)
    assert [spans for spans in paragraphs if spans != sorted(spans)] == []
    assert any(len({span.line for span in spans}) > 1 for spans in paragraphs)


def test_words_are_told_with_their_places() -> None:
    """The pieces that are read come in order, each with its line; what is to be left out is, with all that is in it."""
    tree = (n.Text("one", span=Span("a.md", 1)), n.Emphasis((n.Code("x"), n.Abbreviation("B", "two", span=Span("a.md", 2)))))

    assert list(texts(tree)) == [("one", Span("a.md", 1)), ("x", Span("", 0)), ("two (B)", Span("a.md", 2))]
    assert [words for words, _ in texts(tree, (n.Code,))] == ["one", "two (B)"]
    assert [words for words, _ in texts(tree, (n.Wrapper,))] == ["one"]


def test_plain_text_leaves_markup_and_marks_out() -> None:
    """Running heads and navigation get the characters only."""
    text = (n.Text("A "), n.Strong((n.Text("b"),)), n.Citation(("k",)), n.IndexMark(("x",)), n.Abbreviation("C", "see"))

    assert n.plain(text) == "A bsee (C)"


def test_nodes_cannot_be_changed() -> None:
    """A pass that wants another tree must make one."""
    node = n.Text("a")

    with pytest.raises(AttributeError):
        node.text = "b"  # type: ignore[misc]  # that it is forbidden is what is tested
    assert replace(node, text="b") != node


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Neutrophils", "neutrophil"),
        ("neutrophil (PMN)", "neutrophil"),
        ("polymorphs", "polymorphs"),
        ("PMN", "PMN (neutrophil)"),
    ],
)
def test_a_definition_is_headed_by_the_word_of_the_text(text: str, heading: str) -> None:
    """A form of the term shows the term, another word for it that word, an abbreviation both."""
    assert margin_heading(text, n.GlossaryEntry("neutrophil", "neutrophil", (), abbr="PMN")) == heading


@pytest.mark.parametrize(
    ("value", "op", "form", "text"),
    [
        (38.3, ("≥",), "full", "≥\u00a038.3\u00a0/µL".replace("\u00a0/", "/")),
        (500, ("<",), "both", "<\u00a0500/µL (<\u00a00.5\u00a0×\u00a010⁹/L)"),
        (500, ("<",), "bare-both", "500/µL (0.5\u00a0×\u00a010⁹/L)"),
        (500, ("<",), "limit", "<\u00a0500"),
        (500, ("<",), "plain", "500"),
        (500, ("<",), "bare-si", "0.5\u00a0×\u00a010⁹/L"),
        ((500, 1000), ("≥", "<"), "full", "≥\u00a0500\u00a0to\u00a0<\u00a01,000/µL"),
        ((500, 1000), ("≥", "<"), "bare", "500\u00a0to\u00a01,000/µL"),
        ((500, 1000), ("≥", "<"), "low", "500/µL"),
        ((500, 1000), ("≥", "<"), "plain-high", "1,000"),
        ((500, 1000), (), "si-high", "1.0\u00a0×\u00a010⁹/L"),
    ],
)
def test_a_limit_is_printed_with_its_comparator(value: Value, op: tuple[str, ...], form: str, text: str) -> None:
    """The sign stands before its number in every notation, and in none of the bare forms."""
    assert Quantity("k", "", value, "/µL", (), None, Span("", 0), op, measure=MEASURES["/µL"]).show(form).text == text
