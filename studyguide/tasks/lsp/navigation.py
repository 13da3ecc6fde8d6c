"""From a name to where it is given, and to where it is used; a name is changed everywhere at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from studyguide.book.occurrences import GLOSSARY, Kind, Occurrence, occurrences
from studyguide.sources.chapter_files import chapter_id
from studyguide.sources.reference_files import REFERENCE_FILES
from studyguide.sources.unreadable import Unreadable
from studyguide.tasks.editing.edits import TextChange
from studyguide.tasks.editing.rename import renaming

HOMES: Mapping[Kind, tuple[str, ...]] = {
    "value": ("chapters/values.toml",),
    "source": REFERENCE_FILES,
    "term": (GLOSSARY,),
    "fragment": ("chapters/safety.md",),
}
"""The files in which names of a kind are given; others are given in chapters and figures."""


def names_in(texts: Mapping[str, str], path: str) -> tuple[Occurrence, ...]:
    """The names in a file, by place; none if it cannot be read as it stands."""
    return _names_in(path, texts[path], texts.get(GLOSSARY, "")) if path in texts else ()


@lru_cache(maxsize=512)
def _names_in(path: str, text: str, glossary: str) -> tuple[Occurrence, ...]:
    try:
        found = occurrences({GLOSSARY: glossary, path: text})
    except (Unreadable, ValueError, LookupError, AttributeError):  # half a file: somebody is writing it
        return ()
    return tuple(each for each in found if each.span.path == path)


def name_at(texts: Mapping[str, str], path: str, line: int, col: int) -> Occurrence | None:
    """The name at a place (line and column from 1), also right behind its last character."""
    for each in names_in(texts, path):
        span = each.span
        if span.line == line and span.col and span.col <= col <= span.col + span.length:
            return each
    return None


def given(texts: Mapping[str, str], what: Occurrence) -> list[Occurrence]:
    """Where a name is given; of several names of one thing, the first."""
    found = [each for path in _homes(texts, what) for each in names_in(texts, path) if _same(each, what) and each.defines]
    placed = [each for each in found if each.span.line] or found
    if what.kind == "picture":
        return found[:1]
    return placed[:1]


def _homes(texts: Mapping[str, str], what: Occurrence) -> Iterator[str]:
    """The files in which a name may be given."""
    if what.kind in HOMES:
        yield from HOMES[what.kind]
        return
    chapter = what.name.partition("/")[0]
    for path, text in texts.items():
        if path.startswith("chapters/figures/"):
            if what.kind == "picture":
                yield path
        elif path.endswith(".md") and (what.name in text or chapter == chapter_id(path) or _may_name_headings(what)):
            yield path


def _may_name_headings(what: Occurrence) -> bool:
    """Whether a name may be made of the words of a heading, and so stand nowhere as it is."""
    return what.kind == "id" and what.name.startswith(("sec-", "faq-"))


def places_of(texts: Mapping[str, str], what: Occurrence) -> list[Occurrence]:
    """Every place of a name."""
    paths = (path for path, text in texts.items() if path.startswith("chapters/") and _may_stand(what, path, text))
    return [each for path in paths for each in names_in(texts, path) if _same(each, what)]


def _may_stand(what: Occurrence, path: str, text: str) -> bool:
    """Whether a name may stand in a file; where it surely does not, the file need not be parsed."""
    name = what.name.rpartition("/")[2]
    return what.kind == "term" or _may_name_headings(what) or name in text or name in path


def _same(each: Occurrence, other: Occurrence) -> bool:
    return (each.kind, each.name) == (other.kind, other.name)


def renamed(texts: Mapping[str, str], what: Occurrence, new: str) -> TextChange:
    """The change that gives a name another. Raises EditRefused."""
    name = what.text if what.kind == "term" else what.name.rpartition("/")[2]
    return renaming(texts, f"{what.kind}:{name}", new)
