"""The index of the search: the passages of the guide as a script, which a page from a disk may load as well."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib import resources

from studyguide.nodes import GlossaryEntry
from studyguide.publish.site.web_edition import WebPage

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
START = 140  # characters of a passage that a result shows
UNSEARCHED = {"contents.html", "index.html", "title.html", "imprint.html"}


def search_index(pages: Iterable[WebPage], glossary: Iterable[GlossaryEntry]) -> bytes:
    """The passages with the words that each has, each word once, and with other names of the terms that it speaks of."""
    names = [tuple(filter(None, (entry.term, entry.abbr, *entry.synonyms))) for entry in glossary]
    rows = [*_rows(pages, [each for each in names if len(each) > 1])]
    return f"window.GUIDE_PASSAGES = {json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def _rows(pages: Iterable[WebPage], names: list[tuple[str, ...]]) -> Iterator[dict[str, object]]:
    number = 0
    for page in pages:
        for passage in page.body.passages if page.name not in UNSEARCHED else ():
            said = f" {' '.join(WORD.findall(passage.words.casefold()))} "
            also = {other for group in names if any(f" {name.casefold()} " in said for name in group) for other in group}
            yield {
                "id": (number := number + 1),
                "page": f"{page.name}#{passage.anchor}",
                "title": passage.title,
                "chapter": page.title if page.title != passage.title else "",
                "start": _start(passage.words, passage.title),
                "words": " ".join(dict.fromkeys(said.split())),
                "also": " ".join(sorted(also)),
            }


def _start(words: str, title: str) -> str:
    """How a passage begins, behind its title."""
    text = words.removeprefix(title).strip()
    return text if len(text) <= START else text[:START].rpartition(" ")[0] + " …"


def scripts() -> dict[str, bytes]:
    """The scripts that search: MiniSearch, and what shows its results."""
    folder = resources.files("studyguide.publish.site")
    return {path.name: path.read_bytes() for path in map(folder.joinpath, ("minisearch/minisearch.js", "search.js"))}
