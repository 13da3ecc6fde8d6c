"""The operators of a page, made ready to be linked: contents renumbered, artifacts marked, fonts renamed, page numbers found."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from studyguide.html.pages import PRINTED
from studyguide.pdf.glyphs import Figures, letters, solve, space
from studyguide.pdf.objects import operator_bytes, text_string
from studyguide.pdf.roles import spoken
from studyguide.pdf.structure import FURNITURE, Mark

if TYPE_CHECKING:
    from studyguide.pdf.weasyprint70 import PaintedRun

DIGEST = "#"
"""Stands for an id, and is none: what is printed is the digest of the sources."""

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Letters of the scripts that are written from right to left."""
FIGURES = re.compile(r"\d")
REORDERED = re.compile("[\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1a20-\u1aaf\ua980-\ua9df\uaa60-\uaa7f]")
"""Letters of scripts whose signs are not set in the order in which they are written: those of India, Burma, Cambodia, Java."""
STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of a line, and are not read."""
ALIKE = re.compile("[\u06f0-\u06f9]")
"""Figures of Persian: fonts have one glyph for some of them and for those of Arabic, so that glyph cannot tell which is meant."""
TEXT_STARTS = len(b"/Span<</ActualText<feff")
_SHOWN = re.compile(rb"<([0-9a-f]*)>")


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure that the link step fills in: where its glyph stands in the page's operators (four hexadecimal digits).

    Of a text that is read in place of glyphs it is a character, and `font` is “”. `target` is the id whose page number it belongs
    to, “” for the number of the page itself, `DIGEST` for the digest of the sources; `place` counts its figures from 0; `font`
    names the font that has the glyphs: ten from that of `nought` on, or sixteen of a digest.
    """

    offset: int
    target: str
    place: int
    font: str
    figures: Figures
    nought: str = "0"


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
        runs: Sequence[PaintedRun],
        marks: Mapping[int, Mark | None],
        spaces: Collection[int],
        *,
        folios: bool,
    ) -> Content:
        """A page's content.

        `marks` gives the place in the structure of each marked content (None: an artifact), and is renumbered; `spaces` names
        those after which a space was dropped; `folios` says whether to look for the page's own number.
        """
        tokens = _tokens(operators, {run.mark: run for run in runs})
        shown = {id(token) for token in tokens if token is not None}
        for run in runs:
            if not run.blank and id(run) not in shown and (mark := marks[run.mark]):
                mark.joined = True
                self.hidden.append(run.text)
        return _PageRewriter(self, marks, spaces, folios=folios).rewritten(tokens)


def _tokens(operators: Sequence[Any], known: Mapping[int, PaintedRun]) -> list[bytes | PaintedRun | None]:
    """The operators, with a leaf where its marked content begins and None where it ends; none for a leaf that is only space."""
    tokens: list[bytes | PaintedRun | None] = []
    run: PaintedRun | None = None
    for operator in operators:
        if isinstance(operator, dict) and "MCID" in operator:
            run = known[operator["MCID"]]
            tokens.pop()  # the tag
            if not run.blank:
                tokens.append(run)
        elif operator == b"EMC" and run is not None:
            if not run.blank:
                tokens.append(None)
            run = None
        elif run is None or not _superfluous(operator, run, tokens[-1]):
            tokens.append(operator_bytes(operator))
    return tokens


def _superfluous(operator: Any, run: PaintedRun, last: bytes | PaintedRun | None) -> bool:
    """The operator that belongs to the tag of a leaf, and the empty text object of a leaf that is only space."""
    return (operator == b"BDC" and (run.blank or last is run)) or (run.blank and operator in (b"BT", b"ET"))


