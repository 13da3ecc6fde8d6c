"""Excerpts: a line of a source as a terminal shows it, with the fault marked right under it.

A line of prose is longer than a screen is wide. So a window of it is shown, with the fault inside, cut between the characters
that a reader sees (grapheme clusters, UAX #29). Columns in messages count code points; here cells of the screen are counted.
"""

import shutil
import unicodedata
from collections.abc import Sequence
from itertools import accumulate

TAB = " " * 4
ELLIPSIS = "…"
NEAR = 4  # times the width of the window: so many code points are looked at before and behind the fault
NARROWEST = 20  # cells of a window, however small the screen says that it is
UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Cs"}
JOINERS = "\u200c\u200d"  # inside emoji and in scripts that join letters, not unseen
LEFT_TO_RIGHT, END = "\u202d", "\u202c"
"""Around a window with right-to-left words: they are shown in the order in which they are stored, so that the mark is under its
word (UAX #9, 2.2: LRO and PDF)."""


def screen_width() -> int:
    """The cells of a line of the terminal; 80 where there is none, as in a pipe."""
    return shutil.get_terminal_size().columns


def excerpt(text: str, line: int, col: int, length: int, width: int) -> list[str]:
    """Rows of at most `width` cells: the line (from 1) of a text, and marks under the `length` code points at `col` (from 1).

    Nothing where the text has no such line; no marks where the column is unknown (0).
    """
    rows = text.split("\n") if text else []
    if not 0 < line <= len(rows):
        return []
    gutter = f" {line} | "
    room = max(width - len(gutter), NARROWEST)
    shown, before, marked = window(rows[line - 1], col - 1 if col else 0, max(length, 1) if col else 0, room)
    marks = [" " * (len(gutter) - 2) + "| " + " " * before + "^" * marked] if col else []
    return [(gutter + shown).rstrip(), *marks]


def window(row: str, start: int, length: int, room: int) -> tuple[str, int, int]:
    """At most `room` cells of a row around the `length` code points at `start`: text, cells before the marks, marks."""
    from wcwidth import iter_graphemes, width

    skipped = max(start - NEAR * room, 0)  # a line may have a million characters
    near, start, length = row[skipped : start + NEAR * room], start - skipped, min(length, NEAR * room)
    clusters = list(iter_graphemes(near))
    shown = [_visible(cluster) for cluster in clusters]
    edges = list(accumulate(map(width, shown), initial=0))
    places = list(accumulate(map(len, clusters), initial=0))
    first = _cluster_at(places, start)
    last = max(first, _cluster_at(places, start + length - 1)) if length else first
    low, high = _around(edges, first, min(last, len(clusters) - 1), room)
    cut = high < len(clusters) or len(row) > skipped + len(near)
    head, tail = (ELLIPSIS if low or skipped else ""), (ELLIPSIS if cut else "")
    text = head + "".join(shown[low:high]) + tail
    before = min(len(head) + edges[min(first, len(clusters))] - edges[low], room)  # behind a row that fills it, too
    marked = edges[min(last + 1, high)] - edges[min(first, high)]
    return _in_stored_order(text), before, max(marked, 1)


def _cluster_at(places: Sequence[int], code_point: int) -> int:
    """The number of the cluster that holds a code point; behind the last one, where the row ends before it."""
    return next((i for i, end in enumerate(places[1:]) if code_point < end), len(places) - 1)


def _around(edges: Sequence[int], first: int, last: int, room: int) -> tuple[int, int]:
    """The clusters (from, to) of a window of `room` cells, the marked ones in its middle; from their start if too many."""
    count = len(edges) - 1
    if edges[-1] <= room:
        return 0, count
    inner = room - 2 * len(ELLIPSIS)
    spare = max(inner - (edges[min(last + 1, count)] - edges[min(first, count)]), 0)
    left = max(0, min(edges[min(first, count)] - spare // 2, edges[-1] - inner))
    low = next(i for i, edge in enumerate(edges) if edge >= left)
    high = next((i - 1 for i, edge in enumerate(edges) if edge > edges[low] + inner), count)
    return low, high


def _visible(cluster: str) -> str:
    """A cluster as it can be shown: a tab as spaces, what has no shape of its own as the replacement character."""
    if cluster == "\t":
        return TAB
    return "".join("\ufffd" if unicodedata.category(c) in UNSEEN and c not in JOINERS else c for c in cluster)


def _in_stored_order(text: str) -> str:
    turned = any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text)
    return f"{LEFT_TO_RIGHT}{text}{END}" if turned else text
