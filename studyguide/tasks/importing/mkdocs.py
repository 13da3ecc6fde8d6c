"""Contents of MkDocs: `mkdocs.yml`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import Any

from studyguide.sources.foreign_yaml import read_foreign_yaml
from studyguide.tasks.importing.contents import BookFacts, BookFile, Contents, left_over, names, text
from studyguide.tasks.importing.plain import naturally

KNOWN = ("site_name", "site_author", "site_description", "site_url", "nav", "docs_dir", "copyright")


def mkdocs(path: str, texts: Mapping[str, str]) -> Contents:
    """A site of MkDocs (https://www.mkdocs.org/user-guide/configuration/#nav); without `nav`, all its files by name."""
    data = read_foreign_yaml(texts[path])
    said = data.table()
    docs = posixpath.normpath(posixpath.join(posixpath.dirname(path), text(said.get("docs_dir")) or "docs"))
    nav = said.get("nav")
    rows = (
        list(_rows(nav, docs, texts, ""))
        if isinstance(nav, list)
        else [BookFile(name) for name in naturally(_below(docs, texts))]
    )
    rows = [replace(row, ends_part=True) if at and not row.part and row.title == _ALONE else row for at, row in enumerate(rows)]
    files = tuple(replace(row, title="" if row.title == _ALONE else row.title) for row in rows)
    facts = BookFacts(
        title=text(said.get("site_name")),
        authors=names(said.get("site_author")),
        description=text(said.get("site_description")),
        home=text(said.get("site_url")),
        publisher="",
    )
    told = left_over(path, data, tuple(key for key in KNOWN if key != "copyright"))
    return Contents(path, "mkdocs", files, facts, (), {}, told)


_ALONE = "\0"
"""The title of a row of the contents that stands in no group and has none of its own."""


def _below(folder: str, texts: Mapping[str, str]) -> list[str]:
    return [name for name in texts if name.startswith(folder.rstrip("/") + "/") and name.endswith((".md", ".markdown"))]


def _rows(value: Any, docs: str, texts: Mapping[str, str], group: str) -> Iterator[BookFile]:
    """The files of a level: a group is a part, a group in it goes on in that, under its own name."""
    for item in value if isinstance(value, list) else []:
        pairs = item.items() if isinstance(item, dict) else [("", item)]
        for title, target in pairs:
            if isinstance(target, list):
                inner = [replace(each, part="") if group else each for each in _rows(target, docs, texts, title)]
                if inner:
                    yield replace(inner[0], part=f"{group}: {title}" if group else title)
                    yield from inner[1:]
            else:
                yield from _named(text(target), docs, texts, title if group else title or _ALONE, group)


def _named(target: str, docs: str, texts: Mapping[str, str], title: str, group: str) -> Iterator[BookFile]:
    path = posixpath.normpath(posixpath.join(docs, target))
    if path in texts:
        yield BookFile(path, re.sub(r"<[^>]+>", "", unescape(title)), ends_part=not group)
    elif target.endswith("/") or not posixpath.splitext(target)[1]:  # a folder, as literate-nav and awesome-pages have it
        found = [BookFile(name) for name in naturally(_below(path, texts))]
        yield from (replace(each, part=title.strip("\0")) if at == 0 and not group else each for at, each in enumerate(found))
