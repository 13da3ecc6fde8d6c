"""Mirroring: a style sheet that was written for lines from left to right, for a language that is written from right to left.

Left and right change places: in properties, values, margin boxes and the pages of a spread, and in the four values of a
shorthand. Names that somebody chose (classes, custom properties, texts, addresses) stay.
"""

import re

SIDES = {"left": "right", "right": "left"}
KEPT = r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|url\([^)]*\)|--[\w-]+|\.[A-Za-z][\w-]*|#[\w-]+"
SIDE = re.compile(rf"{KEPT}|\b(left|right)\b", re.DOTALL)
VALUE = r"(?:[^\s()!;{}]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+"
FOUR = re.compile(
    rf"(?<![\w-])((?:margin|padding|inset|border-(?:width|style|color))\s*:\s*{VALUE}\s+)({VALUE})(\s+{VALUE}\s+)({VALUE})"
)
"""A shorthand of four sides: top, right, bottom, left (CSS Box Model 3, 3.2)."""


CODE = re.compile(r"(^pre\b[^{}]*\{[^{}]*\})", re.MULTILINE)
"""A rule of code, which is written from left to right in every language."""


def mirrored(sheet: str) -> str:
    """The sheet for lines from right to left."""
    return "".join(part if CODE.fullmatch(part) else _turned(part) for part in CODE.split(sheet))


def _turned(sheet: str) -> str:
    turned = FOUR.sub(lambda found: found[1] + found[4] + found[3] + found[2], sheet)
    return SIDE.sub(lambda found: SIDES[found[1]] if found[1] else found[0], turned)
