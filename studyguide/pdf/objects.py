"""PDF objects as text with holes: everything is final but the numbers of the objects they refer to (ISO 32000-1, 7.3).

A value is written from plain Python: str and bytes as they are, int, float, bool, `Ref`, `Key`, `TextString`, lists and dicts
(keys without their solidus). The result is a `Template`, a bytes format whose `%d` are references.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

LEVEL = 9
"""zlib's hardest: these bytes are written once and downloaded often."""

PAGES, CATALOG, FONTS, STRUCTURE, DOCUMENT, PARENTS, DESTINATIONS, IDENTIFIERS, OUTLINE = range(1, 10)
"""The objects that a file has once. References to them from a unit are negative until they are placed."""

_SPECIAL = re.compile(rb"([\\()])")


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference: to an object of the same unit by its place there, or to one of the whole file by its negative number."""

    number: int


@dataclass(frozen=True, slots=True)
class Key:
    """The number of an object of the same unit, without reference to it: a key that no other unit has."""

    number: int


@dataclass(frozen=True, slots=True)
class TextString:
    """A text string."""

    text: str


Template = tuple[bytes, tuple[int, ...]]
"""A format and the references that fill it."""


def text_string(text: str) -> bytes:
    """A text string as a PDF writes it: ASCII as it is, anything else as UTF-16 (ISO 32000-1, 7.9.2.2)."""
    if text.isascii() and text.isprintable():
        return b"(" + _SPECIAL.sub(rb"\\\1", text.encode()) + b")"
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


def number(value: float) -> bytes:
    """A number without needless digits."""
    if value == int(value):
        return b"%d" % value
    return f"{value:.6f}".rstrip("0").encode()


def template(value: Any) -> Template:
    """A value as a format and its references."""
    parts: list[bytes] = []
    refs: list[int] = []
    _write(value, parts, refs)
    return b"".join(parts), tuple(refs)


def _write(value: Any, parts: list[bytes], refs: list[int]) -> None:
    if isinstance(value, (Ref, Key)):
        parts.append(b"%d 0 R" if isinstance(value, Ref) else b"%d")
        refs.append(value.number)
    elif isinstance(value, Mapping):
        parts.append(b"<<")
        for name, item in value.items():
            parts.append(b"/" + name.encode())
            _spaced(item, parts, refs)
        parts.append(b">>")
    elif isinstance(value, (list, tuple)):
        parts.append(b"[")
        for index, item in enumerate(value):
            _spaced(item, parts, refs, first=index == 0)
        parts.append(b"]")
    else:
        parts.append(_atom(value).replace(b"%", b"%%"))


def _spaced(value: Any, parts: list[bytes], refs: list[int], *, first: bool = False) -> None:
    """The value, after a space if it would otherwise run into what stands before."""
    at = len(parts)
    _write(value, parts, refs)
    if not first and parts[at][:1] not in b"/<[(":
        parts.insert(at, b" ")


def _atom(value: Any) -> bytes:
    match value:
        case TextString(text):
            return text_string(text)
        case bool():
            return b"true" if value else b"false"
        case int():
            return b"%d" % value
        case float():
            return number(value)
        case bytes():
            return value
        case str():
            return value.encode()
    raise TypeError(f"no PDF object can be made from {type(value).__name__}")


def fill(made: Template, base: int) -> bytes:
    """The final text of an object, for a unit whose first object has the number `base`."""
    text, refs = made
    return text % tuple(base + ref if ref >= 0 else -ref for ref in refs)


def stream(number_: int, data: bytes, extra: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object; `extra` are more entries of its dictionary. What is `packed` is compressed, and they say how."""
    body = data if packed else zlib.compress(data, LEVEL)
    entries = extra if packed else extra + b"/Filter/FlateDecode"
    return b"%d 0 obj\n<<%s/Length %d>>stream\n%s\nendstream\nendobj\n" % (number_, entries, len(body), body)


def object_stream(number_: int, objects: Sequence[tuple[int, bytes]]) -> bytes:
    """Many objects in one compressed stream (ISO 32000-1, 7.5.7)."""
    head, place = [], 0
    for name, data in objects:
        head.append(b"%d %d" % (name, place))
        place += len(data) + 1
    front = b" ".join(head) + b"\n"
    body = front + b"\n".join(data for _, data in objects)
    return stream(number_, body, b"/Type/ObjStm/N %d/First %d" % (len(objects), len(front)))


def name_tree(pairs: Iterable[tuple[str, bytes]]) -> bytes:
    """A tree of one node that holds its keys sorted (7.9.6): a viewer finds one among thousands by halving."""
    keyed = sorted((key_name(name), value) for name, value in pairs)
    return b"<</Names[%s]>>" % b"".join(text_string(name) + value for name, value in keyed)


def key_name(identifier: str) -> str:
    """An id as a key of a name tree: of ASCII, as in an address, because programs differ in how they sort all else."""
    return identifier if identifier.isascii() else quote(identifier)


def operator_bytes(operator: Any) -> bytes:
    """An operator of a content stream as bytes: bytes already, a pydyf object, or a name."""
    data: bytes = operator if isinstance(operator, bytes) else getattr(operator, "data", None) or str(operator).encode()
    return data
