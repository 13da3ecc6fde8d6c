"""Checked data: TOML and YAML text against a JSON Schema (draft 2020-12), every fault at once, each with its line.

The schemas stand in `studyguide/sources/schemas/*.json`; editors that know JSON Schema can use them too.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Container, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import jsonschema
import yaml

from studyguide.sources.diagnostics import Problems, Span, did_you_mean

Path = tuple[str | int, ...]
Places = dict[Path, tuple[int, int]]


def read_toml(path: str, text: str, schema: str, problems: Problems) -> dict[str, Any]:
    """The checked content of a TOML file, or what could be understood of it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, col = toml_error_place(error) or (1, 0)
        problems.error(Span(path, line, col, 1), "bad-toml", re.sub(r" \(at .*", "", str(error)).lower(), "see https://toml.io/")
        return {}
    _check(path, data, toml_places(text), schema, problems)
    return data


def toml_error_place(error: tomllib.TOMLDecodeError) -> tuple[int, int] | None:
    """Line and column of a fault, which Python 3.11 tells in the message alone; None at the end of the file."""
    found = re.search(r"line (\d+), column (\d+)", str(error))
    return (int(found[1]), int(found[2])) if found else None


def read_yaml(path: str, text: str, schema: str, problems: Problems, first_line: int = 1) -> Any:
    """The checked content of a YAML text that starts at `first_line` of its file; None where it can't be read."""
    try:
        loader = _PlainLoader(text)
        node = loader.get_single_node()
        data = None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, col = (mark.line + first_line, mark.column + 1) if mark else (first_line, 0)
        what = getattr(error, "problem", None) or "this is not YAML"
        problems.error(Span(path, line, col, 1), "bad-yaml", str(what), "put text that holds a colon between quotation marks")
        return None
    places: Places = {}
    if node is not None:
        _yaml_places(node, (), first_line, places, path, problems)
    _check(path, data, places, schema, problems)
    return data


class _PlainLoader(yaml.SafeLoader):
    """YAML in which a date stays the text it was written as."""


_PlainLoader.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:timestamp"]
    for key, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _yaml_places(node: yaml.Node, path: Path, first: int, places: Places, name: str, problems: Problems) -> None:
    places.setdefault(path, (node.start_mark.line + first, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*path, key.value)
            if place in places:
                span = Span(name, key.start_mark.line + first, key.start_mark.column + 1, len(key.value))
                problems.error(span, "duplicate-key", f"“{key.value}” stands here a second time", "keep one of the two")
            places[place] = (key.start_mark.line + first, key.start_mark.column + 1)
            _yaml_places(value, place, first, places, name, problems)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            _yaml_places(value, (*path, i), first, places, name, problems)


def toml_places(text: str) -> Places:
    """Where each table header and key of a TOML text stands (arrays of tables are counted)."""
    places: Places = {(): (1, 0)}
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, row in enumerate(text.split("\n"), 1):
        if header := re.match(r"\s*(\[\[?)([^\]]+)\]", row):
            table = _toml_key(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            for depth in range(1, len(table) + 1):
                places.setdefault(table[:depth], (number, row.index("[") + 1))
            places[table] = (number, row.index("[") + 1)
        elif key := re.match(r"\s*([A-Za-z0-9_.\"' -]+?)\s*=", row):
            name = _toml_key(key[1])
            for depth in range(1, len(name) + 1):
                places.setdefault((*table, *name[:depth]), (number, key.start(1) + 1))
    return places


def _toml_key(text: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in text.split("."))


@cache
def _validator(schema: str) -> jsonschema.Draft202012Validator:
    text = resources.files("studyguide.sources").joinpath(f"schemas/{schema}.json").read_text("utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def _check(path: str, data: Any, places: Places, schema: str, problems: Problems) -> None:
    for error in _validator(schema).iter_errors(data):
        _report(path, error, places, problems)


def _report(path: str, error: jsonschema.ValidationError, places: Places, problems: Problems) -> None:
    where: Path = tuple(error.absolute_path)
    span = _span(path, where, places)
    instance: Any = error.instance
    rule: Any = error.validator_value
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    hint = schema.get("description", "")
    if error.validator == "additionalProperties":
        known = schema.get("properties", {})
        for key in _unknown(instance, known, schema.get("patternProperties", {})):
            problems.error(_span(path, (*where, key), places), "unknown-key", f"unknown key “{key}”", did_you_mean(key, known))
    elif error.validator == "required":
        for key in rule:
            if key not in instance:
                problems.error(span, "missing-key", f"the key “{key}” is missing here", f"add {key}")
    elif error.validator == "type":
        wanted = " or ".join([rule] if isinstance(rule, str) else rule)
        name = where[-1] if where else "this file"
        problems.error(span, "wrong-type", f"“{name}” must be: {wanted}, not {instance!r}", hint)
    else:
        name = next((p for p in reversed(where) if isinstance(p, str)), "this file")
        problems.error(span, "bad-value", f"“{name}”: {error.message}", hint)


def _unknown(instance: Iterable[str], known: Container[str], patterns: Iterable[str]) -> list[str]:
    return sorted(key for key in instance if key not in known and not any(re.search(p, key) for p in patterns))


def _span(path: str, where: Path, places: Places) -> Span:
    for depth in range(len(where), -1, -1):
        if where[:depth] in places:
            line, col = places[where[:depth]]
            exact = depth == len(where) and where and isinstance(where[-1], str)
            return Span(path, line, col, len(str(where[-1])) if exact else 0)
    return Span(path, 1)
