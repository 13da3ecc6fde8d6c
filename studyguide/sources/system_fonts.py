"""Fonts that a guide names (`[fonts]` in guide.toml): files in its styles/fonts, or fonts of this computer (fontconfig)."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studyguide.sources.diagnostics import Problems, Span, did_you_mean

FOLDER = "styles/fonts/"
CUTS = {"regular": "Regular", "": "Regular", "bold": "Bold", "semibold": "Semibold"} | {
    "it": "It", "italic": "It", "bolditalic": "BoldIt", "boldit": "BoldIt",
}  # fmt: skip
"""The faces that a guide is set in, by the end of a file's name."""
WEIGHTS = {80: "", 180: "Semibold", 200: "Bold"}
"""Of the weights that fontconfig knows, those that a guide is set in."""


@dataclass(frozen=True)
class FontFile:
    """A face of a font: what it is cut as (“Regular”, “BoldIt” …), its bytes, and which font of a collection it is."""

    cut: str
    data: bytes = field(repr=False)
    index: int = 0


def font_files(name: str, span: Span, blobs: Mapping[str, bytes], problems: Problems) -> list[FontFile]:
    """The faces of a font; a name that neither the guide's files nor this computer knows is an error."""
    found = list(_own(name, blobs)) or list(_installed(name))
    if not any(face.cut == "Regular" for face in found):
        families = {path.removeprefix(FOLDER).rpartition("-")[0] for path in blobs if path.startswith(FOLDER)}
        file = re.sub(r"[^A-Za-z0-9]", "", name) or "Name"
        hint = did_you_mean(name, families) or f"put {file}-Regular.ttf and {file}-Bold.ttf into {FOLDER}, or install the font"
        problems.error(span, "unknown-font", f"neither {FOLDER} nor this computer has a font “{name}”", hint)
        return []
    return found


def _own(name: str, blobs: Mapping[str, bytes]) -> Iterator[FontFile]:
    wanted = _plain(name)
    for path, data in sorted(blobs.items()):
        stem, _, cut = Path(path).stem.rpartition("-")
        if path.startswith(FOLDER) and _plain(stem) == wanted and cut.lower() in CUTS:
            yield FontFile(CUTS[cut.lower()], data)
        elif path.startswith(FOLDER) and _plain(cut) == wanted and not stem:
            yield FontFile("Regular", data)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).casefold()


def _installed(name: str) -> Iterator[FontFile]:
    """The faces that fontconfig has under this very name, each once."""
    program = shutil.which("fc-list")
    if program is None:
        return
    shown = "%{weight}|%{slant}|%{index}|%{file}\n"
    listed = subprocess.run(
        [program, f":family={name.replace(':', '')}", "-f", shown], capture_output=True, text=True, check=False
    )
    seen: set[str] = set()
    for row in sorted(listed.stdout.splitlines()):
        weight, slant, index, path = row.split("|", 3)
        cut = WEIGHTS.get(int(weight) if weight.isdigit() else -1)
        if cut is None or not index.isdigit() or int(index) > 0xFFFF:
            continue
        cut = f"{cut}{'It' if slant != '0' else ''}" or "Regular"
        if cut not in seen and Path(path).suffix.lower() in (".ttf", ".otf", ".ttc", ".otc"):
            seen.add(cut)
            yield FontFile(cut, Path(path).read_bytes(), int(index))
