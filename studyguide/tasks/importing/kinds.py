"""The kind of a foreign book, by the contents file that it has."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping

from studyguide.markup.foreign.grammar import Flavour
from studyguide.tasks.importing.contents import Contents
from studyguide.tasks.importing.jupyter import jupyter_book, myst
from studyguide.tasks.importing.mdbook import mdbook
from studyguide.tasks.importing.mkdocs import mkdocs
from studyguide.tasks.importing.plain import plain
from studyguide.tasks.importing.quarto import bookdown, quarto

CONTENTS: Mapping[str, Callable[[str, Mapping[str, str]], Contents]] = {
    "_toc.yml": jupyter_book,
    "myst.yml": myst,
    "_quarto.yml": quarto,
    "_bookdown.yml": bookdown,
    "SUMMARY.md": mdbook,
    "mkdocs.yml": mkdocs,
}
"""The contents files that are known, and who reads them; of several in a folder the first one holds."""
DEEPEST = 2  # folders below the book's own in which a contents file is looked for
SIGNS: tuple[tuple[str, Flavour], ...] = (
    (r"^[ \t]*`{3,}\{[a-z][\w:-]*\}[ \t]*(?!.*#\|)|^:{3,}\{|\{(?:\w*ref|cite|doc|term|eq|math)[\w:]*\}`|^\([\w-]+\)=$", "myst"),
    (r"^:{3,}[ \t]+\{?\.?\w|\[-?@\w|\{\.[\w-]+|^```+\{r\b|\{#(?:fig|tbl|sec|eq)-|\{\{<", "pandoc"),
    (r'^(?:!!!|\?\?\?)[ \t]+\w|^=== "', "mkdocs"),
    (r"\{\{#\w+", "mdbook"),
)


def contents_of(texts: Mapping[str, str]) -> Contents:
    """The contents of a book, by the contents file that lies least deep; without one, by its README or the names of its files."""
    found = sorted(
        (name.count("/"), list(CONTENTS).index(posixpath.basename(name)), name)
        for name in texts
        if posixpath.basename(name) in CONTENTS and name.count("/") <= DEEPEST
    )
    for _, _, name in found:
        made = CONTENTS[posixpath.basename(name)](name, texts)
        if made.files:
            return made
    return plain(texts)


def flavour_of(name: str, text: str) -> Flavour:
    """The flavour of a file that stands alone, by what it holds."""
    if name.lower().endswith((".qmd", ".rmd")):
        return "pandoc"
    if name.lower().endswith(".ipynb"):
        return "myst"
    return next((flavour for pattern, flavour in SIGNS if re.search(pattern, text, re.MULTILINE)), "plain")
