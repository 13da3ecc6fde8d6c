"""Contents of mdBook: `SUMMARY.md`, with `book.toml` in the folder above it."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from studyguide.markup.foreign.told import Told
from studyguide.sources.foreign_yaml import words_in
from studyguide.tasks.importing.contents import BookFacts, BookFile, Contents, Kind, names, table, text

ROW = re.compile(
    r"^(?P<indent>[ \t]*)(?P<sign>[-*+]|\d+\.)?[ \t]*\[(?P<title>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<path>[^)\s]*)[^)]*\)[ \t]*$"
)
PART = re.compile(r"^#+[ \t]+(.+?)[ \t]*$")


def mdbook(path: str, texts: Mapping[str, str]) -> Contents:
    """A book of mdBook (https://rust-lang.github.io/mdBook/format/summary.html)."""
    folder = posixpath.dirname(path)
    config_path = next(
        (
            name
            for name in (posixpath.join(posixpath.dirname(folder), "book.toml"), posixpath.join(folder, "book.toml"))
            if name in texts
        ),
        "",
    )
    config = _config(texts.get(config_path, ""))
    book = table(config.get("book"))
    rows: list[BookFile] = []
    told: list[Told] = []
    part, listed, indents = "", False, [0]
    for number, row in enumerate(texts[path].split("\n"), 1):
        found, opened = ROW.match(row), PART.match(row)
        if opened and (listed or number > 1) and not _is_title(opened[1], rows):
            part = opened[1]
        if not found:
            continue
        listed = listed or bool(found["sign"])
        name = posixpath.normpath(posixpath.join(folder, unquote(found["path"]))) if found["path"] else ""
        depth = _depth(found["indent"], indents) if found["sign"] else 0
        if name not in texts:
            told.append(Told(path, number, found.start("title") + 1, "included", f"{found['title']} {found['path']}"))
            continue
        kind: Kind = "chapter" if found["sign"] or listed else "preface"
        rows.append(
            BookFile(
                name,
                found["title"],
                depth,
                part if depth == 0 else "",
                kind,
                bool(found["sign"]),
                ends_part=not found["sign"] and listed,
            )
        )
        part = "" if depth == 0 else part
    facts = BookFacts(
        text(book.get("title")), "", names(book.get("authors")), text(book.get("language")), "", "", text(book.get("description"))
    )
    told += [
        Told(config_path, _line(texts[config_path], key), 1, "setting", f"{key} {words_in(value)}")
        for key, value in config.items()
        if key != "book"
    ]
    known = ("title", "authors", "language", "description", "src")
    told += [
        Told(config_path, _line(texts[config_path], key), 1, "setting", f"{key} {value}")
        for key, value in book.items()
        if key not in known
    ]
    return Contents(path, "mdbook", tuple(rows), facts, (), {}, tuple(told))


def _config(source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        return {}


def _line(source: str, key: str) -> int:
    return next(
        (number for number, row in enumerate(source.split("\n"), 1) if re.match(rf"\[*\"?{re.escape(key)}\b", row.strip())), 0
    )


def _is_title(words: str, rows: list[BookFile]) -> bool:
    """The first heading of the file is its title: “Summary”, or that of the book."""
    return not rows and words.casefold() in ("summary", "contents", "table of contents")


def _depth(indent: str, indents: list[int]) -> int:
    column = len(indent.expandtabs(4))
    while len(indents) > 1 and indents[-1] > column:
        indents.pop()
    if column > indents[-1]:
        indents.append(column)
    return len(indents) - 1
