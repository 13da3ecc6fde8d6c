"""Edits: changes of sources as values. worked out from the texts alone, and put on the disk together or not at all."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studyguide.publish.compiled import compile_sources
from studyguide.publish.store import memory
from studyguide.sources import files
from studyguide.sources.diagnostics import BuildFailed, Diagnostic, Problems, Span
from studyguide.sources.folder import Sources
from studyguide.sources.messages import place
from studyguide.sources.remembered import Memory
from studyguide.tasks.record import made_by

LINE_END = re.compile(r"\r\n|\r|\n")
BYTE_ORDER_MARK = "\ufeff"


class EditRefused(Exception):
    """What was asked for cannot be done; the text says why, and what to do, in a sentence or two."""


@dataclass(frozen=True, order=True)
class Edit:
    """Characters of one line and what stands in their place; a span of no length is a place to put something."""

    span: Span
    text: str
    old: str = ""
    """What must stand there: else the place was worked out from another text, and nothing is done."""


@dataclass(frozen=True)
class TextChange:
    """What is done to the sources: edits, files that are new, and files that get another path."""

    edits: tuple[Edit, ...] = ()
    added: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    def places(self) -> Iterator[Span]:
        """Where something was put: the first lines of new files, and the lines of edits as they will be then."""
        yield from (Span(path, 1) for path in self.added)
        shifts: dict[str, int] = {}
        for edit in sorted(self.edits):
            path = edit.span.path
            blank = len(edit.text) - len(edit.text.lstrip("\n"))
            yield Span(self.moved.get(path, path), edit.span.line + shifts.get(path, 0) + blank)
            shifts[path] = shifts.get(path, 0) + edit.text.count("\n")


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits, its other characters and its ends of lines as they were. Raises EditRefused where one does not fit."""
    rows, ends = LINE_END.split(text), LINE_END.findall(text)
    end = ends[0] if ends else "\n"
    for edit in sorted(edits, reverse=True):
        row, at = rows[edit.span.line - 1], edit.span.col - 1
        found = row[at : at + edit.span.length]
        if not edit.span.col or found != edit.old:
            raise EditRefused(f"{place(edit.span)}: here “{edit.old}” must be changed by hand. Nothing was changed.")
        rows[edit.span.line - 1] = row[:at] + edit.text.replace("\n", end) + row[at + edit.span.length :]
    return "".join(part for pair in zip(rows, [*ends, ""], strict=True) for part in pair)


def changed_texts(texts: Mapping[str, str], change: TextChange) -> dict[str, str]:
    """The texts after a change. Raises EditRefused."""
    after = dict(texts)
    for path, found in by_path(change.edits).items():
        after[path] = edited(after[path], found)
    for old, new in change.moved.items():
        if old in after:  # a photograph is no text
            after[new] = after.pop(old)
    for path, text in change.added.items():
        if path in after:
            raise EditRefused(f"{path} is there already, and is never written over.")
        after[path] = text
    return after


def by_path(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """The edits of each file."""
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.span.path, []).append(edit)
    return found


def remembered_at(root: Path) -> Memory:
    """What earlier builds of a project made, so that what is the same is not made again."""
    return memory(root, made_by())


def prove(sources: Sources, change: TextChange, remembered: Memory | None = None) -> None:
    """See to it that a change brings no mistake but blanks, which a person is to fill. Raises BuildFailed, and EditRefused."""
    moved = {change.moved.get(path, path): data for path, data in sources.blobs.items()}
    after = Sources(changed_texts(sources.texts, change), moved)
    before = {(each.code, each.message) for each in mistakes(sources, remembered)}
    _refuse([each for each in mistakes(after, remembered) if (each.code, each.message) not in before], after)


def prove_sound(sources: Sources, remembered: Memory | None = None) -> None:
    """See to it that everything can be read, so that no place of a name is missed. Raises BuildFailed."""
    _refuse(mistakes(sources, remembered), sources)


def _refuse(found: Iterable[Diagnostic], sources: Sources) -> None:
    if wrong := [each for each in found if each.code != "blank"]:
        raise BuildFailed(Problems(wrong), sources.texts)


def mistakes(sources: Sources, remembered: Memory | None = None) -> list[Diagnostic]:
    """What the build has to say against some sources."""
    try:
        compile_sources(sources, Problems(), remembered)
    except BuildFailed as failed:
        return failed.problems.errors
    return []


def write_change(root: Path, change: TextChange) -> None:
    """Put a change on the disk: all of it, or, where a file cannot be written, nothing. Raises EditRefused and OSError."""
    found = by_path(change.edits)
    moved = {path for path in change.moved if path not in found}
    wanted: dict[Path, bytes | None] = {root / path: None for path in change.moved}
    for path in [*found, *moved]:
        data = (root / path).read_bytes()
        wanted[root / change.moved.get(path, path)] = _edited_bytes(path, data, found.get(path, ()))
    for path, text in change.added.items():
        if (root / path).exists():
            raise EditRefused(f"{path} is there already, and is never written over.")
        wanted[root / path] = text.encode()
    files.replace_all(wanted)


def _edited_bytes(path: str, data: bytes, edits: Collection[Edit]) -> bytes:
    if not edits:
        return data
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise EditRefused(f"{path} is not UTF-8 text. Save it with the encoding UTF-8 first; nothing was changed.") from None
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    return (mark + edited(text.removeprefix(mark), edits)).encode()


def differences(before: Mapping[str, str], change: TextChange) -> str:
    """A change as a unified diff. Raises EditRefused."""
    after = changed_texts(before, change)
    old_names = {new: old for old, new in change.moved.items()}
    pieces: list[str] = []
    for path in sorted({*by_path(change.edits), *change.added, *change.moved}):
        new = change.moved.get(path, path)
        old = before.get(old_names.get(new, new), "").splitlines(keepends=True)
        pieces += difflib.unified_diff(old, after[new].splitlines(keepends=True), path, new)
        if new != path and before[path] == after[new]:
            pieces.append(f"{path} → {new}\n")
    return "".join(piece if piece.endswith("\n") else f"{piece}\n" for piece in pieces)
