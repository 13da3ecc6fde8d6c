"""How far a build is: counted where pages are made, told where somebody waits, and never more than is known."""

from __future__ import annotations

from typing import Any

import pytest

from studyguide.pdf import workers
from studyguide.pdf.progress import LayoutProgress, PageCounts, reached
from studyguide.pdf.workers import Here, Workers
from studyguide.tasks.progress import ENOUGH, REDRAWN, ProgressLine, duration, finished, state

PAGES = 3


def paged(unit: int) -> int:
    """A job that makes some pages, finds one more, and is done."""
    for page in range(1, PAGES + 1):
        reached(page, 1)
    reached(PAGES + 1)
    reached(0)
    return unit


@pytest.mark.parametrize("processors", [1, 2])
def test_pages_are_counted_wherever_they_are_made(monkeypatch: pytest.MonkeyPatch, processors: int) -> None:
    """In this process and in others each new page counts once, and whoever waits is told of the jobs that are done."""
    monkeypatch.setattr(workers, "_processors", lambda: processors)
    told: list[int] = []

    with Workers() as pool:
        assert pool.run(paged, [(unit,) for unit in range(6)], lambda done: told.append(len(done))) == list(range(6))

    assert pool.counts.made == 6 * PAGES
    assert pool.counts.in_hand == 0
    assert told == sorted(told)
    assert PageCounts.current is None
    if processors == 1:
        assert told.count(0) == PAGES + 2
        assert told[-1] == 6


def test_nobody_counts_for_an_executor_of_others() -> None:
    """Pages that an executor lays out elsewhere are not counted; its jobs are told of as they are done."""
    told: list[int] = []

    with Workers(Here()) as pool:
        pool.run(paged, [(1,), (2,)], lambda done: told.append(len(done)))

    assert pool.counts.made == 0


def test_pages_are_counted_for_nobody() -> None:
    """Where nobody waits, counting does nothing."""
    reached(7, 1)

    assert PageCounts.current is None


STATES: dict[str, tuple[LayoutProgress, float | None]] = {
    "0 of about 214 pages": (LayoutProgress(0, 214, 0), None),
    "143 of about 214 pages, 61 kept": (LayoutProgress(143, 214, 82), None),
    "143 of about 214 pages, 61 kept, 12 s left": (LayoutProgress(143, 214, 82), 12.4),
    "213 of about 214 pages, 1 s left": (LayoutProgress(213, 214, 213), 0.2),
    "1 of about 214 pages, 4 min left": (LayoutProgress(1, 214, 1), 230.0),
    "5 of about 9 pages, 2 s left": (LayoutProgress(5, 9, 8), 2.0),  # some were laid out twice
}


@pytest.mark.parametrize("words", STATES)
def test_a_state_is_told_in_few_words(words: str) -> None:
    """Pages done and in all, those that were kept, and the time left, in what remains of 80 columns beside the bar."""
    assert state(*STATES[words]) == words
    assert len(words) <= 80 - 16 - 1 - 18 - 1


def a_line(last: dict[str, Any]) -> ProgressLine:
    """A line that draws nothing."""
    return ProgressLine("pdf:a4", last, lambda words, progress: None, REDRAWN)


def test_the_time_left_is_known_or_not_told() -> None:
    """It comes from the last build that laid out enough pages, or from this one; without either it is absent."""
    few, many = LayoutProgress(10, 110, 10), LayoutProgress(60, 110, ENOUGH)

    assert a_line({}).left(few, 5) is None
    assert a_line({"pace": 0.5, "linking": 3}).left(few, 5) == 53
    assert a_line({"pace": 0.5, "linking": 3}).left(many, 5) == 15.5
    assert a_line({}).left(many, 5) == 12.5


def test_what_is_known_is_kept_for_the_next_time() -> None:
    """A build that lays out many pages gives the time of one; one that lays out few hands on what was known."""
    line = a_line({"pace": 0.5, "linking": 3, "pages": 9})
    line(LayoutProgress(110, 110, 3, linking=True))
    facts = line.facts()
    assert (facts["pages"], facts["made"], facts["pace"], facts["linking"]) == (110, 3, 0.5, 3)

    line = a_line({"pace": 0.5})
    line.began -= 50
    line(LayoutProgress(100, 100, 100, linking=True))
    assert (line.facts()["pace"], line.facts()["linking"]) == (0.5, 0.0)
    assert line.facts()["seconds"] >= 50


def test_states_are_drawn_now_and_then() -> None:
    """Of many states in a moment one is drawn, and that in which all pages stand in any case."""
    drawn: list[str] = []
    line = ProgressLine("pdf:a4", {}, lambda words, progress: drawn.append(words), pause=60)

    for page in range(50):
        line(LayoutProgress(page, 50, page))
    line(LayoutProgress(50, 50, 50, linking=True))

    assert drawn == ["0 of about 50 pages", "linking"]


def test_the_last_time_tells_how_many_pages_there_will_be() -> None:
    """Where the number of pages of the last build is known, it counts for more than an estimate, until there are more."""
    drawn: list[str] = []
    line = ProgressLine("pdf:a4", {"pages": 214}, lambda words, progress: drawn.append(words), pause=0)

    for pages in (10, 220):
        line(LayoutProgress(pages, 400, 0))

    assert drawn == ["10 of about 214 pages, 10 kept", "220 of about 220 pages, 220 kept"]


@pytest.mark.parametrize(("seconds", "words"), [(0, "0.0 s"), (9.94, "9.9 s"), (9.95, "10 s"), (99.4, "99 s"), (240, "4 min")])
def test_times_are_as_fine_as_they_are_known(seconds: float, words: str) -> None:
    """Short times have a digit behind the point, long ones are minutes."""
    assert duration(seconds) == words


def test_what_was_made_is_told_in_few_words() -> None:
    """Pages, those that were kept, and the time; a task without pages has its time."""
    assert finished({"pages": 214, "made": 12, "seconds": 8.04}) == "214 pages, 202 kept, 8.0 s"
    assert finished({"pages": 1, "made": 1, "seconds": 61}) == "1 page, 61 s"
    assert finished({"seconds": 0.5}) == "0.5 s"


def test_a_process_of_its_own_is_counted_in_its_own_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that count have different places, so that one does not overwrite what another has in hand."""
    shared = PageCounts.shared(2)
    one, other = PageCounts(shared.numbers), PageCounts(shared.numbers)
    monkeypatch.setattr(PageCounts, "current", None)

    for each in (one, other):
        each.join()
    one.count(4, 4)
    other.count(3, 1)

    assert (shared.made, shared.in_hand) == (5, 7)
