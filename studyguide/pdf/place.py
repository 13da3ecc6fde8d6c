"""Place a fragment: give its objects their final numbers and print its page numbers.

The two halves are apart because they change for different reasons: the objects when a unit before it outgrows its numbers, the
contents when a page number changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from studyguide.pdf.contents import Content
from studyguide.pdf.fragment import UnitFragment
from studyguide.pdf.objects import fill, object_stream, stream


@dataclass(frozen=True, slots=True)
class PlacedBytes:
    """Bytes for the file, and where in them each object begins that is not in an object stream."""

    data: bytes
    starts: tuple[int, ...]


def place_contents(fragment: UnitFragment, base: int, label: Callable[[str, int], str]) -> PlacedBytes:
    """The content streams of the pages. `label` gives what to print for a target and page: an id's number, or the page's own."""
    return _joined([stream(base + index, printed(content, index, label)) for index, content in enumerate(fragment.contents)])


def printed(content: Content, page: int, label: Callable[[str, int], str]) -> bytes:
    """A page's operators with its numbers filled in. All figures of a font have one width, so nothing moves."""
    data = bytearray(content.data)
    for slot in content.slots:
        glyph = slot.figures[int(label(slot.target, page)[slot.place], 16)]
        data[slot.offset : slot.offset + 4] = b"%04x" % glyph
    return bytes(data)


_SHEET = re.compile(rb"/MediaBox\[[^]]*\]/TrimBox(\[[^]]*\])(/BleedBox\[[^]]*\])?")


def place_objects(fragment: UnitFragment, base: int, *, trimmed: bool = False) -> PlacedBytes:
    """The other streams, then the object stream with everything else. `trimmed` makes pages of what remains after the cut."""
    first = base + len(fragment.contents)
    streams = []
    for index, (extra, data, packed) in enumerate(fragment.streams):
        streams.append(stream(first + index, data, fill(extra, base)[2:-2], packed=packed))
    number = first + len(fragment.streams)
    objects = [(number + 1 + index, fill(made, base)) for index, made in enumerate(fragment.objects)]
    if trimmed:  # the pages stand right behind their node
        pages = slice(1, 1 + len(fragment.contents))
        objects[pages] = [(each, _SHEET.sub(rb"/MediaBox\1", page)) for each, page in objects[pages]]
    return _joined([*streams, object_stream(number, objects)])


def _joined(parts: list[bytes]) -> PlacedBytes:
    return PlacedBytes(b"".join(parts), tuple(accumulate(map(len, parts[:-1]), initial=0)))


def size(objects: int) -> int:
    """How many numbers a unit of so many objects gets: some to grow in, so that the units after it keep theirs.

    Not many: a number that is larger than a third of the file's bytes is a damaged file to qpdf.
    """
    return -(-objects * 5 // 4 // 64) * 64
