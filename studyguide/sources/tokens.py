"""Tokens: the values of custom properties in the style sheets, which no program looks at before it is too late.

A colour or a length that is none makes the declaration that uses it fall away in silence (CSS Variables, §3.1).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from studyguide.sources.diagnostics import Problems, Span, did_you_mean

DECLARED = re.compile(r"(?<![\w-])--(?P<name>[\w-]+)\s*:(?P<value>[^;{}]*)")
USED = re.compile(r"var\(\s*--(?P<name>[\w-]+)")
FALLBACK = re.compile(r"\s*,")
REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
PIECE = re.compile(r"\"[^\"]*\"|'[^']*'|#[\w-]*|[+-]?(?:\d+\.?\d*|\.\d+)[\w%]*")
WORD = re.compile(r"(?<![\w#.])[A-Za-z_-][\w-]*\(?|--[\w-]+")
UNITS = {"", "%", "pt", "mm", "cm", "in", "px", "pc", "q", "em", "rem", "ex", "ch", "lh", "rlh", "vw", "vh", "deg", "fr"}


def check_tokens(texts: Mapping[str, str], problems: Problems) -> None:
    """Report every custom property of the style sheets whose value can be none, and every use of one that is nowhere declared."""
    sheets = {path: _properties(text) for path, text in texts.items() if path.startswith("styles/") and path.endswith(".css")}
    names = {found["name"] for declared, _ in sheets.values() for found in declared}
    for path, (declared, used) in sheets.items():
        for found in declared:
            filled = path.startswith("styles/templates/")  # what stands there is not known yet
            if complaint := "" if filled else _complaint(found["value"].strip()):
                hint = "a colour is #RRGGBB, a length a number with pt, mm or em"
                problems.error(_span(path, found), "stylesheet", f"--{found['name']} {complaint}", hint)
        for found in used:
            if found["name"] not in names and not FALLBACK.match(found.string, found.end()):
                message, hint = f"no style sheet says what --{found['name']} is", did_you_mean(found["name"], names)
                problems.error(_span(path, found), "stylesheet", message, hint)


@lru_cache(maxsize=64)  # whoever writes changes one sheet at a time
def _properties(sheet: str) -> tuple[tuple[re.Match[str], ...], tuple[re.Match[str], ...]]:
    """Where a style sheet declares custom properties, and where it uses them; what stands in a remark does neither."""
    text = REMARK.sub(_blank, sheet)
    return tuple(DECLARED.finditer(text)), tuple(USED.finditer(text))


def _blank(remark: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", remark[0])


def _complaint(value: str) -> str:
    if not value:
        return "has no value"
    for piece in PIECE.findall(WORD.sub(" ", value)):
        if piece.startswith("#") and not re.fullmatch(r"#([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})", piece):
            return f"is no colour: {piece}"
        unit = re.sub(r"^[+-]?[\d.]+", "", piece).lower()
        if piece[0] in "+-.0123456789" and unit not in UNITS:
            return f"is no length: {piece}"
    return ""


def _span(path: str, found: re.Match[str]) -> Span:
    at, text = found.start(), found.string
    return Span(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), len(found["name"]) + 2)
