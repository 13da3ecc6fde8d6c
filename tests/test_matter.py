"""Matter: prefaces, chapters without a number, appendices, parts, authors and dates of chapters, and very many chapters."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from studyguide import nodes as n
from studyguide.book.model import Book, ContentsItem
from studyguide.html.pages import Unit
from studyguide.html.units import print_units
from studyguide.nodes.tree import walk
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import contents_of
from studyguide.sources.numerals import letters, roman
from studyguide.sources.renditions import RENDITIONS
from tests.rendered_book import RenderedDocument, clashes, packed, printed
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

GUIDE, FIRST = "chapters/guide.toml", "chapters/01-counting.md"
TABLE = ":::{table} A table\n:id: tab-%s\n| a | b |\n|---|---|\n| 1 | 2 |\n:::\n"
PREFACE = "kind: preface\nauthors:\n  - Ada Example\n  - {name: Bo Tester, file-as: 'Tester, Bo'}\ndate: 2026-01-03\n"
FILES = {
    "00-preface": PREFACE,
    "03-after": "numbered: false\npart: Uses\n",
    "04-tables": "kind: appendix\n",
    "05-more": "kind: appendix\n",
}


def chapter(name: str, head: str, text: str = "") -> str:
    """A chapter with a section and a table."""
    own = name.partition("-")[2]
    body = text or f"Words.\n\n## A section {{#sec-{own}}}\n\n{TABLE % own}"
    return f"---\nid: {own}\ntitle: {own.capitalize()}\n{head}---\n{body}"


def guide(language: str = "en-GB", **more: str) -> Compiled:
    """The tiny guide with a preface, two parts, a chapter without a number, two appendices, and references to all."""
    texts = {f"chapters/{name}.md": chapter(name, head) for name, head in FILES.items()}
    names = ("part-the-basics", "part-uses", "preface", "after", "tables", "sec-tables", "tab-preface", "tab-after", "tab-tables")
    texts["chapters/05-more.md"] = chapter("05-more", "kind: appendix\n", " ".join(f"{{ref}}`{each}`" for each in names))
    texts[FIRST] = tiny_sources().texts[FIRST].replace("title: Counting\n", "title: Counting\npart: The basics\n", 1)
    texts[GUIDE] = tiny_sources().texts[GUIDE].replace('"en-GB"', f'"{language}"')
    return compile_tiny(changed(**{**texts, **{f"chapters/{name}.md": text for name, text in more.items()}}))


def labels(book: Book) -> list[str]:
    """What the references of the last appendix print."""
    return [node.label for node in walk(book.chapters[-1]) if isinstance(node, n.CrossReference)]


@pytest.mark.parametrize(
    ("language", "called"),
    {
        "en-GB": ["Part I", "Part II", "“Preface”", "“After”", "Appendix A", "Section A.1", "Table 1", "Table 2", "Table A.1"],
        "de": ["Teil I", "Teil II", "„Preface“", "„After“", "Anhang A", "Abschnitt A.1", "Tabelle 1", "Tabelle 2", "Tabelle A.1"],
        "ar": ["الجزء 1", "الجزء 2", "«Preface»", "«After»", "الملحق A", "القسم A.1", "الجدول 1", "الجدول 2", "الجدول A.1"],
    }.items(),
)
def test_references_name_what_they_lead_to(language: str, called: list[str]) -> None:
    """Parts, appendices and what stands in them are called by their kind and number, and what has no number by its title."""
    assert labels(guide(language).book) == called


def lines(items: tuple[ContentsItem, ...], depth: int = 0) -> list[str]:
    """Lines of the contents, indented by their depth."""
    return [
        line
        for each in items
        for line in ("  " * depth + f"{each.number} {n.plain(each.title)}".strip(), *lines(each.children, depth + 1))
    ]


def test_chapters_stand_below_their_part() -> None:
    """In the contents of both media a part holds its chapters with their sections, and ends before the appendices."""
    book = guide().book
    body = [
        "Preface",
        "  A section",
        "Part I The basics",
        "  1 Counting",
        "    1.1 The count",
        "    1.2 Check yourself",
        "  2 Keeping calm",
    ]
    body += [
        "    2.1 What to do",
        "Part II Uses",
        "  After",
        "    A section",
        "Appendix A Tables",
        "  A.1 A section",
        "Appendix B More",
    ]
    assert lines(book.contents["body"]) == body
    shown = lines(tuple(contents_of(book)))
    assert shown[shown.index("Preface") :][: len(body)] == body


def test_a_chapter_may_stand_behind_the_parts() -> None:
    """`part: false` ends a part: what follows stands beside it in the contents."""
    made = guide(
        **{
            "03-after": chapter("03-after", "numbered: false\npart: false\n"),
            "05-more": "---\nid: more\ntitle: More\nkind: appendix\n---\nWords.\n",
        }
    )
    assert [each.anchor for each in made.book.contents["body"]] == ["preface", "part--counting", "after", "tables", "more"]


def document(documents: list[RenderedDocument], name: str) -> Any:
    """The outermost section of a document."""
    root: Any = etree.fromstring(next(each.text for each in documents if each.name == name).encode())
    return next(root.iter("{http://www.w3.org/1999/xhtml}section"))


TYPE = "{http://www.idpf.org/2007/ops}type"
OPENERS = {
    "preface": ("preface", "Preface Ada Example, Bo Tester · 3 January 2026 Reading time 1 minute"),
    "part--counting": ("part", "Part I The basics"),
    "calm": ("chapter", "Chapter 2 Keeping calm Reading time 1 minute"),
    "part--after": ("part", "Part II Uses"),
    "after": ("chapter", "After Reading time 1 minute"),
    "tables": ("appendix", "Appendix A Tables Reading time 1 minute"),
}


def test_each_kind_has_its_opener_and_its_semantics() -> None:
    """In print and in the EPUB a document says what it is, by its words, its `epub:type` and its role; no id stands twice."""
    compiled = guide()
    paper, screen = printed(compiled), packed(compiled)
    for name, expected in OPENERS.items():
        for documents, suffix in ((paper, ""), (screen, ".xhtml")):
            section = document(documents, name + suffix)
            words = " ".join("".join(section.find("{*}div").itertext()).split())
            assert (section.get(TYPE), words) == expected
            assert section.get("role") == f"doc-{expected[0]}"
    assert clashes(paper, screen) == []


def test_a_preface_has_the_page_numbers_of_the_front_matter() -> None:
    """The preface is numbered in Roman figures behind the contents; the body begins with the first part."""
    units = print_units(guide().templates, RENDITIONS["a4"], {"figures/ruler.svg": ""}, "")
    kinds = [(unit.id, unit.numbering) for unit in units if isinstance(unit, Unit)][:5]
    assert kinds == [
        *(("front", "roman"), ("contents", "roman"), ("preface", "roman")),
        *(("part--counting", "arabic"), ("counting", "arabic")),
    ]


QUESTION = """::::{question} q-one
:kind: true-false
:answer: false
:objective: tell
:section: sec-%s
:level: recall
Is it?

