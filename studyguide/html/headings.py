"""Headings whose level their place decides: the head of a box, of a question, of the emergency line.

A template writes such a head as a heading of the class `label`. It cannot know how deep the section is that it will stand in, nor
whether that is called the same.
"""

from typing import Any

from studyguide.html.xhtml import XHTML

DEEPEST = 6
HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, DEEPEST + 1))


def set_levels(root: Any) -> None:
    """Put every label one level below the heading of the nearest thing around it that has one (HTML, 4.3.11), or else first."""
    _drop_echoes(root)
    levels: dict[Any, int] = {}
    for heading in list(root.iter(*HEADINGS)):
        home = _home(heading)
        if "label" in (heading.get("class") or "").split():
            around = next((levels[each] for each in home.iterancestors() if each in levels), 0)
            heading.tag = HEADINGS[min(around, DEEPEST - 1)]
        levels.setdefault(home, int(heading.tag[-1]))


def _drop_echoes(root: Any) -> None:
    """Take out the head of a box that begins a section and says its title once more: “1.5 Summary”, “Summary”.

    The box is `titled` then: what it is stands right before it.
    """
    for heading in list(root.iter(*HEADINGS)):
        box = heading.getnext()
        label = box[0] if box is not None and len(box) else None
        if label is not None and "label" in (label.get("class") or "").split() and _said(label) == _said(heading):
            box.remove(label)
            box.set("class", f"{box.get('class')} titled")


def _said(heading: Any) -> str:
    """The words of a heading, without its number."""
    texts = [heading.text or ""]
    for kid in heading:
        texts += ["" if kid.get("class") == "number" else "".join(kid.itertext()), kid.tail or ""]
    return " ".join("".join(texts).casefold().split())


def _home(heading: Any) -> Any:
    """What a heading heads: what it stands in, be it in a group with what belongs to a title."""
    around = heading.getparent()
    return around.getparent() if "opener" in (around.get("class") or "").split() else around
