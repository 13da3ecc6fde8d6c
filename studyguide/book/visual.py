"""Words in the order of the eye, for drawings: what sets those joins no letters of Arabic, and knows no line from right to left.

The letters take the shapes that Unicode has for them (Arabic Presentation Forms), and stand as the Unicode Bidirectional
Algorithm (Unicode Standard Annex 9) orders them.
"""

import re

import icu

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
LTR_LEVEL, RTL_LEVEL = 0, 1
SHAPING = icu.Shape.LETTERS_SHAPE | icu.Shape.LENGTH_GROW_SHRINK | icu.Shape.TEXT_DIRECTION_LOGICAL
ORDERING = icu.Bidi.DO_MIRRORING | icu.Bidi.REMOVE_BIDI_CONTROLS


def visual(text: str) -> str:
    """A text in the order of the eye, from left to right; one without letters of right-to-left scripts is as it was."""
    if not RIGHT_TO_LEFT.search(text):
        return text
    order = icu.Bidi()
    order.setPara(icu.UnicodeString(icu.Shape.shapeArabic(text, SHAPING)), RTL_LEVEL)
    return str(order.writeReordered(ORDERING))


def reordered(text: str, *, leftwards: bool) -> str:
    """A text as it is painted: in the order of the eye, with its brackets turned, in a line of a direction; letters unjoined."""
    order = icu.Bidi()
    order.setPara(icu.UnicodeString(text), RTL_LEVEL if leftwards else LTR_LEVEL)
    return str(order.writeReordered(ORDERING))


def logical(text: str) -> str:
    """A text in the order of the eye as it is read: in a paragraph from right to left, ordering it again undoes the order."""
    return reordered(text, leftwards=True)


def seen(letters: str) -> str:
    """The letters of one glyph in the order of the eye: a ligature of Arabic stands for several."""
    return letters[::-1] if RIGHT_TO_LEFT.search(letters) else letters