:::{answer}
No.
:::
::::
"""
OBJECTIVE = "objectives:\n  - id: tell\n    verb: tell\n    text: what is so\n"


@pytest.mark.parametrize(
    ("name", "heading", "title"),
    [("04-tables", "Appendix A Tables", "Appendix A: Tables"), ("03-after", "After", "After")],
)
def test_answers_stand_below_the_chapter_as_it_is_called(name: str, heading: str, title: str) -> None:
    """The answers of an appendix stand below “Appendix A”, those of a chapter without a number below its title."""
    own = name.partition("-")[2]
    text = f":::{{objectives}}\n:::\n\n## A section {{#sec-{own}}}\n\n{TABLE % own}\n{QUESTION % own}"
    answers = document(printed(guide(**{name: chapter(name, FILES[name] + OBJECTIVE, text)})), "answers")
    found = next(each for each in answers.iter("{*}h2") if each.get("id") == f"{own}--answers-title")
    assert (" ".join("".join(found.itertext()).split()), found.get("data-title")) == (heading, title)


ORDERS = {
    "chapter behind an appendix": (
        {"03-a": "kind: appendix\n", "04-b": ""},
        "04-b.md: error[chapter-order]: this chapter stands behind",
    ),
    "preface behind a preface": ({"00-a": "kind: preface\n", "000-b": ""}, "error[duplicate-number]"),
    "afterword": ({"03-a": "kind: appendix\n", "04-b": "numbered: false\n"}, ""),
    "unknown kind": (
        {"03-a": "kind: foreword\n"},
        "03-a.md:4:1: error[bad-value]: “kind” must be one of: preface, chapter, appendix",
    ),
    "an author without a name": ({"03-a": "authors: [{file-as: X}]\n"}, "03-a.md:4:11: error[missing-key]"),
    "a date to come": ({"03-a": "date: 2036-01-01\n"}, "03-a.md:4: error[future-date]"),
    "a part without a title": ({"03-a": "part: true\n"}, "03-a.md:4:1: error[bad-value]: “part” says no title"),
    "a part of no words": ({"03-a": 'part: ""\n'}, "03-a.md:4:1: error[bad-value]: “part” is empty"),
    "an appendix that opens a part": ({"03-a": "kind: appendix\npart: Appendices\n", "04-b": "kind: appendix\n"}, ""),
}


@pytest.mark.parametrize(("files", "told"), ORDERS.values(), ids=ORDERS)
def test_what_a_head_says_is_checked(files: dict[str, str], told: str) -> None:
    """Kinds, their order, authors, dates and parts are checked at their line."""
    found = complaints(changed(**{f"chapters/{name}.md": chapter(name, head) for name, head in files.items()}))
    assert told in found if told else found == ""


def test_a_hundred_and_twenty_chapters() -> None:
    """A guide may have more than 99 chapters, in the order of the numbers of their files."""
    texts = {
        f"chapters/{i:03}-c{i}.md": f"---\nid: c{i}\ntitle: Chapter {i}\n---\nWords, {{ref}}`c120`.\n" for i in range(3, 121)
    }
    book = compile_tiny(changed(**texts)).book
    assert [each.number for each in book.chapters] == [str(i) for i in range(1, 121)]
    assert labels(book) == ["Chapter 120"]


@pytest.mark.parametrize(
    ("number", "figures", "letter"),
    [(1, "i", "A"), (4, "iv", "D"), (26, "xxvi", "Z"), (27, "xxvii", "AA"), (703, "dcciii", "AAA")],
)
def test_numerals(number: int, figures: str, letter: str) -> None:
    """Counts in Roman figures, and in letters."""
    assert (roman(number), letters(number)) == (figures, letter)
