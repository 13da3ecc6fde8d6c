"""Formulas drawn by ziamath, in the letters of STIX Two Math, for pages whose engine knows no MathML."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from studyguide.nodes import FormulaPicture

EM = 1000  # units of a drawing in an em
DRAWN = frozenset({
    "math", "menclose", "mfenced", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow",
    "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
})  # fmt: skip
"""The elements that ziamath draws; it would leave out any other."""
LETTERS = ("mi", "mn", "mo", "mtext", "ms")
INVISIBLE = frozenset("\u2061\u2062\u2063\u2064\u200b\u200c\u200d\ufe00\ufe01\u00a0")


def drawn(root: ET.Element) -> tuple[FormulaPicture, str]:
    """The picture of a formula of MathML, and the first thing in it that cannot be drawn: a character, or an element."""
    from ziafont import config
    from ziamath import Math

    config.svg2 = False  # every letter an outline: no ids, so the like of each other are
    copied = ET.fromstring(ET.tostring(root))  # noqa: S314 - our own: of a text it would take &lt; for the start of a tag
    formula = Math(copied, size=EM, margin=0)
    width, height = formula.getsize()
    svg = formula.svg()
    name = hashlib.blake2b(svg.encode(), digest_size=10).hexdigest()
    sizes = (round(each / EM, 4) for each in (width, height, max(0, -formula.getyofst())))
    return FormulaPicture(name, svg, *sizes), next(_undrawn(root, formula.font.glyphindex), "")


def _undrawn(root: ET.Element, glyph: Callable[[str], int]) -> Iterator[str]:
    for element in root.iter():
        kind = element.tag.rpartition("}")[2]
        if kind not in DRAWN:
            yield kind
        said = "".join(element.itertext()) if kind in LETTERS else ""
        yield from (sign for sign in said if not sign.isspace() and sign not in INVISIBLE and glyph(sign) == 0)
