"""Checked data: TOML and YAML text against a JSON Schema (draft 2020-12), every fault at once, at its line, in plain words.

The schemas stand in `studyguide/sources/schemas/*.json`; editors that know JSON Schema can use them too. The `description` of a
key is what an editor is told to do. `format` is a rule of `sources/formats.py`.
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from studyguide.sources.characters import hidden_runs
from studyguide.sources.diagnostics import WHOLE_FILE, Problems, Span, did_you_mean, slip_of
from studyguide.sources.displaced import Fault, together
from studyguide.sources.formats import FORMATS
from studyguide.sources.json_text import load_json
from studyguide.sources.toml_places import Path, Places
from studyguide.sources.toml_text import load_toml
from studyguide.sources.unreadable import Unreadable
from studyguide.sources.yaml_text import load_yaml

if TYPE_CHECKING:
    from jsonschema import ValidationError

FIGURES = 15  # of a number: as many as a computer keeps of one with a point
YEARS = range(1980, 2100)  # of the guide's own dates; a file in a container is no older


@dataclass(frozen=True)
class CheckedData:
    """The content of a data file with the places of its keys. `sound`: no fault was found; else it may be incomplete."""

    path: str
    content: Any
    places: Places
    sound: bool

    def span(self, *where: str | int) -> Span:
        """The place of a key, or of the nearest thing around it that has one."""
        return span_of(self.path, where, self.places)


Meant = Callable[[Any, Places], tuple[Any, Places]]
"""Takes data and the places in it, as they are written, and gives them as they are meant."""


def read_toml(path: str, text: str, schema: str | Mapping[str, Any], problems: Problems) -> CheckedData:
    """A TOML file, or what could be understood of it. `schema` is a schema, or the name of one here."""
    try:
        data, places = load_toml(text)
    except Unreadable as fault:
        problems.error(Span(path, fault.line, fault.col, fault.length), "bad-toml", fault.message, fault.hint, lost=WHOLE_FILE)
        return CheckedData(path, {}, {}, sound=False)
    return checked(path, data, places, schema, problems)


def read_yaml(
    path: str, text: str, schema: str | Mapping[str, Any], problems: Problems, first_line: int = 1, meant: Meant | None = None
) -> CheckedData:
    """A YAML text that starts at `first_line` of its file; its content is None where it can't be read."""
    try:
        data, places, doubled = load_yaml(text)
    except Unreadable as fault:
        span = Span(path, fault.line + first_line - 1, fault.col, fault.length)
        lost = (first_line - 1, first_line + text.count("\n")) if first_line > 1 else WHOLE_FILE
        problems.error(span, "bad-yaml", fault.message, fault.hint, lost=lost)
        return CheckedData(path, None, {}, sound=False)
    for key, line, col in doubled:
        span = Span(path, line + first_line - 1, col, len(key))
        problems.error(span, "duplicate-key", f"“{key}” stands here a second time", "keep one of the two")
    data, places = meant(data, places) if meant else (data, places)
    return checked(path, data, {key: (line + first_line - 1, col) for key, (line, col) in places.items()}, schema, problems)


def read_json(
    path: str, text: str, schema: str | Mapping[str, Any], problems: Problems, meant: Meant | None = None
) -> CheckedData:
    """A JSON text; its content is None where it can't be read."""
    try:
        data, places, doubled = load_json(text)
    except Unreadable as fault:
        problems.error(Span(path, fault.line, fault.col, fault.length), "bad-json", fault.message, fault.hint, lost=WHOLE_FILE)
        return CheckedData(path, None, {}, sound=False)
    for key, line, col in doubled:
        problems.error(
            Span(path, line, col, len(key) + 2), "duplicate-key", f"“{key}” stands here a second time", "keep one of the two"
        )
    data, places = meant(data, places) if meant else (data, places)
    return checked(path, data, places, schema, problems)


