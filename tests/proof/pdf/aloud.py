"""A part of a PDF as a person would read it aloud: one line a block, in the order of the structure tree, for golden files."""

from __future__ import annotations

from collections.abc import Iterator

from studyguide.proof.pdf.speech import INLINE, Pieces, pieces
from studyguide.proof.pdf.values import Element, MarkedContent, Reading

STEP = "  "


def chapter_aloud(reading: Reading, title: str) -> str:
    """The unit whose first heading is `title`. Links stand in ‹ ›, words of another language behind its name."""
    texts = pieces(reading.pages)
    for unit in (unit for document in reading.tree.elements for unit in document.elements):
        if any(_text(heading, texts) == title for heading in unit.walk("H1")):
            return "\n".join(_lines(unit, texts, "")) + "\n"
    raise LookupError(title)


def _lines(element: Element, texts: Pieces, indent: str) -> Iterator[str]:
    """An element that stands on lines of its own: its role and its text, then the blocks in it, further in."""
    line, said = f"{indent}{element.role}:", False
    if element.role == "Figure":
        yield f"{line} {element.alt}"
        return
    for kid in _grouped(element, texts):
        if isinstance(kid, Element):
            if not said:
                yield line
            said = True
            yield from _lines(kid, texts, indent + STEP)
        elif kid.strip():
            yield f"{indent}{STEP}{kid.strip()}" if said else f"{line} {kid.strip()}"
            said = True
    if not said:
        yield line


def _grouped(element: Element, texts: Pieces) -> Iterator[Element | str]:
    """The blocks in an element, and the texts between them."""
    line = ""
    for kid in element.kids:
        if isinstance(kid, Element) and kid.role not in INLINE:
            yield line
            yield kid
            line = ""
        else:
            line += _inline(kid, texts)
    yield line


def _inline(kid: Element | MarkedContent | int, texts: Pieces) -> str:
    """What stands within a line."""
    if isinstance(kid, int):
        return ""
    if isinstance(kid, MarkedContent):
        return "".join(text for text, _ in texts.get(kid, ())).replace("\u00ad", "").replace("\u2002", " ")
    inner = "".join(_inline(each, texts) for each in kid.kids)
    if kid.role == "Link":
        return f"‹{inner}›"
    return f"‹{kid.lang}: {inner}›" if kid.lang else inner


def _text(element: Element, texts: Pieces) -> str:
    return " ".join("".join(text for content in element.contents() for text, _ in texts.get(content, ())).split())
