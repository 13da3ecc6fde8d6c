"""Words that the style sheet of the e-book hides: what no reader sees is as lost as what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cssselect2
import tinycss2

HIDING = {
    "color": re.compile(r"transparent|(rgba|hsla)\(.*,\s*[0.]+%?\s*\)|.*/\s*[0.]+%?\s*\)|#(...0|.{6}00)", re.IGNORECASE),
    "content-visibility": re.compile("hidden"),
    "display": re.compile("none"),
    "font-size": re.compile(r"[+-]?[0.]+(%|[a-zA-Z]+)?"),
    "opacity": re.compile(r"[0.]+%?"),
    "visibility": re.compile("hidden|collapse"),
}
"""The properties by which an element is hidden, and the values that do it."""
CONDITIONS = ("container", "media", "supports")


@dataclass(frozen=True, slots=True)
class HidingRule:
    """A rule that hides words: its line and column in the style sheet, what it says, and the first document with such words."""

    line: int
    col: int
    selector: str
    declaration: str
    document: str
    words: str


def hiding_rules(sheet: str, roots: Mapping[str, Any]) -> Iterator[HidingRule]:
    """Every rule of a style sheet that hides words of the documents (XHTML trees by file name); a selector nobody knows counts.

    Words may be hidden that the document says are `hidden`, and under a condition the heads of a linear table, whose cells name
    their columns themselves.
    """
    hiding = list(_hiding(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), narrow=False))
    trees = {name: cssselect2.ElementWrapper.from_xml_root(root) for name, root in roots.items()} if hiding else {}
    for rule, declaration, narrow in hiding:
        said = tinycss2.serialize(rule.prelude).strip()
        found = next(_hidden(rule, trees, narrow=narrow), None)
        if found:
            yield HidingRule(rule.source_line, rule.source_column, said, declaration, *found)


def _hiding(rules: Iterable[Any], *, narrow: bool) -> Iterator[tuple[Any, str, bool]]:
    """The rules with a declaration that hides, and whether they hold for some widths alone."""
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in CONDITIONS:
            inside = tinycss2.parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True)
            yield from _hiding(inside, narrow=narrow or rule.lower_at_keyword != "supports")
        elif rule.type == "qualified-rule":
            for item in tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True):
                if item.type == "declaration" and item.lower_name in HIDING:
                    value = tinycss2.serialize(item.value).strip()
                    if HIDING[item.lower_name].fullmatch(value):
                        yield rule, f"{item.lower_name}: {value}", narrow


def _hidden(rule: Any, trees: Mapping[str, Any], *, narrow: bool) -> Iterator[tuple[str, str]]:
    """The documents in which a rule hides words, with these."""
    try:
        selectors = [each for each in cssselect2.compile_selector_list(rule.prelude) if each.pseudo_element is None]
    except cssselect2.SelectorError:
        yield "", ""
        return
    for name, tree in trees.items():
        for element in tree.iter_subtree():
            if any(each.test(element) for each in selectors) and not _may_be_hidden(element.etree_element, narrow=narrow):
                words = " ".join("".join(element.etree_element.itertext()).split())
                if words:
                    yield name, words


def _may_be_hidden(element: Any, *, narrow: bool) -> bool:
    heads = narrow and element.tag.rpartition("}")[2] == "thead" and element.get("role") == "rowgroup"
    return heads or element.get("hidden") is not None
