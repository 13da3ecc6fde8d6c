"""The operators of a page, made ready to be linked: contents renumbered, artifacts marked, fonts renamed, page numbers found."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from studyguide.html.pages import PRINTED
from studyguide.pdf.glyphs import Figures, solve, space
from studyguide.pdf.objects import operator_bytes, text_string
from studyguide.pdf.roles import spoken
from studyguide.pdf.structure import FURNITURE, Mark

if TYPE_CHECKING:
    from studyguide.pdf.weasyprint70 import Leaf

_SHOWN = re.compile(rb"<([0-9a-f]*)>")


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure that the link step fills in: where its glyph stands in the page's operators (four hexadecimal digits).

    `target` is the id whose page number it belongs to, “” for the number of the page itself; `place` counts its figures from 0;
    `font` names the font that has the glyphs.
    """

    offset: int
    target: str
    place: int
    font: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Content:
    """The operators of a page, and the figures to be filled in."""

    data: bytes
    slots: tuple[Slot, ...]


class Rewriter:
    """Rewrites the pages of one unit. `names` gives the new name of every font, `files` the font file behind it.

    After the pages, `lost` holds the texts whose figures could not be found, `hidden` those that are not among the operators of
    their page, and `spaced` the fonts whose space was needed.
    """

    def __init__(self, names: Mapping[str, str], files: Mapping[str, bytes]) -> None:
        self.names = {name.encode(): new.encode() for name, new in names.items()}
        self.files = {name.encode(): data for name, data in files.items()}
        self.printed: dict[Any, int] = {}
        self.spaced: dict[str, int] = {}
        self.lost: list[str] = []
        self.hidden: list[str] = []

    def page(
        self,
        operators: Sequence[Any],
        leaves: Sequence[Leaf],
        marks: Mapping[int, Mark | None],
        spaces: Collection[int],
        *,
        folios: bool,
    ) -> Content:
        """A page's content.

        `marks` gives the place in the structure of each marked content (None: an artifact), and is renumbered; `spaces` names
        those after which a space was dropped; `folios` says whether to look for the page's own number.
        """
        tokens = _tokens(operators, {leaf.mark: leaf for leaf in leaves})
        shown = {id(token) for token in tokens if token is not None}
        for leaf in leaves:
            if not leaf.blank and id(leaf) not in shown and (mark := marks[leaf.mark]):
                mark.joined = True
                self.hidden.append(leaf.text)
        return _Page(self, marks, spaces, folios=folios).run(tokens)


def _tokens(operators: Sequence[Any], known: Mapping[int, Leaf]) -> list[bytes | Leaf | None]:
    """The operators, with a leaf where its marked content begins and None where it ends; none for a leaf that is only space."""
    tokens: list[bytes | Leaf | None] = []
    leaf: Leaf | None = None
    for operator in operators:
        if isinstance(operator, dict) and "MCID" in operator:
            leaf = known[operator["MCID"]]
            tokens.pop()  # the tag
            if not leaf.blank:
                tokens.append(leaf)
        elif operator == b"EMC" and leaf is not None:
            if not leaf.blank:
                tokens.append(None)
            leaf = None
        elif leaf is None or not _superfluous(operator, leaf, tokens[-1]):
            tokens.append(operator_bytes(operator))
    return tokens


def _superfluous(operator: Any, leaf: Leaf, last: bytes | Leaf | None) -> bool:
    """The operator that belongs to the tag of a leaf, and the empty text object of a leaf that is only space."""
    return (operator == b"BDC" and (leaf.blank or last is leaf)) or (leaf.blank and operator in (b"BT", b"ET"))