def checked(path: str, data: Any, places: Places, schema: str | Mapping[str, Any], problems: Problems) -> CheckedData:
    """Data held against a schema, or the name of one here; every fault is told at its place."""
    errors = _one_a_list(_validator()(_shipped(schema) if isinstance(schema, str) else schema).iter_errors(data))
    faults: list[Fault] = []
    for error in errors:
        faults += REPORTS.get(error.validator, _bad_value)(error, tuple(error.absolute_path))
    faults.sort(key=lambda fault: span_of(path, fault[0], places))
    for where, code, message, hint in together(list(dict.fromkeys(faults))):
        problems.error(span_of(path, where, places), code, message, hint)
    return CheckedData(path, data, places, sound=not errors)


def _one_a_list(errors: Iterable[Any]) -> list[Any]:
    """The errors, but of several items of one list that break the same rule only the first: a list is written in one go."""
    found: dict[object, Any] = {}
    for i, error in enumerate(errors):
        where = tuple(error.absolute_path)
        item = where and isinstance(where[-1], int) and not isinstance(error.instance, dict)
        found.setdefault((where[:-1], error.validator) if item else i, error)
    return list(found.values())


def limited(schema: str, needed: Sequence[str], others: Sequence[str]) -> Mapping[str, Any]:
    """A schema of ours of which a file must have the keys `needed`, and may have `others`."""
    whole, names = _shipped(schema), (*needed, *others)
    why = f"of this file nothing but {' and '.join(names)} is used: delete it"
    return {**whole, "description": why, "properties": {key: whole["properties"][key] for key in names}, "required": needed}


@cache
def _shipped(schema: str) -> Mapping[str, Any]:
    text = resources.files("studyguide.sources").joinpath(f"schemas/{schema}.json").read_text("utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


# ---------------------------------------------------------------- what JSON Schema does not know


def is_sane(number: float) -> bool:
    """Whether a number is finite, and has no more figures than a computer keeps."""
    return math.isfinite(number) and abs(number) < 10**FIGURES and (number == 0 or abs(number) >= 10**-FIGURES)


def _is_number(checker: Any, instance: object) -> bool:
    return isinstance(instance, int | float) and not isinstance(instance, bool) and is_sane(instance)


def _is_whole(checker: Any, instance: object) -> bool:
    return isinstance(instance, int) and not isinstance(instance, bool) and is_sane(instance)


def _is_text(checker: Any, instance: object) -> bool:
    return isinstance(instance, str) and not any(hidden_runs(instance))


def _toml_type(validator: Any, wanted: str, instance: object, schema: object) -> Iterator[ValidationError]:
    """Our keyword `toml-type`: “date” is a date of TOML, which JSON does not have."""
    if type(instance) is not datetime.date or instance.year not in YEARS:
        yield _fault()


def _format(validator: Any, name: str, instance: object, schema: object) -> Iterator[ValidationError]:
    if isinstance(instance, str | int) and (complaint := FORMATS[name](getattr(instance, "written", str(instance)))):
        yield _fault(complaint)


def _length(validator: Any, least: int, instance: object, schema: object) -> Iterator[ValidationError]:
    """`minLength`, of which spaces are no part."""
    if isinstance(instance, str) and len(instance.strip()) < least:
        yield _fault()


def _fault(message: str = "") -> ValidationError:
    from jsonschema import ValidationError

    return ValidationError(message)


@cache
def _validator() -> Any:
    """The validator, which takes longer to import than to use: nothing needs it where no data file has changed."""
    import jsonschema

    draft = jsonschema.Draft202012Validator
    kinds = draft.TYPE_CHECKER.redefine_many({"number": _is_number, "integer": _is_whole, "string": _is_text})
    more = {"toml-type": _toml_type, "format": _format, "minLength": _length}
    return jsonschema.validators.extend(draft, more, type_checker=kinds)  # type: ignore[no-untyped-call]  # it types a part of itself


# ---------------------------------------------------------------- faults in plain words

Report = Iterator[tuple[Path, str, str, str]]  # where, code, message, hint
TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "date": f"a date from {YEARS[0]} to {YEARS[-1]}",
    "integer": "a whole number",
    "number": "a number",
    "object": "a table of keys",
    "string": "text",
}


