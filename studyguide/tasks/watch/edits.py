"""Edits: where a person has just written, told from the sources before and after."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise, takewhile

from studyguide.sources.diagnostics import Span
from studyguide.sources.folder import Sources


def edited(old: Sources, new: Sources) -> Span | None:
    """The first place that two states of the sources differ in; chapters before styles. None where they are the same."""
    changed = [path for path in sorted({*old.texts, *new.texts}) if old.texts.get(path) != new.texts.get(path)]
    if changed:
        return first_difference(changed[0], old.texts.get(changed[0], ""), new.texts.get(changed[0], ""))
    blobs: Mapping[str, bytes] = new.blobs
    return next((Span(path, 0) for path in sorted(blobs) if old.blobs.get(path) != blobs[path]), None)


def first_difference(path: str, old: str, new: str) -> Span:
    """The place in a new text at which it ceases to be the old one, at the start of the first word that is another."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    if (new[same : same + 1] or old[same : same + 1]).isalnum():
        same -= len(LAST_WORD.search(new[:same])[0])  # type: ignore[index]
    else:
        same += len(new[same:]) - len(new[same:].lstrip()) if new[same:].strip() else 0
    start = new.rfind("\n", 0, same) + 1
    return Span(path, new.count("\n", 0, start) + 1, same - start + 1)


LAST_WORD = re.compile(r"\w*\Z")
SENTENCE_END = re.compile(r"[.?!]['”’)*_]*\s+(?=\S)")
"""Where another sentence begins behind it, as far as the signs tell."""


def sentence(text: str, line: int, column: int) -> tuple[int, int]:
    """The first and the last column of the sentence at a place of a text, as far as it stands in that line."""
    rows = text.split("\n")
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    edges = [0, *(found.end() for found in SENTENCE_END.finditer(row)), len(row)]
    return next(((a + 1, b) for a, b in pairwise(edges) if a < column <= b), (1, len(row)))


def earlier(span: Span, now: Mapping[str, str], good: Mapping[str, str]) -> Span:
    """Where a place of the sources as they are stood in those that were good; lines behind an edit are counted from the end."""
    new, old = now.get(span.path, "").split("\n"), good.get(span.path, "").split("\n")
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(new, old, strict=False)))
    if span.line <= same:
        return span
    behind = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(reversed(new), reversed(old), strict=False)))
    from_end = len(new) - span.line
    return replace(span, line=len(old) - from_end if from_end < behind else min(same + 1, len(old)))
