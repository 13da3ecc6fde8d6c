"""The cross-reference stream: where every object stands (ISO 32000-1, 7.5.8). Not compressed: `finish` writes the file anew."""

from __future__ import annotations

import struct
from collections.abc import Iterable

_ROW = struct.Struct(">BLH")


class CrossReferences:
    """A row for each of `size` object numbers; what is not noted counts as free."""

    def __init__(self, size: int) -> None:
        self._rows = bytearray(size * _ROW.size)

    def at(self, number: int, offset: int) -> None:
        """An object that stands by itself at an offset in the file."""
        _ROW.pack_into(self._rows, number * _ROW.size, 1, offset, 0)

    def packed(self, numbers: Iterable[int], stream: int) -> None:
        """Objects that stand in an object stream in this order."""
        for index, number in enumerate(numbers):
            _ROW.pack_into(self._rows, number * _ROW.size, 2, stream, index)

    def written(self, number: int, at: int, root: int) -> bytes:
        """The end of the file: this stream as object `number` at offset `at`, also the trailer; `root` is the catalogue."""
        self.at(number, at)
        size = len(self._rows)
        head = b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Length %d" % (size // _ROW.size, root, size)
        return b"%d 0 obj\n<<%s>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, head, self._rows, at)
