"""Find out which page everything stands on, laying out as little as possible.

A unit's layout depends on other units only through the number of figures in the page numbers that it prints. Those are estimated
from the length of the texts; a unit is laid out once they are certain, and again if they turn out otherwise. Every step is a
function of the sources alone, never of an earlier build, and every layout is kept by content: so a build with an old cache takes
the same steps as one without, only faster, and ends with the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.pdf.compile import Job, compile_unit
from studyguide.pdf.estimate import Estimate, UnitText, unit_text
from studyguide.pdf.fragment import UnitFacts
from studyguide.pdf.numbers import filled, page_map
from studyguide.pdf.progress import LayoutProgress, Watcher
from studyguide.pdf.workers import Workers
from studyguide.sources.cache import Cache

if TYPE_CHECKING:
    from studyguide.pdf.sheets import PageWatcher

LEAST = 2
"""So many jobs are done at a time in any case, lest processors are idle."""

ROUNDS = 20
"""So many rounds more than three for each unit are made before it is taken for a circle."""


class Unsettled(RuntimeError):
    """The page numbers go round in a circle; the text names the units that change."""


_Asked = tuple[UnitText, int, Mapping[str, str]]
"""What a job is made of: the text of a unit, the number of its first page, and what stands for the numbers that it prints."""


@dataclass(slots=True)
class _UnitState:
    """What is known of a unit: its text (not yet of a late unit), the result of its last layout, and what was asked of that."""

    unit: Unit | LateUnit
    text: UnitText | None = None
    asked: _Asked | None = None
    job: Job | None = None
    facts: UnitFacts | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """The jobs that made all units, the facts about them, and the map of the pages."""

    jobs: Mapping[str, Job]
    facts: Mapping[str, UnitFacts]
    pages: PageMap


_Pending = tuple[int, _UnitState, _Asked]
"""How many numbers in a job are uncertain, its unit, and what is asked of it."""


@dataclass
class Settler:
    """Lays out the units of one rendition until every printed number has the right number of figures.

    `style_set` is the cache's name of how they look, `files` gives its names of the files they may ask for, `characters` a page's
    measure, `nought` the figure 0 of its numbers. `watch` is told how far it is, of about how many pages; `show` of new pages,
    which this process must lay out then.
    """

    units: Sequence[Unit | LateUnit]
    style_set: str
    files: Mapping[str, str]
    characters: int
    cache: Cache
    workers: Workers
    watch: Watcher | None = None
    expected: int = 0
    nought: str = "0"
    show: PageWatcher | None = None
    states: list[_UnitState] = field(init=False)

    def __post_init__(self) -> None:
        self.states = [_UnitState(unit, None if isinstance(unit, LateUnit) else unit_text(unit.html)) for unit in self.units]

    def run(self) -> Settled:
        """Settle all units but the late ones, then those, whose text is made from the map of the others. Raises Unsettled."""
        late = [state for state in self.states if isinstance(state.unit, LateUnit)]
        others = [state for state in self.states if not isinstance(state.unit, LateUnit)]
        for _ in range(ROUNDS + 3 * len(self.units)):
            pending = self._pending(others)
            if late and not pending:
                pages = self._map(others)
                for state in late:
                    state.text = unit_text(state.unit.make(pages)) if isinstance(state.unit, LateUnit) else None
                pending = self._pending(late)
            if not pending:
                facts = {state.unit.id: state.facts for state in self.states if state.facts}
                return Settled({state.unit.id: state.job for state in self.states if state.job}, facts, self._map(self.states))
            self._lay_out(pending)
        raise Unsettled(", ".join(state.unit.id for _, state, _ in pending))

    def _map(self, states: Sequence[_UnitState]) -> PageMap:
        starts = {state.unit.id: state.facts.starts() for state in states if state.facts}
        openings = tuple(opening for state in states if state.facts for opening in state.facts.openings)
        return replace(page_map([state.unit for state in states], starts), openings=openings)

    def _pending(self, active: Sequence[_UnitState]) -> list[_Pending]:
        """The units whose last layout is not what they need."""
        known_ = [(state.unit.id, state.unit.numbering, state.text, state.facts) for state in self.states]
        estimate = Estimate(known_, self.characters)
        self.expected = round(estimate.pages)
        asked = [(state, *self._asked(state, state.text, estimate)) for state in active if state.text]
        return [(doubts, state, wanted) for state, wanted, doubts in asked if wanted != state.asked]

    def _asked(self, state: _UnitState, text: UnitText, estimate: Estimate) -> tuple[_Asked, int]:
        """What to ask of a unit, and how many of its numbers are uncertain."""
        pages = {target: page for target in text.targets if (page := estimate.anchor(target))}
        first, certain = estimate.start(state.unit.id)
        numbers = {target: page.stand_in(self.nought) for target, page in pages.items()}
        return (text, first, numbers), sum(not page.certain for page in pages.values()) + (not certain)

    def _job(self, state: _UnitState, asked: _Asked) -> Job:
        text, first, numbers = asked
        html = filled(text.html, lambda target: numbers.get(target, ""))
        files = tuple((name, self.files[name]) for name in text.figures if name in self.files)
        return Job(state.unit.id, html, state.unit.numbering, first, state is self.states[-1], self.style_set, files)

    def _lay_out(self, pending: list[_Pending]) -> None:
        """Do the jobs in which all is certain, and in any case those with the fewest doubts; the longest first."""
        pending.sort(key=lambda each: each[0])
        ready = sum(not doubts for doubts, _, _ in pending)
        todo = []
        for _, state, asked in pending[: max(ready, LEAST)]:
            job = self._job(state, asked)
            state.asked, state.job, state.facts = asked, job, self.cache.load("facts-" + job.key)
            if state.facts is None:
                todo.append((state, job))
        todo.sort(key=lambda pair: -len(pair[1].html))
        shown = [self.show] if self.show else []
        results = self.workers.run(compile_unit, [(self.cache, job, *shown) for _, job in todo], self._tell)
        for (state, _), facts in zip(todo, results, strict=True):
            state.facts = facts
        self._tell(())

    def _tell(self, done: Sequence[UnitFacts]) -> None:
        """Tell whoever watches how far the layout is; `done` are units that are not noted yet."""
        if self.watch:
            facts = (*done, *(state.facts for state in self.states if state.facts))
            pages = sum(each.pages for each in facts) + self.workers.counts.in_hand
            self.watch(LayoutProgress(pages, max(pages, self.expected), self.workers.counts.made))
