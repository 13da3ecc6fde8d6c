"""Hidden labels: a drawing whose names are to be recalled, with one of them asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

from studyguide.art.symbols import SVG

COUNT = re.compile(r"^\d+[.)]?\s+|[.:]$")
ASKED, HIDDEN = "?", "…"
PAINT = {"fill": "#B3261E", "font-weight": "700"}
"""How the label that is asked for, and then told, stands out; 6.5 : 1 on white."""
FEWEST, LEAST = 2, 0.25
"""So many names there must be to tell apart, and such a share of all labels that have words."""
SPOKEN = ("title", "desc")
TOLD = ("role", "aria-labelledby", "aria-describedby", "aria-label")


@dataclass(frozen=True)
class HiddenLabel:
    """A label of a drawing, the drawing that asks for it, and the one that tells it: SVG texts."""

    label: str
    asks: str
    tells: str


def hidden_labels(svg: str, is_name: Callable[[str], bool]) -> tuple[HiddenLabel, ...]:
    """Each label of a drawing that is a name, once, in the drawing's order; none where names are not what the drawing is about.

    In what asks, every such label is hidden, and what says in words what is drawn has gone.
    """
    root = etree.fromstring(svg.encode())
    labels = [words if is_name(words) else "" for words in map(_words, _texts(root))]
    names = list(dict.fromkeys(filter(None, labels)))
    worded = [text for text in map(_words, _texts(root)) if any(map(str.isalpha, text))]
    if len(names) < FEWEST or len(names) < LEAST * len(worded):
        return ()
    return tuple(_hidden(root, labels, name) for name in names)


def _hidden(root: Any, labels: list[str], name: str) -> HiddenLabel:
    asks, tells = _silent(root), _silent(root)
    for text, label in zip(_texts(asks), labels, strict=True):
        if label:
            _say(text, ASKED if label == name else HIDDEN)
        if label == name:
            text.attrib.update(PAINT)
    for text, label in zip(_texts(tells), labels, strict=True):
        if label == name:
            text.attrib.update(PAINT)
    return HiddenLabel(name, _written(asks), _written(tells))


def _texts(root: Any) -> list[Any]:
    return [*root.iter(f"{SVG}text")]


def _words(text: Any) -> str:
    """The words of a label, without the number before them, or the stop behind."""
    return COUNT.sub("", " ".join(" ".join(text.itertext()).split()))


def _say(text: Any, words: str) -> None:
    for child in [*text]:
        text.remove(child)
    text.text = words


def _silent(root: Any) -> Any:
    """A copy of the drawing that tells no screen reader what is hidden."""
    copy = deepcopy(root)
    for element in [*_spoken(copy)]:
        element.getparent().remove(element)
    for name in TOLD:
        copy.attrib.pop(name, None)
    return copy


def _spoken(root: Any) -> Iterator[Any]:
    for name in SPOKEN:
        yield from root.iter(f"{SVG}{name}")


def _written(root: Any) -> str:
    return str(etree.tostring(root, encoding="unicode"))
