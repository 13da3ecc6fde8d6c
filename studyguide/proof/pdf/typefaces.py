"""Fonts as a PDF holds them: for every code the character it stands for, how wide it is, and the ink that it leaves."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pikepdf

from studyguide.proof.pdf.values import EmbeddedFont, Typeface

UNKNOWN = "\ufffd"
"""The character of a glyph that does not say what it stands for."""

GUESS = (0.55, -0.2, 0.75)  # width and ink, in ems, of glyphs in a font that is not in the file
LATIN = {code: bytes([code]).decode("cp1252", "replace") for code in range(32, 256)}
SPEECHLESS = "does not say what character it is"
UNSPEAKABLE = re.compile("[\ufffd\ue000-\uf8ff\0]")
_CMAP = re.compile(rb"(\d+)\s+beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph: its text, its width and the lower and upper end of its ink in ems, and what is wrong with it (“” if nothing).

    `blank` says that it is a space.
    """

    text: str
    width: float
    low: float
    high: float
    fault: str
    blank: bool


@dataclass(slots=True)
class PdfFont:
    """A font of a file. `bytes_a_code` is 2 for composite fonts."""

    face: Typeface
    inside: EmbeddedFont
    bytes_a_code: int
    ink: Mapping[int, tuple[float, float] | None]
    known: dict[int, Glyph] = field(default_factory=dict)

    def glyphs(self, shown: bytes) -> Iterator[Glyph]:
        """The glyphs of a string."""
        step = self.bytes_a_code
        for at in range(0, len(shown) - step + 1, step):
            code = shown[at] << 8 | shown[at + 1] if step == 2 else shown[at]
            yield self.known.get(code) or self._glyph(code)

    def _glyph(self, code: int) -> Glyph:
        text = self.inside.texts.get(code, UNKNOWN)
        ink = self.ink.get(code, (0.0, 0.0)) if self.ink else GUESS[1:]
        low, high = ink or (0.0, 0.0)
        fault = self._fault(code, text, inked=ink is not None)
        width = self.inside.widths.get(code, self.inside.default_width)
        made = Glyph(text, width, low, high, fault, not text.strip())
        self.known[code] = made
        return made

    def _fault(self, code: int, text: str, *, inked: bool) -> str:
        if code == 0 and self.bytes_a_code == 2:
            return "the sign for a glyph that is missing (.notdef)"
        if UNSPEAKABLE.search(text) or not text:
            return f"the glyph {code} {SPEECHLESS}"
        if self.ink and code not in self.ink:
            return f"“{text}” has no glyph in the font"
        return "" if inked or not text.strip() else f"“{text}” leaves no ink"


def read_font(font: Any) -> PdfFont:
    """A font from its dictionary."""
    name = str(font.get("/BaseFont", "/?")).removeprefix("/").split("+")[-1]
    composite = font.get("/Subtype") == "/Type0"
    inner = font.DescendantFonts[0] if composite else font
    descriptor = inner.get("/FontDescriptor", pikepdf.Dictionary())
    file = descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
    embedded = file is not None or "/FontFile" in descriptor
    texts = to_unicode(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else ({} if composite else LATIN)
    simple = enumerate((float(width) / 1000 for width in font.get("/Widths", ())), int(font.get("/FirstChar", 0)))
    widths = dict(_composite_widths(inner.get("/W", ())) if composite else simple)
    default = float(inner.get("/DW", 1000)) / 1000 if composite else GUESS[0]
    ink = _ink(file.read_bytes()) if file is not None and composite else {}
    face = Typeface(name, embedded, bold=name.endswith(("-Bold", "-BoldIt", "-Black")))
    plain = composite and font.get("/Encoding") == "/Identity-H" and inner.get("/CIDToGIDMap", "/Identity") == "/Identity"
    inside = EmbeddedFont(name, file.read_bytes() if file is not None else b"", texts, widths, default, plain)
    return PdfFont(face, inside, 2 if composite else 1, ink)


def _composite_widths(entries: Any) -> Iterator[tuple[int, float]]:
    """ISO 32000-1, 9.7.4.3: “first [w w w]” or “first last w”."""
    waiting: list[int] = []
    for entry in entries:
        if isinstance(entry, pikepdf.Array):
            yield from ((waiting[0] + index, float(width) / 1000) for index, width in enumerate(entry))
            waiting = []
        elif len(waiting) == 2:
            yield from ((code, float(entry) / 1000) for code in range(waiting[0], waiting[1] + 1))
            waiting = []
        else:
            waiting.append(int(entry))


@lru_cache(maxsize=64)
def _ink(file: bytes) -> Mapping[int, tuple[float, float] | None]:
    """The lower and upper end of every glyph's ink, in ems; None for a glyph without ink."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(file), lazy=True)
    if "glyf" not in font:
        return {}
    table, em = font["glyf"], font["head"].unitsPerEm
    glyphs = (table[name] for name in font.getGlyphOrder())
    return {code: (glyph.yMin / em, glyph.yMax / em) if glyph.numberOfContours else None for code, glyph in enumerate(glyphs)}


def to_unicode(cmap: bytes) -> dict[int, str]:
    """What each code stands for, from a ToUnicode map (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for _, kind, body in _CMAP.findall(cmap):
        tokens = [hexed if not (begin or end) else begin or end for hexed, begin, end in _HEX.findall(body)]
        if kind == b"char":
            found.update((int(code, 16), _text(text)) for code, text in zip(tokens[::2], tokens[1::2], strict=False))
        else:
            found.update(_ranges(iter(tokens)))
    return found


def _ranges(tokens: Iterator[bytes]) -> Iterator[tuple[int, str]]:
    for low in tokens:
        codes, target = range(int(low, 16), int(next(tokens), 16) + 1), next(tokens)
        if target == b"[":
            texts = [_text(each) for each in iter(lambda: next(tokens), b"]")]
        else:
            text = _text(target)
            texts = [text[:-1] + chr(ord(text[-1]) + index) for index in range(len(codes))]
        yield from zip(codes, texts, strict=False)


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
