"""The record: by digest what a task read and what it wrote, so that its work counts as done only while both are still there.

Neither times nor sizes are trusted. What was read is noted by the digest of the very bytes that were read: a file that was saved
while a task ran differs from its record.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from doit.dependency import JsonDB

from studyguide.sources import files
from studyguide.sources.environment import environment

Digests = Mapping[str, str]
CODE = Path(__file__).parents[1]
RECORD = "build/.cache/record"


class SealedRecord(JsonDB):  # type: ignore[misc]
    """doit's record in one file, written whole and sealed; one that is not whole is none, and everything is looked at anew."""

    def _load(self) -> dict[str, Any]:
        data = files.kept(Path(self.name))
        return {} if data is None else dict(json.loads(data))

    def dump(self) -> None:
        """Write the record. Raises OSError, which names the path, unless another failure is on its way: one is enough to tell."""
        failing = sys.exc_info()[0] is not None
        try:
            if self._db:
                files.keep(Path(self.name), self.codec.encode(self._db).encode())
        except OSError:
            if not failing:
                raise


@dataclass
class TaskFiles:
    """The files that one task reads and writes below the project's root, and the digests of their bytes.

    `facts` are what is told of its work: numbers of pages, of warnings, of seconds; `said` is what there is to say of it when it
    is done, `watch` is told how far it is. None of these decides anything.
    """

    root: Path
    read: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    watch: Callable[[Any], None] | None = None

    def kept(self, name: str) -> bytes:
        """What another task kept. Raises OSError if it is lost or damaged."""
        data = files.required(self.root / name)
        self.read[name] = files.digest(_sealed(name, data))
        return data

    def made(self, name: str) -> bytes:
        """A file that another task published. Raises OSError if it is lost."""
        data = (self.root / name).read_bytes()
        self.read[name] = files.digest(data)
        return data

    def keep(self, name: str, data: bytes) -> None:
        """Keep a result for other tasks. Raises OSError."""
        self.write(name, _sealed(name, data))

    def write(self, name: str, data: bytes) -> None:
        """Write a file. Raises OSError."""
        files.replace(self.root / name, data)
        self.written[name] = files.digest(data)


def _sealed(name: str, data: bytes) -> bytes:
    return files.seal(Path(name).name, data)


@cache
def made_by() -> str:
    """A digest of the program, and of what it stands on, as they were when this was asked first in this process.

    `proof/` judges what is finished and has no part in it.
    """
    whole = hashlib.sha256("\0".join(environment()).encode())
    for path in sorted(path for suffix in ("py", "json") for path in CODE.rglob(f"*.{suffix}")):
        name = path.relative_to(CODE)
        if name.parts[0] != "proof":
            whole.update(f"{name.as_posix()}\0{files.digest_of(path)}\0".encode())
    return whole.hexdigest()


def entry(done: TaskFiles) -> dict[str, Any]:
    """What doit records of a task that was done."""
    return {"read": done.read, "written": done.written, "made_by": made_by(), "facts": done.facts}


def last_facts(root: Path, task: str) -> dict[str, Any]:
    """What was told of a task's work when it was done last; nothing, if that is not known."""
    data = files.kept(root / RECORD)
    values = json.loads(data).get(task, {}).get("_values_:", {}) if data else {}
    return dict(values.get("facts") or {})


def main(_: Sequence[str]) -> int:
    """`./guide dumpdb`: print what is recorded of every task; returns 0."""
    data = files.kept(CODE.parent / RECORD)
    print(json.dumps(json.loads(data) if data else {}, indent=1, ensure_ascii=False))
    return 0


def still_today(task: Any, values: Mapping[str, Any]) -> bool:
    """For doit: whether what was found on another day would be found today."""
    facts = values.get("facts") or {}
    return bool(facts.get("day", "9") <= datetime.datetime.now().astimezone().date().isoformat() < facts.get("until", ""))


def unchanged(root: Path, sources: Callable[[Path], Digests] | None = None) -> Callable[[Any, Mapping[str, Any]], bool]:
    """For doit: whether a task's entry still holds. `sources` tells what the task would read now, if that is more than before."""

    def holds(task: Any, values: Mapping[str, Any]) -> bool:
        program = made_by()
        read, written = values.get("read", {}), values.get("written", {})
        if not read or not written or values.get("made_by") != program:
            return False
        now = sources(root) if sources else _on_disk(root, read)
        return bool(read == now and written == _on_disk(root, written))

    return holds


def _on_disk(root: Path, names: Iterable[str]) -> Digests:
    return {name: files.digest_of(root / name) for name in names}