class _Page:
    def __init__(self, rewriter: Rewriter, marks: Mapping[int, Mark | None], spaces: Collection[int], *, folios: bool) -> None:
        self.rewriter, self.marks, self.spaces, self.folios = rewriter, marks, spaces, folios
        self.parts: list[bytes] = []
        self.slots: list[tuple[int, Slot]] = []
        self.leaf: Leaf | None = None
        self.font = b""
        self.set = b""
        self.count = 0

    def run(self, tokens: Sequence[bytes | Leaf | None]) -> Content:
        joined = False
        for token, following in zip(tokens, [*tokens[1:], b""], strict=True):
            if isinstance(token, bytes):
                self.operator(token)
            elif token is not None:
                self.leaf = token
                self.parts += self.opening(token, joined=joined)
            elif self.leaf is not None:
                joined = following is not None and not isinstance(following, bytes) and self.joins(self.leaf, following)
                self.parts += self.closing(self.leaf, joined=joined)
                self.leaf = None
        return self.finished()

    def finished(self) -> Content:
        starts = list(accumulate((len(part) + 1 for part in self.parts), initial=0))
        slots = (Slot(starts[part] + each.offset, each.target, each.place, each.font, each.figures) for part, each in self.slots)
        return Content(b"\n".join(self.parts), tuple(slots))

    def joins(self, leaf: Leaf, following: Leaf) -> bool:
        """Whether two contents that follow each other on the page do so in the structure too; then they become one."""
        mark, after = self.marks[leaf.mark], self.marks[following.mark]
        if mark is None or after is None:
            return mark is after and leaf.role == following.role
        return after.after is mark and not leaf.box and not following.box

    def opening(self, leaf: Leaf, *, joined: bool) -> list[bytes]:
        mark = self.marks[leaf.mark]
        if mark is None:
            return [] if joined else [_artifact(leaf)]
        mark.joined = joined
        if not joined:
            mark.number, self.count = self.count, self.count + 1
        # A hyphen that the source has not: the text to read ends with a soft hyphen instead, so that the word is found whole.
        soft = [b"/Span<</ActualText%s>>BDC" % text_string(spoken(leaf.text[:-1]) + "\u00ad")] if leaf.soft else []
        return soft if joined else [b"/Span<</MCID %d>>BDC" % mark.number, *soft]

    def closing(self, leaf: Leaf, *, joined: bool) -> list[bytes]:
        soft = [b"EMC"] if leaf.soft and self.marks[leaf.mark] else []
        return soft if joined else [*soft, b"EMC"]

    def operator(self, part: bytes) -> None:
        if part.endswith(b" Tf"):
            self.font, _, rest = part[1:].partition(b" ")
            part = b"/%s %s" % (self.rewriter.names[self.font], rest)
            if part == self.set:
                return
            self.set = part
        elif part.endswith(b"TJ"):
            part = part.replace(b">0<", b"").replace(b">0]", b">]")
            if self.leaf is not None:
                part = self.shown(part, self.leaf)
        elif part == b"BT" and self.parts[-1:] == [b"ET"]:
            self.parts.pop()
            return
        elif part == b"Q":
            self.set = b""
        self.parts.append(part)

    def shown(self, part: bytes, leaf: Leaf) -> bytes:
        """An operator that shows text: with the space that ended the line, and its figures found."""
        if leaf.mark in self.spaces and (glyph := space(self.rewriter.files[self.font])) is not None:
            self.rewriter.spaced[self.font.decode()] = glyph
            part = part.removesuffix(b"] TJ") + b"<%04x>] TJ" % glyph
            part = part.replace(b"><", b"")
        if wanted := _wanted(leaf, folios=self.folios):
            self.slots += [(len(self.parts), slot) for slot in self.find(part, leaf, wanted)]
        return part

    def find(self, part: bytes, leaf: Leaf, wanted: str) -> list[Slot]:
        """The figures in an operator. Those of one link may be spread over several."""
        runs = [(run.start(1), run[1]) for run in _SHOWN.finditer(part)]
        glyphs = [(start + at, int(run[at : at + 4], 16)) for start, run in runs for at in range(0, len(run), 4)]
        text = "".join(character for character in leaf.text if character.isdigit())
        found = solve(self.rewriter.files[self.font], text, [glyph for _, glyph in glyphs])
        if not found:
            self.rewriter.lost.append(leaf.text)
            return []
        figures, places = found
        target, before = "", 0
        if wanted == "reference":
            target, before = leaf.element.get("href")[1:], self.rewriter.printed.get(leaf.element, 0)
            self.rewriter.printed[leaf.element] = before + len(places)
        font = self.font.decode()
        return [Slot(glyphs[place][0], target, before + index, font, figures) for index, place in enumerate(places)]


def _wanted(leaf: Leaf, *, folios: bool) -> str:
    """Which number a leaf prints: “folio”, “reference”, or none."""
    if not any(character.isdigit() for character in leaf.text):
        return ""
    if leaf.role in FURNITURE:
        return "folio" if folios and leaf.family == PRINTED.folio_face else ""
    if leaf.element is None or leaf.role or leaf.pseudo not in ("after", "before"):
        return ""
    return "reference" if leaf.element.get(PRINTED.attribute, "").isdigit() else ""


def _artifact(leaf: Leaf) -> bytes:
    """The begin of what is not part of the text (ISO 32000-1, 14.8.2.2)."""
    kind = {"header": b"Pagination/Subtype/Header", "footer": b"Pagination/Subtype/Footer", "margin": b"Pagination"}
    return b"/Artifact<</Type/%s>>BDC" % kind.get(leaf.role, b"Layout")
