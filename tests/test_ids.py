"""Ids and names of files: what the guide makes never meets what an author writes, in whatever script."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import pytest
from lxml import etree

from studyguide.book.model import ContentsItem
from studyguide.epub.pack import pack
from studyguide.html.units import Templates
from studyguide.nodes import plain
from studyguide.proof.epub.opened import OpenedBook
from studyguide.publish.ebook import publication
from studyguide.sources.cache import Cache
from studyguide.sources.diagnostics import BuildFailed, Diagnostic, Problems
from studyguide.sources.identifiers import is_identifier, slug
from tests.rendered_book import clashes, packed, printed
from tests.tinybook import changed, compile_tiny, complaints, tiny_book, tiny_sources

CHAPTER, GLOSSARY, FAQ, REFERENCES = (f"chapters/{name}" for name in ("02-calm.md", "glossary.md", "faq.md", "references.yaml"))
DEVICES = ("con", "prn", "aux", "nul", "com1", "lpt9")
REFUSED = {"bad-id", "duplicate-id", "bad-value", "bad-path"}


@cache
def packed_book() -> OpenedBook:
    """The e-book of the tiny guide, opened."""
    compiled = tiny_book()
    templates = Templates.of(compiled.sources, compiled.book)
    return OpenedBook.read(pack(publication(compiled, templates, None, Cache(None), Problems()), templates.env))


@cache
def made_names() -> tuple[str, ...]:
    """Every id in the finished guide, in print, in the e-book and in its package, and every name of a file, whole and in part."""
    book = packed_book()
    ids = {name for document in (*printed(tiny_book()), *packed(tiny_book())) for name in document.ids}
    trees = (book.opf, book.ncx, book.nav.root)
    ids |= {str(node.get("id")) for tree in trees for node in tree.iter(etree.Element) if node.get("id")}
    files = {part for name in book.files for part in re.split(r"[/.]", name)} | {"page--1", "page-1", "frame"}
    return tuple(sorted(ids | files | set(DEVICES)))


def added(path: str, text: str) -> dict[str, str]:
    """A file of the tiny guide with a text at its end."""
    return {path: f"{tiny_sources().texts[path]}\n\n{text}\n"}


def headings(names: list[str]) -> dict[str, str]:
    """A heading for each name."""
    return added(CHAPTER, "\n\n".join(f"## Of {i} {{#{name}}}\n\nWords." for i, name in enumerate(names)))


def tables(names: list[str]) -> dict[str, str]:
    """A table for each name."""
    return added(CHAPTER, "\n\n".join(f":::{{table}} T\n:id: {name}\n| A | B |\n|---|---|\n| a | b |\n:::" for name in names))


def figures(names: list[str]) -> dict[str, str]:
    """A figure for each name."""
    text = "::::{{figure}} figures/ruler.svg\n:id: {}\n:alt: A\n\nA ruler.\n\n:::{{description}}\nA line.\n:::\n::::"
    return added(CHAPTER, "\n\n".join(map(text.format, names)))


def questions(names: list[str]) -> dict[str, str]:
    """A question for each name."""
    head = ":kind: true-false\n:answer: false\n:objective: act\n:section: sec-do\n:level: apply"
    text = "::::{{question}} {}\n{}\nIs it?\n\n:::{{answer}}\nNo.\n:::\n::::"
    return added(CHAPTER, "\n\n".join(text.format(name, head) for name in names))


def entries(names: list[str]) -> dict[str, str]:
    """A term for each name."""
    return added(GLOSSARY, "\n\n".join(f":::{{entry}} word {i}\n:id: {name}\nText.\n:::" for i, name in enumerate(names)))


def faq(names: list[str]) -> dict[str, str]:
    """A question of the FAQ for each name."""
    return added(FAQ, "\n\n".join(f"## Is it {i}? {{#{name}}}\n\nNo." for i, name in enumerate(names)))


def sources(names: list[str]) -> dict[str, str]:
    """A reference for each name, and a citation of each."""
    items = "".join(f"- id: '{name}'\n  type: book\n  title: A book\n  grade: 3\n" for name in names)
    return {REFERENCES: tiny_sources().texts[REFERENCES] + items, **added(CHAPTER, f"All.{{cite}}`{','.join(names)}`")}


def chapters(names: list[str]) -> dict[str, str]:
    """A chapter for each name."""
    text = "---\ntitle: {0}\nid: '{0}'\n---\n\n## Summary\n\nWords."
    return {f"chapters/{i}-{name}.md": text.format(name) for i, name in enumerate(names, 10)}


def objectives(names: list[str]) -> dict[str, str]:
    """An objective for each name, with the question that tests it."""
    texts = questions([f"q-o{i}" for i, _ in enumerate(names)])[CHAPTER].replace(":objective: act", ":objective: {}")
    known = texts.format("act", "act", *names)
    rows = "".join(f"  - id: '{name}'\n    verb: do\n    text: it\n" for name in names)
    return {CHAPTER: known.replace("objectives:\n", f"objectives:\n{rows}", 1)}


def _below(item: ContentsItem) -> list[str]:
    return [child.anchor for child in item.children]


SLOTS = (headings, tables, figures, questions, entries, faq, sources, chapters)


def faults(texts: dict[str, str]) -> list[Diagnostic]:
    """What an editor is told of the tiny guide with these files."""
    try:
        compile_tiny(changed(**texts))
    except BuildFailed as failed:
        return failed.problems.errors
    return []


def refused(name: str, found: list[Diagnostic]) -> bool:
    """Whether an editor is told of this name, by a message or at its file."""
    told = (f"{each.span.path} {each.message}" for each in found if each.code in REFUSED)
    return any(re.search(rf"[“'-]{re.escape(name)}(?:[”']|\.md )", text) for text in told)


def test_every_kind_of_name_is_tried() -> None:
    """The names are those of a whole guide: all that an author must not meet."""
    some = {"index", "nav", "cover", "page--1", "g-anc", "a-q-bands", "counting--box-1", "text-calm", "toc", "con"}

    assert len(made_names()) > 180
    assert some <= set(made_names())


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.__name__)
def test_no_name_of_the_guide_can_be_written(slot) -> None:
    """Each id and file name of a finished guide, written by an author, is refused by name, or meets nothing."""
    found = faults(slot(list(made_names())))
    free = [name for name in made_names() if not refused(name, found)]
    compiled = compile_tiny(changed(**slot(free)))

    assert slot is sources or not [name for name in free if "--" in name]  # “ref-” stands before the key of a source
    assert clashes(printed(compiled), packed(compiled)) == []
    assert len({document.name for document in packed(compiled)}) == len(packed(compiled))
    assert not [document.name for document in packed(compiled) if document.name.partition(".")[0] in DEVICES]


SCRIPTS = ("мука", "发酵", "小麦粉と水", "المناعة", "αλεύρι-και-νερό", "रोटी", "쌀", "לחם", "ขนมปัง", "brötchen", "5-fu", "đường")


@pytest.mark.parametrize("words", SCRIPTS)
def test_ids_may_be_of_any_script(words) -> None:
    """A written id, a heading without one and a chapter's name lead to their places; accents may stand apart."""
    name, apart = f"x-{words}", unicodedata.normalize("NFD", words)
    refs = " ".join(f"{{ref}}`{target}`" for target in (f"sec-{words}", f"sec-b-{words}", f"x-{apart}", f"sec-{apart}"))
    text = f"---\nid: {name}\ntitle: T\n---\n\n## One {{#sec-{apart}}}\n\nSee {refs}.\n\n## B {words}\n\nWords."
    compiled = compile_tiny(changed(**{f"chapters/103-x-{apart}.md": text}))

    assert compiled.book.chapters[-1].id == unicodedata.normalize("NFC", name)
    assert clashes(printed(compiled), packed(compiled)) == []
    assert all(f"{document.name}{document.ids}{document.links}".isascii() for document in packed(compiled))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("White cells", "white-cells"),
        ("Мука и вода", "мука-и-вода"),
        ("10⁹/L", "109-l"),
        ("Ünïcode: ÉTUDE", "ünïcode-étude"),
        ("ﬁne ½", "fine-1-2"),
        ("C++ and C#", "c-and-c"),
        ("日本語の見出し", "日本語の見出し"),
        ("???", ""),
    ],
)
def test_a_heading_without_an_id_is_named_by_its_words(text, made) -> None:
    """Letters and digits of any script, small; hyphens for the rest."""
    assert slug(text) == made
    assert made == "" or is_identifier(made)


