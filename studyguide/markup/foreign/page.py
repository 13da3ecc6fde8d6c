"""One file of a foreign book while it is converted, what it may refer to, and what becomes of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.grammar import Flavour, foreign_grammar
from studyguide.markup.foreign.told import Told
from studyguide.markup.places import AT
from studyguide.sources.blanks import blank

BOOK = ""
"""In the place of a file: a label that is known by its name alone, in the whole book."""
HTML_SUFFIX = re.compile(r"\.(?:html?|md|markdown|qmd|Rmd|ipynb)$")


@dataclass(frozen=True)
class BookLabel:
    """What can be referred to: its file and name there, its kind (“sec”, “fig”, “exercise” …), and whether it was written."""

    path: str
    name: str
    kind: str
    written: bool = True
    group: int = 0
    """Names of one thing have one number."""


@dataclass(frozen=True)
class LabelTarget:
    """Where a label leads in the guide: the name of the chapter's file, the id there; “” for the chapter as such."""

    file: str
    id: str
    kind: str = "sec"


@dataclass(frozen=True)
class BookShelf:
    """What the files of a book may refer to.

    `texts`: the other texts of the book by path. `pictures`: path → name in `figures/`. `files`: path → file of the chapter.
    `targets`: (path or BOOK, name) → where it leads. `keys` are those of the sources, `terms` those of the glossary,
    `variables` what the configuration of the book says stands for names; `credit` is said of pictures that have none;
    `root` is the folder that addresses beginning with / start from; `widths` are the pixels of pictures from left to right.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[tuple[str, str], LabelTarget] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    variables: Mapping[str, str] = field(default_factory=dict)
    credit: str = ""
    title: str = ""
    root: str = ""
    widths: Mapping[str, int] = field(default_factory=dict)


@dataclass
class ForeignTerm:
    """A term for the glossary, with the rows that explain it."""

    term: str
    rows: list[str]


@dataclass
class ForeignPage:
    """A file while it is converted. `first` is the line of the file on which the piece being read begins.

    `place` says in what a block stands: “text”, “box”, “list”, “quote”, “note”, “definition”, “cell”. `labels` and `wanted` are
    the labels that it gives and asks for; `waiting` are names that belong to the next block, `below` blocks that must stand below
    the one that is being made.
    """

    path: str
    rows: Sequence[str]
    flavour: Flavour
    shelf: BookShelf = field(default_factory=BookShelf)
    first: int = 1
    place: str = "text"
    told: list[Told] = field(default_factory=list)
    labels: list[BookLabel] = field(default_factory=list)
    wanted: set[tuple[str, str]] = field(default_factory=set)
    waiting: list[str] = field(default_factory=list)
    below: list[list[str]] = field(default_factory=list)
    glossary: list[ForeignTerm] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    env: dict[str, Any] = field(default_factory=dict)
    notes: int = 0
    groups: int = 0
    including: tuple[str, ...] = ()
    html: bool = True

    def trees(self, text: str, first: int) -> list[SyntaxTreeNode]:
        """The syntax trees of a piece whose first row stands on a line of the file."""
        return list(SyntaxTreeNode(foreign_grammar(self.flavour, html=self.html).parse(text, self.env)).children)

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """While words are read that stand between tags: a tag at their start begins no block."""
        before, self.html = self.html, False
        yield
        self.html = before

    @contextmanager
    def inside(self, place: str, first: int = 0) -> Iterator[None]:
        """While a piece is read that stands in something, and begins on another line."""
        before = self.place, self.first
        self.place, self.first = place if place != "text" else self.place, first or self.first
        yield
        self.place, self.first = before

    def line(self, tree: SyntaxTreeNode) -> int:
        """The line of the file on which a tree starts."""
        return self.first + (tree.map[0] if tree.map else 0)

    def tell(self, kind: str, line: int, needle: str = "", words: str = "") -> None:
        """Tell of something at the place of `needle`, on this line or soon after it."""
        needle = needle.split("\n", 1)[0].strip()
        for number in range(line, min(line + 40, len(self.rows) + 1)) if needle else ():
            col = self.rows[number - 1].find(needle)
            if col >= 0:
                self.told.append(Told(self.path, number, col + 1, kind, " ".join(words.split())))
                return
        self.told.append(Told(self.path, line, 0, kind, " ".join(words.split())))

    # -- names ----------------------------------------------------------------------------------------------------------------

    def label(self, name: str, kind: str, *, written: bool = True) -> str:
        """Give a name of the book to what is being made; its id in the guide, “” where nothing needs one."""
        self.labels.append(BookLabel(self.path, name, kind, written, self.groups))
        target = self.shelf.targets.get((self.path, name))
        return target.id if target and target.kind == kind else ""

    def own_name(self, kind: str, words: str) -> str:
        """A name for what the book gives none; no name of the book ends in a space."""
        seen = self.env.setdefault("own", {})
        seen[kind, words] = seen.get((kind, words), 0) + 1
        return f"{kind}-{words} {seen[kind, words] if seen[kind, words] > 1 else ''} "

    def names(self, own: str = "") -> list[str]:
        """The names that wait for this block, and its own."""
        self.groups += 1
        found, self.waiting = [*self.waiting, *([own] if own else [])], []
        return found

    def target(self, name: str, path: str = "") -> LabelTarget | None:
        """Where a name leads, said in this file; with `path`, of another one. None where it leads to nothing."""
        for key in ((path or self.path, name), *([] if path else [(BOOK, name)])):
            self.wanted.add(key)
            if key in self.shelf.targets:
                return self.shelf.targets[key]
        return None

    def file(self, address: str) -> str:
        """The path in the book that an address relative to this file leads to; without what stands behind # or ?."""
        bare = unquote(re.split(r"[#?]", address, maxsplit=1)[0])
        base = self.shelf.root if bare.startswith("/") else posixpath.dirname(self.path)
        return posixpath.normpath(posixpath.join(base, bare.lstrip("/")))

    def chapter(self, address: str) -> str:
        """The path of the file of the book that an address means: with or without its ending, a folder or a web page."""
        path = self.file(address)
        stem = HTML_SUFFIX.sub("", path)
        for each in (path, *(stem + end for end in (".md", ".qmd", ".Rmd", ".ipynb", "/index.md", "/README.md"))):
            if each in self.shelf.files:
                return each
        return ""

    def picture(self, address: str) -> str:
        """The name in `figures/` of the picture at an address; “” if there is none."""
        bare = unquote(re.split(r"[#?]", address, maxsplit=1)[0]).lstrip("/")
        served = self.file(bare.removeprefix("../"))  # a site serves each file as a folder, from which tags of HTML count
        for path in (self.file(address), self.file("/" + address), posixpath.normpath(bare), served):
            for each in (path, *(path + end for end in (".png", ".jpg", ".svg"))):
                if each in self.shelf.pictures:
                    self.used.append(each)
                    return self.shelf.pictures[each]
        return ""

    @property
    def credit(self) -> str:
        """What is said of who made a picture, where its source does not."""
        return self.shelf.credit or blank("who made it, and under which licence it may be shown, as CC BY 4.0")


def offset(tree: SyntaxTreeNode) -> int:
    """Where in its passage an inline tree begins."""
    return int(tree.meta.get(AT, 0))
