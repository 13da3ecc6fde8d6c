"""Alignment: which word of a page is which word of the sources.

What is printed follows what is written, but for markup, values, floats and notes: so words are known by those around them.
Runs of words that a source has only once are found first, from the longest; then what stands between two that were found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from studyguide.sources.diagnostics import Span

WORD = re.compile(r"[^\W_]+")
LENGTHS = (5, 4, 3, 2, 1)
"""Words in a run that is looked for."""

ALONE = 4
"""Letters of a word that is looked for by itself."""

GAP = ""
"""Stands between two paragraphs, so that no run reaches from one into another."""

AGAIN = -1
"""Stands for the place of a run that a source has more than once."""


@dataclass(frozen=True)
class WrittenText:
    """A source as words, folded, with their places; `runs` are where a run of so many words stands in it, or AGAIN."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    runs: Mapping[tuple[str, ...], int]


@lru_cache(maxsize=256)
def written(path: str, text: str) -> WrittenText:
    """The words of a source."""
    words, spans = [], []
    for line, row in enumerate(text.split("\n"), 1):
        if not row.strip():
            words.append(GAP)
            spans.append(Span(path, line))
        for found in WORD.finditer(row):
            words.append(found[0].casefold())
            spans.append(Span(path, line, found.start() + 1, len(found[0])))
    runs: dict[tuple[str, ...], int] = {}
    for length in LENGTHS:
        for at in range(len(words) - length + 1):
            run = tuple(words[at : at + length])
            if GAP not in run:
                runs[run] = AGAIN if run in runs else at
    return WrittenText(tuple(words), tuple(spans), runs)


def aligned(printed: Sequence[str], sources: Sequence[tuple[WrittenText, int]]) -> list[Span | None]:
    """The place of every printed word, as far as it can be told.

    The first of the sources has the first say; with each goes the least number of words in a run that is looked for in it.
    """
    words, places = [word.casefold() for word in printed], [None] * len(printed)
    found: list[Span | None] = list(places)
    for source, least in sources:
        for at, place in enumerate(_between(words, source, _found(words, source, found, least))):
            if found[at] is None and place is not None:
                found[at] = source.spans[place]
    return found


def _found(words: Sequence[str], source: WrittenText, taken: Sequence[Span | None], least: int) -> list[int | None]:
    """Where the words of runs stand that the source has once, with what agrees on both sides of them."""
    places: list[int | None] = [None] * len(words)
    for length in (length for length in LENGTHS if length >= least):
        for at in range(len(words) - length + 1):
            place = source.runs.get(tuple(words[at : at + length]), AGAIN)
            if place == AGAIN or any(taken[at : at + length]) or (length == 1 and len(words[at]) < ALONE):
                continue
            if places[at] is None:
                _spread(words, source, places, at, place)
    return places


def _spread(words: Sequence[str], source: WrittenText, places: list[int | None], at: int, place: int) -> None:
    """Note a word, and those on both sides of it as far as they agree."""
    for step in (1, -1):
        here, there = at, place
        while 0 <= here < len(words) and 0 <= there < len(source.words) and words[here] == source.words[there]:
            if places[here] is not None and here != at:
                break
            places[here] = there
            here, there = here + step, there + step


def _between(words: Sequence[str], source: WrittenText, places: Sequence[int | None]) -> list[int | None]:
    """The places, and of words between two of them, in their order, the places between."""
    made, before = list(places), None
    for at, word in enumerate(words):
        if made[at] is None and before is not None:
            after = next((place for place in places[at : at + NEAR] if place is not None), None)
            if after is not None and before < after <= before + 3 * NEAR:
                same = (place for place in range(before + 1, after) if source.words[place] == word)
                made[at] = next(same, before)
        before = made[at] if made[at] is not None else before
    return made


NEAR = 12
"""So many words may stand between two that were found."""
