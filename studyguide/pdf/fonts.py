"""Each font once: one subset of its file with the glyphs of all units, under the glyph numbers that the units use."""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studyguide.pdf.fragment import font_name
from studyguide.pdf.objects import LEVEL, Ref, TextString, fill, stream, template

KEPT = frozenset({"CFF ", "cvt ", "glyf", "head", "hhea", "hmtx", "loca", "maxp"})
"""The tables of a font file that a PDF needs, which chooses glyphs by number (ISO 32000-1, 9.9)."""

SYMBOLIC, ITALIC = 4, 64
"""Flags of a font descriptor (table 123): its own encoding; slanted."""

_CMAP = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
/CMapName/Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000><ffff>
endcodespacerange
%s
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


@dataclass(frozen=True, slots=True)
class Measures:
    """A font's PostScript name, and measures in thousandths of an em; `box` is left, bottom, right, top."""

    name: str
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    italic_angle: int


@dataclass(frozen=True, slots=True)
class Face:
    """A font subset: the digest of the whole file, the subset's bytes, measures, glyphs with widths and with characters.

    `packed` are the bytes compressed: qpdf, which linearizes, would do that twice for every file.
    """

    digest: str
    file: bytes
    packed: bytes
    measures: Measures
    widths: tuple[tuple[int, int], ...]
    characters: tuple[tuple[int, str], ...]

    @property
    def cubic(self) -> bool:
        """Whether its outlines are those of CFF, as most fonts of Chinese, Japanese and Korean have them."""
        return self.file.startswith(b"OTTO")

    @property
    def key(self) -> str:
        """The name of the font in the pages' operators."""
        return "/" + font_name(self.digest)

    @property
    def name(self) -> str:
        """A subset's name begins with six letters of its own (9.6.4)."""
        digest = hashlib.sha256(self.file).digest()
        return "/" + "".join(chr(65 + byte % 26) for byte in digest[:6]) + "+" + self.measures.name


def face(digest: str, file: bytes, glyphs: Mapping[int, str]) -> Face:
    """A font file reduced to some glyphs."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(file))
    glyphs = _as_drawn(font, glyphs)
    order, em, metrics = font.getGlyphOrder(), font["head"].unitsPerEm, font["hmtx"].metrics
    widths = tuple((glyph, round(metrics[order[glyph]][0] * 1000 / em)) for glyph in glyphs)
    measures = _measures(font)  # before the subset: it drops names
    part = _subset(font, glyphs)
    return Face(digest, part, zlib.compress(part, LEVEL), measures, widths, tuple(glyphs.items()))


def _as_drawn(font: Any, glyphs: Mapping[int, str]) -> dict[int, str]:
    """The glyphs with their characters; a bracket that was turned round in a line from right to left stands for what it shows."""
    own: dict[str, list[str]] = {}
    for code, name in font.getBestCmap().items():
        if unicodedata.mirrored(chr(code)):
            own.setdefault(name, []).append(chr(code))
    order = font.getGlyphOrder()

    def drawn(glyph: int, text: str) -> str:
        shown = own.get(order[glyph], [text]) if len(text) == 1 and unicodedata.mirrored(text) else [text]
        return text if text in shown else shown[0]

    return {glyph: drawn(glyph, text) for glyph, text in glyphs.items()}


def _measures(font: Any) -> Measures:
    head, hhea, os2 = font["head"], font["hhea"], font["OS/2"]
    values = (head.xMin, head.yMin, head.xMax, head.yMax, hhea.ascent, hhea.descent, getattr(os2, "sCapHeight", hhea.ascent))
    left, bottom, right, top, ascent, descent, height = (round(value * 1000 / head.unitsPerEm) for value in values)
    name = font["name"].getDebugName(6) or "Font"
    return Measures(name, (left, bottom, right, top), ascent, descent, height, round(font["post"].italicAngle))


def _subset(font: Any, glyphs: Mapping[int, str]) -> bytes:
    """A font file with these glyphs and what they are composed of, under their own numbers, without hints."""
    from fontTools.subset import Options, Subsetter

    options = Options(retain_gids=True, hinting=False, notdef_outline=True, layout_features=[], recalc_bounds=False)
    for dropped in set(font.keys()) - KEPT - {"GlyphOrder"}:
        del font[dropped]  # fontTools would read rules of layout, and spend most of its time on that, only to drop them
    font.recalcTimestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(gids=list(glyphs))
    subsetter.subset(font)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def objects(faces: Sequence[Face], first: int) -> tuple[bytes, list[tuple[int, bytes]]]:
    """The dictionary of all fonts, and their objects numbered from `first`, each by itself: Type 0 fonts (9.7)."""
    each = [_objects(face, first + OBJECTS * index) for index, face in enumerate(faces)]
    made = [(first + index, data) for index, data in enumerate(data for group in each for data in group)]
    shared = {face.key[1:]: Ref(-(first + OBJECTS * index + OBJECTS - 1)) for index, face in enumerate(faces)}
    return fill(template(shared), 0), made


OBJECTS = 5
"""So many objects a font has: file, two descriptions, characters of its codes (which are glyph numbers), and the font itself."""


def _objects(face: Face, first: int) -> list[bytes]:
    file, descriptor, descendant, unicode, font = range(first, first + OBJECTS)
    measures = face.measures
    described = {
        "Type": "/FontDescriptor",
        "FontName": face.name,
        "Flags": SYMBOLIC | (ITALIC if measures.italic_angle else 0),
        "FontBBox": measures.box,
        "ItalicAngle": measures.italic_angle,
        "Ascent": measures.ascent,
        "Descent": measures.descent,
        "CapHeight": measures.cap_height,
        "StemV": 80,
        ("FontFile3" if face.cubic else "FontFile2"): Ref(-file),
    }
    descended = {
        "Type": "/Font",
        "Subtype": "/CIDFontType0" if face.cubic else "/CIDFontType2",
        "BaseFont": face.name,
        **({} if face.cubic else {"CIDToGIDMap": "/Identity"}),
        "CIDSystemInfo": {"Registry": TextString("Adobe"), "Ordering": TextString("Identity"), "Supplement": 0},
        "FontDescriptor": Ref(-descriptor),
        "W": [item for glyph, widths in _runs(face) for item in (glyph, widths)],
    }
    composite = {
        "Type": "/Font",
        "Subtype": "/Type0",
        "BaseFont": face.name,
        "Encoding": "/Identity-H",
        "DescendantFonts": [Ref(-descendant)],
        "ToUnicode": Ref(-unicode),
    }
    return [
        stream(
            file,
            face.packed,
            b"/Filter/FlateDecode" + (b"/Subtype/OpenType" if face.cubic else b"/Length1 %d" % len(face.file)),
            packed=True,
        ),
        _plain(descriptor, described),
        _plain(descendant, descended),
        stream(unicode, _CMAP % _unicode(face)),
        _plain(font, composite),
    ]


def _plain(number: int, value: Mapping[str, Any]) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, fill(template(value), 0))


def _runs(face: Face) -> list[tuple[int, list[int]]]:
    """Widths by runs of neighbouring glyphs (9.7.4.3)."""
    runs: list[tuple[int, list[int]]] = []
    for glyph, width in face.widths:
        if not runs or glyph != runs[-1][0] + len(runs[-1][1]):
            runs.append((glyph, []))
        runs[-1][1].append(width)
    return runs


def _unicode(face: Face) -> bytes:
    rows = [b"<%04x><%s>" % (glyph, text.encode("utf-16-be").hex().encode()) for glyph, text in face.characters]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    return b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks)