@pytest.mark.parametrize("text", ["", "A", "a--b", "-a", "a-", "a_b", "a.b", "a b", "½", "µ", "ﬁ", "́a b", "e\u0301", "a\u200db"])
def test_what_is_no_id_is_refused(text) -> None:
    """Capitals, two hyphens, signs, letters that stand for others, accents apart."""
    assert not is_identifier(text)


def ids(*bodies: str) -> list[str]:
    """The ids of the sections of chapters with these bodies."""
    files = {f"chapters/1{i}-c{i}.md": f"---\nid: c{i}\ntitle: T\n---\n\n{body}" for i, body in enumerate(bodies)}
    book = compile_tiny(changed(**files)).book
    return [
        place
        for chapter in book.chapters[2:]
        for item in book.contents["body"]
        if item.anchor == chapter.id
        for place in _below(item)
    ]


def test_headings_may_repeat() -> None:
    """In one chapter and in several; a chapter more changes no id of another."""
    text = "## Background\n\nOne.\n\n## Summary\n\nTwo.\n\n## Background\n\nThree.\n\n## Background 2\n\nFour.\n\n## …\n\nFive."
    own = ["sec-background", "sec-summary", "sec-background--2", "sec-background-2", "sec"]

    assert ids(text) == [f"c0--{name}" for name in own]
    assert ids(text, text) == [f"c{i}--{name}" for i in range(2) for name in own]


