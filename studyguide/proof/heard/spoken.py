"""A transcript: what is said of a file from its beginning to its end, as values, and as lines for a person to read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["block", "text", "heading", "link", "graphic", "list", "item", "table", "row", "cell", "note", "group", "page"]
INLINE = ("text", "link", "page")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that is said, or announced.

    `text` are its words; of a list, table or row there are none. `name` is what a link, table or group is called, or the label of
    an item or note; `target` where a link leads; `level` that of a heading; `count` the items of a list, or the rows of a table
    and its `columns`. `within` are the kinds of what it stands in, and their classes or roles, the outermost first. `place` is
    the document, or the page.
    """

    kind: Kind
    text: str = ""
    name: str = ""
    target: str = ""
    level: int = 0
    count: int = 0
    columns: int = 0
    within: tuple[str, ...] = ()
    place: str = ""


def lines(transcript: Iterable[Spoken]) -> Iterator[str]:
    """A transcript as lines. What software announces stands in square brackets, a link between ‹ and ›."""
    line = ""
    for each in transcript:
        if "heading" in each.within or "graphic" in each.within:
            continue  # said with what it stands in
        if each.kind in INLINE:
            line += _inline(each)
            continue
        if line.strip():
            yield _flat(line)
        line = _announced(each)
    if line.strip():
        yield _flat(line)


def _inline(each: Spoken) -> str:
    if each.kind == "link":
        return f"‹{each.name}›"
    return f" [page {each.name}] " if each.kind == "page" else each.text


def _announced(each: Spoken) -> str:
    called = f": {each.name}" if each.name else ""
    said = {
        "heading": f"[heading {each.level}] {each.text}",
        "graphic": f"[graphic] {each.text}",
        "list": f"[list of {each.count}]",
        "table": f"[table of {each.count} rows and {each.columns} columns{called}]",
        "row": "[row]",
        "cell": f"[{'header' if each.level else 'cell'}] ",
        "note": f"[note] {each.name} ",
        "group": f"[{each.text}{called}]",
        "item": f"{each.name} ",
    }
    return said.get(each.kind, "")


def _flat(line: str) -> str:
    return " ".join(line.replace("\u00ad", "").split())
