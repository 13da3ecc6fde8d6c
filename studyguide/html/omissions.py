"""Omissions: words that somebody wrote and no document of a rendition says, because a template leaves them out.

The layout proves that the pages show what the documents say; here it is that the documents say what the book holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from lxml import etree

from studyguide.book.model import Book
from studyguide.html.pagebreaks import fold
from studyguide.html.pages import LateUnit, Unit
from studyguide.nodes import CodeLine, Equation, Figure, GlossaryEntry, Inline, MathBlock, Node, Question, plain
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Diagnostic, Problems, Span
from studyguide.sources.remembered import Memory, given, pickled

STRINGS: Mapping[type[Node], tuple[str, ...]] = {
    GlossaryEntry: ("term", "abbr", "say", "roots", "synonyms"),
    Figure: ("alt",),
    CodeLine: ("text",),
    MathBlock: ("alt",),
    Equation: ("alt",),
    Question: ("result",),
}
"""The fields of nodes that are printed and hold no markup."""
GUIDE = ("title", "subtitle", "disclaimer_title", "disclaimer", "errata", "review_status", "publisher")
CALLS = frozenset({"cite", "note-call"})
APART = frozenset({"field", "line"})  # names of columns stand in a line with their values, lines of code in one block
INLINE = frozenset({"a", "abbr", "b", "bdi", "br", "code", "dfn", "em", "i", "kbd", "s", "span", "strong", "sub", "sup", "u"})
DRAWING = "{http://www.w3.org/2000/svg}svg"
MATHS = "{http://www.w3.org/1998/Math/MathML}math"
BREAK = "\0"
SHOWN = 40  # characters of a passage in its message


@dataclass(frozen=True)
class WrittenPassage:
    """A run of text that somebody wrote, its place, and the ids of the units that may print it."""

    span: Span
    text: str
    units: tuple[str, ...]


FoldedPassage = tuple[str, WrittenPassage]
"""The letters and digits of a passage, and the passage."""


def unprinted_passages(book: Book, units: Iterable[Unit | LateUnit], remembered: Memory | None = None) -> list[Diagnostic]:
    """The passages of a book that its printed units leave out. Late units are not asked: the EPUB has the same templates.

    What a chapter says of itself is `remembered`; the units that print parts of many are asked for the rest.
    """
    remembered = remembered or Memory()
    htmls = {unit.id: unit.html for unit in units if isinstance(unit, Unit)}
    chapters = {chapter.id for chapter in book.chapters}
    said = {name: remembered(said_words, html).value for name, html in htmls.items() if name not in chapters}
    left: list[FoldedPassage] = []
    for owners, part in _parts(book):
        if owners[0] in chapters:
            name = book.digests.get(owners[0])
            chapter = given(part, name) if name else pickled(part)
            left += remembered(said_elsewhere, chapter, owners, htmls[owners[0]]).value
        else:
            left += _folded(_passages(part, owners))
    left += _folded(_of_guide(book))
    return list(_omissions(passage for _, passage in _untaken(left, said)))


def said_words(html: str, problems: Problems) -> str:
    """What a document says. A step, which has nothing to tell."""
    return _said(etree.fromstring(html.encode()))


def said_elsewhere(part: object, owners: tuple[str, ...], html: str, problems: Problems) -> list[FoldedPassage]:
    """The passages of a part that the first of its units does not say, whose document is given. A step with nothing to tell."""
    return _untaken(_folded(_passages(part, owners)), {owners[0]: said_words(html, problems)})


def passages(book: Book) -> Iterator[WrittenPassage]:
    """Every run of text of the authors, with what stands for its roles, and every text of the guide's own data."""
    for units, part in _parts(book):
        yield from _passages(part, units)
    yield from _of_guide(book)


def _passages(part: object, units: tuple[str, ...]) -> Iterator[WrittenPassage]:
    span = Span("", 0)
    for node in walk(part):
        span = node.span if node.span.path else span  # a cell has none
        yield from (WrittenPassage(span, text, units) for text in _texts(node))


def _of_guide(book: Book) -> Iterator[WrittenPassage]:
    for name in GUIDE:
        span = book.guide.places.get(name, Span("chapters/guide.toml", 0))
        yield WrittenPassage(span, getattr(book.guide, name), ("title", "imprint", "front"))


