"""Remembering: what a step made of its inputs is found again by the digest of the program, the step and the inputs.

A step is a function of values: no file, no clock, nothing but its arguments decides what it makes and what it tells. What it
told is remembered with what it made, so that a mistake is told again, at its place, by a step that is not done again.
"""

from __future__ import annotations

import datetime
import hashlib
import pickle
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cached_property, partial
from typing import Any, Generic, Protocol, TypeVar

from studyguide.sources.diagnostics import Diagnostic, Problems

T = TypeVar("T")
PLAIN = (str, bytes, bool, int, float, datetime.date, type(None))


class Shelf(Protocol):
    """Bytes by name, such as `Cache`: what was put in comes out whole, or not at all."""

    def get(self, name: str) -> bytes | None:
        """The bytes under a name, or None."""

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes under a name. Raises OSError where there is no room for them."""


@dataclass(frozen=True)
class Packed(Generic[T]):
    """A value within what a step makes that is read only where it is asked for."""

    data: bytes = field(repr=False)

    @classmethod
    def of(cls, value: T) -> Packed[T]:
        """A value, packed."""
        return cls(pickle.dumps(value, 5))

    @property
    def value(self) -> T:
        """The value, unpacked anew."""
        value: T = pickle.loads(self.data)  # noqa: S301 - packed by this program
        return value


@dataclass(frozen=True)
class Part(Generic[T]):
    """What a step made: the digest of it, what the step told, and the value, which is read when it is first asked for."""

    digest: str
    told: tuple[Diagnostic, ...]
    load: Callable[[], T] = field(repr=False, compare=False)

    @cached_property
    def value(self) -> T:
        """What was made. It is never changed: others may have it, too."""
        return self.load()

    def tell(self, problems: Problems) -> T:
        """The value; what its step told is told to `problems`."""
        problems.take(self.told)
        return self.value


@dataclass
class Memory:
    """What steps made, in this process and on a shelf; without a shelf every step is done whenever it is asked for.

    `program` names the code of all steps. `made` and `reused` count by name of the step. What this process has had in hand is
    held until `forget_unused` has been called twice without its being asked for.
    """

    shelf: Shelf | None = None
    program: str = ""
    made: Counter[str] = field(default_factory=Counter)
    reused: Counter[str] = field(default_factory=Counter)
    _held: dict[str, Part[Any]] = field(default_factory=dict, repr=False)
    _before: dict[str, Part[Any]] = field(default_factory=dict, repr=False)

    def __call__(self, step: Callable[..., T], *inputs: object) -> Part[T]:
        """What a step makes of the values of its inputs and a `Problems` to report into, which it is given last.

        An input is a `Part`, or a value that `named` has a name for. Raises TypeError for any other, and what the step raises.
        """
        if self.shelf is None:
            value, told = _done(step, inputs)
            return Part("", told, lambda: value)
        name = f"{step.__name__}-{hashlib.sha256(named((self.program, step.__module__, step.__qualname__, inputs))).hexdigest()}"
        part = self._held.get(name) or self._before.get(name) or _found(name, self.shelf)
        (self.made if part is None else self.reused)[step.__name__] += 1
        self._held[name] = part = part or _kept(name, _done(step, inputs), self.shelf)
        return part

    def forget_unused(self) -> None:
        """Let go of what was not asked for since this was called last: a process that stays calls it after each build."""
        self._before, self._held = self._held, {}


def _done(step: Callable[..., T], inputs: tuple[object, ...]) -> tuple[T, tuple[Diagnostic, ...]]:
    problems = Problems()
    value = step(*(each.value if isinstance(each, Part) else each for each in inputs), problems)
    return value, tuple(problems.found)


def _kept(name: str, done: tuple[T, tuple[Diagnostic, ...]], shelf: Shelf) -> Part[T]:
    """What was made, as it will be found: nobody can tell by the value whether it was."""
    value, told = done
    data = pickle.dumps(value, 5)
    facts = hashlib.sha256(data).hexdigest(), told, data
    shelf.put(name, pickle.dumps(facts, 5))
    return Part(facts[0], told, partial(pickle.loads, data))


def _found(name: str, shelf: Shelf) -> Part[Any] | None:
    kept = shelf.get(name)
    if kept is None:
        return None
    digest, told, data = pickle.loads(kept)  # noqa: S301 - sealed by this program
    return Part(digest, told, partial(pickle.loads, data))


def given(value: T, *names: object) -> Part[T]:
    """A value that is an input of many steps, named once: by itself, or by all that it was made of."""
    return made_of(names or value, lambda: value)


def made_of(names: object, make: Callable[[], T]) -> Part[T]:
    """A value that is made when it is first asked for, named by all that it is made of."""
    return Part(hashlib.sha256(named(names)).hexdigest(), (), make)


def nothing() -> Part[tuple[Any, ...]]:
    """What a file holds that is not there."""
    return given(())


def pickled(value: T) -> Part[T]:
    """A value that is named by its pickle. Equal values may have different ones, if they were made in different ways."""
    return Part(hashlib.sha256(pickle.dumps(value, 5)).hexdigest(), (), lambda: value)


def named(value: object) -> bytes:
    """A name that no other value has: of plain values, tuples, lists, sets, mappings, parts, and data classes of such.

    The order of a mapping is part of it. Raises TypeError for a value of another kind.
    """
    if isinstance(value, Part):
        return _name("part", value.digest.encode())
    if isinstance(value, PLAIN):
        return _name(type(value).__name__, _plain(value))
    if isinstance(value, tuple | list):
        return _name("row", *map(named, value))
    if isinstance(value, frozenset | set):
        return _name("set", *sorted(map(named, value)))
    if isinstance(value, Mapping):
        return _name("map", *(named(part) for pair in value.items() for part in pair))
    if is_dataclass(value) and not isinstance(value, type):
        return _name(type(value).__name__, *(named(getattr(value, each.name)) for each in fields(value)))
    raise TypeError(f"a step cannot be named by a {type(value).__name__}")


def _plain(value: object) -> bytes:
    """Bytes by their digest: a font or a photograph is large, and what stands in a row in a row would be copied twice."""
    return hashlib.sha256(value).digest() if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def _name(kind: str, *parts: bytes) -> bytes:
    return b"".join([f"{kind} {len(parts)}:".encode(), *(b"%d:%b" % (len(part), part) for part in parts)])
