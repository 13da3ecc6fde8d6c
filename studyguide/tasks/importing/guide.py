"""The folder of a guide that is made of a foreign book: as `./guide new guide` makes it, with what the book says of itself."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from studyguide.sources.formats import FORMATS, day, plain_line, web_address
from studyguide.sources.identifiers import ascii_slug
from studyguide.tasks.editing import new_guide
from studyguide.tasks.importing.book import facts_of
from studyguide.tasks.importing.contents import BookFacts, Contents, names, text

LANGUAGES = {"en": "en-GB"}
"""A language that is told without its country, and has a catalogue for one alone."""
LEFT_OUT = ("chapters/guide.toml", "chapters/01-beginning.md")


def guide_files(
    folder: Path, contents: Contents, texts: Mapping[str, str], said: Mapping[str, str], today: datetime.date
) -> dict[str, str]:
    """The files besides the chapters. `said` is what was typed: title, language, program."""
    facts = _facts(contents, texts)
    title = said.get("title") or facts.title or folder.name.replace("-", " ").capitalize()
    language = said.get("language") or _language(facts.language)
    made = new_guide.texts_of(folder, title, language, said.get("program") or new_guide.program_here(folder))
    kept = {name: each for name, each in made.items() if name not in LEFT_OUT}
    return {
        **kept,
        "chapters/guide.toml": _toml(
            folder.name, contents, texts, replace(facts, title=title, language=language, date=_day(facts.date, today))
        ),
    }


def _facts(contents: Contents, texts: Mapping[str, str]) -> BookFacts:
    """What the contents file says of the book, and else the head of its first file."""
    head, facts = facts_of(contents, texts), contents.facts
    return BookFacts(
        facts.title or text(head.get("title")),
        facts.subtitle or text(head.get("subtitle")),
        facts.authors or names(head.get("author") or head.get("authors") or []),
        facts.language or text(head.get("lang")),
        facts.date or text(head.get("date")),
        facts.publisher,
        facts.description or text(head.get("description")),
        facts.home,
        facts.licence,
    )


def _language(tag: str) -> str:
    tag = LANGUAGES.get(tag, tag)
    return tag if tag and FORMATS["language"](tag) is None else "en-GB"


def _day(written: str, today: datetime.date) -> str:
    if day(written) is None:
        return written
    found = re.fullmatch(r"(\d{4})(?:-(\d{2}))?", written)
    return f"{found[1]}-{found[2] or '01'}-01" if found else today.isoformat()


def _toml(folder: str, contents: Contents, texts: Mapping[str, str], facts: BookFacts) -> str:
    """The text of guide.toml. The identifier is made of the texts of the book, so that the same book has the same one."""
    digest = hashlib.sha256("\0".join(f"{row.path}\0{texts[row.path]}" for row in contents.files).encode()).hexdigest()
    rows = [
        f"name = {_quoted(ascii_slug(folder)[: new_guide.LONGEST].strip('-') or 'guide')}   # what the finished files are called",
        f"title = {_quoted(_words(facts.title))}",
        *([f"subtitle = {_quoted(_words(facts.subtitle))}"] if facts.subtitle else []),
        f"language = {_quoted(facts.language)}",
        'version = "1.0.0-draft"',
        f"date = {facts.date}",
        f"identifier = {_quoted(str(uuid.uuid5(uuid.NAMESPACE_OID, digest)))}   # never changes while this guide lives",
        *([f"publisher = {_quoted(_words(facts.publisher))}"] if facts.publisher else []),
        *([f"description = {_quoted(_words(facts.description))}"] if facts.description else []),
        *([f"home = {_quoted(facts.home)}"] if facts.home and web_address(facts.home) is None else []),
        *(["smart-quotes = true"] if contents.flavour == "pandoc" else []),
    ]
    for name in facts.authors:
        rows += ["", "[[people]]", f"name = {_quoted(_words(name))}", 'role = "aut"']
    if facts.licence:
        rows += ["", "[licence]", f"name = {_quoted(_words(facts.licence))}"]
    return "\n".join(rows) + "\n"


def _words(value: str) -> str:
    """Plain words in one line: tags and other markup are taken off."""
    bare = " ".join(re.sub(r"<[^>]+>", " ", value).split())
    return bare if plain_line(bare) is None else " ".join(re.sub(r"[*`\[\]]", "", bare).split())


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
