"""The PDF stage: units in, one file out."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studyguide.html.pages import LateUnit, Unit
from studyguide.pdf import fonts
from studyguide.pdf.cache import Cache, key
from studyguide.pdf.compile import Job, fetched, fragment_of, keep_file, keep_look
from studyguide.pdf.finish import finish
from studyguide.pdf.layout import Look
from studyguide.pdf.link import Part, bases, link
from studyguide.pdf.model import Artifact, Metadata, Rendition, Trouble
from studyguide.pdf.place import Placed, place_contents, place_objects
from studyguide.pdf.settle import Settled, Settler, Unsettled
from studyguide.pdf.versions import versions
from studyguide.pdf.workers import Executor, Here, Workers
from studyguide.sources.diagnostics import BuildFailed, Problems, Span


def build(  # noqa: PLR0913 - what a build is made of
    units: Sequence[Unit | LateUnit],
    rendition: Rendition,
    metadata: Metadata,
    *,
    problems: Problems,
    cache: Cache | None = None,
    executor: Executor | None = None,
    one_pass: bool = False,
) -> Artifact:
    """The PDF of a rendition and the map of its pages.

    `units` stand in the order of the file: roman units, arabic units, late units. `cache` makes the next build fast; an executor
    must see its folder. `one_pass` takes the slow way instead, for comparison. Raises BuildFailed after reporting to `problems`
    whatever the layout engine complained of.
    """
    if one_pass:
        return _one_pass(units, rendition, metadata, problems)
    if cache is not None and cache.folder is None:
        executor = Here()  # nobody else sees this memory
    with Workers(executor) as workers:
        if cache is not None:
            return _Builder(units, rendition, metadata, cache, workers).build(problems)
        from tempfile import TemporaryDirectory

        with TemporaryDirectory() as folder:
            return _Builder(units, rendition, metadata, Cache(Path(folder)), workers).build(problems)


def _one_pass(units: Sequence[Unit | LateUnit], rendition: Rendition, metadata: Metadata, problems: Problems) -> Artifact:
    from studyguide.pdf.one_pass import one_pass

    artifact, troubles = one_pass(units, rendition, metadata)
    _report(problems, "", troubles)
    if problems.errors:
        raise BuildFailed(problems)
    return artifact


def _report(problems: Problems, source: str, troubles: Sequence[Trouble]) -> None:
    for each in troubles:
        problems.error(Span(each.path or source, each.line, each.col), each.code, each.message, each.hint)


class _Builder:
    def __init__(
        self, units: Sequence[Unit | LateUnit], rendition: Rendition, metadata: Metadata, cache: Cache, workers: Workers
    ) -> None:
        self.units, self.rendition, self.metadata, self.cache, self.workers = units, rendition, metadata, cache, workers

    def build(self, problems: Problems) -> Artifact:
        look = Look.of(self.rendition)
        files = {name: keep_file(self.cache, data) for name, data in self.rendition.files.items() if name not in look.files}
        try:
            settled = Settler(
                self.units, keep_look(self.cache, look), files, self.rendition.characters, self.cache, self.workers
            ).run()
        except Unsettled as circle:
            problems.error(
                Span("", 0), "page-numbers", f"the page numbers of {circle} change each other without end", "change a word there"
            )
            raise BuildFailed(problems) from circle
        self.check(settled, problems)
        if problems.errors:
            raise BuildFailed(problems)
        parts = self.place(settled)
        linearized = self.rendition.linearized
        data = finish(link(parts), self.faces(settled), settled.pages, self.metadata, linearized=linearized)
        if self.workers.worked:
            self.cache.trim()
        return Artifact(data, settled.pages)

    def check(self, settled: Settled, problems: Problems) -> None:
        for unit in self.units:
            facts = settled.facts[unit.id]
            _report(problems, unit.source, facts.troubles)
            for target in facts.targets:
                if target not in settled.pages.anchors:
                    problems.error(Span(unit.source, 0), "dead-link", f"nothing has the id “{target}”")

    def place(self, settled: Settled) -> list[Part]:
        facts = [settled.facts[unit.id] for unit in self.units]
        parts = list(zip(self.units, facts, bases(facts), strict=True))
        trimmed = self.rendition.trimmed
        jobs = [
            (self.cache, Spot(settled.jobs[unit.id], base, self.labels(unit.id, settled), trimmed)) for unit, _, base in parts
        ]
        kept = {name: self.cache.get(name) for _, spot in jobs for name in spot.keys}
        self.workers.run(place, [(cache, spot) for cache, spot in jobs if not all(kept[name] for name in spot.keys)])
        placed = [[_load(kept[name] or fetched(self.cache, name)) for name in spot.keys] for _, spot in jobs]
        return [Part(each, base, *both) for (_, each, base), both in zip(parts, placed, strict=True)]

    def labels(self, unit: str, settled: Settled) -> Labels:
        first, count = settled.pages.units[unit]
        facts = settled.facts[unit]
        targets = tuple((target, settled.pages.label(target)) for target in facts.printed)
        return settled.pages.labels[first : first + count], targets

    def faces(self, settled: Settled) -> list[fonts.Face]:
        files = {hashlib.sha256(data).hexdigest(): data for data in self.rendition.files.values()}
        used = fonts.union([settled.facts[unit.id].fonts for unit in self.units])
        return [self.face(digest, files[digest], glyphs) for digest, glyphs in used.items()]

    def face(self, digest: str, file: bytes, glyphs: Mapping[int, str]) -> fonts.Face:
        name = key("face", versions(), digest, repr(glyphs))
        if (kept := self.cache.get(name)) is not None:
            return pickle.loads(kept)  # type: ignore[no-any-return]  # noqa: S301 - written below
        made = fonts.face(digest, file, glyphs)
        self.cache.put(name, pickle.dumps(made, 5))
        return made


Labels = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
"""What a unit prints: the labels of its pages, and the labels of the ids it prints the pages of."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a unit goes in the file: the job that made it, the number of its first object, and what it prints."""

    job: Job
    base: int
    labels: Labels
    trimmed: bool

    @property
    def keys(self) -> tuple[str, str]:
        """The cache's names of the placed unit: contents and objects."""
        place = self.job.key, str(self.base)
        return key("contents", *place, repr(self.labels)), key("objects", *place, str(self.trimmed))


def place(cache: Cache, spot: Spot) -> None:
    """Place a unit and keep the results."""
    contents, objects = spot.keys
    made = fragment_of(cache, spot.job)
    own, targets = spot.labels[0], dict(spot.labels[1])
    if contents not in cache:
        placed = place_contents(made, spot.base, lambda target, page: targets[target] if target else own[page])
        cache.put(contents, pickle.dumps(placed, 5))
    if objects not in cache:
        cache.put(objects, pickle.dumps(place_objects(made, spot.base, trimmed=spot.trimmed), 5))


def _load(data: bytes) -> Placed:
    return pickle.loads(data)  # type: ignore[no-any-return]  # noqa: S301
