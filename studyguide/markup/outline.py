"""The outline of a file of prose: its headings and boxes with their lines, for who wants to put something between them."""

from collections.abc import Iterator
from dataclasses import dataclass

from studyguide.markup.directives import OPENING
from studyguide.markup.reader import SourcePage
from studyguide.sources.diagnostics import Problems


@dataclass(frozen=True, slots=True)
class TopBlock:
    """A block that stands in no other: its first and its last line (from 1).

    `name` is that of a box, `words` what follows it, or a heading's; `level` that of a heading, else 0.
    """

    first: int
    last: int
    name: str = ""
    words: str = ""
    level: int = 0


def top_blocks(path: str, text: str) -> tuple[TopBlock, ...]:
    """The blocks of a file in order, without its front matter."""
    return tuple(_blocks(SourcePage(path, text.split("\n"), Problems()), text))


def _blocks(page: SourcePage, text: str) -> Iterator[TopBlock]:
    for tree in page.tree(text).children:
        start, end = tree.map or (0, 0)
        last = next((i for i in range(end, start, -1) if page.lines[i - 1].strip()), start + 1)
        if tree.type == "heading":
            words = next((child.content for child in tree.children if child.type == "inline"), "")
            yield TopBlock(start + 1, last, words=words, level=int(tree.tag[1]))
        elif tree.type == "colon_fence" and (found := OPENING.match(tree.info.strip())):
            yield TopBlock(start + 1, last, found[1], found[2].strip())
        elif tree.type != "front_matter":
            yield TopBlock(start + 1, last)
