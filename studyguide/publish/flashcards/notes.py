"""The notes of a deck, as values: what stands on each card, and the name by which a learner's program knows it again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from studyguide.art.hidden_labels import hidden_labels
from studyguide.art.screen_drawings import for_screens
from studyguide.nodes import Block, Figure, GlossaryEntry, Node, Question, TermUse, Text
from studyguide.nodes.tree import map_children, map_nodes
from studyguide.publish.compiled import Compiled
from studyguide.publish.pieces import Pieces, calls, escaped
from studyguide.sources.identifiers import slug

TERM, QUESTION, DRAWING = "term", "question", "drawing"
GAP = "[…]"
PLURAL = "s|es|"


@dataclass(frozen=True)
class CardNote:
    """A note of a deck: the source it comes from, its kind, its fields (HTML), its tags. One note may make several cards.

    `source` is the anchor of what it was made of, as it was called first, so that it survives renaming; `media` are the files
    that its fields show, by name.
    """

    source: str
    kind: str
    fields: tuple[str, ...]
    tags: tuple[str, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=dict, compare=False)

    @property
    def digest(self) -> str:
        """Names what a learner sees of it: fields, tags and pictures."""
        pictures = [f"{name}={hashlib.sha256(data).hexdigest()}" for name, data in sorted(self.media.items())]
        return hashlib.sha256("\x1f".join((*self.fields, *self.tags, *pictures)).encode()).hexdigest()[:16]


def card_notes(compiled: Compiled) -> tuple[CardNote, ...]:
    """All notes of a guide: its glossary, its questions, the names in its drawings. Raises TemplateFailed."""
    return tuple(Cards(compiled).notes())


@dataclass(frozen=True)
class Cards:
    """What notes are made with: the guide, its templates and pictures."""

    compiled: Compiled

    def notes(self) -> Iterator[CardNote]:
        """The notes in the order in which they are learned."""
        book = self.compiled.book
        for _, entries in book.glossary:
            yield from map(self.term, entries)
        for chapter, questions in book.answers:
            yield from (self.question(each, chapter.id) for each in questions)
        for figure in {figure.id: figure for figure in book.figures}.values():
            yield from self.drawings(figure)

    def term(self, entry: GlossaryEntry) -> CardNote:
        """Term, how it is said, definition, the definition without the term, word parts and synonyms: asked both ways."""
        name = f"{entry.term} ({entry.abbr})" if entry.abbr else entry.term
        hidden = without(entry.definition, (entry.term, entry.abbr, *entry.synonyms))
        sides = (self._pieces.made("cards/definition", blocks=blocks) for blocks in (entry.definition, hidden))
        chapters = dict.fromkeys(self.compiled.book.units[anchor] for _, anchor in entry.used_in)
        fields = (escaped(name), escaped(entry.say), *sides, self._pieces.made("cards/more", entry=entry))
        return self._note(entry.anchor, TERM, fields, self._tags("glossary", *chapters))

    def question(self, question: Question, chapter: str) -> CardNote:
        """What is asked, and the answer with its reasons."""
        asked = (question.stem, tuple(each.text for each in question.options), tuple(each.prompt for each in question.steps))
        told = (
            tuple(each.rationale for each in question.options),
            tuple(each.answer for each in question.steps),
            question.rationale,
        )
        front = self._pieces.made("cards/question", question=question, figures=self._pieces.figures(asked), notes=calls(asked))
        back = self._pieces.made("cards/answer", question=question, notes=calls(told))
        marks = (f"objective::{question.objective}", *([f"level::{question.level}"] if question.level else []))
        return self._note(question.id, QUESTION, (front, back), (*self._tags(question.variety, chapter), *map(self._tag, marks)))

    def drawings(self, figure: Figure) -> Iterator[CardNote]:
        """A drawing for each of its labels that is a term of the guide: which one stands at the question mark?"""
        svg = self.compiled.figures.get(figure.src, "")
        chapter = self.compiled.book.units[figure.id]
        for found in hidden_labels(for_screens(svg), self._known) if svg else ():
            part = slug(found.label)
            names = [f"{self._name}-{figure.id}-{part}-{side}.svg" for side in ("asked", "told")]
            media = dict(zip(names, (found.asks.encode(), found.tells.encode()), strict=True))
            fields = (*(f'<img src="{name}">' for name in names), escaped(found.label))
            yield self._note(figure.id, DRAWING, fields, self._tags("drawing", chapter), part, media)

    def _note(
        self,
        anchor: str,
        kind: str,
        fields: tuple[str, ...],
        tags: tuple[str, ...],
        part: str = "",
        pictures: Mapping[str, bytes] | None = None,
    ) -> CardNote:
        source = self._pieces.first_name(anchor) + (f"--{part}" if part else "")
        return CardNote(source, kind, fields, tags, {**self._pieces.pictures(" ".join(fields)), **(pictures or {})})

    @cached_property
    def _pieces(self) -> Pieces:
        return Pieces(self.compiled)

    def _tags(self, kind: str, *chapters: str) -> tuple[str, ...]:
        return (self._tag(f"kind::{kind}"), *(self._tag(f"chapter::{chapter}") for chapter in chapters))

    def _tag(self, mark: str) -> str:
        return f"{self._name}::{mark}"

    def _known(self, label: str) -> bool:
        return label.casefold() in self._terms

    @property
    def _name(self) -> str:
        return self.compiled.book.guide.name

    @cached_property
    def _terms(self) -> frozenset[str]:
        """What the glossary explains, by every name that it has there; one and many."""
        entries = [entry for _, entries in self.compiled.book.glossary for entry in entries]
        names = {name.casefold() for each in entries for name in (each.term, each.abbr, *each.synonyms) if name}
        return frozenset(names | {f"{name}s" for name in names})


def without(blocks: tuple[Block, ...], names: Iterable[str]) -> tuple[Block, ...]:
    """A definition with a gap wherever it says one of the names that it explains, so that it does not give them away."""
    words = "|".join(re.escape(name) for name in sorted(filter(None, names), key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{words})(?:{PLURAL})(?!\w)", re.IGNORECASE)

    def visit(node: Node) -> Node:
        if isinstance(node, Text | TermUse):
            return replace(node, text=pattern.sub(GAP, node.text))
        return map_children(node, visit)

    return map_nodes(blocks, visit)
