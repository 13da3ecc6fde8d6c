"""The index: which entries it has, and which place each points to."""

from __future__ import annotations

import time

import pytest

from studyguide import nodes as n
from studyguide.book import assemble
from studyguide.book.model import Book, IndexEntry
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Problems
from tests.rendered_book import clashes, packed, printed
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

CHAPTER, GLOSSARY = "chapters/02-calm.md", "chapters/glossary.md"


def with_text(text: str, path: str = CHAPTER) -> dict[str, str]:
    """A file of the tiny guide with a text at its end."""
    return {path: f"{tiny_sources().texts[path]}\n\n{text}\n"}


def book_of(text: str, **more: str) -> Book:
    """The tiny guide with a text at the end of a chapter."""
    return compile_tiny(changed(**with_text(text), **more)).book


def entries(book: Book) -> dict[str, IndexEntry]:
    """The entries of the index by their text."""
    return {entry.term: entry for _, group in book.index for entry in group}


def test_entries_are_known_by_their_text() -> None:
    """Words that differ in a sign, an accent or a capital are entries of their own, each with its place and its anchor."""
    words = ["C", "C++", "C#", "Ofen", "Öfen", "AIDS", "aids", "Na", "Na⁺", "pH", "β", "beta", "5-HT", "%"]
    compiled = compile_tiny(changed(**with_text("Text." + "".join(f"{{index}}`{word}`" for word in words))))
    found = {word: entries(compiled.book)[word] for word in words}

    assert all(len(entry.locators) == 1 for entry in found.values())
    assert len({entry.anchor for entry in found.values()}) == len(words)
    assert clashes(printed(compiled), packed(compiled)) == []


def test_one_text_is_one_entry() -> None:
    """However often, and however its accents are typed."""
    book = book_of(
        "A.{index}`Öfen`\n\nB.{index}`O\u0308fen`\n\nC.{index}`Öfen; hot`\n\nD.{index}`Öfen; cold`\n\nE.{index}`Öfen; hot`"
    )
    entry = entries(book)["Öfen"]

    assert len(entry.locators) == 2
    assert [(child.term, len(child.locators)) for child in entry.children] == [("cold", 1), ("hot", 2)]


def test_names_of_a_term_stand_under_the_term() -> None:
    """A synonym, an abbreviation, and a capital at the head of a line; but not another word that differs in its capitals."""
    glossary = with_text(":::{entry} AIDS\n:synonyms: slim disease\nA disease.\n:::", GLOSSARY)
    book = book_of("A.{index}`aids`{index}`AIDS`{index}`slim disease`{index}`Nadir`{index}`ANC`", **glossary)
    found = entries(book)

    assert len(found["AIDS"].locators) == 2
    assert len(found["aids"].locators) == 1
    assert found["slim disease"].see == (("AIDS", found["AIDS"].anchor),)
    assert len(found["nadir"].locators) == 3
    assert "Nadir" not in found


MARKED = [
    ("{index}`x`\n\nWords of it.", "Words of it."),
    ("{index}`x`\n{index}`y`\n\nWords of it.", "Words of it."),
    ("{index}`x`\n\n{index}`y`\n\nWords of it.", "Words of it."),
    ("{index}`x`\n\n### Below {#sec-below}\n\nWords.", "Below"),
    ("{index}`x`\n\n- first\n- second", "first"),
    ("{index}`x`\n\n1. - deep", "deep"),
    ("{index}`x`\n\n> quoted", "quoted"),
    ("{index}`x`\n\nTerm\n: Meaning", "Term"),
    ("{index}`x`\n\n:::{key-point}\nBoxed.\n:::", "Boxed."),
    ("{index}`x`\n\n:::{note} Titled\nBoxed.\n:::", "Titled"),
    ("{index}`x`\n\n:::{formula}\na = b\n:::", "a = b"),
    ("{index}`x`\n\n:::{table} Caption\n:id: tab-x\n| A | B |\n|---|---|\n| a | b |\n:::", "Caption"),
    ("{index}`x`\n\n:::{key-terms}\n:::\n\nAfter it.", "After it."),
    (":::{key-point}\n{index}`x`\n\nInside.\n:::", "Inside."),
    ("- {index}`x`\n\n  Inside.", "Inside."),
    ("Term\n: {index}`x`\n\n  Inside.", "Inside."),
    ("Words before.\n\n{index}`x`", "Words before."),
    ("- first\n\n{index}`x`", "first"),
]


@pytest.mark.parametrize(("text", "words"), MARKED)
def test_marks_on_a_line_of_their_own_belong_to_the_next_block(text, words) -> None:
    """To its first words, whatever it is; where nothing follows, to the block before. No paragraph is made of them."""
    compiled = compile_tiny(changed(**with_text(f"## Last {{#sec-last}}\n\n{text}")))
    chapter = compiled.book.chapters[-1]
    held = [node for node in walk(chapter) if any(isinstance(inline, n.IndexMark) for inline in _inlines(node))]

    assert n.plain(_inlines(held[-1])) == words
    assert not [p for p in walk(chapter) if isinstance(p, n.Paragraph) and not n.plain(p.children).strip()]
    assert clashes(printed(compiled), packed(compiled)) == []


def _inlines(node: n.Node) -> tuple[n.Inline, ...]:
    """The inlines that a node holds itself."""
    parts = (getattr(node, name, ()) for name in ("children", "title", "term", "caption"))
    return tuple(part for each in parts if isinstance(each, tuple) for part in each if isinstance(part, n.Inline))


def test_marks_that_no_text_stands_with_are_a_mistake() -> None:
    """An item of a list of nothing but a mark points nowhere."""
    told = complaints(changed(**with_text("- {index}`x`\n- words")))

    assert "error[bad-index]: no text stands with this index mark" in told
    assert told.endswith("1 error; nothing was published")


def seconds(text: str) -> float:
    """CPU seconds that a chapter of this text takes."""
    sources, start = changed(**with_text(text)), time.process_time()
    assemble(sources, Problems())
    return time.process_time() - start


@pytest.mark.parametrize(
    "text",
    [
        lambda k: "\n\n".join(f"Word.{{index}}`entry {i}`" for i in range(k)),
        lambda k: "\n\n".join(f"Word.{{index}}`head; sub {i}`" for i in range(k)),
        lambda k: "\n\n".join(f"{{index}}`entry {i}`" for i in range(k)) + "\n\nWords.",
        lambda k: "\n\n".join("## Summary\n\nWords." for _ in range(k // 2)),
        lambda k: "## A" + " " * (50 * k) + "b",
        lambda k: "## A" + " " * (50 * k) + "{#sec-a}",
    ],
    ids=["entries", "sub-entries", "marks alone", "headings", "spaces in a heading", "spaces before an id"],
)
def test_twice_as_much_takes_about_twice_as_long(text) -> None:
    """Marks, headings and blanks cost what they are long: eight times as many never twenty times the time, in one of three."""
    few = min(seconds(text(250)) for _ in range(2))

    assert any(seconds(text(2000)) < 0.1 + 20 * few for _ in range(3))
