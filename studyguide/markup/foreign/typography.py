"""Signs that are typed by others of them: dashes and dots of Pandoc, and signs by name, as GitHub has them."""

from __future__ import annotations

import re
import unicodedata

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.inlines import ForeignPassage, rule
from studyguide.markup.foreign.page import ForeignPage
from studyguide.markup.foreign.passage import Pieces, literal

DASHES = ((re.compile(r"(?<!-)---(?!-)"), "—"), (re.compile(r"(?<!-)--(?!-)(?=\s|\w|$)"), "–"), (re.compile(r"\.\.\."), "…"))
ALIASES = {
    "+1": "thumbs up sign",
    "-1": "thumbs down sign",
    "100": "hundred points symbol",
    "boom": "collision symbol",
    "bug": "bug",
    "bulb": "electric light bulb",
    "check": "heavy check mark",
    "clap": "clapping hands sign",
    "construction": "construction sign",
    "exclamation": "heavy exclamation mark symbol",
    "eyes": "eyes",
    "fire": "fire",
    "heart": "heavy black heart",
    "hammer": "hammer",
    "info": "information source",
    "information_source": "information source",
    "link": "link symbol",
    "memo": "memo",
    "muscle": "flexed biceps",
    "no_entry": "no entry",
    "ok_hand": "ok hand sign",
    "pencil": "memo",
    "pencil2": "pencil",
    "point_right": "white right pointing backhand index",
    "pray": "person with folded hands",
    "pushpin": "pushpin",
    "question": "black question mark ornament",
    "rotating_light": "police cars revolving light",
    "slightly_smiling_face": "slightly smiling face",
    "smile": "smiling face with open mouth and smiling eyes",
    "smiley": "smiling face with open mouth",
    "sparkles": "sparkles",
    "star": "white medium star",
    "tada": "party popper",
    "thinking": "thinking face",
    "thumbsup": "thumbs up sign",
    "warning": "warning sign",
    "wave": "waving hand sign",
    "wink": "winking face",
    "x": "cross mark",
    "zap": "high voltage sign",
}
"""Names that GitHub has for signs, where Unicode has others."""


def typed(page: ForeignPage, text: str) -> str:
    """A text with the dashes and dots that Pandoc makes of hyphens and stops; others print them as they are."""
    for pattern, sign in DASHES if page.flavour == "pandoc" else ():
        text = pattern.sub(sign, text)
    return text


@rule("named_sign")
def _named(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    name = str(node.meta["groups"][0])
    try:
        return [literal(unicodedata.lookup(ALIASES.get(name, name.replace("_", " ").replace("-", " "))))]
    except KeyError:
        passage.tell("emoji", node, node.content, name)
        return []
