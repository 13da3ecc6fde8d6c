"""Edits: where a person has just written, told from the sources before and after."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile

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
    """The place in a new text at which it ceases to be the old one, at the start of the word there."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    start = new.rfind("\n", 0, same) + 1
    while same > start and new[same - 1].isalnum():
        same -= 1
    return Span(path, new.count("\n", 0, start) + 1, same - start + 1)
