"""What was computed once, by the digest of everything it was computed from."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studyguide.sources import files

LIMIT = 2**29
"""Bytes: many builds of all renditions of a book of a few hundred pages."""


def key(kind: str, *parts: str | bytes) -> str:
    """The name of a result: its kind and the SHA-256 of all it depends on."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return f"{kind}-{digest.hexdigest()}"


def is_trimmed_at(digest: str) -> bool:
    """Whether a build of the sources of this digest trims: one in sixteen, for it takes as long as a page to look at all."""
    return digest[:1] in ("", "0")


@dataclass(frozen=True)
class Cache:
    """Results by key: in a folder that processes may share, or in memory when no folder is given.

    A result is written whole, and sealed with its name and its bytes: what a crash or a bad disk left of it, or put in its place,
    counts as not there, and is made again. Nothing is ever changed in place.
    """

    folder: Path | None = None
    _memory: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def get(self, name: str) -> bytes | None:
        """The bytes of a result, or None."""
        sealed = self._read(name)
        return None if sealed is None else files.unseal(name, sealed)

    def put(self, name: str, data: bytes) -> None:
        """Keep a result. Raises OSError where there is no room for it."""
        self._write(name, files.seal(name, data))

    def load(self, name: str) -> Any:
        """The value that was stored under a name, or None."""
        data = self.get(name)
        return None if data is None else pickle.loads(data)  # noqa: S301 - sealed by this program

    def __getitem__(self, name: str) -> Any:
        """The value that must have been stored under a name. Raises KeyError if it is lost."""
        value = self.load(name)
        if value is None:
            raise KeyError(name)
        return value

    def store(self, name: str, value: Any) -> None:
        """Keep a value, not None, of a class that can be pickled."""
        self.put(name, pickle.dumps(value, 5))

    def made(self, name: str, make: Callable[[], Any]) -> Any:
        """The value under a name, made and stored if it is not there."""
        value = self.load(name)
        if value is None:
            value = make()
            self.store(name, value)
        return value

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def _read(self, name: str) -> bytes | None:
        if self.folder is None:
            return self._memory.get(name)
        path = self._path(name)
        try:
            data = path.read_bytes()
        except OSError:  # what cannot be read is made again
            return None
        with suppress(OSError):  # it was used just now: `trim` forgets the others first
            os.utime(path)
        return data

    def _write(self, name: str, data: bytes) -> None:
        if self.folder is None:
            self._memory[name] = data
            return
        files.replace(self._path(name), data, durable=False)

    def trim(self, limit: int = LIMIT) -> int:
        """Forget what was used least recently until the rest takes no more than `limit` bytes; returns how many results went."""
        if self.folder is None:
            return 0
        found = sorted(((path.stat(), path) for path in self.folder.glob("*/*")), key=lambda each: -each[0].st_mtime_ns)
        taken = gone = 0
        for facts, path in found:
            taken += facts.st_size
            if taken > limit:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _path(self, name: str) -> Path:
        return (self.folder or Path()) / name.rpartition("-")[2][:2] / name
