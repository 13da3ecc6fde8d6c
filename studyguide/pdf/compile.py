"""Compile a unit: lay it out, paint it, and keep its fragment and facts in the cache. Runs in any process that sees the cache."""

from __future__ import annotations

import gc
import hashlib
import pickle
from dataclasses import dataclass
from typing import Any

from studyguide.pdf.cache import Cache, key
from studyguide.pdf.fragment import Compiler, Facts, Fragment
from studyguide.pdf.layout import Look, Press
from studyguide.pdf.model import Numbering
from studyguide.pdf.versions import versions


@dataclass(frozen=True, slots=True)
class Job:
    """A unit to compile. `html` holds zeros for page numbers, `first` is the number its first page is laid out with, `last` says that
    no unit follows, `look` is the cache's name of what it is laid out with.
    """

    unit: str
    html: str
    numbering: Numbering
    first: int
    last: bool
    look: str

    @property
    def key(self) -> str:
        """The cache's name of its results."""
        return key("unit", versions(), self.look, self.unit, self.numbering, str(self.first), str(self.last), self.html)


def keep_look(cache: Cache, look: Look) -> str:
    """Put a look where every process finds it; returns its name."""
    name = key("look", versions(), look.digest)
    if name not in cache:
        cache.put(name, pickle.dumps(look))
    return name


def known(cache: Cache, job: Job) -> Facts | None:
    """The facts about a unit that was compiled before."""
    data = cache.get("facts-" + job.key)
    return None if data is None else _load(data)


def load_fragment(cache: Cache, job_key: str) -> Fragment:
    """The fragment of a unit that was compiled before. Raises KeyError if the cache has lost it."""
    data = cache.get("fragment-" + job_key)
    if data is None:
        raise KeyError(job_key)
    return _load(data)


def _load(data: bytes) -> Any:
    return pickle.loads(data)  # noqa: S301 - written by this package, into a folder of the project's own


def compile_unit(cache: Cache, job: Job) -> Facts:
    """Compile a unit and keep the results."""
    enabled = gc.isenabled()
    gc.disable()  # millions of short-lived boxes that refer to each other only when they are all done with
    try:
        fragment, facts = _compiled(cache, job)
    finally:
        if enabled:
            gc.enable()
    gc.collect()
    cache.put("fragment-" + job.key, pickle.dumps(fragment, 5))
    cache.put("facts-" + job.key, pickle.dumps(facts, 5))
    return facts


def _compiled(cache: Cache, job: Job) -> tuple[Fragment, Facts]:
    from studyguide.pdf.weasyprint70 import listening, paint

    press = _press(cache, job.look)
    laid = press.lay_out(job.html, job.first, last=job.last)
    with listening() as heard:
        painted = paint(laid.document)
    files = {hashlib.sha256(data).hexdigest(): name for name, data in press.look.files.items()}
    said = [*press.complaints, *laid.complaints, *(("", "layout", message, "") for message in heard)]
    return Compiler(painted, laid.root, job.unit, files).run(job.numbering, job.first, said)


_PRESSES: dict[str, Press] = {}


def _press(cache: Cache, name: str) -> Press:
    """The press for a look; the one used last in this process is kept."""
    if name not in _PRESSES:
        _PRESSES.clear()
        data = cache.get(name)
        if data is None:
            raise KeyError(name)
        _PRESSES[name] = Press(_load(data))
    return _PRESSES[name]
