"""Parts that a guide may be without: what is absent, or empty, leaves nothing behind, in print and in the e-book."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studyguide import nodes as n
from studyguide.book.backmatter import sections
from studyguide.proof.epub.inspect import inspect
from studyguide.proof.epub.opened import OpenedBook, text
from studyguide.proof.epub.rules.navigation import toc
from studyguide.proof.pdf.facts import PdfFacts
from studyguide.proof.pdf.gates import expected, gates
from studyguide.proof.pdf.reader import read
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.rendered_book import clashes, packed, printed
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

GUIDE, CHAPTER = "chapters/guide.toml", "chapters/01-one.md"
FILES = {
    "glossary": ("chapters/glossary.md", "The {term}`nadir`."),
    "faq": ("chapters/faq.md", ""),
    "references": ("chapters/references.yaml", "It is so.{cite}`book-a`"),
    "values": ("chapters/values.toml", "Below {value}`anc.severe`."),
    "emergency": ("chapters/emergency.md", ""),
}
"""Parts that have a file of their own, and the words of a chapter that use it."""
TEXTS = {
    "index": "Words.{index}`word`",
    "figure-descriptions": "::::{figure} figures/ruler.svg\n:id: fig-ruler\n:alt: A ruler with a mark\n\nA ruler.\n\n"
    ":::{description}\n" + "A line. " * 50 + "\n:::\n::::",
    "answers": "::::{question} q-one\n:kind: true-false\n:answer: false\n:objective: tell\n:section: sec-one\n:level: recall\n"
    "Is it?\n\n:::{answer}\nNo.\n:::\n::::",
}
OBJECTIVES = "objectives:\n  - id: tell\n    verb: tell\n    text: what is so\n"
KEYS = ("subtitle", "home", "publisher", "description", "disclaimer", "disclaimer-title", "errata", "emergency-line")
PARTS = (*FILES, *TEXTS, *KEYS, "review")
NEEDS = {"references": {"values"}, "disclaimer": {"disclaimer-title"}}  # a number needs its source, a label its text
TITLES = {
    "glossary": ("Glossary",),
    "faq": ("Frequently asked questions",),
    "references": ("References", "Reference"),
    "emergency": ("Emergency: fever",),
    "index": ("Index",),
    "figure-descriptions": ("Figure descriptions", "Description"),
    "answers": ("Answers", "Check yourself", "You will learn to", "Question"),
    "subtitle": ("A guide for tests",),
    "publisher": ("The tests",),
    "disclaimer": ("For tests only",),
    "disclaimer-title": ("Not medical advice",),
    "errata": ("Mistakes",),
    "emergency-line": ("Emergency<",),
    "review": ("Review",),
    "values": ("500/µL",),
}
"""What stands in a book only where it has the part."""
UNITS = ("answers", "glossary", "faq", "figure-descriptions", "references", "index")


def guide_of(parts: set[str], *, empty: str = "") -> dict[str, str | None]:
    """The sources of a guide with these parts; the files of others are missing, or hold a text that says nothing."""
    tiny = tiny_sources().texts
    lines = [line for line in tiny[GUIDE].split("\n") if line.partition(" ")[0] not in {*KEYS} - parts]
    guide = (
        "\n".join(lines) if "review" in parts else "\n".join(lines).replace('[review]\nstatus = "Not reviewed by anybody', '# "')
    )
    words = [FILES[part][1] for part in FILES if part in parts] + [TEXTS[part] for part in TEXTS if part in parts]
    if "index" not in parts and "glossary" in parts:
        words.remove(FILES["glossary"][1])  # a term that is used stands in the index
    objectives, place = (OBJECTIVES, ":::{objectives}\n:::") if "answers" in parts else ("", "")
    body = "\n\n".join([place, "## One {#sec-one}", "Words are here.", *words])
    files: dict[str, str | None] = {path: tiny[path] if part in parts else empty or None for part, (path, _) in FILES.items()}
    text = f"---\nid: one\ntitle: One\n{objectives}---\n\n{body}\n"
    gone = dict.fromkeys(("chapters/01-counting.md", "chapters/02-calm.md", "chapters/safety.md"))
    if "figure-descriptions" not in parts:
        gone["chapters/figures/ruler.svg"] = None
    simple = {path: text and _plain(text, parts) for path, text in files.items()}
    return {GUIDE: _plain(guide, parts), CHAPTER: text, **gone, **simple}


def _plain(words: str, parts: set[str]) -> str:
    """A text of the tiny guide without uses of parts that are absent."""
    words = (
        words.replace("{include}`fever`", "38")
        .replace("{include}`at-risk`", "with few cells")
        .replace(":::{include} at-risk\n:::", "")
    )
    words = words if "references" in parts else words.replace("{cite}`book-a`", "")
    return words if "values" in parts else words.replace("{value}`fever.call`", "38")


def without(*absent: str) -> set[str]:
    """All parts but these, and what cannot be without them."""
    return {part for part in PARTS if not any(part == gone or part in NEEDS.get(gone, ()) for gone in absent)}


CASES = [pytest.param(set(PARTS), id="all"), pytest.param(set(), id="none")]
CASES += [pytest.param(without(part), id=f"no-{part}") for part in PARTS] + [
    pytest.param({part}, id=part) for part in ("index", "faq")
]


def compiled(parts: set[str], **more: str) -> Compiled:
    """A guide with these parts."""
    return compile_tiny(changed(**guide_of(parts, **more)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder that keeps pictures and fragments."""
    made: Path = tmp_path_factory.mktemp("absent")
    return made


