"""Work on other machines: a Dask cluster as an executor. The only module that imports Dask."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from studyguide.pdf.versions import versions

if TYPE_CHECKING:
    from types import TracebackType

PATIENCE = 30
"""Seconds to wait for the scheduler, and for a first worker."""

RETRIES = 2
"""How often a job that failed is tried elsewhere. A job whose worker died is done again in any case, up to three deaths."""


class ClusterUnavailable(RuntimeError):
    """There is no cluster to work on; the text tells a person why."""


class OtherVersion(ClusterUnavailable):
    """A worker runs other code or other libraries than this machine, and would make other bytes."""


@dataclass(frozen=True)
class Cluster:
    """An executor whose workers are the processes of a Dask cluster."""

    client: Any

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Run a function on some worker; if the worker dies, on another."""
        executor = self.client.get_executor(pure=False, retries=RETRIES)
        future: Future[Any] = executor.submit(_alone, versions(), fn, *args)
        return future

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.client.close()


def connect(address: str) -> Cluster:
    """The cluster whose scheduler listens at an address such as `tcp://host:8786`. Raises ClusterUnavailable."""
    try:
        from distributed import Client
    except ImportError:
        line = f"{sys.executable} -m pip install --require-hashes -r requirements/cluster.txt"
        raise ClusterUnavailable(f"Dask is missing here. Run this line, then the same command again:\n\n    {line}\n") from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterUnavailable(f"No scheduler of a cluster answers at {address}: {error}") from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        return Cluster(client)
    except TimeoutError:
        client.close()
        raise ClusterUnavailable(f"The cluster at {address} has no workers.") from None


_ONE = Lock()


def _alone(wanted: str, fn: Callable[..., Any], *args: Any) -> Any:
    """Runs on a worker. WeasyPrint is not made for threads: where a worker has several, one at a time lays out."""
    if versions() != wanted:
        from socket import gethostname

        raise OtherVersion(f"The worker on {gethostname()} has other code, other libraries or another Python than this machine.")
    with _ONE:
        return fn(*args)
