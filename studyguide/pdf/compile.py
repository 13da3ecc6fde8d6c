"""Compile a unit: lay it out, paint it, and keep its fragment and facts in the cache. Runs in any process that sees the cache."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from studyguide.html.pages import Numbering
from studyguide.pdf.fragment import UnitFacts, UnitFragment
from studyguide.pdf.layout import LayoutEngine
from studyguide.pdf.progress import reached
from studyguide.pdf.versions import versions
from studyguide.sources.cache import Cache, key
from studyguide.sources.diagnostics import Span
from studyguide.sources.garbage import undisturbed

if TYPE_CHECKING:
    from studyguide.pdf.sheets import PageWatcher


@dataclass(frozen=True)
class Job:
    """A unit to compile.

    `html` holds zeros for page numbers, `first` is the number its first page is laid out with, `last` says that no unit follows.
    `style_set` is the cache's name of what it is laid out with, `figures` are its files with the cache's names of them.
    """

    unit: str
    html: str
    numbering: Numbering
    first: int
    last: bool
    style_set: str
    figures: tuple[tuple[str, str], ...] = ()

    @cached_property
    def key(self) -> str:
        """The cache's name of its results."""
        place = (self.unit, self.numbering, str(self.first), str(self.last))
        return key("unit", versions(), self.style_set, repr(self.figures), *place, self.html)


def keep(cache: Cache, kind: str, value: Any, *parts: str | bytes) -> str:
    """Put a value, which is known by `parts`, where every process finds it; returns its name."""
    name = key(kind, *parts)
    cache.made(name, lambda: value)
    return name


def fragment_of(cache: Cache, job: Job) -> UnitFragment:
    """The fragment of a unit; compiled again if the cache has lost it."""
    name = "fragment-" + job.key
    if name not in cache:
        compile_unit(cache, job)
    made: UnitFragment = cache[name]
    return made


class CompileFailed(RuntimeError):
    """A unit cannot be laid out at all. `span` is a place in its source, once somebody has told it."""

    def __init__(self, unit: str, reason: str) -> None:
        super().__init__(unit, reason)
        self.unit = unit
        self.span: Span | None = None

    def __str__(self) -> str:
        """Both in words."""
        return f"the unit “{self.unit}” cannot be laid out: {self.args[1]}"


def compile_unit(cache: Cache, job: Job, watch: PageWatcher | None = None) -> UnitFacts:
    """Compile a unit and keep the results; `watch` is told of new pages. Raises CompileFailed if the engine breaks down."""
    try:
        with undisturbed():  # millions of short-lived boxes that refer to each other only when they are all done with
            fragment, facts = _compiled(cache, job, watch)
            gc.collect(0)
    except OSError:  # the disk's fault, which names itself
        raise
    except Exception as error:
        raise CompileFailed(job.unit, f"{type(error).__name__}: {error}") from error
    reached(0)
    cache.store("fragment-" + job.key, fragment)
    cache.store("facts-" + job.key, facts)
    return facts


def _compiled(cache: Cache, job: Job, watch: PageWatcher | None) -> tuple[UnitFragment, UnitFacts]:
    from studyguide.pdf.completeness import losses
    from studyguide.pdf.emit import Emitter
    from studyguide.pdf.resume import PageNumbers
    from studyguide.pdf.sheets import SheetStore

    engine = _engine(cache, job.style_set)
    store = SheetStore(cache, key("sheets", versions(), job.style_set), key("trail", versions(), job.style_set, job.unit))
    store.watch = _watching(watch, engine, job) if watch else None
    pictures = {name: (kept, cache[kept]) for name, kept in job.figures}
    made = engine.paint(job.html, PageNumbers(job.first, job.numbering), pictures, store, last=job.last)
    fonts = {hashlib.sha256(data).hexdigest(): name for name, data in engine.style_set.files.items()}
    emitter, said = Emitter(made.painted, made.root, job.unit, fonts), [*engine.complaints, *made.complaints]
    fragment, facts = emitter.run(job.numbering, said)
    lost = (each for each in losses(made.root, made.painted.pages) if each.code != "lost-text" or not facts.troubles)
    return fragment, replace(facts, troubles=(*facts.troubles, *lost), wide=made.wide)


def _watching(watch: PageWatcher, engine: LayoutEngine, job: Job) -> Callable[[int, Any, Any, Mapping[str, bytes]], bool]:
    from studyguide.pdf.sheets import NewPage

    return lambda number, page, root, files: watch(
        NewPage(job.unit, job.numbering, number, page, root, {**engine.fonts, **files})
    )


_ENGINES: dict[tuple[int, str], LayoutEngine] = {}
"""By process and style set. A forked process leaves alone what it inherited: its parent still needs the font files behind it."""


def _engine(cache: Cache, name: str) -> LayoutEngine:
    """The engine for a style set; the one used last in this process is kept."""
    place = os.getpid(), name
    if place not in _ENGINES:
        _close()
        _ENGINES[place] = LayoutEngine(cache[name])
    return _ENGINES[place]


def _close() -> None:
    """Let go of this process's engine, and the copies of the fonts that WeasyPrint made for it."""
    from multiprocessing.util import Finalize

    own = [place for place in _ENGINES if place[0] == os.getpid()]
    for place in own:
        del _ENGINES[place]
    if own:
        gc.collect()
    else:
        Finalize(None, _close, exitpriority=10)  # also at the end of a pool's process, which runs no other exit handlers
