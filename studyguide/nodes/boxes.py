"""Boxes: every kind in one table, which parser, templates, lints and the tests of docs and style sheets read."""

from dataclasses import dataclass
from typing import Literal

from studyguide.sources.wording import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A kind of box.

    `name` is its directive and CSS class, `label` what its head says. `title`: whether the first line takes a title; a `claim` is
    a title that is printed as a sentence of its own, to be refuted. `element`, `type` (`epub:type`) and `role` (DPUB-ARIA or
    ARIA) are its markup: its head names it.
    `numbers` says how the lints read its figures: in the “text” they need a source, “invented” and “repeated” ones do not.
    `checks` allows arithmetic (`:check:`). Boxes that are counted in their chapter name what they `count`: kinds of one count
    go on in each other (“Theorem 2.1”, “Lemma 2.2”). One that is `solved` may hold a solution.

    `declared`: by the guide itself, with a `look` (“”: that of the ready box), a `colour` of its own (“” for the design's), its
    tint, and one that stands out more in large print; and an `icon`, the name of a shape of the style sheet.
    """

    name: str
    label: str
    title: Literal["none", "optional", "required"] = "none"
    element: Literal["div", "section", "aside"] = "div"
    type: str = ""
    role: str = ""
    claim: bool = False
    numbers: Literal["text", "invented", "repeated"] = "text"
    checks: bool = False
    count: str = ""
    solved: bool = False
    declared: bool = False
    look: Literal["", "alarm", "think", "work"] = ""
    icon: str = ""
    colour: str = ""
    tint: str = ""
    strong: str = ""


def _counted(name: str, label: str, count: str = "theorem") -> Box:
    return Box(name=name, label=label, title="optional", role="group", count=count)


BOXES = {
    box.name: box
    for box in (
        Box(name="key-point", label=message("Key point"), role="group"),
        Box(name="red-flag", label=message("Red flag"), element="section", type="notice", role="doc-notice"),
        Box(name="pearl", label=message("Pearl"), element="aside", type="tip", role="doc-tip"),
        Box(name="exam-tip", label=message("Exam tip"), element="aside", type="tip", role="doc-tip"),
        Box(
            name="worked-example",
            label=message("Worked example"),
            title="required",
            element="section",
            role="doc-example",
            numbers="invented",
            checks=True,
        ),
        Box(name="in-short", label=message("In short"), element="section", role="doc-abstract", numbers="repeated"),
        Box(name="myth", label=message("Myth"), title="required", role="group", claim=True),
        Box(name="summary", label=message("Summary"), element="section", numbers="repeated"),
        Box(name="note", label=message("Note"), title="optional", role="group"),
        Box(name="tip", label=message("Tip"), title="optional", element="aside", type="tip", role="doc-tip"),
        Box(
            name="warning",
            label=message("Warning"),
            title="optional",
            element="section",
            type="notice",
            role="doc-notice",
        ),
        Box(name="quote", label=message("Quotation"), title="optional", role="group"),
        Box(
            name="example", label=message("Example"), title="optional", element="section", role="doc-example", numbers="invented"
        ),
        Box(
            name="exercise",
            label=message("Exercise"),
            title="optional",
            role="group",
            numbers="invented",
            checks=True,
            count="exercise",
            solved=True,
        ),
        _counted("theorem", message("Theorem")),
        _counted("lemma", message("Lemma")),
        _counted("proposition", message("Proposition")),
        _counted("corollary", message("Corollary")),
        _counted("definition", message("Definition")),
        _counted("remark", message("Remark"), count=""),
        _counted("proof", message("Proof"), count=""),
    )
}
