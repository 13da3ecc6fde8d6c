"""Contents of Jupyter Book and MyST: `_toc.yml` with `_config.yml`, and `myst.yml`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from studyguide.sources.foreign_yaml import read_foreign_yaml
from studyguide.tasks.importing.contents import MARKDOWN, BookFacts, BookFile, Contents, left_over, names, text


def jupyter_book(path: str, texts: Mapping[str, str]) -> Contents:
    """A book of Jupyter Book 1 (https://jupyterbook.org/v1/structure/toc.html)."""
    folder = posixpath.dirname(path)
    toc = read_foreign_yaml(texts[path]).content
    config_path = posixpath.join(folder, "_config.yml")
    config = read_foreign_yaml(texts.get(config_path, ""))
    said = config.table()
    rows: list[BookFile] = []
    if isinstance(toc, list):  # the older form
        toc = {"root": toc[0].get("file", ""), "chapters": toc[1:]} if toc and isinstance(toc[0], dict) else {}
    if isinstance(toc, dict):
        if root := text(toc.get("root")):
            rows.append(BookFile(root, kind="preface"))
        for part in toc.get("parts") or [toc]:
            if isinstance(part, dict):
                caption = text(part.get("caption"))
                found = [each for item in part.get("chapters") or part.get("sections") or [] for each in _files(item, 0)]
                rows += [replace(each, part=caption) if at == 0 else each for at, each in enumerate(found)]
    files = tuple(each for row in rows if (each := _found(row, folder, texts)))
    bibliographies = said.get("bibtex_bibfiles") or []
    facts = BookFacts(
        title=text(said.get("title")),
        authors=names(said.get("author")),
        language=text((said.get("sphinx") or {}).get("config", {}).get("language"))
        if isinstance(said.get("sphinx"), dict) and isinstance((said.get("sphinx") or {}).get("config"), dict)
        else "",
        description=text(said.get("description")),
    )
    known = ("title", "author", "description", "bibtex_bibfiles")
    return Contents(path, "myst", files, facts, _paths(bibliographies, folder, texts), {}, left_over(config_path, config, known))


def _files(item: Any, depth: int) -> Iterator[BookFile]:
    if not isinstance(item, dict):
        return
    inner = item.get("sections") or item.get("children") or []
    if path := text(item.get("file") or item.get("glob")):
        yield BookFile(path, text(item.get("title")), depth)
        depth += 1
    for each in inner if isinstance(inner, list) else []:
        yield from _files(each, depth)


def _found(row: BookFile, folder: str, texts: Mapping[str, str]) -> BookFile | None:
    """The row with the path of its file; a name without an ending has one of those of Markdown."""
    base = posixpath.normpath(posixpath.join(folder, row.path))
    path = next((base + ending for ending in ("", *MARKDOWN) if base + ending in texts), "")
    return replace(row, path=path) if path else None


def _paths(value: Any, folder: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    rows = value if isinstance(value, list) else [value]
    paths = (posixpath.normpath(posixpath.join(folder, text(row))) for row in rows if text(row))
    return tuple(path for path in paths if path in texts)


def myst(path: str, texts: Mapping[str, str]) -> Contents:
    """A project of MyST (https://mystmd.org/guide/frontmatter); its contents may be those of its folder, by name."""
    folder = posixpath.dirname(path)
    data = read_foreign_yaml(texts[path])
    project = data.table().get("project")
    said = project if isinstance(project, dict) else {}
    toc = said.get("toc")
    rows: list[BookFile] = []
    for item in toc if isinstance(toc, list) else []:
        rows += list(_toc(item))
    files = tuple(each for row in rows if (each := _found(row, folder, texts)))
    bibliographies = said.get("bibliography") or sorted(name for name in texts if name.endswith(".bib"))
    licence = said.get("license")
    facts = BookFacts(
        title=text(said.get("title")),
        subtitle=text(said.get("subtitle")),
        authors=names(said.get("authors") or said.get("author")),
        language=text(said.get("language")),
        date=text(said.get("date")),
        publisher=text(said.get("venue")),
        description=text(said.get("description")),
        licence=text(licence.get("content") if isinstance(licence, dict) else licence),
    )
    known = (
        "title",
        "subtitle",
        "authors",
        "author",
        "language",
        "date",
        "venue",
        "description",
        "license",
        "toc",
        "bibliography",
        "id",
        "math",
    )
    told = (*left_over(path, data, ("project", "version")), *left_over(path, data, known, ("project",)))
    return Contents(path, "myst", files, facts, _paths(bibliographies, folder, texts), {}, told)


def _toc(item: Any) -> Iterator[BookFile]:
    """A row of the contents; one with a title alone is a part."""
    if not isinstance(item, dict):
        return
    if item.get("file"):
        yield from _files(item, 0)
        return
    found = [each for child in item.get("children") or [] for each in _files(child, 0)]
    yield from (replace(each, part=text(item.get("title"))) if at == 0 else each for at, each in enumerate(found))
