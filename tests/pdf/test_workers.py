"""Jobs side by side, and what happens when one of them takes its process down."""

import os

import pytest

from studyguide.pdf import workers
from studyguide.pdf.workers import WorkerLost, Workers


def test_results_stand_in_the_order_of_the_jobs(monkeypatch):
    """A pool gives results in the order of the jobs."""
    monkeypatch.setattr(workers, "_processors", lambda: 2)
    with Workers() as pool:
        assert pool.run(divmod, [(7, 2), (9, 4), (5, 5)]) == [(3, 1), (2, 1), (1, 0)]


def test_a_lost_process_is_one_line(monkeypatch):
    """A process that is ended from outside, as for want of memory, is told in words."""
    monkeypatch.setattr(workers, "_processors", lambda: 2)
    with Workers() as pool, pytest.raises(WorkerLost, match="is there memory enough"):
        pool.run(os._exit, [(9,), (9,)])
