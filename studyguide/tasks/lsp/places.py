"""Places: lines and columns of code points from 1, as the guide counts, and the protocol's, which count UTF-16 units from 0.

A client may ask for another encoding of columns; `codec` has the one that was agreed on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from lsprotocol import types
from pygls import uris
from pygls.workspace import PositionCodec

from studyguide.sources.consequences import Mistake
from studyguide.sources.diagnostics import CODES, Span
from studyguide.tasks.explain import page_of

Texts = Mapping[str, str]
GUIDE = "chapters/guide.toml"
"""Where mistakes are shown that have no file of their own."""
SEVERITIES = {"error": types.DiagnosticSeverity.Error, "warning": types.DiagnosticSeverity.Warning}


def rows_of(text: str) -> list[str]:
    """The lines of a text, as the protocol tells them apart: U+2028 and the like end none."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def path_of(root: Path, uri: str) -> str:
    """The path within the project of a document; “” of one outside."""
    name = uris.to_fs_path(uri)
    path = Path(name).resolve() if name else root
    return path.relative_to(root).as_posix() if path.is_relative_to(root) and path != root else ""


def uri_of(root: Path, path: str) -> str:
    """The address of a file of the project."""
    return uris.from_fs_path(str(root / path)) or ""


def range_of(span: Span, rows: Sequence[str], codec: PositionCodec, *, marked: bool = False) -> types.Range:
    """The range of a place; of one without a column, its line; of one without a line, the first. `marked`: it can be seen."""
    at = min(max(span.line - 1, 0), len(rows) - 1)
    row = rows[at]
    indent = len(row) - len(row.lstrip())
    start, end = (span.col - 1, span.col - 1 + span.length) if span.line and span.col else (indent, len(row.rstrip()))
    if marked and end <= start:
        end = start + 1
        start = start if start < len(row) else max(len(row) - 1, 0)  # what is missing behind the last character
    units = codec.client_num_units
    return types.Range(types.Position(at, units(row[:start])), types.Position(at, units(row[:end])))


def before(position: types.Position, row: str, codec: PositionCodec) -> int:
    """How many characters of a line stand before a position."""
    place = types.Position(0, position.character)
    units = 0
    for i, character in enumerate(row):
        if units >= place.character:
            return i
        units += codec.client_num_units(character)
    return len(row)


def told(mistakes: Sequence[Mistake], texts: Texts, root: Path, codec: PositionCodec) -> dict[str, list[types.Diagnostic]]:
    """Mistakes as the protocol has them, by path; what names no file stands at the top of guide.toml."""
    found: dict[str, list[types.Diagnostic]] = {}
    for mistake in mistakes:
        path = mistake.diagnostic.span.path
        home = path if "." in path.rpartition("/")[2] else GUIDE
        found.setdefault(home, []).append(_diagnostic(mistake, home, texts, root, codec))
    return found


def _diagnostic(mistake: Mistake, home: str, texts: Texts, root: Path, codec: PositionCodec) -> types.Diagnostic:
    each = mistake.diagnostic
    span = each.span if home == each.span.path else Span(home, 0)
    elsewhere = f"{each.span.path}: " if each.span.path and home != each.span.path else ""
    also = [
        types.DiagnosticRelatedInformation(
            types.Location(uri_of(root, place.path), range_of(place, rows_of(texts.get(place.path, "")), codec)), "here, too"
        )
        for place in mistake.also
    ]
    return types.Diagnostic(
        range_of(span, rows_of(texts.get(home, "")), codec, marked=True),
        f"{elsewhere}{each.message}" + (f"\n{each.hint}" if each.hint else "") + _held(mistake.held),
        SEVERITIES[each.severity],
        each.code,
        types.CodeDescription(page_of(each.code).as_uri()) if each.code in CODES else None,
        source="guide",
        related_information=also or None,
    )


def _held(count: int) -> str:
    return f"\n{count} more {'depends' if count == 1 else 'depend'} on this" if count else ""
