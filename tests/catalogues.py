"""The messages of the program and its templates, and the catalogues that have words for them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from tests.tinybook import ROOT

WORDS, TEMPLATES = ROOT / "styles" / "words", ROOT / "styles" / "templates"
KEYWORDS = {"message": None, "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PRINTING = ("art", "book", "epub", "html", "markup", "nodes", "pdf", "publish", "sources")
"""The rooms whose words a reader meets; those above talk to editors."""
Name = tuple[str, str | tuple[str, ...]]
"""A message: its context, or “”, and its words, or those of its singular and plural."""


@cache
def named() -> dict[Name, str]:
    """The messages that the code and the templates name, each with the file that has it first."""
    found: dict[Name, str] = {}
    for path, function, words in _every():
        texts = tuple(filter(None, words if isinstance(words, tuple | list) else (words,)))
        if not texts:
            continue  # a message that a variable names: where it is marked, it is found
        name: Name = (texts[0], texts[1]) if function == "pgettext" else ("", texts[0] if len(texts) == 1 else texts[:2])
        found.setdefault(name, path)
    return found


def _every() -> Iterator[tuple[str, str, Any]]:
    for path in sorted(each for room in PRINTING for each in (ROOT / "studyguide" / room).rglob("*.py")):
        with path.open("rb") as code:
            for _, words, _, context in extract("python", code, KEYWORDS):
                yield _from_root(path), "pgettext" if context else "", (context, words) if context else words
    for path in sorted(each for each in TEMPLATES.rglob("*") if each.is_file()):
        with path.open("rb") as template:
            options = {"trim_blocks": "true", "lstrip_blocks": "true"}
            for _, function, texts, _ in babel_extract(template, tuple(KEYWORDS), (), options):
                yield _from_root(path), function, texts


def _from_root(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def catalogue(language: str) -> Catalog:
    """The catalogue of a language."""
    return read_po(io.BytesIO((WORDS / f"{language}.po").read_bytes()), abort_invalid=True)


def languages() -> list[str]:
    """The languages that have words."""
    return sorted(path.stem for path in WORDS.glob("*.po"))


def written_anew(language: str) -> bytes:
    """The catalogue of a language with the messages of now, each with the words that it has; in British English with its own."""
    old = catalogue(language)
    made = Catalog(fuzzy=False)
    made.mime_headers = [("Plural-Forms", old.plural_forms)]
    placed: Any = made  # Babel takes a path without a line, too
    for (context, words), path in named().items():
        known = old.get(words if isinstance(words, str) else words[0], context or None)
        english = words if isinstance(words, str) else list(words)
        said = english if language == "en-GB" else known.string if known else ""
        placed.add(words, said, [(path, None)], context=context or None)
    text = io.BytesIO()
    write_po(text, made, width=0, omit_header=True)
    return HEAD.format(language=language, plurals=old.plural_forms).encode() + text.getvalue()


HEAD = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