def _unknown_keys(error: Any, where: Path) -> Report:
    known, misnamed = error.schema.get("properties", {}), _misnamed(error)
    for key in _strange(error):
        message, hint = f"unknown key “{shortened(key)}”", _meant(key, known) or _hint(error)
        if key in misnamed:
            message, hint = f"{message}, and the key “{misnamed[key]}” is missing", f"write {misnamed[key]}"
        yield (*where, key), "unknown-key", message, hint


def _missing_keys(error: Any, where: Path) -> Report:
    misnamed, missing = _misnamed(error).values(), _missing(error)
    if not error.instance and len(missing) > 1:
        keys = f"{', '.join(missing[:-1])} and {missing[-1]}"
        yield where, "missing-key", "nothing is said here", f"add the keys {keys}"
        return
    for key in missing:  # jsonschema gives this error once for each of them; the collector keeps one
        if key not in misnamed:
            yield where, "missing-key", f"the key “{key}” is missing here", f"add {key}"


def _meant(key: str, known: Iterable[str]) -> str:
    """A hint that names the known key that was meant, in whatever letters it was written."""
    alike = {name.lower(): name for name in known}.get(key.lower())
    return f"did you mean “{alike}”?" if alike else did_you_mean(key, known)


def _strange(error: Any) -> list[str]:
    """The keys of a table that it does not know."""
    known, patterns = error.schema.get("properties", {}), error.schema.get("patternProperties", {})
    return sorted(key for key in error.instance if key not in known and not any(re.search(p, key) for p in patterns))


def _missing(error: Any) -> list[str]:
    """The keys that a table lacks, without those of which a misspelling stands there, which is told."""
    closed = error.schema.get("additionalProperties") is False  # else what else stands there may well be known
    strange = [key.lower() for key in _strange(error)] if closed else []
    missing = (key for key in error.schema.get("required", ()) if key not in error.instance)
    return [key for key in missing if not did_you_mean(key.lower(), strange)]


def _misnamed(error: Any) -> dict[str, str]:
    """The one unknown key of a table, if it is no slip of the pen, and the one that is missing: one may stand for the other."""
    strange = _strange(error) if error.schema.get("additionalProperties") is False else []
    missing = _missing(error)
    alone = len(strange) == len(missing) == 1 and not slip_of(strange[0], error.schema.get("properties", {}))
    return {strange[0]: missing[0]} if alone else {}


def _missing_partner(error: Any, where: Path) -> Report:
    for key, partners in error.validator_value.items():
        for partner in partners if key in error.instance else ():
            if partner not in error.instance:
                yield (*where, key), "missing-key", f"“{key}” has no “{partner}” beside it", f"add {partner}"


def _wrong_type(error: Any, where: Path) -> Report:
    instance, wanted = error.instance, error.validator_value
    if isinstance(instance, str) and "string" in wanted and (found := next(hidden_runs(instance), None)):
        message = f"“{_name(where)}” holds the character U+{ord(instance[found[0]]):04X}, which cannot be seen"
        yield where, "control-character", message, _hint(error) or "take it out"
        return
    counted = isinstance(instance, int | float) and not isinstance(instance, bool) and ("number" in wanted or "integer" in wanted)
    if counted and not is_sane(instance):
        yield where, "wrong-type", f"“{_name(where)}” must be a number that somebody can count", _hint(error) or SANE
        return
    types = [wanted] if isinstance(wanted, str) else wanted
    words = " or ".join(TYPES[each] for each in types if each != "integer" or "number" not in types)
    quoted = "string" in types and not isinstance(instance, list | dict) and instance is not None
    hint = _hint(error) or ("put it between quotation marks" if quoted else "")
    yield where, "wrong-type", f"“{_name(where)}” must be {words}, not {shown(instance)}", hint