def test_a_heading_is_found_by_its_words_while_they_are_its_own() -> None:
    """A reference by words leads to the one heading that has them; a written id of the same name goes before."""
    text = "## Alone\n\nSee {ref}`sec-alone`.\n\n## Both\n\nWords.\n\n## Two {#sec-both}\n\nSee {ref}`sec-both`."
    compiled = compile_tiny(changed(**added(CHAPTER, text)))

    assert clashes(printed(compiled), packed(compiled)) == []
    assert compiled.book.targets["sec-alone"].anchor == "calm--sec-alone"
    assert plain(compiled.book.targets["sec-both"].title) == "Two"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("03-cover.md", "error[bad-id]: the guide makes a file of this name itself"),
        ("03-frame.md", "error[bad-id]: the guide makes a file of this name itself"),
        ("03-con.md", "error[bad-id]: Windows opens no file of this name"),
        ("100-com1.md", "error[bad-id]: Windows opens no file of this name"),
        ("03-5-fu.md", "error[bad-id]: “5-fu” cannot name a chapter"),
        ("03-a--b.md", "error[bad-id]: “a--b” cannot name a chapter"),
        ("03-A.md", "error[bad-id]: “A” cannot name a chapter"),
        ("03-a=b*.md", "error[bad-id]: “a=b*” cannot name a chapter"),
        ("3-a.md", "error[stray-file]: this file is no part of the guide"),
        ("002-a.md", "error[duplicate-number]: the number of this chapter is that of chapters/002-a.md"),
    ],
)
def test_a_chapter_that_cannot_be_named_so_is_one_mistake(name, told) -> None:
    """Names of the guide's own files and of devices, what is no id, and a number that is taken."""
    stem = re.sub(r"^\d+-", "", name.removesuffix(".md"))
    report = complaints(changed(**{f"chapters/{name}": f"---\nid: '{stem}'\ntitle: T\n---\n\n## S\n\nWords."}))

    assert told in report
    assert report.endswith("1 error; nothing was published")


def test_more_than_a_hundred_chapters_stand_in_their_order() -> None:
    """By their numbers: 100 after 99."""
    files = {f"chapters/{i:02}-c{i}.md": f"---\nid: c{i}\ntitle: T\n---\n\n## S\n\nWords." for i in range(3, 113)}
    book = compile_tiny(changed(**files)).book

    assert [chapter.id for chapter in book.chapters][2:] == [f"c{i}" for i in range(3, 113)]


def test_an_id_of_two_parts_is_told_once() -> None:
    """A chapter may not be called as a term or a source is: its place is told at the second of the two."""
    text = "---\nid: g-anc\ntitle: T\n---\n\n## S\n\nWords."

    assert "error[duplicate-id]: the id “g-anc” stands already at chapters/03-g-anc.md:1" in complaints(
        changed(**{"chapters/03-g-anc.md": text})
    )


def test_a_source_has_no_id_of_a_chapter() -> None:
    """“ref-” stands before the key of a source: with a chapter that is called so, its id might be one of the chapter's own."""
    keys = ("lab--box-1", "lab--sec-a", "lab")
    items = "".join(f"- id: {key}\n  type: book\n  title: A book\n  grade: 3\n" for key in keys)
    known = {REFERENCES: tiny_sources().texts[REFERENCES] + items}
    text = "---\nid: {0}\ntitle: T\n---\n\n## A\n\nWords.\n\n:::{{note}} Box\nWords.\n:::"
    chapter, other = ({f"chapters/03-{name}.md": text.format(name)} for name in ("ref-lab", "lab"))

    told = [(each.code, each.message, each.span.line) for each in faults({**known, **chapter})]
    assert told == [
        ("duplicate-id", "the id “ref-lab” stands already at chapters/03-ref-lab.md:1", line) for line in (23, 27, 31)
    ]
    assert faults({**known, **other}) == []
