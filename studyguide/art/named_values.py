"""Values by name in drawings and charts: {value}`oven.hot` in their words, and in a chart also where a number stands.

So a value that changes in values.toml changes the picture. Lines stay as they are, for the messages of what is read then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from studyguide.art.chartdata import number_keys
from studyguide.sources.config import Quantity
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.toml_places import Path, toml_extents
from studyguide.sources.value_text import ROLE, ValueFault, number_of, with_values

Values = Mapping[str, Quantity]


def drawing_with_values(path: str, text: str, values: Values, problems: Problems) -> str:
    """A drawing with every value as it is printed; “” if one cannot be, which is an error at its place."""
    return _Replacement(path, text, values, problems).drawing() if "{value}" in text else text


def chart_with_values(path: str, text: str, values: Values, problems: Problems) -> str:
    """The data of a chart with every value in its place: as a number where one is wanted, else as it is printed; “” as above."""
    return _Replacement(path, text, values, problems).chart() if "{value}" in text else text


@dataclass
class _Replacement:
    """A text whose roles are replaced, and whether all of them could be."""

    path: str
    text: str
    values: Values
    problems: Problems
    sound: bool = True

    def drawing(self) -> str:
        made = ROLE.sub(lambda found: escape(self.printed(found)), self.text)
        return made if self.sound else ""

    def chart(self) -> str:
        made, done = "", 0
        for where, (start, end) in sorted(toml_extents(self.text).items(), key=lambda item: item[1]):
            if ROLE.search(self.text, start, end) and start >= done:
                made += self.text[done:start] + self.entry(where, start, end)
                done = end
        return made + self.text[done:] if self.sound else ""

    def entry(self, where: Path, start: int, end: int) -> str:
        """A value of the data file: a number, or text with the values in it."""
        key = next((part for part in reversed(where) if isinstance(part, str)), "")
        found = ROLE.match(self.text, start + 1, end)
        if key in number_keys() and found and found.end() == end - 1:
            try:
                return f"{number_of(found[0], self.values):.15g}"
            except ValueFault as fault:
                self.report(found, fault)
                return found[0]
        made, done = "", start
        for role in ROLE.finditer(self.text, start, end):
            made += self.text[done : role.start()] + self.printed(role).replace("\\", "\\\\").replace('"', '\\"')
            done = role.end()
        return made + self.text[done:end]

    def printed(self, found: re.Match[str]) -> str:
        try:
            return with_values(found[0], self.values)
        except ValueFault as fault:
            self.report(found, fault)
            return found[0]

    def report(self, found: re.Match[str], fault: ValueFault) -> None:
        self.sound = False
        at = found.start()
        line, col = self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at)
        self.problems.error(Span(self.path, line, col, len(found[0])), fault.code, fault.message, fault.hint)
