"""Whatever is edited, a build with an old cache ends with the bytes of a clean one."""

import multiprocessing
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyguide.pdf import Cache
from studyguide.pdf.compile import Job
from tests.pdf.drafts import FIRST, KINDS, clean, digest, drafts, edited

SAMPLE = 2
EDITS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 5), st.integers(1, 40)), min_size=1, max_size=5)


@pytest.fixture(scope="module")
def fresh():
    """An executor that does every job in a new process, which has loaded the code and done nothing else yet."""
    context = multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")
    context.set_forkserver_preload(["pytest", "tests.pdf.drafts", "studyguide.pdf.weasyprint70", "studyguide.pdf.emit"])
    with ProcessPoolExecutor(1, context, max_tasks_per_child=1) as executor:
        yield executor


def test_incremental_is_clean(fresh, request, capsys):
    """After every edit of a sequence, the cache that saw all of it gives the bytes that a fresh process gives without any."""
    many = request.config.getoption("--sequences", 0)
    seen: Counter[str] = Counter()

    @settings(
        max_examples=many or SAMPLE,
        deadline=None,
        derandomize=not many,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(EDITS)
    def holds(edits):
        states = drafts(edits)
        expected = fresh.submit(clean, states)
        cache = Cache()
        assert [digest(state, cache) for state in states] == expected.result()
        seen.update(kind for kind, _, _ in edits)
        seen["sequences"] += 1

    holds()
    said = ", ".join(f"{seen[kind]} × {kind}" for kind in KINDS)
    with capsys.disabled():
        sys.stdout.write(f"\n{seen['sequences']} sequences of edits: {said}\n" if many else "")
    assert seen["sequences"] >= (many or SAMPLE)


def test_a_cache_that_overlooks_an_edit_is_noticed(monkeypatch):
    """If the name of a layout did not depend on the text, the bytes would differ from those of a clean build."""
    changed = edited(FIRST, ("words", 0, 1))
    right = digest(changed, Cache())
    monkeypatch.setattr(Job, "key", property(lambda job: job.unit + str(job.first)))
    cache = Cache()
    digest(FIRST, cache)
    assert digest(changed, cache) != right


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_edit_changes_something(kind):
    """No kind of edit is empty."""
    before = edited(FIRST, ("add", 0, 3))
    assert any(edited(before, (kind, place, measure)) != before for place in range(3) for measure in range(1, 4))
