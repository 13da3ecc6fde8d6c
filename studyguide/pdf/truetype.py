"""TrueType font files: a few measures, and a subset with some glyphs that keeps all glyph numbers (OpenType 1.9, glyf outlines).

Does in milliseconds what a general subsetter does in a third of a second, because a PDF needs so little of a font: outlines and
widths.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

COMPOSITE_WORDS, MORE_COMPONENTS, HINTED = 0x0001, 0x0020, 0x0100
REPEAT = 0x0008
_LENGTHS = {(1, 0): 1, (1, 1): 1, (0, 0): 2, (0, 1): 0}
"""The bytes of a coordinate, by whether it is short and whether it is the same as (or, if short, more than) the one before."""

SCALES = ((0x0008, 2), (0x0040, 4), (0x0080, 8))
"""Flags of a component, and the bytes of the scale that each announces."""


class NotTrueType(ValueError):
    """The file has no TrueType outlines."""


@dataclass(frozen=True, slots=True)
class Measures:
    """A font's name and measures in thousandths of an em; `box` is left, bottom, right, top."""

    name: str
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    italic_angle: int


class TrueType:
    """A font file. Raises NotTrueType for other outlines."""

    def __init__(self, data: bytes) -> None:
        count = struct.unpack_from(">H", data, 4)[0]
        self._tables: dict[str, bytes] = {}
        for index in range(count):
            tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
            self._tables[tag.decode("latin-1")] = data[offset : offset + length]
        if "glyf" not in self._tables:
            raise NotTrueType
        self._em: int = struct.unpack_from(">H", self._tables["head"], 18)[0]
        self._long: int = struct.unpack_from(">h", self._tables["head"], 50)[0]
        self._count = struct.unpack_from(">H", self._tables["maxp"], 4)[0]
        self._metrics = struct.unpack_from(">H", self._tables["hhea"], 34)[0]

    def advance(self, glyph: int) -> int:
        """A glyph's width in thousandths of an em."""
        return self._scaled(struct.unpack_from(">H", self._tables["hmtx"], 4 * min(glyph, self._metrics - 1))[0])

    def _scaled(self, value: float) -> int:
        return round(value * 1000 / self._em)

    def measures(self) -> Measures:
        """The font's name and measures."""
        head, hhea, os2, post = (self._tables[name] for name in ("head", "hhea", "OS/2", "post"))
        left, bottom, right, top = (self._scaled(side) for side in struct.unpack_from(">4h", head, 36))
        ascent, descent = (self._scaled(value) for value in struct.unpack_from(">2h", hhea, 4))
        has_height = struct.unpack_from(">H", os2)[0] >= 2 and len(os2) >= 90
        height = self._scaled(struct.unpack_from(">h", os2, 88)[0]) if has_height else ascent
        return Measures(
            self._name(), (left, bottom, right, top), ascent, descent, height, round(struct.unpack_from(">l", post, 4)[0] / 65536)
        )

    def _name(self) -> str:
        """The PostScript name: record 6 of the naming table, in any encoding that has it."""
        table = self._tables["name"]
        _, count, strings = struct.unpack_from(">3H", table)
        for index in range(count):
            platform, _, _, name, length, offset = struct.unpack_from(">6H", table, 6 + 12 * index)
            if name == 6:
                text = table[strings + offset : strings + offset + length]
                return text.decode("latin-1" if platform == 1 else "utf-16-be")
        return "Font"

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """A font file with the outlines of these glyphs and of what they are made of, under their own numbers, without hints."""
        outlines: dict[int, bytes] = {0: self._outline(0)}
        waiting = [glyph for glyph in glyphs if glyph < self._count]
        while waiting:
            glyph = waiting.pop()
            if glyph not in outlines:
                data = self._outline(glyph)
                outlines[glyph], parts = _without_hints(data)
                waiting += parts
        outlines[0], _ = _without_hints(outlines[0])
        return _file({**self._small(max(outlines) + 1), **_outlines(outlines), "hmtx": self._widths(outlines)})

    def _outline(self, glyph: int) -> bytes:
        if self._long:
            start, end = struct.unpack_from(">2L", self._tables["loca"], 4 * glyph)
        else:
            start, end = (2 * value for value in struct.unpack_from(">2H", self._tables["loca"], 2 * glyph))
        return self._tables["glyf"][start:end]

    def _small(self, count: int) -> dict[str, bytes]:
        """The tables of fixed size, for so many glyphs with long offsets and no instructions."""
        head, hhea, maxp = (bytearray(self._tables[name]) for name in ("head", "hhea", "maxp"))
        struct.pack_into(">L", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        struct.pack_into(">H", hhea, 34, count)
        struct.pack_into(">H", maxp, 4, count)
        struct.pack_into(">7H", maxp, 14, 1, 0, 0, 0, 0, 0, 0)
        return {"head": bytes(head), "hhea": bytes(hhea), "maxp": bytes(maxp)}

    def _widths(self, outlines: Mapping[int, bytes]) -> bytes:
        hmtx, rows = self._tables["hmtx"], []
        for glyph in range(max(outlines) + 1):
            if glyph not in outlines:
                rows.append(b"\0\0\0\0")
            elif glyph < self._metrics:
                rows.append(hmtx[4 * glyph : 4 * glyph + 4])
            else:
                bearing = 4 * self._metrics + 2 * (glyph - self._metrics)
                rows.append(hmtx[4 * self._metrics - 4 : 4 * self._metrics - 2] + hmtx[bearing : bearing + 2])
        return b"".join(rows)


def _without_hints(data: bytes) -> tuple[bytes, list[int]]:
    """An outline without its instructions, and the glyphs that it is composed of."""
    if not data:
        return b"", []
    contours = struct.unpack_from(">h", data)[0]
    if contours >= 0:
        at = 10 + 2 * contours
        points = struct.unpack_from(">H", data, at - 2)[0] + 1 if contours else 0
        start = at + 2 + struct.unpack_from(">H", data, at)[0]
        return data[:at] + b"\0\0" + data[start : _end(data, start, points)], []
    made, parts, at, more = bytearray(data), [], 10, True
    while more:
        flags, glyph = struct.unpack_from(">2H", data, at)
        struct.pack_into(">H", made, at, flags & ~HINTED)
        parts.append(glyph)
        at += 4 + (4 if flags & COMPOSITE_WORDS else 2) + next((size for flag, size in SCALES if flags & flag), 0)
        more = bool(flags & MORE_COMPONENTS)
    return bytes(made[:at]), parts


def _end(data: bytes, at: int, points: int) -> int:
    """Where a simple outline ends whose flags begin at `at`: it may be followed by padding."""
    coordinates = seen = 0
    while seen < points:
        flag = data[at]
        times = data[at + 1] + 1 if flag & REPEAT else 1
        at += 2 if flag & REPEAT else 1
        seen += times
        coordinates += times * (_LENGTHS[flag >> 1 & 1, flag >> 4 & 1] + _LENGTHS[flag >> 2 & 1, flag >> 5 & 1])
    return at + coordinates


def _outlines(outlines: Mapping[int, bytes]) -> dict[str, bytes]:
    glyf, offsets = bytearray(), [0]
    for glyph in range(max(outlines) + 1):
        glyf += outlines.get(glyph, b"")
        glyf += bytes(-len(glyf) % 4)
        offsets.append(len(glyf))
    return {"glyf": bytes(glyf), "loca": struct.pack(f">{len(offsets)}L", *offsets)}


def _file(tables: Mapping[str, bytes]) -> bytes:
    """A font file of some tables (OpenType 1.9, “Organization of an OpenType Font”)."""
    power = len(tables).bit_length() - 1
    parts = [struct.pack(">L4H", 0x00010000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))]
    at, bodies = 12 + 16 * len(tables), []
    for tag, data in sorted(tables.items()):
        body = data + bytes(-len(data) % 4)
        parts.append(struct.pack(">4s3L", tag.encode(), _checksum(body), at, len(data)))
        bodies.append(body)
        at += len(body)
    made = bytearray(b"".join([*parts, *bodies]))
    head = next(
        struct.unpack_from(">L", made, 12 + 16 * index + 8)[0] for index, tag in enumerate(sorted(tables)) if tag == "head"
    )
    struct.pack_into(">L", made, head + 8, (0xB1B0AFBA - _checksum(bytes(made))) & 0xFFFFFFFF)
    return bytes(made)


def _checksum(data: bytes) -> int:
    total: int = sum(struct.unpack(f">{len(data) // 4}L", data))
    return total & 0xFFFFFFFF
