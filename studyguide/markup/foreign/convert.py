"""A file of a foreign book as blocks of a guide, with what it refers to and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from studyguide.markup.foreign import (  # noqa: F401 (fill in the tables of rules)
    boxes,
    citations,
    directives,
    divs,
    figures,
    html_blocks,
    html_inline,
    links,
    listings,
    maths,
    notes,
    roles,
    tables,
    templates,
    typography,
)
from studyguide.markup.foreign.blocks import Rows, Written, anchor, bold, joined, written
from studyguide.markup.foreign.grammar import Flavour
from studyguide.markup.foreign.inlines import title_of
from studyguide.markup.foreign.page import BookLabel, BookShelf, ForeignPage, ForeignTerm
from studyguide.markup.foreign.told import Told
from studyguide.sources.characters import hidden_runs

HEAD = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
DEEPEST = 4  # of headings


@dataclass(frozen=True)
class Converted:
    """What a file gives: title, blocks, and what the book must know of it. `pictures` are the paths of those that it shows."""

    path: str
    title: str
    blocks: tuple[Written, ...]
    told: tuple[Told, ...] = ()
    labels: tuple[BookLabel, ...] = ()
    wanted: frozenset[tuple[str, str]] = frozenset()
    pictures: tuple[str, ...] = ()
    glossary: tuple[ForeignTerm, ...] = field(default_factory=tuple)


def front_matter(text: str) -> tuple[str, str]:
    """The head of a file, as it is written, and the file with empty rows in its place."""
    found = HEAD.match(text)
    return (found[1], "\n" * found[0].count("\n") + text[found.end() :]) if found else ("", text)


def under_own_title(text: str, book: str) -> str:
    """A file with an empty row in the place of the book's title, where that stands over the file's own."""
    running = re.match(rf"\s*?(#[ \t]+{re.escape(book)}[ \t#]*)\n\s*#[ \t]", text) if book else None
    return f"{text[: running.start(1)]}{text[running.end(1) :]}" if running else text


def convert(path: str, text: str, flavour: Flavour, shelf: BookShelf, title: str = "", *, notes_of: str = "") -> Converted:
    """The blocks of a file. `title` is what its head says; without one, the first heading of level 1 is the title.

    `notes_of` stands before the marks of its footnotes, where it is put behind another file.
    """
    page = ForeignPage(path, text.split("\n"), flavour, shelf)
    if (own := under_own_title(text, shelf.title)) != text:
        page.tell("made-by-itself", 1, f"# {shelf.title}", shelf.title)
        text = own
    for at, _ in hidden_runs(text):
        page.told.append(Told(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), "character"))
    page.env["notes"] = notes_of
    if title:
        page.env["title"] = title_of(page, title, 1)
        page.label(anchor(page, title), "title", written=False)
    _, body = front_matter(_seen(text))
    blocks = written(page, page.trees(body, 1))
    for name in page.names():
        page.label(name, "place")
    words = str(page.env.get("title") or "")
    if not title and words:
        at = next(at for at, each in enumerate(blocks) if each.level == 1 and each.rows == (words,))
        blocks.pop(at)
    blocks = [each for each in blocks if not _uncalled(page, each)]
    return Converted(
        path,
        words,
        tuple(blocks),
        tuple(page.told),
        tuple(page.labels),
        frozenset(page.wanted),
        tuple(page.used),
        tuple(page.glossary),
    )


def _seen(text: str) -> str:
    """A text without the characters that nobody can see."""
    for at, length in reversed(list(hidden_runs(text))):
        text = text[:at] + text[at + length :]
    return text


def _uncalled(page: ForeignPage, block: Written) -> bool:
    """Whether a block is a note that nothing calls: nobody would print it."""
    found = re.match(r"\[\^([^\]]+)\]: ", block.rows[0])
    if not found or found[1] in page.env.get("called", ()) or found[1].startswith("in-line-"):
        return False
    line = next(
        (
            number
            for number, row in enumerate(page.rows, 1)
            if re.match(rf"[ \t>]*\[\^{re.escape(found[1])}\]:", row, re.IGNORECASE)
        ),
        1,
    )
    page.tell("uncalled-note", line, "[^", " ".join(block.rows))
    return True


def body_rows(page: ForeignPage, path: str, text: str) -> Rows:
    """The rows of another file that is put into one."""
    inner = ForeignPage(path, text.split("\n"), page.flavour, page.shelf, including=(*page.including, page.path))
    inner.place, inner.env = page.place, {"title": "-"}
    _, body = front_matter(_seen(text))
    blocks = written(inner, inner.trees(body, 1))
    page.told += inner.told
    page.labels += [replace(label, path=page.path) for label in inner.labels]
    page.wanted |= inner.wanted
    page.used += inner.used
    page.glossary += inner.glossary
    return joined(
        [
            ["#" * min(6, each.level) + " " + each.rows[0]] if each.level and page.place == "text" else list(each.rows)
            for each in blocks
        ]
    )


def flattened(blocks: Sequence[Written], top: int = 2) -> dict[str, str]:
    """The ids of the headings that become paragraphs, and the id of the heading above each that stays, or “”."""
    above: list[tuple[int, str]] = []
    gone: dict[str, str] = {}
    for at, each in enumerate(blocks):
        if each.level:
            while above and above[-1][0] >= each.level:
                above.pop()
            if top + len(above) > DEEPEST or _is_empty(blocks, at):
                gone |= {each.id: next((key for _, key in reversed(above) if key), "")} if each.id else {}
            above.append((each.level, gone.get(each.id, each.id)))
    return gone


def outlined(blocks: Sequence[Written], told: list[Told], path: str, *, top: int = 2) -> list[Rows]:
    """Blocks of a chapter with headings of ##, ### and ####: none leaves a level out, what is deeper is a paragraph in bold.

    `top` is the level at which the outline begins. What was changed is told.
    """
    made: list[Rows] = []
    depths: list[int] = []
    for at, each in enumerate(blocks):
        if not each.level:
            made.append(list(each.rows))
            continue
        while depths and depths[-1] >= each.level:
            depths.pop()
        depths.append(each.level)
        level = top - 1 + len(depths)
        if level > DEEPEST:
            told.append(Told(path, each.line, 0, "deep-heading"))
        elif _is_empty(blocks, at):
            told.append(Told(path, each.line, 0, "empty-heading"))
        if len(depths) > 1 and each.level - depths[-2] > 1:
            told.append(Told(path, each.line, 0, "heading-level"))
        words = f"{each.rows[0]} {{#{each.id}}}" if each.id else each.rows[0]
        made.append([bold(each.rows[0])] if level > DEEPEST or _is_empty(blocks, at) else [f"{'#' * level} {words}"])
    return made


def _is_empty(blocks: Sequence[Written], at: int) -> bool:
    """Whether nothing stands below a heading: no block, no deeper heading."""
    following = next((each for each in blocks[at + 1 :] if each.level or not _silent(each)), None)
    return following is None or (following.level > 0 and following.level <= blocks[at].level)


def _silent(block: Written) -> bool:
    return all(re.match(r"%|<!--.*-->$|\[\^[^\]]+\]:|\s*$", row) for row in block.rows[:1])
