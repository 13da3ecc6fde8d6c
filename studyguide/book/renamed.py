"""Names that were changed: the addresses that the finished files had before still lead to what they named.

`chapters/renamed.toml` holds old address = new address, of chapters, sections, figures, tables, questions (their ids), glossary
entries (`g-…`), references (`ref-…`) and objectives (`chapter--obj-…`).
"""

from collections.abc import Collection, Iterator, Mapping

from studyguide.book.targets import ELSEWHERE
from studyguide.sources.diagnostics import Name, Problems, slip_of
from studyguide.sources.schema import CheckedData, read_toml

SCHEMA = {"type": "object", "additionalProperties": {"type": "string", "minLength": 1, "format": "line"}}


def old_addresses(path: str, text: str, anchors: Mapping[str, str], problems: Problems) -> dict[str, str]:
    """Where each old address leads, those that the guide makes of others too. `anchors` are those of the book, with their units.

    An address that leads nowhere, or that something has again, is an error at its line.
    """
    read = read_toml(path, text, SCHEMA, problems)
    found: dict[str, str] = {}
    for old, new in read.content.items() if read.sound else ():
        if _told(read, old, new, anchors, problems):
            continue
        found |= {old: new} | dict(_made_of(old, new, anchors))
    return {old: new for old, new in found.items() if old not in anchors}


def _told(read: CheckedData, old: str, new: str, anchors: Collection[str], problems: Problems) -> bool:
    """Whether there is something to say against a line."""
    if new not in anchors:
        message = f"the old name “{old}” leads to “{new}”, and nothing has that id"
        hint = slip_of(new, anchors) or "name what is there in its place, or delete the line"
        problems.error(read.span(old), "unknown-target", message, hint, needs=Name.of_id(new))
    elif old in anchors:
        problems.error(read.span(old), "duplicate-id", f"the old name “{old}” is the name of something again", "delete the line")
    else:
        return False
    return True


def _made_of(old: str, new: str, anchors: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The addresses that the guide makes of an id: of an answer, a description; a chapter's objectives, headings without id."""
    for kind, prefix in ELSEWHERE.items():
        if old.startswith(kind) and f"{prefix}-{new}" in anchors:
            yield f"{prefix}-{old}", f"{prefix}-{new}"
    for anchor, unit in anchors.items():
        if unit == new and anchor.startswith((f"{new}--sec", f"{new}--obj-")):
            yield f"{old}--{anchor.removeprefix(f'{new}--')}", anchor
