"""Small pure functions over nodes that templates use as filters: find the notes of a unit, quieten its terms, tie citations."""

import re
from collections.abc import Iterable
from dataclasses import replace

from studyguide import nodes as n
from studyguide.nodes.tree import map_children, map_nodes, walk

STOPS = tuple(".,;:")
NO_BREAK_SPACE = "\u00a0"
NOUN = re.compile(r"(?:\b(?:from|in|by|see|after|and|of|to|with|on)|[:(]) *$", re.IGNORECASE)
WORD_JOINER = "\u2060"
WHOLE = re.compile(
    r"(?:[\d.,–]{1,40}[ \u00a0])?(?:×[ \u00a0])?[^\s/()]{0,40}/(?:[µmd]?L|mm³|kg|day|week)\b"  # 5 mg/kg
    r"|\d[\d,.]{0,40}[–-]\d[\d,.]*(?:/[µmd]?L|%)?"  # 1,000–1,500
    r"|\b[A-Z]{1,3}-[A-Z]{2,4}\b"  # X-AB
)
"""What holds together. The lengths are bounded: a word without end would be read again from each of its letters."""
BREAK = re.compile(r"([/–-])")
LONGEST_RUNNING = 64
STRESSED = re.compile(r"(?<!\w)([^\W\d_a-zß-öø-ÿ]+)(?!\w)")
"""A syllable in capitals, of a respelling."""
AMOUNT = re.compile(r"(?<=\d) (?=(?:[µmkd]?[gL]|[cm]?m|mmHg|°[CF]|mmol|Gy|bpm|×)(?![\w-]))")


def defined(inlines: tuple[n.Inline, ...]) -> tuple[n.TermUse, ...]:
    """The terms among inlines that bring their definition, because they stand here for the first time."""
    return tuple(node for node in walk(inlines) if isinstance(node, n.TermUse) and node.first and node.definition)


def amounts(text: str) -> str:
    """The text with no line ending between a number and its unit (SI Brochure, 5.4.3: a space stands there)."""
    return AMOUNT.sub(NO_BREAK_SPACE, text)


def stresses(respelling: str) -> tuple[tuple[str, bool], ...]:
    """The parts of a respelling in small letters, each with whether it is stressed: of “noo-TROH-fil” that is “troh”."""
    return tuple((part.lower(), part[0].isupper()) for part in STRESSED.split(respelling) if part)


def running(title: str) -> str:
    """A title for running heads and feet: what two lines at the foot of a phone's page hold, with an ellipsis for the rest."""
    if len(title) <= LONGEST_RUNNING:
        return title
    start = title[:LONGEST_RUNNING]
    return (start.rpartition(" ")[0] or start[:-1]) + "…"


def joined(text: str) -> str:
    """The text with joiners where no line may end.

    “5 mg/kg” may not break behind its stroke, “1,000–1,500” behind its dash, “X-AB” behind its hyphen.
    """
    return WHOLE.sub(lambda found: BREAK.sub(r"\1" + WORD_JOINER, found[0].replace(" ", NO_BREAK_SPACE)), amounts(text))


def quiet(inlines: Iterable[n.Inline]) -> tuple[n.Inline, ...]:
    """The same inlines with no definition at any term: for places a margin note cannot stand beside, such as a table cell."""

    def visit(node: n.Node) -> n.Node:
        if isinstance(node, n.TermUse):
            return replace(node, definition="")
        return map_children(node, visit) if isinstance(node, n.Wrapper) else node  # what else it holds, a note's text, stays

    return map_nodes(tuple(inlines), visit)


def quiet_blocks(blocks: tuple[n.Block, ...]) -> tuple[n.Block, ...]:
    """Paragraphs and lists with no definition at any term."""

    def visit(node: n.Node) -> n.Node:
        return replace(node, children=quiet(node.children)) if isinstance(node, n.Paragraph) else map_children(node, visit)

    return map_nodes(blocks, visit)


class Named(n.Inline):
    """A citation that is a word of its sentence (“drawn from [5]”) or stands alone: on the line, in its place, behind `gap`."""

    citation: n.Citation
    gap: str = ""


def tied(inlines: Iterable[n.Inline]) -> tuple[n.Inline, ...]:
    """The same inlines with each citation close behind the stop that follows it in the source: “sample {cite}.” → “sample.[5]”.

    Raised numbers stand after the punctuation, as journals set them.
    """
    made: list[n.Inline] = []
    waiting = list(reversed(tuple(inlines)))
    while waiting:
        part = waiting.pop()
        before = made[-1] if made else None
        if not isinstance(part, n.Citation) or not isinstance(before, n.Text):
            made.append(Named(part) if isinstance(part, n.Citation) and not made else part)
        elif NOUN.search(before.text):
            made[-1:] = [replace(before, text=before.text.rstrip(" ")), Named(part, NO_BREAK_SPACE)]
        else:
            stop = _stop(waiting)
            made[-1:] = [replace(before, text=before.text.rstrip(" ") + stop), part]
    return tuple(made)


def _stop(waiting: list[n.Inline]) -> str:
    """The stop that comes next, taken off the text that begins with it; what comes next stands last."""
    after = waiting[-1] if waiting else None
    if not isinstance(after, n.Text) or not after.text.startswith(STOPS):
        return ""
    waiting[-1] = replace(after, text=after.text[1:])
    return after.text[0]
