"""The contents of a foreign book: what its files are, in which order, and what the book says of itself."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from studyguide.markup.foreign.grammar import Flavour
from studyguide.markup.foreign.told import Told
from studyguide.sources.foreign_yaml import ForeignData, words_in

MARKDOWN = (".md", ".markdown", ".qmd", ".Rmd", ".rmd", ".ipynb")


Kind = Literal["preface", "chapter", "appendix"]


@dataclass(frozen=True)
class BookFile:
    """A file of the book. `depth` 0 begins a chapter, a deeper one is a section of it; `part` is a part that it opens.

    `ends_part`: it stands in no part, though one was open. `title` is what the contents call it.
    """

    path: str
    title: str = ""
    depth: int = 0
    part: str = ""
    kind: Kind = "chapter"
    numbered: bool = True
    ends_part: bool = False


@dataclass(frozen=True)
class BookFacts:
    """What a book says of itself; “” and nothing where it does not."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    date: str = ""
    publisher: str = ""
    description: str = ""
    home: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Contents:
    """A book as its contents file has it; `path` is that file. `bibliographies` are paths of files of sources."""

    path: str
    flavour: Flavour
    files: tuple[BookFile, ...]
    facts: BookFacts = field(default_factory=BookFacts)
    bibliographies: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    told: tuple[Told, ...] = ()

    @property
    def root(self) -> str:
        """The folder in which the book lies, “” for that of the whole import."""
        folders = [posixpath.dirname(row.path) for row in self.files]
        own = posixpath.dirname(self.path)
        return (
            own
            if any(folder.startswith(own) for folder in folders) and self.flavour != "mkdocs"
            else posixpath.commonpath(folders)
            if folders
            else ""
        )


def text(value: Any) -> str:
    """A value as one line of words."""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def table(value: Any) -> dict[str, Any]:
    """A value that is a table; an empty one in the place of any other."""
    return value if isinstance(value, dict) else {}


def names(value: Any) -> tuple[str, ...]:
    """The people that a value names: a list of names or of tables with a name, or a line with several."""
    if isinstance(value, list):
        return tuple(name for each in value for name in names(each))
    if isinstance(value, dict):
        given = value.get("name") or " ".join(filter(None, (text(value.get("given")), text(value.get("family")))))
        return names(given if not isinstance(given, dict) else given.get("literal") or " ".join(map(text, given.values())))
    line = text(value)
    for sign in (" & ", " and ", "; "):
        line = line.replace(sign, "\0")
    parts = [part.strip() for part in line.split("\0")]
    if len(parts) > 1:  # “A, B, and C”
        parts = [name.strip() for part in parts for name in part.split(", ")]
    return tuple(part.strip(" ,") for part in parts if part.strip(" ,"))


def left_over(path: str, data: ForeignData, known: tuple[str, ...], within: tuple[str, ...] = ()) -> tuple[Told, ...]:
    """The settings that the import does not know, each told at its line."""
    table = data.content
    for key in within:
        table = table.get(key) if isinstance(table, dict) else None
    rows = table.items() if isinstance(table, dict) else ()
    return tuple(
        Told(path, data.lines.get((*within, key), 0), 1, "setting", f"{key}: {words_in(value)}".rstrip(": "))
        for key, value in rows
        if key not in known
    )