SANE = f"at most {FIGURES} figures before the point, and neither nan nor inf"


def _bad_word(error: Any, where: Path) -> Report:
    words = [str(word) for word in error.validator_value]
    said = error.instance if isinstance(error.instance, str) else ""
    listed = f": {', '.join(words)}" if len(words) <= FEW else f" {len(words)} words, not {shown(error.instance)}"
    yield where, "bad-value", f"“{_name(where)}” must be one of{listed}", did_you_mean(said, words) or _hint(error)


FEW = 12  # words that a message names


def _too_few(error: Any, where: Path) -> Report:
    count, least = len(error.instance), error.validator_value
    what = "is empty" if not count else f"has {count} of at least {least} entries"
    yield where, "bad-value", f"“{_name(where)}” {what}", _hint(error)


def _too_many(error: Any, where: Path) -> Report:
    yield where, "bad-value", f"“{_name(where)}” has more than {error.validator_value} entries", _hint(error)


def _too_short(error: Any, where: Path) -> Report:
    what = f"has fewer than {error.validator_value} characters" if error.instance.strip() else "is empty"
    yield where, "bad-value", f"“{_name(where)}” {what}", _hint(error)


def _too_long(error: Any, where: Path) -> Report:
    message = f"“{_name(where)}” has {len(error.instance)} characters, at most {error.validator_value} have room"
    yield where, "bad-value", message, _hint(error)


def _twice(error: Any, where: Path) -> Report:
    for i, item in enumerate(error.instance):
        if item in error.instance[:i]:
            yield (*where, i), "bad-value", f"“{_name(where)}” holds {shown(item)} twice", "keep one of the two"


def _too_small(error: Any, where: Path) -> Report:
    yield where, "bad-value", f"“{_name(where)}” is {shown(error.instance)}, and at least {error.validator_value}", _hint(error)


def _too_large(error: Any, where: Path) -> Report:
    yield where, "bad-value", f"“{_name(where)}” is {shown(error.instance)}, and at most {error.validator_value}", _hint(error)


def _no_meaning(error: Any, where: Path) -> Report:
    yield where, "bad-value", f"“{_name(where)}”: {error.message}", _hint(error)


def _bad_pattern(error: Any, where: Path) -> Report:
    """A text, or, where jsonschema gives the name of a key, that name."""
    named = error.absolute_schema_path and "propertyNames" in error.absolute_schema_path
    yield from (_bad_name if named else _bad_value)(error, where)


def _bad_name(error: Any, where: Path) -> Report:
    key = error.instance
    yield (*where, key), "unknown-key", f"“{shortened(key)}” is not the name of a key", "letters, digits and hyphens"


def _bad_value(error: Any, where: Path) -> Report:
    yield where, "bad-value", f"“{_name(where)}” cannot be {shown(error.instance)}", _hint(error)


REPORTS: dict[str, Callable[[Any, Path], Report]] = {
    "additionalProperties": _unknown_keys,
    "dependentRequired": _missing_partner,
    "enum": _bad_word,
    "exclusiveMaximum": _too_large,
    "exclusiveMinimum": _too_small,
    "format": _no_meaning,
    "maxItems": _too_many,
    "maxLength": _too_long,
    "maximum": _too_large,
    "minItems": _too_few,
    "minLength": _too_short,
    "minimum": _too_small,
    "pattern": _bad_pattern,
    "required": _missing_keys,
    "toml-type": _wrong_type,
    "type": _wrong_type,
    "uniqueItems": _twice,
}


def shown(value: object) -> str:
    """A value as an editor would name it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"“{shortened(value)}”"
        case int() | float():
            return shortened(str(getattr(value, "written", value)))
        case list() | dict():
            return TYPES["array" if isinstance(value, list) else "object"]
        case _:
            return str(value)


def shortened(text: str) -> str:
    """The text, or its beginning."""
    return text if len(text) <= 60 else text[:59] + "…"


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
