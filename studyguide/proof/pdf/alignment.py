"""Two texts word by word: which word of the one is which of the other, what is missing, what is more, and what has moved."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from studyguide.proof.pdf.source import NUMBER

WINDOW = 4  # words in a row that must agree for the texts to be in step again
FAR = 4000  # words that are looked over for that
PRINTED = r"(?:\d+|[ivxlc]+)"
_ANY_NUMBER = re.compile(rf"\W*(?:\d+|[ivxlc]+)\W*(?:\d+\W*)?|.*{NUMBER}.*")


@lru_cache(maxsize=4096)
def pattern(word: str) -> re.Pattern[str]:
    """What a text with places for page numbers may look like when they are printed; each number is a group."""
    return re.compile(re.escape(word).replace(re.escape(NUMBER), f"({PRINTED})"))


def same(source: str, shown: str) -> bool:
    """Whether a word of a source is a word of a PDF."""
    return source == shown or (NUMBER in source and pattern(source).fullmatch(shown) is not None)


@dataclass(frozen=True, slots=True)
class Alignment:
    """For every word of the source its number in the PDF, or -1; and the stretches of words that only one of them has."""

    partners: tuple[int, ...]
    missing: tuple[range, ...]
    extra: tuple[range, ...]


def align(source: Sequence[str], shown: Sequence[str]) -> Alignment:
    """Put two texts side by side."""
    partners = [-1] * len(source)
    missing, extra = [], []
    find: Callable[[int, int], tuple[int, int]] | None = None
    i = j = 0
    while i < len(source) and j < len(shown):
        if same(source[i], shown[j]):
            partners[i] = j
            i, j = i + 1, j + 1
            continue
        find = find or _finder(source, shown)
        here, there = find(i, j)
        if (here, there) == (i, j):  # two numbers that differ
            here, there = i + 1, j + 1
        missing.append(range(i, here))
        extra.append(range(j, there))
        i, j = here, there
    missing.append(range(i, len(source)))
    extra.append(range(j, len(shown)))
    return Alignment(tuple(partners), tuple(filter(len, missing)), tuple(filter(len, extra)))


def _finder(source: Sequence[str], shown: Sequence[str]) -> Callable[[int, int], tuple[int, int]]:
    """A function that gives the next two places at which the texts are in step, after two at which they are not."""
    plain, other = [*map(_plain, source)], [*map(_plain, shown)]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(other)):
        places[tuple(other[at : at + WINDOW])].append(at)

    def find(i: int, j: int) -> tuple[int, int]:
        best, found = len(source) + len(shown), (len(source), len(shown))
        for skipped in range(min(FAR, len(source) - i)):
            if skipped >= best:
                break
            at = places.get(tuple(plain[i + skipped : i + skipped + WINDOW]), [])
            first = bisect_left(at, j)
            if first < len(at) and skipped + at[first] - j < best:
                best, found = skipped + at[first] - j, (i + skipped, at[first])
        return found

    return find


def _plain(word: str) -> str:
    """A word for comparing; all numbers are one."""
    return NUMBER if _ANY_NUMBER.fullmatch(word) else word


def moved(missing: Iterable[str], extra: Iterable[str]) -> Counter[str]:
    """The words that are missing at one place and too many at another."""
    return Counter(missing) & Counter(extra)
