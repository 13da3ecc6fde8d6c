"""The operators that mark content (ISO 32000-1, 14.6), and the one that sets transparency."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pikepdf

from studyguide.proof.pdf.canvas import Canvas, Operands
from studyguide.proof.pdf.values import Belonging

KNOWN = frozenset({"/MCID", "/Type", "/Subtype", "/ActualText"})
"""The properties that a mark may have. Other texts (/Alt, /E, /Lang) are held against the book, in the structure."""


def begin(canvas: Canvas, operands: Operands) -> None:
    """Operators BMC and BDC."""
    around = canvas.marks[-1] if canvas.marks else Belonging()
    entries = _entries(canvas, operands[1]) if len(operands) > 1 else {}
    if odd := entries.keys() - KNOWN:
        canvas.troubles.append(("stranger", f"a mark has {', '.join(sorted(odd))}, which no mark of the guide has"))
    made = around
    if str(operands[0]) == "/Artifact":
        made = replace(made, artifact=str(entries.get("/Subtype", "/Layout"))[1:])
    if "/MCID" in entries:
        made = replace(made, mark=int(entries["/MCID"]))
    if "/ActualText" in entries:
        canvas.replacements.append(str(entries["/ActualText"]))
        made = replace(made, replaced=len(canvas.replacements) - 1)
    if fault := _nested(around, made):
        canvas.troubles.append(("nesting", fault))
    canvas.marks.append(made)


def _nested(around: Belonging, made: Belonging) -> str:
    """No artifact stands in the text, no text in an artifact (ISO 14289-1, 7.1), and no piece of text in another."""
    if made.artifact and made.mark >= 0:
        return "an artifact and a piece of the text stand one in the other"
    if around.mark >= 0 and made.mark != around.mark:
        return f"the marked content {made.mark} stands in {around.mark}"
    return ""


def _entries(canvas: Canvas, properties: Any) -> Mapping[str, Any]:
    """The properties of a mark; they may be named and stand among the page's resources."""
    if isinstance(properties, pikepdf.Name):
        properties = canvas.resource("/Properties", properties)
    entries: Mapping[str, Any] = dict(properties) if isinstance(properties, pikepdf.Dictionary) else {}
    return entries


def end(canvas: Canvas, operands: Operands) -> None:
    """Operator EMC."""
    if canvas.marks:
        canvas.marks.pop()
    else:
        canvas.troubles.append(("nesting", "a marked content ends that has not begun"))


def transparency(canvas: Canvas, operands: Operands) -> None:
    """Operator gs."""
    entries = canvas.resource("/ExtGState", operands[0]) or {}
    canvas.state.fill_alpha = float(entries.get("/ca", canvas.state.fill_alpha))
    canvas.state.stroke_alpha = float(entries.get("/CA", canvas.state.stroke_alpha))


ACTIONS = {"BMC": begin, "BDC": begin, "EMC": end, "gs": transparency}
