"""Sources: everything the guide is made of, read once, before any other stage runs. The only reader."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studyguide.sources.diagnostics import Problems, Span

TEXT = {".md", ".toml", ".yaml", ".svg", ".css", ".html", ".xhtml", ".opf", ".ncx", ".xml", ".csl", ".txt"}


@dataclass(frozen=True)
class Sources:
    """The project's files by path relative to its root (“/” between parts): `texts`, and in `blobs` fonts and other bytes."""

    texts: Mapping[str, str]
    blobs: Mapping[str, bytes]

    def digest(self) -> str:
        """SHA-256 over every path and content: names the exact sources a guide was made from."""
        whole = hashlib.sha256()
        for path, data in sorted({**{p: t.encode() for p, t in self.texts.items()}, **self.blobs}.items()):
            whole.update(f"{path}\0{len(data)}\0".encode())
            whole.update(data)
        return whole.hexdigest()

    def under(self, folder: str, suffix: str = "") -> dict[str, str]:
        """The texts below a folder, by path relative to it."""
        start = folder.rstrip("/") + "/"
        return {p[len(start) :]: t for p, t in self.texts.items() if p.startswith(start) and p.endswith(suffix)}


def read_sources(root: Path, problems: Problems, folders: tuple[str, ...] = ("chapters", "styles")) -> Sources:
    """Read every file of the content and style folders. A link that leads out of the project is an error and is not followed."""
    texts: dict[str, str] = {}
    blobs: dict[str, bytes] = {}
    for path in sorted(p for folder in folders for p in (root / folder).rglob("*")):
        name = path.relative_to(root).as_posix()
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(root).parts) or name.endswith("~"):
            continue
        if not path.resolve().is_relative_to(root.resolve()):
            problems.error(
                Span(name, 0), "outside-project", "this link leads out of the project", "copy the file into the project"
            )
        elif path.suffix in TEXT:
            texts[name] = _decode(name, path.read_bytes(), problems)
        else:
            blobs[name] = path.read_bytes()
    return Sources(texts, blobs)


def _decode(name: str, data: bytes, problems: Problems) -> str:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.error(Span(name, line), "not-utf-8", "this line is not UTF-8 text", "save the file with the encoding UTF-8")
        return data.decode("utf-8", "replace")
    control = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if control:
        line = text[: control.start()].count("\n") + 1
        col = control.start() - text.rfind("\n", 0, control.start())
        problems.error(Span(name, line, col, 1), "control-character", f"control character U+{ord(control[0]):04X}", "delete it")
        text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", text)
    return text
