"""Small pure functions over nodes that templates use as filters: find the notes of a unit, quieten its terms, tie citations."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass

from studyguide import nodes as n
from studyguide.nodes.tree import walk

STOPS = tuple(".,;:")
NO_BREAK_SPACE = "\u00a0"
NOUN = re.compile(r"(?:\b(?:from|in|by|see|after|and|of|to|with|on)|[:(]) *$", re.IGNORECASE)
WORD_JOINER = "\u2060"
WHOLE = re.compile(
    r"(?:[\d.,–]+[ \u00a0])?(?:×[ \u00a0])?[^\s/()]*/(?:µL|L|mL|dL|mm³|kg|day|week)\b"  # 0.5 × 10⁹/L
    r"|\d[\d,.]*[–-]\d[\d,.]*(?:/µL|%)?"  # 1,000–1,500
    r"|\b[A-Z]{1,3}-[A-Z]{2,4}\b"  # G-CSF
)
SPACE_AT_TAG = re.compile(r"(?<=[^\s>])[ \u00a0](?=<[^/])")
BREAK = re.compile(r"([/–-])")


def note_calls(tree: object) -> tuple[n.NoteCall, ...]:
    """The footnote calls below a node, or below tuples of nodes, in reading order; of several calls of one note the first."""
    found: dict[str, n.NoteCall] = {}
    for call in walk(tree):
        if isinstance(call, n.NoteCall):
            found.setdefault(call.note_anchor, call)
    return tuple(found.values())


def defined(inlines: tuple[n.Inline, ...]) -> tuple[n.TermUse, ...]:
    """The terms among inlines that bring their definition, because they stand here for the first time."""
    return tuple(node for node in walk(inlines) if isinstance(node, n.TermUse) and node.first and node.definition)


def joined(text: str) -> str:
    """The text with joiners where no line may end.

    “500/µL” may not break behind its stroke, “1,000–1,500” behind its dash, “G-CSF” behind its hyphen.
    """
    return WHOLE.sub(lambda found: BREAK.sub(r"\1" + WORD_JOINER, found[0].replace(" ", NO_BREAK_SPACE)), text)


def spaced(html: str, start: str, end: str, wanted: bool) -> str:
    """The markup with every space between a word and an opening tag put between `start` and `end`, if that is `wanted`."""
    return SPACE_AT_TAG.sub(lambda space: start + space[0] + end, html) if wanted else html


def quiet(inlines: Iterable[n.Inline]) -> tuple[n.Inline, ...]:
    """The same inlines with no definition at any term: for places a margin note cannot stand beside, such as a table cell."""
    return tuple(_quiet(inline) for inline in inlines)


def _quiet(inline: n.Inline) -> n.Inline:
    match inline:
        case n.TermUse():
            return dataclasses.replace(inline, definition="")
        case n.Emphasis() | n.Strong() | n.Superscript() | n.Subscript() | n.Foreign() | n.Link():
            return dataclasses.replace(inline, children=quiet(inline.children))
        case _:
            return inline


def bare(inlines: Iterable[n.Inline]) -> tuple[n.Inline, ...]:
    """The same inlines for a second printing: no citation, note, index mark or link to a term, whose ids may stand once only."""
    kept: list[n.Inline] = []
    for inline in inlines:
        match inline:
            case n.Citation() | n.NoteCall() | n.IndexMark():
                if kept and isinstance(kept[-1], n.Text):
                    kept[-1] = n.Text(kept[-1].text.rstrip(" "), span=kept[-1].span)
            case n.TermUse():
                kept.append(n.Text(inline.text, span=inline.span))
            case n.Emphasis() | n.Strong() | n.Superscript() | n.Subscript() | n.Foreign() | n.Link():
                kept.append(dataclasses.replace(inline, children=bare(inline.children)))
            case _:
                kept.append(inline)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Named(n.Node):
    """A citation that is a word of its sentence (“drawn from [5]”) or stands alone: on the line, in its place, behind `gap`."""

    citation: n.Citation
    gap: str = ""


def tied(inlines: Iterable[n.Inline]) -> tuple[n.Node, ...]:
    """The same inlines with each citation close behind the stop that follows it in the source: “sample {cite}.” → “sample.[5]”.

    Raised numbers stand after the punctuation, as medical journals set them.
    """
    parts: list[n.Node] = list(inlines)
    made: list[n.Node] = []
    for i, part in enumerate(parts):
        before = made[-1] if made else None
        if not isinstance(part, n.Citation):
            made.append(part)
        elif not isinstance(before, n.Text):
            made.append(part if made else Named(part))
        elif NOUN.search(before.text):
            made[-1:] = [dataclasses.replace(before, text=before.text.rstrip(" ")), Named(part, NO_BREAK_SPACE)]
        else:
            after = parts[i + 1] if i + 1 < len(parts) else None
            stop = after.text[:1] if isinstance(after, n.Text) and after.text[:1] in STOPS else ""
            if stop and isinstance(after, n.Text):
                parts[i + 1] = dataclasses.replace(after, text=after.text[1:])
            made[-1:] = [dataclasses.replace(before, text=before.text.rstrip(" ") + stop), part]
    return tuple(made)
