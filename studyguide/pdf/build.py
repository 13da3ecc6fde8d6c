"""The PDF stage: units in, one file out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from html import unescape as html_unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from studyguide.html.pages import LateUnit, PageMap, Unit, UnitPlace
from studyguide.pdf import fonts
from studyguide.pdf.compile import Job, fragment_of, keep
from studyguide.pdf.contents import DIGEST
from studyguide.pdf.finish import finish
from studyguide.pdf.fragment import union
from studyguide.pdf.layout import UNIT, StyleSet
from studyguide.pdf.link import ElementTargets, PlacedUnit, bases, link
from studyguide.pdf.model import Artifact, PdfMetadata, Rendition, TablesTooWide
from studyguide.pdf.place import place_contents, place_objects
from studyguide.pdf.progress import LayoutProgress, Watcher
from studyguide.pdf.settle import Settled, Settler, Unsettled
from studyguide.pdf.versions import versions
from studyguide.pdf.workers import Executor, Here, Workers
from studyguide.sources.cache import Cache, is_trimmed_at, key
from studyguide.sources.diagnostics import BuildFailed, Diagnostic, Problems, Span

if TYPE_CHECKING:
    from studyguide.pdf.sheets import PageWatcher


def build(  # noqa: PLR0913 - what a build is made of
    units: Sequence[Unit | LateUnit],
    rendition: Rendition,
    metadata: PdfMetadata,
    *,
    problems: Problems,
    cache: Cache | None = None,
    executor: Executor | None = None,
    one_pass: bool = False,
    find: Finder = lambda source, place: Span(source, 0),
    watch: Watcher | None = None,
) -> Artifact:
    """The PDF of a rendition and the map of its pages.

    `units` stand in the order of the file: roman units, arabic units, late units. `cache` makes the next build fast; an executor
    must see its folder. `one_pass` takes the slow way instead, for comparison. `find` gives the place in a source where a place
    in the unit made of it was written; `watch` is told how far it is. Raises BuildFailed after reporting to `problems` whatever
    the layout engine complained of, and what it lost; before that TablesTooWide, if there are such.
    """
    if one_pass:
        return _one_pass(units, rendition, metadata, problems, find)
    return link_units(
        units, rendition, metadata, problems=problems, cache=cache, executor=executor, find=find, watch=watch
    ).finished()


def link_units(  # noqa: PLR0913 - as `build`
    units: Sequence[Unit | LateUnit],
    rendition: Rendition,
    metadata: PdfMetadata,
    *,
    problems: Problems,
    cache: Cache | None = None,
    executor: Executor | None = None,
    find: Finder = lambda source, place: Span(source, 0),
    watch: Watcher | None = None,
    show: PageWatcher | None = None,
) -> LinkedBook:
    """What `build` makes, but for its last step; `watch` is told how far it is, `show` of new pages. Raises what that does."""
    if cache is not None and cache.folder is None:
        executor = Here()  # nobody else sees this memory
    with TemporaryDirectory() if cache is None else nullcontext("") as folder, Workers(executor) as workers:
        return _Builder(units, rendition, metadata, cache or Cache(Path(folder)), workers, watch, show).linked(problems, find)


Finder = Callable[[str, UnitPlace], Span]


@dataclass(frozen=True)
class LinkedBook:
    """A file that shows its pages already, and is to be finished. `looks` are digests of what each page of each unit shows.

    With `targets` it becomes PDF/UA-2, and its destinations lead to them.
    """

    data: bytes
    pages: PageMap
    looks: Mapping[str, tuple[str, ...]]
    metadata: PdfMetadata
    faces: tuple[fonts.Face, ...]
    linearized: bool
    trimmed: bool
    warnings: tuple[Diagnostic, ...] = ()
    targets: ElementTargets | None = None

    def finished(self) -> Artifact:
        """The file for everybody."""
        data = finish(self.data, self.pages, self.metadata, linearized=self.linearized, targets=self.targets)
        return Artifact(data, self.pages, self.warnings)


def _one_pass(
    units: Sequence[Unit | LateUnit], rendition: Rendition, metadata: PdfMetadata, problems: Problems, find: Finder
) -> Artifact:
    from studyguide.pdf.one_pass import one_pass

    artifact, troubles = one_pass(units, rendition, metadata)
    for source, each in troubles:
        _report(problems, source, [_placed(rendition, source, each, find)])
    if problems.errors:
        raise BuildFailed(problems)
    return artifact


def _placed(rendition: Rendition, source: str, trouble: Diagnostic, find: Finder) -> Diagnostic:
    """A trouble of the layout alone, told with its place and the rendition."""
    if not isinstance(trouble.span, UnitPlace):
        return trouble
    message = f"{trouble.message}, in the rendition {rendition.id}"
    return replace(trouble, span=find(source, trouble.span), message=message)


def _report(problems: Problems, source: str, troubles: Iterable[Diagnostic]) -> None:
    for each in troubles:
        report = problems.warning if each.severity == "warning" else problems.error
        report(Span(source, 0) if each.span == UNIT else each.span, each.code, each.message, each.hint)


def _dead_link(unit: Unit | LateUnit, target: str) -> Diagnostic:
    html = "" if isinstance(unit, LateUnit) else unit.html
    before, _, rest = html.partition(f'href="#{target}"')
    words = html_unescape(_TAG.sub("", rest.partition(">")[2].partition("</a>")[0]))
    place = UnitPlace("", 0, ids=tuple(reversed(_ID.findall(before))), words=words)
    return Diagnostic(place, "dead-link", f"nothing has the id “{target}”")


_TAG, _ID = re.compile(r"<[^>]*>"), re.compile(r'\bid="([^"]+)"')


@dataclass
class _Builder:
    units: Sequence[Unit | LateUnit]
    rendition: Rendition
    metadata: PdfMetadata
    cache: Cache
    workers: Workers
    watch: Watcher | None = None
    show: PageWatcher | None = None

    def linked(self, problems: Problems, find: Finder) -> LinkedBook:
        settled = self.settle(problems)
        if wide := frozenset(table for facts in settled.facts.values() for table in facts.wide):
            raise TablesTooWide(wide)
        for unit in self.units:
            facts = settled.facts[unit.id]
            dead = [_dead_link(unit, target) for target in facts.targets if target not in settled.pages.anchors]
            _report(
                problems, unit.source, [_placed(self.rendition, unit.source, each, find) for each in (*facts.troubles, *dead)]
            )
        if problems.errors:
            raise BuildFailed(problems)
        if self.watch:
            count = len(settled.pages.labels)
            self.watch(LayoutProgress(count, count, self.workers.counts.made, linking=True))
        faces = tuple(self.faces(settled))
        placed, look, old = self.place(settled), self.rendition, self.metadata.old_addresses
        data = link(placed, faces, old)
        targets = ElementTargets.of(placed, old) if look.part == 2 else None
        if self.workers.worked and is_trimmed_at(self.metadata.digest):
            self.cache.trim()
        looks = {unit.id: settled.facts[unit.id].looks for unit in self.units}
        warnings = tuple(problems.warnings)
        return LinkedBook(data, settled.pages, looks, self.metadata, faces, look.linearized, look.trimmed, warnings, targets)

    def settle(self, problems: Problems) -> Settled:
        style_set = StyleSet.of(self.rendition)
        kept = keep(self.cache, "styles", style_set, versions(), style_set.digest)
        others = {name: data for name, data in self.rendition.files.items() if name not in style_set.files}
        files = {name: keep(self.cache, "file", data, versions(), data) for name, data in others.items()}
        try:
            return Settler(
                self.units, kept, files, self.rendition.characters, self.cache, self.workers, self.watch,
                nought=self.metadata.nought, show=self.show,
            ).run()  # fmt: skip
        except Unsettled as circle:
            message = f"the page numbers of {circle} change each other without end"
            problems.error(Span("", 0), "page-numbers", message, "change a word there")
            raise BuildFailed(problems) from circle

    def place(self, settled: Settled) -> list[PlacedUnit]:
        facts = [settled.facts[unit.id] for unit in self.units]
        placements = [self.placement(settled, unit.id, base) for unit, base in zip(self.units, bases(facts), strict=True)]
        kept = {name: self.cache.load(name) for each in placements for name in each.keys}
        self.workers.run(place, [(self.cache, each) for each in placements if not all(kept[name] for name in each.keys)])
        placed = [[kept[name] or self.cache[name] for name in each.keys] for each in placements]
        return [PlacedUnit(each, to.base, *both) for each, to, both in zip(facts, placements, placed, strict=True)]

    def placement(self, settled: Settled, unit: str, base: int) -> Placement:
        first, count = settled.pages.units[unit]
        printed = {target: settled.pages.label(target) for target in settled.facts[unit].printed}
        if DIGEST in printed:
            printed[DIGEST] = self.metadata.digest
        targets = tuple(printed.items())
        return Placement(settled.jobs[unit], base, settled.pages.labels[first : first + count], targets, self.rendition.trimmed)

    def faces(self, settled: Settled) -> list[fonts.Face]:
        files = {hashlib.sha256(data).hexdigest(): data for data in self.rendition.files.values()}
        used = union([settled.facts[unit.id].fonts for unit in self.units])
        return [self.face(digest, files[digest], glyphs) for digest, glyphs in used.items()]

    def face(self, digest: str, file: bytes, glyphs: Mapping[int, str]) -> fonts.Face:
        name = key("face", versions(), digest, repr(glyphs))
        made: fonts.Face = self.cache.made(name, lambda: fonts.face(digest, file, glyphs))
        return made


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a unit goes in the file: the job that made it, the number of its first object, and what it prints.

    `labels` are those of its pages, `targets` the ids that it prints the pages of, with their labels.
    """

    job: Job
    base: int
    labels: tuple[str, ...]
    targets: tuple[tuple[str, str], ...]
    trimmed: bool

    @property
    def keys(self) -> tuple[str, str]:
        """The cache's names of the placed unit: contents and objects."""
        place = self.job.key, str(self.base)
        return key("contents", *place, repr((self.labels, self.targets))), key("objects", *place, str(self.trimmed))


def place(cache: Cache, placement: Placement) -> None:
    """Place a unit and keep the results."""
    made, own, targets = fragment_of(cache, placement.job), placement.labels, dict(placement.targets)

    def label(target: str, page: int) -> str:
        return targets[target] if target else own[page]

    contents, objects = placement.keys
    cache.made(contents, lambda: place_contents(made, placement.base, label))
    cache.made(objects, lambda: place_objects(made, placement.base, trimmed=placement.trimmed))
