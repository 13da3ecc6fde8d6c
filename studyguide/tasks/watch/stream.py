"""The stream: what has changed, told to every open window at once (server-sent events, HTML Living Standard §9.2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

ALIVE = 15
"""Seconds after which an empty line is sent: a window that is gone is noticed by it."""


@dataclass
class Stream:
    """The windows that listen; each is told the last state only, if it is slow."""

    state: Mapping[str, object] = field(default_factory=dict)
    _fresh: set[asyncio.Event] = field(default_factory=set)

    @property
    def heard(self) -> bool:
        """Whether any window listens."""
        return bool(self._fresh)

    def tell(self, state: Mapping[str, object]) -> None:
        """Tell a state to all windows, now open or opened later."""
        self.state = state
        for fresh in self._fresh:
            fresh.set()

    async def listen(self) -> AsyncIterator[bytes]:
        """The bytes of one window's stream, from the state as it is now on."""
        fresh = asyncio.Event()
        self._fresh.add(fresh)
        try:
            while True:
                yield as_event(self.state)
                while not await within(fresh, ALIVE):
                    yield b":\n\n"
                fresh.clear()
        finally:
            self._fresh.discard(fresh)


def as_event(state: Mapping[str, object]) -> bytes:
    """A state as one event."""
    return f"data: {json.dumps(state, ensure_ascii=False)}\n\n".encode()


async def within(event: asyncio.Event, seconds: float) -> bool:
    """Whether an event comes within some seconds."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
