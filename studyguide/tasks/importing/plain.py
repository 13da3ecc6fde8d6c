"""Contents of a folder of Markdown without a contents file: what its README leads to, else all its files by name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

from studyguide.markup.foreign.convert import under_own_title
from studyguide.markup.foreign.grammar import Flavour
from studyguide.markup.foreign.told import Told
from studyguide.tasks.importing.contents import MARKDOWN, BookFacts, BookFile, Contents, Kind
from studyguide.tasks.importing.quarto import title_in

LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s#?]+)[^)]*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
START = re.compile(r"(?:readme|index|summary|toc|contents|_sidebar)\.\w+", re.IGNORECASE)
NO_BOOK = re.compile(
    r"(?:^|/)(?:\.[^/]+/|node_modules/|_?build/|license|contributing|code_of_conduct|changelog|changes|history|security|support|authors|contributors"
    r"|maintainers|pull_request_template|issue_template)[^/]*", re.IGNORECASE,
)  # fmt: skip
"""Files that stand beside a book and are no part of it."""

KINDS: Mapping[Kind, re.Pattern[str]] = {
    "preface": re.compile(r"(?:foreword|preface|vorwort|préface|avant-propos|prefacio|prólogo)\W*$", re.IGNORECASE),
    "appendix": re.compile(r"(?:appendix|anhang|annexe|apéndice)\b", re.IGNORECASE),
}
"""What a title begins with, by the kind of chapter that it names."""
LISTS = re.compile(r"(?:toc|contents|_sidebar|summary)\.\w+", re.IGNORECASE)
"""Files that hold nothing but the contents, which a guide makes itself."""


def plain(texts: Mapping[str, str], told: Iterable[Told] = ()) -> Contents:
    """A book without contents file."""
    candidates = [name for name in texts if name.endswith(MARKDOWN) and not NO_BOOK.search(name)]
    starts = sorted(
        (name for name in candidates if START.fullmatch(posixpath.basename(name))),
        key=lambda name: (name.count("/"), _rank(name)),
    )
    led = {name: list(_linked(name, texts, {name}, 0)) for name in starts}
    start = next((name for name in starts if len(led[name]) > 1), starts[0] if starts else "")
    linked = led.get(start, [])
    rows = [BookFile(start, kind="preface"), *linked] if len(linked) > 1 else list(_by_name(start, candidates))
    flavour: Flavour = "pandoc" if any(row.path.endswith((".qmd", ".Rmd", ".rmd")) for row in rows) else "plain"
    title = title_in(texts[start]) if start else ""
    files = tuple(_of_its_kind(row, title_in(under_own_title(texts[row.path], title))) for row in rows)
    return Contents(start, flavour, files, BookFacts(title=title), _bibliographies(texts), {}, tuple(told))


def _of_its_kind(row: BookFile, title: str) -> BookFile:
    """A file, of which the title may say that it is a preface or an appendix."""
    kind = next((kind for kind, words in KINDS.items() if words.match(title)), row.kind)
    return replace(row, kind=kind)


def _rank(name: str) -> int:
    order = ("summary", "toc", "contents", "_sidebar", "readme", "index")
    return next((at for at, word in enumerate(order) if posixpath.basename(name).lower().startswith(word)), len(order))


def _bibliographies(texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in texts if name.endswith(".bib")))


def _linked(start: str, texts: Mapping[str, str], seen: set[str], depth: int) -> Iterator[BookFile]:
    """What a file leads to, in the order of its links; a README on the way leads further."""
    for a, b in LINK.findall(texts[start]):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(start), unquote(a or b).split("#")[0]))
        if path.rstrip("/") + "/README.md" in texts:
            path = path.rstrip("/") + "/README.md"
        if path in seen or path not in texts or not path.endswith(MARKDOWN) or NO_BOOK.search(path):
            continue
        seen.add(path)
        if LISTS.fullmatch(posixpath.basename(path)):
            yield from _linked(path, texts, seen, depth + 1)
            continue
        opens = bool(START.fullmatch(posixpath.basename(path))) and depth < 3
        yield BookFile(path, part=title_in(texts[path]) if opens else "", numbered=not opens)
        if opens:
            yield from (replace(each, part="") if depth else each for each in _linked(path, texts, seen, depth + 1))


def _by_name(start: str, names: Iterable[str]) -> Iterator[BookFile]:
    """The start, then all others; the folders in which they lie are parts, if there are several."""
    others = [name for name in naturally(names) if name != start]
    folders = {posixpath.dirname(name) for name in others}
    if start:
        yield BookFile(start, kind="preface" if others else "chapter")
    open_part = posixpath.dirname(start)
    for name in others:
        folder = posixpath.dirname(name)
        part = _title(folder) if len(folders) > 1 and folder and folder != open_part else ""
        open_part = folder
        yield BookFile(name, part=part)


def _title(folder: str) -> str:
    words = re.sub(r"^\d+[-_. ]*", "", posixpath.basename(folder)).replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or folder


def naturally(names: Iterable[str]) -> list[str]:
    """Names in the order of the numbers in them; an index or README before the others of its folder."""

    def key(name: str) -> list[str]:
        *folders, base = name.split("/")
        first = re.match(r"(?:index|readme)\.", base, re.IGNORECASE)
        return [re.sub(r"\d+", lambda found: found[0].zfill(9), part.casefold()) for part in (*folders, "" if first else base)]

    return sorted(names, key=key)
