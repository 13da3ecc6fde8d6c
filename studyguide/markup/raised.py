"""Raised and lowered characters as those of Unicode: 10² stays 10² in a copy, a bookmark, a search, and without any style.

An element of markup would leave 109 there. Only what Unicode has no characters for is set with one: `1^st^`, `T~max~`.
"""

import re

SIGNS, LETTERS = "0123456789+-−=().", "abcdefghijklmnoprstuvwxyz"
_RAISED = str.maketrans(SIGNS + LETTERS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾·ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_LOWERED = str.maketrans(SIGNS[:-1], "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SIGNS = re.escape(SIGNS[:-1])
_EXPONENT = re.compile(rf"(?:[{_SIGNS}]|(?<=\d)\.(?=\d)|(?<![{LETTERS}])[{LETTERS}])+")
_INDEX = re.compile(rf"[{_SIGNS}]+")


def raised(text: str) -> str:
    """A text raised: figures, signs, and letters that stand alone among them; “” if it holds anything else."""
    return text.translate(_RAISED) if _EXPONENT.fullmatch(text) else ""


def lowered(text: str) -> str:
    """A text lowered: figures and signs; “” if it holds anything else."""
    return text.translate(_LOWERED) if _INDEX.fullmatch(text) else ""
