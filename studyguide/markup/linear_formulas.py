"""Formulas in a line of signs: what is said, searched and printed in titles in the place of a formula: “(a + b)/2 = x²”.

No word of any language is added; powers and indices are Unicode's where it has them, else they stand behind ^ and _ (Unicode
Technical Note 28).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

from studyguide.markup.raised import lowered, raised

SILENT = {ord(sign): None for sign in "\u2061\u2062\u2063\u2064\u200b"}
SPACED = frozenset("=+−±∓×·÷<>≤≥≠≈≡∼∝→←↔⇒⇐⇔↦∈∉⊂⊆∪∩∧∨∣∥⟶⟵⇌:∗")
"""Operators with a space at each side, but where they begin a row."""
AFTER = frozenset(",;")
ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0304", "˙": "\u0307", "¨": "\u0308",
    "→": "\u20d7", "⃗": "\u20d7", "ˇ": "\u030c", "´": "\u0301", "`": "\u0300", "˘": "\u0306",
}  # fmt: skip
BRACES = frozenset("⏞⏟⏜⏝︷︸")
OVERLINE = frozenset("―‾¯_")
ATOM = re.compile(r"[^\W_]+(?:[.,]\d+)?[\u0300-\u036f\u20d0-\u20ff]*|[(\[{|].*[)\]}|]|∞")
WIDE = re.compile(r"0?\.(?:1[5-9]|[2-9])|[1-9]")
RELATION = re.compile(r" *([=<>≤≥≈≡→+]) *")
"""What may begin a cell of lines that are aligned at it."""
SPACES = re.compile(r"\s+")


def linear(root: ET.Element) -> str:
    """A formula of MathML in one line."""
    return SPACES.sub(" ", _row(root)).strip()


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _row(element: ET.Element) -> str:
    said = ""
    for kid in element:
        part = _said(kid)
        if _name(kid) == "mo" and part in SPACED and said.strip() and said.rstrip()[-1] not in "([{=<>,|":
            part = f" {part} "
        elif part in AFTER:
            part += " "
        elif said[-1:].isalnum() and ((part[:1].isalpha() and (len(part) > 1 or _is_word(said))) or part[:1].isdecimal()):
            part = f" {part}"  # the name of a function, a word, a number behind another
        elif _name(kid).startswith(("munder", "mover")) and _is_word(_said(kid[0])):
            part += " "
        said += part
    return said


def _is_word(said: str) -> bool:
    return said[-2:].isalpha() and len(said) > 1


def _said(element: ET.Element) -> str:
    return READERS.get(_name(element), _row)(element)


def _letters(element: ET.Element) -> str:
    return "".join(element.itertext()).translate(SILENT)


def _grouped(element: ET.Element) -> str:
    """A part in brackets, unless it is one thing."""
    said = _said(element).strip()
    return said if len(said) <= 1 or ATOM.fullmatch(said) else f"({said})"


def _fraction(element: ET.Element) -> str:
    above, below = map(_grouped, element)
    return f"{_said(element[0])} ¦ {_said(element[1])}" if element.get("linethickness") in ("0", "0px") else f"{above}/{below}"


def _power(base: str, over: ET.Element) -> str:
    said = _said(over).strip().replace("∘", "°")
    return base + (_primes(said) or raised(said) or f"^{_grouped(over)}") if said else base


def _primes(said: str) -> str:
    return said if said.strip("′″‴°") == "" else ""


def _index(base: str, under: ET.Element) -> str:
    said = _said(under).strip()
    return base + (lowered(said) or f"_{_grouped(under)}") if said else base


def _over(element: ET.Element) -> str:
    base, sign = _said(element[0]), _said(element[1]).strip()
    if sign in ACCENTS and len(base) == 1:
        return base + ACCENTS[sign]
    if sign in BRACES:
        return base
    if sign in OVERLINE:
        return f"{base}\u0304" if len(base) == 1 else f"{_grouped(element[0])}\u0304"
    return _power(_grouped(element[0]), element[1])


def _table(element: ET.Element) -> str:
    rows = [[_said(cell).strip() for cell in row] for row in element]
    sides = any(cell.get("columnalign") == "right" for row in element for cell in row)
    if sides:
        return "; ".join(RELATION.sub(r" \1 ", "".join(row)).strip() for row in rows)
    return "; ".join(", ".join(filter(None, row)) for row in rows)


READERS: dict[str, Callable[[ET.Element], str]] = {
    **dict.fromkeys(("mi", "mn", "mo", "mtext", "ms"), _letters),
    "annotation": lambda element: "",
    "mfrac": _fraction,
    "mover": _over,
    "mphantom": lambda element: "",
    "mroot": lambda element: f"{_power('', element[1])}√{_grouped(element[0])}",
    "mspace": lambda element: " " if WIDE.match(element.get("width", "")) else "",
    "msqrt": lambda element: f"√{said}" if ATOM.fullmatch(said := _row(element).strip()) else f"√({said})",
    "msub": lambda element: _index(_grouped(element[0]), element[1]),
    "msubsup": lambda element: _power(_index(_grouped(element[0]), element[1]), element[2]),
    "msup": lambda element: _power(_grouped(element[0]), element[1]),
    "mtable": _table,
    "munder": lambda element: _said(element[0]) if _said(element[1]) in BRACES else _index(_grouped(element[0]), element[1]),
    "munderover": lambda element: _power(_index(_grouped(element[0]), element[1]), element[2]),
}
