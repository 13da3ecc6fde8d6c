"""The cross-reference stream: where every object stands (ISO 32000-1, 7.5.8)."""

from __future__ import annotations

import struct
import zlib

from studyguide.pdf.objects import LEVEL

_ROW = struct.Struct(">BLH")
WIDTHS = b"1 4 2"
_STEPS = b"\2\0\0\0\0\0\0\1" * 255 + b"\2\0\0\0\0\0\1\1"
"""What 256 neighbours in one object stream add to each other, row by row, as PNG's predictor “up” writes it."""


class CrossReferences:
    """Rows in the order of object numbers, each written as its difference from the row before: nearly all are alike then."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[int, int, int, int]] = {0: (1, 0, 0, 65535)}

    def at(self, number: int, offset: int) -> None:
        """An object that stands by itself at an offset in the file."""
        self._rows[number] = (1, 1, offset, 0)

    def packed(self, first: int, count: int, stream: int) -> None:
        """So many objects, numbered from `first`, that stand in an object stream in this order."""
        if count:
            self._rows[first] = (count, 2, stream, 0)

    def alone(self, number: int, stream: int, index: int) -> None:
        """One object in an object stream."""
        self._rows[number] = (1, 2, stream, index)

    def dictionary(self) -> tuple[bytes, int]:
        """The entries Index, W and DecodeParms of the stream, and the number after the highest."""
        sections: list[list[int]] = []
        for number, (count, *_) in sorted(self._rows.items()):
            if sections and sum(sections[-1]) == number:
                sections[-1][1] += count
            else:
                sections.append([number, count])
        index = b" ".join(b"%d %d" % (first, count) for first, count in sections)
        return b"/Index[%s]/W[%s]/DecodeParms<</Predictor 12/Columns %d>>" % (index, WIDTHS, _ROW.size), sum(sections[-1])

    def data(self) -> bytes:
        """The rows, compressed."""
        parts, above = [], bytes(_ROW.size)
        for _, (count, kind, one, other) in sorted(self._rows.items()):
            row = _ROW.pack(kind, one, other)
            parts.append(b"\2" + bytes((new - old) & 255 for new, old in zip(row, above, strict=True)))
            steps = count - 1
            parts.append((_STEPS * (steps // 256 + 1))[: 8 * steps])
            above = _ROW.pack(kind, one, other + steps)
        return zlib.compress(b"".join(parts), LEVEL)

    def written(self, number: int, at: int, root: int) -> bytes:
        """The end of the file: this stream as object `number` at offset `at`, also the trailer; `root` is the catalogue."""
        self.at(number, at)
        entries, count = self.dictionary()
        data = self.data()
        head = b"/Type/XRef/Size %d%s/Root %d 0 R/Filter/FlateDecode/Length %d" % (count, entries, root, len(data))
        return b"%d 0 obj\n<<%s>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, head, data, at)
