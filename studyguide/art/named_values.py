"""Values by name in drawings and charts: {value}`anc.severe` in their words, and in a chart also where a number stands.

So a value that changes in values.toml changes the picture. Lines stay as they are, for the messages of what is read then.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from studyguide.art.chartdata import NUMBERS
from studyguide.sources.config import Quantity
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.toml_places import Path, toml_extents
from studyguide.sources.value_text import ROLE, ValueFault, number_of, with_values

Values = Mapping[str, Quantity]


def drawing_with_values(path: str, text: str, values: Values, problems: Problems) -> str:
    """A drawing with every value as it is printed; one that there is not is an error at its place."""
    return _replaced(path, text, 0, values, problems, markup=True) if "{value}" in text else text


def chart_with_values(path: str, text: str, values: Values, problems: Problems) -> str:
    """The data of a chart with every value in its place: as a number where one is wanted, else as it is printed."""
    if "{value}" not in text:
        return text
    made, done = "", 0
    for where, (start, end) in sorted(toml_extents(text).items(), key=lambda item: item[1]):
        if ROLE.search(text, start, end) and start >= done:
            made += text[done:start] + _entry(path, text, where, (start, end), values, problems)
            done = end
    return made + text[done:]


def _entry(path: str, text: str, where: Path, extent: tuple[int, int], values: Values, problems: Problems) -> str:
    start, end = extent
    written = text[start:end]
    key = next((part for part in reversed(where) if isinstance(part, str)), "")
    if key in NUMBERS:
        try:
            number = number_of(written[1:-1], values)
        except ValueFault as fault:
            _report(path, text, start + 1, end - start - 2, fault, problems)
            return written
        if number is not None:
            return f"{number:.15g}"
    return _replaced(path, written, start, values, problems, whole=text)


def _replaced(  # noqa: PLR0913 - where the text stands, and what it is
    path: str, text: str, start: int, values: Values, problems: Problems, *, whole: str = "", markup: bool = False
) -> str:
    made, done = "", 0
    for found in ROLE.finditer(text):
        try:
            shown = with_values(found[0], values)
        except ValueFault as fault:
            _report(path, whole or text, start + found.start(), len(found[0]), fault, problems)
            shown = found[0]
        made += text[done : found.start()] + (escape(shown) if markup else shown.replace("\\", "\\\\").replace('"', '\\"'))
        done = found.end()
    return made + text[done:]


def _report(path: str, text: str, at: int, length: int, fault: ValueFault, problems: Problems) -> None:
    span = Span(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), length)
    problems.error(span, fault.code, fault.message, fault.hint)
