"""What is known of a guide: everything that somebody may name in it, by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from html import unescape
from typing import Any

from studyguide import nodes as n
from studyguide.book import Book
from studyguide.book.model import Target
from studyguide.book.occurrences import GUIDE
from studyguide.markup import read_dialect
from studyguide.nodes.boxes import Box
from studyguide.nodes.tree import map_children, map_nodes, walk
from studyguide.nodes.tree import texts as words_of
from studyguide.sources.config import Quantity
from studyguide.sources.diagnostics import Problems
from studyguide.sources.reference_files import REFERENCE_FILES, Source, read_references
from studyguide.sources.remembered import Memory

TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class KnownNames:
    """Names by kind.

    `formatted` are references as they are printed, of the sources that are cited; `objectives` are named by chapter and id, with
    what they ask for; `pictures` are the files that a figure can show; `marks` the entries of the index; `places` the codes of
    countries and bodies with their words, `boxes` the kinds that the guide declares.
    """

    values: Mapping[str, Quantity] = field(default_factory=dict)
    entries: Mapping[str, n.GlossaryEntry] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    formatted: Mapping[str, str] = field(default_factory=dict)
    fragments: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, n.Figure] = field(default_factory=dict)
    objectives: Mapping[tuple[str, str], str] = field(default_factory=dict)
    chapters: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    boxes: Mapping[str, Box] = field(default_factory=dict)

    def __or__(self, newer: KnownNames) -> KnownNames:
        """What is known from both; of one name, what the newer one says."""
        return KnownNames(**{each.name: {**getattr(self, each.name), **getattr(newer, each.name)} for each in fields(self)})

    @classmethod
    def of(cls, book: Book, texts: Mapping[str, str], remembered: Memory) -> KnownNames:
        """What a book and the texts that it was made of name."""
        return cls(
            values=book.values,
            entries={entry.id: entry for _, entries in book.glossary for entry in entries},
            targets=book.targets,
            sources=_sources(texts, remembered),
            formatted={each.key: _unmarked(each.html) for each in book.references},
            fragments={name: said(_with_values(blocks, book.values)) for name, blocks in book.fragments.items()},
            figures={figure.id: figure for figure in book.figures},
            objectives={(c.id, each.id): f"{each.verb} {n.plain(each.text)}" for c in book.chapters for each in c.objectives},
            chapters={chapter.id: n.title_text(chapter.title) for chapter in book.chapters},
            pictures=dict.fromkeys(_pictures(texts), ""),
            marks={"; ".join(node.entry): "" for node in walk(book.prose) if isinstance(node, n.IndexMark)},
            boxes=read_dialect(GUIDE, texts.get(GUIDE, ""), Problems()).boxes,
            places={code: ", ".join(words) for code, words in book.guide.jurisdictions.items()},
        )


def said(blocks: Any) -> str:
    """The words of a passage, without markup, as one line."""
    return " ".join("".join(text for text, _ in words_of(block)).strip() for block in blocks)


def title_of(source: Source) -> str:
    """Who wrote a source, what it is called, and when it came out, as far as it says so."""
    people = source.csl.get("author") or source.csl.get("editor") or ()
    names = [str(each.get("family") or each.get("literal") or "") for each in people if isinstance(each, Mapping)]
    who = names[0] + (" et al." if len(names) > 2 else f" & {names[1]}" if len(names) == 2 else "") if names else ""
    year = re.search(r"\d{4}", str(source.csl.get("issued", "")))
    return ". ".join(filter(None, (who, _unmarked(str(source.csl.get("title", ""))), year[0] if year else "")))


def _with_values(blocks: tuple[n.Block, ...], values: Mapping[str, Quantity]) -> tuple[n.Block, ...]:
    """A passage as it was written, with its values as they are printed."""

    def shown(node: n.Node) -> n.Node:
        if isinstance(node, n.ValueUse) and node.key in values:
            return replace(node, amount=values[node.key].show(node.form))
        return map_children(node, shown)

    return map_nodes(blocks, shown)


def _sources(texts: Mapping[str, str], remembered: Memory) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for path in REFERENCE_FILES:
        if texts.get(path, "").strip():
            found |= remembered(read_references, path, texts[path]).value
    return found


def _pictures(texts: Mapping[str, str]) -> Iterator[str]:
    """The files that a figure can show: drawings that are more than symbols, photographs, and charts."""
    folder = "chapters/figures/"
    for path, text in texts.items():
        if path.startswith(folder) and not path.endswith((".toml", ".csv")) and "<symbol" not in text:
            yield path.removeprefix("chapters/")
        elif path.startswith(folder) and path.endswith(".toml"):
            yield path.removeprefix("chapters/").removesuffix(".toml") + ".svg"


def _unmarked(html: str) -> str:
    """Formatted text as plain characters."""
    return " ".join(unescape(TAG.sub("", html)).split())
