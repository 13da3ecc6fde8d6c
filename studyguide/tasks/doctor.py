"""./guide doctor: what is there, what is missing for which command, and the one line that mends it on this system.

It needs the standard library alone: it is asked where nothing is set up yet.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studyguide.sources.dictionaries import dictionary
from studyguide.sources.programs import PANGO, PROGRAMS, Program, as_user, manager
from studyguide.sources.project import ROOT, THEME

OLDEST = (3, 11)
ROOM = 2 * 1024**3
"""Bytes that the environment, the cache and the finished files of a guide need together."""
FONT = re.compile(r"url\(\s*[\"']?(?P<path>[^\"')]+\.(?:ttf|otf|woff2?))")


@dataclass(frozen=True)
class Finding:
    """One thing that a command wants: what it is, whether it is there, what is known of it, who wants it, and what mends it.

    Without what is `vital`, ./guide cannot build.
    """

    what: str
    there: bool
    facts: str = ""
    wanted: tuple[str, ...] = ("./guide",)
    remedy: str = ""
    vital: bool = True


@dataclass(frozen=True)
class Computer:
    """What there is to look at. `ready`: the packages of a build are installed; `pango`: what that says of Pango, None unasked.

    `packages` is the folder of the packages in the environment, `root` whether this is the superuser.
    """

    folder: Path
    packages: Path | None
    ready: bool
    pango: bool | None
    root: bool
    manager: str
    version: tuple[int, ...] = tuple(sys.version_info[:3])
    free: int = 0

    @classmethod
    def here(cls, folder: str, packages: Path | None, *, ready: bool, pango: bool | None, root: bool) -> Computer:
        """This computer."""
        return cls(Path(folder), packages, ready, pango, root, manager(), free=shutil.disk_usage(folder).free)


def main(words: Sequence[str]) -> int:
    """Let ./guide look, which knows the environment; returns what the process has to return."""
    return subprocess.call([sys.executable, str(ROOT / "guide"), words[0]])


def examine(computer: Computer) -> tuple[str, bool]:
    """What is to be said of a computer, and whether ./guide can build on it."""
    found = list(findings(computer))
    able = all(each.there for each in found if each.vital)
    lacking = [each for each in found if not each.there and not each.vital]
    verdict = "./guide can build here." if able else "./guide cannot build here yet."
    if able and lacking:
        commands = sorted({command for each in lacking for command in each.wanted})
        many = "One thing" if len(lacking) == 1 else f"{len(lacking)} things"
        verdict += f" {many} that {' and '.join(commands)} can use {'is' if len(lacking) == 1 else 'are'} missing."
    return "\n".join([verdict, "", *(line for each in found for line in _lines(each))]), able


def _lines(found: Finding) -> Iterator[str]:
    state = "there" if found.there else "MISSING"
    yield f"  {state:<8} {found.what}{f': {found.facts}' if found.facts else ''}"
    if not found.there:
        yield f"           wanted by {', '.join(found.wanted)}"
        if found.remedy:
            yield f"           {found.remedy}"


def findings(computer: Computer) -> Iterator[Finding]:
    """Everything that there is to say, what a build needs first."""
    yield from _python(computer)
    yield _pango(computer)
    yield _fonts(computer)
    yield _disk(computer)
    for program in {**_dictionary(computer.folder), **PROGRAMS}.values():
        if program is not PANGO:
            place = program.found(computer.packages)
            line = as_user(program.line(computer.manager), root=computer.root) or f"look for {program.name} on the web"
            yield Finding(program.what, place is not None, str(place or ""), program.wanted, line, vital=False)


def _dictionary(folder: Path) -> dict[str, Program]:
    """The dictionary of the guide's language by name, if it says one."""
    try:
        language = tomllib.loads((folder / "chapters" / "guide.toml").read_text("utf-8")).get("language")
    except (OSError, ValueError):
        return {}
    found = dictionary(language) if isinstance(language, str) and language else None
    return {found.name: found} if found else {}


def _python(computer: Computer) -> Iterator[Finding]:
    version = ".".join(map(str, computer.version))
    newer = "install Python 3.11 or newer from your system's packages or from python.org"
    yield Finding("Python 3.11 or newer", computer.version[:2] >= OLDEST, version, remedy=newer)
    if computer.ready:
        yield Finding("packages of a build", there=True, facts="installed in .venv")
    else:
        able = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
        line = {"apt-get": "apt-get install -y python3-venv", "dnf": "dnf install -y python3-pip"}.get(computer.manager, newer)
        facts = "./guide installs the packages when it is used first" if able else ""
        yield Finding("Python's venv module", able, facts, remedy=as_user(line, root=computer.root))
    writable = os.access(computer.folder, os.W_OK)
    yield Finding(
        "a folder that can be written to", writable, str(computer.folder), remedy="copy the project into a folder of yours"
    )


def _pango(computer: Computer) -> Finding:
    """Asked of WeasyPrint where that is installed; before that, of the system."""
    there = _system_has_pango() if computer.pango is None else computer.pango
    return Finding(PANGO.what, there, remedy=as_user(PANGO.line(computer.manager), root=computer.root))


def _system_has_pango() -> bool:
    from ctypes.util import find_library

    return find_library("pango-1.0") is not None


def _fonts(computer: Computer) -> Finding:
    """Every font file that a style sheet names is there."""
    styles = THEME or computer.folder / "styles"
    named = {
        (sheet.parent / found["path"]).resolve()
        for sheet in styles.rglob("*.css")
        for found in FONT.finditer(sheet.read_text("utf-8", "replace"))
    }
    lost = sorted(path.name for path in named if not path.is_file())
    facts = f"{len(named)} files" if not lost else f"{', '.join(lost)} of styles/fonts"
    return Finding(
        "fonts of the guide", bool(named) and not lost, facts, remedy="take the files from the project again: git checkout styles"
    )


def _disk(computer: Computer) -> Finding:
    facts = f"{computer.free / 1024**3:.1f} GB free, {ROOM // 1024**3} are enough"
    used = (computer.folder / ".venv").is_dir() and (computer.folder / "build").is_dir()
    return Finding("room on the disk", computer.free >= ROOM // (4 if used else 1), facts, remedy="delete what you do not need")
