"""An editor as a language server sees one: it starts ./guide lsp, opens documents, types, and asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Timer
from typing import IO, Any

from tests.project import Project, measured

LIMIT = 10
"""Seconds after which a server that says nothing is ended."""
CAPABILITIES = {"textDocument": {"rename": {"prepareSupport": True}}, "workspace": {"workspaceEdit": {"documentChanges": True}}}


@dataclass
class Editor:
    """A client of the protocol over the pipes of a process; it reads a message when it waits for one."""

    project: Project
    process: subprocess.Popen[bytes]
    count: int = 0
    told: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    said: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, project: Project) -> Editor:
        """An editor in whose folder a project is open; the handshake is done."""
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "studyguide.tasks", "lsp"],
            cwd=project.root,
            env={**os.environ, **measured()},
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
        )
        editor = cls(project, process)
        editor.ask("initialize", processId=None, rootUri=project.root.as_uri(), capabilities=CAPABILITIES)
        editor.tell("initialized")
        return editor

    def uri(self, path: str) -> str:
        """The address of a file of the project."""
        return (self.project.root / path).as_uri()

    def tell(self, method: str, **params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        """Send a request; its result, or its error."""
        self.count += 1
        self._send({"id": self.count, "method": method, "params": params})
        with self.limited():
            answer = self._read_until(lambda message: message.get("id") == self.count)
        return answer["error"] if "error" in answer else answer["result"]

    def about(self, method: str, path: str, line: int, character: int, **more: Any) -> Any:
        """Ask about a place of a document, counted as the protocol does."""
        place = {"textDocument": {"uri": self.uri(path)}, "position": {"line": line, "character": character}}
        return self.ask(f"textDocument/{method}", **place, **more)

    def open(self, path: str, text: str | None = None) -> None:
        """Open a document, as it is on the disk or not."""
        text = (self.project.root / path).read_text("utf-8") if text is None else text
        self.tell(
            "textDocument/didOpen", textDocument={"uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text}
        )

    def type(self, path: str, text: str) -> None:
        """Put another text in the place of a document's; nothing is saved."""
        self.count += 1
        document = {"uri": self.uri(path), "version": self.count}
        self.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def await_mistakes(self, path: str, *wanted: str, severity: int = 1) -> None:
        """Wait until this, and nothing else, stands against a file: “code range” each. Fails where that does not come."""

        def found() -> list[str]:
            told = self.told.get(self.uri(path), [])
            return [f"{each['code']} {written(each['range'])}" for each in told if each["severity"] == severity]

        with self.limited():
            self._read_until(lambda _: self.uri(path) in self.told and found() == [*wanted], found)

    @contextmanager
    def limited(self) -> Iterator[None]:
        """A wait that ends, at the latest, with the server."""
        timer = Timer(LIMIT, self.process.kill)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def close(self) -> tuple[int, str]:
        """End the server; what it returned, and all that it printed besides the protocol."""
        self.ask("shutdown")
        self._send({"method": "exit"})
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors.decode()

    def _send(self, message: Mapping[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        _pipe(self.process.stdin).write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        _pipe(self.process.stdin).flush()

    def _read_until(
        self, wanted: Callable[[Mapping[str, Any]], bool], so_far: Callable[[], object] = lambda: None
    ) -> Mapping[str, Any]:
        while True:
            message = self._read()
            assert message, f"the server has ended; the last it told was {so_far()}"
            if message.get("method") == "textDocument/publishDiagnostics":
                self.told[message["params"]["uri"]] = message["params"]["diagnostics"]
            elif "method" in message:
                self.said.append(message)
            if wanted(message):
                return message

    def _read(self) -> dict[str, Any]:
        length = 0
        while (line := _pipe(self.process.stdout).readline()).strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        message: dict[str, Any] = json.loads(_pipe(self.process.stdout).read(length) or "{}")
        return message


def written(found: Mapping[str, Mapping[str, int]]) -> str:
    """A range as line:character-line:character, the second line left out if it is the first."""
    start, end = found["start"], found["end"]
    more = f"{end['line']}:" if end["line"] != start["line"] else ""
    return f"{start['line']}:{start['character']}-{more}{end['character']}"


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream
