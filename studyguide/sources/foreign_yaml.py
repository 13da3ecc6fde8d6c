"""YAML of other programs: whatever tags and references it has, as plain data, with the line of every key at the top.

What a tag would make is nobody's business here: `!!python/name:x` is the text behind it, and nothing is ever run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

MOST = 100_000  # values, with all that references stand for
DEEPEST = 40


@dataclass
class ForeignData:
    """Data of a file, and the lines (from 1) of its keys by the keys that lead to them; data that cannot be read are empty."""

    content: Any = None
    lines: dict[tuple[str, ...], int] = field(default_factory=dict)

    def table(self) -> dict[str, Any]:
        """The data, if they are a table."""
        return self.content if isinstance(self.content, dict) else {}


def read_foreign_yaml(text: str, first_line: int = 1) -> ForeignData:
    """The data of a text that begins on a line of its file; what is no YAML gives nothing."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return ForeignData()
    made, budget = ForeignData(), [MOST]
    made.content = _value(node, made, (), first_line, budget) if node is not None else None
    return made


def _value(node: Any, made: ForeignData, path: tuple[str, ...], first: int, budget: list[int]) -> Any:
    budget[0] -= 1
    if budget[0] < 0 or len(path) > DEEPEST:
        return ""
    match node:
        case yaml.MappingNode():
            table: dict[str, Any] = {}
            for key, value in node.value:
                name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
                made.lines.setdefault((*path, name), first + key.start_mark.line)
                table[name] = _value(value, made, (*path, name), first, budget)
            return table
        case yaml.SequenceNode():
            return [_value(item, made, (*path, str(at)), first, budget) for at, item in enumerate(node.value)]
        case _:
            return _scalar(node)


def _scalar(node: Any) -> Any:
    if node.style is None and node.value.lower() in ("true", "false"):
        return node.value.lower() == "true"
    if node.style is None and node.value in ("", "~"):
        return None
    return f"{node.tag[1:]} {node.value}" if node.tag.startswith("!") and len(node.tag) > 1 else str(node.value)


def words_in(value: Any) -> str:
    """All texts of some data, in order."""
    if isinstance(value, dict):
        return " ".join(f"{key} {words_in(each)}".strip() for key, each in value.items())
    if isinstance(value, list):
        return " ".join(map(words_in, value))
    return "" if value is None else str(value)
