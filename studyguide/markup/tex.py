"""Formulas in TeX, read: temml turns them into MathML, or says what it does not understand, and where."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from studyguide.markup.drawn_formulas import drawn
from studyguide.markup.linear_formulas import linear
from studyguide.nodes import FormulaPicture
from studyguide.sources.scripts import temml

if TYPE_CHECKING:
    import quickjs

RENDER = """
function render(tex, display) {
  try {
    return JSON.stringify([temml.renderToString(tex, {xml: true, throwOnError: true, displayMode: display}), "", 0]);
  } catch (error) {
    const message = String(error.rawMessage || error.message || error);
    return JSON.stringify(["", message, error.position === undefined ? -1 : error.position]);
  }
}
"""
NAMESPACE = "http://www.w3.org/1998/Math/MathML"
MATHML = f"{{{NAMESPACE}}}"
MEMORY = 200 * 1024**2  # bytes that a formula may take while it is read
UNFIT = re.compile(
    r"\\(color|textcolor|colorbox|fcolorbox|definecolor|href|url|label|ref|eqref|tag|includegraphics|class|id|style|data)\b\*?"
    r"|\\begin\{(equation|align|alignat|gather|multline|eqnarray)\*?\}"
)
"""Commands that temml knows and a guide has in another way; environments that would number their lines themselves."""
WHERE = re.compile(r"\s*at (position \d+|end of input):.*", re.DOTALL)
SIDES = {"tml-left": "left", "tml-right": "right"}
TOO_DEEP = "stack overflow"


@dataclass(frozen=True)
class ReadFormula:
    """A formula as MathML with what is said in its place, the sign for sign; and its picture."""

    mathml: str
    alt: str
    picture: FormulaPicture


class TexMistake(Exception):
    """What is wrong with a formula, in words, and at which of its characters (-1: not known)."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


@lru_cache(maxsize=4096)
def read_formula(tex: str, alt: str = "", *, display: bool) -> ReadFormula:
    """What a formula of TeX says, in the words `alt` or in signs. Raises TexMistake."""
    unfit = UNFIT.search(tex)
    if unfit:
        raise TexMistake(f"{unfit[0]} has no place in a formula of the guide", unfit.start())
    made, message, at = json.loads(_reader()(tex, display))
    if message:
        raise TexMistake(_plain(message), int(at))
    ET.register_namespace("", NAMESPACE)
    root = _plainly_marked(ET.fromstring(made))  # noqa: S314 - made by temml in this process
    picture, missing = drawn(root)
    if missing:
        raise TexMistake(f"the letters of formulas have no “{missing}”", tex.find(missing))
    said = alt or linear(root)
    return ReadFormula(_annotated(root, tex, said), said, picture)


def _plain(message: str) -> str:
    """What temml says, without the place, which is told in another way."""
    if TOO_DEEP in message:
        return "braces stand in each other too deeply"
    said = (
        WHERE.sub("", message.strip()).replace("'EOF'", "the end").replace("Unsupported function name: ", "there is no command ")
    )
    return said[:1].lower() + said[1:]


def _plainly_marked(root: ET.Element) -> ET.Element:
    """The formula without what needs the style sheet of temml; the sides of cells are said as MathML 3 does (3.5.4)."""
    for element in root.iter():
        sides = [SIDES[name] for name in element.get("class", "").split() if name in SIDES]
        for name in ("class", "style"):
            element.attrib.pop(name, None)
        if sides:
            element.set("columnalign", sides[0])
    return root


def _annotated(root: ET.Element, tex: str, alt: str) -> str:
    """The formula with its text alternative, and its TeX as an annotation (MathML 3, 5.1)."""
    made = ET.Element(root.tag, {**root.attrib, "alttext": alt})
    semantics = ET.SubElement(made, f"{MATHML}semantics")
    ET.SubElement(semantics, f"{MATHML}mrow").extend(root)
    ET.SubElement(semantics, f"{MATHML}annotation", encoding="application/x-tex").text = tex
    return ET.tostring(made, encoding="unicode")


@cache
def _reader() -> quickjs.Function:
    """temml, started once, in a thread of its own that all others may ask."""
    import quickjs

    made = quickjs.Function("render", f"{temml()}\n{RENDER}")
    made.set_memory_limit(MEMORY)
    return made
