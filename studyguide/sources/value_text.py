"""Values by name in texts that take no other markup: text alternatives, the words of charts and drawings, numbers of charts.

The role is the one of chapters: {value}`oven.hot`, {value}`oven.hot|bare`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from studyguide.sources.config import ENDS, FORMS, Quantity
from studyguide.sources.diagnostics import slip_of

Values = Mapping[str, Quantity]
ROLE = re.compile(r"\{value\}`(?P<key>[^`|]*)(?:\|(?P<form>[^`]*))?`")


@dataclass(frozen=True)
class ValueFault(Exception):
    """A role that names no value, or asks for what the value does not have."""

    key: str
    code: str
    message: str
    hint: str = ""


def with_values(text: str, values: Values) -> str:
    """The text with every value as it is printed. Raises ValueFault at the first that cannot be."""
    return ROLE.sub(lambda found: _printed(found, values), text) if "{value}" in text else text


def _printed(found: re.Match[str], values: Values) -> str:
    value, form = _looked_up(found, values), (found["form"] or "full").strip()
    if form not in FORMS:
        raise ValueFault(value.key, "unknown-form", f"unknown form “{form}” of a value", f"the forms are {', '.join(FORMS)}")
    if lacking := value.lacks(form):
        raise ValueFault(value.key, "unknown-form", *lacking)
    return value.show(form).text


def _looked_up(found: re.Match[str], values: Values) -> Quantity:
    key = found["key"].strip()
    if key not in values:
        raise ValueFault(key, "unknown-value", f"“{key}” is not in values.toml", slip_of(key, values))
    return values[key]


def number_of(text: str, values: Values) -> float | None:
    """The number that a role stands for where a number is wanted, or None if the text is no role.

    Of a range, `|low` or `|high` says which end. Raises ValueFault.
    """
    found = ROLE.fullmatch(text.strip())
    if found is None:
        return None
    value, end = _looked_up(found, values), (found["form"] or "").strip()
    if isinstance(value.value, tuple):
        if end not in ENDS:
            message = f"“{value.key}” is a range, and one number is wanted here"
            raise ValueFault(
                value.key, "unknown-form", message, f"write {{value}}`{value.key}|low` or {{value}}`{value.key}|high`"
            )
        return value.value[ENDS[end]]
    if isinstance(value.value, str):
        raise ValueFault(value.key, "unknown-form", f"“{value.key}” is words, and a number is wanted here", "write the number")
    if end:
        raise ValueFault(value.key, "unknown-form", f"“{value.key}” is one number", "write it without a form")
    return value.value
