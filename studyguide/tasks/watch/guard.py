"""The guard: what the server answers at all, and what it forbids the browser to do with it.

It listens on the loopback interface alone. That does not keep out other pages of the same browser: a page of any site may ask for
an address of this computer, under a name of its own (DNS rebinding). So the names by which it is called are checked, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost", "[::1]")
OWN = {"same-origin", "none"}
"""Values of `Sec-Fetch-Site` (Fetch Metadata): asked for by this window, or by a person."""
WINDOW = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
DOCUMENT = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The Content Security Policy (CSP 3) of the window, and of documents of the guide shown in it, in which no script runs."""
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True)
class Guard:
    """An application that answers only what its own window asks for, at a port of this computer."""

    app: ASGIApp
    port: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may be answered, and refuse all else (RFC 9110: 403, 405)."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            refused = refusal(scope["method"], Headers(scope=scope), self.port)
            await (refused or self.app)(scope, receive, _with_headers(send, scope["path"]))


def refusal(method: str, headers: Mapping[str, str], port: int) -> PlainTextResponse | None:
    """What is answered to whom nothing is shown; None to the window itself."""
    hosts = {f"{name}:{port}" for name in NAMES}
    if headers.get("host", "").lower() not in hosts:
        return PlainTextResponse("this server is called by another name", 403)
    origin = headers.get("origin")
    if origin is not None and origin not in {f"http://{host}" for host in hosts}:
        return PlainTextResponse("another page may not ask here", 403)
    if headers.get("sec-fetch-site", "none") not in OWN:
        return PlainTextResponse("another page may not ask here", 403)
    if method != "GET":
        return PlainTextResponse("this server only shows", 405, {"allow": "GET"})
    return None


def policy(path: str) -> str:
    """The Content Security Policy of what stands under a path."""
    return DOCUMENT if path.startswith(("/epub/", "/web/")) else WINDOW


def _with_headers(send: Send, path: str) -> Send:
    async def passed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in {**ALWAYS, "content-security-policy": policy(path)}.items():
                headers.setdefault(name, value)
        await send(message)

    return passed
