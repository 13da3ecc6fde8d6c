"""What an import has to say: what has no counterpart in a guide, or another one, by kinds and with places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

KINDS = {
    "attribute": "classes, widths and other attributes are left out",
    "broken-link": "a link leads to nothing in the book; its words stay",
    "cell-text": "what a cell of a table cannot hold stands in it as text",
    "character": "a character that cannot be seen is left out",
    "citation-words": "words around a citation stand beside it",
    "deep-heading": "headings below the fourth level are paragraphs in bold",
    "directive": "a box of a kind that a guide does not know: its text stays",
    "download": "a file to be loaded down is not taken along; its words stay",
    "dropdown": "what was folded away stands open in the text",
    "duplicate-id": "an id that stood twice has another name",
    "emoji": "a sign that is known by no name is left out",
    "empty-heading": "a heading with nothing below it is a paragraph in bold",
    "empty-table": "a table without rows is a list",
    "executed": "code that runs is kept as code; what it gives is not there",
    "heading-inside": "headings in boxes, lists and quotations are paragraphs in bold",
    "heading-level": "headings that left a level out have moved up",
    "highlight": "words with a mark behind them are emphasised",
    "included": "a file that is put in here is not there",
    "inline-picture": "a picture in a sentence stands below the paragraph",
    "long-alt": "a text alternative was too long: all of it stands in the caption or the description",
    "made-by-itself": "contents, lists, references, running titles and numbers make themselves",
    "missing-picture": "a picture is not there",
    "not-in-contents": "a file that the contents do not name is left out",
    "output": "what stands for one kind of output alone is left out",
    "picture-format": "a picture is no SVG, JPEG, PNG or WebP: save it as one of them",
    "placement": "what stood at the side or in columns stands in the text",
    "raw-html": "HTML without a counterpart is left out",
    "raw-latex": "LaTeX outside formulas is left out",
    "reference": "a reference leads to nothing in the book; its words stay",
    "remote-picture": "a picture on the web is not fetched; a link leads to it",
    "role": "a role that a guide does not know: its words stay",
    "setting": "a setting of another program is left out",
    "table-head": "a table whose head is empty has its first row as head",
    "tabs": "what stood in tabs stands one below the other",
    "template": "a variable or shortcode is left out",
    "term": "a term that no glossary explains: its words stay",
    "uncalled-note": "a footnote that nothing calls is left out",
    "uncited": "sources that nothing cites stay where they are",
    "unreadable": "words that the import could not place are only in this list",
}
"""What is told, by kind; each kind is counted."""


@dataclass(frozen=True, order=True)
class Told:
    """A thing that is told: its place (line and column from 1; column 0 is the whole line), its kind, the words left out."""

    path: str
    line: int
    col: int
    kind: str
    words: str = ""


def counted(told: Iterable[Told]) -> list[tuple[str, int]]:
    """The kinds with their numbers, the most frequent first."""
    numbers = Counter(each.kind for each in told)
    return sorted(numbers.items(), key=lambda row: (-row[1], row[0]))
