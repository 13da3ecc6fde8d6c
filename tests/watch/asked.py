"""Asking the server of a desk without a network, and a printer without pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from studyguide.html.pages import PageMap
from studyguide.publish.compiled import Compiled
from studyguide.publish.session import PageArea
from studyguide.sources.diagnostics import Diagnostic, Span
from studyguide.sources.folder import Sources
from tests.tinybook import compile_tiny, tiny_sources

PORT = 4860
OWN = {"host": f"127.0.0.1:{PORT}"}


@dataclass(frozen=True)
class Answer:
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


def asked(app: Any, path: str, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
    """What an application answers (ASGI 3)."""
    where, _, query = path.partition("?")
    sent = [(name.encode(), value.encode()) for name, value in {**OWN, **(headers or {})}.items() if value]
    asgi = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "root_path": ""}
    request = {"method": method, "path": unquote(where), "raw_path": where.encode(), "query_string": query.encode()}
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    asyncio.run(app({**asgi, **request, "headers": sent}, receive, send))
    start = {name.decode(): value.decode() for name, value in told[0]["headers"]}
    return Answer(told[0]["status"], start, b"".join(message.get("body", b"") for message in told[1:]))


@dataclass
class PaperPrinter:
    """A printer of books that it is given, one after the other; a page is the name of its rendition."""

    sources: list[Sources] = field(default_factory=lambda: [tiny_sources()])
    shown: list[tuple[str, str]] = field(default_factory=list)
    pages: PageMap = field(default_factory=lambda: PageMap(("1", "2"), {}, ("", ""), {"counting": (0, 2)}))

    def read(self) -> Compiled:
        """The next of the books; the last one again and again."""
        sources = self.sources.pop(0) if len(self.sources) > 1 else self.sources[0]
        return compile_tiny(sources)

    def show(self, book: Compiled, name: str, seen: Callable[[int], None] | None = None) -> tuple[Diagnostic, ...]:
        """Note what was to be shown; the second page is the one that was edited."""
        if seen and self.shown:
            seen(1)
        self.shown.append((name, book.book.digest))
        return ()

    def map(self, rendition: str) -> PageMap:
        """Two pages."""
        return self.pages

    def size(self, rendition: str, page: int) -> tuple[float, float]:
        """A page of 200 × 100 points."""
        return 200, 100

    def picture(self, rendition: str, page: int, scale: float = 1.5) -> bytes:
        """What was asked for, in words."""
        if page > 1:
            raise IndexError(page)
        return f"{rendition} {page} {scale:g}".encode()

    def place_at(self, rendition: str, page: int, x: float, y: float) -> Span | None:
        """A place that tells the point."""
        return Span("chapters/01-counting.md", round(x), round(y), 4) if x else None

    def areas_of(self, rendition: str, path: str, line: int, columns: tuple[int, int], near: int) -> tuple[PageArea, ...]:
        """A place on the second page."""
        return (PageArea(1, (20, 10, 60, 20)),) if path.startswith("chapters/") else ()
