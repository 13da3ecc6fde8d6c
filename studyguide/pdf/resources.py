"""What the operators of a unit's pages refer to beside fonts: states, pictures, patterns, colour spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from studyguide.pdf.objects import FONTS, Ref, operator_bytes

_REFERENCE = re.compile(rb"(\d+) 0 R")
_FONT = re.compile(rb"/(\w+) (\S+) Tf")


class Resources:
    """The pydyf objects that some of them refer to, as plain values that can be numbered anew.

    `objects` are all objects of the painted document by number, `names` the new name of every font. The font dictionary becomes
    the one that the whole file shares. `streams` and `values` are the numbers of what was found, in the order in which it was
    met.
    """

    def __init__(self, objects: Sequence[Any], names: Mapping[str, str], roots: Sequence[bytes]) -> None:
        self._objects = objects
        self._names = {name.encode(): new.encode() for name, new in names.items()}
        found: dict[int, None] = {}
        for root in roots:
            self._find(root, found)
        self.streams = [number for number in found if hasattr(objects[number], "stream")]
        self.values = [number for number in found if not hasattr(objects[number], "stream")]
        self._places: dict[int, int] = {}

    def _find(self, reference: bytes, found: dict[int, None]) -> None:
        number = int(reference.split()[0])
        if number not in found:
            found[number] = None
            source = self._objects[number]
            for inner in _references(source.extra if hasattr(source, "stream") else source):
                self._find(inner, found)

    def place(self, streams: int, values: int) -> None:
        """Number the streams and the values from these places on."""
        self._places = {number: streams + index for index, number in enumerate(self.streams)}
        self._places.update((number, values + index) for index, number in enumerate(self.values))

    def at(self, reference: bytes) -> Ref:
        """The new reference to an object."""
        return Ref(self._places[int(reference.split()[0])])

    def plain(self) -> list[Any]:
        """The values in the order of their places."""
        return [self._plain(self._objects[number]) for number in self.values]

    def data(self) -> list[tuple[Any, bytes]]:
        """The streams in the order of their places: dictionary and bytes, which are compressed if the dictionary has a Filter."""
        found = [self._objects[number] for number in self.streams]
        return [(self._plain(each.extra), b"\n".join(map(self._operator, each.stream))) for each in found]

    def _plain(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            known = {"Font": Ref(-FONTS), "Interpolate": b"false"}  # the shared fonts; no interpolation (ISO 19005-3, 6.2.8)
            return {key: known[key] if key in known else self._plain(item) for key, item in value.items() if key != "Length"}
        if isinstance(value, list | tuple):
            return [self._plain(item) for item in value]
        if hasattr(value, "data"):
            return value.data  # a pydyf string
        raw = value.encode() if isinstance(value, str) else value
        return self.at(raw) if isinstance(raw, bytes) and _REFERENCE.fullmatch(raw) else raw

    def _operator(self, part: Any) -> bytes:
        data = operator_bytes(part)
        if len(data) < 64 and (font := _FONT.fullmatch(data)) and font[1] in self._names:
            return b"/%s %s Tf" % (self._names[font[1]], font[2])
        return data


def _references(value: Any) -> Iterator[bytes]:
    """The references in a value, but for the one to the fonts."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key != "Font":
                yield from _references(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _references(item)
    elif isinstance(value, bytes | str):
        raw = value.encode() if isinstance(value, str) else value
        if _REFERENCE.fullmatch(raw):
            yield raw