class _PageRewriter:
    def __init__(self, rewriter: Rewriter, marks: Mapping[int, Mark | None], spaces: Collection[int], *, folios: bool) -> None:
        self.rewriter, self.marks, self.spaces, self.folios = rewriter, marks, spaces, folios
        self.parts: list[bytes] = []
        self.slots: list[tuple[int, Slot]] = []
        self.run: PaintedRun | None = None
        self.unfound = False  # of a run that wants figures, as long as no operator has shown them
        self.read = ""  # the text that is read in place of a run
        self.last: tuple[int, bytes] | None = None  # the place of the last text of a run, and its font
        self.font = b""
        self.set = b""
        self.count = 0

    def rewritten(self, tokens: Sequence[bytes | PaintedRun | None]) -> Content:
        joined = False
        for token, following in zip(tokens, [*tokens[1:], b""], strict=True):
            if isinstance(token, bytes):
                self.operator(token)
            elif token is not None:
                self.last = None
                self.run, self.unfound = token, bool(_wanted(token, folios=self.folios))
                self.parts += self.opening(token, joined=joined)
            elif self.run is not None:
                joined = following is not None and not isinstance(following, bytes) and self.joins(self.run, following)
                self.end_line(self.run)
                self.parts += self.closing(self.run, joined=joined)
                self.rewriter.lost += [self.run.text] if self.unfound else []
                self.run = None
        return self.finished()

    def finished(self) -> Content:
        starts = list(accumulate((len(part) + 1 for part in self.parts), initial=0))
        slots = (replace(each, offset=starts[part] + each.offset) for part, each in self.slots)
        return Content(b"\n".join(self.parts), tuple(slots))

    def joins(self, run: PaintedRun, following: PaintedRun) -> bool:
        """Whether two contents that follow each other on the page do so in the structure too; then they become one."""
        mark, after = self.marks[run.mark], self.marks[following.mark]
        if mark is None or after is None:
            return mark is after and run.role == following.role
        return after.after is mark and not run.box and not following.box

    def opening(self, run: PaintedRun, *, joined: bool) -> list[bytes]:
        mark = self.marks[run.mark]
        if mark is None:
            return [] if joined else [_artifact(run)]
        mark.joined = joined
        if not joined:
            mark.number, self.count = self.count, self.count + 1
        begun = [] if joined else [b"/Span<</MCID %d>>BDC" % mark.number]
        self.read = self.read_instead(run)
        if not self.read:
            return begun
        self.note_figures(run, len(self.parts) + len(begun))
        return [*begun, b"/Span<</ActualText%s>>BDC" % text_string(self.read)]

    def closing(self, run: PaintedRun, *, joined: bool) -> list[bytes]:
        read = [b"EMC"] if self.read and self.marks[run.mark] else []
        return read if joined else [*read, b"EMC"]

    def read_instead(self, run: PaintedRun) -> str:
        """The text that is read in place of what is painted, where that has a hyphen, another order, other glyphs; else “”.

        A hyphen that the source has not is a soft one, so that the word is found whole. The glyphs of lines from right to left
        stand in the order of the eye.
        """
        if run.soft:
            return spoken(run.text[:-1]) + "\u00ad"
        if not REORDERED.search(FIGURES.sub("", run.text)) and not _is_turned(run):
            return ""
        return STEERING.sub("", spoken(run.text)) + (" " if run.mark in self.spaces else "")

    def note_figures(self, run: PaintedRun, part: int) -> None:
        """Note the figures of a page number in the text that is read in place of a run: the link step fills them in."""
        if _wanted(run, folios=self.folios) != "reference":
            return
        target, before = run.element.get("href")[1:], self.rewriter.printed.get(run.element, 0)
        places = [at for at, character in enumerate(self.read) if character.isdecimal()]
        for index, at in enumerate(places):
            start, zero = TEXT_STARTS + 2 * len(self.read[:at].encode("utf-16-be")), ord(self.read[at]) - int(self.read[at])
            self.slots.append((part, Slot(start, target, before + index, "", tuple(range(zero, zero + 10)))))

    def end_line(self, run: PaintedRun) -> None:
        """Put the space that ended a line behind the last text of its run, unless another text is read in its place."""
        if run.mark not in self.spaces or self.last is None or (self.read and not run.soft):
            return
        at, font = self.last
        if (glyph := space(self.rewriter.files[font])) is None:
            return
        self.rewriter.spaced[font.decode()] = glyph
        self.parts[at] = (self.parts[at].removesuffix(b"] TJ") + b"<%04x>] TJ" % glyph).replace(b"><", b"")

    def operator(self, part: bytes) -> None:
        if part.endswith(b" Tf"):
            self.font, _, rest = part[1:].partition(b" ")
            part = b"/%s %s" % (self.rewriter.names[self.font], rest)
            if part == self.set:
                return
            self.set = part
        elif part.endswith(b"TJ"):
            part = part.replace(b">0<", b"").replace(b">0]", b">]")
            if self.run is not None:
                part = self.shown(part, self.run)
        elif part == b"BT" and self.parts[-1:] == [b"ET"]:
            self.parts.pop()
            return
        elif part == b"Q":
            self.set = b""
        self.parts.append(part)

    def shown(self, part: bytes, run: PaintedRun) -> bytes:
        """An operator that shows text, with its figures found."""
        self.last = len(self.parts), self.font
        if wanted := _wanted(run, folios=self.folios):
            found = [(len(self.parts), slot) for slot in self.find(part, run, wanted)]
            self.slots += found
            self.unfound = self.unfound and not found
        return part

    def find(self, part: bytes, run: PaintedRun, wanted: str) -> list[Slot]:
        """The figures in an operator. Those of one link may be spread over several."""
        strings = [(string.start(1), string[1]) for string in _SHOWN.finditer(part)]
        glyphs = [(start + at, int(string[at : at + 4], 16)) for start, string in strings for at in range(0, len(string), 4)]
        text = "".join(character for character in run.text if character.isdecimal())
        found = solve(self.rewriter.files[self.font], text, [glyph for _, glyph in glyphs])
        if not found:  # of a run in two fonts, one may have its figures
            return []
        figures, places = found
        target, before = "", 0
        if wanted == "digest":
            target, before = DIGEST, int(run.element.get(PRINTED.digest))
            figures += letters(self.rewriter.files[self.font])
        elif wanted == "reference":
            target, before = run.element.get("href")[1:], self.rewriter.printed.get(run.element, 0)
            self.rewriter.printed[run.element] = before + len(places)
        font, nought = self.font.decode(), chr(ord(text[0]) - int(text[0]))
        return [Slot(glyphs[place][0], target, before + index, font, figures, nought) for index, place in enumerate(places)]


