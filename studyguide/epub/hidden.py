"""Words that the style sheet of the e-book hides: what no reader sees is as lost as what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cssselect2
import tinycss2

FAR = r"-?(\d{3,}(\.\d+)?(px|pt|ch|ex|q)|\d{2,}(\.\d+)?(em|rem|ic|lh|rlh|in|cm|mm|pc|vw|vh|vmin|vmax)|\d{3,}(\.\d+)?%)"
"""A length that no screen has room for."""
NONE = r"[+-]?0*\.?0+(%|[a-z]+)?"
SHIFTED = re.compile(rf"-{FAR.removeprefix('-?')}", re.IGNORECASE)
THIN = re.compile(rf"{NONE}|[01](\.\d+)?px|0?\.[0-4]\d*(em|rem)", re.IGNORECASE)
HIDING = {
    "clip": re.compile(r"rect\(.*\)", re.IGNORECASE),
    "clip-path": re.compile(
        r"(inset|rect|xywh)\(\s*(?!0(px|%)?[\s,)]).*\)|(circle|ellipse)\(\s*0.*\)|(polygon|path|shape)\(.*\)|url\(.*\)",
        re.IGNORECASE,
    ),
    "color": re.compile(r"transparent|(rgba|hsla)\(.*,\s*[0.]+%?\s*\)|.*/\s*[0.]+%?\s*\)|#(...0|.{6}00)", re.IGNORECASE),
    "content-visibility": re.compile("hidden"),
    "display": re.compile("none"),
    "filter": re.compile(rf".*opacity\(\s*({NONE}|0?\.0\d*)\s*\).*", re.IGNORECASE),
    "font": re.compile(rf"(.*\s)?({NONE}|1px)(\s*/.*)?\s.*", re.IGNORECASE),
    "font-size": re.compile(rf"{NONE}|[01](\.\d+)?p[tx]|0?\.[01]\d*r?em|\d(\.\d+)?%", re.IGNORECASE),
    "letter-spacing": re.compile(r"-(0?\.[4-9]\d*|[1-9][\d.]*)r?em|-([5-9]|\d{2,})(\.\d+)?p[tx]", re.IGNORECASE),
    "line-clamp": re.compile(r"\d+.*"),
    "line-height": re.compile(rf"{NONE}|0?\.[0-5]\d*(em|rem)?|[0-5]?\d%", re.IGNORECASE),
    "mask": re.compile(r"(?!none).+"),
    "mask-image": re.compile(r"(?!none).+"),
    "opacity": re.compile(r"[0.]+%?|0?\.0\d*|[0-9](\.\d+)?%"),
    "rotate": re.compile(r".*\b[xy]\b.*90deg.*", re.IGNORECASE),
    "scale": re.compile(rf"({NONE}|0?\.[0-2]\d*)(\s.*)?", re.IGNORECASE),
    "text-indent": re.compile(FAR, re.IGNORECASE),
    "text-fill-color": re.compile("transparent", re.IGNORECASE),
    "text-security": re.compile(r"(?!none).+"),
    "transform": re.compile(
        rf".*(scale[xy]?(3d)?\(\s*({NONE}|0?\.[0-2]\d*)\s*[,)].*|matrix\(\s*0\s*,\s*0.*|rotate[xy]\(\s*-?90deg.*|translate.*\b{FAR}.*)",
        re.IGNORECASE,
    ),
    "translate": re.compile(rf"(.*\s)?{FAR}.*", re.IGNORECASE),
    "visibility": re.compile("hidden|collapse"),
    "word-spacing": re.compile(r"-(0?\.[2-9]\d*|[1-9][\d.]*)r?em|-\d{2,}(\.\d+)?p[tx]", re.IGNORECASE),
} | dict.fromkeys(
    [
        *(f"{start}{side}" for start in ("", "margin-") for side in ("left", "right", "top", "bottom")),
        "margin",
        "inset",
        "inset-inline-start",
    ],
    re.compile(rf"(.*\s)?{SHIFTED.pattern}(\s.*)?", re.IGNORECASE),
)
"""The properties by which an element is hidden, moved away or squeezed, and the values that do it."""
RAISED = re.compile(r"\s*su[bp](\s*,\s*su[bp])*\s*")
"""Raised and lowered figures: they keep the distance of lines as it is."""
CUSTOM = re.compile(r"(--[\w-]+)\s*:\s*([^;}]*)")
NAMED = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^)]*))?\)")
SIZES = {f"{limit}{side}" for limit in ("", "max-") for side in ("height", "width", "block-size", "inline-size")}
"""The properties that leave words no room, where what runs over is not shown."""
CONDITIONS = ("container", "layer", "media", "scope", "starting-style", "supports")


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
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    hiding = list(_hiding(rules, dict(CUSTOM.findall(sheet)), narrow=False))
    found = _hidden([(rule, narrow) for rule, _, narrow in hiding], roots if hiding else {})
    for number, (rule, declaration, _) in enumerate(hiding):
        if number in found:
            said = tinycss2.serialize(rule.prelude).strip()
            yield HidingRule(rule.source_line, rule.source_column, said, declaration, *found[number])


def _hiding(rules: Iterable[Any], names: Mapping[str, str], *, narrow: bool) -> Iterator[tuple[Any, str, bool]]:
    """The rules with a declaration that hides, and whether they hold for some widths alone."""
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in CONDITIONS:
            inside = tinycss2.parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True)
            yield from _hiding(inside, names, narrow=narrow or rule.lower_at_keyword != "supports")
        elif rule.type == "qualified-rule":
            said = _declared(rule.content, names)
            raised = RAISED.fullmatch(tinycss2.serialize(rule.prelude))
            for name, value in said.items():
                if _hides(name, value, said) and not (raised and name == "line-height"):
                    yield rule, f"{name}: {value}", narrow


def _declared(content: Iterable[Any], names: Mapping[str, str]) -> dict[str, str]:
    """The properties that a rule declares, without the prefixes of browsers, and their values; `names` are custom properties."""
    items = tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True)
    said = ((item.lower_name, tinycss2.serialize(item.value).strip()) for item in items if item.type == "declaration")
    return {
        re.sub(r"^-[a-z]+-(?!-)", "", name): NAMED.sub(lambda used: names.get(used[1], used[2] or ""), value).strip()
        for name, value in said
    }


def _hides(name: str, value: str, said: Mapping[str, str]) -> bool:
    """Whether a declaration hides the words of an element for which all of these hold."""
    cut = re.search("hidden|clip", " ".join(said.get(key, "") for key in ("overflow", "overflow-x", "overflow-y")))
    if name in SIZES and cut:
        upright = name.endswith(("height", "block-size"))
        return THIN.fullmatch(value) is not None or (upright and value[0].isdigit() and value != "100%")
    if name == "white-space" and cut:
        return value == "nowrap"
    if name == "color" and "background-color" in said:
        return value == said["background-color"]
    return name in HIDING and HIDING[name].fullmatch(value) is not None


def _hidden(rules: Iterable[tuple[Any, bool]], roots: Mapping[str, Any]) -> dict[int, tuple[str, str]]:
    """By the number of a rule the first document in which it hides words, with these. Every document is walked once."""
    found, matcher, narrow = dict[int, tuple[str, str]](), cssselect2.Matcher(), dict[int, bool]()
    for number, (rule, narrow[number]) in enumerate(rules):
        try:
            for each in cssselect2.compile_selector_list(rule.prelude):
                if each.pseudo_element in (None, "first-letter", "first-line"):
                    matcher.add_selector(each, number)
        except cssselect2.SelectorError:
            found[number] = "", ""
    for name, root in roots.items():
        for element in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
            for *_, number in matcher.match(element):
                if number not in found and not _may_be_hidden(element.etree_element, narrow=narrow[number]):
                    words = " ".join("".join(element.etree_element.itertext()).split())
                    found |= {number: (name, words)} if words else {}
    return found


def _may_be_hidden(element: Any, *, narrow: bool) -> bool:
    heads = narrow and element.tag.rpartition("}")[2] == "thead" and element.get("role") == "rowgroup"
    return heads or element.get("hidden") is not None
