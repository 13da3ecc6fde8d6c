"""A small book that is edited again and again: drafts as values, and edits that make one draft from another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count

from studyguide.pdf import Cache, LateUnit, PageMap, Unit, build
from studyguide.pdf.workers import Here
from studyguide.sources.diagnostics import Problems
from tests.pdf.sample import METADATA, PROSE, document, look

PAGE = "@page { size: 70mm 60mm; margin: 6mm; @top-left { content: none } @bottom-center { font-size: 5pt } } "
STYLES = ("body { font-size: 7pt }", "body { font-size: 8pt }", "body { font-size: 7pt; line-height: 1.7 }")
MOST = 60, 6
"""Paragraphs in a chapter, chapters in a book: room for page numbers of three figures, and still quick."""


@dataclass(frozen=True)
class Chapter:
    """A chapter: its number, which is its name for good, and its paragraphs by the number of their sentences."""

    number: int
    paragraphs: tuple[int, ...]
    words: str = ""


@dataclass(frozen=True)
class Draft:
    """A state of the book."""

    chapters: tuple[Chapter, ...]
    style: str = STYLES[0]


FIRST = Draft((Chapter(1, (3, 2)), Chapter(2, (2,) * 6), Chapter(3, (1, 4))))
KINDS = ("words", "grow", "shrink", "move", "add", "delete", "style", "back")
Edit = tuple[str, int, int]
"""A kind, a place, and a measure; every combination means something for every draft."""


def edited(draft: Draft, edit: Edit) -> Draft:
    """The draft after an edit."""
    kind, place, measure = edit
    chapters = list(draft.chapters)
    at = place % len(chapters)
    chapter = chapters[at]
    match kind:
        case "words":
            chapters[at] = replace(chapter, words="more words " * (measure % 3))
        case "grow":
            chapters[at] = replace(chapter, paragraphs=(*chapter.paragraphs, *[measure % 5 + 1] * measure)[: MOST[0]])
        case "shrink":
            chapters[at] = replace(chapter, paragraphs=chapter.paragraphs[: 1 + len(chapter.paragraphs) // (measure % 3 + 2)])
        case "move":
            chapters.insert(measure % len(chapters), chapters.pop(at))
        case "add" if len(chapters) < MOST[1]:
            new = next(number for number in count(1) if number not in {each.number for each in chapters})
            chapters.insert(at, Chapter(new, (2,) * (measure % 7 + 1)))
        case "delete" if len(chapters) > 1:
            del chapters[at]
        case "style":
            return replace(draft, style=STYLES[measure % len(STYLES)])
        case "back":
            return FIRST
    return replace(draft, chapters=tuple(chapters))


def drafts(edits: Sequence[Edit]) -> list[Draft]:
    """The first draft, and the draft after each edit."""
    return list(accumulate(edits, edited, initial=FIRST))


def units(draft: Draft) -> list[Unit | LateUnit]:
    """The book: contents, chapters that refer to each other and have footnotes, an index that joins pages to ranges."""
    rows = "".join(f'<li><a class="toc" href="#c{each.number}">Chapter {each.number}</a></li>' for each in draft.chapters)
    front = Unit("front", document(f'<nav class="contents"><ol>{rows}</ol></nav>', "front"), "roman")

    def index(pages: PageMap) -> str:
        marks = {pages.label(anchor): anchor for each in draft.chapters for anchor in (f"c{each.number}", f"m{each.number}")}
        links = ", ".join(f'<a class="locator" href="#{mark}" aria-label="fox">&#8203;</a>' for mark in marks.values())
        return document(f'<section id="index"><h1>Index</h1><p>fox {links}</p></section>')

    return [front, *(_chapter(each, draft) for each in draft.chapters), LateUnit("index", index)]


def _chapter(chapter: Chapter, draft: Draft) -> Unit:
    see = " ".join(f'<a class="xref" href="#m{each.number}">Chapter {each.number}</a>' for each in draft.chapters)
    note = f'<span class="footnote" id="n{chapter.number}">A note of chapter {chapter.number}.</span>'
    first, *rest = (f"<p>{PROSE * sentences}</p>" for sentences in chapter.paragraphs)
    middle = f'<p id="m{chapter.number}">{chapter.words}See {see}.{note}</p>'
    half = len(rest) // 2
    text = "".join([first, *rest[:half], middle, *rest[half:]])
    return Unit(
        f"chapter-{chapter.number}", document(f'<section id="c{chapter.number}"><h1>C {chapter.number}</h1>{text}</section>')
    )


def digest(draft: Draft, cache: Cache) -> str:
    """What identifies the bytes of the PDF, made in this process with what the cache remembers."""
    made = build(units(draft), look(PAGE + draft.style), METADATA, problems=Problems(), cache=cache, executor=Here())
    return hashlib.sha256(made.data).hexdigest()


def clean(states: Sequence[Draft]) -> list[str]:
    """The digests of drafts, each built without any memory of the others; the last is built first, in a process still fresh."""
    return [digest(state, Cache()) for state in reversed(states)][::-1]