def _is_turned(run: PaintedRun) -> bool:
    """Whether the glyphs of a line from right to left have another order than its letters, or are those of others."""
    if not run.leftwards and not RIGHT_TO_LEFT.search(run.text):
        return False
    from studyguide.book.visual import reordered

    return bool(ALIKE.search(run.text)) or reordered(run.text, leftwards=run.leftwards) != run.text


def _wanted(run: PaintedRun, *, folios: bool) -> str:
    """Which number a leaf prints: “folio”, “reference”, “digest”, or none."""
    if not any(character.isdecimal() for character in run.text):
        return ""
    if run.role in FURNITURE:
        return "folio" if folios and run.family == PRINTED.folio_face else ""
    if run.element is None or run.role:
        return ""
    if run.element.get(PRINTED.digest) and not run.pseudo:
        return "digest"
    if run.pseudo not in ("after", "before"):
        return ""
    return "reference" if run.element.get(PRINTED.attribute, "").isdigit() else ""


def _artifact(run: PaintedRun) -> bytes:
    """The begin of what is not part of the text (ISO 32000-1, 14.8.2.2)."""
    kind = {"header": b"Pagination/Subtype/Header", "footer": b"Pagination/Subtype/Footer", "margin": b"Pagination"}
    return b"/Artifact<</Type/%s>>BDC" % kind.get(run.role, b"Layout")
