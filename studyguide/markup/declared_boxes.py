"""Declared boxes: what guide.toml says of kinds of boxes, new ones and ready ones that it changes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from studyguide.markup.dialect import Dialect
from studyguide.markup.directives import DIRECTIVES
from studyguide.nodes.boxes import BOXES, Box
from studyguide.sources.colour import Colour, contrast, css_colour, from_css, luminance, with_luminance
from studyguide.sources.diagnostics import Problems, Span, did_you_mean
from studyguide.sources.look import LEAST, TINT
from studyguide.sources.schema import span_of
from studyguide.sources.toml_places import Places
from studyguide.sources.toml_text import load_toml
from studyguide.sources.unreadable import Unreadable

ICONS = ("disc", "ring", "square", "frame", "diamond", "triangle", "bars", "bracket")
"""The shapes that the style sheet can set before a label."""
Element = Literal["div", "section", "aside"]
Look = Literal["", "alarm", "think", "work"]
ELEMENTS: Mapping[str, tuple[Element, ...]] = {
    "group": ("div", "section"),
    "doc-tip": ("aside",),
    "doc-notice": ("section",),
    "doc-example": ("section", "aside"),
}
"""The elements that may have a role, the usual one first (ARIA in HTML; DPUB-ARIA 1.1)."""
TYPES = {"doc-tip": "tip", "doc-notice": "notice"}
LOOKS: Mapping[str, Look] = {"doc-notice": "alarm", "doc-example": "work"}
"""How boxes of a role look, if nothing is said; all others invite to think."""
NAME = re.compile(r"[a-z]+(-[a-z]+)*")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
STRONG = 7.0  # of the contrast of text in large print (WCAG 2.2, 1.4.6)
UNITS_OF_IDS = ("a", "desc", "faq", "fig", "g", "q", "ref", "sec", "tab")
"""How other ids begin."""


def read_dialect(path: str, text: str, problems: Problems) -> Dialect:
    """What guide.toml says of the format. Values of a wrong type are told where the guide is read, and passed over here."""
    try:
        data, places = load_toml(text)
    except Unreadable:
        return Dialect()
    tables = data.get("boxes")
    boxes = {
        name: _box(name, table, _BoxPlaces(path, name, places), problems)
        for name, table in (tables.items() if isinstance(tables, dict) else ())
        if isinstance(table, dict)
    }
    boxes = {name: box for name, box in boxes.items() if name in BOXES or name not in DIRECTIVES}  # a figure stays a figure
    solutions = data.get("solutions")
    return Dialect(boxes, solutions if solutions in ("below", "chapter", "end") else "below")


@dataclass(frozen=True)
class _BoxPlaces:
    """Where the keys of a declared box stand."""

    path: str
    name: str
    places: Places

    def __call__(self, *key: str) -> Span:
        return span_of(self.path, ("boxes", self.name, *key), self.places)


def _box(name: str, table: Mapping[str, Any], at: _BoxPlaces, problems: Problems) -> Box:
    """A box that a guide declares; what it does not say is as in the ready one of that name, or as usual."""
    words = {key: value for key, value in table.items() if isinstance(value, str)}
    if not NAME.fullmatch(name) or name in UNITS_OF_IDS or (name in DIRECTIVES and name not in BOXES):
        hint = "a name is of small letters and hyphens, and none that something else has"
        problems.error(at(), "bad-value", f"a box cannot be called “{name}”", hint)
    usual = BOXES.get(name) or Box(name=name, label=name.replace("-", " ").capitalize(), title="optional", role="group")
    title = words.get("title", usual.title)
    made = replace(
        usual,
        label=words.get("label", usual.label).strip(),
        title=title if title in ("none", "optional", "required") else usual.title,  # type: ignore[arg-type]  # one of them
        count=_count(table.get("numbered"), usual),
        declared=True,
    )
    made = _with_role(made, words.get("role", made.role), words.get("element", ""), at, problems)
    made = replace(made, look=_look(words.get("look", ""), made, ready=name in BOXES), icon=_icon(words, at, problems))
    return _coloured(made, words.get("colour", ""), at, problems)


def _with_role(box: Box, role: str, element: str, at: _BoxPlaces, problems: Problems) -> Box:
    """The box with a role, and with an element that may have it."""
    elements = ELEMENTS.get(role, (box.element,))
    if element and element not in elements:
        hint = f"with this role it is {' or '.join(elements)}"
        problems.error(at("element"), "bad-value", f"an element “{element}” cannot have the role {role}", hint)
    made: Element = next((each for each in elements if each == element), box.element if role == box.role else elements[0])
    return replace(box, role=role, element=made, type=TYPES.get(role, "")) if role in ELEMENTS else box


def _look(asked: str, box: Box, *, ready: bool) -> Look:
    """The look that is asked for; else that of the ready box, or what the role lets expect."""
    usual: Look = "" if ready else LOOKS.get(box.role, "think")
    return next((look for look in ("alarm", "think", "work") if look == asked), usual)


def _count(numbered: object, usual: Box) -> str:
    """The name of the count that a box is in: its own, that of another, or none."""
    if isinstance(numbered, str):
        return numbered
    return usual.count if numbered is None else usual.name if numbered is True else ""


def _icon(words: Mapping[str, str], at: _BoxPlaces, problems: Problems) -> str:
    icon = words.get("icon", "")
    if icon and icon not in ICONS:
        hint = did_you_mean(icon, ICONS) or f"there are {', '.join(ICONS)}"
        problems.error(at("icon"), "bad-value", f"there is no icon “{icon}”", hint)
    return icon


def _coloured(box: Box, colour: str, at: _BoxPlaces, problems: Problems) -> Box:
    """The box in a colour, on its tint. A colour in which its label could not be read there is an error."""
    if not COLOUR.fullmatch(colour):
        return box
    ground = with_luminance(from_css(colour), luminance(from_css(TINT)))
    if (ratio := contrast(from_css(colour), ground)) < LEAST:
        message = f"the colour {colour} has a contrast of {ratio:.3g} : 1 on its tint; text needs {LEAST} : 1"
        nearest = css_colour(_readable(from_css(colour), ground, LEAST))
        problems.error(at("colour"), "low-contrast", message, f"the nearest colour that holds is {nearest}")
    strong = css_colour(_readable(from_css(colour), ground, STRONG))
    return replace(box, colour=colour.upper(), tint=css_colour(ground), strong=strong)


def _readable(colour: Colour, ground: Colour, least: float) -> Colour:
    """The colour, as dark as it must be to be read on a ground."""
    return with_luminance(colour, min(luminance(colour), (luminance(ground) + 0.05) / least - 0.05))
