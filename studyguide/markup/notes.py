"""Footnotes: the text of each is put into its call, so that no later stage has to look for it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import TypeVar

from studyguide import nodes as n
from studyguide.markup.reader import SourcePage
from studyguide.nodes.tree import map_children, map_nodes, walk
from studyguide.sources.diagnostics import did_you_mean

T = TypeVar("T")
TEXT_BEGINS = re.compile(r"[ \t>]*\[\^?\s*([^\]\s]+)\s*\]\s*(?:[:;.,=–-]|\w)")
CALLED_SOMEHOW = re.compile(r"\^[ \t]*([\w-]++)(?![ \t]*\]:)")
"""A call of a note, or what was meant as one: it may have other brackets or spaces."""


class Footnote(n.Block):
    """The text of a footnote where it stands in the file."""

    label: str
    blocks: tuple[n.Block, ...]


def join_notes(page: SourcePage, tree: T) -> T:
    """The tree of a whole file with each note in its call, or in each of its calls.

    A note that stands twice, or is never called, is an error.
    """
    notes: dict[str, Footnote] = {}
    for note in walk(tree):
        if isinstance(note, Footnote):
            if note.label in notes:
                message = f"the footnote “{note.label}” stands here a second time"
                page.error(note.span, "duplicate-id", message, "give it another mark")
            notes.setdefault(note.label, note)
    called: set[str] = set()
    begun = cache(lambda: _begun(page))

    def visit(node: n.Node) -> n.Node | None:
        if isinstance(node, Footnote):
            return None
        return _called(page, node, notes, called, begun) if isinstance(node, n.NoteCall) else map_children(node, visit)

    joined = map_nodes(tree, visit)
    meant = set(CALLED_SOMEHOW.findall("\n".join(page.lines))) if page.problems.errors else set()
    for label in notes.keys() - called:
        if label in meant:
            continue  # its call has been told of: it has other brackets or spaces, or stands in what cannot be read
        message = f"the footnote “{label}” is never called"
        page.error(notes[label].span, "unused-note", message, "call it in the text or delete it")
    return joined


def _begun(page: SourcePage) -> dict[str, int]:
    """By label the first line (from 1) that starts as the text of a note might have been meant to."""
    begins = [(line, found) for line, row in enumerate(page.lines, 1) if (found := TEXT_BEGINS.match(row))]
    return {found[1]: line for line, found in reversed(begins)}


def _called(
    page: SourcePage, call: n.NoteCall, notes: Mapping[str, Footnote], called: set[str], begun: Callable[[], Mapping[str, int]]
) -> n.NoteCall:
    if call.label not in notes:
        line = begun().get(call.label, 0)
        if line == call.span.line:
            message = f"a colon is missing right behind [^{call.label}]"
            page.error(call.span, "unknown-note", message, f"the text of a footnote starts with [^{call.label}]:")
        if line:
            return call  # told where its text stands
        alike = [label for label in notes if label.casefold() == call.label.casefold()]
        called.update(alike)
        hint = (
            f"the mark is [^{alike[0]}]"
            if alike
            else did_you_mean(call.label, notes) or "add a paragraph that starts with the same mark and a colon"
        )
        page.error(call.span, "unknown-note", f"this footnote has no text: [^{call.label}]", hint)
        return call
    called.add(call.label)
    blocks = notes[call.label].blocks
    for inner in walk(blocks):
        if isinstance(inner, n.NoteCall):
            called.add(inner.label)
            page.error(inner.span, "note-in-note", "a footnote calls a footnote", "put its text into the note itself")
    return replace(call, blocks=blocks)
