"""Each font once: one subset of its file with the glyphs of all units, under the glyph numbers that the units use."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studyguide.pdf.fragment import font_name, simplest
from studyguide.pdf.objects import stream
from studyguide.pdf.truetype import Measures, TrueType

OBJECTS = 5
"""How many objects make a font: Type 0 font, CIDFont, descriptor, file, ToUnicode."""

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
class Face:
    """A font subset: the digest of the whole file, the subset's bytes, glyphs with widths, and glyphs with characters."""

    digest: str
    file: bytes
    measures: Measures
    widths: tuple[tuple[int, int], ...]
    characters: tuple[tuple[int, str], ...]

    @property
    def name(self) -> bytes:
        """A subset's name begins with six letters of its own (ISO 32000-1, 9.6.4)."""
        digest = hashlib.sha256(self.file).digest()
        return b"/" + bytes(65 + byte % 26 for byte in digest[:6]) + b"+" + self.measures.name.encode()


def union(parts: Sequence[Mapping[str, Mapping[int, str]]]) -> dict[str, dict[int, str]]:
    """All glyphs of all fonts, by the font file's digest. The order of the parts does not matter."""
    found: dict[str, dict[int, str]] = {}
    for part in parts:
        for digest, glyphs in part.items():
            known = found.setdefault(digest, {})
            for glyph, text in glyphs.items():
                known[glyph] = simplest(known.get(glyph, text), text)
    return {digest: dict(sorted(glyphs.items())) for digest, glyphs in sorted(found.items())}


def face(digest: str, file: bytes, glyphs: Mapping[int, str]) -> Face:
    """A font file reduced to some glyphs. Raises NotTrueType."""
    font = TrueType(file)
    widths = tuple((glyph, font.advance(glyph)) for glyph in glyphs)
    return Face(digest, font.subset(glyphs), font.measures(), widths, tuple(glyphs.items()))


def objects(faces: Sequence[Face], first: int) -> tuple[list[tuple[int, bytes]], list[tuple[int, bytes]], bytes]:
    """Fonts as PDF objects numbered from `first`: those for an object stream, the streams, the pages' font dictionary."""
    plain: list[tuple[int, bytes]] = []
    streams: list[tuple[int, bytes]] = []
    names = []
    for index, each in enumerate(faces):
        at = first + OBJECTS * index
        names.append(b"/%s %d 0 R" % (font_name(each.digest).encode(), at))
        plain += [(at, _type0(each, at)), (at + 1, _cid_font(each, at)), (at + 2, _descriptor(each, at))]
        streams.append((at + 3, stream(at + 3, each.file, b"/Length1 %d" % len(each.file))))
        streams.append((at + 4, stream(at + 4, _CMAP % _unicode(each))))
    return plain, streams, b"<<%s>>" % b"".join(names)


def _type0(each: Face, at: int) -> bytes:
    return b"<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>" % (
        each.name,
        at + 1,
        at + 4,
    )


def _cid_font(each: Face, at: int) -> bytes:
    system = b"/CIDToGIDMap/Identity/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    return b"<</Type/Font/Subtype/CIDFontType2/BaseFont%s%s/FontDescriptor %d 0 R/W[%s]>>" % (
        each.name,
        system,
        at + 2,
        _widths(each),
    )


def _widths(each: Face) -> bytes:
    """Runs of neighbouring glyphs (ISO 32000-1, 9.7.4.3)."""
    runs: list[tuple[int, list[int]]] = []
    for glyph, width in each.widths:
        if not runs or glyph != runs[-1][0] + len(runs[-1][1]):
            runs.append((glyph, []))
        runs[-1][1].append(width)
    return b" ".join(b"%d[%s]" % (first, b" ".join(b"%d" % width for width in widths)) for first, widths in runs)


def _descriptor(each: Face, at: int) -> bytes:
    m = each.measures
    flags = 4 | (64 if m.italic_angle else 0)  # symbolic: its own encoding; italic
    numbers = (flags, *m.box, m.italic_angle, m.ascent, m.descent, m.cap_height, at + 3)
    rest = (
        b"/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %d 0 R>>" % numbers
    )
    return b"<</Type/FontDescriptor/FontName%s%s" % (each.name, rest)


def _unicode(each: Face) -> bytes:
    rows = [b"<%04x><%s>" % (glyph, text.encode("utf-16-be").hex().encode()) for glyph, text in each.characters]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    return b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks)
