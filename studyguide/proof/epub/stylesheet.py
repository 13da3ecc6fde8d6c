"""A style sheet as plain values: rules with selectors and declarations, read by tinycss2."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2

CONDITIONS = ("media", "container")
"""At-rules around rules that hold for some screens only."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration: lower-case property, value as written, the value's tokens, and whether it says !important."""

    name: str
    value: str
    tokens: tuple[Any, ...]
    important: bool


@dataclass(frozen=True, slots=True)
class Style:
    """One rule. An at-rule has its name in `at` (“font-face”) and no selectors."""

    selectors: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    at: str = ""
    fault: str = ""

    @property
    def subjects(self) -> tuple[str, ...]:
        """The last compound of each selector: what it styles."""
        return tuple(re.split(r"[\s>+~]+", selector.strip())[-1] for selector in self.selectors)

    def values(self, *names: str) -> Iterator[str]:
        """The values of the named properties, in order."""
        yield from (declaration.value for declaration in self.declarations if declaration.name in names)


def parse_styles(css: bytes) -> tuple[Style, ...]:
    """Every rule of a sheet; what does not parse is a rule with a `fault`."""
    rules, _ = tinycss2.parse_stylesheet_bytes(css, skip_comments=True, skip_whitespace=True)
    return tuple(_styles(rules))


def _styles(rules: Iterable[Any]) -> Iterator[Style]:
    """The rules, and in their place those that hold where a condition is met."""
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in CONDITIONS:
            yield from _styles(tinycss2.parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True))
        else:
            yield _style(rule)


def _style(rule: Any) -> Style:
    if rule.type == "error":
        return Style((), (), fault=rule.message)
    declarations = tuple(_declarations(rule.content or []))
    fault = next((item.value for item in declarations if not item.name), "")
    if rule.type == "at-rule":
        return Style((), declarations, at=rule.lower_at_keyword, fault=fault)
    selectors = tuple(part.strip() for part in tinycss2.serialize(rule.prelude).split(","))
    return Style(selectors, declarations, fault=fault)


def _declarations(content: Any) -> Iterator[Declaration]:
    for item in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration":
            yield Declaration(item.lower_name, tinycss2.serialize(item.value).strip(), tuple(item.value), item.important)
        elif item.type == "error":
            yield Declaration("", item.message, (), important=False)