def omitted(written: Iterable[WrittenPassage], documents: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """What is to be said of the passages that no document says whole."""
    yield from _omissions(unsaid(written, documents))


def _omissions(left: Iterable[WrittenPassage]) -> Iterator[Diagnostic]:
    for passage in left:
        text = " ".join(passage.text.split())
        shown = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
        yield Diagnostic(passage.span, "lost-text", f"no template prints “{shown}”", HINT)


HINT = "look into styles/templates for what leaves it out"


def unsaid(written: Iterable[WrittenPassage], documents: Mapping[str, Any]) -> list[WrittenPassage]:
    """The passages that no document says whole; each takes the words that it is found in. `documents` are roots by unit.

    The longest are looked for first, so that a short one cannot take a part of them.
    """
    return [passage for _, passage in _untaken(_folded(written), {unit: _said(root) for unit, root in documents.items()})]


def _folded(written: Iterable[WrittenPassage]) -> list[FoldedPassage]:
    return [(fold(passage.text), passage) for passage in written]


def _untaken(written: Iterable[FoldedPassage], said: dict[str, str]) -> list[FoldedPassage]:
    """The passages that are not found in what units say, which loses those that are; the longest first."""
    return [each for each in sorted(written, key=lambda each: -len(each[0])) if not _taken(said, each[0], each[1].units)]


def _taken(said: dict[str, str], needle: str, units: Iterable[str]) -> bool:
    """Whether one of the units says something; it is taken out of what they say."""
    for unit in units:
        before, found, after = said.get(unit, "").partition(needle) if needle else ("", "", "")
        if found:
            said[unit] = f"{before}\0{after}"
            return True
    return not needle


def _parts(book: Book) -> Iterator[tuple[tuple[str, ...], object]]:
    """What authors write, by the units that may print it."""
    yield ("emergency", "front"), book.emergency
    yield from (((chapter.id, "answers", "figure-descriptions", "solutions"), chapter) for chapter in book.chapters)
    yield from (((part.id,), part) for part in book.parts.values())
    yield ("glossary",), tuple(entries for _, entries in book.glossary)
    yield ("faq",), book.faq
    yield ("new-in-this-edition",), book.news.children if book.news else ()


def _texts(node: Node) -> Iterator[str]:
    """The runs of text of a node; what stands in a line is a part of a run."""
    if isinstance(node, Inline):
        return
    for name in STRINGS.get(type(node), ()):
        value = getattr(node, name)
        yield from (value,) if isinstance(value, str) else value
    for each in fields(node):
        inside = getattr(node, each.name)
        if isinstance(inside, tuple) and inside and all(isinstance(part, Inline) for part in inside):
            yield plain(inside)


def _said(root: Any) -> str:
    """The letters and digits of a document, a line a block, without the calls of notes and sources; then the notes in it."""
    kept: list[str] = []
    apart: list[Any] = []
    _collect(root.find("{*}body"), kept, apart)
    blocks = "".join(kept).split(BREAK) + ["".join(_all(note)) for note in apart]
    return "\n".join(map(fold, blocks))


def _all(element: Any) -> Iterator[str]:
    """All text in an element, and what is said in the place of its formulas."""
    yield formula_said(element) or element.text or ""
    for child in element.iterchildren(etree.Element) if element.tag != MATHS else ():
        yield from (*_all(child), child.tail or "")


def formula_said(element: Any) -> str:
    """What is said in the place of a formula: of MathML in an e-book, of its picture in print; “” of anything else."""
    if element.tag == MATHS:
        return element.get("alttext") or ""
    return (element.get("alt") or "") if "data-mathml" in element.attrib else ""


def _collect(element: Any, kept: list[str], apart: list[Any]) -> None:
    kept += (element.get("alt", ""), element.get("aria-label", "") if element.tag == DRAWING else "", element.text or "")
    for child in element.iterchildren(etree.Element):
        if formula := formula_said(child):
            kept += (formula, child.tail or "")
            continue
        classes = (child.get("class") or "").split()
        inline = etree.QName(child).localname in INLINE and child.get("role") != "note" and APART.isdisjoint(classes)
        edge = "" if inline else BREAK
        kept.append(edge)
        if "footnote" in classes:
            apart.append(child)
        elif CALLS.isdisjoint(classes):
            _collect(child, kept, apart)
        kept += (edge, child.tail or "")
