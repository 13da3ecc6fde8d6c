"""Find out which page everything stands on, laying out as little as possible.

A unit's layout depends on other units only through the number of figures in the page numbers that it prints. Those are guessed
from the length of the texts; where the guess is likely wrong, the unit waits until its neighbours are known. What was laid out
with a wrong guess is laid out again. The guesses are so rough that a few more words in one unit seldom change those about others.
Every step is a function of the sources alone, never of an earlier build, and every layout
is kept by content: so a build with an old cache takes the same steps as one without, only faster, and ends with the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from studyguide.html.pages import LateUnit, PageMap, Unit
from studyguide.pdf.cache import Cache
from studyguide.pdf.compile import Job, compile_unit, known
from studyguide.pdf.estimate import Estimate, Place, Text
from studyguide.pdf.fragment import Facts
from studyguide.pdf.numbers import filled, page_map, roman
from studyguide.pdf.workers import Workers

LIKELY, LEAST = 0.02, 2
"""A job with fewer doubts is likely right; so many jobs are done at a time in any case, lest processors are idle."""

ROUNDS = 20
"""How often the same is done before it is taken for a circle."""


class Unsettled(RuntimeError):
    """The page numbers go round in a circle. `units` are those that change."""

    def __init__(self, units: Sequence[str]) -> None:
        super().__init__(", ".join(units))
        self.units = units


@dataclass(slots=True)
class _State:
    """What is known of a unit: its text (not yet of a late unit), and the result of its last layout."""

    unit: Unit | LateUnit
    text: Text | None = None
    job: Job | None = None
    facts: Facts | None = None


@dataclass(slots=True)
class Settled:
    """The jobs that made all units, the facts about them, and the map of the pages."""

    jobs: Mapping[str, Job]
    facts: Mapping[str, Facts]
    pages: PageMap


@dataclass
class Settler:
    """Lays out the units of one rendition until every printed number has the right number of figures.

    `look` is the cache's name of how they look, `files` gives its names of the files they may ask for, `characters` a page's
    measure.
    """

    units: Sequence[Unit | LateUnit]
    look: str
    files: Mapping[str, str]
    characters: int
    cache: Cache
    workers: Workers
    states: list[_State] = field(init=False)

    def __post_init__(self) -> None:
        self.states = [_State(unit, None if isinstance(unit, LateUnit) else Text.of(unit.html)) for unit in self.units]

    def run(self) -> Settled:
        """Settle all units but the late ones, then all. Raises Unsettled."""
        for _ in range(ROUNDS):
            self._settle([state for state in self.states if not isinstance(state.unit, LateUnit)])
            changed = self._make_late()
            self._settle(self.states)
            if not changed and all(state.facts for state in self.states):
                break
        else:
            raise Unsettled([state.unit.id for state in self.states if isinstance(state.unit, LateUnit)])
        facts = {state.unit.id: state.facts for state in self.states if state.facts}
        return Settled({state.unit.id: state.job for state in self.states if state.job}, facts, self._map(self.states))

    def _map(self, states: Sequence[_State]) -> PageMap:
        starts = {state.unit.id: state.facts.starts() for state in states if state.facts}
        openings = tuple(opening for state in states if state.facts for opening in state.facts.openings)
        return replace(page_map([state.unit for state in states], starts), openings=openings)

    def _make_late(self) -> bool:
        """Write the late units anew from the map of the others. Returns whether that changed anything."""
        others = [state for state in self.states if not isinstance(state.unit, LateUnit)]
        if not all(state.facts for state in others):
            return True
        pages, changed = self._map(others), False
        for state in self.states:
            if isinstance(state.unit, LateUnit):
                text = Text.of(state.unit.make(pages))
                changed = changed or state.text != text
                state.text = text
        return changed

    def _settle(self, active: Sequence[_State]) -> None:
        for _ in range(ROUNDS + 3 * len(active)):
            pending = self._pending(active)
            if not pending:
                return
            self._lay_out(_ready(pending))
        raise Unsettled([state.unit.id for state, _, _ in pending])

    def _pending(self, active: Sequence[_State]) -> list[tuple[_State, Job, float]]:
        """The units whose last layout is not what they need, the job to do, and how many of its numbers are likely wrong."""
        estimate = Estimate(
            [(state.unit.id, state.unit.numbering, state.text, state.facts) for state in self.states], self.characters
        )
        found = []
        for state in active:
            if state.text:
                job, doubts = self._job(state, state.text, estimate)
                found += [(state, job, doubts)] if job != state.job else []
        return found

    def _job(self, state: _State, text: Text, estimate: Estimate) -> tuple[Job, float]:
        doubts = 0.0
        labels: dict[str, str] = {}
        for _, target in text.references:
            if target not in labels:
                place = estimate.anchor(target)
                labels[target] = _stand_in(place)
                doubts += place.doubt if place else 0.0
        first, doubt = estimate.start(state.unit.id)
        html = filled(text.html, labels.__getitem__)
        figures = tuple((name, self.files[name]) for name in text.figures if name in self.files)
        job = Job(state.unit.id, html, state.unit.numbering, first, state is self.states[-1], self.look, figures)
        return job, doubts + doubt

    def _lay_out(self, chosen: Sequence[tuple[_State, Job]]) -> None:
        """Lay out the chosen units, the longest first, unless that was done before."""
        todo = []
        for state, job in chosen:
            state.job, state.facts = job, known(self.cache, job)
            if state.facts is None:
                todo.append((state, job))
        todo.sort(key=lambda pair: -len(pair[1].html))
        results = self.workers.run(compile_unit, [(self.cache, job) for _, job in todo])
        for (state, _), facts in zip(todo, results, strict=True):
            state.facts = facts


def _stand_in(place: Place | None) -> str:
    """What stands for a number while it is laid out: zeros; small roman figures stand for themselves; “” for none."""
    if place is None:
        return ""
    return roman(place.number) if place.numbering == "roman" else "0" * len(str(place.number))


def _ready(pending: Sequence[tuple[_State, Job, float]]) -> list[tuple[_State, Job]]:
    """Which of the jobs to do now: those that are likely right, and in any case the ones with the least doubts."""
    ordered = sorted(pending, key=lambda each: each[2])
    likely = sum(doubts < LIKELY for _, _, doubts in ordered)
    return [(state, job) for state, job, _ in ordered[: max(likely, LEAST)]]
