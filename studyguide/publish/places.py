"""Places: where in the sources that was written which a layout lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from studyguide.html.pages import UnitPlace
from studyguide.nodes import Node
from studyguide.nodes.tree import texts, walk
from studyguide.publish.compiled import Compiled
from studyguide.sources.diagnostics import Span

IDS = ("id", "anchor", "note_anchor", "place")
PREFIXES = ("", "a-", "desc-")  # of answers and descriptions, which stand elsewhere than they are written


@dataclass(frozen=True)
class Places:
    """The places of a book's text, by its anchors and its words."""

    compiled: Compiled

    def find(self, source: str, place: UnitPlace) -> Span:
        """Where the words of a place are written; of words that nobody wrote so, the nearest thing around them."""
        node = next((self._nodes[name] for name in map(written, place.ids) if name in self._nodes), None)
        if node is None:
            return self._searched(place.words, source) or Span(source, 0)
        for needle in _needles(place.words):
            for text, span in texts(node):
                if needle in text:
                    return self._from(span, needle)
        return self._from(node.span, place.words)

    @cached_property
    def _nodes(self) -> Mapping[str, Node]:
        book = self.compiled.book
        found: dict[str, Node] = {}
        # the glossary first: what a term leads to is the entry, not the use
        for node in walk((book.glossary, book.emergency, book.emergency_line, book.chapters, book.faq)):
            for name in filter(None, (written(str(getattr(node, field, ""))) for field in IDS)):
                found.setdefault(name, node)
        return found

    def _searched(self, words: str, source: str) -> Span | None:
        """The first place of words in a source, else in any file that an editor writes."""
        paths = [source, *sorted(path for path in self.compiled.sources.texts if path.startswith("chapters/"))]
        for needle in _needles(words):
            for path in paths:
                if needle in self.compiled.sources.texts.get(path, ""):
                    return self._from(Span(path, 1), needle)
        return None

    def _from(self, span: Span, words: str) -> Span:
        """The place of words in the lines from a place on, or that place."""
        rows = self.compiled.sources.texts.get(span.path, "").split("\n")
        for needle in _needles(words):
            for line, row in enumerate(rows[max(span.line - 1, 0) :], max(span.line, 1)):
                if needle in row:
                    return Span(span.path, line, row.index(needle) + 1, len(needle))
        return span


def written(anchor: str) -> str:
    """The id of the thing that an anchor belongs to."""
    return next((anchor.removeprefix(prefix) for prefix in reversed(PREFIXES) if anchor.startswith(prefix)), anchor)


def _needles(words: str) -> Iterator[str]:
    """What is looked for: the words as they stand, then the longest one."""
    plain = words.replace("\u2060", "").replace("\u00ad", "").replace("\u00a0", " ").strip()
    yield from dict.fromkeys(filter(None, (plain, max(plain.split(), key=len, default=""))))
