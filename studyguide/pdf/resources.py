"""What the operators of a unit's pages refer to beside fonts: states, pictures, patterns, colour spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studyguide.pdf.objects import Ref

if TYPE_CHECKING:
    from studyguide.pdf.weasyprint70 import Resource

_FONT = re.compile(rb"/(\w+) (\S+) Tf")

_Found = tuple[Any, bytes | None]
"""An object as a value in which the numbers of others stand for them (`_Other`), and its bytes if it is a stream."""


@dataclass(frozen=True, slots=True)
class _Other:
    """The number of another object among those that were found."""

    number: int


def told(value: Any) -> Iterator[bytes]:
    """All that a resource is and refers to, in bytes."""
    if hasattr(value, "stream"):
        yield from value.stream or ()
        yield from told(value.value)
    elif isinstance(value, dict | list):
        for each in value.items() if isinstance(value, dict) else value:
            yield from told(list(each) if isinstance(each, tuple) else each)
    else:
        yield repr(value).encode()


class Resources:
    """The objects that pages refer to, each once, however many pages ask for the like of it; `names` are the fonts' new names.

    `roots` are the resources of the pages. Streams and other values are numbered apart, in the order in which they were met.
    """

    def __init__(self, names: Mapping[str, str], roots: Sequence[Resource]) -> None:
        self._names = {name.encode(): new.encode() for name, new in names.items()}
        self._numbers: dict[str, int] = {}
        self._found: list[_Found] = []
        self._roots = [self._find(root, {}) for root in roots]
        self.streams = [number for number, (_, data) in enumerate(self._found) if data is not None]
        self.values = [number for number, (_, data) in enumerate(self._found) if data is None]
        self._places: dict[int, int] = {}

    def _find(self, resource: Resource, known: dict[int, _Other]) -> _Other:
        if id(resource) not in known:
            data = None if resource.stream is None else b"\n".join(map(self._operator, resource.stream))
            found = self._plain(resource.value, known), data
            known[id(resource)] = _Other(self._numbers.setdefault(repr(found), len(self._found)))
            self._found += [found] * (len(self._numbers) - len(self._found))
        return known[id(resource)]

    def _plain(self, value: Any, known: dict[int, _Other]) -> Any:
        if isinstance(value, dict):
            return {key: b"false" if key == "Interpolate" else self._plain(item, known) for key, item in value.items()}
        if isinstance(value, list):
            return [self._plain(item, known) for item in value]
        return self._find(value, known) if hasattr(value, "stream") else value

    def place(self, streams: int, values: int) -> None:
        """Number the streams and the values from these places on."""
        self._places = {number: streams + index for index, number in enumerate(self.streams)}
        self._places.update((number, values + index) for index, number in enumerate(self.values))

    def at(self, page: int) -> Ref:
        """The reference to what a page refers to."""
        return Ref(self._places[self._roots[page].number])

    def plain(self) -> list[Any]:
        """The values in the order of their places."""
        return [self._placed(self._found[number][0]) for number in self.values]

    def data(self) -> list[tuple[Any, bytes]]:
        """The streams in the order of their places: dictionary and bytes, which are compressed if the dictionary has a Filter."""
        return [(self._placed(self._found[number][0]), self._found[number][1] or b"") for number in self.streams]

    def _placed(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._placed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._placed(item) for item in value]
        return Ref(self._places[value.number]) if isinstance(value, _Other) else value

    def _operator(self, data: bytes) -> bytes:
        if len(data) < 64 and (font := _FONT.fullmatch(data)) and font[1] in self._names:
            return b"/%s %s Tf" % (self._names[font[1]], font[2])
        return data
