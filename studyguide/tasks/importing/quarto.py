"""Contents of Quarto and bookdown: `_quarto.yml`, and `_bookdown.yml` with the head of `index.Rmd`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from studyguide.markup.foreign.convert import front_matter
from studyguide.sources.foreign_yaml import read_foreign_yaml
from studyguide.tasks.importing.contents import BookFacts, BookFile, Contents, Kind, left_over, names, table, text
from studyguide.tasks.importing.jupyter import _paths

_CHAPTER: Kind = "chapter"
BOOK = (
    "title",
    "subtitle",
    "author",
    "authors",
    "date",
    "description",
    "chapters",
    "appendices",
    "references",
    "abstract",
    "site-url",
    "doi",
)
UNNUMBERED = re.compile(r"^# (?!\((?:PART|APPENDIX))[^\n]*\{[^}\n]*(?:\.unnumbered|(?<![\w-])-(?![\w-]))[^}\n]*\}", re.MULTILINE)


def quarto(path: str, texts: Mapping[str, str]) -> Contents:
    """A book of Quarto (https://quarto.org/docs/books/book-structure.html)."""
    folder = posixpath.dirname(path)
    data = read_foreign_yaml(texts[path])
    top = data.table()
    book = table(top.get("book"))
    rows = [*_rows(book.get("chapters"), "chapter"), *_rows(book.get("appendices"), "appendix")]
    files = [row for each in rows if (row := _file(each, folder, texts))]
    facts = _facts({**top, **book})
    variables = _variables(texts.get(posixpath.join(folder, "_variables.yml"), ""))
    told = (
        *left_over(path, data, ("book", "bibliography", "lang", "csl", "title", "author")),
        *left_over(path, data, BOOK, ("book",)),
    )
    return Contents(path, "pandoc", tuple(files), facts, _paths(top.get("bibliography"), folder, texts), variables, told)


def _rows(value: Any, kind: Any) -> Iterator[BookFile]:
    """Chapters, and parts with theirs; a part may be a file of its own, whose text is a chapter without a number."""
    for item in value if isinstance(value, list) else []:
        if isinstance(item, dict) and (part := text(item.get("part"))):
            inner = list(_rows(item.get("chapters"), kind))
            if part.endswith((".qmd", ".md", ".Rmd")):
                yield BookFile(part, part="?", kind=kind, numbered=False)
            elif inner:
                inner[0] = replace(inner[0], part=part)
            yield from inner
        elif isinstance(item, dict):
            name = text(item.get("file") or item.get("href"))
            if name:
                yield BookFile(name, text(item.get("text")), kind=kind)
            yield from _rows(item.get("chapters"), kind)
        elif text(item).endswith((".qmd", ".md", ".Rmd", ".ipynb")):
            yield BookFile(text(item), kind=kind)
        elif text(item) and text(item) != "---":
            continue


def _file(row: BookFile, folder: str, texts: Mapping[str, str]) -> BookFile | None:
    path = posixpath.normpath(posixpath.join(folder, row.path))
    if path not in texts:
        return None
    first = posixpath.basename(path).startswith("index.") and posixpath.dirname(path) == folder and not row.part
    row = replace(
        row, path=path, kind="preface" if first else row.kind, numbered=row.numbered and not UNNUMBERED.search(texts[path])
    )
    return replace(row, part=title_in(texts[path]) or "Part") if row.part == "?" else row


def title_in(source: str) -> str:
    """The title that a file gives itself, as it is written."""
    head, body = front_matter(source)
    written = text(read_foreign_yaml(head).table().get("title"))
    found = re.search(r"^# +(?!\((?:PART|APPENDIX))(.+?)(?:[ \t]+#+)?[ \t]*(?:\{[^}\n]*\})?[ \t]*$", body, re.MULTILINE)
    below = re.search(r"^([^\s#>`|:-][^\n]*)\n=+[ \t]*$", body, re.MULTILINE)
    return written or (found[1] if found else "") or (below[1] if below else "")


def _facts(said: Mapping[str, Any]) -> BookFacts:
    return BookFacts(
        title=text(said.get("title")),
        subtitle=text(said.get("subtitle")),
        authors=names(said.get("author") or said.get("authors")),
        language=text(said.get("lang")),
        date=text(said.get("date")),
        publisher=text(said.get("publisher")),
        description=text(said.get("description") or said.get("abstract")),
        home=text(said.get("site-url") or said.get("url")),
    )


def _variables(source: str) -> dict[str, str]:
    """The variables of a project, by their names with stops between."""

    def flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            for key, each in value.items():
                yield from flat(each, f"{path}.{key}" if path else key)
        elif text(value):
            yield path, text(value)

    return dict(flat(read_foreign_yaml(source).content, ""))


def bookdown(path: str, texts: Mapping[str, str]) -> Contents:
    """A book of bookdown (https://bookdown.org/yihui/bookdown/): the files that are named, else all by name."""
    folder = posixpath.dirname(path)
    data = read_foreign_yaml(texts[path])
    said = data.table()
    listed = said.get("rmd_files")
    listed = listed.get("html") if isinstance(listed, dict) else listed
    beside = sorted(
        name
        for name in texts
        if posixpath.dirname(name) == folder and name.endswith((".Rmd", ".rmd")) and not posixpath.basename(name).startswith("_")
    )
    paths = (
        [posixpath.normpath(posixpath.join(folder, text(each))) for each in listed]
        if isinstance(listed, list)
        else sorted(beside, key=lambda name: (not name.endswith("index.Rmd"), name))
    )
    index = posixpath.normpath(posixpath.join(folder, "index.Rmd"))
    head = read_foreign_yaml(front_matter(texts.get(index, ""))[0], 2)
    rows: list[BookFile] = []
    part, kind = "", _CHAPTER
    for name in (each for each in paths if each in texts):
        for found in re.finditer(
            r"^# \((PART|APPENDIX)\\?\*?\)[ \t]*(.*?)[ \t]*(?:\{[^}\n]*\})?[ \t]*$", texts[name], re.MULTILINE
        ):
            part, kind = (found[2], kind) if found[1] == "PART" else (found[2], "appendix")
        first = name == index
        rows.append(
            BookFile(
                name, part="" if first else part, kind="preface" if first else kind, numbered=not UNNUMBERED.search(texts[name])
            )
        )
        part = part if first else ""
    told = left_over(path, data, ("rmd_files", "book_filename", "language"))
    return Contents(
        path, "pandoc", tuple(rows), _facts(head.table()), _paths(head.table().get("bibliography"), folder, texts), {}, told
    )
