"""Numerals: counts in Roman figures, in letters, and in the figures of other scripts."""

from functools import cache

DECIMAL = {
    "latn": ("0", "decimal"),
    "arab": ("٠", "arabic-indic"),
    "arabext": ("۰", "persian"),
    "beng": ("০", "bengali"),
    "deva": ("०", "devanagari"),
    "gujr": ("૦", "gujarati"),
    "guru": ("੦", "gurmukhi"),
    "khmr": ("០", "khmer"),
    "knda": ("೦", "kannada"),
    "laoo": ("໐", "lao"),
    "mlym": ("൦", "malayalam"),
    "mong": ("᠐", "mongolian"),
    "mymr": ("၀", "myanmar"),
    "orya": ("୦", "oriya"),
    "tamldec": ("௦", "tamil"),
    "telu": ("౦", "telugu"),
    "thai": ("๐", "thai"),
    "tibt": ("༠", "tibetan"),
}
"""The decimal figures of scripts by their names in CLDR: nought, and the counter style of CSS (Ready-made Counter Styles)."""

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def roman(number: int) -> str:
    """A number from 1 in small roman figures."""
    text = ""
    for value, sign in _ROMAN:
        text, number = text + sign * (number // value), number % value
    return text


def figures(text: str, numerals: str) -> str:
    """A text with its figures 0 to 9 in those of a script, a key of `DECIMAL`."""
    return text if numerals == "latn" else text.translate(_table(numerals))


@cache
def _table(numerals: str) -> dict[int, str]:
    zero = ord(DECIMAL[numerals][0])
    return {ord("0") + value: chr(zero + value) for value in range(10)}


def plain_figures(text: str) -> str:
    """A text with the decimal figures of any script as 0 to 9."""
    return text if text.isascii() else "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def letters(number: int) -> str:
    """A number from 1 in capital letters: 26 is Z, 27 AA."""
    before, last = divmod(number - 1, 26)
    return (letters(before) if before else "") + chr(ord("A") + last)
