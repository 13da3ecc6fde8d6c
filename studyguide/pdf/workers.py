"""Where the work is done: in this process, in a pool of processes, or wherever an executor of the caller's sends it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from studyguide.pdf.progress import PageCounts

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from types import TracebackType

T = TypeVar("T")

GLANCE = 0.25
"""Seconds between two looks at whether the parent still lives."""

TELLING = 0.1
"""Seconds between two moments at which whoever waits is told how far the jobs are."""


def _silent(_: object) -> None:
    """Whoever waits asks for nothing."""


class Executor(Protocol):
    """Anything that submits: a pool of the standard library, or the executor of a Dask client."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Run a function somewhere, some time."""
        ...


class WorkerLost(RuntimeError):
    """A process of the pool was ended from outside."""


class Here:
    """An executor that does each job at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Run a function now."""
        from concurrent.futures import Future

        future: Future[Any] = Future()
        future.set_result(fn(*args))
        return future


class Workers:
    """Runs jobs side by side. Without an executor it starts a pool of its own, but not for one job alone: this process does that.

    `worked` says whether there were any jobs at all, `counts` how many pages they made.
    """

    def __init__(self, executor: Executor | None = None) -> None:
        self._given = executor
        self._pool: ProcessPoolExecutor | None = None
        self.worked = False
        self.counts = PageCounts()

    def run(
        self, function: Callable[..., T], jobs: Sequence[tuple[Any, ...]], tell: Callable[[Sequence[T]], None] = _silent
    ) -> list[T]:
        """The function's results for all arguments, in their order. Raises WorkerLost.

        `tell` is called now and then with those that are there already.
        """
        self.worked = self.worked or bool(jobs)
        executor = self._given or self._pool
        if executor is None and (len(jobs) < 2 or _processors() == 1):
            return self._run_here(function, jobs, tell)
        from concurrent.futures import BrokenExecutor

        if executor is None:
            from concurrent.futures import ProcessPoolExecutor

            self.counts = PageCounts.shared(_processors())
            executor = self._pool = ProcessPoolExecutor(_processors(), initializer=_serve, initargs=(os.getpid(), self.counts))
        futures = [executor.submit(function, *job) for job in jobs]
        try:
            return [_awaited(future, lambda: tell(_done(futures))) for future in futures]
        except BrokenExecutor as broken:
            raise WorkerLost("a process that laid out pages was ended from outside; is there memory enough?") from broken

    def _run_here(
        self, function: Callable[..., T], jobs: Sequence[tuple[Any, ...]], tell: Callable[[Sequence[T]], None]
    ) -> list[T]:
        results: list[T] = []
        with self.counts.here(lambda: tell(results)):
            for job in jobs:
                results.append(function(*job))
                tell(results)
        return results

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is not None:
            if kind is not None:  # nobody waits for what is still being laid out
                _end_children()
            self._pool.shutdown(cancel_futures=True)


def _awaited(future: Future[T], tell: Callable[[], None]) -> T:
    """The result of a job; whoever waits is told meanwhile how far all are."""
    while not future.done():
        with suppress(TimeoutError):
            return future.result(TELLING)
        tell()
    return future.result()


def _done(futures: Sequence[Future[T]]) -> list[T]:
    return [future.result() for future in futures if future.done() and not future.cancelled() and not future.exception()]


def _end_children() -> None:
    """End the pool's processes at once. They hold nothing that is half done: results are kept by whole files."""
    from multiprocessing import active_children

    for process in active_children():
        process.kill()


def _serve(parent: int, counts: PageCounts) -> None:
    """What a process of the pool does first: leave Ctrl-C to its parent, and end when the parent does, however that ends."""
    from threading import Thread

    counts.join()

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """A killed parent tells nobody; an orphan that was forked has another parent, any other can wait for the one that it had."""
    from multiprocessing import get_start_method, parent_process

    if get_start_method() != "fork" and (process := parent_process()):
        process.join()
    while get_start_method() == "fork" and os.getppid() == parent:
        time.sleep(GLANCE)
    os._exit(1)


def _processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
