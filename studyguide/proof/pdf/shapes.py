"""A gate on shapes: the letters that a font of the file draws are those that its codes say, as the guide's font draws them.

The words of a PDF are what its fonts say that their codes mean (/ToUnicode); what a person sees are the outlines. So both are
held against the font in `styles/fonts`: the outline and width of every glyph, and the characters that it may stand for.
"""

import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import product
from typing import Any

from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont, TTLibError

from studyguide.pdf.contents import REORDERED
from studyguide.proof.pdf.facts import PdfFacts
from studyguide.proof.pdf.stream import SILENT
from studyguide.proof.pdf.values import EmbeddedFont
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic

ROUNDING = 0.0011  # ems by which a width in thousandths may be off
ROUNDS = 3  # of replacements by a font's features: small capitals of a ligature and the like
Outline = tuple[tuple[Any, ...], tuple[int, ...], bytes, tuple[int, int]]
"""Points, ends of contours, which points lie on the curve; width and left side."""


@dataclass(frozen=True)
class FontProgram:
    """A font file, opened."""

    font: Any
    _outlines: dict[int, Outline | None] = field(default_factory=dict, compare=False, repr=False)

    def outline(self, glyph: int) -> Outline | None:
        """What a glyph draws; None if there is none of this number."""
        if glyph not in self._outlines:
            self._outlines[glyph] = self._drawn(glyph)
        return self._outlines[glyph]

    def _drawn(self, glyph: int) -> Outline | None:
        names = self.font.getGlyphOrder()
        if not 0 <= glyph < len(names):
            return None
        if "glyf" not in self.font:  # outlines of CFF, as most fonts of Chinese, Japanese and Korean have them
            pen = RecordingPen()
            self.glyphs[names[glyph]].draw(pen)
            return tuple(pen.value), (), b"", self.font["hmtx"][names[glyph]]
        table = self.font["glyf"]
        points, ends, flags = table[names[glyph]].getCoordinates(table)
        on_curve = bytes(flag & 1 for flag in flags)
        return tuple(points), tuple(ends), on_curve, self.font["hmtx"][names[glyph]]

    @cached_property
    def glyphs(self) -> Any:
        """Its glyphs by name, to be drawn."""
        return self.font.getGlyphSet()

    @property
    def em(self) -> int:
        """The units of an em."""
        return int(self.font["head"].unitsPerEm)

    @cached_property
    def characters(self) -> Mapping[int, frozenset[str]]:
        """What each glyph may stand for, by its number: the characters mapped to it, and those that features lead to it."""
        found: dict[str, set[str]] = defaultdict(set)
        for code, name in self.font.getBestCmap().items():
            found[name].add(_folded(chr(code)))
        for _ in range(ROUNDS):
            for source, target in self._replacements:
                texts = product(*(sorted(found.get(name, ())) for name in source))
                found[target].update("".join(parts) for parts in texts)
        return {self.font.getGlyphID(name): frozenset(texts) for name, texts in found.items()}

    @cached_property
    def _replacements(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """The glyphs that features put one in the place of others (GSUB lookups 1, 3 and 4)."""
        lookups = self.font["GSUB"].table.LookupList.Lookup if "GSUB" in self.font else ()
        tables = [getattr(table, "ExtSubTable", table) for lookup in lookups for table in lookup.SubTable]
        return tuple(pair for table in tables for pair in _pairs(table))


def _pairs(table: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, target in getattr(table, "mapping", {}).items():
        if isinstance(target, str):
            yield (name,), target
    for name, targets in getattr(table, "alternates", {}).items():
        yield from (((name,), target) for target in targets)
    for name, ligatures in getattr(table, "ligatures", {}).items():
        yield from (((name, *ligature.Component), ligature.LigGlyph) for ligature in ligatures)


def _folded(text: str) -> str:
    """A text as compared: one form for what looks alike by Unicode's own word, without signs that are not seen."""
    return SILENT.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=32)
def program(file: bytes) -> FontProgram:
    """A font file opened, once."""
    return FontProgram(TTFont(io.BytesIO(file), lazy=True))


def shapes(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Every glyph that the file can show has the outline and width of the guide's font, and stands for its character."""
    for font in facts.reading.fonts:
        own = facts.expected.fonts.get(font.name)
        if own is None or not font.file:  # another gate says so
            continue
        try:
            faults = list(_faults(font, program(own)))
        except (TTLibError, KeyError, ValueError, AssertionError) as error:
            faults = [f"the font cannot be read: {error}"]
        for fault in faults[:1]:
            more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
            yield finding(facts.reading.name, "shape", f"{font.name}: {fault}{more}")


def _faults(font: EmbeddedFont, own: FontProgram) -> Iterator[str]:
    file = program(font.file)
    if not font.plain:
        yield "its codes are not the numbers of its glyphs (/Encoding, /CIDToGIDMap)"
    if file.em != own.em:
        yield f"an em has {file.em} units, and {own.em} in the guide's font"
    for code, text in font.texts.items():
        wanted = own.outline(code)
        if wanted is None or file.outline(code) != wanted:
            yield f"the glyph {code}, “{text}”, is not drawn as in the guide's font"
        elif abs(font.widths.get(code, font.default_width) - wanted[3][0] / own.em) > ROUNDING:
            yield f"the glyph {code}, “{text}”, is not as wide as in the guide's font"
        elif (said := _folded(text)) and not _stands_for(said, own.characters.get(code, frozenset())):
            yield f"the glyph {code} is said to be “{text}”, and is another character in the guide's font"


def _stands_for(said: str, known: frozenset[str]) -> bool:
    """Whether a glyph of some characters may be said to be a text: where signs are set in another order, a part of it."""
    return said in known or (REORDERED.search(said) is not None and any(each in said for each in known))


GATES = (shapes,)