@pytest.mark.parametrize("parts", CASES)
def test_nothing_of_an_absent_part_is_made(parts) -> None:
    """No unit, no document, no line of the contents, no title, no label of it; and every link leads somewhere."""
    book = compiled(parts)
    units = [unit for unit in UNITS if unit in parts]
    paper, screen = printed(book, "print"), packed(book)
    said = " ".join(document.text for document in (*paper, *screen))

    assert [document.name for document in paper] == ["front", "contents", "one", *units, "colophon"]
    assert [d.name for d in screen if d.name.removesuffix(".xhtml") in (*UNITS, "emergency")] == [
        f"{unit}.xhtml" for unit in (*(["emergency"] if "emergency" in parts else []), *units)
    ]
    assert [item.anchor for item in book.book.contents["back"]] == [*units, "colophon"]
    assert [title for part in TITLES if part not in parts for title in TITLES[part] if f">{title}" in said] == []
    assert [title for part in TITLES if part in parts for title in TITLES[part][:1] if title not in said] == []
    assert clashes(paper, screen) == []


@pytest.mark.parametrize("parts", CASES)
def test_the_e_book_is_whole_without_it(parts, folder) -> None:
    """Nav, landmarks, NCX, guide and the rules of the e-book agree on what there is."""
    data = make_epub(compiled(parts), None, folder / "pictures")
    book = OpenedBook.read(data)
    marks = [text(link) for link in book.nav.find("//h:nav[@e:type='landmarks']//h:a")]
    named = ("glossary", "faq", "references", "index")
    there = [TITLES[part][0] for part in named if part in parts]

    assert [found for found in inspect(data) if found.code != "description"] == []
    emergency = ["Emergency: fever with low neutrophils"] if "emergency.xhtml" in book.spine else []
    assert marks == ["Cover", "Contents", *emergency, "Start of the text", *there]
    assert {href.partition("#")[0] for _, _, href in toc(book.nav)} == set(book.spine) - {"cover.xhtml", "nav.xhtml"}
    assert [name for name in book.content_files if name.removesuffix(".xhtml") in {*UNITS, "emergency"} - parts] == []
    assert [node.tag for node in book.package("o:metadata/dc:*") if not (node.text or "").strip()] == []


@pytest.mark.parametrize("parts", [pytest.param(set(), id="none"), *CASES[2:7]])
def test_the_pdf_is_whole_without_it(parts, folder, layouts) -> None:
    """The gates on finished PDFs find nothing: no dead link, no bookmark, no word of what is not there."""
    book, rendition = compiled(parts), RENDITIONS[REFERENCE]
    path = folder / "guide.pdf"
    path.write_bytes(make_pdf(book, rendition, layouts).data)
    reading = read(path)

    assert list(gates(PdfFacts.of(reading, expected(book, rendition)))) == []
    assert not {mark.title for mark in reading.outline} & {titles[0] for part, titles in TITLES.items() if part not in parts}


@pytest.mark.parametrize("part", ["glossary", "faq", "references", "values", "emergency"])
@pytest.mark.parametrize("empty", [" ", "\n\n"])
def test_an_empty_file_is_as_good_as_none(part, empty) -> None:
    """A file without a word is no file."""
    parts = without(part)

    assert [d.text for d in printed(compiled(parts, empty=empty))][1:-1] == [d.text for d in printed(compiled(parts))][1:-1]


@pytest.mark.parametrize("part", ["glossary", "faq", "emergency"])
def test_a_file_of_front_matter_alone_is_as_good_as_none(part) -> None:
    """What says no more than its name prints nothing."""
    parts = without(part)
    path = FILES[part][0]
    texts = guide_of(parts) | {path: f"---\nid: {part}\ntitle: {part}\n---\n"}

    found, wanted = (
        [each for each in packed(book) if each.name not in ("imprint.xhtml", "colophon.xhtml")]  # they print the sources' digest
        for book in (compile_tiny(changed(**texts)), compiled(parts))
    )
    assert found == wanted


@pytest.mark.parametrize("part", ["glossary", "faq"])
def test_a_section_has_the_title_of_its_file(part) -> None:
    """What stands over glossary and questions is what their files say, in headings and contents; else it is the usual."""
    texts = tiny_sources().texts
    path = FILES[part][0]
    named = compile_tiny(changed(**{path: re.sub("title: .*", "title: By another name", texts[path])}))
    usual = compile_tiny(changed(**{path: re.sub("title: .*\n", "", texts[path])}))

    assert [sum("By another name" in document.text for document in made(named)) for made in (printed, packed)] == [2, 1]
    assert [item.title for item in usual.book.contents["back"]] == [(n.Text(s.title),) for s in sections(usual.book)]
    assert TITLES[part][0] in {section.title for section in sections(usual.book)}


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_key_is_as_good_as_none(key) -> None:
    """A label goes with its text."""
    texts = guide_of(without(key))
    texts[GUIDE] = f'{key} = ""\n{texts[GUIDE]}'

    assert packed(compile_tiny(changed(**texts)))[:2] != []
    assert [d.text for d in printed(compile_tiny(changed(**texts)))][1:-1] == [d.text for d in printed(compiled(without(key)))][
        1:-1
    ]


def test_a_chapter_cannot_ask_for_an_emergency_line_that_is_not_there() -> None:
    """The mistake is told once, at the chapter."""
    texts = guide_of(without("emergency-line"))
    texts[CHAPTER] = str(texts[CHAPTER]).replace("title: One\n", "title: One\nemergency: true\n")
    told = complaints(changed(**texts))

    assert told.startswith(f"{CHAPTER}:1: error[missing-key]: chapters/guide.toml has no emergency-line")
    assert told.endswith("1 error; nothing was published")


def test_a_guide_has_a_chapter() -> None:
    """Without one there is nothing to publish."""
    told = complaints(changed(**{**guide_of(set()), CHAPTER: None}))

    assert told.startswith("chapters: error[missing-file]: the guide has no chapter")
