"""Checked data: TOML and YAML text against a JSON Schema (draft 2020-12), every fault at once, each with its line.

The schemas stand in `studyguide/sources/schemas/*.json`; editors that know JSON Schema can use them too.
"""

import datetime
import json
import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import jsonschema
import yaml

from studyguide.sources.diagnostics import WHOLE_FILE, Problems, Span, did_you_mean
from studyguide.sources.displaced import Fault, together
from studyguide.sources.toml_places import Path, Places, toml_places


def read_toml(path: str, text: str, schema: str | Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    """The checked content of a TOML file, or what could be understood of it. `schema` is a schema, or the name of one here."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits, brackets thousands deep
        # Python 3.11 tells the place in the message alone, and none at the end of the file
        found = re.search(r"line (\d+), column (\d+)", str(error))
        span = Span(path, int(found[1]), int(found[2]), 1) if found else Span(path, 1)
        message = re.sub(r" \(at .*|;.*", "", str(error)).lower()
        problems.error(span, "bad-toml", message, "compare the line with those above it", lost=WHOLE_FILE)
        return {}
    _check(path, data, toml_places(text), schema, problems)
    return data


def read_yaml(path: str, text: str, schema: str | Mapping[str, Any], problems: Problems, first_line: int = 1) -> Any:
    """The checked content of a YAML text that starts at `first_line` of its file; None where it can't be read."""
    try:
        loader = _PlainLoader(text)
        node = loader.get_single_node()
        data = None if node is None else loader.construct_document(node)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line, col = (mark.line + first_line, mark.column + 1) if mark else (first_line, 0)
        what = getattr(error, "problem", None) or "this is not YAML"
        lost = (first_line - 1, first_line + text.count("\n")) if first_line > 1 else WHOLE_FILE
        hint = "put text that holds a colon between quotation marks"
        problems.error(Span(path, line, col, 1), "bad-yaml", str(what), hint, lost=lost)
        return None
    places: Places = {}
    if node is not None:
        _yaml_places(node, (), first_line, places, path, problems)
    _check(path, data, places, schema, problems)
    return data


class _PlainLoader(yaml.SafeLoader):
    """YAML without surprises: a date stays the text it was written as, a number is decimal, nothing stands for another thing."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """The node of the next event. Raises ComposerError for an alias: a few lines of them can stand for gigabytes."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not part of the format", mark)
        return super().compose_node(parent, index)


NUMBERS = {  # instead of YAML 1.1, where 010 is 8, 10:12 is 612 and 1_2 is 12
    "tag:yaml.org,2002:int": re.compile(r"^-?(0|[1-9][0-9]*)$"),
    "tag:yaml.org,2002:float": re.compile(r"^-?(0|[1-9][0-9]*)\.[0-9]+$"),
}
_PlainLoader.yaml_implicit_resolvers = {
    key: [(tag, NUMBERS.get(tag, pattern)) for tag, pattern in pairs if tag != "tag:yaml.org,2002:timestamp"]
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


def _finite(checker: Any, instance: object) -> bool:
    return isinstance(instance, int | float) and not isinstance(instance, bool) and math.isfinite(instance)


def _printable(checker: Any, instance: object) -> bool:
    return isinstance(instance, str) and not CONTROL.search(instance)


def _toml_type(validator: Any, wanted: str, instance: object, schema: object) -> Iterator[jsonschema.ValidationError]:
    """Our keyword `toml-type`: “date” is a date of TOML, which JSON does not have."""
    if type(instance) is not datetime.date:
        yield jsonschema.ValidationError(f"{instance!r} is not a {wanted}")


_Validator = jsonschema.validators.extend(  # type: ignore[no-untyped-call]  # jsonschema types a part of itself
    jsonschema.Draft202012Validator,
    {"toml-type": _toml_type},
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine_many({"number": _finite, "string": _printable}),
)


CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # also halves of characters, and what is none


@cache
def _shipped(schema: str) -> Mapping[str, Any]:
    text = resources.files("studyguide.sources").joinpath(f"schemas/{schema}.json").read_text("utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def _check(path: str, data: Any, places: Places, schema: str | Mapping[str, Any], problems: Problems) -> None:
    rules = _shipped(schema) if isinstance(schema, str) else schema
    faults: list[Fault] = []
    for error in _Validator(rules).iter_errors(data):
        faults += REPORTS.get(error.validator, _bad_value)(error, tuple(error.absolute_path))
    faults.sort(key=lambda fault: span_of(path, fault[0], places))
    for where, code, message, hint in together(list(dict.fromkeys(faults))):
        problems.error(span_of(path, where, places), code, message, hint)


Report = Iterator[tuple[Path, str, str, str]]  # where, code, message, hint


def _unknown_keys(error: Any, where: Path) -> Report:
    known, patterns = error.schema.get("properties", {}), error.schema.get("patternProperties", {})
    for key in sorted(key for key in error.instance if key not in known and not any(re.search(p, key) for p in patterns)):
        yield (*where, key), "unknown-key", f"unknown key “{key}”", did_you_mean(key, known)


def _missing_keys(error: Any, where: Path) -> Report:
    strange = [key for key in error.instance if key not in error.schema.get("properties", {})]
    for key in error.validator_value:  # jsonschema gives this error once for each of them; the collector keeps one
        if key not in error.instance and not did_you_mean(key, strange):  # else its misspelling is told
            yield where, "missing-key", f"the key “{key}” is missing here", f"add {key}"


def _wrong_type(error: Any, where: Path) -> Report:
    if isinstance(error.instance, str) and (found := CONTROL.search(error.instance)):
        message = f"“{_name(where)}” holds the control character U+{ord(found[0]):04X}"
        yield where, "control-character", message, _hint(error) or "take it out"
    else:
        wanted = error.validator_value
        words = wanted if isinstance(wanted, str) else " or ".join(wanted)
        yield where, "wrong-type", f"“{_name(where)}” must be: {words}, not {error.instance!r}", _hint(error)


def _bad_word(error: Any, where: Path) -> Report:
    words = [str(word) for word in error.validator_value]
    hint = did_you_mean(str(error.instance), words) or _hint(error)
    yield where, "bad-value", f"“{_name(where)}” must be one of: {', '.join(words)}", hint


def _bad_value(error: Any, where: Path) -> Report:
    yield where, "bad-value", f"“{_name(where)}”: {error.message}", _hint(error)


REPORTS: dict[str, Callable[[Any, Path], Report]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "type": _wrong_type,
    "toml-type": _wrong_type,
    "enum": _bad_word,
}


def _hint(error: Any) -> str:
    return str(error.schema.get("description", ""))


def _name(where: Path) -> str:
    """The key that an error is about; an item of a list goes by the list's key."""
    return next((part for part in reversed(where) if isinstance(part, str)), "this file")


def span_of(path: str, where: Path, places: Places) -> Span:
    """The place of a key, or of the nearest thing around it that has one."""
    for depth in range(len(where), -1, -1):
        if where[:depth] in places:
            line, col = places[where[:depth]]
            exact = depth == len(where) and where and isinstance(where[-1], str)
            return Span(path, line, col, len(str(where[-1])) if exact else 0)
    return Span(path, 1)
