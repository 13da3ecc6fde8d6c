"""A whole project in a folder of its own: the program, the styles, and the tiny guide. Tests run it as a person does."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from tests.tinybook import ROOT

FOLDERS, FILES = ("requirements", "studyguide", "styles"), ("dodo.py", "pyproject.toml")
SKIPPED = shutil.ignore_patterns("node", "proof")


def measured() -> dict[str, str]:
    """The variables that make a program tell which lines of the code it ran, while `./guide test` measures that."""
    if "coverage" not in sys.modules:
        return {}
    return {"COVERAGE_PROCESS_START": str(ROOT / "pyproject.toml"), "COVERAGE_FILE": str(ROOT / ".coverage")}


PROCESSORS = cycle(sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0])
"""Those of this computer, one after the other."""


def on_one_processor(command: list[str]) -> list[str]:
    """A command that finds one processor, and so starts no pool, of which every process would read fonts and styles anew."""
    return ["taskset", "--cpu-list", str(next(PROCESSORS)), *command] if shutil.which("taskset") else command


@dataclass(frozen=True)
class Outcome:
    """What a command returned and printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Project:
    """A project below `root`."""

    root: Path

    @classmethod
    def at(cls, root: Path) -> Project:
        """A new one."""
        for part in FOLDERS:
            shutil.copytree(ROOT / part, root / part, ignore=SKIPPED)
        for part in FILES:
            shutil.copy(ROOT / part, root / part)
        shutil.copytree(ROOT / "tests" / "tiny" / "chapters", root / "chapters")
        return cls(root)

    def copied(self, root: Path) -> Project:
        """The same with all that was made, at another place. The files of the program are shared: `write` parts them."""
        root.mkdir()
        shared = (self.root / part for part in (*FOLDERS, *FILES))
        subprocess.run(["cp", "--archive", "--link", *shared, root], check=True)  # noqa: S607 - where the system has it
        for part in ("chapters", "build"):
            shutil.copytree(self.root / part, root / part)
        return Project(root)

    def start(self, *args: str, limit: int | None = None, pool: bool = False) -> subprocess.Popen[str]:
        """A running ./guide, without the set-up; no file that it writes may have more bytes than the limit."""
        command = [sys.executable, "-X", "utf8", "-m", "studyguide.tasks", *args]
        command = command if pool else on_one_processor(command)
        pipe = subprocess.PIPE
        if limit is not None:
            command = ["prlimit", f"--fsize={limit}", *command]
        return subprocess.Popen(command, cwd=self.root, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")

    def run(self, *args: str, limit: int | None = None, pool: bool = False) -> Outcome:
        """A ./guide that has ended."""
        with self.start(*args, limit=limit, pool=pool) as process:
            out, err = process.communicate()
        return Outcome(process.returncode, out, err)

    def write(self, name: str, old: str, new: str) -> None:
        """Edit a file as an editor does."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text
        path.unlink()
        path.write_text(text.replace(old, new), "utf-8")

    def finished(self) -> dict[str, str]:
        """The digests of the finished files by name."""
        paths = [path for pattern in ("*.pdf", "*.epub") for path in (self.root / "build").glob(pattern)]
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(paths)}

    def kept(self, pattern: str = "*") -> list[Path]:
        """The files below build/ that match a pattern."""
        return sorted(path for path in (self.root / "build").rglob(pattern) if path.is_file())
